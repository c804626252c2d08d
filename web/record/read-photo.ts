import type { PhotoFacts } from './photo.ts'

/** A picture as the node takes it, and what the one the author chose says of time and place. */
export type ReadPhoto = { file: File; facts: PhotoFacts }

/** Read a chosen picture; the code for it is loaded with the first one. */
export async function readPhoto(file: File): Promise<ReadPhoto> {
  const { photoFacts, takable } = await import('./photo.ts')
  const [facts, taken] = await Promise.all([photoFacts(file), takable(file)])
  return { file: taken, facts }
}
