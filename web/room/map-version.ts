import { useSyncExternalStore } from 'react'
import type { RecordView } from '../api/types.ts'

/**
 * What the map must know of live changes: a version for its tiles, and what changed since they were drawn.
 * `stale`: something changed that was not named.
 */
export type MapChange = { version: number; upsert: ReadonlyMap<string, RecordView>; remove: ReadonlySet<string>; stale: boolean }

const listeners = new Set<() => void>()
let change: MapChange = { version: 0, upsert: new Map(), remove: new Set(), stale: false }
/** With which version each of them came, so that new tiles take away what they hold and no more. */
const cameWith = new Map<string, number>()
let staleWith = 0

/** Tell the map of a live frame. */
export function bumpMap(version: number, upsert: readonly RecordView[] = [], remove: readonly string[] = [], stale = false): void {
  const next = new Map(change.upsert)
  const gone = new Set(change.remove)
  for (const record of upsert) {
    next.set(record.id, record)
    gone.delete(record.id)
    cameWith.set(record.id, version)
  }
  for (const id of remove) {
    next.delete(id)
    gone.add(id)
    cameWith.set(id, version)
  }
  staleWith = stale ? version : staleWith
  change = { version, upsert: next, remove: gone, stale: stale || change.stale }
  listeners.forEach((tell) => tell())
}

/** The tiles now hold everything up to `version`; what came since is drawn beside them until the next ones. */
export function settledMap(version: number): void {
  if (change.upsert.size === 0 && change.remove.size === 0 && !change.stale) {
    return
  }
  const since = (id: string): boolean => (cameWith.get(id) ?? 0) > version
  change = { version: change.version, upsert: new Map([...change.upsert].filter(([id]) => since(id))), remove: new Set([...change.remove].filter(since)), stale: change.stale && staleWith > version }
  for (const id of [...cameWith.keys()].filter((one) => !since(one))) {
    cameWith.delete(id)
  }
  listeners.forEach((tell) => tell())
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

/** Live changes for the map, now. */
export function mapChange(): MapChange {
  return change
}
