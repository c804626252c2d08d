import { DEFAULT_LIMIT, DEFAULT_SORT } from '../../../core/match.ts'
import type { Query } from '../../../core/query.ts'
import { readCursor, writeCursor } from '../cursor.ts'
import type { Table } from './table.ts'

/** Up to so many hits are sorted outright; more are picked out of the kept order. */
const SORT_OUTRIGHT = 1024

/** The page of a query's hits (each once, any order) that its cursor asks for, and the cursor of the next or null. */
export function pageOf(table: Table, query: Query, hits: Uint32Array): { slots: Uint32Array; next: string | null } {
  const sort = query.sort ?? DEFAULT_SORT
  const limit = query.limit ?? DEFAULT_LIMIT
  const place = readCursor(query)
  if (limit === 0 || hits.length === 0) {
    return { slots: new Uint32Array(0), next: null }
  }
  const descending = sort.dir === 'desc'
  const key = table.keyOf(sort.by)
  const toPlace = place === null ? null : (slot: number): number => {
    const own = key(slot)
    const id = table.ids[slot]!
    return own < place.key ? -1 : own > place.key ? 1 : id < place.id ? -1 : id > place.id ? 1 : 0
  }
  // One more than the page shows whether there is a next.
  const found = hits.length > SORT_OUTRIGHT
    ? walked(table, sort.by, descending, toPlace, hits, limit + 1)
    : sorted(table, sort.by, descending, toPlace, hits, limit + 1)
  const slots = Uint32Array.from(found.slice(0, limit))
  const last = slots[slots.length - 1]
  const next = found.length > limit && last !== undefined ? writeCursor(sort, { key: key(last), id: table.ids[last]! }) : null
  return { slots, next }
}

/** Every hit in the order of the query, without its cursor and limit: what positions in a list are read from. */
export function orderOf(table: Table, query: Query, hits: Uint32Array): Uint32Array {
  const sort = query.sort ?? DEFAULT_SORT
  const descending = sort.dir === 'desc'
  return Uint32Array.from(hits.length > SORT_OUTRIGHT ? walked(table, sort.by, descending, null, hits, hits.length) : sorted(table, sort.by, descending, null, hits, hits.length))
}

function walked(table: Table, by: NonNullable<Query['sort']>['by'], descending: boolean, toPlace: ((slot: number) => number) | null, hits: Uint32Array, limit: number): number[] {
  const order = table.order(by)
  const { marks, mark } = table.marking(hits)
  return order.page(descending, toPlace, marks, mark, limit)
}

function sorted(table: Table, by: NonNullable<Query['sort']>['by'], descending: boolean, toPlace: ((slot: number) => number) | null, hits: Uint32Array, limit: number): number[] {
  const compare = table.comparing(by)
  const left = toPlace === null ? Array.from(hits) : Array.from(hits).filter((slot) => (descending ? toPlace(slot) < 0 : toPlace(slot) > 0))
  left.sort(descending ? (a, b) => compare(b, a) : compare)
  return left.slice(0, limit)
}
