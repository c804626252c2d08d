/** Geometry as a GeoPackage keeps it in a cell: a header and well-known binary (OGC 12-128, 2.1.3). */

/** Reference system of every geometry written: WGS 84 longitude and latitude in degrees. */
export const WGS84 = 4326

/** A point as GeoPackage binary: little endian, no envelope. `lon` and `lat` in degrees. */
export function gpkgPoint(lon: number, lat: number): Uint8Array {
  const bytes = new Uint8Array(29)
  const view = new DataView(bytes.buffer)
  // "GP", version 1 of the format (written 0), flags: standard, not empty, no envelope, little endian.
  bytes.set([0x47, 0x50, 0, 1])
  view.setInt32(4, WGS84, true)
  // Well-known binary: little endian, type 1 is a point.
  view.setUint8(8, 1)
  view.setUint32(9, 1, true)
  view.setFloat64(13, lon, true)
  view.setFloat64(21, lat, true)
  return bytes
}

/** Bytes of the envelope by its code in the flags of the header. */
const ENVELOPES = [0, 32, 48, 48, 64]
/** Vertices of one line at the most. */
const MOST_VERTICES = 2_000_000

/** The lines in a GeoPackage cell, [lon, lat] in degrees; none of what is no line, empty or broken. */
export function gpkgLines(cell: Uint8Array): [number, number][][] {
  const envelope = ENVELOPES[((cell[3] ?? 0) >> 1) & 7]
  if (cell.length < 8 || cell[0] !== 0x47 || cell[1] !== 0x50 || envelope === undefined) {
    return []
  }
  const out: [number, number][][] = []
  const view = new DataView(cell.buffer, cell.byteOffset, cell.byteLength)
  try {
    wkbLines(view, 8 + envelope, out, 0)
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error
    }
    return []
  }
  return out
}

/** Reads one geometry of well-known binary; answers where it ends. Throws RangeError beyond the bytes. */
function wkbLines(view: DataView, from: number, out: [number, number][][], depth: number): number {
  const little = view.getUint8(from) === 1
  const code = view.getUint32(from + 1, little)
  // ISO codes carry Z and M in the thousands; the older way of writing, in the highest bits.
  const kind = (code & 0x0fff_ffff) % 1000
  const thousands = Math.floor((code & 0x0fff_ffff) / 1000)
  const numbers = 2 + (thousands === 1 || thousands === 3 || (code & 0x8000_0000) !== 0 ? 1 : 0) + (thousands === 2 || thousands === 3 || (code & 0x4000_0000) !== 0 ? 1 : 0)
  const count = view.getUint32(from + 5, little)
  let at = from + 9
  if (kind === 2) {
    if (count > MOST_VERTICES || at + count * numbers * 8 > view.byteLength) {
      throw new RangeError('more vertices than bytes')
    }
    const line: [number, number][] = []
    for (let i = 0; i < count; i += 1, at += numbers * 8) {
      line.push([view.getFloat64(at, little), view.getFloat64(at + 8, little)])
    }
    out.push(line)
    return at
  }
  if ((kind === 5 || kind === 7) && depth < 8) {
    for (let i = 0; i < count; i += 1) {
      at = wkbLines(view, at, out, depth + 1)
    }
    return at
  }
  throw new RangeError('no line')
}
