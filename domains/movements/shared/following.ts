import { distanceM, type LonLat } from '../../../core/place.ts'
import type { Movement } from './movement.ts'
import { along, routeOf, type Route } from './route.ts'

/** A waypoint counts as reached within so many metres, when it says nothing else. */
export const REACHED_M = 500
/** Positions off the corridor for so long are no jump of a receiver. */
const OFF_MS = 120_000
/** Within so many metres it has not moved. */
const STILL_M = 150
const STOP_MIN = 15

export type Seen = LonLat & { at: number }

/** What is known of a movement from its positions: carried from one to the next. */
export type Following = {
  last: Seen | null
  /** First position of those off the corridor now; `told` once it has lasted. */
  off: (Seen & { told: boolean }) | null
  /** Where it has been since; `told` once that is a stop nobody planned. */
  still: (Seen & { told: boolean }) | null
}

/** What a movement's positions are held against. */
export type Plan = { movement: Movement; route: Route }

export const NOTHING_SEEN: Following = { last: null, off: null, still: null }

export function planOf(movement: Movement): Plan {
  return { movement, route: routeOf(movement) }
}

/**
 * Take one position in: what is known then, and the waypoint reached by it (index), null for none. Positions come in the
 * order of their times; one that is not newer changes nothing.
 */
export function follow(before: Following, seen: Seen, plan: Plan): { after: Following; reached: number | null } {
  if (before.last !== null && seen.at <= before.last.at) {
    return { after: before, reached: null }
  }
  const { movement, route } = plan
  // Anywhere on its way is on its way: a waypoint that was called too early must not make it lost.
  const { offM } = along(route, seen)
  const off = offM <= movement.corridorM ? null : { ...(before.off ?? seen), told: before.off !== null && seen.at - before.off.at >= OFF_MS }
  const moved = before.still === null || distanceM(before.still, seen) > STILL_M
  const stopMs = (movement.stopMin ?? STOP_MIN) * 60_000
  const still = moved ? { ...seen, told: false } : { ...before.still!, told: seen.at - before.still!.at >= stopMs && !atWaypoint(movement, seen) }
  // Read again after a restart: where it was before it passed a waypoint says nothing of the next, which on a way there and back is the same place.
  const known = movement.passed?.some((one) => Date.parse(one.at) >= seen.at) === true
  return { after: { last: seen, off, still }, reached: known ? null : reachedBy(movement, seen) }
}

/** The waypoint a place is at that was not passed yet: the next one, or a later one where nothing passed lies. */
export function reachedBy(movement: Pick<Movement, 'waypoints' | 'passed'>, place: LonLat): number | null {
  const passed = new Set(movement.passed?.map((one) => one.waypoint))
  const last = movement.waypoints.reduce((most, one, i) => (i === 0 || passed.has(one.id) ? i : most), 0)
  const within = (i: number): boolean => {
    const one = movement.waypoints[i]
    return one !== undefined && distanceM(one, place) <= (one.radiusM ?? REACHED_M)
  }
  if (within(last + 1)) {
    return last + 1
  }
  const been = movement.waypoints.some((_, i) => i <= last && within(i))
  const later = movement.waypoints.findIndex((_, i) => i > last + 1 && within(i))
  return been || later === -1 ? null : later
}

function atWaypoint(movement: Movement, place: LonLat): boolean {
  return movement.waypoints.some((one) => distanceM(one, place) <= (one.radiusM ?? REACHED_M))
}
