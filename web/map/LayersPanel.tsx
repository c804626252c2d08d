import { X } from 'lucide-react'
import { Fragment, Suspense, useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useWords, useTexts } from '../i18n/i18n.tsx'
import { setPrefs, usePrefs } from '../prefs.ts'
import type { LayerEntry } from '../registry.ts'
import { Severity } from '../shell/parts.tsx'
import { mapPrefs } from './map-prefs.ts'
import type { MapPrefs } from './map-prefs.ts'
import { ROWS } from './MapTools.texts.ts'
import { SourcesRows } from './SourcesLayer.tsx'
import type { Legend } from './use-analysis.ts'

export type Counts = { shown: number; total: number }

/** Is a layer on? Remembered; `hidden` is how it starts. */
export function layerOn(layers: Record<string, boolean>, name: string, hidden = false): boolean {
  return layers[name] ?? !hidden
}

/** What is drawn on the map, by role: on or off, how strongly, and how much of it is shown. */
export function LayersPanel({ slots, counts, records, legend, types, type, attribution, onClose }: { slots: readonly LayerEntry[]; counts: ReadonlyMap<string, Counts>; records: Counts | null; legend: Legend | null; types: readonly string[]; type: string; attribution: string; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const prefs = usePrefs()
  const map = mapPrefs(prefs.map)
  const change = (part: Partial<MapPrefs>) => setPrefs({ map: { ...prefs.map, ...part } })
  const closer = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    closer.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before !== document.body) {
        before.focus()
      }
    }
  }, [])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.key === 'Escape' && !e.defaultPrevented) {
        e.preventDefault()
        onClose()
      }
    }
    // Before the room, which closes the open record with the same key.
    window.addEventListener('keydown', key, true)
    return () => window.removeEventListener('keydown', key, true)
  }, [onClose])
  const row = (name: string, text: string, options: { hidden?: boolean; counts?: Counts | null | undefined } = {}) => {
    const on = layerOn(prefs.layers, name, options.hidden)
    return (
      <LayerRow
        key={name} text={text} on={on} opacity={map.opacity[name] ?? 1} opacityLabel={tt('opacity', { name: text })}
        counts={options.counts ? tt('of', { n: number(options.counts.shown), of: number(options.counts.total) }) : ''}
        onOn={(value) => setPrefs({ layers: { ...prefs.layers, [name]: value } })} onOpacity={(value) => change({ opacity: { ...map.opacity, [name]: value } })}
      />
    )
  }
  const added = (role: string) => slots.filter((s) => (role === 'overlays' ? !['areas', 'analysis', 'base', 'records'].includes(s.role) : s.role === role)).map((s) => (
    <Fragment key={s.id}>
      {row(`slot:${s.id}`, label(s.label), { hidden: s.hidden ?? false, counts: counts.get(s.id) })}
      {s.Options && layerOn(prefs.layers, `slot:${s.id}`, s.hidden) && <Suspense><s.Options /></Suspense>}
    </Fragment>
  ))
  const overlays = added('overlays')
  return (
    <div className="layerspanel" role="dialog" aria-label={tt('layers')}>
      <header><strong>{tt('layers')}</strong><button ref={closer} type="button" className="btn icon ghost" aria-label={tt('close')} onClick={onClose}><X size={16} /></button></header>
      <Group title={tt('group.records')}>
        {row('records', tt('records'), { counts: records })}
        {row('radius', tt('radius'))}
        {added('records')}
        <fieldset className="symbolset">
          <legend>{tt('symbols')}</legend>
          {(['humanitarian', 'military'] as const).map((set) => (
            <label key={set}><input type="radio" name="symbolset" checked={map.symbols === set} onChange={() => change({ symbols: set })} />{tt(`symbols.${set}`)}</label>
          ))}
        </fieldset>
        <div className="legend">
          <span className="severities">{[1, 2, 3, 4, 5].map((n) => <Severity key={n} value={n} size={20} />)} {tt('legend.severity')}</span>
          <span>{tt('legend.unverified')}</span>
          <span>{tt('legend.unknown')}</span>
          <span>{tt('legend.group')}</span>
        </div>
      </Group>
      <Group title={tt('group.analysis')}>
        <label className="field"><span>{tt('analysis')}</span>
          <select value={map.analysis} onChange={(e) => change({ analysis: e.target.value as MapPrefs['analysis'] })}>
            {(['none', 'heat', 'areas', 'rate'] as const).map((a) => <option key={a} value={a}>{tt(`analysis.${a}`)}</option>)}
          </select>
        </label>
        {(map.analysis === 'areas' || map.analysis === 'rate') && types.length > 0 && (
          <label className="field"><span>{tt('analysis.type')}</span>
            <select value={type} onChange={(e) => change({ areaType: e.target.value })}>
              {types.map((one) => <option key={one} value={one}>{`area.${one}` in ROWS ? tt(`area.${one}` as keyof typeof ROWS) : one}</option>)}
            </select>
          </label>
        )}
        {map.analysis !== 'none' && <input type="range" min={0.2} max={1} step={0.1} value={map.opacity['analysis'] ?? 0.8} aria-label={tt('opacity', { name: tt('group.analysis') })} onChange={(e) => change({ opacity: { ...map.opacity, analysis: Number(e.target.value) } })} />}
        <AnalysisLegend legend={legend} />
        {map.analysis !== 'none' && <p className="note">{tt('analysis.note')}</p>}
        {added('analysis')}
      </Group>
      {overlays.length > 0 && <Group title={tt('group.overlays')}>{overlays}</Group>}
      <Group title={tt('group.areas')}>{row('borders', tt('borders'))}{added('areas')}<p className="note">{tt('borders.note')}</p></Group>
      <Group title={tt('group.grid')}>{row('grid', tt('grid'), { hidden: true })}</Group>
      <Group title={tt('group.base')}>
        {row('labels', tt('labels'))}
        {row('roads', tt('roads'))}
        {row('relief', tt('relief'))}
        {added('base')}
        <SourcesRows />
        {attribution && <p className="note">{attribution}</p>}
      </Group>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return <section className="layergroup" aria-label={title}><h3>{title}</h3>{children}</section>
}

function LayerRow({ text, on, opacity, opacityLabel, counts, onOn, onOpacity }: { text: string; on: boolean; opacity: number; opacityLabel: string; counts: string; onOn(on: boolean): void; onOpacity(value: number): void }) {
  return (
    <div className="layerrow">
      <label><input type="checkbox" checked={on} onChange={(e) => onOn(e.target.checked)} /><span>{text}</span></label>
      {counts && <span className="n">{counts}</span>}
      <input type="range" min={0.2} max={1} step={0.1} value={opacity} disabled={!on} aria-label={opacityLabel} onChange={(e) => onOpacity(Number(e.target.value))} />
    </div>
  )
}

function AnalysisLegend({ legend }: { legend: Legend | null }) {
  const tt = useTexts(ROWS)
  const { colon, number } = useWords()
  if (legend === null) {
    return null
  }
  if (legend.kind === 'no-areas') {
    return <p className="note">{tt('analysis.no-areas')}</p>
  }
  if (legend.kind === 'heat') {
    return <p className="note">{tt('of', { n: number(legend.shown), of: number(legend.total) })}</p>
  }
  return (
    <ul className="classes">
      {legend.limits.map((limit, i) => limit > 0 && <li key={limit}><span className="swatch" style={{ background: legend.colours[i] }} />{tt('analysis.up-to', { from: i === 0 ? '> 0' : `> ${number(legend.limits[i - 1]!)}`, to: number(limit) })}</li>)}
      {legend.zero > 0 && <li><span className="swatch" />{tt('analysis.zero')}{colon}{number(legend.zero)}</li>}
      {legend.noData > 0 && <li><span className="swatch hatched" />{tt('analysis.no-data')}{colon}{number(legend.noData)}</li>}
      {legend.elsewhere > 0 && <li>{tt('analysis.elsewhere', { n: number(legend.elsewhere) })}</li>}
    </ul>
  )
}
