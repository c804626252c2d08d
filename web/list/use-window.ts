import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import type { Query } from '../../core/query.ts'
import { useEffect, useRef } from 'react'
import { queryClient } from '../api/client.ts'
import { api, queryString } from '../api/http.ts'
import { queryParams } from '../api/query.ts'
import type { RecordView } from '../api/types.ts'
import { useLive } from '../live/client.ts'
import { asOfText, readMoment, useMoment } from '../time/moment.ts'

/** Positions a list scrolls over; the node reads no further. */
export const MOST_POSITIONS = 200_000
const PAGE = 100
/** Rows asked for at once when many are gathered, and how many are gathered at most. */
const GATHER = 500
const SETTLE_MS = 1200

type Rows = { items: RecordView[]; total: number; offset: number }
export type Window = { total: number | undefined; row(index: number): RecordView | undefined; loaded: readonly RecordView[]; error: Error | null; stale: boolean; retry(): void }

const ask = (params: string, offset: number, limit: number, signal?: AbortSignal) => api<Rows>(`/api/window?${params}&${queryString({ offset, limit })}`, signal ? { signal } : {})

function paramsOf(query: Query, asOf: string | undefined): string {
  return asOf === undefined ? queryParams(query).toString() : `${queryParams(query)}&${queryString({ asOf })}`
}

/** The rows of a query by position: only the pages that `first` to `last` touch are read, and kept true by the live link; in the past as they stood at the moment on screen. */
export function useWindow(query: Query, first: number, last: number): Window {
  const asOf = asOfText(useMoment())
  const params = paramsOf(query, asOf)
  const head = useQuery({ queryKey: ['window', params, 0], queryFn: ({ signal }) => ask(params, 0, PAGE, signal), placeholderData: keepPreviousData, staleTime: 60_000 })
  const pages: number[] = []
  for (let page = Math.max(1, Math.floor(first / PAGE)); page <= Math.floor(last / PAGE); page += 1) {
    pages.push(page)
  }
  const rest = useQueries({ queries: head.isPlaceholderData ? [] : pages.map((page) => ({ queryKey: ['window', params, page], queryFn: ({ signal }: { signal: AbortSignal }) => ask(params, page * PAGE, PAGE, signal), staleTime: 60_000 })) })
  const held = new Map<number, RecordView[]>([[0, head.data?.items ?? []]])
  rest.forEach((result, i) => {
    if (result.data) {
      held.set(pages[i] ?? 0, result.data.items)
    }
  })
  useLiveWindow(asOf === undefined ? query : null, params)
  return {
    total: head.data?.total,
    row: (index) => held.get(Math.floor(index / PAGE))?.[index % PAGE],
    loaded: [...held.values()].flat(),
    error: head.error,
    stale: head.isPlaceholderData,
    retry: () => void head.refetch(),
  }
}

/** Changed rows are shown at once where they stand; positions and counts are read anew when it is quiet again. */
function useLiveWindow(query: Query | null, params: string): void {
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null)
  const opened = useRef('')
  const { sort: _sort, ...watched } = query ?? { kind: '' }
  useEffect(() => () => {
    if (settle.current) {
      clearTimeout(settle.current)
    }
  }, [])
  useLive(query && { ...watched, limit: 0 }, (frame) => {
    if (frame.op === 'snapshot' && opened.current !== params) {
      opened.current = params
      return
    }
    if (frame.op === 'delta') {
      const changed = new Map(frame.upsert.map((record) => [record.id, record]))
      queryClient.setQueriesData<Rows>({ queryKey: ['window', params] }, (old) => (old?.items.some((item) => changed.has(item.id)) ? { ...old, items: old.items.map((item) => changed.get(item.id) ?? item) } : old))
    } else if (frame.op !== 'snapshot') {
      return
    }
    settle.current ??= setTimeout(() => {
      settle.current = null
      for (const queryKey of [['window', params], ['facets'], ['count']]) {
        void queryClient.invalidateQueries({ queryKey })
      }
    }, SETTLE_MS)
  })
}

/** Rows from a position on, as many as there are, read in portions. */
export async function gather(query: Query, from: number, count: number): Promise<RecordView[]> {
  const params = paramsOf(query, asOfText(readMoment(new URLSearchParams(window.location.search))))
  const out: RecordView[] = []
  for (let at = 0; at < count; at += GATHER) {
    const { items } = await ask(params, from + at, Math.min(GATHER, count - at))
    out.push(...items)
    if (items.length < Math.min(GATHER, count - at)) {
      break
    }
  }
  return out
}
