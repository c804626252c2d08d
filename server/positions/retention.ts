import type { RetentionClass } from '../../core/observation.ts'

const DAY_S = 86_400

/** After how many days positions of a class are thinned to one in how many seconds, and removed; null for never. */
export type RetentionRule = { thin: { afterDays: number; everyS: number } | null; removeAfterDays: number | null }

export const RETENTION: { readonly [K in RetentionClass]: RetentionRule } = {
  ephemeral: { thin: null, removeAfterDays: 2 },
  short: { thin: { afterDays: 30, everyS: 60 }, removeAfterDays: 90 },
  standard: { thin: { afterDays: 90, everyS: 300 }, removeAfterDays: 365 },
  held: { thin: null, removeAfterDays: null },
}

/** What a rule asks of a UTC day (`2026-11-22`) at an instant (epoch ms): only days that are past their limit as a whole. */
export function dueOf(day: string, rule: RetentionRule, now: number): 'remove' | { everyS: number } | null {
  const ageDays = (now - (Date.parse(`${day}T00:00:00Z`) + DAY_S * 1000)) / (DAY_S * 1000)
  if (rule.removeAfterDays !== null && ageDays >= rule.removeAfterDays) {
    return 'remove'
  }
  return rule.thin !== null && ageDays >= rule.thin.afterDays ? { everyS: rule.thin.everyS } : null
}
