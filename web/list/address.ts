import { paramsFromQuery, queryFromParams } from '../../core/query-params.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import { readMoment } from '../time/moment.ts'
import { queryOfSearch, SEARCH_VIEWS, withoutVanished, type SearchView } from '../../core/saved-search.ts'

/** What a list shows, as its address says it: shared, kept and gone back from. The query's parameters are those of the API. */
export type ListAddress = {
  query: Query
  /** A window that moves with the clock, in hours; stands in place of `query.time`. */
  hours: number | null
  view: SearchView
  /** Only what the map shows: the query's bbox follows the map. */
  inView: boolean
  /** Reference of the row that is chosen. */
  open: string | null
  /** Reference of the saved search that was opened. */
  search: string | null
  /** The moment of the past the list stands at (web/time/moment.ts); absent for now. */
  at?: string
}
/** What could not be read: names of facets the kind has no longer, and whether more was wrong than that. */
export type Unread = { vanished: string[]; broken: boolean }

const OWN = ['hours', 'view', 'inview', 'open', 'saved', 'at'] as const

/** The address's parameters → what to show. Never throws: what cannot be read is left out and said in `unread`. */
export function readAddress(kind: string, facets: Readonly<Record<string, 'one' | 'many'>>, search: URLSearchParams): { address: ListAddress; unread: Unread } {
  const view = search.get('view')
  const hours = Number(search.get('hours'))
  let query: Query = { kind }
  let broken = false
  try {
    const { cursor: _cursor, limit: _limit, ...read } = queryFromParams([['kind', kind], ...[...search].filter(([name]) => name !== 'kind')], OWN)
    query = read
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error
    }
    broken = true
  }
  const { query: left, vanished } = withoutVanished(query, { facets })
  return {
    address: {
      query: left,
      hours: Number.isInteger(hours) && hours > 0 && hours <= 87_600 ? hours : null,
      view: SEARCH_VIEWS.find((one) => one === view) ?? 'table',
      inView: search.get('inview') === '1',
      open: search.get('open'),
      search: search.get('saved'),
      ...(readMoment(search) === null ? {} : { at: search.get('at')! }),
    },
    unread: { vanished, broken },
  }
}

/** The inverse: only what differs from the start is written. */
export function writeAddress(address: ListAddress): string {
  const { time: _time, ...timeless } = address.query
  const out = new URLSearchParams(paramsFromQuery(address.hours === null ? address.query : timeless).filter(([name]) => name !== 'kind'))
  const own: Record<(typeof OWN)[number], string | null> = {
    hours: address.hours === null ? null : String(address.hours), view: address.view === 'table' ? null : address.view, inview: address.inView ? '1' : null, open: address.open, saved: address.search, at: address.at ?? null,
  }
  for (const name of OWN) {
    if (own[name] !== null) {
      out.set(name, own[name])
    }
  }
  const text = out.toString()
  return `/k/${encodeURIComponent(address.query.kind)}${text ? `?${text}` : ''}`
}

/** The Query an address asks at `now` (epoch ms). */
export function askedAt(address: ListAddress, now: number): Query {
  return address.hours === null ? address.query : queryOfSearch({ name: '', of: address.query.kind, query: address.query, hours: address.hours }, now)
}

/** How many conditions are set. */
export function countConditions({ query, hours }: ListAddress): number {
  return (query.text ? 1 : 0) + (query.severity ? 1 : 0) + (query.time || hours ? 1 : 0) + (query.bbox ? 1 : 0) + (query.contested ? 1 : 0) + [query.area, query.workflow, query.veracity, ...Object.values(query.where ?? {})].filter((list) => list && list.length > 0).length
}

/** A query with one member replaced; undefined or an empty list takes it away. */
export function withCondition<K extends keyof Query>(query: Query, key: K, value: Query[K] | undefined): Query {
  const { [key]: _old, ...rest } = query
  const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return (empty ? rest : { ...rest, [key]: value }) as Query
}

/** The same for a facet. */
export function withFacet(query: Query, facet: string, values: string[]): Query {
  const { [facet]: _old, ...rest } = query.where ?? {}
  const where = values.length > 0 ? { ...rest, [facet]: values } : rest
  return withCondition(query, 'where', Object.keys(where).length > 0 ? where : undefined)
}
