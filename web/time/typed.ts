import { parseIso } from '../../core/time.ts'
import { monthNumber, parseDtg } from '../../core/time-dtg.ts'
import { instantOfLocal, localDate } from '../../core/time-local.ts'
import { localInput, readInput } from './local-input.ts'

const two = (n: number) => String(n).padStart(2, '0')

/** As people type it on any keyboard → ASCII digits, plain blanks and commas, no marks of direction. */
function plain(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15)).replace(/\p{Zs}/gu, ' ').replaceAll('،', ',').trim()
}

/** `181345Z AUG 21` (or as screens show it, `18 1345Z AUG 21`), ISO, or `2026-08-18 14:45` local → epoch ms; null when it is none of them. */
export function readTime(typed: string, zone: string, now: number): number | null {
  const text = plain(typed)
  const iso = parseIso(text)
  if (iso !== undefined) {
    return iso
  }
  const local = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):?(\d{2})$/.exec(text)
  if (local) {
    const [year, month, day, hour, minute] = local.slice(1).map(Number) as [number, number, number, number, number]
    return dayOf(year, month, day) !== null && hour < 24 && minute < 60 ? instantOfLocal({ year, month, day, hour, minute, second: 0 }, zone) : null
  }
  const read = parseDtg(text.replace(/^(\d{2}) (?=\d{4}\s?[A-Z])/i, '$1'), { now, zone })
  return read.ok ? read.at : null
}

/** Hours and minutes of a 24-hour clock as people type them: `1430`, `14:30`, `14h30`, `7` → `14:30`, `07:00`; null when it is none. */
export function readHour(text: string): string | null {
  const m = /^(\d{1,2})[:.h]?(\d{2})?$/i.exec(plain(text))
  return m && Number(m[1]) < 24 && Number(m[2] ?? 0) < 60 ? `${two(Number(m[1]))}:${m[2] ?? '00'}` : null
}

/**
 * A calendar day as people type it → `2026-08-18`; null when it is none. Year first, or day first: `18.8.2026`,
 * `18 Aug 2026`, `18 août`, `18`. What is not written is that of `today` (`2026-08-20`). Never month first.
 */
export function readDay(text: string, today: string): string | null {
  const [thisYear, thisMonth] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  const clean = plain(text)
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(clean)
  if (yearFirst) {
    return dayOf(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  }
  const dayFirst = /^(\d{1,2})(?:[-/. ]+(\d{1,2}|\p{L}{3,}\.?)(?:[-/. ]+(\d{4}|\d{2}))?)?$/u.exec(clean)
  if (!dayFirst) {
    return null
  }
  const month = dayFirst[2] === undefined ? thisMonth : /^\d/.test(dayFirst[2]) ? Number(dayFirst[2]) : monthNumber(dayFirst[2])
  const year = dayFirst[3] === undefined ? thisYear : dayFirst[3].length === 2 ? 2000 + Number(dayFirst[3]) : Number(dayFirst[3])
  return month === undefined ? null : dayOf(year, month, Number(dayFirst[1]))
}

function dayOf(year: number, month: number, date: number): string | null {
  if (year < 1000) {
    return null
  }
  const at = new Date(Date.UTC(year, month - 1, date))
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === date ? `${year}-${two(month)}-${two(date)}` : null
}

/**
 * A moment as people type it → `2026-08-18T14:45`, local in the zone; null when it is none. Besides what `readTime`
 * takes, an hour alone is that of the day already there (`before`, as returned), or of today. A time the clocks were put
 * over is the one they were put to. `18 Aug 2026` is no moment: its year is not taken for an hour.
 */
export function readMomentTyped(typed: string, before: string, zone: string, now: number): string | null {
  const text = plain(typed)
  const told = (local: string): string => localInput(readInput(local, zone)!, zone)
  const hour = readHour(text)
  if (hour !== null) {
    return told(`${readInput(before, zone) === null ? localDate(now, zone) : before.slice(0, 10)}T${hour}`)
  }
  const parts = /^(.*\S)[ ,T]+(\d{1,2}[:.h]?\d{2})$/i.exec(text)
  const [date, time] = parts ? [readDay(parts[1]!.replace(/,$/, ''), localDate(now, zone)), readHour(parts[2]!)] : [null, null]
  if (date !== null && time !== null) {
    const mayBeYear = /^(?:19|20)\d{2}$/.test(parts![2]!) && !/\d{4}/.test(parts![1]!)
    return mayBeYear ? null : told(`${date}T${time}`)
  }
  const at = readTime(text, zone, now)
  return at === null ? null : localInput(at, zone)
}
