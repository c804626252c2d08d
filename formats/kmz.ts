import { Zip, ZipDeflate } from 'fflate'
import { utf8Bytes } from './text-encoding.ts'

/** KML packed as programs expect it (`doc.kml` in a zip), as chunks of bytes; nothing of it is held whole. */
export async function* kmzChunks(kml: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) {
      throw error
    }
    ready.push(chunk)
  })
  const doc = new ZipDeflate('doc.kml', { level: 6 })
  // A fixed date, so that equal maps give equal files.
  doc.mtime = '1980-01-02T12:00:00'
  zip.add(doc)
  for await (const text of kml) {
    doc.push(utf8Bytes(text))
    yield* ready.splice(0)
  }
  doc.push(new Uint8Array(0), true)
  zip.end()
  yield* ready.splice(0)
}
