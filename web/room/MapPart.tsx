import { Crosshair, Minus, Plus } from 'lucide-react'
import { lazy, memo, useEffect, useMemo, useRef } from 'react'
import { formatLatLon } from '../../core/place-latlon.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { Query } from '../../core/query.ts'
import { useBasemap, useCount, useRecord } from '../api/queries.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { late } from '../late.ts'
import { publishMap } from '../map/current.ts'
import type { LonLatPoint, MapPoint } from '../map/handle.ts'
import { mapPrefs } from '../map/map-prefs.ts'
import { PALETTES } from '../map/palette.ts'
import { useMap } from '../map/use-map.ts'
import { useTiles } from '../map/use-tiles.ts'
import { useOutbox } from '../outbox/sender.ts'
import { unsentOf } from '../outbox/unsent.ts'
import { usePrefs } from '../prefs.ts'
import type { RoomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import { Lazily } from '../shell/Shield.tsx'
import { useTheme } from '../shell/theme.ts'
import { useMapChange } from './map-version.ts'
import { usePreview } from './preview.ts'
import { selectRecord, useFresh } from './state.ts'

const MapTools = lazy(late(() => import('../map/MapTools.tsx').then((m) => ({ default: m.MapTools }))))

/** The map in step with the log. Says so when the machine cannot draw it. */
export const MapPart = memo(function MapPart({ source, query, open }: { source: RoomSource; query: Query; open: string | null }) {
  const { t, locale, number, dir } = useWords()
  const { mission } = useSession()
  const theme = useTheme()
  const prefs = usePrefs()
  const basemap = useBasemap()
  const box = useRef<HTMLDivElement>(null)
  const cursor = useRef<HTMLSpanElement>(null)
  const change = useMapChange()
  const preview = usePreview()
  const fresh = useFresh()
  const unsent = useUnsentPoints(source.kind)
  const chosen = useRecord(open).data
  const params = queryParams(conditions(query)).toString()
  const tileVersion = useTiles(change)
  const url = `${window.location.origin}/api/tiles/${encodeURIComponent(source.kind)}/{z}/{x}/{y}.mvt?${params}#${tileVersion}`
  const tool = useRef<{ click?(at: LonLatPoint, double: boolean): void; cursor?(at: LonLatPoint | null): void; shape?(layer: string, id: string): void; moving?(index: number): void }>({})
  const { handle, failed, view, zoom } = useMap(
    box,
    { layerKey: basemap.data?.layers.join(','), theme, palette: PALETTES[theme], locale, kind: source.kind, symbols: mapPrefs(prefs.map).symbols, symbolOf: (category) => source.symbol?.(category), recordsUrl: url, start: mission.bounds },
    {
      onPick: selectRecord,
      onCursor(at) {
        if (cursor.current) {
          cursor.current.textContent = at ? `${formatMgrs(at, 8) ?? ''}   ${formatLatLon(at, 'DD', 4)}` : ''
        }
        tool.current.cursor?.(at)
      },
      onClick: (at, { double }) => tool.current.click?.(at, double),
      onShape: (layer, id) => tool.current.shape?.(layer, id),
      onMoving: (index) => tool.current.moving?.(index),
    },
  )
  const inView = useCount(view ? { ...conditions(query), bbox: view } : null)
  const all = useCount(query)

  useEffect(() => {
    publishMap(handle)
    return () => publishMap(null)
  }, [handle])
  useEffect(() => handle?.setRecordTiles(url), [handle, url])
  useEffect(() => handle?.setPreview(preview), [handle, preview])
  useEffect(() => {
    if (handle && preview) {
      handle.reveal(preview.lon, preview.lat, { left: 0, right: 0 })
    }
  }, [handle, preview])
  const chosenPoint = useMemo(() => (chosen && open && (chosen.ref === open || chosen.id === open) ? mapPoint(chosen, source) : null), [chosen, open, source])
  useEffect(() => {
    handle?.setChosen(chosenPoint)
    if (handle && chosenPoint) {
      const panel = document.querySelector('.recordpanel')?.clientWidth ?? 0
      handle.reveal(chosenPoint.lon, chosenPoint.lat, dir === 'rtl' ? { left: 0, right: panel + 8 } : { left: panel + 8, right: 0 })
    }
  }, [handle, chosenPoint, dir])
  useEffect(() => {
    handle?.setLive([...change.upsert.values()].map((record) => mapPoint(record, source)).filter((p) => p !== null).concat(unsent.filter((p) => !change.upsert.has(p.id))))
  }, [handle, change, source, unsent])
  const pulsed = useRef(new Set<string>())
  useEffect(() => {
    for (const id of fresh) {
      const point = change.upsert.get(id)?.geometry
      if (handle && point && !pulsed.current.has(id)) {
        pulsed.current.add(id)
        handle.pulse(point.coordinates[0], point.coordinates[1])
      }
    }
  }, [handle, fresh, change])

  return (
    <section className="mapbox" aria-label={t('room.map')}>
      <div ref={box} className="mapcanvas" />
      <p className="sr" role="status">{chosen && chosenPoint ? `${chosen.ref}: ${chosen.title}. ${formatMgrs(chosenPoint, 8) ?? ''}` : ''}</p>
      {failed && <div className="mapfailed"><div className="notice warning"><div><strong>{t('map.failed')}</strong><p>{t('map.failed.do')}</p></div></div></div>}
      <div className="mapcontrols">
        <button type="button" className="btn icon" aria-label={t('map.zoom-in')} onClick={() => handle?.zoom(1)}><Plus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.zoom-out')} onClick={() => handle?.zoom(-1)}><Minus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.home')} title={t('map.home')} onClick={() => handle?.fit(mission.bounds)}><Crosshair size={16} /></button>
      </div>
      {handle && <Lazily><MapTools handle={handle} source={source} query={query} view={view} zoom={zoom} palette={PALETTES[theme]} listener={tool} inView={inView.data ?? null} total={all.data ?? null} /></Lazily>}
      <div className="mapfoot">
        <span className="mono ltr cursor" ref={cursor} aria-hidden="true" />
        <span className="grow" />
        <span className="mapcount" aria-live="polite">{inView.data !== undefined && all.data !== undefined ? t('map.shown', { n: number(inView.data), of: number(all.data) }) : ''}</span>
      </div>
    </section>
  )
})

/** What was written here and the node does not have yet, as the map draws it. */
function useUnsentPoints(kind: string): MapPoint[] {
  const { me } = useSession()
  const box = useOutbox()
  return useMemo(() => unsentOf(box, me.user, kind).flatMap(({ id, ref, place, severity }) => (place ? [{ id, ref, ...place, severity, veracity: 'reported', workflow: 'draft' }] : [])), [box, me.user, kind])
}

/** A record as the map draws it; null when it has no place. */
export function mapPoint(record: RecordView, source: RoomSource): MapPoint | null {
  if (!record.geometry) {
    return null
  }
  const [lon, lat] = record.geometry.coordinates
  const category = source.category?.(record)
  return { id: record.id, ref: record.ref, lon, lat, radiusM: record.radiusM ?? 0, severity: record.severity, veracity: record.veracity, workflow: record.workflow, ...(category ? { category } : {}) }
}
