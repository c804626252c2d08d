import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ReactNode } from 'react'
import { parseLatLon } from '../../core/place-latlon.ts'
import { formatMgrs, parseMgrs } from '../../core/place-mgrs.ts'
import type { Query } from '../../core/query.ts'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import { useBasemap } from '../api/queries.ts'
import { conditions, queryParams } from '../api/query.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { usePrefs } from '../prefs.ts'
import { roomSource, slot } from '../registry.ts'
import { readFilters, toQuery } from '../room/filters.ts'
import { useLocation } from '../router.ts'
import { useSession } from '../session.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Empty } from '../shell/parts.tsx'
import { serverNow } from '../time/now.ts'
import type { BaseSource, MapHandle, MapPoint } from './handle.ts'
import { LayerHost } from './LayerHost.tsx'
import { layerOn } from './LayersPanel.tsx'
import { mapPrefs } from './map-prefs.ts'
import { PALETTES } from './palette.ts'
import { fitExtent, frameSize, groundOf, paperSize, PX_PER_MM, SCALES, zoomOf, type Ground, type Paper, type Turned } from './print-sheet.ts'
import { ROWS } from './print-page.texts.ts'
import { PrintSheet, type SheetData, type SheetLook } from './PrintSheet.tsx'
import { Recorder } from './recorder.ts'
import { baseSources, useAddedMaps, useBaseChoice } from './sources.ts'
import { GROUPS } from './style.ts'
import type { SymbolSet } from './symbol-name.ts'
import { useAnalysis } from './use-analysis.ts'
import type { Legend } from './use-analysis.ts'
import './print.css'

type Form = { title: string; paper: Paper; turned: Turned; scale: number | 'fit'; place: string; dpi: 150 | 200; marks: 'screen' | 'numbers'; grid: boolean; list: boolean; purpose: string }
type Drawn = { key: string; url: string | null; missing: number }

/** Choose paper, scale and place; see the sheet; print it. What is printed is first issued by the node, which says the marking and keeps the mark. */
export function PrintPage() {
  const source = roomSource()
  return source ? <PrintOf kind={source.kind} /> : <div className="page"><Empty title="" /></div>
}

function PrintOf({ kind }: { kind: string }) {
  const tt = useTexts(ROWS)
  const { t, locale } = useWords()
  const { mission } = useSession()
  const { search } = useLocation()
  const searchText = search.toString()
  const extent = useMemo(() => extentOf(new URLSearchParams(searchText).get('bbox')) ?? mission.bounds, [searchText, mission.bounds])
  const [now] = useState(serverNow)
  const query = useMemo(() => toQuery(kind, readFilters(new URLSearchParams(searchText)), now), [kind, searchText, now])
  const [form, setForm] = useState<Form>({ title: mission.name, paper: 'A4', turned: 'landscape', scale: 'fit', place: '', dpi: 150, marks: 'screen', grid: true, list: false, purpose: '' })
  const change = (part: Partial<Form>) => setForm((was) => ({ ...was, ...part }))

  const frame = frameSize(form.paper, form.turned)
  const place = placeOf(form.place)
  const fitted = fitExtent(extent, frame)
  const centre = place ?? fitted.centre
  const scale = form.scale === 'fit' ? fitted.scale : form.scale
  const ground = groundOf(centre, scale, frame)
  const shown = useShown(query, form.marks === 'screen')
  const params = `${queryParams({ ...conditions(query), bbox: ground.map((v) => Math.round(v * 1e5) / 1e5) as Ground })}${form.purpose.trim() ? `&purpose=${encodeURIComponent(form.purpose.trim())}` : ''}${shown.params}`
  const preview = useQuery({ queryKey: ['sheet', params], queryFn: ({ signal }) => api<SheetData>(`/api/maps/sheet?${params}`, { signal }), placeholderData: (before) => before })
  const { drawn, failed, attribution } = useGround({ centre, scale, ground, frame, dpi: form.dpi, locale, shown, sheet: preview.isPlaceholderData ? undefined : preview.data })

  const [issued, setIssued] = useState<{ key: string; data: SheetData; at: number } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [changed, setChanged] = useState(false)
  const key = JSON.stringify([params, form, drawn.key])
  const isIssued = issued?.key === key
  useEffect(() => {
    if (isIssued) {
      window.print()
    }
  }, [isIssued])
  async function print() {
    setError(null)
    setChanged(false)
    if (isIssued) {
      window.print()
      return
    }
    try {
      const data = await api<SheetData>(`/api/maps/sheet?${params}`, { method: 'POST' })
      if (JSON.stringify(data) === JSON.stringify(preview.data)) {
        setIssued({ key, data, at: serverNow() })
        return
      }
      // Something changed since the picture was drawn: what is printed must be what was issued.
      queryClient.setQueryData(['sheet', params], data)
      setChanged(true)
    } catch (problem) {
      setError(problem)
    }
  }

  const data = isIssued ? issued.data : preview.data
  const look: SheetLook = { ...form, centre, scale, ground, attribution, picture: drawn.url, missing: drawn.missing, analysis: shown.analysis, at: isIssued ? issued.at : now }
  const waiting = drawn.key === '' && !failed
  return (
    <div className="page printpage">
      <style>{`@media print { @page { size: ${form.paper} ${form.turned}; margin: 0 } }`}</style>
      <form className="printform noprint" onSubmit={(e) => { e.preventDefault(); void print() }}>
        <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
        <div className="field"><label htmlFor="pt">{tt('sheet-title')}</label><input id="pt" className="input" dir="auto" maxLength={80} value={form.title} onChange={(e) => change({ title: e.target.value })} /></div>
        <div className="pair">
          <div className="field"><label htmlFor="pp">{tt('paper')}</label><select id="pp" className="select" value={`${form.paper} ${form.turned}`} onChange={(e) => { const [paper, turned] = e.target.value.split(' ') as [Paper, Turned]; change({ paper, turned }) }}>
            {(['A4', 'A3'] as const).flatMap((paper) => (['landscape', 'portrait'] as const).map((turned) => <option key={paper + turned} value={`${paper} ${turned}`}>{paper} · {tt(turned)}</option>))}
          </select></div>
          <div className="field"><label htmlFor="pr">{tt('dpi')}</label><select id="pr" className="select" value={form.dpi} onChange={(e) => change({ dpi: Number(e.target.value) as 150 | 200 })}><option value={150}>150 dpi</option><option value={200}>200 dpi</option></select></div>
        </div>
        <div className="field"><label htmlFor="ps">{tt('scale')}</label><select id="ps" className="select" value={form.scale} onChange={(e) => change({ scale: e.target.value === 'fit' ? 'fit' : Number(e.target.value) })}>
          <option value="fit">{tt('scale.fit')} (1:{fitted.scale.toLocaleString('fr')})</option>
          {SCALES.map((one) => <option key={one} value={one}>1:{one.toLocaleString('fr')}</option>)}
        </select></div>
        <div className="field"><label htmlFor="pc">{tt('centre')}</label><input id="pc" className="input mono" dir="ltr" value={form.place} placeholder={formatMgrs(fitted.centre, 8) ?? ''} aria-invalid={form.place !== '' && !place} aria-describedby={form.place !== '' && !place ? 'pce' : undefined} onChange={(e) => change({ place: e.target.value })} />{form.place !== '' && !place && <p id="pce" className="error small">{tt('centre.bad')}</p>}</div>
        <div className="field"><label htmlFor="pm">{tt('marks')}</label><select id="pm" className="select" value={form.marks} onChange={(e) => change({ marks: e.target.value as Form['marks'] })}><option value="screen">{tt('marks.screen')}</option><option value="numbers">{tt('marks.numbers')}</option></select></div>
        {shown.hosts}
        <label className="check"><input type="checkbox" checked={form.grid} onChange={(e) => change({ grid: e.target.checked })} />{tt('grid')}</label>
        <label className="check"><input type="checkbox" checked={form.list} onChange={(e) => change({ list: e.target.checked })} />{tt('list')}</label>
        <div className="field"><label htmlFor="pu">{tt('purpose')}</label><input id="pu" className="input" dir="auto" maxLength={200} value={form.purpose} onChange={(e) => change({ purpose: e.target.value })} /></div>
        {(error ?? preview.error) ? <ProblemNotice error={error ?? preview.error} /> : null}
        {changed && <p className="notice warning" role="alert">{tt('changed')}</p>}
        {failed && <p className="notice warning">{tt('failed')}</p>}
        {drawn.missing > 0 && <p className="notice warning">{tt('missing', { n: drawn.missing })}</p>}
        {(data || !preview.error) && <p className="quiet small" role="status">{waiting ? tt('drawing') : tt('ready')}</p>}
        <button type="submit" className="btn primary" disabled={waiting || !preview.data || preview.isPlaceholderData || (form.place !== '' && !place)}><Printer size={16} aria-hidden="true" />{tt('print')}</button>
        <p className="quiet small">{tt('print.mark')}</p>
      </form>
      <SheetView label={tt('sheet')} paper={form.paper} turned={form.turned} issued={isIssued}>
        {data ? <PrintSheet look={look} data={data} /> : !preview.error && <p role="status">{t('common.loading')}</p>}
      </SheetView>
      {!isIssued && <p className="notissued">{tt('not-issued')}</p>}
    </div>
  )
}

type Shown = { key: string; params: string; records: boolean; symbols: SymbolSet; analysis: Legend | null; hosts: ReactNode; show(map: MapHandle, now: { added: readonly BaseSource[]; points: readonly MapPoint[]; issued: ReadonlySet<string> }): void }

/** What stands on the screen's map besides its ground, to be drawn on the sheet; `hosts` runs the layers that draw it. */
function useShown(query: Query, records: boolean): Shown {
  const { number } = useWords()
  const { kinds } = useSession()
  const prefs = usePrefs()
  const map = mapPrefs(prefs.map)
  const [version, setVersion] = useState(0)
  const [recorder] = useState(() => new Recorder(() => setVersion((n) => n + 1)))
  const { legend } = useAnalysis(recorder, query, map.analysis, map.areaType, map.opacity['analysis'] ?? 0.8, 'light', PALETTES.light, number)
  const layers = useMemo(() => slot('layers').filter((l) => kinds.some((k) => k.name === l.kind) && layerOn(prefs.layers, `slot:${l.id}`, l.hidden)), [kinds, prefs.layers])
  const moving = [...new Set(layers.filter((l) => l.moves).map((l) => l.kind))]
  const groups = Object.keys(GROUPS).filter((group) => group !== 'records' && group !== 'radius').map((group) => ({ group, on: layerOn(prefs.layers, group), opacity: map.opacity[group] ?? 1 }))
  return {
    key: JSON.stringify([version, map.symbols, groups]), records, symbols: map.symbols, analysis: legend,
    params: `${layers.length > 0 ? `&with=${[...new Set(layers.map((l) => l.kind))].join(',')}` : ''}${moving.length > 0 ? `&moving=${moving.join(',')}` : ''}${map.analysis === 'none' ? '' : '&counts=1'}`,
    hosts: layers.map((entry) => <LayerHost key={entry.id} entry={entry} handle={recorder} view={null} zoom={10} palette={PALETTES.light} opacity={map.opacity[`slot:${entry.id}`] ?? 1} />),
    show(handle, { added, points, issued }) {
      groups.forEach(({ group, on, opacity }) => handle.setGroup(group, on, opacity))
      // The sheet draws its circles itself, sharp at any resolution.
      handle.setGroup('radius', false, 1)
      handle.setBaseSources(added)
      handle.setPast(points)
      recorder.play(handle, issued)
    },
  }
}

/** The sheet as small as the window asks for; on paper in its true size. */
function SheetView({ label, paper, turned, issued, children }: { label: string; paper: Paper; turned: Turned; issued: boolean; children: React.ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const [wide, setWide] = useState(0)
  useEffect(() => {
    const element = box.current
    if (!element) {
      return undefined
    }
    const observer = new ResizeObserver(() => setWide(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const full = paperSize(paper, turned).width * PX_PER_MM
  return <section ref={box} className="sheetview" aria-label={label}><div className="sheets" data-issued={issued} style={{ ['--sheet-zoom' as string]: wide > 0 ? Math.min(1, (wide - 2) / full) : 0.5 }}>{children}</div></section>
}

/** Draw the ground anew when the sheet moves; what was drawn before is let go. */
function useGround({ centre, scale, ground, frame, dpi, locale, shown, sheet }: { shown: Shown; sheet: SheetData | undefined; centre: { lon: number; lat: number }; scale: number; ground: Ground; frame: { widthPx: number; heightPx: number }; dpi: number; locale: string }): { drawn: Drawn; failed: boolean; attribution: string } {
  const basemap = useBasemap()
  const maps = useAddedMaps()
  const [choice] = useBaseChoice()
  const [drawn, setDrawn] = useState<Drawn>({ key: '', url: null, missing: 0 })
  const [failed, setFailed] = useState('')
  const added = useMemo(() => baseSources(maps.data ?? [], choice, window.location.origin), [maps.data, choice])
  const layers = basemap.data?.layers.join(',')
  const points = useMemo(() => (shown.records && sheet ? sheet.items.map((item): MapPoint => ({ ...item, id: item.id, radiusM: item.radiusM })) : []), [shown.records, sheet])
  const issued = useMemo(() => new Set(sheet?.also), [sheet])
  const key = JSON.stringify([centre, scale, frame.widthPx, frame.heightPx, dpi, locale, layers, added, shown.key, shown.records, points.map((p) => [p.id, p.lon, p.lat, p.severity, p.veracity, p.category]), [...issued]])
  const latest = useRef({ ground, added, shown, points, issued })
  useEffect(() => {
    latest.current = { ground, added, shown, points, issued }
  })
  useEffect(() => {
    if (layers === undefined || maps.isPending || !sheet) {
      return undefined
    }
    const abort = new AbortController()
    let url: string | null = null
    // While somebody types or leafs through scales, only the last is drawn.
    const timer = setTimeout(() => {
      void Promise.all([import('./print-map.ts'), import('./style.ts')])
        .then(async ([{ drawGround }, { buildStyle }]) => {
          const style = buildStyle({ palette: PALETTES.light, layers: layers === '' ? [] : layers.split(','), origin: window.location.origin, locale, kind: 'none', recordsUrl: `${window.location.origin}/none/{z}/{x}/{y}`, symbols: latest.current.shown.symbols })
          const { light: palette } = PALETTES
          const look = { colours: { severity: palette.severity, paper: palette.paper, unverified: palette.unverified, stale: palette.labelMinor }, halo: palette.halo, symbolOf: (category: string) => roomSource()?.symbol?.(category), ground: { palette, theme: 'light' as const, locale } }
          const made = await drawGround({ style, look, show: (map) => latest.current.shown.show(map, latest.current), centre, zoom: zoomOf(scale, centre.lat), ground: latest.current.ground, widthPx: frame.widthPx, heightPx: frame.heightPx, dpi, signal: abort.signal })
          url = made.url
          if (abort.signal.aborted) {
            URL.revokeObjectURL(made.url)
          } else {
            setDrawn({ key, ...made })
          }
        })
        .catch((problem: unknown) => {
          if (!(problem instanceof DOMException && problem.name === 'AbortError')) {
            setFailed(key)
          }
        })
    }, 400)
    return () => {
      clearTimeout(timer)
      abort.abort()
      if (url !== null) {
        URL.revokeObjectURL(url)
      }
    }
    // The key holds all that makes another picture.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, maps.isPending, sheet === undefined])
  const fits = drawn.key === key
  return { drawn: fits ? drawn : { key: '', url: null, missing: 0 }, failed: failed === key, attribution: [basemap.data?.attribution, ...added.map((source) => source.attribution)].filter(Boolean).join(' · ') }
}

function placeOf(text: string): { lon: number; lat: number } | null {
  if (text.trim() === '') {
    return null
  }
  const grid = parseMgrs(text)
  if (grid.ok) {
    return grid.point
  }
  const degrees = parseLatLon(text)
  return degrees.ok ? degrees.point : null
}

/** `west,south,east,north` of an address; null when it is none. */
function extentOf(text: string | null): Ground | null {
  const [west, south, east, north, ...more] = (text ?? '').split(',').map(Number)
  const sound = text !== null && west !== undefined && south !== undefined && east !== undefined && north !== undefined && more.length === 0 && west < east && south < north && Math.abs(south) < 85 && Math.abs(north) < 85 && west >= -180 && east <= 180
  return sound ? [west, south, east, north] : null
}
