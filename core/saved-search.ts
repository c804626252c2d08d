import { Type, type Static } from 'typebox'
import type { Kind } from './kind.ts'
import { COMMON_FACETS } from './match.ts'
import { Query } from './query.ts'

/** How a saved search is looked at. */
export const SEARCH_VIEWS = ['table', 'split', 'map'] as const
export type SearchView = (typeof SEARCH_VIEWS)[number]

/** Longest moving window, hours (ten years). */
const MOST_HOURS = 87_600

/** A question people keep and share: the data of a record of kind `saved-search`. Who sees it is its handling. */
export const SavedSearch = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** Kind of the records it finds. */
    of: Type.String({ minLength: 1, maxLength: 64 }),
    /** The one Query without its kind and page. */
    query: Type.Omit(Query, ['kind', 'limit', 'cursor']),
    /** A window that moves with the clock: happened within the last so many hours. Stands in place of `query.time`. */
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: MOST_HOURS })),
    columns: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 60, uniqueItems: true })),
    view: Type.Optional(Type.Enum([...SEARCH_VIEWS])),
  },
  { additionalProperties: false },
)
export type SavedSearch = Omit<Static<typeof SavedSearch>, 'query' | 'view'> & { query: Omit<Query, 'kind' | 'limit' | 'cursor'>; view?: SearchView }

/** The Query a saved search asks at `now` (epoch ms). A moving window is cut to the minute, so that it stays the same for one. */
export function queryOfSearch(search: SavedSearch, now: number): Query {
  const { time: _time, ...rest } = search.query
  if (search.hours === undefined) {
    return { ...search.query, kind: search.of }
  }
  const from = Math.floor((now - search.hours * 3_600_000) / 60_000) * 60_000
  return { ...rest, kind: search.of, time: { axis: 'happened', from: new Date(from).toISOString() } }
}

/**
 * A query as far as the kind still has its facets, and the names of those it has no longer: taxonomies change, and an
 * old question is asked without what vanished, and says so.
 */
export function withoutVanished(query: Query, kind: Pick<Kind, 'facets'>): { query: Query; vanished: string[] } {
  const known = new Set<string>([...Object.keys(kind.facets), ...COMMON_FACETS])
  const where = Object.entries(query.where ?? {})
  const vanished = where.map(([name]) => name).filter((name) => !known.has(name))
  if (vanished.length === 0) {
    return { query, vanished }
  }
  const { where: _where, ...rest } = query
  const left = where.filter(([name]) => known.has(name))
  return { query: left.length > 0 ? { ...rest, where: Object.fromEntries(left) } : rest, vanished }
}
