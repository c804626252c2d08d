import { distanceM, type LonLat } from '../../../core/place.ts'
import { along, type Route } from './route.ts'

/** Shorter than a degree of latitude is anywhere. */
const METRES_PER_DEGREE = 110_000

/** The smallest box around places, degrees. */
export type Box = { west: number; south: number; east: number; north: number }
type Line = Pick<Route, 'points' | 'atM' | 'lengthM'>

/** The box around some places; across the antimeridian it is the wide way round. */
export function boxOf(points: readonly LonLat[]): Box {
  const [lons, lats] = [points.map(({ lon }) => lon), points.map(({ lat }) => lat)]
  return { west: Math.min(...lons), south: Math.min(...lats), east: Math.max(...lons), north: Math.max(...lats) }
}

/** Do two boxes lie further apart than so many metres, as far as a glance tells? Near the poles it does not. */
export function apart(a: Box, b: Box, metres: number): boolean {
  const degrees = metres / METRES_PER_DEGREE
  const wide = degrees / Math.cos((Math.max(Math.abs(a.north), Math.abs(a.south), Math.abs(b.north), Math.abs(b.south)) * Math.PI) / 180)
  return Math.max(a.north, b.north) < 80 && Math.min(a.south, b.south) > -80 && (a.south - b.north > degrees || b.south - a.north > degrees || a.west - b.east > wide || b.west - a.east > wide)
}

/** A line with the metres along it; of one place a line without length. */
export function lineRoute(line: readonly (readonly [number, number])[]): Line {
  const points = line.map(([lon, lat]) => ({ lon, lat }))
  const atM = [0]
  for (let i = 1; i < points.length; i += 1) {
    atM.push((atM[i - 1] ?? 0) + distanceM(points[i - 1]!, points[i]!))
  }
  return { points, atM, lengthM: atM.at(-1) ?? 0 }
}

/** How far a place lies from a line, metres. */
export function offOf(line: Line, place: LonLat): number {
  return nearestOf(line, place).offM
}

/** The point of a line next to a place: how far along, and how far off, metres. */
export function nearestOf(line: Line, place: LonLat): { atM: number; offM: number } {
  return line.points.length === 1 ? { atM: 0, offM: distanceM(line.points[0]!, place) } : along(line, place)
}
