import { useSyncExternalStore } from 'react'

/** A place being typed: shown on the map before anything is saved. */
export type Preview = { lon: number; lat: number; radiusM: number; label: string } | null

const listeners = new Set<() => void>()
let preview: Preview = null

/** Show, move or take away the preview mark. */
export function setPreview(next: Preview): void {
  if (next?.lon === preview?.lon && next?.lat === preview?.lat && next?.radiusM === preview?.radiusM && next?.label === preview?.label) {
    return
  }
  preview = next
  listeners.forEach((tell) => tell())
}

/** The preview mark. */
export function usePreview(): Preview {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => preview,
  )
}
