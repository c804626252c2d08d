import { RESPONSE_SCALE_MIN } from './dispatch.ts'
import type { EvacCategory } from './types.ts'

/** A unit of the fleet as it stands now. */
export type ReserveUnit = {
  id: string
  idle: boolean
  /** An aircraft: in the dark it goes only when `night` is true (null: not known, which is no). */
  flies: boolean
  night: boolean | null
  /** Minutes to the casualty by zone; null where it cannot go. */
  responseMin: readonly (number | null)[]
  /** Mean minutes until it is idle again by zone. */
  serviceMin: readonly (number | null)[]
}

export type ReserveZone = { id: string; callsPerDay: Readonly<Record<EvacCategory, number>> }

export type ReserveProblem = {
  units: readonly ReserveUnit[]
  zones: readonly ReserveZone[]
  /** Dark now. */
  night: boolean
  /** Minutes until dark; null when that is not near. */
  darkInMin: number | null
  /** A call to decide on. */
  call?: { zone: string; category: EvacCategory }
  weight?: Readonly<Record<EvacCategory, number>>
  discountPerMin?: number
}

/**
 * Why a unit is kept: it is the last idle one that flies in the dark; the last idle one at all; the last that reaches a zone; or
 * what it may be needed for is worth more than this. `FREE`: nothing speaks against sending it. `NONE`: nobody can go.
 */
export type ReserveReason = 'LAST_NIGHT_CAPABLE' | 'LAST_IDLE' | 'LAST_FOR_ZONE' | 'WORTH_MORE_LATER' | 'FREE' | 'NONE'

export type ReserveAdvice = {
  /** For each idle unit: for which categories it is worth sending now, somewhere; what is left out is what it is kept from. */
  standing: { unit: string; sendFor: EvacCategory[]; reason: ReserveReason; /** Zone it is the last for. */ zone: string | null }[]
  /** For the call: whom to send (null: keep all for what is more urgent, answer by other means). */
  call: { send: string | null; reason: ReserveReason; zone: string | null; closest: string | null; /** Worth of the advice above sending the closest, same unit as the weights. */ gain: number } | null
  /** Idle units that can go in the dark. */
  nightCapableIdle: string[]
}

/** Dusk nearer than this counts as dark for what comes next: a sortie takes as long. */
const DUSK_MIN = 120
/** 2^14 states are solved in well under a second. */
const MOST_UNITS = 14
const CATEGORIES: readonly EvacCategory[] = ['A', 'B', 'C']

/**
 * Whether to keep units back for more urgent calls: the dispatch decision problem of dispatch.ts with one mean busy time a unit
 * (weighted by what each zone demands), so that a state is just who is idle. Calls come at the rates given. An advice about calls
 * that can wait or go by other means; it never takes a casualty out of a plan. Throws RangeError for more than 14 units, or rows
 * that do not match the zones.
 */
export function adviseReserve(problem: ReserveProblem): ReserveAdvice {
  const { units, zones } = problem
  if (units.length > MOST_UNITS) {
    throw new RangeError(`advice is given for up to ${MOST_UNITS} units, not ${units.length}`)
  }
  for (const unit of units) {
    if (unit.responseMin.length !== zones.length || unit.serviceMin.length !== zones.length) {
      throw new RangeError(`${unit.id}: response and service times are not given for each of ${zones.length} zones`)
    }
  }
  const weight = problem.weight ?? { A: 100, B: 10, C: 1 }
  const darkSoon = problem.night || (problem.darkInMin !== null && problem.darkInMin <= DUSK_MIN)
  const goesBy = (unit: ReserveUnit, dark: boolean): boolean => !dark || !unit.flies || unit.night === true
  const worthOf = (unit: ReserveUnit, zone: number, category: EvacCategory, dark: boolean): number | null => {
    const minutes = unit.responseMin[zone]!
    return minutes === null || unit.serviceMin[zone]! === null || !goesBy(unit, dark) ? null : weight[category] * Math.exp(-minutes / RESPONSE_SCALE_MIN)
  }
  const values = valuesOf(problem, (unit, zone, category) => worthOf(unit, zone, category, darkSoon))
  const now = units.reduce((mask, { idle }, u) => (idle ? mask | (1 << u) : mask), 0)
  const idle = units.flatMap((unit, u) => (unit.idle ? [u] : []))
  const nightly = idle.filter((u) => goesBy(units[u]!, true))
  const worth = (u: number, zone: number, category: EvacCategory): number | null => {
    const gain = worthOf(units[u]!, zone, category, problem.night)
    return gain === null ? null : gain + values[now & ~(1 << u)]!
  }
  const whyKept = (u: number): { reason: ReserveReason; zone: string | null } => {
    if (darkSoon && units[u]!.flies && units[u]!.night === true && idle.every((other) => other === u || !units[other]!.flies || units[other]!.night !== true)) {
      return { reason: 'LAST_NIGHT_CAPABLE', zone: null }
    }
    if (idle.length === 1) {
      return { reason: 'LAST_IDLE', zone: null }
    }
    const alone = zones.findIndex((_, z) => idle.filter((other) => worthOf(units[other]!, z, 'A', darkSoon) !== null).every((other) => other === u) && worthOf(units[u]!, z, 'A', darkSoon) !== null)
    return alone < 0 ? { reason: 'WORTH_MORE_LATER', zone: null } : { reason: 'LAST_FOR_ZONE', zone: zones[alone]!.id }
  }
  const standing = idle.map((u) => {
    const sendFor = CATEGORIES.filter((category) => zones.some((_, z) => (worth(u, z, category) ?? -Infinity) >= values[now]! - 1e-9))
    return { unit: units[u]!.id, sendFor, ...(sendFor.length === CATEGORIES.length ? { reason: 'FREE' as const, zone: null } : whyKept(u)) }
  })
  return { standing, call: callAdvice(problem, idle, values[now]!, worth, whyKept), nightCapableIdle: nightly.map((u) => units[u]!.id) }
}

function callAdvice(problem: ReserveProblem, idle: readonly number[], stay: number, worth: (u: number, zone: number, category: EvacCategory) => number | null, whyKept: (u: number) => { reason: ReserveReason; zone: string | null }): ReserveAdvice['call'] {
  const { call, units, zones } = problem
  if (call === undefined) {
    return null
  }
  const zone = zones.findIndex(({ id }) => id === call.zone)
  if (zone < 0) {
    throw new RangeError(`there is no zone ${call.zone}`)
  }
  const able = idle.flatMap((u) => {
    const value = worth(u, zone, call.category)
    return value === null ? [] : [{ u, value, minutes: units[u]!.responseMin[zone]! }]
  })
  const closest = able.toSorted((a, b) => a.minutes - b.minutes || a.u - b.u)[0]
  const best = able.toSorted((a, b) => b.value - a.value || a.u - b.u)[0]
  if (closest === undefined || best === undefined) {
    return { send: null, reason: 'NONE', zone: null, closest: null, gain: 0 }
  }
  const send = best.value >= stay - 1e-9 ? best : null
  // The reason is that of the unit one would have sent without thinking ahead.
  const kept = send?.u === closest.u ? { reason: 'FREE' as const, zone: null } : whyKept(closest.u)
  return { send: send === null ? null : units[send.u]!.id, ...kept, closest: units[closest.u]!.id, gain: (send?.value ?? stay) - closest.value }
}

/** Expected discounted worth of what is still to come, by who is idle (bit mask), under the best decisions; value iteration to rounding. */
function valuesOf({ units, zones, discountPerMin = 0.001 }: ReserveProblem, worthOf: (unit: ReserveUnit, zone: number, category: EvacCategory) => number | null): Float64Array {
  const rates = zones.map(({ callsPerDay }) => CATEGORIES.map((category) => Math.max(0, callsPerDay[category]) / 1440))
  const back = units.map((unit) => {
    const shares = zones.flatMap((_, z) => (unit.serviceMin[z]! === null ? [] : [{ minutes: unit.serviceMin[z]!, rate: rates[z]!.reduce((sum, rate) => sum + rate, 0) }]))
    const rate = shares.reduce((sum, one) => sum + one.rate, 0)
    const mean = rate > 0 ? shares.reduce((sum, one) => sum + one.rate * one.minutes, 0) / rate : shares.reduce((sum, one) => sum + one.minutes, 0) / Math.max(1, shares.length)
    return mean > 0 ? 1 / mean : 0
  })
  const calls = zones.flatMap((_, z) => CATEGORIES.map((category, p) => ({ rate: rates[z]![p]!, worth: units.map((unit) => worthOf(unit, z, category) ?? -Infinity) }))).filter(({ rate }) => rate > 0)
  const total = calls.reduce((sum, { rate }) => sum + rate, 0)
  const values = new Float64Array(1 << units.length)
  for (;;) {
    let most = 0
    for (let mask = 0; mask < values.length; mask += 1) {
      let sum = 0
      let out = discountPerMin + total
      for (let u = 0; u < units.length; u += 1) {
        if ((mask & (1 << u)) === 0) {
          sum += back[u]! * values[mask | (1 << u)]!
          out += back[u]!
        }
      }
      for (const { rate, worth } of calls) {
        let best = values[mask]!
        for (let u = 0; u < units.length; u += 1) {
          if ((mask & (1 << u)) !== 0) {
            best = Math.max(best, worth[u]! + values[mask & ~(1 << u)]!)
          }
        }
        sum += rate * best
      }
      most = Math.max(most, Math.abs(sum / out - values[mask]!))
      values[mask] = sum / out
    }
    if (most <= 1e-9 * Math.max(1, values[values.length - 1]!)) {
      return values
    }
  }
}
