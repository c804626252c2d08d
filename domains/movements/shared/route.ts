import { bearingDeg, destination, distanceM, type LonLat } from '../../../core/place.ts'
import type { Movement, Waypoint } from './movement.ts'

/** A way with the metres from its beginning at each corner, and at each waypoint. */
export type Route = { points: readonly LonLat[]; atM: readonly number[]; lengthM: number; waypointM: readonly number[] }

/** One leg between two waypoints. */
export type Leg = { from: Waypoint; to: Waypoint; metres: number; bearing: number; /** Planned, without the stop at its beginning. */ minutes: number; kmh: number | null }

const METRES_PER_DEGREE = 111_195

/** The way of a movement. */
export function routeOf({ waypoints, line }: Pick<Movement, 'waypoints' | 'line'>): Route {
  const points = line && line.length > 1 ? line.map(([lon, lat]) => ({ lon, lat })) : waypoints.map(({ lon, lat }) => ({ lon, lat }))
  const atM = [0]
  for (let i = 1; i < points.length; i += 1) {
    atM.push((atM[i - 1] ?? 0) + distanceM(points[i - 1] ?? points[0]!, points[i] ?? points[0]!))
  }
  const lengthM = atM.at(-1) ?? 0
  const bare: Route = { points, atM, lengthM, waypointM: [] }
  let from = 0
  const waypointM = waypoints.map((one, i) => {
    from = i === 0 ? 0 : i === waypoints.length - 1 ? lengthM : line ? along(bare, one, from).atM : (atM[i] ?? 0)
    return from
  })
  return { ...bare, waypointM }
}

/** The point of a way next to a place, from `fromM` metres on: how far along, and how far off. Of several as near, the first. */
export function along(route: Pick<Route, 'points' | 'atM' | 'lengthM'>, place: LonLat, fromM = 0): { atM: number; offM: number } {
  let best = { atM: fromM, offM: Infinity }
  for (let i = 1; i < route.points.length; i += 1) {
    const [a, b] = [route.points[i - 1]!, route.points[i]!]
    const [startM, endM] = [route.atM[i - 1]!, route.atM[i]!]
    if (endM < fromM) {
      continue
    }
    const share = endM > startM ? Math.max((fromM - startM) / (endM - startM), nearestShare(a, b, place)) : 0
    const spot = between(a, b, Math.min(1, Math.max(0, share)))
    const offM = distanceM(spot, place)
    // A metre nearer on a later stretch of the same road is chance.
    if (offM < best.offM - 1) {
      best = { atM: startM + Math.min(1, Math.max(0, share)) * (endM - startM), offM }
    }
  }
  return best
}

/** The place so many metres along a way. */
export function placeAt({ points, atM, lengthM }: Pick<Route, 'points' | 'atM' | 'lengthM'>, metres: number): LonLat {
  const wanted = Math.min(lengthM, Math.max(0, metres))
  const i = Math.max(1, atM.findIndex((one) => one >= wanted))
  const [a, b, startM, endM] = [points[i - 1]!, points[i] ?? points[i - 1]!, atM[i - 1]!, atM[i] ?? atM[i - 1]!]
  return between(a, b, endM > startM ? (wanted - startM) / (endM - startM) : 0)
}

/** The stretch of a way between two distances. */
export function stretch(route: Pick<Route, 'points' | 'atM' | 'lengthM'>, fromM: number, toM: number): LonLat[] {
  const inside = route.points.filter((_, i) => route.atM[i]! > fromM && route.atM[i]! < toM)
  return [placeAt(route, fromM), ...inside, placeAt(route, toM)]
}

/** A ring `halfM` metres around a line, round at both ends, closed, [lon, lat]. */
export function corridorRing(line: readonly LonLat[], halfM: number): [number, number][] {
  const spine = line.filter((one, i) => i === 0 || distanceM(line[i - 1]!, one) > 1)
  const first = spine[0]
  if (!first) {
    return []
  }
  const course = (i: number): number => (spine.length === 1 ? 0 : i < spine.length - 1 ? bearingDeg(spine[i]!, spine[i + 1]!) : bearingDeg(spine[i - 1]!, spine[i]!))
  const [right, left]: [LonLat[], LonLat[]] = [[], []]
  spine.forEach((point, i) => {
    const [before, after] = [course(Math.max(0, i - 1)), course(i)]
    const turn = i === 0 || i === spine.length - 1 ? 0 : ((after - before + 540) % 360) - 180
    const middle = i === 0 || i === spine.length - 1 ? after : before + turn / 2
    // The bend of the ring keeps the width; a hairpin must not throw a corner far out.
    const width = halfM / Math.max(0.5, Math.cos((turn / 2) * (Math.PI / 180)))
    right.push(destination(point, middle + 90, width))
    left.push(destination(point, middle - 90, width))
  })
  const cap = (at: LonLat, from: number): LonLat[] => [1, 2, 3, 4, 5].map((n) => destination(at, from + n * 30, halfM))
  const last = spine.at(-1) ?? first
  const ring = [...left, ...cap(last, course(spine.length - 1) - 90), ...right.toReversed(), ...cap(first, course(0) + 90)]
  return [...ring, ring[0]!].map(({ lon, lat }) => [lon, lat])
}

/** The legs of a movement, as planned. */
export function legsOf(movement: Pick<Movement, 'waypoints' | 'line'>): Leg[] {
  const { waypointM } = routeOf(movement)
  return movement.waypoints.slice(1).map((to, i) => {
    const from = movement.waypoints[i]!
    const metres = waypointM[i + 1]! - waypointM[i]!
    const minutes = (Date.parse(to.eta) - Date.parse(from.eta)) / 60_000 - (i === 0 ? 0 : (from.stayMin ?? 0))
    return { from, to, metres, bearing: bearingDeg(from, to), minutes, kmh: minutes > 0 ? metres / 1000 / (minutes / 60) : null }
  })
}

/** Planned arrivals at a speed, from the departure on, with the stops; ISO 8601 UTC. */
export function timed<W extends LonLat & { stayMin?: number }>(waypoints: readonly W[], line: Movement['line'], departs: number, speedKmh: number): (W & { eta: string })[] {
  const { waypointM } = routeOf({ waypoints: waypoints.map((one, i) => ({ id: String(i), name: '-', eta: '', lon: one.lon, lat: one.lat })), ...(line ? { line } : {}) })
  let stopped = 0
  return waypoints.map((one, i) => {
    const at = departs + stopped + (waypointM[i]! / 1000 / speedKmh) * 3_600_000
    stopped += i === 0 ? 0 : (one.stayMin ?? 0) * 60_000
    return { ...one, eta: new Date(Math.round(at / 60_000) * 60_000).toISOString() }
  })
}

/** How far between two corners the nearest point to a place lies, on a plane about it; may lie beyond 0 and 1. */
function nearestShare(a: LonLat, b: LonLat, place: LonLat): number {
  const scale = Math.cos((place.lat * Math.PI) / 180)
  const x = (p: LonLat) => (((p.lon - place.lon + 540) % 360) - 180) * scale * METRES_PER_DEGREE
  const y = (p: LonLat) => (p.lat - place.lat) * METRES_PER_DEGREE
  const [dx, dy] = [x(b) - x(a), y(b) - y(a)]
  const square = dx * dx + dy * dy
  return square === 0 ? 0 : -(x(a) * dx + y(a) * dy) / square
}

function between(a: LonLat, b: LonLat, share: number): LonLat {
  const turn = ((b.lon - a.lon + 540) % 360) - 180
  return { lon: ((a.lon + turn * share + 540) % 360) - 180, lat: a.lat + (b.lat - a.lat) * share }
}
