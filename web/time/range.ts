import { startOfDate, startOfLocalDay } from '../../core/time-local.ts'

/** What the time bar shows: a window that ends now and moves with the clock, or two fixed instants. */
export type TimeRange = { kind: 'last'; hours: number } | { kind: 'fixed'; from: number; to: number } | { kind: 'all' }

export const PRESETS = [24, 168, 720] as const
const HOUR = 3_600_000

/** `24h`, `2026-08-01T00:00:00.000Z..2026-08-02T00:00:00.000Z`, `all` → range; undefined for anything else. */
export function parseRange(text: string): TimeRange | undefined {
  if (text === 'all') {
    return { kind: 'all' }
  }
  const last = /^(\d{1,6})h$/.exec(text)
  if (last) {
    const hours = Number(last[1])
    return hours > 0 ? { kind: 'last', hours } : undefined
  }
  const [a, b, more] = text.split('..')
  const [from, to] = [Date.parse(a ?? ''), Date.parse(b ?? '')]
  return more === undefined && Number.isFinite(from) && Number.isFinite(to) && from < to ? { kind: 'fixed', from, to } : undefined
}

/** The inverse of `parseRange`. */
export function formatRange(range: TimeRange): string {
  switch (range.kind) {
    case 'all':
      return 'all'
    case 'last':
      return `${range.hours}h`
    case 'fixed':
      return `${new Date(range.from).toISOString()}..${new Date(range.to).toISOString()}`
  }
}

/** How far past now a moving window reaches: what is stamped a little ahead or due this shift shows, next month's rally does not. */
const AHEAD_HOURS = 12

/** The instants to ask for. Rounded to the minute, so that the question stays the same for a minute. */
export function rangeInstants(range: TimeRange, now: number): { from?: string; to?: string } {
  switch (range.kind) {
    case 'all':
      return {}
    case 'last':
      return { from: minute(now - range.hours * HOUR), to: minute(now + AHEAD_HOURS * HOUR) }
    case 'fixed':
      return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() }
  }
}

function minute(ms: number): string {
  return new Date(Math.floor(ms / 60_000) * 60_000).toISOString()
}

/** The same span as epoch ms for drawing; `all` has none. */
export function rangeSpan(range: TimeRange, now: number): { from: number; to: number } | null {
  switch (range.kind) {
    case 'all':
      return null
    case 'last':
      return { from: now - range.hours * HOUR, to: now }
    case 'fixed':
      return { from: range.from, to: range.to }
  }
}

/** Move the window by its own length; a moving window becomes fixed when it goes back, and moving again when it reaches now. */
export function shiftRange(range: TimeRange, direction: -1 | 1, now: number): TimeRange {
  const span = rangeSpan(range, now)
  if (!span) {
    return range
  }
  const length = span.to - span.from
  const from = span.from + direction * length
  if (from + length >= now - 60_000) {
    return { kind: 'last', hours: Math.max(1, Math.round(length / HOUR)) }
  }
  return { kind: 'fixed', from, to: from + length }
}

export type Bin = { from: number; to: number; count: number }

/** How many records began at an hour or on a day: the first instant of it, epoch ms. */
export type Count = { at: number; count: number }

/** At most so many bars: more are not told apart. */
const MOST_BARS = 90
const HOURS = [1, 2, 3, 6, 12, 24] as const
const DAYS = [1, 2, 7, 14, 28, 91] as const
/** Up to this span hours are counted, beyond it days. */
export const HOURLY_MS = 31 * 24 * HOUR

/** Edges of bars of whole UTC hours over a span, the last beyond its end. */
export function hourEdges(span: { from: number; to: number }): number[] {
  const size = (HOURS.find((n) => (span.to - span.from) / (n * HOUR) <= MOST_BARS) ?? 24) * HOUR
  const first = Math.floor(span.from / size) * size
  return Array.from({ length: Math.max(1, Math.ceil((span.to - first) / size)) + 1 }, (_, i) => first + i * size)
}

/** Edges of bars of whole days in a zone over a span, the last beyond its end. */
export function dayEdges(span: { from: number; to: number }, zone: string): number[] {
  const days = (span.to - span.from) / (24 * HOUR)
  const size = DAYS.find((n) => days / n <= MOST_BARS) ?? Math.ceil(days / MOST_BARS)
  const out = [startOfLocalDay(span.from, zone)]
  while (out.length < 2 || out.at(-1)! < span.to) {
    out.push(startOfLocalDay(out[0]!, zone, out.length * size))
  }
  return out
}

/** Counts put into the bars between rising edges; what lies outside is left out. */
export function barsOf(counts: readonly Count[], edges: readonly number[]): Bin[] {
  const bins = edges.slice(0, -1).map((from, i): Bin => ({ from, to: edges[i + 1]!, count: 0 }))
  for (const { at, count } of counts) {
    let [low, high] = [0, bins.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (bins[middle]!.to <= at) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    const bin = bins[low]
    if (bin && at >= bin.from) {
      bin.count += count
    }
  }
  return bins
}

/** First instant of a mission-local day `2026-08-18`, or of a UTC hour `2026-08-18T13:00Z`; NaN for anything else. */
export function instantOfCount(value: string, zone: string): number {
  const day = /^(\d{4,6})-(\d{2})-(\d{2})$/.exec(value)
  return day ? startOfDate(Number(day[1]), Number(day[2]), Number(day[3]), zone) : Date.parse(value)
}
