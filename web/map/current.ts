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
