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

/** Months of a `month` facet (YYYY-MM, UTC) inside a span, empty months included. */
export function monthBins(counts: readonly { value: string; count: number }[], span: { from: number; to: number }): Bin[] {
  const byMonth = new Map(counts.map((c) => [c.value, c.count]))
  const bins: Bin[] = []
  const first = new Date(span.from)
  for (let year = first.getUTCFullYear(), month = first.getUTCMonth(); bins.length < 600; month += 1) {
    const from = Date.UTC(year, month, 1)
    if (from >= span.to) {
      break
    }
    bins.push({ from, to: Date.UTC(year, month + 1, 1), count: byMonth.get(new Date(from).toISOString().slice(0, 7)) ?? 0 })
  }
  return bins
}

/** The span the months of a facet cover; null when there is none. */
export function monthSpan(counts: readonly { value: string }[]): { from: number; to: number } | null {
  const months = counts.map((c) => c.value).filter((v) => /^\d{4}-\d{2}$/.test(v)).sort()
  const [first, last] = [months[0], months.at(-1)]
  if (!first || !last) {
    return null
  }
  const [year, month] = last.split('-').map(Number)
  return { from: Date.parse(`${first}-01T00:00:00Z`), to: Date.UTC(year ?? 1970, month ?? 1, 1) }
}

/** Instants counted into `count` equal bars over a span; those outside are left out. */
export function timeBins(instants: Iterable<number>, span: { from: number; to: number }, count = 48): Bin[] {
  const width = (span.to - span.from) / count
  const bins = Array.from({ length: count }, (_, i): Bin => ({ from: span.from + i * width, to: span.from + (i + 1) * width, count: 0 }))
  for (const at of instants) {
    // Asked first: a division that rounds down would take what lies on the far edge into the last bar.
    const bin = at < span.from || at >= span.to ? undefined : bins[Math.min(count - 1, Math.floor((at - span.from) / width))]
    if (bin) {
      bin.count += 1
    }
  }
  return bins
}
