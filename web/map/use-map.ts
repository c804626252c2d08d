import { useEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { Bounds, LonLatPoint, MapHandle } from './handle.ts'
import type { MapPalette } from './palette.ts'
import type { Theme } from '../shell/theme.ts'
import type { SymbolSet } from './symbol-name.ts'
import type { SymbolOf } from './symbols.ts'

export type MapListener = {
  onPick(ref: string): void
  onCursor(at: LonLatPoint | null): void
  onClick(at: LonLatPoint, event: { double: boolean }): void
  onShape(layer: string, id: string): void
  onMoving?(index: number): void
}
type Made = { handle: MapHandle; at: Bounds | null }

/**
 * A map in an element, made anew where it stood when its look changes. `layerKey` are the layers of the base map,
 * comma-separated; undefined while they are not known. `listener` may change without a new map.
 */
export function useMap(box: RefObject<HTMLElement | null>, input: { layerKey: string | undefined; theme: Theme; palette: MapPalette; locale: string; kind: string; symbols: SymbolSet; symbolOf: SymbolOf; recordsUrl: string; start: Bounds }, listener: MapListener): { handle: MapHandle | null; failed: boolean; view: Bounds | null; zoom: number } {
  const [handle, setHandle] = useState<MapHandle | null>(null)
  const [failed, setFailed] = useState(false)
  const [view, setView] = useState<{ bounds: Bounds; zoom: number } | null>(null)
  const stood = useRef<Made | null>(null)
  const latest = useRef({ input, listener })
  useEffect(() => {
    latest.current = { input, listener }
  })
  const { layerKey, theme, locale, kind, symbols } = input
  useEffect(() => {
    const element = box.current
    if (!element || layerKey === undefined) {
      return undefined
    }
    let gone = false
    let mine: MapHandle | null = null
    const observer = new ResizeObserver(() => mine?.resize())
    void Promise.all([import('./adapter.ts'), import('./style.ts')])
      .then(([{ createMap }, { buildStyle }]) => {
        if (gone) {
          return
        }
        const { palette, start, symbolOf, recordsUrl } = latest.current.input
        const style = buildStyle({ palette, layers: layerKey ? layerKey.split(',') : [], origin: window.location.origin, locale, kind, recordsUrl, symbols })
        mine = createMap(element, {
          style, bounds: stood.current?.at ?? start,
          look: { colours: { severity: palette.severity, paper: palette.paper, unverified: palette.unverified, stale: palette.labelMinor }, halo: palette.halo, symbolOf, ground: { palette, theme, locale } },
          events: {
            onPick: (ref) => latest.current.listener.onPick(ref),
            onMove: (b, zoom) => setView({ bounds: b.map((x) => Math.round(x * 1000) / 1000) as Bounds, zoom }),
            onCursor: (at) => latest.current.listener.onCursor(at),
            onClick: (at, event) => latest.current.listener.onClick(at, event),
            onShape: (layer, id) => latest.current.listener.onShape(layer, id),
            onMoving: (index) => latest.current.listener.onMoving?.(index),
          },
        })
        stood.current = { handle: mine, at: null }
        observer.observe(element)
        setHandle(mine)
      })
      .catch(() => setFailed(true))
    return () => {
      gone = true
      observer.disconnect()
      if (mine) {
        stood.current = { handle: mine, at: mine.bounds() }
        mine.destroy()
      }
      setHandle(null)
    }
  }, [box, layerKey, theme, locale, kind, symbols])
  return { handle, failed, view: view?.bounds ?? null, zoom: view?.zoom ?? 0 }
}
