import { useRef } from 'react'
import type { InfiniteData } from '@tanstack/react-query'
import type { Query } from '../../core/query.ts'
import { queryClient } from '../api/client.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { RecordPage, RecordView } from '../api/types.ts'
import { useLive } from '../live/client.ts'
import { refreshRecord } from '../record/live-record.ts'
import { applyDelta } from './pages.ts'
import { bumpMap } from './map-version.ts'
import { markFresh, removePending } from './state.ts'

const SETTLE_MS = 4000
const REREAD_MS = 300

/** Keep the pages of a query, its counts and the map true while others write; null keeps nothing, for the past does not change. */
export function useLiveRecords(query: Query | null, kind: string): void {
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null)
  const rereading = useRef<ReturnType<typeof setTimeout> | null>(null)
  const opened = useRef('')
  const params = query === null ? '' : queryParams(query).toString()
  useLive(query && { ...conditions(query), ...(query.sort ? { sort: query.sort } : {}), limit: 0 }, (frame) => {
    if (frame.op === 'snapshot') {
      // Between the first page and this snapshot (or during a gap) something may have changed.
      void queryClient.invalidateQueries({ queryKey: ['records', params] })
      bumpMap(frame.position, [], [], opened.current === params)
      opened.current = params
      return
    }
    if (frame.op !== 'delta') {
      return
    }
    const known = new Set<string>()
    let before: number | undefined
    queryClient.setQueriesData<InfiniteData<RecordPage>>({ queryKey: ['records', params] }, (old) => {
      old?.pages.forEach((p) => p.items.forEach((r) => known.add(r.id)))
      before = old?.pages[0]?.total
      return old ? { ...old, pages: applyDelta(old.pages, frame.upsert, frame.remove, frame.total) } : old
    })
    const fresh = frame.upsert.filter((r) => !known.has(r.id) && isNew(r))
    frame.upsert.forEach((r) => {
      removePending(r.id)
      refreshRecord(r)
    })
    if (fresh.length > 0) {
      markFresh(fresh.map((r) => r.id))
    }
    // Removals are named only for records that came over this link; others show in the total alone.
    const made = frame.upsert.filter((r) => r.version === 1 && !known.has(r.id)).length
    const unnamed = before !== undefined && frame.total !== before + made - frame.remove.length
    if (unnamed) {
      rereading.current ??= setTimeout(() => {
        rereading.current = null
        void queryClient.invalidateQueries({ queryKey: ['records', params] })
      }, REREAD_MS)
    }
    bumpMap(frame.position, frame.upsert, frame.remove, unnamed)
    settle.current ??= setTimeout(() => {
      settle.current = null
      for (const queryKey of [['facets'], ['count'], ['histogram']]) {
        void queryClient.invalidateQueries({ queryKey })
      }
      void queryClient.invalidateQueries({ predicate: (q) => q.queryKey[0] === 'records' && q.queryKey[1] !== params && String(q.queryKey[1]).startsWith(`kind=${kind}`) })
    }, SETTLE_MS)
  })
}

function isNew(record: RecordView): boolean {
  return Date.now() - Date.parse(record.createdAt) < 10 * 60_000
}
