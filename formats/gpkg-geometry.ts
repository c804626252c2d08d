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
