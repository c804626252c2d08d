import { Crosshair, Minus, Plus } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Query } from '../../core/query.ts'
import { useBasemap, useCount } from '../api/queries.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { RecordView } from '../api/types.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import type { Bounds, MapPoint } from '../map/handle.ts'
import { mapPrefs } from '../map/map-prefs.ts'
import { PALETTES } from '../map/palette.ts'
import { useMap } from '../map/use-map.ts'
import { usePrefs } from '../prefs.ts'
import { roomSource } from '../registry.ts'
import { usePastMap } from '../room/past.ts'
import { useSession } from '../session.tsx'
import { useTheme } from '../shell/theme.ts'
import { ROWS } from './lists.texts.ts'

/** The map of a list: the same query, without the view itself. Picking a point chooses its row. */
export function ListMap({ query, chosen, inView, onPick, onView, onInView, version }: { query: Query; chosen: RecordView | null; inView: boolean; onPick(ref: string): void; onView(bounds: Bounds): void; onInView(on: boolean): void; version: number }) {
  const { t, locale, number } = useWords()
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const theme = useTheme()
  const prefs = usePrefs()
  const basemap = useBasemap()
  const box = useRef<HTMLDivElement>(null)
  const whole = useMemo(() => {
    const { bbox: _bbox, ...rest } = conditions(query)
    return rest
  }, [query])
  const url = `${window.location.origin}/api/tiles/${encodeURIComponent(query.kind)}/{z}/{x}/{y}.mvt?${queryParams(whole).toString()}#${version}`
  const source = roomSource()
  const symbols = source?.kind === query.kind ? source : undefined
  const [start] = useState<Bounds>(() => query.bbox ?? mission.bounds)
  const { handle, failed, view } = useMap(
    box,
    { layerKey: basemap.data?.layers.join(','), theme, palette: PALETTES[theme], locale, kind: query.kind, symbols: mapPrefs(prefs.map).symbols, symbolOf: (category) => symbols?.symbol?.(category), recordsUrl: url, start },
    { onPick, onCursor: () => {}, onClick: () => {}, onShape: () => {} },
  )
  usePastMap(whole, handle)
  const shown = useCount(view ? { ...whole, bbox: view } : null)
  const all = useCount(whole)
  const told = useRef(onView)
  useEffect(() => {
    told.current = onView
  })
  useEffect(() => {
    if (view) {
      told.current(view)
    }
  }, [view])
  useEffect(() => handle?.setRecordTiles(url), [handle, url])
  const point = useMemo(() => (chosen ? pointOf(chosen) : null), [chosen])
  useEffect(() => {
    handle?.setChosen(point)
    if (handle && point) {
      handle.reveal(point.lon, point.lat, { left: 0, right: 0 })
    }
  }, [handle, point])
  return (
    <section className="mapbox listmap noprint" aria-label={t('room.map')}>
      <div ref={box} className="mapcanvas" />
      {failed && <div className="mapfailed"><div className="notice warning"><div><strong>{t('map.failed')}</strong><p>{t('map.failed.do')}</p></div></div></div>}
      <div className="mapcontrols">
        <button type="button" className="btn icon" aria-label={t('map.zoom-in')} onClick={() => handle?.zoom(1)}><Plus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.zoom-out')} onClick={() => handle?.zoom(-1)}><Minus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.home')} title={t('map.home')} onClick={() => handle?.fit(mission.bounds)}><Crosshair size={16} /></button>
      </div>
      <label className="check inview"><input type="checkbox" checked={inView} onChange={(e) => onInView(e.target.checked)} />{tt('in-view')}</label>
      <div className="mapfoot">
        {chosen && !chosen.geometry && <span className="tag warning">{tt('map.no-place')}</span>}
        <span className="grow" />
        <span className="mapcount" aria-live="polite">{shown.data !== undefined && all.data !== undefined ? tt('map.counts', { n: number(shown.data), of: number(all.data) }) : ''}</span>
      </div>
    </section>
  )
}

function pointOf(record: RecordView): MapPoint | null {
  if (!record.geometry) {
    return null
  }
  const [lon, lat] = record.geometry.coordinates
  const category = roomSource()?.category?.(record)
  return { id: record.id, ref: record.ref, lon, lat, radiusM: record.radiusM ?? 0, severity: record.severity, veracity: record.veracity, workflow: record.workflow, ...(category ? { category } : {}) }
}
