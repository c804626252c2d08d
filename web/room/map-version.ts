import { useSyncExternalStore } from 'react'
import type { RecordView } from '../api/types.ts'

/**
 * What the map must know of live changes: a version for its tiles, and what changed since they were drawn.
 * `stale`: something changed that was not named.
 */
export type MapChange = { version: number; upsert: ReadonlyMap<string, RecordView>; remove: ReadonlySet<string>; stale: boolean }

const listeners = new Set<() => void>()
let change: MapChange = { version: 0, upsert: new Map(), remove: new Set(), stale: false }

/** Tell the map of a live frame. */
export function bumpMap(version: number, upsert: readonly RecordView[] = [], remove: readonly string[] = [], stale = false): void {
  const next = new Map(change.upsert)
  const gone = new Set(change.remove)
  for (const record of upsert) {
    next.set(record.id, record)
    gone.delete(record.id)
  }
  for (const id of remove) {
    next.delete(id)
    gone.add(id)
  }
  change = { version, upsert: next, remove: gone, stale: stale || change.stale }
  listeners.forEach((tell) => tell())
}

/** The tiles now hold everything up to `version`. */
export function settledMap(version: number): void {
  if (change.version === version && (change.upsert.size > 0 || change.remove.size > 0 || change.stale)) {
    change = { version, upsert: new Map(), remove: new Set(), stale: false }
    listeners.forEach((tell) => tell())
  }
}

/** Live changes for the map. */
export function useMapChange(): MapChange {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => change,
  )
}
