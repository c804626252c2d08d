import type { EvacCasualty, EvacRules } from './types.ts'

/**
 * Deadlines as the missions use them: surgery within two hours, advanced care within one, B within four hours, C within a day,
 * all since injury. Precedence tables differ between manuals, so they are data.
 */
export const DEFAULT_RULES: EvacRules = {
  deadlineMin: { aSurgery: 120, aOther: 60, b: 240, c: 1440 },
  weightPerMin: { A: 100, B: 10, C: 1 },
  unservedMin: 1440,
  staleAfterMin: 720,
  staleMarginMin: 30,
}

/** The capability that stands for damage-control surgery. */
export const SURGERY = 'DCS'

/** Minutes since injury by which this casualty should be at a facility. */
export function deadlineMin(casualty: EvacCasualty, rules: EvacRules): number {
  const { aSurgery, aOther, b, c } = rules.deadlineMin
  if (casualty.category === 'A') {
    return casualty.needs.includes(SURGERY) ? aSurgery : aOther
  }
  return casualty.category === 'B' ? b : c
}

/** Minutes since injury as counted: from the alert where the time of injury is not known. */
export function agoMin(casualty: EvacCasualty): number {
  return casualty.injuredMinAgo ?? casualty.alertedMinAgo ?? 0
}
