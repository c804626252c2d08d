/** Dates as tables write them. An ambiguous date is returned as ambiguous, never guessed. */
import { fullYear, monthNumber } from './time-dtg.ts'
import { instantOfLocal } from './time-local.ts'
import type { TimePrecision } from './time-precision.ts'

export type DateOrder = 'DMY' | 'MDY' | 'YMD'
export type TableDateOptions = {
  /** IANA zone of dates and times written without an offset. */
  zone: string
  /** Order of all-digit dates in this column; without it `03/04/2021` is ambiguous. */
  order?: DateOrder
  /** For two-digit years; they are refused without it. */
  now?: number
  /** Workbooks of the 1904 date system. */
  excel1904?: boolean
}
export type TableDate =
  | { ok: true; at: number; precision: TimePrecision }
  | { ok: false; reason: 'ambiguous'; candidates: { order: DateOrder; at: number }[] }
  | { ok: false; reason: 'unreadable' | 'impossible' | 'order' | 'year' }

type Clock = { hour: number; minute: number; second: number; ms: number; offsetMs: number | undefined }

const DAY = 86_400_000
const CLOCK = /^[T ,]*(\d{1,2})[:hH.](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?(?:[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/
const DIGITS = /^(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?=$|[T ,])/
const NAMED_DAY_FIRST = /^(\d{1,2})(?:st|nd|rd|th|er)?[-/. ]*(?:de )?(\p{L}{3,10})\.?[-/., ]*(?:de )?(\d{4}|\d{2})(?=$|[T ,])/iu
const NAMED_MONTH_FIRST = /^(\p{L}{3,10})\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4}|\d{2})(?=$|[T ,])/iu
const MONTH_YEAR = /^(\p{L}{3,10})\.?[-/., ]*(\d{4})$/iu

/**
 * One cell → instant and precision (a bare date is a DAY, its start in the zone). Numbers are spreadsheet serials
 * (1900 system unless told); texts may be ISO, `18/08/2021`, `18-Aug-2021`, `18 août 2021`, `20210818`, `2021-08`, `Aug 2021`, `2021`,
 * each with an optional clock time and offset. `order`: the digits contradict the order given for the column;
 * `year`: a two-digit year and no `now` to complete it.
 */
export function parseTableDate(value: string | number, options: TableDateOptions): TableDate {
  if (typeof value === 'number') {
    return fromSerial(value, options)
  }
  const text = value.normalize('NFC').trim().replace(/\s+/g, ' ')
  if (text.length > 60) {
    return { ok: false, reason: 'unreadable' }
  }
  if (/^\d{4}$/.test(text)) {
    return dated(Number(text), 1, 1, undefined, 'YEAR', options)
  }
  if (/^\d{8}$/.test(text)) {
    return dated(Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6)), undefined, 'DAY', options)
  }
  if (/^\d{5}(?:[.,]\d+)?$/.test(text)) {
    return fromSerial(Number(text.replace(',', '.')), options)
  }
  const yearMonth = /^(\d{4})[-/](\d{1,2})$/.exec(text)
  if (yearMonth) {
    return dated(Number(yearMonth[1]), Number(yearMonth[2]), 1, undefined, 'MONTH', options)
  }
  const monthYear = MONTH_YEAR.exec(text)
  if (monthYear) {
    const month = monthNumber(monthYear[1] ?? '')
    return month === undefined
      ? { ok: false, reason: 'unreadable' }
      : dated(Number(monthYear[2]), month, 1, undefined, 'MONTH', options)
  }
  const dayFirst = NAMED_DAY_FIRST.exec(text)
  if (dayFirst) {
    return named(dayFirst[0], dayFirst[1], dayFirst[2], dayFirst[3], text, options)
  }
  const monthFirst = NAMED_MONTH_FIRST.exec(text)
  if (monthFirst) {
    return named(monthFirst[0], monthFirst[2], monthFirst[1], monthFirst[3], text, options)
  }
  const digits = DIGITS.exec(text)
  return digits ? fromDigits(digits, text, options) : { ok: false, reason: 'unreadable' }
}

/**
 * The order a column's own values prove: a field above 12 can only be a day. Undefined when nothing proves one
 * or when values contradict each other.
 */
export function provenDateOrder(values: Iterable<string>): DateOrder | undefined {
  const proven = new Set<DateOrder>()
  for (const value of values) {
    const found = DIGITS.exec(value.trim())
    if (!found) {
      continue
    }
    if ((found[1] ?? '').length === 4) {
      proven.add('YMD')
    } else if (Number(found[1]) > 12 && Number(found[3]) <= 12) {
      proven.add('DMY')
    } else if (Number(found[3]) > 12 && Number(found[1]) <= 12) {
      proven.add('MDY')
    }
  }
  const [only] = proven
  return proven.size === 1 ? only : undefined
}

function named(
  matched: string, day: string | undefined, monthName: string | undefined, year: string | undefined,
  text: string, options: TableDateOptions,
): TableDate {
  const month = monthNumber(monthName ?? '')
  if (month === undefined) {
    return { ok: false, reason: 'unreadable' }
  }
  return complete(year ?? '', month, Number(day), text.slice(matched.length), options)
}

function fromDigits(found: RegExpExecArray, text: string, options: TableDateOptions): TableDate {
  const [matched, a = '', , b = '', c = ''] = found
  const rest = text.slice(matched.length)
  if (a.length === 4) {
    return options.order === undefined || options.order === 'YMD' || c.length <= 2
      ? complete(a, Number(b), Number(c), rest, options)
      : { ok: false, reason: 'order' }
  }
  if (a.length === 3 || c.length === 3 || c.length === 1) {
    return { ok: false, reason: 'unreadable' }
  }
  const readings: Record<DateOrder, TableDate> = {
    DMY: complete(c, Number(b), Number(a), rest, options),
    MDY: complete(c, Number(a), Number(b), rest, options),
    YMD: c.length === 4 ? { ok: false, reason: 'order' } : complete(a, Number(b), Number(c), rest, options),
  }
  if (options.order) {
    const reading = readings[options.order]
    const other = readings[options.order === 'DMY' ? 'MDY' : 'DMY']
    return !reading.ok && reading.reason === 'impossible' && other.ok ? { ok: false, reason: 'order' } : reading
  }
  const candidates: { order: DateOrder; at: number }[] = []
  for (const order of ['DMY', 'MDY', 'YMD'] as const) {
    const reading = readings[order]
    if (reading.ok) {
      candidates.push({ order, at: reading.at })
    }
  }
  if (new Set(candidates.map((one) => one.at)).size > 1) {
    return { ok: false, reason: 'ambiguous', candidates }
  }
  const [only] = candidates
  return only ? readings[only.order] : readings.DMY
}

function complete(year: string, month: number, day: number, rest: string, options: TableDateOptions): TableDate {
  if (year.length !== 4 && options.now === undefined) {
    return { ok: false, reason: 'year' }
  }
  const whole = year.length === 4 ? Number(year) : fullYear(Number(year), options.now ?? 0)
  if (rest.trim() === '') {
    return dated(whole, month, day, undefined, 'DAY', options)
  }
  const clock = readClock(rest)
  return clock ? dated(whole, month, day, clock, 'EXACT', options) : { ok: false, reason: 'unreadable' }
}

function readClock(text: string): Clock | undefined {
  const found = CLOCK.exec(text)
  if (!found) {
    return undefined
  }
  let hour = Number(found[1])
  const half = found[5]?.toLowerCase()
  if (half) {
    if (hour < 1 || hour > 12) {
      return undefined
    }
    hour = (hour % 12) + (half === 'p' ? 12 : 0)
  }
  const zone = found[6]
  let offsetMs: number | undefined
  if (zone !== undefined) {
    const digits = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone)
    offsetMs = digits
      ? (digits[1] === '-' ? -1 : 1) * (Number(digits[2]) * 60 + Number(digits[3] ?? 0)) * 60_000
      : 0
  }
  return {
    hour, minute: Number(found[2]), second: Number(found[3] ?? 0),
    ms: found[4] ? Math.floor(Number(`0.${found[4]}`) * 1000) : 0, offsetMs,
  }
}

function dated(
  year: number, month: number, day: number, clock: Clock | undefined, precision: TimePrecision, options: TableDateOptions,
): TableDate {
  const check = new Date(Date.UTC(2000, 0, 1))
  check.setUTCFullYear(year, month - 1, day)
  const hour = clock?.hour ?? 0
  const minute = clock?.minute ?? 0
  const second = clock?.second ?? 0
  if (check.getUTCMonth() !== month - 1 || check.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) {
    return { ok: false, reason: 'impossible' }
  }
  if (clock?.offsetMs !== undefined) {
    check.setUTCHours(hour, minute, second, clock.ms)
    return { ok: true, at: check.getTime() - clock.offsetMs, precision }
  }
  const at = instantOfLocal({ year, month, day, hour, minute, second }, options.zone) + (clock?.ms ?? 0)
  return { ok: true, at, precision }
}

/** Spreadsheet serial days; the 1900 system counts a 29 February 1900 that never was, so serials below 61 are refused. */
function fromSerial(serial: number, options: TableDateOptions): TableDate {
  const days = options.excel1904 ? serial + 1462 : serial
  if (!(days >= 61 && days < 2_958_466)) {
    return { ok: false, reason: 'unreadable' }
  }
  const whole = Math.floor(days)
  // Serials carry about a millisecond of noise; to the second is what a sheet shows.
  const seconds = Math.round((days - whole) * 86_400)
  const date = new Date(Date.UTC(1899, 11, 30) + whole * DAY + seconds * 1000)
  const clock = seconds === 0 ? undefined : {
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), ms: 0, offsetMs: undefined,
  }
  return dated(
    date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate(), clock, clock ? 'EXACT' : 'DAY', options,
  )
}
