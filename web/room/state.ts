import { useCallback, useMemo, useSyncExternalStore } from 'react'
import type { Query } from '../../core/query.ts'
import { navigate, useLocation } from '../router.ts'
import { readMoment } from '../time/moment.ts'
import { serverNow, useNow } from '../time/now.ts'
import { readFilters, toQuery, writeFilters } from './filters.ts'
import type { Filters } from './filters.ts'

/** A record just written here and not yet acknowledged: shown at the top of the log as "saving". */
export type Pending = { id: string; key: string; title: string; at: number; severity: number }

const listeners = new Set<() => void>()
let pending: readonly Pending[] = []
let fresh: ReadonlySet<string> = new Set()

function told(): void {
  listeners.forEach((tell) => tell())
}

/** Show a row at once for what is being saved. */
export function addPending(row: Pending): void {
  pending = [row, ...pending.filter((p) => p.id !== row.id)]
  told()
}

/** It has arrived, or was given up. */
export function removePending(id: string): void {
  pending = pending.filter((p) => p.id !== id)
  told()
}

/** Rows being saved. */
export function usePending(): readonly Pending[] {
  return useSyncExternalStore(subscribe, () => pending)
}

/** Mark records as new on this screen for a few seconds (they pulse three times). */
export function markFresh(ids: readonly string[]): void {
  fresh = new Set([...fresh, ...ids])
  told()
  setTimeout(() => {
    fresh = fresh.difference(new Set(ids))
    told()
  }, 6000)
}

/** Ids that came in within the last seconds. */
export function useFresh(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => fresh)
}

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => listeners.delete(tell)
}

/** The room on screen, else the room: the wall keeps its filters and open record in its own address. */
function roomPath(): '/' | '/wall' {
  return window.location.pathname === '/wall' ? '/wall' : '/'
}

/** Open a record beside the map, or close it (null). */
export function selectRecord(ref: string | null): void {
  const search = new URLSearchParams(window.location.search)
  if (ref === null) {
    search.delete('open')
  } else {
    search.set('open', ref)
  }
  const text = search.toString()
  navigate(`${roomPath()}${text ? `?${text}` : ''}`, { replace: search.has('open') && new URLSearchParams(window.location.search).has('open') })
}

/** Filters, the Query they make, and the open record. */
export function useRoom(kind: string): { filters: Filters; query: Query; open: string | null; setFilters(change: Partial<Filters>): void } {
  const { search } = useLocation()
  // Opening a record asks nothing new: the filters and the question stay the same objects, and what hangs on them rests.
  const asked = new URLSearchParams(search)
  asked.delete('open')
  const text = asked.toString()
  const hour = useNow(3_600_000)
  const filters = useMemo(() => readFilters(new URLSearchParams(text)), [text])
  // A moving window is set when the room opens or the filter changes, and moved every hour: in between the live
  // link brings what is new, and the question must stay the same for list, map and counts to agree.
  const moment = readMoment(search)
  const query = useMemo(() => toQuery(kind, filters, moment ?? Math.max(hour, serverNow())), [kind, filters, hour, moment])
  const setFilters = useCallback((change: Partial<Filters>) => {
    const now = new URLSearchParams(window.location.search)
    const out = writeFilters({ ...readFilters(now), ...change })
    for (const kept of ['open', 'at']) {
      const value = now.get(kept)
      if (value) {
        out.set(kept, value)
      }
    }
    const next = out.toString()
    navigate(`${roomPath()}${next ? `?${next}` : ''}`, { replace: change.text !== undefined })
  }, [])
  return { filters, query, open: search.get('open'), setFilters }
}
