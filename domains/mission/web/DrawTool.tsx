import { Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { LEVELS, levelRank } from '../../../core/handling.ts'
import type { Level } from '../../../core/handling.ts'
import { ProblemNotice, queryClient, toast, useRecord, useSession, useTexts, useWords, uuid7, writeOrKeep } from '../../../web/face.ts'
import type { RecordView, Shape, ToolProps } from '../../../web/face.ts'
import { OVERLAY_COLOURS, OVERLAY_SHAPES } from '../shared/overlay.ts'
import type { Overlay } from '../shared/overlay.ts'
import { ROWS } from './draw.texts.ts'
import { readOverlayFile } from './overlay-import.ts'
import { drawnColours, overlayShapes } from './overlay-shapes.ts'
import { change, finish, MOST_FEATURES, place, redo, settle, startSketch, undo } from './sketch.ts'
import type { Pen, Sketch } from './sketch.ts'

/** Draw an overlay, or change the one that was chosen on the map. */
export function DrawTool(props: ToolProps) {
  const standing = useRecord(props.chosen)
  if (props.chosen !== null && !standing.data) {
    return null
  }
  return <Draw key={standing.data?.id ?? 'new'} {...props} record={standing.data ?? null} />
}

function Draw({ colours, draw, listen, centre, close, record }: ToolProps & { record: RecordView | null }) {
  const tt = useTexts(ROWS)
  const { number, label } = useWords()
  const { me } = useSession()
  const data = record?.data as unknown as Overlay | undefined
  const mayEdit = record === null || record.can.includes('edit')
  const [id] = useState(() => record?.id ?? uuid7())
  const [name, setName] = useState(data?.name ?? '')
  const [sketch, setSketch] = useState<Sketch>(() => startSketch(data?.features ?? []))
  const [pen, setPen] = useState<Pen>({ shape: 'polygon', colour: 'blue', text: '', dash: false })
  const [level, setLevel] = useState<Level>(record?.handling.level ?? 'U')
  const [problem, setProblem] = useState<unknown>(null)
  const [told, setTold] = useState('')
  const [saving, setSaving] = useState(false)
  const panel = useRef<HTMLDivElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const act = useRef({ pen, centre })
  useEffect(() => {
    act.current = { pen, centre }
  })
  useEffect(() => panel.current?.focus(), [])
  useEffect(() => (mayEdit ? listen({ click: (at, double) => setSketch((s) => (double ? finish(s, act.current.pen, uuid7()) : place(s, act.current.pen, at, uuid7()))) }) : undefined), [listen, mayEdit])
  useEffect(() => {
    const palette = drawnColours(colours)
    const shapes: Shape[] = sketch.features.flatMap((f) => overlayShapes(f, f.id, palette, true))
    const stroke = palette[pen.colour]
    if (sketch.corners.length > 1) {
      shapes.push({ type: 'Feature', properties: { stroke, width: 2, dash: true }, geometry: { type: 'LineString', coordinates: sketch.corners.map((c) => [...c]) } })
    }
    sketch.corners.forEach((c) => shapes.push({ type: 'Feature', properties: { radius: 4, fill: colours.paper, stroke, width: 2 }, geometry: { type: 'Point', coordinates: [...c] } }))
    draw(shapes)
    return () => draw(null)
  }, [sketch, pen.colour, colours, draw])
  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      const typing = e.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'z' && !typing) {
        e.preventDefault()
        e.stopPropagation()
        setSketch((s) => (e.shiftKey ? redo(s) : undo(s)))
      } else if (e.key === 'Enter' && (e.target === panel.current || (e.target instanceof HTMLElement && e.target.closest('.mapcanvas') !== null))) {
        e.preventDefault()
        setSketch((s) => place(s, act.current.pen, act.current.centre(), uuid7()))
      }
    }
    window.addEventListener('keydown', key, true)
    return () => window.removeEventListener('keydown', key, true)
  }, [])
  const save = async () => {
    setSaving(true)
    setProblem(null)
    const ended = settle(sketch, pen, uuid7())
    setSketch(ended)
    const at = new Date().toISOString()
    const next = { name: name.trim(), ...(data?.note ? { note: data.note } : {}), features: ended.features }
    try {
      const key = uuid7()
      const answer = record
        ? await writeOrKeep({ key, path: `/api/records/${record.id}/actions`, label: next.name, body: { type: 'edit', basedOn: record.version, patch: { fields: next }, at } as never })
        : await writeOrKeep({ key, path: '/api/records', label: next.name, body: { id, kind: 'overlay', data: next, handling: { level, compartments: [], owner: me.org, releasableTo: ['*'], caveats: [] }, at } as never })
      void queryClient.invalidateQueries({ queryKey: ['records'] })
      void queryClient.invalidateQueries({ queryKey: ['record', id] })
      toast(tt(answer === null ? 'kept' : 'saved', { name: next.name }))
      close()
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  const take = async (chosen: File) => {
    try {
      const read = await readOverlayFile(chosen.name, new Uint8Array(await chosen.arrayBuffer()), uuid7)
      const room = read.features.slice(0, MOST_FEATURES - sketch.features.length)
      setSketch((s) => change(s, [...s.features, ...room]))
      setName((old) => old || chosen.name.replace(/\.[a-z0-9]+$/i, ''))
      setTold(tt('imported', { n: number(room.length), file: chosen.name, left: number(read.left + read.features.length - room.length), thinned: number(read.thinned) }))
    } catch (error) {
      setTold(tt('import.failed', { file: chosen.name, problem: error instanceof Error ? error.message : String(error) }))
    }
  }
  const ready = name.trim() !== '' && settle(sketch, pen, 'next').features.length > 0
  return (
    <div className="toolpanel" ref={panel} tabIndex={-1} role="group" aria-label={label('kind.overlay')}>
      {!mayEdit && <p className="note">{tt('readonly')}</p>}
      <input className="input" name="overlay-name" value={name} maxLength={120} disabled={!mayEdit} placeholder={tt('name')} aria-label={tt('name')} onChange={(e) => setName(e.target.value)} />
      {mayEdit && (
        <>
          <div className="buttons" role="group" aria-label={label('facet.shape')}>
            {OVERLAY_SHAPES.map((shape) => <button key={shape} type="button" className="btn small" aria-pressed={pen.shape === shape} onClick={() => { setSketch((s) => settle(s, pen, uuid7())); setPen({ ...pen, shape }); panel.current?.focus() }}>{tt(`shape.${shape}`)}</button>)}
          </div>
          <p className="note">{tt(pen.shape === 'circle' ? 'how.circle' : pen.shape === 'line' || pen.shape === 'polygon' ? 'how.line' : 'how.point')}</p>
          <div className="buttons">
            <select className="input" aria-label={tt('colour')} value={pen.colour} onChange={(e) => setPen({ ...pen, colour: e.target.value as Pen['colour'] })}>
              {OVERLAY_COLOURS.map((c) => <option key={c} value={c}>{tt(`colour.${c}`)}</option>)}
            </select>
            <input className="input" value={pen.text} maxLength={200} placeholder={tt('text')} aria-label={tt('text')} onChange={(e) => setPen({ ...pen, text: e.target.value })} />
            <label className="check"><input type="checkbox" checked={pen.dash} onChange={(e) => setPen({ ...pen, dash: e.target.checked })} />{tt('dash')}</label>
          </div>
          <div className="buttons">
            <button type="button" className="btn small" onClick={() => setSketch((s) => place(s, pen, centre(), uuid7()))}>{tt('place')}</button>
            <button type="button" className="btn small" disabled={sketch.corners.length < 2} onClick={() => setSketch((s) => finish(s, pen, uuid7()))}>{tt('finish')}</button>
            <button type="button" className="btn small" disabled={sketch.past.length === 0 && sketch.corners.length === 0} onClick={() => setSketch(undo)}>{tt('undo')}</button>
            <button type="button" className="btn small" disabled={sketch.future.length === 0} onClick={() => setSketch(redo)}>{tt('redo')}</button>
            <button type="button" className="btn small" onClick={() => file.current?.click()}>{tt('import')}</button>
            <input ref={file} type="file" hidden accept=".geojson,.json,.gpx,.kml,.kmz,.zip" aria-label={tt('import')} onChange={(e) => { const [chosen] = e.target.files ?? []; e.target.value = ''; if (chosen) { void take(chosen) } }} />
          </div>
          {told && <p className="note" role="status">{told}</p>}
          {sketch.features.length >= MOST_FEATURES && <p className="note">{tt('too-many', { n: number(MOST_FEATURES) })}</p>}
        </>
      )}
      <p className="note">{tt('drawn', { n: number(sketch.features.length) })}</p>
      <ul className="drawn">
        {sketch.features.slice(-20).map((f) => {
          const what = `${tt(`shape.${f.shape}`)} ${tt(`colour.${f.colour}`)}${f.text ? ` · ${f.text}` : ''}`
          return <li key={f.id}><span>{what}</span>{mayEdit && <button type="button" className="btn icon ghost small" aria-label={tt('remove', { what })} onClick={() => setSketch((s) => change(s, s.features.filter((other) => other.id !== f.id)))}><Trash2 size={14} /></button>}</li>
        })}
      </ul>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="buttons">
        {record === null && (
          <select className="input" aria-label={tt('level')} value={level} onChange={(e) => setLevel(e.target.value as Level)}>
            {LEVELS.filter((l) => levelRank(l) <= levelRank(me.clearance)).map((l) => <option key={l} value={l}>{label(`value.${l}`)}</option>)}
          </select>
        )}
        {mayEdit && <button type="button" className="btn primary" disabled={!ready || saving} title={ready ? undefined : tt('needs')} onClick={() => void save()}>{tt('save')}</button>}
        <button type="button" className="btn" onClick={close}>{tt('close')}</button>
      </div>
    </div>
  )
}
