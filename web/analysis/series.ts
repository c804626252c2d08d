import { bucketing } from '../../core/time-buckets.ts'
import { epiWeek, formatEpiWeek, localDate, localParts, startOfDate, startOfEpiWeek } from '../../core/time-local.ts'

export type Step = 'day' | 'week' | 'month'
/** A bucket of time: its key, its bounds in epoch ms, and the share of it that the window watched (0 to 1). */
export type Slot = { key: string; from: number; to: number; watched: number }

const DAY = 86_400_000
const MOST_SLOTS = 2000

/** The step that gives a readable number of points over a span. */
export function stepFor(span: { from: number; to: number }): Step {
  const days = (span.to - span.from) / DAY
  return days <= 93 ? 'day' : days <= 1500 ? 'week' : 'month'
}

/** Every bucket a span touches, empty ones too, in the mission's zone. */
export function slotsOf(span: { from: number; to: number }, step: Step, zone: string): Slot[] {
  const slots: Slot[] = []
  let at = span.from
  while (at < span.to && slots.length < MOST_SLOTS) {
    const { key, from, to } = slotAt(at, step, zone)
    slots.push({ key, from, to, watched: (Math.min(to, span.to) - Math.max(from, span.from)) / (to - from) })
    at = to
  }
  return slots
}

function slotAt(ms: number, step: Step, zone: string): Omit<Slot, 'watched'> {
  const p = localParts(ms, zone)
  switch (step) {
    case 'day':
      return { key: localDate(ms, zone), from: startOfDate(p.year, p.month, p.day, zone), to: startOfDate(p.year, p.month, p.day + 1, zone) }
    case 'week': {
      const week = epiWeek(ms, zone)
      const from = startOfEpiWeek(week, zone) ?? ms
      const monday = localParts(from, zone)
      return { key: formatEpiWeek(week), from, to: startOfDate(monday.year, monday.month, monday.day + 7, zone) }
    }
    case 'month':
      return { key: localDate(ms, zone).slice(0, -3), from: startOfDate(p.year, p.month, 1, zone), to: startOfDate(p.year, p.month + 1, 1, zone) }
  }
}

/** First instant of a bucket by its key; undefined for a key that is none. */
export function startOfKey(key: string, zone: string): number | undefined {
  const week = /^(\d{4})-W(\d{2})$/.exec(key)
  if (week) {
    return startOfEpiWeek({ year: Number(week[1]), week: Number(week[2]) }, zone)
  }
  const date = /^(\d{4})-(\d{2})(?:-(\d{2}))?$/.exec(key)
  return date ? startOfDate(Number(date[1]), Number(date[2]), Number(date[3] ?? 1), zone) : undefined
}

/** The span the days counted cover, up to now; null when there are none. */
export function spanOfDays(days: readonly string[], zone: string, now: number): { from: number; to: number } | null {
  const sorted = [...days].sort()
  const [first, last] = [sorted[0], sorted.at(-1)]
  const from = first === undefined ? undefined : startOfKey(first, zone)
  const end = last === undefined ? undefined : startOfKey(last, zone)
  return from === undefined || end === undefined ? null : { from, to: Math.max(from + DAY, Math.min(now, end + DAY)) }
}

/** Years that lie whole between the first day counted and now. */
export function wholeYears(from: number, now: number, zone: string): number[] {
  const first = localParts(from, zone)
  const begin = first.month === 1 && first.day === 1 ? first.year : first.year + 1
  const years: number[] = []
  for (let year = begin; year < localParts(now, zone).year; year += 1) {
    years.push(year)
  }
  return years
}

/** First day of the week where a language is mostly read: 1 Monday … 7 Sunday. */
export function weekStart(locale: string): number {
  return locale === 'ar' ? 6 : 1
}

/** Days of one year as columns of weeks: for each day its date, week column from 0 and row from 0. */
export function calendarOf(year: number, firstDay: number): { date: string; column: number; row: number; month: number }[] {
  const begin = Date.UTC(year, 0, 1)
  const lead = ((new Date(begin).getUTCDay() || 7) - firstDay + 7) % 7
  const { name } = bucketing('day', 'UTC')
  const days = Math.round((Date.UTC(year + 1, 0, 1) - begin) / DAY)
  return Array.from({ length: days }, (_, i) => ({ date: name(begin / DAY + i), column: Math.floor((i + lead) / 7), row: (i + lead) % 7, month: new Date(begin + i * DAY).getUTCMonth() }))
}

/** Steps of shade 0 to 4 for a count: 0 for none, else by where it lies among the counts there are. */
export function shadeOf(counts: readonly number[]): (count: number) => number {
  const sorted = counts.filter((n) => n > 0).sort((a, b) => a - b)
  const edges = [0.25, 0.5, 0.8].map((q) => sorted[Math.floor((sorted.length - 1) * q)] ?? 0)
  return (count) => (count <= 0 ? 0 : count <= edges[0]! ? 1 : count <= edges[1]! ? 2 : count <= edges[2]! ? 3 : 4)
}

/** A day a person or an address names, `YYYY-MM-DD`; null for what no calendar has. */
export function dayIn(text: string | null): string | null {
  const at = text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === text ? text : null
}
