import { useSyncExternalStore } from 'react'
import type { MapPrefs } from './map/map-prefs.ts'

/** What a screen remembers about itself, on this device only. Never records. */
export type Prefs = {
  theme: 'auto' | 'light' | 'dark' | 'night'
  locale: string | null
  logWidth: number
  sideWidth: number
  logOpen: boolean
  sideOpen: boolean
  /** The rail shows names beside its signs. */
  railWide: boolean
  /** Sections of the rail somebody folded. */
  railFolded: string[]
  mapOpen: boolean
  density: 'dense' | 'roomy'
  layers: Record<string, boolean>
  map: Partial<MapPrefs>
  columns: Record<string, string[]>
  /** Widths of columns somebody set, pixels, by kind and column. */
  widths: Record<string, Record<string, number>>
  /** Sound and notice when something new comes into a search that is followed. */
  searchSound: boolean
  /** Tips of the first days that were read here. */
  tips: string[]
}

const DEFAULTS: Prefs = { theme: 'auto', locale: null, logWidth: 360, sideWidth: 300, logOpen: true, sideOpen: true, railWide: false, railFolded: [], mapOpen: true, density: 'dense', layers: {}, map: {}, columns: {}, widths: {}, searchSound: false, tips: [] }
const KEY = 'vigie.prefs'
const listeners = new Set<() => void>()
let prefs = load()

function load(): Prefs {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    return { ...DEFAULTS, ...(stored && typeof stored === 'object' ? stored : {}) }
  } catch {
    return DEFAULTS
  }
}

/** The preferences now. */
export function getPrefs(): Prefs {
  return prefs
}

/** Change some preferences and keep them. A full or forbidden storage only means they are not remembered. */
export function setPrefs(change: Partial<Prefs>): void {
  prefs = { ...prefs, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(prefs))
  } catch {
    // Remembering is a comfort; the change itself holds for this visit.
  }
  listeners.forEach((tell) => tell())
}

/** The preferences; re-renders on change. */
export function usePrefs(): Prefs {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => prefs,
  )
}
