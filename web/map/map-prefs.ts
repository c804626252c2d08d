import type { SymbolSet } from './symbol-name.ts'

/** What counts are drawn as, under the same Query as the log. */
export type Analysis = 'none' | 'heat' | 'areas' | 'rate'

/** What a screen remembers of its map beside which layers are on. */
export type MapPrefs = {
  symbols: SymbolSet
  analysis: Analysis
  /** Type of area that counts are gathered by. */
  areaType: string
  /** Strength of a layer, 0.1–1. */
  opacity: Record<string, number>
}

export const MAP_DEFAULTS: MapPrefs = { symbols: 'humanitarian', analysis: 'none', areaType: '', opacity: {} }

/** The preferences with what was never chosen filled in. */
export function mapPrefs(stored: Partial<MapPrefs>): MapPrefs {
  return { ...MAP_DEFAULTS, ...stored }
}
