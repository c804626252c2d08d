import { Problem } from '../core/problem.ts'
import type { Feature, Geometry, Position } from './geojson.ts'
import { guessEncoding } from './text-encoding.ts'

/** The files one layer of a shapefile is made of; `prj` and `cpg` may be missing. */
export type ShapefileParts = { shp: Uint8Array; dbf: Uint8Array | null; prj: string | null; cpg: string | null }
export type ShapefileLimits = { maxFeatures: number; maxCorners: number }
export const SHAPEFILE_LIMITS: ShapefileLimits = { maxFeatures: 200_000, maxCorners: 5_000_000 }

const HEADER_BYTES = 100
const FILE_CODE = 9994
/** Shape types by their last digit; tens tell of heights and measures, which are left out. */
const [POINT, LINE, POLYGON, MULTIPOINT] = [1, 3, 5, 8]

function broken(what: string): Problem {
  return new Problem('malformed-body', `The shapefile cannot be read: ${what}. Save it again, with all of its files in one zip`)
}

/**
 * A layer of a shapefile (ESRI technical description, July 1998) as features in WGS 84 degrees; `properties` come from its dBase table.
 * Throws Problem `malformed-body` for a damaged one, `unsupported-type` for coordinates that are no WGS 84 degrees, `too-large`.
 */
export function parseShapefile({ shp, dbf, prj, cpg }: ShapefileParts, given: Partial<ShapefileLimits> = {}): Feature[] {
  const limits = { ...SHAPEFILE_LIMITS, ...given }
  checkProjection(prj)
  const rows = dbf ? dbfRows(dbf, cpg) : []
  const view = new DataView(shp.buffer, shp.byteOffset, shp.byteLength)
  if (shp.byteLength < HEADER_BYTES || view.getInt32(0) !== FILE_CODE) {
    throw broken('its .shp does not begin as one')
  }
  const features: Feature[] = []
  let corners = 0
  let at = HEADER_BYTES
  while (at + 8 <= shp.byteLength) {
    const [begin, length] = [at + 8, view.getInt32(at + 4) * 2]
    if (length < 4 || begin + length > shp.byteLength) {
      throw broken('its .shp is cut short')
    }
    if (features.length >= limits.maxFeatures) {
      throw new Problem('too-large', `The shapefile has more than ${limits.maxFeatures} shapes. Split it`)
    }
    const { geometry, count } = shapeOf(new DataView(shp.buffer, shp.byteOffset + begin, length), limits.maxCorners - corners)
    corners += count
    features.push({ type: 'Feature', geometry, properties: rows[features.length] ?? {} })
    at = begin + length
  }
  return features
}

/** Degrees of WGS 84 are read; metres of a national grid would be drawn in the sea, so they are refused. */
function checkProjection(prj: string | null): void {
  if (prj !== null && (/^\s*PROJ(?:CS|CRS)/i.test(prj) || !/WGS[ _]?(?:19)?84/i.test(prj))) {
    throw new Problem('unsupported-type', 'The shapefile is not in degrees of WGS 84 (its .prj says so). Save it in EPSG:4326, e.g. with QGIS')
  }
}

function shapeOf(view: DataView, room: number): { geometry: Geometry | null; count: number } {
  const type = view.getInt32(0, true) % 10
  try {
    switch (type) {
      case 0:
        return { geometry: null, count: 0 }
      case POINT:
        return { geometry: { type: 'Point', coordinates: position(view, 4) }, count: 1 }
      case MULTIPOINT: {
        const count = countAt(view, 36, room)
        return { geometry: { type: 'MultiPoint', coordinates: Array.from({ length: count }, (_, i) => position(view, 40 + i * 16)) }, count }
      }
      case LINE:
      case POLYGON: {
        const parts = partsOf(view, room)
        const count = parts.reduce((sum, part) => sum + part.length, 0)
        return { geometry: type === POLYGON ? polygonsOf(parts) : linesOf(parts), count }
      }
      default:
        throw broken(`it holds shapes of type ${type}, which are no points, lines or areas`)
    }
  } catch (error) {
    throw error instanceof RangeError ? broken('a shape points outside of itself') : error
  }
}

function countAt(view: DataView, at: number, room: number): number {
  const count = view.getInt32(at, true)
  if (count > room) {
    throw new Problem('too-large', 'The shapefile has more corners than are read at once. Split it or simplify its outlines')
  }
  if (count < 0 || count * 16 > view.byteLength) {
    throw broken('a shape says it has more corners than it holds')
  }
  return count
}

function partsOf(view: DataView, room: number): Position[][] {
  const parts = view.getInt32(36, true)
  const count = countAt(view, 40, room)
  if (parts < 0 || parts * 4 > view.byteLength) {
    throw broken('a shape says it has more parts than it holds')
  }
  const starts = Array.from({ length: parts }, (_, i) => view.getInt32(44 + i * 4, true))
  const points = 44 + parts * 4
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? count
    if (start < 0 || end < start || end > count) {
      throw broken('the parts of a shape are out of order')
    }
    return Array.from({ length: end - start }, (_, k) => position(view, points + (start + k) * 16))
  })
}

function position(view: DataView, at: number): Position {
  const [lon, lat] = [view.getFloat64(at, true), view.getFloat64(at + 8, true)]
  if (!(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
    throw new Problem('unsupported-type', 'The shapefile holds coordinates that are no degrees. Save it in EPSG:4326, e.g. with QGIS')
  }
  return [lon, lat]
}

function linesOf(parts: readonly Position[][]): Geometry | null {
  const [first] = parts
  return first === undefined ? null : parts.length === 1 ? { type: 'LineString', coordinates: first } : { type: 'MultiLineString', coordinates: [...parts] }
}

/** Outer rings turn clockwise, holes the other way; a hole belongs to the smallest outer ring around its first corner. */
function polygonsOf(parts: readonly Position[][]): Geometry | null {
  const rings = parts.filter((ring) => ring.length >= 4).map((ring) => ({ ring, area: signedArea(ring) }))
  const polygons = rings.filter(({ area }) => area <= 0).map(({ ring, area }) => ({ rings: [ring], size: -area }))
  for (const { ring, area } of rings) {
    if (area > 0) {
      const around = polygons.filter(({ rings: [outer], size }) => outer && size > area && contains(outer, ring[0] as Position)).sort((a, b) => a.size - b.size)[0]
      if (around) {
        around.rings.push(ring)
      } else {
        // Turned against the rule with nothing around it: an area all the same.
        polygons.push({ rings: [ring], size: area })
      }
    }
  }
  const [first] = polygons
  return first === undefined ? null : polygons.length === 1 ? { type: 'Polygon', coordinates: first.rings } : { type: 'MultiPolygon', coordinates: polygons.map((one) => one.rings) }
}

/** Twice the area in square degrees, negative when clockwise. */
function signedArea(ring: readonly Position[]): number {
  let sum = 0
  ring.forEach(([x = 0, y = 0], i) => {
    const [nx = 0, ny = 0] = ring[(i + 1) % ring.length] ?? []
    sum += x * ny - nx * y
  })
  return sum
}

function contains(ring: readonly Position[], [x = 0, y = 0]: Position): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi = 0, yi = 0] = ring[i] ?? []
    const [xj = 0, yj = 0] = ring[j] ?? []
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) {
      inside = !inside
    }
  }
  return inside
}

/** Rows of a dBase III table in the order of the shapes; a deleted row keeps its place. */
function dbfRows(dbf: Uint8Array, cpg: string | null): { [key: string]: unknown }[] {
  if (dbf.byteLength < 33) {
    throw broken('its .dbf is cut short')
  }
  const view = new DataView(dbf.buffer, dbf.byteOffset, dbf.byteLength)
  const [count, head, width] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (width === 0 || head + width * count > dbf.byteLength + 1) {
    throw broken('its .dbf is shorter than it says')
  }
  const plain = new TextDecoder('utf-8')
  const fields: { name: string; type: string; at: number; length: number }[] = []
  let offset = 1
  for (let at = 32; at + 32 <= head && dbf[at] !== 0x0d; at += 32) {
    const name = plain.decode(dbf.subarray(at, at + 11)).replace(/\0.*$/s, '').trim()
    const length = dbf[at + 16] ?? 0
    fields.push({ name, type: String.fromCharCode(dbf[at + 11] ?? 0), at: offset, length })
    offset += length
  }
  const text = new TextDecoder(encodingOf(dbf.subarray(head, head + 65_536), cpg))
  return Array.from({ length: count }, (_, row) => {
    const start = head + row * width
    return Object.fromEntries(fields.map(({ name, type, at, length }) => [name, valueOf(text.decode(dbf.subarray(start + at, start + at + length)), type)]))
  })
}

function encodingOf(sample: Uint8Array, cpg: string | null): string {
  const said = cpg?.trim().toLowerCase().replace(/^(?:ansi |cp|ms-?ansi)?(\d{4})$/, 'windows-$1')
  return said !== undefined && /^(?:utf-?8|windows-12\d\d|iso-8859-\d+|latin1)$/.test(said) ? said : guessEncoding(sample).encoding
}

function valueOf(text: string, type: string): unknown {
  const plain = text.replaceAll('\0', '').trim()
  if ((type === 'N' || type === 'F') && plain !== '') {
    const n = Number(plain)
    return Number.isFinite(n) ? n : null
  }
  return type === 'L' ? (/[tTyY]/.test(plain) ? true : /[fFnN]/.test(plain) ? false : null) : plain === '' || /^\*+$/.test(plain) ? null : plain
}
