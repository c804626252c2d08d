import { nowhere } from '../../../../core/fix.ts'
import type { Context, Report } from './report.ts'

/** Clocks that run ahead by no more are believed. */
export const AHEAD_MS = 5 * 60_000
/** What is older comes from a clock that was never set. */
export const YEAR_2000 = Date.UTC(2000, 0, 1)
const MAX_SUBJECT = 160
const MAX_SPEED_MS = 1_500
const LOWEST_M = -1_000
const HIGHEST_M = 50_000

/**
 * Positions that can be believed at all, with their numbers in order. A clock that is wrong – before 2000, or more than five minutes
 * ahead – is replaced by the time of receipt; a place that cannot be is refused; speed, course, height and error that cannot be are
 * left out of a position that is good.
 */
export function normalise(reports: readonly Report[], context: Context): Report[] {
  const out: Report[] = []
  for (const report of reports) {
    const why = refusalOf(report)
    if (why !== null) {
      context.note(why, report)
      continue
    }
    if (!(report.at >= YEAR_2000)) {
      context.note('before-2000', report)
      report.at = report.receivedAt
    } else if (report.at > report.receivedAt + AHEAD_MS) {
      context.note('future', report)
      report.at = report.receivedAt
    }
    report.at = Math.round(report.at)
    report.altM = within(report.altM, LOWEST_M, HIGHEST_M)
    report.speedMs = within(report.speedMs, 0, MAX_SPEED_MS)
    report.courseDeg = within(report.courseDeg, 0, 360)
    if (report.courseDeg === 360) {
      report.courseDeg = 0
    }
    report.accuracyM = within(report.accuracyM, 0, 1e6)
    out.push(report)
  }
  return out
}

function refusalOf({ subject, lon, lat }: Report): 'no-identity' | 'no-number' | 'out-of-range' | 'null-island' | 'pole' | null {
  if (subject.length === 0 || subject.length > MAX_SUBJECT || /[\u0000-\u001f]/.test(subject)) {
    return 'no-identity'
  }
  if (!Number.isFinite(lon) || !Number.isFinite(lat)) {
    return 'no-number'
  }
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) {
    return 'out-of-range'
  }
  return nowhere(lon, lat)
}

function within(value: number | null, from: number, to: number): number | null {
  return value !== null && value >= from && value <= to ? value : null
}
