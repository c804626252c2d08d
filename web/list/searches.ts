import { useQuery } from '@tanstack/react-query'
import { SavedSearch } from '../../core/saved-search.ts'
import type { SavedSearch as Search } from '../../core/saved-search.ts'
import { Check } from 'typebox/value'
import { api } from '../api/http.ts'
import type { RecordPage, RecordView } from '../api/types.ts'
import type { ListAddress } from './address.ts'

/** Most searches a menu or page lists at once. */
export const MOST_LISTED = 500

/** Every saved search one may see, of one kind or of all, by name. */
export function useSavedSearches(of: string | null) {
  return useQuery({
    queryKey: ['records', 'kind=saved-search', of], staleTime: 15_000,
    queryFn: ({ signal }) => api<RecordPage>(`/api/records?kind=saved-search&limit=${MOST_LISTED}&sort=-updated${of === null ? '' : `&where.of=${encodeURIComponent(of)}`}`, { signal }).then((page) => ({ ...page, items: page.items.sort((a, b) => a.title.localeCompare(b.title)) })),
  })
}

/** The data of a saved search; null when it is not one this edition can read. */
export function searchOf(record: RecordView): Search | null {
  return Check(SavedSearch, record.data) ? (record.data as unknown as Search) : null
}

/** Where a saved search leads. */
export function addressOf(record: Pick<RecordView, 'ref'>, search: Search): ListAddress {
  return { query: { ...search.query, kind: search.of }, hours: search.hours ?? null, view: search.view ?? 'table', inView: search.query.bbox !== undefined, open: null, search: record.ref }
}

/** What an address is kept as. */
export function dataOf(name: string, address: ListAddress, columns: readonly string[] | undefined): Search {
  const { kind, limit: _limit, cursor: _cursor, time, ...query } = address.query
  return { name, of: kind, query: { ...query, ...(time && address.hours === null ? { time } : {}) }, ...(address.hours === null ? {} : { hours: address.hours }), ...(columns ? { columns: [...columns] } : {}), view: address.view }
}
