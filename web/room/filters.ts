import type { Query } from '../../core/query.ts'
import { VERACITIES, WORKFLOWS } from '../../core/record.ts'
import { formatRange, parseRange, rangeInstants } from '../time/range.ts'
import type { TimeRange } from '../time/range.ts'

/** What the room is filtered by. Lives in the address, so that it can be shared, kept and gone back from. */
export type Filters = {
  range: TimeRange
  text: string
  severity: number
  areas: string[]
  workflow: string[]
  veracity: string[]
  where: Record<string, string[]>
}

export const DEFAULT_RANGE: TimeRange = { kind: 'last', hours: 168 }
const list = (text: string | null) => (text ? text.split(',').filter(Boolean) : [])

/** Filters out of search parameters; what cannot be read is left out. */
export function readFilters(search: URLSearchParams): Filters {
  const severity = Number(search.get('severity') ?? 0)
  const where: Record<string, string[]> = {}
  for (const [name, value] of search) {
    if (name.startsWith('f.') && list(value).length > 0) {
      where[name.slice(2)] = list(value)
    }
  }
  return {
    range: parseRange(search.get('t') ?? '') ?? DEFAULT_RANGE,
    text: search.get('q') ?? '',
    severity: Number.isInteger(severity) && severity >= 1 && severity <= 5 ? severity : 0,
    areas: list(search.get('area')),
    workflow: list(search.get('workflow')).filter((w) => (WORKFLOWS as readonly string[]).includes(w)),
    veracity: list(search.get('veracity')).filter((v) => (VERACITIES as readonly string[]).includes(v)),
    where,
  }
}

/** The inverse: only what differs from the default is written. */
export function writeFilters(filters: Filters): URLSearchParams {
  const out = new URLSearchParams()
  if (formatRange(filters.range) !== formatRange(DEFAULT_RANGE)) {
    out.set('t', formatRange(filters.range))
  }
  if (filters.text) {
    out.set('q', filters.text)
  }
  if (filters.severity) {
    out.set('severity', String(filters.severity))
  }
  for (const [name, values] of [['area', filters.areas], ['workflow', filters.workflow], ['veracity', filters.veracity]] as const) {
    if (values.length > 0) {
      out.set(name, values.join(','))
    }
  }
  for (const [facet, values] of Object.entries(filters.where)) {
    if (values.length > 0) {
      out.set(`f.${facet}`, values.join(','))
    }
  }
  return out
}

/** How many filters beside the time are set. */
export function countFilters(f: Filters): number {
  return (f.text ? 1 : 0) + (f.severity ? 1 : 0) + [f.areas, f.workflow, f.veracity, ...Object.values(f.where)].filter((l) => l.length > 0).length
}

/** The one Query behind list, map, counts and the live link. */
export function toQuery(kind: string, f: Filters, now: number): Query {
  const time = rangeInstants(f.range, now)
  return {
    kind,
    ...(f.text ? { text: f.text } : {}),
    ...(f.severity ? { severity: f.severity } : {}),
    ...(f.areas.length > 0 ? { area: f.areas } : {}),
    ...(f.workflow.length > 0 ? { workflow: f.workflow as Query['workflow'] } : {}),
    ...(f.veracity.length > 0 ? { veracity: f.veracity as Query['veracity'] } : {}),
    ...(Object.keys(f.where).length > 0 ? { where: f.where } : {}),
    ...(time.from || time.to ? { time: { axis: 'happened', ...time } } : {}),
    sort: { by: 'happened', dir: 'desc' },
  }
}
