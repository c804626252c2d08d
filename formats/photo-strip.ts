import { DamagedPhoto } from './damaged-photo.ts'
import { isHeic, stripHeic } from './photo-heic.ts'

export { DamagedPhoto }

/** A photo without what it says of whoever took it; the pixels are untouched, byte for byte. */
export type Stripped = { media: 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic'; bytes: Uint8Array<ArrayBuffer>; /** Anything was left out. */ changed: boolean }

const ORIENTATION = 0x0112

/**
 * Leave out everything but the picture: JPEG APPn and COM segments, PNG text, time and Exif chunks, WebP EXIF, XMP and
 * ICCP chunks, what HEIC holds beside its pictures, and whatever follows the end of the picture. How it is turned is kept in a tag of its own. Null for
 * other kinds of file. Throws DamagedPhoto when its parts do not add up, so that nothing half-read is passed on.
 */
export function stripPhoto(bytes: Uint8Array): Stripped | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) {
    return stripped('image/jpeg', bytes, stripJpeg(bytes))
  }
  if (startsWith(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) {
    return stripped('image/png', bytes, stripPng(bytes))
  }
  if (tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WEBP') {
    return stripped('image/webp', bytes, stripWebp(bytes))
  }
  if (isHeic(bytes)) {
    return stripped('image/heic', bytes, [stripHeic(bytes)])
  }
  return null
}

function stripped(media: Stripped['media'], before: Uint8Array, parts: readonly Uint8Array[]): Stripped {
  const bytes = joined(parts)
  return { media, bytes, changed: bytes.length !== before.length || bytes.some((byte, i) => byte !== before[i]) }
}

/** JPEG (ITU-T T.81 annex B): segments up to each scan, then entropy-coded data up to the next marker. */
function stripJpeg(bytes: Uint8Array): Uint8Array[] {
  const kept: Uint8Array[] = []
  let orientation = 1
  let scans = 0
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) {
      at += 1
    }
    const marker = bytes[at] === 0xff ? bytes[at + 1] : undefined
    if (marker === undefined || marker === 0x00) {
      throw new DamagedPhoto('the JPEG ends, or breaks, between two of its segments')
    }
    if (marker === 0xd9) {
      break
    }
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2
      continue
    }
    const length = u16(bytes, at + 2)
    const end = at + 2 + length
    if (length < 2 || end > bytes.length) {
      throw new DamagedPhoto('a segment of the JPEG is longer than the file')
    }
    const body = bytes.subarray(at + 4, end)
    if (marker === 0xe1 && tag(body, 0) === 'Exif') {
      orientation = orientationOf(body.subarray(6))
    }
    // Adobe's mark says how the colours are coded: without it some photos turn green.
    const adobe = marker === 0xee && length === 14 && tag(body, 0) === 'Adob'
    if ((marker < 0xe0 || marker > 0xef || adobe) && marker !== 0xfe && marker !== 0xd8) {
      kept.push(bytes.subarray(at, end))
    }
    at = end
    if (marker === 0xda) {
      scans += 1
      const next = endOfScan(bytes, at)
      kept.push(bytes.subarray(at, next))
      at = next
    }
  }
  if (scans === 0) {
    throw new DamagedPhoto('the JPEG holds no picture')
  }
  const turned = orientation === 1 ? [] : [jpegOrientation(orientation)]
  return [Uint8Array.of(0xff, 0xd8), ...turned, ...kept, Uint8Array.of(0xff, 0xd9)]
}

function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1]!
    if (bytes[at] === 0xff && next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) {
      return at
    }
  }
  throw new DamagedPhoto('the JPEG is cut off inside the picture')
}

function jpegOrientation(orientation: number): Uint8Array {
  const tiff = orientationTiff(orientation)
  return joined([Uint8Array.of(0xff, 0xe1, 0x00, tiff.length + 8, 0x45, 0x78, 0x69, 0x66, 0, 0), tiff])
}

/** Chunks a PNG needs to be drawn (ISO 15948), animation included. */
const PNG_KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT', 'IDAT', 'IEND'])

function stripPng(bytes: Uint8Array): Uint8Array[] {
  const kept: Uint8Array[] = [bytes.subarray(0, 8)]
  let orientation = 1
  let data = false
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) {
      throw new DamagedPhoto('the PNG is cut off')
    }
    const length = u32(bytes, at)
    const type = tag(bytes, at + 4)
    const end = at + 12 + length
    if (end > bytes.length || (at === 8 && type !== 'IHDR')) {
      throw new DamagedPhoto('a chunk of the PNG is longer than the file, or out of its order')
    }
    if (type === 'eXIf') {
      orientation = orientationOf(bytes.subarray(at + 8, end - 4))
    }
    if (PNG_KEPT.has(type)) {
      kept.push(bytes.subarray(at, end))
    }
    data ||= type === 'IDAT'
    if (type === 'IEND') {
      break
    }
    at = end
  }
  if (!data) {
    throw new DamagedPhoto('the PNG holds no picture')
  }
  if (orientation !== 1) {
    // Anywhere before the end; after the header is where every reader has it in time.
    kept.splice(2, 0, pngChunk('eXIf', orientationTiff(orientation)))
  }
  return kept
}

function stripWebp(bytes: Uint8Array): Uint8Array[] {
  const kept: Uint8Array[] = []
  const end = 8 + u32le(bytes, 4)
  let orientation = 1
  let picture = false
  if (end > bytes.length) {
    throw new DamagedPhoto('the WebP is cut off')
  }
  for (let at = 12; at + 8 <= end; ) {
    const type = tag(bytes, at)
    const length = u32le(bytes, at + 4)
    const next = at + 8 + length + (length % 2)
    if (next > end) {
      throw new DamagedPhoto('a chunk of the WebP is longer than the file')
    }
    if (type === 'ANIM' || type === 'ANMF') {
      throw new DamagedPhoto('the WebP moves; only still pictures are taken')
    }
    if (type === 'EXIF') {
      const body = bytes.subarray(at + 8, at + 8 + length)
      orientation = orientationOf(tag(body, 0) === 'Exif' ? body.subarray(6) : body)
    }
    if (type === 'VP8X' || type === 'ALPH' || type === 'VP8 ' || type === 'VP8L') {
      kept.push(bytes.slice(at, next))
      picture ||= type !== 'VP8X' && type !== 'ALPH'
    }
    at = next
  }
  if (!picture) {
    throw new DamagedPhoto('the WebP holds no picture')
  }
  const extended = kept.find((chunk) => tag(chunk, 0) === 'VP8X')
  if (extended && extended.length >= 18) {
    // Flags: of profile, Exif and XMP only what is still there.
    const turned = orientation !== 1
    extended[8] = (extended[8]! & ~0b0010_1100) | (turned ? 0b0000_1000 : 0)
    if (turned) {
      const tiff = orientationTiff(orientation)
      kept.push(joined([Uint8Array.of(0x45, 0x58, 0x49, 0x46, tiff.length, 0, 0, 0), tiff]))
    }
  }
  const size = kept.reduce((sum, chunk) => sum + chunk.length, 4)
  return [bytes.subarray(0, 4), Uint8Array.of(size & 0xff, (size >>> 8) & 0xff, (size >>> 16) & 0xff, size >>> 24), bytes.subarray(8, 12), ...kept]
}

/** Orientation (1 to 8) in a TIFF header and its first directory (Exif 2.3, tag 0x0112); 1 where it is not said or not read. */
function orientationOf(tiff: Uint8Array): number {
  const little = tag(tiff, 0).startsWith('II')
  const short = (at: number): number => (little ? (tiff[at] ?? 0) | ((tiff[at + 1] ?? 0) << 8) : u16(tiff, at))
  const long = (at: number): number => (little ? u32le(tiff, at) : u32(tiff, at))
  if (tiff.length < 14 || short(2) !== 42) {
    return 1
  }
  const directory = long(4)
  const entries = Math.min(short(directory), 500)
  for (let i = 0; i < entries; i += 1) {
    const at = directory + 2 + i * 12
    if (at + 12 > tiff.length) {
      return 1
    }
    if (short(at) === ORIENTATION) {
      const value = short(at + 8)
      return value >= 1 && value <= 8 ? value : 1
    }
  }
  return 1
}

/** A TIFF header with one directory that holds the orientation alone. */
function orientationTiff(orientation: number): Uint8Array {
  return Uint8Array.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0)
}

function pngChunk(type: string, body: Uint8Array): Uint8Array {
  const named = joined([Uint8Array.from(type, (c) => c.charCodeAt(0)), body])
  const sum = crc32(named)
  return joined([big(body.length), named, big(sum)])
}

/** CRC-32 of PNG chunks (ISO 15948 annex D). */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    }
  }
  return (crc ^ 0xffffffff) >>> 0
}

function big(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff)
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function startsWith(bytes: Uint8Array, from: number, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[from + i] === byte)
}

function tag(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0)
}

function u16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function u32(bytes: Uint8Array, at: number): number {
  return u16(bytes, at) * 0x1_0000 + u16(bytes, at + 2)
}

function u32le(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)) + (bytes[at + 3] ?? 0) * 0x100_0000
}
