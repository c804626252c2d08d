/** Last millisecond of the year 9999: no time beyond can be written down. */
export const LAST_TIME = 253_402_300_799_999

const ISO = /^\s*(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,12}))?(Z|z|[+-]\d\d:?\d\d)?\s*$/u

function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - 48
  return value >= 0 && value <= 9 ? value : Number.NaN
}

function two(text: string, at: number): number {
  return digit(text, at) * 10 + digit(text, at + 1)
}

/** Epoch ms of `2026-03-01T10:00:00.123Z`, without a zone UTC; NaN when it is no time between 1970 and 9999. */
export function readTime(text: string): number {
  // Nearly all are written like this: five times quicker than the general way.
  if ((text.length === 24 || text.length === 20) && text.charCodeAt(text.length - 1) === 90 && text.charCodeAt(10) === 84 && text.charCodeAt(4) === 45 && text.charCodeAt(7) === 45 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58) {
    const ms = text.length === 20 ? 0 : text.charCodeAt(19) === 46 ? digit(text, 20) * 100 + two(text, 21) : Number.NaN
    const at = utc(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8), two(text, 11), two(text, 14), two(text, 17), ms)
    if (!Number.isNaN(at)) {
      return at
    }
  }
  const parts = ISO.exec(text)
  if (parts === null) {
    return Number.NaN
  }
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = parts
  const at = utc(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second), Number(fraction.slice(0, 3).padEnd(3, '0')))
  const offset = zone.length === 1 ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
  return within(at - offset * 60_000)
}

/** The two digits at `at` as a number; -1 where they are none. */
function twoAt(codes: Uint8Array, at: number): number {
  const tens = codes[at]! - 48
  const ones = codes[at + 1]! - 48
  return tens >>> 0 <= 9 && ones >>> 0 <= 9 ? tens * 10 + ones : -1
}

// The hour that was read last, as it was written (`2026-03-01T10:`), and when it began: nearly all times of a stream lie in it.
const HOUR_LENGTH = 14
const hour = new Uint8Array(HOUR_LENGTH)
let hourBegan = 0

function isSameHour(codes: Uint8Array, from: number): boolean {
  // What differs differs most often at the end.
  for (let i = HOUR_LENGTH - 1; i >= 0; i -= 1) {
    if (codes[from + i] !== hour[i]) {
      return false
    }
  }
  return true
}

/** The same as `readTime` for the ASCII codes from `from` to `to` where they write `2026-03-01T10:00:00.123Z` or `2026-03-01T10:00:00Z`; NaN for all others. */
export function timeAt(codes: Uint8Array, from: number, to: number): number {
  const length = to - from
  if ((length !== 24 && length !== 20) || codes[to - 1] !== 90 || codes[from + 16] !== 58) {
    return Number.NaN
  }
  const minute = twoAt(codes, from + 14)
  const second = twoAt(codes, from + 17)
  let ms = 0
  if (length === 24) {
    const tens = twoAt(codes, from + 20)
    const ones = codes[from + 22]! - 48
    ms = codes[from + 19] === 46 && tens >= 0 && ones >>> 0 <= 9 ? tens * 10 + ones : -1
  }
  // 23:59:60 is a leap second.
  if (minute < 0 || minute > 59 || second < 0 || second > 60 || ms < 0) {
    return Number.NaN
  }
  const within = (minute * 60 + second) * 1000 + ms
  if (isSameHour(codes, from)) {
    return atMost(hourBegan + within)
  }
  if (codes[from + 4] !== 45 || codes[from + 7] !== 45 || codes[from + 10] !== 84 || codes[from + 13] !== 58) {
    return Number.NaN
  }
  const began = utc(twoAt(codes, from) * 100 + twoAt(codes, from + 2), twoAt(codes, from + 5), twoAt(codes, from + 8), twoAt(codes, from + 11), 0, 0, 0)
  if (Number.isNaN(began) || twoAt(codes, from) < 0 || twoAt(codes, from + 2) < 0 || twoAt(codes, from + 11) < 0) {
    return Number.NaN
  }
  hour.set(codes.subarray(from, from + HOUR_LENGTH))
  hourBegan = began
  return atMost(began + within)
}

function atMost(at: number): number {
  return at <= LAST_TIME ? at : Number.NaN
}

const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

function utc(year: number, month: number, day: number, hour: number, minute: number, second: number, ms: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (!(year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= MONTH_DAYS[month - 1]! && (day < 29 || month !== 2 || leap) && hour <= 23 && minute <= 59 && second <= 60 && ms >= 0)) {
    return Number.NaN
  }
  const before = year - 1
  const days = (year - 1970) * 365 + (before >> 2) - Math.trunc(before / 100) + Math.trunc(before / 400) - 477 + BEFORE_MONTH[month - 1]! + (leap && month > 2 ? 1 : 0) + day - 1
  return within((((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms)
}

function within(at: number): number {
  return at >= 0 && at <= LAST_TIME ? at : Number.NaN
}

/** `2026-03-01T10:00:00.123Z`; what lies outside 1970–9999 is written as the nearest that does not. */
export function writeTime(at: number): string {
  return new Date(Math.min(Math.max(Math.trunc(at) || 0, 0), LAST_TIME)).toISOString()
}
