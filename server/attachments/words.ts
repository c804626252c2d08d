import { openSafeZip } from '../files/zip.ts'
import { packageWords } from './package-words.ts'

/** More words than anybody wrote: beyond it a file counts as one that cannot be looked into. */
const MOST_BYTES = 30_000_000
/** Text, text boxes, notes, charts, and who wrote it. */
const WORD_PARTS = /^(?:word|docprops)\/.*\.xml$/
const SHEET_PARTS = /^(?:xl|docprops)\/.*\.xml$/

/** The words of a file as far as they can be read: text, tables, documents, packages, road networks; null for pictures, sound, PDF and what is broken. */
export async function wordsOf(media: string, bytes: Uint8Array): Promise<string | null> {
  if (bytes.length > MOST_BYTES) {
    return null
  }
  if (media === 'text/plain' || media === 'text/csv') {
    const utf8 = new TextDecoder().decode(bytes)
    // Sixteen-bit text as some spreadsheets save it; else a byte a letter.
    return bytes[0] === 0xff && bytes[1] === 0xfe ? new TextDecoder('utf-16le').decode(bytes) : utf8.includes('\ufffd') ? new TextDecoder('windows-1252').decode(bytes) : utf8
  }
  // What the node packed itself has its names in plain text.
  if (media === 'application/octet-stream') {
    return new TextDecoder().decode(bytes)
  }
  if (media === 'application/zip') {
    return packageWords(bytes, MOST_BYTES).catch(() => null)
  }
  const parts = media.endsWith('.wordprocessingml.document') ? WORD_PARTS : media.endsWith('.spreadsheetml.sheet') ? SHEET_PARTS : null
  return parts === null ? null : zipped(bytes, parts).catch(() => null)
}

/** Text of the parts of an office file: paragraphs and cells on lines of their own, runs of one word joined. */
async function zipped(bytes: Uint8Array, parts: RegExp): Promise<string> {
  const zip = await openSafeZip(bytes, { maxTotalBytes: MOST_BYTES, maxEntryBytes: MOST_BYTES })
  try {
    const texts: string[] = []
    for (const name of zip.names.filter((one) => parts.test(one.toLowerCase()))) {
      const chunks: Uint8Array[] = []
      for await (const chunk of zip.read(name) ?? []) {
        chunks.push(chunk)
      }
      texts.push(plain(Buffer.concat(chunks).toString('utf8')))
    }
    return texts.join('\n')
  } finally {
    zip.close()
  }
}

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

// A tag ends where the next begins: looked for anew from each of a million, its end would keep the node for hours.
function plain(xml: string): string {
  return xml.replace(/<(?:\/w:p|w:br|w:tab|\/si|\/c|\/is|\/comment)\b[^<>]*>/g, '\n').replace(/<[^<>]*>/g, '').replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (all, decimal?: string, hex?: string, name?: string) => (decimal || hex ? String.fromCodePoint(Math.min(0x10ffff, Number.parseInt(decimal ?? hex ?? '', decimal ? 10 : 16))) : (ENTITIES[name ?? ''] ?? all)))
}
