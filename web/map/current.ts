import { useSyncExternalStore } from 'react'
import type { MapHandle } from './handle.ts'

const listeners = new Set<() => void>()
let current: MapHandle | null = null

/** The map on the screen, for parts that stand beside it; null while there is none. It is another one after a change of theme. */
export function useCurrentMap(): MapHandle | null {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => current,
  )
}

/** Tell which map is on the screen. */
export function publishMap(handle: MapHandle | null): void {
  if (current !== handle) {
    current = handle
    listeners.forEach((tell) => tell())
  }
}

/** How long a map that was asked for may take to come. */
const WAITING_MS = 15_000

/** Do something with the map on the screen, or with the next one that comes. */
export function withMap(go: (map: MapHandle) => void, next = false): void {
  if (current && !next) {
    go(current)
    return
  }
  const seen = next ? current : null
  const come = (): void => {
    if (current && current !== seen) {
      stop()
      go(current)
    }
  }
  const stop = (): void => {
    clearTimeout(timer)
    listeners.delete(come)
  }
  const timer = setTimeout(stop, WAITING_MS)
  listeners.add(come)
}
