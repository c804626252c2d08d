import { DEFAULT_LIMIT, DEFAULT_SORT } from '../../../core/match.ts'
import type { Reader } from '../../../core/policy.ts'
import type { Query } from '../../../core/query.ts'
import { writeCursor } from '../cursor.ts'
import type { Facets, Points } from '../face.ts'
import type { Columns, Selected } from './columns.ts'
import { needFacet, tally, without } from './facets.ts'
import { pageOf } from './page.ts'
import { pointsOf } from './points.ts'
import { DEAD } from './access.ts'
import type { Table } from './table.ts'

/**
 * What was known at a moment, as two pictures: `now` with the records that nobody has changed since `at` (epoch ms), and
 * `then` with those that were changed since, as they stood. A record counts when both doors are open to the reader: as
 * it stands now and as it stood.
 */
export type Past = { now: Columns; then: Columns; at: number }

/** Ids of records that were there at `at` and have been changed since; no reader's question, but what `then` must hold. */
export function movedSince(now: Columns, kind: string, at: number): string[] {
  const { table } = now.tableOf(kind)
  const out: string[] = []
  for (let slot = 0; slot < table.size; slot += 1) {
    if (table.state[slot] !== DEAD && table.updated[slot]! > at && table.logged[slot]! <= at) {
      out.push(table.ids[slot]!)
    }
  }
  return out
}

/**
 * A page of what was known: ids in order, those of `then` marked; exact total, cursor of the next page. `offset`: rows left out
 * before it, for lists read by position. Throws Problem `invalid-query`.
 */
export function selectPast(past: Past, reader: Reader, query: Query, offset = 0): Selected & { then: ReadonlySet<string> } {
  const sides = sidesOf(past, reader, query)
  const sort = query.sort ?? DEFAULT_SORT
  const limit = query.limit ?? DEFAULT_LIMIT
  const rows = sides.flatMap(({ table, normal, slots }, side) => {
    const key = table.keyOf(sort.by)
    // One more than the page shows whether there is a next.
    const found = pageOf(table, { ...normal, limit: limit === 0 ? 0 : offset + limit + 1 }, slots)
    return Array.from(found.slots, (slot) => ({ key: key(slot), id: table.ids[slot]!, side }))
  })
  const sign = sort.dir === 'desc' ? -1 : 1
  rows.sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.id < b.id ? -1 : 1))
  const shown = rows.slice(offset, offset + limit)
  const last = shown.at(-1)
  return {
    total: sides[0].slots.length + sides[1].slots.length,
    ids: shown.map((row) => row.id),
    next: rows.length > offset + limit && last ? writeCursor(sort, { key: last.key, id: last.id }) : null,
    then: new Set(shown.flatMap((row) => (row.side === 1 ? [row.id] : []))),
  }
}

/** Counts per value of each facet at that moment, each without its own condition; days in `zone`. Throws Problem `invalid-query`. */
export function facetsPast(past: Past, reader: Reader, query: Query, names: readonly string[], zone = 'UTC'): Facets {
  const out: Facets = {}
  for (const name of names) {
    const counts = new Map<string, number>()
    for (const { table, slots } of sidesOf(past, reader, query, name)) {
      for (const { value, count } of tally(table, name, slots, zone)) {
        counts.set(value, (counts.get(value) ?? 0) + count)
      }
    }
    out[name] = [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
  }
  return out
}

/** Points for maps at that moment, at most `limit`, the worst first. */
export function pointsPast(past: Past, reader: Reader, query: Query, limit: number): Points {
  const parts = sidesOf(past, reader, query).map(({ table, slots }) => pointsOf(table, slots, limit))
  const rows = parts.flatMap((part, p) => part.ids.map((_id, i) => ({ p, i })))
  const of = <K extends Exclude<keyof Points, 'total'>>(row: { p: number; i: number }, name: K): Points[K][number] => parts[row.p]![name][row.i]!
  rows.sort((a, b) => of(b, 'severity') - of(a, 'severity') || of(b, 'at') - of(a, 'at') || (of(a, 'ids') < of(b, 'ids') ? 1 : -1))
  const shown = rows.slice(0, limit)
  const column = <K extends Exclude<keyof Points, 'total'>>(name: K): Points[K][number][] => shown.map((row) => of(row, name))
  return {
    total: parts.reduce((sum, part) => sum + part.total, 0),
    ids: column('ids'), refs: column('refs'), lon: column('lon'), lat: column('lat'), radiusM: column('radiusM'), severity: column('severity'),
    category: column('category'), workflow: column('workflow'), veracity: shown.map((row) => parts[row.p]!.veracity[row.i] ?? null), at: column('at'),
  }
}

type Side = { table: Table; normal: Query; slots: Uint32Array }

function sidesOf(past: Past, reader: Reader, query: Query, facet?: string): [Side, Side] {
  const { kind } = past.now.tableOf(query.kind).table
  if (facet !== undefined) {
    needFacet(kind, facet)
  }
  const asked = facet === undefined ? query : without(query, facet)
  const now = past.now.hits(reader, asked)
  const then = past.then.hits(reader, asked)
  return [
    { table: now.table, normal: now.normal, slots: now.slots.filter((slot) => now.table.updated[slot]! <= past.at) },
    { table: then.table, normal: then.normal, slots: then.slots.filter((slot) => {
      const standing = now.table.slotOf(then.table.ids[slot]!)
      return standing !== undefined && now.readable[now.table.state[standing]!] === 1
    }) },
  ]
}
