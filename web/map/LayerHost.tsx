import { useCallback, useEffect, useState } from 'react'
import type { LayerEntry } from '../registry.ts'
import { Lazily } from '../shell/Shield.tsx'
import type { Bounds, MapHandle, Shape } from './handle.ts'
import type { Counts } from './LayersPanel.tsx'
import type { MapPalette } from './palette.ts'
import type { LayerMap } from './tool.ts'

/** Runs one layer of a domain and puts what it draws where its role stands. */
export function LayerHost({ entry, handle, view, zoom, palette, opacity, map = null, onCounts }: { entry: LayerEntry; handle: Pick<MapHandle, 'setShapes'>; view: Bounds | null; zoom: number; palette: MapPalette; opacity: number; map?: LayerMap | null; onCounts?(change: (old: ReadonlyMap<string, Counts>) => ReadonlyMap<string, Counts>): void }) {
  const [shapes, setShapes] = useState<readonly Shape[] | null>(null)
  const draw = useCallback((list: readonly Shape[] | null, shown?: Counts) => {
    setShapes(list)
    onCounts?.((old) => {
      const before = old.get(entry.id)
      if (before?.shown === shown?.shown && before?.total === shown?.total) {
        return old
      }
      const next = new Map(old)
      if (shown) {
        next.set(entry.id, shown)
      } else {
        next.delete(entry.id)
      }
      return next
    })
  }, [entry.id, onCounts])
  useEffect(() => handle.setShapes(`layer-${entry.id}`, entry.role, shapes, opacity), [handle, entry, shapes, opacity])
  useEffect(() => () => handle.setShapes(`layer-${entry.id}`, entry.role, null), [handle, entry])
  return <Lazily><entry.Layer bounds={view} zoom={zoom} colours={palette} draw={draw} map={map} /></Lazily>
}
