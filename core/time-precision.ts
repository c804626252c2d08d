/** How well a time is known, and the interval that such a value really means. */
import { localParts, startOfDate, startOfLocalDay } from './time-local.ts'

/** Finest first. MONTH and YEAR occur in imported data only. */
export const TIME_PRECISIONS = ['EXACT', 'HOUR', 'PARTDAY', 'DAY', 'WEEK', 'MONTH', 'YEAR'] as const
export type TimePrecision = (typeof TIME_PRECISIONS)[number]
/** Closed interval in epoch milliseconds: both ends belong to it. */
export type TimeInterval = { from: number; to: number }

const HOUR = 3_600_000

/**
 * The closed interval a time of a given precision covers, in the mission's zone: the clock hour, the quarter of the day
 * (00–06, 06–12, 12–18, 18–24), the local day, ISO week, month or year that holds it. EXACT is a single instant.
 */
export function timeInterval(ms: number, precision: TimePrecision, zone: string): TimeInterval {
  if (precision === 'EXACT') {
    return { from: ms, to: ms }
  }
  const p = localParts(ms, zone)
  switch (precision) {
    case 'HOUR': {
      const from = ms - mod(ms + p.offsetMs, HOUR)
      return { from, to: from + HOUR - 1 }
    }
    case 'PARTDAY': {
      const quarter = Math.floor(p.hour / 6)
      const day = startOfLocalDay(ms, zone)
      // Counted on the clock face, so a quarter with a clock change in it is an hour shorter or longer.
      const edge = (q: number): number => {
        if (q === 0) {
          return day
        }
        if (q === 4) {
          return startOfLocalDay(ms, zone, 1)
        }
        const guess = day + q * 6 * HOUR
        const drift = localParts(guess, zone).offsetMs - localParts(day, zone).offsetMs
        return guess - drift
      }
      return { from: edge(quarter), to: edge(quarter + 1) - 1 }
    }
    case 'DAY':
      return { from: startOfLocalDay(ms, zone), to: startOfLocalDay(ms, zone, 1) - 1 }
    case 'WEEK':
      return { from: startOfLocalDay(ms, zone, 1 - p.weekday), to: startOfLocalDay(ms, zone, 8 - p.weekday) - 1 }
    case 'MONTH':
      return { from: startOfDate(p.year, p.month, 1, zone), to: startOfDate(p.year, p.month + 1, 1, zone) - 1 }
    case 'YEAR':
      return { from: startOfDate(p.year, 1, 1, zone), to: startOfDate(p.year + 1, 1, 1, zone) - 1 }
  }
}

function mod(n: number, m: number): number {
  return ((n % m) + m) % m
}
