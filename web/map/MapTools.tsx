import { Layers, Ruler, Search } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import type { Query } from '../../core/query.ts'
import { useBasemap } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import { slot } from '../registry.ts'
import type { RoomSource } from '../registry.ts'
import { useSession } from '../session.tsx'
import { useCommands } from '../shell/commands.ts'
import { Lazily } from '../shell/Shield.tsx'
import { toast } from '../shell/toasts.tsx'
import { useTheme } from '../shell/theme.ts'
import { GoTo } from './GoTo.tsx'
import { gridShapes } from './grid.ts'
import type { Bounds, LonLatPoint, MapHandle, Shape } from './handle.ts'
import { LayerHost } from './LayerHost.tsx'
import { layerOn, LayersPanel } from './LayersPanel.tsx'
import type { Counts } from './LayersPanel.tsx'
import { mapPrefs } from './map-prefs.ts'
import type { MapPrefs } from './map-prefs.ts'
import './maptools.css'
import { ROWS } from './MapTools.texts.ts'
import { MeasureTool } from './MeasureTool.tsx'
import type { MapPalette } from './palette.ts'
import { PrintLink, SourcesShown } from './SourcesLayer.tsx'
import { GROUPS } from './style.ts'
import type { LayerMap, ToolProps } from './tool.ts'
import { useAnalysis } from './use-analysis.ts'

type Listener = { click?(at: LonLatPoint, double: boolean): void; cursor?(at: LonLatPoint | null): void; shape?(layer: string, id: string): void; moving?(index: number): void }
type Open = { tool: string; chosen: string | null } | null

/** Layers, analysis, grid and tools over a map that stands. */
export function MapTools({ handle, query, view, zoom, palette, listener, inView, total }: { handle: MapHandle; source: RoomSource; query: Query; view: Bounds | null; zoom: number; palette: MapPalette; listener: RefObject<Listener>; inView: number | null; total: number | null }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const { kinds } = useSession()
  const theme = useTheme()
  const prefs = usePrefs()
  const map = mapPrefs(prefs.map)
  const basemap = useBasemap()
  const [panel, setPanel] = useState(false)
  const [open, setOpen] = useState<Open>(null)
  const picks = useRef(new Map<string, (id: string) => void>())
  const [counts, setCounts] = useState<ReadonlyMap<string, Counts>>(new Map())
  const layers = useMemo(() => slot('layers').filter((l) => kinds.some((k) => k.name === l.kind)).sort((a, b) => a.order - b.order), [kinds])
  const tools = useMemo(() => slot('mapTools').filter((t) => kinds.some((k) => k.name === t.kind && k.canCreate)).sort((a, b) => a.order - b.order), [kinds])
  const analysis = useAnalysis(handle, query, map.analysis, map.areaType, map.opacity['analysis'] ?? 0.8, theme, palette, number)

  const strengths = JSON.stringify([prefs.layers, map.opacity])
  useEffect(() => {
    for (const group of Object.keys(GROUPS)) {
      handle.setGroup(group, layerOn(prefs.layers, group), map.opacity[group] ?? 1)
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps -- strengths stands for both
  }, [handle, strengths])
  const gridOn = layerOn(prefs.layers, 'grid', true)
  const gridOpacity = map.opacity['grid'] ?? 1
  useEffect(() => {
    handle.setShapes('grid', 'grid', gridOn && view ? gridShapes(view, { line: palette.labelMinor, zone: palette.unverified, label: palette.label }) : null, gridOpacity * 0.8)
  }, [handle, gridOn, view, palette, gridOpacity])

  useEffect(() => {
    const held = listener.current
    held.shape = (name, id) => {
      const own = picks.current.get(name)
      if (own) {
        own(id)
        return
      }
      const entry = layers.find((l) => `layer-${l.id}` === name)
      entry?.pick?.(id)
      if (entry?.tool && tools.some((t) => t.id === entry.tool)) {
        setOpen({ tool: entry.tool, chosen: id })
      }
    }
    return () => {
      delete held.shape
    }
  }, [listener, layers, tools])

  const layerMap: LayerMap = useMemo(() => ({
    goTo: handle.goTo, fit: handle.fit, reveal: handle.reveal, pulse: handle.pulse, bounds: handle.bounds, centre: handle.centre,
    move(moving, pick) {
      handle.setMoving(moving)
      if (pick) {
        listener.current.moving = pick
      } else {
        delete listener.current.moving
      }
    },
    shapes(name, role, shapes, pick) {
      handle.setShapes(`own-${name}`, role, shapes)
      if (shapes && pick) {
        picks.current.set(`own-${name}`, pick)
      } else {
        picks.current.delete(`own-${name}`)
      }
    },
  }), [handle, listener])
  const drawTool = useCallback((shapes: readonly Shape[] | null) => handle.setShapes('tool', 'tools', shapes), [handle])
  const listen = useCallback<ToolProps['listen']>((handler) => {
    handle.setDrawing(true)
    if (handler.click) {
      listener.current.click = handler.click
    }
    if (handler.cursor) {
      listener.current.cursor = handler.cursor
    }
    return () => {
      handle.setDrawing(false)
      delete listener.current.click
      delete listener.current.cursor
    }
  }, [handle, listener])
  const close = useCallback(() => setOpen(null), [])
  const toolProps: ToolProps = useMemo(() => ({
    colours: palette, draw: drawTool, listen, close, centre: () => handle.centre(), bounds: () => handle.bounds(), goTo: (at, to) => handle.goTo(at.lon, at.lat, to), metresPerPixel: () => handle.picture().metresPerPixel, chosen: open?.chosen ?? null,
  }), [palette, drawTool, listen, close, handle, open])

  const toggle = (tool: string) => {
    setPanel(false)
    setOpen((now) => (now?.tool === tool ? null : { tool, chosen: null }))
  }
  const firstTool = tools[0]
  const change = (part: Partial<MapPrefs>) => setPrefs({ map: { ...prefs.map, ...part } })
  const count = (wanted: MapPrefs['analysis']) => {
    const next = map.analysis === wanted ? 'none' : wanted
    change({ analysis: next })
    toast(`${tt('analysis')}: ${tt(`analysis.${next}`)}`)
  }
  useCommands({
    'map-layers': () => setPanel(true), 'map-goto': () => toggle('goto'), 'map-measure': () => toggle('measure'), 'map-draw': firstTool && (() => toggle(firstTool.id)),
    'map-areas': () => count('areas'), 'map-heat': () => count('heat'),
    'map-grid': () => {
      setPrefs({ layers: { ...prefs.layers, grid: !gridOn } })
      toast(tt(gridOn ? 'grid.off' : 'grid.on'))
    },
    'map-symbols': () => {
      const next = map.symbols === 'military' ? 'humanitarian' : 'military'
      change({ symbols: next })
      toast(`${tt('symbols')}: ${tt(`symbols.${next}`)}`)
    },
  })
  const Tool = open?.tool === 'measure' ? MeasureTool : tools.find((t) => t.id === open?.tool)?.Tool
  const flagged = useRef<ReturnType<typeof setTimeout> | null>(null)
  const go = (at: LonLatPoint, to: number, name: string) => {
    handle.goTo(at.lon, at.lat, to)
    handle.setPreview({ ...at, radiusM: 0, label: name })
    clearTimeout(flagged.current ?? undefined)
    flagged.current = setTimeout(() => handle.setPreview(null), 8000)
    setOpen(null)
    toast(name)
  }
  return (
    <>
      <div className="maptools">
        <button type="button" className="btn icon" aria-label={tt('layers')} title={tt('layers')} aria-expanded={panel} onClick={() => { setPanel(!panel); setOpen((now) => (now?.tool === 'goto' ? null : now)) }}><Layers size={16} /></button>
        <button type="button" className="btn icon" aria-label={tt('goto')} title={tt('goto')} aria-expanded={open?.tool === 'goto'} onClick={() => toggle('goto')}><Search size={16} /></button>
        <button type="button" className="btn icon" aria-label={tt('measure')} title={tt('measure')} aria-expanded={open?.tool === 'measure'} onClick={() => toggle('measure')}><Ruler size={16} /></button>
        {tools.map(({ id, icon: Icon, label: key }) => <button key={id} type="button" className="btn icon" aria-label={label(key)} title={label(key)} aria-expanded={open?.tool === id} onClick={() => toggle(id)}><Icon size={16} /></button>)}
        <PrintLink view={view} />
        <span className="north" role="img" aria-label={tt('north')} title={tt('north')}><svg width="16" height="22" viewBox="0 0 16 22" aria-hidden="true"><path d="M8 1l5 12-5-3-5 3z" /><text x="8" y="21" textAnchor="middle">N</text></svg></span>
      </div>
      <SourcesShown handle={handle} builtIn={basemap.data?.attribution ?? ''} />
      {layers.map((entry) => layerOn(prefs.layers, `slot:${entry.id}`, entry.hidden) && <LayerHost key={entry.id} entry={entry} handle={handle} view={view} zoom={zoom} palette={palette} opacity={map.opacity[`slot:${entry.id}`] ?? 1} map={layerMap} onCounts={setCounts} />)}
      {panel && <LayersPanel slots={layers} counts={counts} records={inView !== null && total !== null ? { shown: inView, total } : null} legend={analysis.legend} types={analysis.types} type={analysis.type} attribution={basemap.data?.attribution ?? ''} onClose={() => setPanel(false)} />}
      {open?.tool === 'goto' && <GoTo onGo={go} onClose={close} />}
      {Tool && <><span className="mapcross" aria-hidden="true" /><Lazily><Tool key={open?.chosen ?? ''} {...toolProps} /></Lazily></>}
    </>
  )
}
