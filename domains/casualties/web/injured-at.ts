import { parseDtg } from '../../../core/time-dtg.ts'

const MINUTE = 60_000

/** When somebody was hurt, as typed: `1400`, a date-time group, or minutes ago (`-10`). Null for nothing typed, undefined for what is no time or lies ahead. */
export function injuredAt(text: string, now: number, zone: string): number | null | undefined {
  const words = text.trim()
  if (words === '') {
    return null
  }
  const ago = /^[-–−](\d{1,4})$/.exec(words)
  if (ago) {
    return Math.floor((now - Number(ago[1]) * MINUTE) / 1000) * 1000
  }
  const read = parseDtg(words.replace(/^(\d{2}):(\d{2})$/, '$1$2'), { now, zone, toleranceMs: MINUTE })
  return read.ok && read.at <= now + MINUTE ? Math.min(read.at, now) : undefined
}
