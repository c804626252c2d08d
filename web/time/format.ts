import { formatDtg } from '../../core/time-dtg.ts'
import { localParts, zoneOffset } from '../../core/time-local.ts'
import { dayTime, formatLocale, fullTime, leftToRight } from '../../core/time-words.ts'
import { dateFormat, numberFormat } from '../../core/formatters.ts'

export { dayTime, formatLocale, fullTime }

const two = (n: number) => String(n).padStart(2, '0')

/** `1345Z` */
export function clockZ(ms: number): string {
  const d = new Date(ms)
  return `${two(d.getUTCHours())}${two(d.getUTCMinutes())}Z`
}

/** `14:45` in a zone. */
export function clockLocal(ms: number, zone: string): string {
  const p = localParts(ms, zone)
  return `${two(p.hour)}:${two(p.minute)}`
}

/** `18 1345Z AUG 26`: the date-time group as read aloud. */
export function dtg(ms: number, zone = 'Z'): string {
  const text = formatDtg(ms, zone)
  return `${text.slice(0, 2)} ${text.slice(2)}`
}

/** `18 Aug 2026` of a day written `2026-08-18`. */
export function dayName(day: string, locale: string): string {
  const at = Date.parse(`${day}T00:00Z`)
  return Number.isFinite(at) ? dateFormat(formatLocale(locale), { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(at) : day
}

/** What a zone is called on screen: `Africa/Bangui`, or `UTC−1` where the name is an offset (an `Etc/GMT+1` lies WEST of Greenwich, and is read the other way). */
export function zoneName(zone: string): string {
  if (!/^(Etc\/|GMT|UTC|UCT|Z)/.test(zone)) {
    return zone
  }
  const hours = zoneOffset(0, zone) / 3_600_000
  return hours === 0 ? 'UTC' : leftToRight(`UTC${hours < 0 ? '−' : '+'}${Math.abs(hours)}`)
}

/** A short day for lists: `18 Aug`, with the year when it is not this one. */
export function shortDay(ms: number, zone: string, locale: string, now: number): string {
  const sameYear = localParts(ms, zone).year === localParts(now, zone).year
  return dateFormat(formatLocale(locale), { timeZone: zone, day: 'numeric', month: 'short', ...(sameYear ? {} : { year: '2-digit' }) }).format(ms)
}

/** `4s`, `12m`, `3h`, `5d`, `12 min`, `5 j` in the reader's language, without "ago": for tight places. */
export function ageText(ms: number, locale: string): string {
  const units: [number, 'second' | 'minute' | 'hour' | 'day'][] = [[60_000, 'second'], [3_600_000, 'minute'], [172_800_000, 'hour'], [Infinity, 'day']]
  const size = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000 }
  const age = Math.max(0, ms)
  const unit = units.find(([limit]) => age < limit)?.[1] ?? 'day'
  return inUnit(Math.floor(age / size[unit]), unit, locale, locale === 'fr' || locale === 'es' ? 'short' : 'narrow')
}

/** `2 h 10 min`, `3 d 4 h`: the two largest units, for what is read as a sentence. */
export function ageLong(ms: number, locale: string): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const parts: [number, 'day' | 'hour' | 'minute'][] = [[Math.floor(minutes / 1440), 'day'], [Math.floor(minutes / 60) % 24, 'hour'], [minutes % 60, 'minute']]
  const first = parts.findIndex(([n]) => n > 0)
  const shown = first < 0 ? parts.slice(2) : parts.slice(first, first + 2).filter(([n], i) => i === 0 || n > 0)
  return shown.map(([n, unit]) => inUnit(n, unit, locale, 'short')).join(' ')
}

/** A number with its unit. French and Spanish set the unit off by a space, also where English writes `5m`; no line ends there in any language. */
function inUnit(n: number, unit: string, locale: string, unitDisplay: 'short' | 'narrow'): string {
  return numberFormat(formatLocale(locale), { style: 'unit', unit, unitDisplay }).format(n).replace(/\s/g, '\u00a0')
}

/** How far a clock is off, to the nearest minute: `3h`, not the two hours and fifty-nine minutes a slow answer makes of it. */
export function skewText(ms: number, locale: string): string {
  return ageText(Math.round(Math.abs(ms) / 60_000) * 60_000, locale)
}
