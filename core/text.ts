/** Text as search and the gazetteer see it: one folded form for index and query, and likeness of names across scripts. */
export * from './text-fold.ts'
export * from './text-names.ts'

/** Text from outside as a record takes it: at most `most` UTF-16 units, never half of a sign, without characters that are none. */
export function storable(text: string, most: number): string {
  // oxlint-disable-next-line no-control-regex -- these are the ones that are taken out
  return text.slice(0, most).replace(/[\u0000-\u0008\u000b-\u001f\u007f]|[\ud800-\udbff]$/g, '').toWellFormed()
}
