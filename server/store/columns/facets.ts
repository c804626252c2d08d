import type { Kind } from '../../../core/kind.ts'
import { COMMON_FACETS, timeBounds } from '../../../core/match.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import { VERACITIES, WORKFLOWS } from '../../../core/record.ts'
import { localDates } from '../../../core/time-local.ts'
import type { Facets } from '../face.ts'
import type { Table } from './table.ts'

/**
 * Counted like facets for every kind; they win over a facet of the same name. All of the happened time: `month` in UTC,
 * `day` (2026-08-18) in the zone asked for, `hour` the first instant of a UTC hour (2026-08-18T13:00Z).
 */
export const SHARED_FACETS = ['area', 'places', 'workflow', 'veracity', 'severity', 'month', 'day', 'hour'] as const

const HOUR = 3_600_000
/** Hours are counted within so many days at most: ten years of them are no answer but a download. */
const MOST_HOURS = 62 * 24

/** Facets of a kind that can be counted. */
export function countable(kind: Kind): string[] {
  return [...new Set([...SHARED_FACETS, ...Object.keys(kind.facets), ...COMMON_FACETS])]
}

/** Refuse a facet the kind has not. Throws Problem `invalid-query`. */
export function needFacet(kind: Kind, name: string): void {
  const known = countable(kind)
  if (!known.includes(name)) {
    const fix = `Use one of: ${known.join(', ')}`
    throw new Problem('invalid-query', `facets: ${kind.name} has no facet "${name}". ${fix}`, { fields: [{ path: '/facets', problem: `"${name}" is not a facet`, fix }] })
  }
}

/**
 * The query without the condition on one facet, so that its other values can be counted. `area` and `places` share
 * theirs; without a workflow every state counts, also merged and retracted; `month` and `day` drop a filter on happened.
 * `hour` keeps it and needs one, at most 62 days long: throws Problem `invalid-query` otherwise.
 */
export function without(query: Query, facet: string): Query {
  switch (facet) {
    case 'area':
    case 'places':
      return { ...query, area: undefined }
    case 'workflow':
      return { ...query, workflow: [...WORKFLOWS] }
    case 'veracity':
      return { ...query, veracity: undefined }
    case 'severity':
      return { ...query, severity: undefined }
    case 'hour':
      needHours(query)
      return query
    case 'month':
    case 'day':
      return query.time?.axis === 'happened' ? { ...query, time: undefined } : query
  }
  if (!query.where?.[facet]) {
    return query
  }
  return { ...query, where: Object.fromEntries(Object.entries(query.where).filter(([name]) => name !== facet)) }
}

function needHours(query: Query): void {
  const bounds = timeBounds(query)
  if (!(bounds?.axis === 'happened' && bounds.to - bounds.from <= MOST_HOURS * HOUR)) {
    const fix = 'Ask with axis=happened, from and to, at most 62 days apart; count days beyond that'
    throw new Problem('invalid-query', `facets: hours are counted within 62 days only. ${fix}`, { fields: [{ path: '/facets', problem: '"hour" needs from and to', fix }] })
  }
}

/** Counts of one facet over hits, most frequent first, then by value; values nobody has are left out; days in `zone`. */
export function tally(table: Table, facet: string, hits: Uint32Array, zone: string): Facets[string] {
  switch (facet) {
    case 'area':
      return listed(byState(table, hits, (code) => table.classes.list[code]?.access.area ?? null))
    case 'workflow':
      return listed(bySmall(table.workflow, hits, WORKFLOWS))
    case 'veracity':
      return listed(bySmall(table.veracity, hits, [null, ...VERACITIES]))
    case 'severity':
      return listed(bySmall(table.severity, hits, Array.from({ length: 256 }, (_, severity) => String(severity))))
    case 'handling':
      return listed(byState(table, hits, (code) => table.classes.list[code]?.access.level ?? null))
  }
  if (facet === 'day') {
    return listed(byTime(table, hits, localDates(zone)))
  }
  if (facet === 'hour') {
    return listed(byTime(table, hits, utcHour))
  }
  const column = facet === 'places' ? table.places : facet === 'month' ? table.month : table.facets.get(facet)!
  const counts = column.tally(hits, hits.length)
  const out = new Map<string, number>()
  for (let code = 1; code < counts.length; code += 1) {
    if (counts[code]! > 0) {
      out.set(column.dictionary.texts[code]!, counts[code]!)
    }
  }
  return listed(out)
}

function byTime(table: Table, hits: Uint32Array, nameOf: (ms: number) => string): Map<string, number> {
  const out = new Map<string, number>()
  const { happenedFrom } = table
  for (let i = 0; i < hits.length; i += 1) {
    const name = nameOf(happenedFrom[hits[i]!]!)
    if (name !== '') {
      out.set(name, (out.get(name) ?? 0) + 1)
    }
  }
  return out
}

/** `2026-08-18T13:00Z`; '' for an unknown instant. */
function utcHour(ms: number): string {
  return Number.isFinite(ms) ? `${new Date(Math.floor(ms / HOUR) * HOUR).toISOString().slice(0, -8)}Z` : ''
}

function byState(table: Table, hits: Uint32Array, valueOf: (code: number) => string | null): Map<string, number> {
  const counts = new Uint32Array(table.classes.list.length)
  const { state } = table
  for (let i = 0; i < hits.length; i += 1) {
    const code = state[hits[i]!]!
    counts[code] = counts[code]! + 1
  }
  return folded(counts, valueOf)
}

function bySmall(values: Uint8Array, hits: Uint32Array, names: readonly (string | null)[]): Map<string, number> {
  const counts = new Uint32Array(256)
  for (let i = 0; i < hits.length; i += 1) {
    const value = values[hits[i]!]!
    counts[value] = counts[value]! + 1
  }
  return folded(counts, (value) => names[value] ?? null)
}

function folded(counts: Uint32Array, valueOf: (code: number) => string | null): Map<string, number> {
  const out = new Map<string, number>()
  counts.forEach((count, code) => {
    const value = count > 0 ? valueOf(code) : null
    if (value !== null) {
      out.set(value, (out.get(value) ?? 0) + count)
    }
  })
  return out
}

function listed(counts: Map<string, number>): Facets[string] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}
