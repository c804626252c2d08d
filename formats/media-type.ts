import { isHeic } from './photo-heic.ts'
import { sniffFile } from './sniff.ts'

/** Media types a record takes as a file. What can run in a browser (HTML, SVG, scripts) is none of them. */
export const MEDIA_TYPES = [
  'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf', 'text/plain', 'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'audio/mpeg', 'audio/ogg', 'audio/wav',
] as const
export type MediaType = (typeof MEDIA_TYPES)[number]

/** Is it a still picture every browser draws? */
export function isPhoto(media: string): boolean {
  return media === 'image/jpeg' || media === 'image/png' || media === 'image/webp'
}

/** Media type by what is in a file, never by its name; null for what is not taken. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  const at = (from: number, length: number): string => String.fromCharCode(...bytes.subarray(from, from + length))
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) {
    return 'image/jpeg'
  }
  if (at(0, 8) === '\x89PNG\r\n\x1a\n') {
    return 'image/png'
  }
  if (at(0, 4) === 'RIFF') {
    return at(8, 4) === 'WEBP' ? 'image/webp' : at(8, 4) === 'WAVE' ? 'audio/wav' : null
  }
  if (isHeic(bytes)) {
    return 'image/heic'
  }
  if (at(0, 5) === '%PDF-') {
    return 'application/pdf'
  }
  if (at(0, 4) === 'OggS') {
    return 'audio/ogg'
  }
  if (at(0, 3) === 'ID3' || (bytes[0] === 0xff && (bytes[1] ?? 0) >= 0xe0 && ((bytes[1] ?? 0) & 0x06) === 0x02)) {
    return 'audio/mpeg'
  }
  switch (sniffFile(bytes.subarray(0, 65_536))) {
    case 'csv':
    case 'tsv':
      return 'text/csv'
    case 'text':
    case 'json':
    case 'geojson':
      return 'text/plain'
    case 'xlsx':
      return holdsWord(bytes) ? 'application/vnd.openxmlformats-officedocument.wordprocessingml.document' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    default:
      return null
  }
}

/** Does a zip name a part below `word/`? Names stand in clear before each part. */
function holdsWord(bytes: Uint8Array): boolean {
  const name = [0x77, 0x6f, 0x72, 0x64, 0x2f]
  return bytes.some((byte, at) => byte === name[0] && name.every((one, i) => bytes[at + i] === one))
}
