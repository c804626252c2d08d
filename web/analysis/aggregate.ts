import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Aggregate } from '../../core/aggregate.ts'
import { joinList } from '../../core/query-params.ts'
import type { Query } from '../../core/query.ts'
import { api } from '../api/http.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { RecordPage } from '../api/types.ts'

/** What GET /api/aggregate answers. */
export type Counted = Aggregate & { asOf: string; zone: string }

/** One cell of a figure: what its records are asked for by, and what it is called. */
export type CellOf = { query: Query; by: readonly string[]; keys: readonly string[]; title: string; count: number | null }

/** Records counted; `null` asks nothing. */
export function useAggregate(query: Query | null, by: readonly string[], measure = 'count') {
  const params = query === null ? '' : aggregateParams(query, by, measure).toString()
  return useQuery({
    queryKey: ['aggregate', params],
    enabled: query !== null,
    queryFn: ({ signal }) => api<Counted>(`/api/aggregate?${params}`, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** A page of the records in a cell. */
export function cellPage(cell: CellOf, cursor: string, signal: AbortSignal): Promise<RecordPage> {
  const params = aggregateParams({ ...cell.query, limit: 50, ...(cursor ? { cursor } : {}), sort: { by: 'happened', dir: 'desc' } }, cell.by, 'count', true)
  params.set('cell', joinList(cell.keys))
  return api<RecordPage>(`/api/aggregate/records?${params.toString()}`, { signal })
}

function aggregateParams(query: Query, by: readonly string[], measure: string, paged = false): URLSearchParams {
  const params = queryParams(paged ? query : conditions(query))
  params.set('by', joinList(by))
  if (measure !== 'count') {
    params.set('measure', measure)
  }
  return params
}
