import { Crosshair, Layers, Minus, Plus } from 'lucide-react'
import { Popover } from 'radix-ui'
import { useEffect, useMemo, useRef, useState } from 'react'
import { formatLatLon } from '../../core/place-latlon.ts'
import { formatMgrs } from '../../core/place-mgrs.ts'
import type { Query } from '../../core/query.ts'
import { useBasemap, useCount, useRecord } from '../api/queries.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { RecordView } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import type { Bounds, MapHandle, MapPoint } from '../map/adapter.ts'
import { PALETTES } from '../map/palette.ts'
import { setPrefs, usePrefs } from '../prefs.ts'
import type { RoomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import { useTheme } from '../shell/theme.ts'
import { settledMap, useMapChange } from './map-version.ts'
import { usePreview } from './preview.ts'
import { selectRecord, useFresh } from './state.ts'

const LAYERS = ['records', 'radius', 'relief', 'roads', 'borders', 'labels'] as const
/** How long live changes are drawn beside the tiles before the tiles are read anew. */
const TILE_RENEWAL_MS = 8000

/** The map in step with the log. Says so when the machine cannot draw it. */
export function MapPart({ source, query, open }: { source: RoomSource; query: Query; open: string | null }) {
  const { t, locale, number, dir } = useWords()
  const { mission } = useSession()
  const theme = useTheme()
  const prefs = usePrefs()
  const basemap = useBasemap()
  const box = useRef<HTMLDivElement>(null)
  const [handle, setHandle] = useState<MapHandle | null>(null)
  const [failed, setFailed] = useState(false)
  const [view, setView] = useState<Bounds | null>(null)
  const [tileVersion, setTileVersion] = useState(0)
  const cursor = useRef<HTMLSpanElement>(null)
  const change = useMapChange()
  const preview = usePreview()
  const fresh = useFresh()
  const chosen = useRecord(open).data
  const params = queryParams(conditions(query)).toString()
  const url = `${window.location.origin}/api/tiles/${encodeURIComponent(source.kind)}/{z}/{x}/{y}.mvt?${params}#${tileVersion}`
  const inView = useCount(view ? { ...conditions(query), bbox: view } : null)
  const all = useCount(query)
  const hidden = useMemo(() => new Set(Object.entries(prefs.layers).filter(([, on]) => !on).map(([name]) => name)), [prefs.layers])
  const layers = basemap.data?.layers
  const latest = useRef({ url, hidden })
  useEffect(() => {
    latest.current = { url, hidden }
  })

  const unverified = PALETTES[theme].unverified
  const made = useRef<MapHandle | null>(null)
  const layerKey = layers?.join(',')
  useEffect(() => {
    const element = box.current
    if (!element || layerKey === undefined) {
      return undefined
    }
    let gone = false
    let handleNow: MapHandle | null = null
    const observer = new ResizeObserver(() => handleNow?.resize())
    void Promise.all([import('../map/adapter.ts'), import('../map/style.ts')])
      .then(([{ createMap }, { buildStyle }]) => {
        if (gone) {
          return
        }
        const style = buildStyle({ palette: PALETTES[theme], layers: layerKey ? layerKey.split(',') : [], origin: window.location.origin, locale, latitude: (mission.bounds[1] + mission.bounds[3]) / 2, kind: source.kind, recordsUrl: latest.current.url, hidden: latest.current.hidden })
        handleNow = createMap(element, style, unverified, made.current ? made.current.bounds() : mission.bounds, {
          onPick: selectRecord,
          onMove: (b) => setView(b.map((x) => Math.round(x * 1000) / 1000) as Bounds),
          onCursor: (at) => {
            if (cursor.current) {
              cursor.current.textContent = at ? `${formatMgrs(at, 8) ?? ''}   ${formatLatLon(at, 'DD', 4)}` : ''
            }
          },
        })
        made.current = handleNow
        observer.observe(element)
        setHandle(handleNow)
      })
      .catch(() => setFailed(true))
    return () => {
      gone = true
      observer.disconnect()
      handleNow?.destroy()
      made.current = null
      setHandle(null)
    }
    // A new theme or language is a new style: the map is made anew where it stood.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [layerKey, theme, locale, source.kind])

  useEffect(() => handle?.setRecordTiles(url), [handle, url])
  useEffect(() => handle?.setPreview(preview), [handle, preview])
  useEffect(() => {
    if (handle && preview) {
      handle.reveal(preview.lon, preview.lat, { left: 0, right: 0 })
    }
  }, [handle, preview])
  const chosenPoint = useMemo(() => (chosen && open && (chosen.ref === open || chosen.id === open) ? pointOf(chosen) : null), [chosen, open])
  useEffect(() => {
    handle?.setChosen(chosenPoint)
    if (handle && chosenPoint) {
      const panel = document.querySelector('.recordpanel')?.clientWidth ?? 0
      handle.reveal(chosenPoint.lon, chosenPoint.lat, dir === 'rtl' ? { left: 0, right: panel + 8 } : { left: panel + 8, right: 0 })
    }
  }, [handle, chosenPoint, dir])
  useEffect(() => {
    handle?.setLive([...change.upsert.values()].map(pointOf).filter((p) => p !== null))
    if (change.upsert.size === 0 && change.remove.size === 0 && !change.stale) {
      return undefined
    }
    const timer = setTimeout(() => {
      setTileVersion(change.version)
      setTimeout(() => settledMap(change.version), 2500)
    }, TILE_RENEWAL_MS)
    return () => clearTimeout(timer)
  }, [handle, change])
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
      {failed && <div className="mapfailed"><div className="notice warning"><div><strong>{t('map.failed')}</strong><p>{t('map.failed.do')}</p></div></div></div>}
      <div className="mapcontrols">
        <button type="button" className="btn icon" aria-label={t('map.zoom-in')} onClick={() => handle?.zoom(1)}><Plus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.zoom-out')} onClick={() => handle?.zoom(-1)}><Minus size={16} /></button>
        <button type="button" className="btn icon" aria-label={t('map.home')} title={t('map.home')} onClick={() => handle?.fit(mission.bounds)}><Crosshair size={16} /></button>
        <Popover.Root>
          <Popover.Trigger className="btn icon" aria-label={t('map.layers')} title={t('map.layers')}><Layers size={16} /></Popover.Trigger>
          <Popover.Portal>
            <Popover.Content className="menu" side="left" align="start" sideOffset={6} aria-label={t('map.layers')}>
              {LAYERS.map((name) => (
                <label key={name} className="item">
                  <input type="checkbox" checked={!hidden.has(name)} onChange={(e) => { setPrefs({ layers: { ...prefs.layers, [name]: e.target.checked } }); handle?.showGroup(name, e.target.checked) }} />
                  {t(`map.layer.${name}`)}
                </label>
              ))}
              <p className="head">{basemap.data?.attribution}</p>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      </div>
      <div className="mapfoot">
        <span className="mono ltr cursor" ref={cursor} aria-hidden="true" />
        <span className="grow" />
        <span className="mapcount" aria-live="polite">{inView.data !== undefined && all.data !== undefined ? t('map.shown', { n: number(inView.data), of: number(all.data) }) : ''}</span>
      </div>
    </section>
  )
}

function pointOf(record: RecordView): MapPoint | null {
  if (!record.geometry) {
    return null
  }
  const [lon, lat] = record.geometry.coordinates
  return { id: record.id, ref: record.ref, lon, lat, radiusM: record.radiusM ?? 0, severity: record.severity, veracity: record.veracity, workflow: record.workflow }
}
