import { useSyncExternalStore } from 'react'
import type { RecordView } from '../api/types.ts'

/** What the map must know of live changes: a version for its tiles, and what changed since they were drawn. */
export type MapChange = { version: number; upsert: ReadonlyMap<string, RecordView>; remove: ReadonlySet<string> }

const listeners = new Set<() => void>()
let change: MapChange = { version: 0, upsert: new Map(), remove: new Set() }

/** Tell the map of a live frame. */
export function bumpMap(version: number, upsert: readonly RecordView[] = [], remove: readonly string[] = []): void {
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
  change = { version, upsert: next, remove: gone }
  listeners.forEach((tell) => tell())
}

/** The tiles now hold everything up to `version`. */
export function settledMap(version: number): void {
  if (change.version === version && (change.upsert.size > 0 || change.remove.size > 0)) {
    change = { version, upsert: new Map(), remove: new Set() }
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
