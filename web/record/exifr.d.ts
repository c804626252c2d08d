/** The small build of exifr has no types of its own; only what is used here is said. */
declare module 'exifr/dist/lite.esm.mjs' {
  const exifr: { parse(data: Blob, options: Record<string, boolean>): Promise<unknown> }
  export default exifr
}
