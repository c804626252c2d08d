import type { LonLat } from '../../../core/place.ts'
import type { Movement } from './movement.ts'
import { along, corridorRing, routeOf, stretch } from './route.ts'
import { lastKnown } from './status.ts'

/** Somebody in a hurry is faster than planned by so much. */
export const HASTE = 1.3
/** What a place somebody gave may be off, metres. */
const PLACE_ERROR_M = 200

/** Where a movement may be that nobody has heard of: certain within the circle, likely within the ring. Metres, [lon, lat]. */
export type SearchArea = { centre: LonLat; since: number; reachM: number; /** null when it was last seen off its way. */ likely: [number, number][] | null; alongM: number }

/**
 * Our own rule, no standard one: since it was last known at a place it can have gone no farther than its planned speed,
 * a third faster, times the time since – the circle. As long as it keeps to its way it is on the stretch ahead of that
 * length, within the corridor – the ring. Both grow with time; the ring ends where the way ends. null before departure.
 */
export function searchArea(movement: Movement, now: number): SearchArea | null {
  const last = lastKnown(movement)
  if (last === null || !(now >= last.at)) {
    return null
  }
  const reachM = PLACE_ERROR_M + ((movement.speedKmh * HASTE) / 3.6) * ((now - last.at) / 1000)
  const route = routeOf(movement)
  const { atM, offM } = along(route, last, passedM(movement, route.waypointM))
  const likely = offM > movement.corridorM + PLACE_ERROR_M ? null : corridorRing(stretch(route, atM, Math.min(route.lengthM, atM + reachM)), movement.corridorM)
  return { centre: { lon: last.lon, lat: last.lat }, since: last.at, reachM, likely, alongM: atM }
}

/** How far along its way the last waypoint it passed lies: on a way there and back the second half is told from the first by this. */
export function passedM(movement: Pick<Movement, 'passed' | 'waypoints'>, waypointM: readonly number[]): number {
  const ids = new Set(movement.passed?.map((one) => one.waypoint))
  return movement.waypoints.reduce((most, one, i) => (ids.has(one.id) ? Math.max(most, waypointM[i] ?? 0) : most), 0)
}
