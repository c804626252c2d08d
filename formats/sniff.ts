import { sniffDelimiter } from './csv.ts'
import { createTextPump, guessEncoding } from './text-encoding.ts'

/** What a file is, by what is in it. Names and declared types are what an attacker chooses. */
export type FileKind = 'csv' | 'tsv' | 'xlsx' | 'xls' | 'zip' | 'gzip' | 'json' | 'geojson' | 'kml' | 'gpx' | 'xml' | 'pdf' | 'image' | 'text' | 'empty' | 'binary'

const MAGIC: readonly [readonly number[], FileKind][] = [
  [[0x1f, 0x8b], 'gzip'], [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'xls'], [[0x25, 0x50, 0x44, 0x46], 'pdf'],
  [[0x89, 0x50, 0x4e, 0x47], 'image'], [[0xff, 0xd8, 0xff], 'image'], [[0x47, 0x49, 0x46, 0x38], 'image'],
]

function latin(bytes: Uint8Array): string {
  let out = ''
  for (let i = 0; i < bytes.length; i += 1) {
    out += String.fromCharCode(bytes[i]!)
  }
  return out
}

/**
 * Recognise a file from its first bytes (64 KiB are plenty). A zip is a workbook when one of its first entries
 * is `[Content_Types].xml` or lies under `xl/`; whether it is a sound one is for the reader of workbooks to say.
 */
export function sniffFile(head: Uint8Array): FileKind {
  if (head.length === 0) {
    return 'empty'
  }
  for (const [magic, kind] of MAGIC) {
    if (magic.every((byte, i) => head[i] === byte)) {
      return kind
    }
  }
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) {
    const names = latin(head.subarray(0, 65_536))
    return names.includes('[Content_Types].xml') || /(?:^|[^\w])xl\/\w/u.test(names) ? 'xlsx' : 'zip'
  }
  const guess = guessEncoding(head.subarray(0, 65_536))
  const text = createTextPump(guess.encoding).push(head.subarray(guess.bomBytes, 65_536))
  // Control characters other than tab and line ends: not a text anybody wrote.
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/u.test(text)) {
    return 'binary'
  }
  const start = text.trimStart()
  if (start === '') {
    return 'empty'
  }
  if (start.startsWith('{') || start.startsWith('[')) {
    const geo = /"type"\s*:\s*"(?:FeatureCollection|Feature|Point|MultiPoint|LineString|MultiLineString|Polygon|MultiPolygon|GeometryCollection)"/u
    return start.startsWith('{') && geo.test(start) ? 'geojson' : 'json'
  }
  if (start.startsWith('<')) {
    const opening = start.slice(0, 4096)
    return /<(?:\w+:)?kml[\s>]/u.test(opening) ? 'kml' : /<(?:\w+:)?gpx[\s>]/u.test(opening) ? 'gpx' : 'xml'
  }
  const delimiter = sniffDelimiter(text)
  const firstLine = start.split(/\r\n|\r|\n/u, 1)[0] ?? ''
  if (!firstLine.includes(delimiter)) {
    return 'text'
  }
  return delimiter === '\t' ? 'tsv' : 'csv'
}
