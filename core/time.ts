/**
 * Time as the mission uses it: instants are UTC, days and weeks belong to the mission's own zone.
 * Pure; zones are IANA names resolved through Intl, so daylight-saving rules come with the runtime.
 */
export * from './time-dtg.ts'
export * from './time-local.ts'
export * from './time-precision.ts'
export * from './time-table.ts'

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

/** Device clocks further than this from the server are shown as wrong. */
export const CLOCK_SKEW_LIMIT_MS = 5 * MINUTE_MS

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)$/i

/** Epoch milliseconds → `2026-08-18T13:45:00.000Z`; undefined when outside the years 0000–9999. */
export function toIso(ms: number): string | undefined {
  if (!Number.isFinite(ms) || ms < -62_167_219_200_000 || ms > 253_402_300_799_999) {
    return undefined
  }
  return new Date(Math.floor(ms)).toISOString()
}

/**
 * ISO 8601 instant with an explicit offset or Z → epoch milliseconds.
 * Undefined for anything else, in particular for a text without zone (its instant is not known) or an impossible date.
 */
export function parseIso(text: string): number | undefined {
  const found = ISO.exec(text.trim())
  if (!found) {
    return undefined
  }
  const [, year, month, day, hour, minute, second, fraction, zone] = found
  const base = utcFromFields(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second ?? 0))
  const offset = offsetOf(zone ?? 'Z')
  if (base === undefined || offset === undefined) {
    return undefined
  }
  const ms = fraction ? Math.floor(Number(`0.${fraction}`) * 1000) : 0
  return base + ms - offset
}

/** `Z`, `+02`, `+0530`, `-03:30` → milliseconds east of UTC; undefined when out of range. */
export function offsetOf(zone: string): number | undefined {
  if (zone === 'Z' || zone === 'z') {
    return 0
  }
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (!(hours <= 14) || !(minutes < 60)) {
    return undefined
  }
  return (zone.startsWith('-') ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS)
}

/** Civil fields taken as UTC → epoch ms; undefined when the date or time does not exist (31 June, 24:00, second 60). */
export function utcFromFields(
  year: number, month: number, day: number, hour = 0, minute = 0, second = 0,
): number | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59)) {
    return undefined
  }
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  date.setUTCHours(hour, minute, second)
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : undefined
}

export type UnitLanguage = 'en' | 'fr' | 'es' | 'ar'
const UNIT_NAMES: Record<UnitLanguage, readonly [day: string, hour: string, minute: string, second: string]> = {
  en: ['d', 'h', 'min', 's'],
  fr: ['j', 'h', 'min', 's'],
  es: ['d', 'h', 'min', 's'],
  ar: ['ي', 'س', 'د', 'ث'],
}

/** Milliseconds → at most two units, rounded down: `2 d 4 h`, `3 h 20 min`, `45 s`. Negative durations keep a minus sign. */
export function formatDuration(ms: number, language: UnitLanguage = 'en'): string {
  const sizes = [DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS]
  const names = UNIT_NAMES[language]
  let rest = Math.abs(ms)
  const parts: string[] = []
  let largest = -1
  sizes.forEach((size, i) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0 && (largest < 0 || i === largest + 1)) {
      parts.push(`${count} ${names[i]}`)
      largest = largest < 0 ? i : largest
    }
  })
  if (parts.length === 0) {
    return `0 ${names[3]}`
  }
  return (ms < 0 ? '−' : '') + parts.join(' ')
}

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()

/** How long ago (or in how long) in the reader's language, one unit: `3 hr. ago`, `il y a 3 h`. */
export function relativeAge(at: number, now: number, locale: string): string {
  let format = relativeFormats.get(locale)
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'always' })
    relativeFormats.set(locale, format)
  }
  const delta = at - now
  const size = Math.abs(delta)
  if (size < MINUTE_MS) {
    return format.format(Math.trunc(delta / SECOND_MS), 'second')
  }
  if (size < HOUR_MS) {
    return format.format(Math.trunc(delta / MINUTE_MS), 'minute')
  }
  if (size < 2 * DAY_MS) {
    return format.format(Math.trunc(delta / HOUR_MS), 'hour')
  }
  return format.format(Math.trunc(delta / DAY_MS), 'day')
}

/**
 * Device time against server time taken at the same moment. `offsetMs` > 0: the device runs ahead.
 * Half of the round trip is taken off, because the device stamped its time before sending.
 */
export function clockSkew(
  deviceMs: number, serverMs: number, roundTripMs = 0,
): { offsetMs: number; wrong: boolean } {
  const offsetMs = deviceMs + roundTripMs / 2 - serverMs
  return { offsetMs, wrong: Math.abs(offsetMs) > CLOCK_SKEW_LIMIT_MS }
}
