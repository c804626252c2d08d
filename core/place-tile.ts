/** Web-Mercator tiles (EPSG:3857, XYZ numbering, y southwards). */
import type { BBox, LonLat } from './place-geodesy.ts'

/** Latitude where the square Web-Mercator map ends. */
export const MAX_MERCATOR_LAT = 85.051_128_779_806_59
const RAD = Math.PI / 180

/** Position in the unit square of the Web-Mercator world: x eastwards from 180° W, y southwards from 85.05° N; latitudes are clamped. */
export function toMercatorUnit(p: LonLat): { x: number; y: number } {
  const lat = Math.max(-MAX_MERCATOR_LAT, Math.min(MAX_MERCATOR_LAT, p.lat))
  const sin = Math.sin(lat * RAD)
  return { x: (p.lon + 180) / 360, y: 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI) }
}

/** Inverse of toMercatorUnit. */
export function fromMercatorUnit(x: number, y: number): LonLat {
  return { lon: x * 360 - 180, lat: Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) / RAD }
}

/** Bounds of tile z/x/y in degrees. */
export function tileBounds(z: number, x: number, y: number): BBox {
  const size = 2 ** z
  const northWest = fromMercatorUnit(x / size, y / size)
  const southEast = fromMercatorUnit((x + 1) / size, (y + 1) / size)
  return [northWest.lon, southEast.lat, southEast.lon, northWest.lat]
}

/** Tile that holds a point at zoom z, and the pixel inside it (0 ≤ px, py < extent, fractional). */
export function lonLatToTilePixel(
  p: LonLat, z: number, extent = 4096,
): { x: number; y: number; px: number; py: number } {
  const size = 2 ** z
  const unit = toMercatorUnit(p)
  const fx = unit.x * size
  const fy = unit.y * size
  const x = Math.max(0, Math.min(size - 1, Math.floor(fx)))
  const y = Math.max(0, Math.min(size - 1, Math.floor(fy)))
  return { x, y, px: (fx - x) * extent, py: (fy - y) * extent }
}
