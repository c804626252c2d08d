/** A time as a person reads it: mission-local with its letter, and Z. Words of dates come from Intl in the reader's language. */
import { dateFormat } from './formatters.ts'
import { formatDtg, zoneLetterAt } from './time-dtg.ts'

/** BCP 47 tag for dates and numbers: day before month in English, Latin digits in Arabic (grids and times are read aloud across languages). */
export function formatLocale(locale: string): string {
  return locale === 'ar' ? 'ar-u-nu-latn' : locale === 'en' ? 'en-GB' : locale
}

/** `18 Aug 2026, 14:45 B (181345Z AUG 26)`: local with its letter, and Z. What every hover shows. */
export function fullTime(ms: number, zone: string, locale: string): string {
  return `${dayTime(ms, zone, locale)} (${leftToRight(formatDtg(ms))})`
}

/** `18 Aug 2026, 14:45 B`: local with its letter. */
export function dayTime(ms: number, zone: string, locale: string): string {
  const local = dateFormat(formatLocale(locale), { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(ms)
  return `${local} ${leftToRight(zoneLetterAt(ms, zone))}`
}

/** Latin letters keep their order inside a line of Arabic (Unicode isolates). */
export function leftToRight(text: string): string {
  return `\u2066${text}\u2069`
}
