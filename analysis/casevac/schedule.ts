import type { Pickup } from './openings.ts'
import type { MinuteInterval } from './types.ts'

/** Ways of one asset between the places of the problem; NaN where there is no way. */
export type AssetLegs = {
  /** From its start to site i. */
  outMin: Float64Array
  outKm: Float64Array
  /** From site i to site j (i × sites + j). */
  siteMin: Float64Array
  siteKm: Float64Array
  /** From site i to facility f (i × facilities + f). */
  inMin: Float64Array
  inKm: Float64Array
  /** From facility f back to its base. */
  backMin: Float64Array
  backKm: Float64Array
}

/** What an asset may do where. `null`: closed. */
export type AssetOpenings = {
  pickup: readonly (Pickup | null)[]
  delivery: readonly (readonly MinuteInterval[] | null)[]
  /** Dark where it starts, for one that does not fly in the dark. */
  startDark: readonly MinuteInterval[]
  readyMin: number
  maxKm: number
  dutyEndMin: number
  /** True when nothing depends on the time of day or the end of duty: sums will do. */
  timeless: boolean
  loadMin: number
}

/** One sortie as it would go. */
export type Schedule = { departMin: number; stopArriveMin: number[]; arriveMin: number; returnMin: number; km: number }

/** End of the interval that forbids staying from `at` for `minutes`; null when none does. */
function blockedUntil(forbidden: readonly MinuteInterval[], at: number, minutes: number): number | null {
  for (const [from, to] of forbidden) {
    if (at < to - 1e-9 && (at >= from || at + minutes > from + 1e-9)) {
      return to
    }
  }
  return null
}

const MOST_SHIFTS = 12

/**
 * The earliest way to fly or drive start → stops → facility → base: wheels up as soon as ready, or later where a place on the way
 * is dark and may not be used in the dark; waiting is done at the base. Null when there is no such way.
 */
export function scheduleOf(legs: AssetLegs, open: AssetOpenings, stops: readonly number[], facility: number): Schedule | null {
  const sites = legs.outMin.length
  const facilities = legs.backMin.length
  const first = stops[0]!
  const last = stops[stops.length - 1]!
  let km = legs.outKm[first]! + legs.inKm[last * facilities + facility]! + legs.backKm[facility]!
  for (let k = 1; k < stops.length; k += 1) {
    km += legs.siteKm[stops[k - 1]! * sites + stops[k]!]!
  }
  // Written so that NaN (no way) fails too.
  if (!(km <= open.maxKm + 1e-9)) {
    return null
  }
  let departMin = open.readyMin
  for (let shift = 0; shift < MOST_SHIFTS; shift += 1) {
    const run = runFrom(legs, open, stops, facility, departMin)
    if (typeof run !== 'number') {
      return run.returnMin <= open.dutyEndMin + 1e-9 ? { ...run, km } : null
    }
    if (run === Infinity) {
      return null
    }
    departMin = run
  }
  return null
}

/** The run that leaves at `departMin`, or the next time of departure worth trying. */
function runFrom(legs: AssetLegs, open: AssetOpenings, stops: readonly number[], facility: number, departMin: number): Omit<Schedule, 'km'> | number {
  const sites = legs.outMin.length
  const facilities = legs.backMin.length
  const held = blockedUntil(open.startDark, departMin, 0)
  if (held !== null) {
    return held
  }
  let at = departMin
  let from = -1
  const stopArriveMin: number[] = []
  for (const stop of stops) {
    at += from < 0 ? legs.outMin[stop]! : legs.siteMin[from * sites + stop]!
    stopArriveMin.push(at)
    const { land, hoist } = open.pickup[stop]!
    const noLanding = land === null ? Infinity : blockedUntil(land.forbidden, at, land.minutes)
    if (noLanding === null) {
      at += land!.minutes
    } else {
      const noHoist = hoist === null ? Infinity : blockedUntil(hoist.forbidden, at, hoist.minutes)
      if (noHoist !== null) {
        return departMin + Math.min(noLanding, noHoist) - at
      }
      at += hoist!.minutes
    }
    from = stop
  }
  const arriveMin = at + legs.inMin[from * facilities + facility]!
  const closed = blockedUntil(open.delivery[facility]!, arriveMin, 0)
  if (closed !== null) {
    return departMin + closed - arriveMin
  }
  return { departMin, stopArriveMin, arriveMin, returnMin: arriveMin + legs.backMin[facility]! }
}
