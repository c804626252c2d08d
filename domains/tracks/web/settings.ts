import { useSyncExternalStore } from 'react'
import type { TrackFilter } from './plan.ts'

/** What this device remembers of how it shows what moves. */
export type TrackSettings = {
  /** Minutes after which a position is called old, and after which it is only the last known. */
  oldMin: number
  lostMin: number
  labels: boolean
  ahead: boolean
  cluster: boolean
  hidden: TrackFilter
}

const KEY = 'vigie.tracks'
export const TRACK_DEFAULTS: TrackSettings = { oldMin: 5, lostMin: 15, labels: true, ahead: true, cluster: true, hidden: { affiliations: [], sorts: [], feeds: [] } }
const listeners = new Set<() => void>()
let settings = load()

function load(): TrackSettings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return { ...TRACK_DEFAULTS, ...(kept && typeof kept === 'object' ? kept : {}) }
  } catch {
    return TRACK_DEFAULTS
  }
}

/** Change some and remember them on this device; a storage that is full only means they are not remembered. */
export function setTrackSettings(change: Partial<TrackSettings>): void {
  settings = { ...settings, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(settings))
  } catch {
    // The change itself holds for this visit.
  }
  listeners.forEach((tell) => tell())
}

/** The settings; re-renders on change. */
export function useTrackSettings(): TrackSettings {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, () => settings)
}
