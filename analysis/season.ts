import { tQuantile } from './distributions.ts'
import type { Interval } from './rates.ts'

/** One month of the year against the mean month of its own years. */
export type SeasonMonth = { month: number; years: number; events: number; index: Interval | null }

/**
 * Seasonal index by ratio to the mean of each whole year: 1.5 says that the month has had half as many again as the mean
 * month. The interval is Student's over years, so it needs two whole years; `null` with fewer, or when the years were empty.
 * `counts`: `2026-08` → events; a month that is missing counts 0. Only years given in `whole` are looked at.
 */
export function seasonOf(counts: ReadonlyMap<string, number>, whole: readonly number[]): SeasonMonth[] {
  const years = whole.map((year) => Array.from({ length: 12 }, (_, m) => counts.get(`${year}-${String(m + 1).padStart(2, '0')}`) ?? 0)).filter((months) => months.some((n) => n > 0))
  return Array.from({ length: 12 }, (_, m) => {
    const ratios = years.map((months) => months[m]! / (months.reduce((a, b) => a + b, 0) / 12))
    const events = years.reduce((sum, months) => sum + months[m]!, 0)
    if (ratios.length < 2) {
      return { month: m + 1, years: ratios.length, events, index: null }
    }
    const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length
    const variance = ratios.reduce((sum, r) => sum + (r - mean) ** 2, 0) / (ratios.length - 1)
    const half = tQuantile(0.975, ratios.length - 1) * Math.sqrt(variance / ratios.length)
    return { month: m + 1, years: ratios.length, events, index: { value: mean, low: Math.max(0, mean - half), high: mean + half } }
  })
}
