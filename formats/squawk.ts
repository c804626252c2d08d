export const KNOT_MS = 0.514444
export const FOOT_M = 0.3048

/** Transponder codes that mean the same everywhere (ICAO Doc 4444, Annex 10). */
const HELP: { [code: string]: string } = { 7500: 'Unlawful interference (squawk 7500)', 7600: 'Radio failed (squawk 7600)', 7700: 'Emergency (squawk 7700)' }
const STATES: { [word: string]: string } = { general: 'Emergency declared', lifeguard: 'Medical emergency', minfuel: 'Minimum fuel', nordo: 'No radio', unlawful: 'Unlawful interference', downed: 'Aircraft down' }

/** What is wrong, in words; null when nothing is. `state` is the emergency state of ADS-B as readsb names it. */
export function emergencyOf(squawk: string, state?: string): string | null {
  return HELP[squawk] ?? STATES[state ?? ''] ?? null
}

export function squawkFacts(squawk: string): { squawk: string; squawkMeans?: string } {
  const means = HELP[squawk]
  return means === undefined ? { squawk } : { squawk, squawkMeans: means }
}
