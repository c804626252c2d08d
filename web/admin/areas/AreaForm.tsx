import { useEffect, useMemo, useState } from 'react'
import { AREA_TYPES, type AreaType } from '../../../core/area.ts'
import type { Corner } from '../../../core/place-outline.ts'
import { api, uuid7 } from '../../api/http.ts'
import { useRecord } from '../../api/queries.ts'
import type { AreaItem, RecordView } from '../../api/types.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { Link } from '../../link.tsx'
import type { LonLatPoint, MapHandle, Shape } from '../../map/handle.ts'
import { PALETTES } from '../../map/palette.ts'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { useTheme } from '../../shell/theme.ts'
import { toast } from '../../shell/toasts.tsx'
import { ROWS } from './areas.texts.ts'
import { Effect } from './Effect.tsx'
import { clearOutline, crossingAt, dropCorner, finishRing, holdCorner, putCorner, snapped, startOutline, undoOutline, type Outline } from './outline.ts'
import { restamp, type Restamped } from './restamp.ts'

/** Pixels within which a corner snaps to a neighbour's or is taken in hand. */
const NEAR_PX = 12
const METRES_PER_DEGREE = 111_320

type Props = { area: AreaItem | null; areas: readonly AreaItem[]; mayEdit: boolean; handle: MapHandle | null; onDraw(shapes: readonly Shape[]): void; onClicks(take: ((at: LonLatPoint) => void) | null): void; onSaved(id: string): Promise<void>; onClose(): void }

/** One area: its words, what it lies in, and its outline drawn on the map. */
export function AreaForm({ area, areas, mayEdit, handle, onDraw, onClicks, onSaved, onClose }: Props) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const palette = PALETTES[useTheme()]
  const record = useRecord(area?.id ?? null)
  const [id] = useState(() => area?.id ?? uuid7())
  const [name, setName] = useState(area?.name ?? '')
  const [code, setCode] = useState(area?.code ?? '')
  const [type, setType] = useState<AreaType>((area?.type as AreaType | undefined) ?? 'sector')
  const [parent, setParent] = useState(area?.parent ?? '')
  const [pcode, setPcode] = useState<string | null>(null)
  const [outline, setOutline] = useState<Outline>(() => startOutline((area?.polygons ?? []) as unknown as Corner[][][]))
  const [mode, setMode] = useState<'add' | 'move' | null>(null)
  const [effect, setEffect] = useState<{ looked: number; result: Restamped | null } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const standingPcode = String(record.data?.data['pcode'] ?? '')
  const crossing = useMemo(() => crossingAt(outline), [outline])
  const corners = useMemo(() => areas.filter((other) => other.id !== id).flatMap((other) => (other.polygons ?? []).flat(2) as unknown as Corner[]), [areas, id])
  useEffect(() => {
    const within = () => (NEAR_PX * (handle?.picture().metresPerPixel ?? 100)) / METRES_PER_DEGREE
    const take = mode === null ? null : (at: LonLatPoint) => setOutline((old) => {
      const here: Corner = [at.lon, at.lat]
      return mode === 'move' && !old.held ? holdCorner(old, here, within()) : putCorner(old, snapped(here, corners, within()))
    })
    onClicks(take)
    const key = (e: KeyboardEvent) => {
      const onMap = e.target instanceof HTMLElement && (e.target.closest('.areamap') !== null || e.target === document.body)
      if (take && e.key === 'Enter' && onMap && handle) {
        e.preventDefault()
        take(handle.centre())
      } else if (take && e.key === 'Delete' && onMap) {
        setOutline(dropCorner)
      }
    }
    window.addEventListener('keydown', key)
    return () => {
      window.removeEventListener('keydown', key)
      onClicks(null)
    }
  }, [mode, handle, corners, onClicks])
  useEffect(() => {
    const shapes: Shape[] = []
    if (outline.polygons.length > 0) {
      shapes.push({ type: 'Feature', properties: { stroke: palette.accent, width: 3, fill: palette.accent, fillOpacity: 0.14 }, geometry: { type: 'MultiPolygon', coordinates: outline.polygons as unknown as number[][][][] } })
    }
    if (outline.ring.length > 1) {
      shapes.push({ type: 'Feature', properties: { stroke: palette.accent, width: 2, dash: true }, geometry: { type: 'LineString', coordinates: outline.ring as unknown as number[][] } })
    }
    const dot = (at: readonly number[], look: Shape['properties']) => shapes.push({ type: 'Feature', properties: look, geometry: { type: 'Point', coordinates: [...at] } })
    if (mode !== null) {
      outline.polygons.flat(2).slice(0, 2000).forEach((at) => dot(at, { radius: 4, fill: palette.paper, stroke: palette.accent, width: 2 }))
    }
    outline.ring.forEach((at) => dot(at, { radius: 4, fill: palette.paper, stroke: palette.accent, width: 2 }))
    const { held } = outline
    const inHand = held ? outline.polygons[held[0]]?.[held[1]]?.[held[2]] : undefined
    if (inHand) {
      dot(inHand, { radius: 8, fill: palette.accent, stroke: palette.paper, width: 2 })
    }
    if (crossing) {
      dot(crossing, { radius: 9, fill: palette.paper, fillOpacity: 0, stroke: palette.severity[4], width: 3 })
    }
    onDraw(shapes)
    return () => onDraw([])
  }, [outline, crossing, mode, palette, onDraw])
  const ended = () => (outline.ring.length > 2 ? finishRing(outline, false) : outline)
  const dataOf = () => ({ name: name.trim(), code: code.trim(), type, parent: parent || null, pcode: (pcode ?? standingPcode).trim() || null, polygons: ended().polygons.length > 0 ? ended().polygons : null })
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const count = () => run(async () => {
    const { name: called, code: coded, type: typed, parent: above, polygons } = dataOf()
    setEffect({ looked: 0, result: null })
    setEffect({ looked: 0, result: await restamp({ dryRun: true, changes: [{ id, name: called, code: coded, type: typed, parent: above, polygons }] }, (looked) => setEffect({ looked, result: null })) })
  })
  const save = () => run(async () => {
    const data = dataOf()
    if (record.data) {
      await api(`/api/records/${encodeURIComponent(id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: record.data.version, patch: { fields: data } } })
    } else {
      await api<RecordView>('/api/records', { method: 'POST', body: { id, kind: 'area', data: Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null)) } })
    }
    toast(tt('saved', { name: data.name }))
    setMode(null)
    setOutline((old) => startOutline(finishRing(old, false).polygons))
    await onSaved(id)
  })
  const above = areas.filter((other) => other.id !== id && !liesIn(areas, other.id, id))
  const edges = outline.polygons.flat()
  return (
    <form className="stack areaform" aria-label={name || tt('new')} onSubmit={(e) => { e.preventDefault(); void save() }}>
      <div className="row"><h2 className="grow" dir="auto">{name || tt('new')}</h2>{record.data && <Link className="btn small" to={`/records/${record.data.ref}`}>{tt('history')}</Link>}<button type="button" className="btn small" onClick={onClose}>{tt('close')}</button></div>
      <fieldset className="plainset stack" disabled={!mayEdit}>
        <div className="field"><label htmlFor="area-name">{tt('name')}</label><input id="area-name" className="input" dir="auto" required maxLength={200} value={name} onChange={(e) => setName(e.target.value)} /></div>
        <div className="areapair">
          <div className="field"><label htmlFor="area-code">{tt('code')}</label><input id="area-code" className="input mono" dir="ltr" required maxLength={40} value={code} onChange={(e) => setCode(e.target.value)} /></div>
          <div className="field"><label htmlFor="area-pcode">{tt('pcode')}</label><input id="area-pcode" className="input mono" dir="ltr" maxLength={32} value={pcode ?? standingPcode} onChange={(e) => setPcode(e.target.value)} /></div>
          <div className="field"><label htmlFor="area-type">{tt('type')}</label><select id="area-type" className="select" value={type} onChange={(e) => setType(e.target.value as AreaType)}>{AREA_TYPES.map((one) => <option key={one} value={one}>{label(`value.${one}`, one)}</option>)}</select></div>
          <div className="field"><label htmlFor="area-parent">{tt('parent')}</label><select id="area-parent" className="select" value={parent} onChange={(e) => setParent(e.target.value)}><option value="">{tt('top')}</option>{above.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></div>
        </div>
        <div role="group" aria-label={tt('outline')} className="stack">
          <strong>{tt('outline')}</strong>
          <div className="row wrap">
            <button type="button" className="btn small" aria-pressed={mode === 'add'} onClick={() => setMode(mode === 'add' ? null : 'add')}>{tt('mode.add')}</button>
            <button type="button" className="btn small" aria-pressed={mode === 'move'} disabled={edges.length === 0} onClick={() => setMode(mode === 'move' ? null : 'move')}>{tt('mode.move')}</button>
            <button type="button" className="btn small" disabled={outline.past.length === 0 && outline.ring.length === 0} onClick={() => setOutline(undoOutline)}>{tt('undo')}</button>
            <button type="button" className="btn small" disabled={edges.length === 0} onClick={() => setOutline(clearOutline)}>{tt('clear')}</button>
          </div>
          {mode === 'add' && (
            <div className="row wrap">
              <button type="button" className="btn small" disabled={!handle} onClick={() => { const at = handle?.centre(); if (at) { setOutline((old) => putCorner(old, [Math.round(at.lon * 1e6) / 1e6, Math.round(at.lat * 1e6) / 1e6])) } }}>{tt('put')}</button>
              <button type="button" className="btn small" disabled={outline.ring.length < 3} onClick={() => setOutline((old) => finishRing(old, false))}>{tt('finish')}</button>
              <button type="button" className="btn small" disabled={outline.ring.length < 3 || outline.polygons.length === 0} onClick={() => setOutline((old) => finishRing(old, true))}>{tt('hole')}</button>
            </div>
          )}
          {mode === 'move' && <div className="row wrap"><button type="button" className="btn small" disabled={!outline.held} onClick={() => setOutline(dropCorner)}>{tt('remove-corner')}</button></div>}
          {mode && <p className="hint">{tt(mode === 'add' ? 'outline.how' : 'outline.move')}</p>}
          <p className="quiet small" role="status">{tt('drawn', { p: number(outline.polygons.length), h: number(edges.length - outline.polygons.length), c: number(edges.reduce((sum, ring) => sum + ring.length - 1, 0)), open: number(outline.ring.length) })}</p>
          {crossing && <p className="notice warning" role="alert">{tt('crosses', { at: `${crossing[1].toFixed(5)}, ${crossing[0].toFixed(5)}` })}</p>}
        </div>
        {effect && <Effect effect={effect} areas={areas} />}
        {error ? <ProblemNotice error={error} /> : null}
        {mayEdit && (
          <div className="row wrap">
            <button type="submit" className="btn primary" disabled={busy || crossing !== null || name.trim() === '' || code.trim() === ''}>{tt('save')}</button>
            <button type="button" className="btn" disabled={busy || crossing !== null || name.trim() === '' || code.trim() === ''} onClick={() => void count()}>{tt('effect')}</button>
          </div>
        )}
      </fieldset>
      {!mayEdit && <p className="notice">{tt('readonly')}</p>}
    </form>
  )
}

/** Does an area lie in another, by the tree as it stands? */
export function liesIn(areas: readonly AreaItem[], id: string, above: string): boolean {
  const seen = new Set<string>()
  for (let at: string | null = id; at !== null && !seen.has(at); at = areas.find((one) => one.id === at)?.parent ?? null) {
    if (at === above) {
      return true
    }
    seen.add(at)
  }
  return false
}
