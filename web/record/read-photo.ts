import type { PhotoFacts, Takable } from './photo.ts'

/** A picture as the node takes it, and what the one the author chose says of time and place. */
export type ReadPhoto = Takable & { facts: PhotoFacts }

/** Is it a picture, as far as its name and type tell? Some systems have no type for what telephones write. */
export function isPicture(file: File): boolean {
  return file.type.startsWith('image/') || /\.hei[cf]$/i.test(file.name)
}

/** Read a chosen picture; the code for it is loaded with the first one. */
export async function readPhoto(file: File): Promise<ReadPhoto> {
  // Without a link that part of the page may not be on the device yet: the photo counts more than what it says of itself.
  const reader = await import('./photo.ts').catch(() => null)
  if (reader === null) {
    return { file, original: null, drawn: true, facts: { taken: null, zoned: false, place: null } }
  }
  const { photoFacts, takable } = reader
  const [facts, taken] = await Promise.all([photoFacts(file), takable(file)])
  return { ...taken, facts }
}
