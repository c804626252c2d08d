import { setImmediate as turn } from 'node:timers/promises'
import { guessEncoding } from '../../formats/text-encoding.ts'
import { withoutEscapes } from '../../formats/text-escapes.ts'
import { TextReadings } from '../../formats/text-readings.ts'
import { openSafeZip, type SafeZip } from '../files/zip.ts'

/** More words than anybody wrote: beyond it a file counts as one that cannot be looked into. */
const MOST_BYTES = 30_000_000
/** So much is looked at together, in bytes or letters; between two others get their turn. */
const LOOKED_AT = 1 << 20
const AGAIN = 4096
/** Text, text boxes, notes, charts, and who wrote it. */
const WORD_PARTS = /^(?:word|docprops)\/.*\.xml$/
const SHEET_PARTS = /^(?:xl|docprops)\/.*\.xml$/
/** Entries of a package that are words; pictures, sound and archives within are not looked into. */
const WORDS = /\.(?:cot|xml|pref|kml|gpx|gml|txt|log|csv|tsv|json|geojson|x?html?|md|rtf)$/i

/** Does a text say what is looked for? */
export type Says = (text: string) => boolean

/**
 * Does a file say it, as far as its words can be read: text however it is encoded, tables, documents, packages, road networks. Null for pictures, sound, PDF, what is
 * broken, and what is sent as text and is none, where it was not found.
 */
export async function fileSays(media: string, bytes: Uint8Array, says: Says): Promise<boolean | null> {
  if (bytes.length > MOST_BYTES) {
    return null
  }
  if (media === 'text/plain' || media === 'text/csv') {
    return textSays(bytes, says)
  }
  // What the node packed itself has its names in plain text.
  if (media === 'application/octet-stream') {
    return wordsSay(new TextDecoder().decode(bytes), says)
  }
  if (media === 'application/zip') {
    return zipSays(bytes, (zip) => packageSays(zip, says))
  }
  const parts = media.endsWith('.wordprocessingml.document') ? WORD_PARTS : media.endsWith('.spreadsheetml.sheet') ? SHEET_PARTS : null
  return parts === null ? null : zipSays(bytes, (zip) => partsSay(zip, parts, says))
}

/** The same of chunks of a text of any length. */
export async function textSays(bytes: Uint8Array | AsyncIterable<Uint8Array>, says: Says): Promise<boolean | null> {
  const readings = new TextReadings()
  for await (const piece of bytes instanceof Uint8Array ? piecesOf(bytes) : bytes) {
    if (readings.push(piece).some(says)) {
      return true
    }
    await turn()
  }
  return readings.end().some(says) || (readings.truthful ? false : null)
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += LOOKED_AT) {
    yield bytes.subarray(from, from + LOOKED_AT)
  }
}

/** The same of words that were read. */
async function wordsSay(text: string, says: Says): Promise<boolean> {
  for (let from = 0; from < text.length; from += LOOKED_AT) {
    if (says(text.slice(Math.max(0, from - AGAIN), from + LOOKED_AT))) {
      return true
    }
    await turn()
  }
  return false
}

async function zipSays(bytes: Uint8Array, look: (zip: SafeZip) => Promise<boolean | null>): Promise<boolean | null> {
  try {
    const zip = await openSafeZip(bytes, { maxTotalBytes: MOST_BYTES, maxEntryBytes: MOST_BYTES })
    return await look(zip).finally(() => zip.close())
  } catch {
    return null
  }
}

/** Names of the entries of a package, and of those that are text everything in them: values of attributes, where events have their callsigns and remarks, as well. */
async function packageSays(zip: SafeZip, says: Says): Promise<boolean | null> {
  if (says(zip.names.join('\n'))) {
    return true
  }
  let truthful = true
  for (const name of zip.names.filter((one) => WORDS.test(one))) {
    const said = await textSays(await entryOf(zip, name), says)
    if (said === true) {
      return true
    }
    truthful &&= said !== null
  }
  return truthful ? false : null
}

/** Parts of an office file: paragraphs and cells on lines of their own, runs of one word joined. */
async function partsSay(zip: SafeZip, parts: RegExp, says: Says): Promise<boolean> {
  for (const name of zip.names.filter((one) => parts.test(one.toLowerCase()))) {
    const bytes = await entryOf(zip, name)
    if (await wordsSay(plain(new TextDecoder(guessEncoding(bytes).encoding).decode(bytes)), says)) {
      return true
    }
  }
  return false
}

async function entryOf(zip: SafeZip, name: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.read(name) ?? []) {
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

// A tag ends where the next begins: looked for anew from each of a million, its end would keep the node for hours.
function plain(xml: string): string {
  return withoutEscapes(xml.replace(/<(?:\/w:p|w:br|w:tab|\/si|\/c|\/is|\/comment)\b[^<>]*>/g, '\n').replace(/<[^<>]*>/g, ''))
}
