import { useMemo, useState } from 'react'
import { AREA_TYPES, type AreaType } from '../../../core/area.ts'
import type { Feature } from '../../../formats/geojson.ts'
import { api, uuid7 } from '../../api/http.ts'
import type { AreaItem, RecordView } from '../../api/types.ts'
import { FileInput } from '../../form/FileInput.tsx'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { fieldsOf, levelOf, MOST_AREAS, readAreaFile, rowsOf, suggestAreaMapping, type AreaLayer, type AreaMapping, type AreaRow } from './area-read.ts'
import { ROWS } from './areas.texts.ts'
import { Effect } from './Effect.tsx'
import { restamp, type Restamped } from './restamp.ts'

const SHOWN = 100
const NONE: readonly Feature[] = []

/** Boundaries out of a file: which field is what, what would become of each row, what it means for records, and taking them. */
export function AreaImport({ areas, onSaved, onClose }: { areas: readonly AreaItem[]; onSaved(): Promise<void>; onClose(): void }) {
  const tt = useTexts(ROWS)
  const { label, number } = useWords()
  const [layers, setLayers] = useState<readonly AreaLayer[]>([])
  const [chosen, setChosen] = useState(0)
  const [over, setOver] = useState(false)
  const [mapping, setMapping] = useState<AreaMapping>({ name: '', code: '', pcode: '', parent: '' })
  const [type, setType] = useState<AreaType>('admin2')
  const [under, setUnder] = useState('')
  const [effect, setEffect] = useState<{ looked: number; result: Restamped | null } | null>(null)
  const [progress, setProgress] = useState<{ n: number; bad: number; of: number; done: boolean } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const features = layers[chosen]?.features ?? NONE
  const fields = useMemo(() => fieldsOf(features), [features])
  const rows = useMemo(() => rowsOf(features, mapping, areas, type, under || null), [features, mapping, areas, type, under])
  const good = rows.filter((row) => row.problems.length === 0)
  const busy = (progress !== null && !progress.done) || (effect !== null && effect.result === null)
  const pick = (from: readonly AreaLayer[], index: number) => {
    setChosen(index)
    setEffect(null)
    setProgress(null)
    const found = fieldsOf(from[index]?.features ?? NONE)
    setMapping(suggestAreaMapping(found))
    const level = levelOf(found)
    if (level) {
      setType(level)
    }
  }
  const load = async (file: File) => {
    setError(null)
    setProgress(null)
    setEffect(null)
    try {
      const read = await readAreaFile(file.name, new Uint8Array(await file.arrayBuffer()))
      setLayers(read)
      pick(read, 0)
    } catch (problem) {
      setLayers([])
      setError(problem)
    }
  }
  const idsOf = () => new Map(good.map((row) => [row.row, row.id ?? uuid7()]))
  const parentOf = (row: AreaRow, ids: ReadonlyMap<number, string>) => (row.parent === null ? null : 'id' in row.parent ? row.parent.id : (ids.get(row.parent.row) ?? null))
  const count = async () => {
    setError(null)
    setEffect({ looked: 0, result: null })
    try {
      const ids = idsOf()
      setEffect({ looked: 0, result: await restamp({ dryRun: true, changes: good.map((row) => ({ id: ids.get(row.row) ?? '', code: row.code, name: row.name, type, parent: parentOf(row, ids), polygons: row.polygons })) }, (looked) => setEffect({ looked, result: null })) })
    } catch (problem) {
      setEffect(null)
      setError(problem)
    }
  }
  const take = async () => {
    setError(null)
    const ids = idsOf()
    let [n, bad] = [0, 0]
    for (const row of good) {
      setProgress({ n, bad, of: good.length, done: false })
      const id = ids.get(row.row) ?? uuid7()
      const data = { name: row.name, code: row.code, type, polygons: row.polygons, ...(row.pcode ? { pcode: row.pcode } : {}), ...(parentOf(row, ids) ? { parent: parentOf(row, ids) } : {}) }
      try {
        if (row.id) {
          const standing = await api<RecordView>(`/api/records/${encodeURIComponent(row.id)}`)
          await api(`/api/records/${encodeURIComponent(row.id)}/actions`, { method: 'POST', body: { type: 'edit', basedOn: standing.version, patch: { fields: data } } })
        } else {
          await api('/api/records', { method: 'POST', body: { id, kind: 'area', data } })
        }
        n += 1
      } catch (problem) {
        bad += 1
        setError(problem)
      }
    }
    setProgress({ n, bad, of: good.length, done: true })
    await onSaved()
  }
  const choose = (key: keyof AreaMapping) => (
    <div className="field" key={key}><label htmlFor={`map-${key}`}>{tt(`map.${key}`)}</label><select id={`map-${key}`} className="select" value={mapping[key]} onChange={(e) => { setMapping({ ...mapping, [key]: e.target.value }); setEffect(null) }}><option value="">{tt('map.none')}</option>{fields.map((field) => <option key={field} value={field}>{field}</option>)}</select></div>
  )
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is a second way beside the file field inside
    <div
      className="stack areaform" data-over={over || undefined}
      onDragOver={(e) => { e.preventDefault(); setOver(true) }} onDragLeave={(e) => { if (e.currentTarget === e.target) { setOver(false) } }}
      onDrop={(e) => { e.preventDefault(); setOver(false); const [file] = e.dataTransfer.files; if (file) { void load(file) } }}
    >
      <div className="row"><h2 className="grow">{tt('import')}</h2><button type="button" className="btn small" onClick={onClose}>{tt('close')}</button></div>
      <div className="field"><label htmlFor="area-file">{tt('file')}</label><FileInput id="area-file" accept=".geojson,.json,.kml,.kmz,.zip" aria-describedby="area-file-hint" onChoose={(file) => { if (file) { void load(file) } }} /><p className="hint" id="area-file-hint">{tt('file.hint', { n: number(MOST_AREAS) })}</p></div>
      {error ? <ProblemNotice error={error} /> : null}
      {features.length > 0 && (
        <>
          <div className="areapair">
            {layers.length > 1 && <div className="field"><label htmlFor="import-layer">{tt('layer')}</label><select id="import-layer" className="select" value={chosen} onChange={(e) => pick(layers, Number(e.target.value))}>{layers.map((one, i) => <option key={one.name} value={i}>{one.name} ({number(one.features.length)})</option>)}</select></div>}
            {choose('name')}{choose('code')}{choose('pcode')}{choose('parent')}
            <div className="field"><label htmlFor="import-type">{tt('type')}</label><select id="import-type" className="select" value={type} onChange={(e) => { setType(e.target.value as AreaType); setEffect(null) }}>{AREA_TYPES.map((one) => <option key={one} value={one}>{label(`value.${one}`, one)}</option>)}</select></div>
            <div className="field"><label htmlFor="import-under">{tt('parent')}</label><select id="import-under" className="select" value={under} onChange={(e) => { setUnder(e.target.value); setEffect(null) }}><option value="">{tt('top')}</option>{areas.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}</select></div>
          </div>
          <p role="status" className="quiet small">{tt('rows', { n: number(good.length), made: number(good.filter((row) => !row.id).length), changed: number(good.filter((row) => row.id).length), bad: number(rows.length - good.length), shown: number(Math.min(SHOWN, rows.length)), of: number(rows.length) })}</p>
          <ul className="arearows">
            {[...rows].sort((a, b) => b.problems.length - a.problems.length || a.row - b.row).slice(0, SHOWN).map((row) => (
              <li key={row.row} data-bad={row.problems.length > 0 || undefined}>
                <span><bdi className="mono">{row.code || '–'}</bdi> <strong dir="auto">{row.name || '–'}</strong> <span className="tag">{tt(row.id ? 'row.change' : 'row.new')}</span></span>
                <span className="quiet small">{tt('row.parts', { p: number(row.polygons.length), h: number(row.holes), c: number(row.corners) })}{row.thinnedM > 0 && ` · ${tt('row.thinned', { m: number(row.thinnedM) })}`}</span>
                {row.problems.map((problem) => <span key={problem} className="small bad">{tt(`problem.${problem}`, { at: row.at ? `${row.at[1].toFixed(5)}, ${row.at[0].toFixed(5)}` : '', parent: row.parentText })}</span>)}
              </li>
            ))}
          </ul>
          {effect && <Effect effect={effect} areas={areas} />}
          {progress && <p role="status">{progress.done ? tt('taken', { n: number(progress.n), bad: number(progress.bad) }) : tt('taking', { n: number(progress.n + progress.bad), of: number(progress.of) })}</p>}
          <div className="row wrap"><button type="button" className="btn primary" disabled={busy || good.length === 0 || progress?.done === true} onClick={() => void take()}>{tt('take', { n: number(good.length) })}</button><button type="button" className="btn" disabled={busy || good.length === 0} onClick={() => void count()}>{tt('effect')}</button></div>
        </>
      )}
    </div>
  )
}
