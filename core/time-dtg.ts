/**
 * Military date-time groups: `181345Z AUG 21`. The letter is the zone: Z is UTC, A–I and K–M lie 1–12 hours east,
 * N–Y 1–12 hours west, J is the local time of the mission.
 */
import { instantsOfLocal, localParts, zoneOffset } from './time-local.ts'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000

/** A report may be stamped a little ahead of our clock; further ahead it must be the day (month, year) before. */
export const AHEAD_TOLERANCE_MS = 15 * MINUTE

export type DtgContext = {
  /** Our clock, epoch ms: decides the day, month, year and century that are not written. */
  now: number
  /** IANA zone for J and for times without a letter. */
  zone: string
  /** Defaults to AHEAD_TOLERANCE_MS. */
  toleranceMs?: number
}
export type DtgReading =
  | { ok: true; at: number; letter: string; completed: 'nothing' | 'day' | 'month' | 'year' }
  | { ok: false; reason: 'form' | 'time' | 'day' | 'month' | 'gap' }

const EAST = 'ABCDEFGHIKLM'
const WEST = 'NOPQRSTUVWXY'
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const MONTH_ALIASES: Record<string, number> = {
  JANV: 1, ENE: 1, FEV: 2, FEVR: 2, MARS: 3, AVR: 4, ABR: 4, MAI: 5, JUIN: 6, JUNE: 6, JUIL: 7, JULY: 7,
  AOU: 8, AOUT: 8, AGO: 8, SEPT: 9, DIC: 12,
}

/** Month named by three letters or more in English, or an usual French or Spanish abbreviation; marks and case ignored. */
export function monthNumber(name: string): number | undefined {
  const plain = name.normalize('NFKD').replace(/[^A-Za-z]/g, '').toUpperCase()
  const alias = MONTH_ALIASES[plain]
  if (alias !== undefined) {
    return alias
  }
  const index = MONTHS.indexOf(plain.slice(0, 3))
  return index >= 0 && plain.length >= 3 && FULL_MONTHS.some((full) => full.startsWith(plain)) ? index + 1 : LONG_MONTHS[plain]
}

const FULL_MONTHS = [
  'JANUARY', 'FEBRUARY', 'MARCH', 'APRIL', 'MAY', 'JUNE', 'JULY', 'AUGUST', 'SEPTEMBER', 'OCTOBER', 'NOVEMBER', 'DECEMBER',
]
const LONG_MONTHS: Record<string, number> = {
  JANVIER: 1, FEVRIER: 2, AVRIL: 4, JUILLET: 7, SEPTEMBRE: 9, OCTOBRE: 10, NOVEMBRE: 11, DECEMBRE: 12,
  ENERO: 1, FEBRERO: 2, MARZO: 3, ABRIL: 4, MAYO: 5, JUNIO: 6, JULIO: 7, AGOSTO: 8, SEPTIEMBRE: 9, OCTUBRE: 10,
  NOVIEMBRE: 11, DICIEMBRE: 12,
}

/** Milliseconds east of UTC of a zone letter; undefined for J (local: depends on the zone and the date) and for no letter. */
export function zoneLetterOffset(letter: string): number | undefined {
  const upper = letter.toUpperCase()
  if (upper === 'Z') {
    return 0
  }
  const east = EAST.indexOf(upper)
  if (east >= 0 && upper !== '') {
    return (east + 1) * HOUR
  }
  const west = WEST.indexOf(upper)
  return west >= 0 && upper !== '' ? -(west + 1) * HOUR : undefined
}

/** Letter of a zone at an instant: Z, A–Y for whole hours within ±12, otherwise J (half-hour zones, +13, +14). */
export function zoneLetterAt(ms: number, zone: string): string {
  const hours = zoneOffset(ms, zone) / HOUR
  if (!Number.isInteger(hours) || Math.abs(hours) > 12) {
    return 'J'
  }
  if (hours === 0) {
    return 'Z'
  }
  return (hours > 0 ? EAST[hours - 1] : WEST[-hours - 1]) ?? 'J'
}

/** `181345Z AUG 21`. `zone`: an IANA name or `Z` (default); the seconds are dropped. */
export function formatDtg(ms: number, zone = 'Z'): string {
  const letter = zone === 'Z' ? 'Z' : zoneLetterAt(ms, zone)
  const p = localParts(ms, zone === 'Z' ? 'UTC' : zone)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(p.day)}${two(p.hour)}${two(p.minute)}${letter} ${MONTHS[p.month - 1]} ${two(p.year % 100)}`
}

const FULL = /^(\d{2})(\d{2})(\d{2})\s*([A-Z]{1,10})?(?:\s+([A-Z]{3,10}))?\.?\s*(\d{4}|\d{2})?$/i
const TIME_ONLY = /^(\d{2})[:hH]?(\d{2})\s*([A-Z])?$/i

/**
 * Reads `181345Z AUG 21`, `181345ZAUG21`, `181345Z AUG 2021`, `181345Z AUG`, `181345Z`, `1345Z`, `1345J`, `1345`.
 * What is not written (year, month, day) is completed to the latest such instant not after now plus the tolerance.
 * Without a letter the time is local. `reason`: form = not a date-time group; time, day, month = that field cannot be;
 * gap = the local clocks skipped that time.
 */
export function parseDtg(text: string, context: DtgContext): DtgReading {
  const clean = text.trim().replace(/\s+/g, ' ')
  if (clean.length > 40) {
    return { ok: false, reason: 'form' }
  }
  const short = TIME_ONLY.exec(clean)
  if (short) {
    const letter = (short[3] ?? 'J').toUpperCase()
    return readTime(Number(short[1]), Number(short[2]), letter, context)
  }
  const full = FULL.exec(clean.normalize('NFKD').replace(/\p{M}/gu, ''))
  const words = full && splitLetters(full[4] ?? '', full[5])
  if (!full || !words) {
    return { ok: false, reason: 'form' }
  }
  const day = Number(full[1])
  const hour = Number(full[2])
  const minute = Number(full[3])
  if (hour > 23 || minute > 59) {
    return { ok: false, reason: 'time' }
  }
  if (day < 1 || day > 31) {
    return { ok: false, reason: 'day' }
  }
  const { letter } = words
  if (words.month === undefined) {
    return full[6] === undefined ? readDay(day, hour, minute, letter, context) : { ok: false, reason: 'form' }
  }
  const month = monthNumber(words.month)
  if (month === undefined) {
    return { ok: false, reason: 'month' }
  }
  const limit = context.now + (context.toleranceMs ?? AHEAD_TOLERANCE_MS)
  const thisYear = new Date(limit).getUTCFullYear() + 1
  if (full[6] === undefined) {
    // Eight years back reaches a 29 February across a century without one.
    for (let year = thisYear; year > thisYear - 10; year--) {
      const at = resolve(year, month, day, hour, minute, letter, context.zone)
      if (at !== undefined && at <= limit) {
        return { ok: true, at, letter, completed: 'year' }
      }
    }
    return { ok: false, reason: 'day' }
  }
  const year = full[6].length === 4 ? Number(full[6]) : fullYear(Number(full[6]), context.now)
  const at = resolve(year, month, day, hour, minute, letter, context.zone)
  if (at !== undefined) {
    return { ok: true, at, letter, completed: 'nothing' }
  }
  return { ok: false, reason: exists(year, month, day) ? 'gap' : 'day' }
}

/** `Z AUG`, `ZAUG`, `AUG`, `Z`: the first letter is the zone unless the letters are a month by themselves (`MARS`, `AOUT`). */
function splitLetters(first: string, second: string | undefined): { letter: string; month: string | undefined } | undefined {
  if (first.length <= 1) {
    return { letter: (first || 'J').toUpperCase(), month: second }
  }
  if (second !== undefined) {
    return undefined
  }
  return monthNumber(first) === undefined
    ? { letter: first.slice(0, 1).toUpperCase(), month: first.slice(1) }
    : { letter: 'J', month: first }
}

/** Two-digit year → the year from 80 years before `now` to 19 years after it. */
export function fullYear(twoDigits: number, now: number): number {
  const current = new Date(now).getUTCFullYear()
  const year = Math.floor(current / 100) * 100 + twoDigits
  if (year > current + 19) {
    return year - 100
  }
  return year <= current - 81 ? year + 100 : year
}

function readTime(hour: number, minute: number, letter: string, context: DtgContext): DtgReading {
  if (hour > 23 || minute > 59) {
    return { ok: false, reason: 'time' }
  }
  const limit = context.now + (context.toleranceMs ?? AHEAD_TOLERANCE_MS)
  const today = partsInLetter(limit, letter, context.zone)
  for (let back = 0; back < 3; back++) {
    const at = resolve(today.year, today.month, today.day - back, hour, minute, letter, context.zone)
    if (at !== undefined && at <= limit) {
      return { ok: true, at, letter, completed: 'day' }
    }
  }
  return { ok: false, reason: 'gap' }
}

function readDay(day: number, hour: number, minute: number, letter: string, context: DtgContext): DtgReading {
  const limit = context.now + (context.toleranceMs ?? AHEAD_TOLERANCE_MS)
  const today = partsInLetter(limit, letter, context.zone)
  for (let back = 0; back < 4; back++) {
    const first = new Date(Date.UTC(today.year, today.month - 1 - back, 1))
    const year = first.getUTCFullYear()
    const month = first.getUTCMonth() + 1
    const at = resolve(year, month, day, hour, minute, letter, context.zone)
    if (at !== undefined && at <= limit) {
      return { ok: true, at, letter, completed: 'month' }
    }
  }
  return { ok: false, reason: 'day' }
}

function partsInLetter(ms: number, letter: string, zone: string): { year: number; month: number; day: number } {
  const offset = zoneLetterOffset(letter)
  return offset === undefined ? localParts(ms, zone) : localParts(ms + offset, 'UTC')
}

function exists(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

/** The instant, or undefined when the date does not exist or local clocks skipped it. `day` may be ≤ 0 (days before). */
function resolve(
  year: number, month: number, day: number, hour: number, minute: number, letter: string, zone: string,
): number | undefined {
  if (day > 28 && !exists(year, month, day)) {
    return undefined
  }
  const offset = zoneLetterOffset(letter)
  if (offset !== undefined) {
    return Date.UTC(year, month - 1, 1) + (day - 1) * DAY + hour * HOUR + minute * MINUTE - offset
  }
  return instantsOfLocal({ year, month, day, hour, minute, second: 0 }, zone)[0]
}
