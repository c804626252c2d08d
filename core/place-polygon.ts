/** Point in polygon on GeoJSON coordinate arrays. */
import type { LonLat } from './place-geodesy.ts'

/** [lon, lat, …] as in GeoJSON. */
export type Position = readonly number[]
export type Ring = readonly Position[]
/** Outer ring first, then holes. */
export type PolygonRings = readonly Ring[]

/** Whether a polygon holds the point (holes excluded). Rings that step over the 180° meridian are understood. */
export function inPolygon(p: LonLat, rings: PolygonRings): boolean {
  const [outer, ...holes] = rings
  if (!outer || !inRing(p, outer)) {
    return false
  }
  return !holes.some((hole) => inRing(p, hole))
}

/** Whether any of the polygons holds the point. */
export function inMultiPolygon(p: LonLat, polygons: readonly PolygonRings[]): boolean {
  return polygons.some((rings) => inPolygon(p, rings))
}

function inRing(p: LonLat, ring: Ring): boolean {
  const lons = unwrapped(ring)
  let west = Infinity
  let east = -Infinity
  for (const lon of lons) {
    west = Math.min(west, lon)
    east = Math.max(east, lon)
  }
  for (const lon of [p.lon, p.lon - 360, p.lon + 360]) {
    if (lon >= west && lon <= east && crossings(lon, p.lat, lons, ring) % 2 === 1) {
      return true
    }
  }
  return false
}

/** A step of more than half the world between vertices is a step over the 180° meridian; a ring as wide as the world is left alone. */
function unwrapped(ring: Ring): number[] {
  const lons: number[] = []
  let turns = 0
  let before: number | undefined
  for (const position of ring) {
    const lon = position[0] ?? 0
    const step = before === undefined ? 0 : lon - before
    if (Math.abs(step) > 180 && Math.abs(step) < 360) {
      turns += step > 0 ? -360 : 360
    }
    lons.push(lon + turns)
    before = lon
  }
  return lons
}

/** Edges crossed by the ray eastwards; half-open in latitude, so that a shared vertex counts once. */
function crossings(lon: number, lat: number, lons: readonly number[], ring: Ring): number {
  let count = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const yi = ring[i]?.[1] ?? 0
    const yj = ring[j]?.[1] ?? 0
    if (yi > lat !== yj > lat) {
      const xi = lons[i] ?? 0
      const xj = lons[j] ?? 0
      if (lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) {
        count++
      }
    }
  }
  return count
}
