import { useEffect, useMemo, useRef } from 'react'
import { useBasemap } from '../../api/queries.ts'
import { queryParams } from '../../api/query.ts'
import type { AreaItem } from '../../api/types.ts'
import { useWords } from '../../i18n/i18n.tsx'
import type { LonLatPoint, MapHandle, Shape } from '../../map/handle.ts'
import { PALETTES } from '../../map/palette.ts'
import { useMap } from '../../map/use-map.ts'
import { useSession } from '../../session.tsx'
import { useTheme } from '../../shell/theme.ts'

/** Outlines of all areas, the chosen one stronger, and what is being drawn above them. `onClick` null: clicks choose areas. */
export function AreaMap({ areas, chosen, drawn, onPick, onClick, onHandle }: { areas: readonly AreaItem[]; chosen: string | null; drawn: readonly Shape[]; onPick(id: string): void; onClick: ((at: LonLatPoint, double: boolean) => void) | null; onHandle(handle: MapHandle | null): void }) {
  const { t, locale } = useWords()
  const { mission } = useSession()
  const theme = useTheme()
  const palette = PALETTES[theme]
  const basemap = useBasemap()
  const box = useRef<HTMLDivElement>(null)
  const url = `${window.location.origin}/api/tiles/area/{z}/{x}/{y}.mvt?${queryParams({ kind: 'area', ids: ['-'] }).toString()}`
  const { handle, failed } = useMap(
    box,
    { layerKey: basemap.data?.layers.join(','), theme, palette, locale, kind: 'area', symbols: 'humanitarian', symbolOf: () => undefined, recordsUrl: url, start: mission.bounds },
    { onPick: () => {}, onCursor: () => {}, onClick: (at, { double }) => onClick?.(at, double), onShape: (_, id) => { if (!onClick) { onPick(id) } } },
  )
  useEffect(() => onHandle(handle), [handle, onHandle])
  useEffect(() => handle?.setDrawing(onClick !== null), [handle, onClick])
  const shapes = useMemo(() => areas.flatMap((area): Shape[] => (area.polygons && area.polygons.length > 0 && area.id !== (onClick ? chosen : null)
    ? [{ type: 'Feature', properties: { id: area.id, stroke: area.id === chosen ? palette.accent : palette.labelMinor, width: area.id === chosen ? 3 : 1, ...(area.id === chosen ? { fill: palette.accent, fillOpacity: 0.12 } : {}) }, geometry: { type: 'MultiPolygon', coordinates: area.polygons } }]
    : [])), [areas, chosen, palette, onClick])
  useEffect(() => handle?.setShapes('areas', 'areas', shapes), [handle, shapes])
  useEffect(() => handle?.setShapes('drawn', 'tools', drawn), [handle, drawn])
  return (
    <section className="mapbox areamap" aria-label={t('room.map')}>
      <div ref={box} className="mapcanvas" />
      {failed && <div className="mapfailed"><div className="notice warning"><div><strong>{t('map.failed')}</strong><p>{t('map.failed.do')}</p></div></div></div>}
    </section>
  )
}
