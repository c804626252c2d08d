import type { EvacCategory, EvacObjective } from './types.ts'

/**
 * The tiers of the objective as three numbers that are compared from the left: the six counts as one whole number (mixed radix),
 * weighted minutes, kilometres. So sums, linear relaxation and bounds keep the order of the tiers without large weights that
 * would eat the minutes' digits.
 */
export type Lex = { k: number; minutes: number; km: number }

export const ZERO: Lex = { k: 0, minutes: 0, km: 0 }

/** Closer than this is equal. */
export const EPS_MINUTES = 1e-6
export const EPS_KM = 1e-6

const CATEGORIES: readonly EvacCategory[] = ['A', 'B', 'C']

/** What one unserved, or late, casualty of each category weighs in `k`. */
export type Radix = { unserved: Record<EvacCategory, number>; late: Record<EvacCategory, number> }

/**
 * Weights so that any number of less urgent tiers stays below one of the tier above. `late` counts those who can come late at all:
 * the fewer values a tier can take, the more a bound between two values gains when it is rounded up.
 */
export function radixOf(counts: Record<EvacCategory, number>, late: Record<EvacCategory, number> = counts): Radix {
  const radix: Radix = { unserved: { A: 0, B: 0, C: 0 }, late: { A: 0, B: 0, C: 0 } }
  let weight = 1
  for (const category of CATEGORIES.toReversed()) {
    radix.late[category] = weight
    weight *= late[category] + 1
    radix.unserved[category] = weight
    weight *= counts[category] + 1
  }
  return radix
}

/** The eight tiers of a sum. */
export function tiersOf(lex: Lex, radix: Radix): EvacObjective {
  let rest = Math.round(lex.k)
  const counts: number[] = []
  for (const category of CATEGORIES) {
    for (const weight of [radix.unserved[category], radix.late[category]]) {
      counts.push(Math.floor(rest / weight))
      rest %= weight
    }
  }
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = counts
  return [a, b, c, d, e, f, lex.minutes, lex.km]
}

/** Negative when a is better. */
export function compareLex(a: Lex, b: Lex, epsK = 1e-3): number {
  const k = a.k - b.k
  if (Math.abs(k) > epsK) {
    return k
  }
  const minutes = a.minutes - b.minutes
  if (Math.abs(minutes) > EPS_MINUTES) {
    return minutes
  }
  const km = a.km - b.km
  return Math.abs(km) > EPS_KM ? km : 0
}

/** Compare two objectives tier by tier with a tolerance of 1e-6; negative when a is better. */
export function compareObjectives(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const difference = a[i]! - b[i]!
    if (Math.abs(difference) > 1e-6) {
      return difference
    }
  }
  return 0
}
