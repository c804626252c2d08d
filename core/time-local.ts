/** Mission-local calendar: parts, days and ISO weeks in an IANA zone, correct over daylight-saving gaps and overlaps. */

const DAY = 86_400_000
const QUARTER = 900_000
const CACHE_LIMIT = 200_000

/** Civil time; month 1–12. */
export type LocalTime = { year: number; month: number; day: number; hour: number; minute: number; second: number }
/** Civil time with the ISO weekday (Monday 1 … Sunday 7) and the zone's offset east of UTC at that instant. */
export type LocalParts = LocalTime & { weekday: number; offsetMs: number }
export type EpiWeek = { year: number; week: number }

type Zone = { format: Intl.DateTimeFormat; offsets: Map<number, number> }
const zones = new Map<string, Zone>()

function zoneOf(name: string): Zone {
  const known = zones.get(name)
  if (known) {
    return known
  }
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name, hourCycle: 'h23', era: 'short',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  })
  const made = { format, offsets: new Map<number, number>() }
  zones.set(name, made)
  return made
}

/** Whether the runtime knows the IANA zone name. */
export function isTimeZone(name: string): boolean {
  try {
    zoneOf(name)
    return true
  } catch {
    return false
  }
}

/**
 * Milliseconds east of UTC in `zone` at an instant. Throws RangeError for an unknown zone: check with isTimeZone at the door.
 * Offsets are remembered per quarter of an hour: every zone changes its clocks on a quarter.
 */
export function zoneOffset(ms: number, zone: string): number {
  const { format, offsets } = zoneOf(zone)
  const slot = Math.floor(ms / QUARTER)
  const known = offsets.get(slot)
  if (known !== undefined) {
    return known
  }
  const at = slot * QUARTER
  const field: Record<string, string> = {}
  for (const part of format.formatToParts(at)) {
    field[part.type] = part.value
  }
  const year = field['era'] === 'BC' ? 1 - Number(field['year']) : Number(field['year'])
  const date = new Date(0)
  date.setUTCFullYear(year, Number(field['month']) - 1, Number(field['day']))
  date.setUTCHours(Number(field['hour']), Number(field['minute']), Number(field['second']))
  const offset = date.getTime() - at
  if (offsets.size > CACHE_LIMIT) {
    offsets.clear()
  }
  offsets.set(slot, offset)
  return offset
}

/** Civil parts of an instant in a zone. */
export function localParts(ms: number, zone: string): LocalParts {
  const offsetMs = zoneOffset(ms, zone)
  const date = new Date(ms + offsetMs)
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(),
    weekday: date.getUTCDay() || 7, offsetMs,
  }
}

/** `2026-08-18`, the mission-local date of an instant. */
export function localDate(ms: number, zone: string): string {
  const p = localParts(ms, zone)
  return `${String(p.year).padStart(4, '0')}-${pad(p.month)}-${pad(p.day)}`
}

/**
 * `localDate` for very many instants: a function from epoch ms to the local date, '' for an unknown instant. The zone is
 * asked once per UTC day that has one offset throughout.
 */
export function localDates(zone: string): (ms: number) => string {
  const offsets = new Map<number, number>()
  const names = new Map<number, string>()
  return (ms) => {
    if (!Number.isFinite(ms)) {
      return ''
    }
    const utc = Math.floor(ms / DAY)
    let offset = offsets.get(utc)
    if (offset === undefined) {
      const first = zoneOffset(utc * DAY, zone)
      offset = first === zoneOffset((utc + 1) * DAY - 1, zone) ? first : Number.NaN
      offsets.set(utc, offset)
    }
    const day = Math.floor((ms + (Number.isNaN(offset) ? zoneOffset(ms, zone) : offset)) / DAY)
    let name = names.get(day)
    if (name === undefined) {
      name = new Date(day * DAY).toISOString().slice(0, -14)
      names.set(day, name)
    }
    return name
  }
}

function pad(n: number): string {
  return String(n).padStart(2, '0')
}

function asUtc(t: LocalTime): number {
  const date = new Date(0)
  date.setUTCFullYear(t.year, t.month - 1, t.day)
  date.setUTCHours(t.hour, t.minute, t.second)
  return date.getTime()
}

/** All instants a civil time names: none inside a spring gap, two inside an autumn overlap (earlier first). Fields may overflow as in Date. */
export function instantsOfLocal(t: LocalTime, zone: string): number[] {
  const wall = asUtc(t)
  const found = new Set<number>()
  for (const probe of [wall - DAY, wall, wall + DAY]) {
    const at = wall - zoneOffset(probe, zone)
    if (at + zoneOffset(at, zone) === wall) {
      found.add(at)
    }
  }
  return [...found].sort((a, b) => a - b)
}

/**
 * One instant for a civil time. In an overlap the earlier; in a gap the clock time is carried over the gap
 * (02:30 that did not exist becomes 03:30), as a watch that nobody had set would have read.
 */
export function instantOfLocal(t: LocalTime, zone: string): number {
  const [first] = instantsOfLocal(t, zone)
  return first ?? asUtc(t) - zoneOffset(asUtc(t) - DAY, zone)
}

/** First instant of the local day that holds `ms`, moved by whole local `days`; correct when midnight itself is skipped. */
export function startOfLocalDay(ms: number, zone: string, days = 0): number {
  const p = localParts(ms, zone)
  return startOfDate(p.year, p.month, p.day + days, zone)
}

/** First instant of a civil date in a zone; day and month may overflow as in Date. */
export function startOfDate(year: number, month: number, day: number, zone: string): number {
  const midnight = { year, month, day, hour: 0, minute: 0, second: 0 }
  const [first] = instantsOfLocal(midnight, zone)
  if (first !== undefined) {
    return first
  }
  // Midnight falls in a gap: the day begins when the clocks jump. Find the jump to the millisecond.
  const wall = asUtc(midnight)
  let before = wall - DAY
  let after = wall + DAY
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (middle + zoneOffset(middle, zone) >= wall) {
      after = middle
    } else {
      before = middle
    }
  }
  return after
}

/** The local day holding `ms` as a half-open interval: `from` ≤ t < `to`. 23, 24 or 25 hours long. */
export function localDay(ms: number, zone: string): { from: number; to: number } {
  return { from: startOfLocalDay(ms, zone), to: startOfLocalDay(ms, zone, 1) }
}

/** ISO 8601 week of an instant's local date: weeks begin on Monday, week 1 holds the year's first Thursday. */
export function epiWeek(ms: number, zone: string): EpiWeek {
  const p = localParts(ms, zone)
  const thursday = Date.UTC(p.year, p.month - 1, p.day + 4 - p.weekday)
  const year = new Date(thursday).getUTCFullYear()
  return { year, week: Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1 }
}

/** `2026-W34`. */
export function formatEpiWeek(w: EpiWeek): string {
  return `${w.year}-W${pad(w.week)}`
}

/** First instant (local Monday 00:00) of an ISO week; undefined when the year has no such week. */
export function startOfEpiWeek(w: EpiWeek, zone: string): number | undefined {
  const fourth = new Date(Date.UTC(w.year, 0, 4)).getUTCDay() || 7
  const at = startOfDate(w.year, 1, 4 - fourth + 1 + (w.week - 1) * 7, zone)
  const back = epiWeek(at, zone)
  return back.year === w.year && back.week === w.week ? at : undefined
}
