import { useQuery } from '@tanstack/react-query'
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { valueWords } from '../registry.ts'
import { Card, FullTime, Severity } from '../shell/parts.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Told } from '../refusals/Told.tsx'
import { useRefusals } from '../refusals/use-refusals.ts'
import { ROWS } from './import.texts.ts'
import { stillMissing, suggestionKey } from './mapping.ts'
import { MappingTable } from './MappingCard.tsx'
import { PastImports } from './PastImports.tsx'
import { RunResult } from './RunResult.tsx'
import { dayName } from '../time/format.ts'
import type { Choice, Job, Mapping, Preview, Suggestion } from './types.ts'
import './import.css'

const ENCODINGS = ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'] as const

/** A table or the points of a map from outside: drop it, see how it is understood, try it dry, take it in, take it back. */
export function ImportPage() {
  const tt = useTexts(ROWS)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [key, setKey] = useState('')
  const [mapping, setMapping] = useState<Mapping>({ columns: {} })
  const [choice, setChoice] = useState<Choice>({})
  const [running, setRunning] = useState<string | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const asked = useRef(0)
  // Whoever comes back finds the run they left.
  const left = useQuery({ queryKey: ['jobs'], queryFn: () => api<{ items: Job[] }>('/api/jobs') })
  const watched = running ?? left.data?.items.find((one) => one.name === 'import' && one.state === 'running')?.id ?? null
  const job = useQuery({ queryKey: ['job', watched], enabled: watched !== null, queryFn: () => api<Job>(`/api/jobs/${encodeURIComponent(watched ?? '')}`), refetchInterval: (q) => (q.state.data && q.state.data.state !== 'running' ? false : 500), staleTime: 0 })

  const suggestion = preview?.suggestions.find((one) => suggestionKey(one) === key)
  const mapped = suggestion?.mapping !== null && suggestion !== undefined
  const fields = preview?.suggestions.find((one) => one.fields)?.fields
  const ready = suggestion !== undefined && (!mapped || stillMissing(mapping).length === 0)

  async function guarded(work: () => Promise<void>) {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  function begin(seen: Preview) {
    const first = seen.suggestions.find((one) => one.format === seen.format && (one.saved || seen.format !== 'table')) ?? seen.suggestions.findLast((one) => one.saved) ?? seen.suggestions.find((one) => one.format === 'table') ?? seen.suggestions[0]
    setPreview(seen)
    setKey(first ? suggestionKey(first) : '')
    setMapping(first?.mapping ?? { columns: {} })
  }
  const take = (file: File) => guarded(async () => {
    setRunning(null)
    setPreview(null)
    setChoice({})
    const form = new FormData()
    form.append('file', file)
    begin(await api<Preview>('/api/import/preview', { method: 'POST', form }))
  })
  const lookAgain = (more: Choice) => guarded(async () => {
    const next = { ...choice, ...more }
    setChoice(next)
    begin(await api<Preview>(`/api/import/preview/${preview?.upload ?? ''}`, { method: 'POST', body: { choice: next } }))
  })
  /** The rows as records with what is chosen now; an answer that comes late is not shown. */
  async function show(one: Suggestion, next: Mapping) {
    asked.current += 1
    const turn = asked.current
    try {
      const seen = await api<Preview>(`/api/import/preview/${preview?.upload ?? ''}`, { method: 'POST', body: { choice, format: one.format, ...(one.mapping ? { mapping: next } : {}) } })
      if (turn === asked.current) {
        setPreview((before) => (before ? { ...before, records: seen.records, why: seen.why } : before))
      }
    } catch (problem) {
      setError(problem)
    }
  }
  function choose(one: Suggestion) {
    setKey(suggestionKey(one))
    const next = one.mapping ?? { columns: {} }
    setMapping(next)
    void show(one, next)
  }
  function remap(next: Mapping) {
    setMapping(next)
    if (suggestion && stillMissing(next).length === 0) {
      void show(suggestion, next)
    }
  }
  const run = (dryRun: boolean) => guarded(async () => {
    const { job: id } = await api<{ job: string }>(`/api/import/${preview?.upload ?? ''}`, { method: 'POST', body: { format: suggestion?.format ?? '', dryRun, choice, ...(mapped ? { mapping } : {}) } })
    setRunning(id)
  })
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- dropping is a second way beside the file field inside
    <div
      className="page narrowpage stack importpage" data-over={over || undefined}
      onDragOver={(e) => { e.preventDefault(); setOver(true) }} onDragLeave={(e) => { if (e.currentTarget === e.target) { setOver(false) } }}
      onDrop={(e) => { e.preventDefault(); setOver(false); const [dropped] = e.dataTransfer.files; if (dropped) { void take(dropped) } }}
    >
      <header><h1>{tt('title')}</h1><p className="quiet">{tt('lead')}</p></header>
      <label className="drop" data-over={over || undefined}>
        <FileUp size={24} aria-hidden="true" />
        <strong dir="auto">{preview ? preview.name : tt('drop')}</strong>
        <span className="quiet small">{preview ? tt('other') : tt('formats')}</span>
        <input type="file" className="sr" aria-label={tt('drop')} accept=".csv,.tsv,.txt,.xlsx,.gpx,.kml,.kmz,.zip,.geojson,.json,text/csv" onChange={(e) => { const [picked] = e.target.files ?? []; if (picked) { void take(picked) } e.target.value = '' }} />
      </label>
      {busy && !preview && <p className="quiet" role="status">{tt('reading')}</p>}
      {error !== null && <ProblemNotice error={error} kept={tt('kept')} />}
      {preview && (
        <>
          <FileFacts key={`${preview.upload} ${preview.found.headerRow}`} preview={preview} choice={choice} onChange={(more) => void lookAgain(more)} />
          <Card title={tt('how')} id="how"><div className="stack">
            <div className="field"><label htmlFor="format">{tt('format')}</label><select id="format" className="select" value={key} onChange={(e) => { const one = preview.suggestions.find((s) => suggestionKey(s) === e.target.value); if (one) { choose(one) } }}>{preview.suggestions.map((s) => <option key={suggestionKey(s)} value={suggestionKey(s)}>{s.saved ? tt('saved', { name: s.title }) : s.format === 'table' ? tt('table') : s.title}</option>)}</select>{!mapped && suggestion && <span className="hint">{tt('detected')}</span>}</div>
            {mapped && suggestion && <MappingTable key={key} preview={preview} suggestion={fields ? { ...suggestion, fields } : suggestion} mapping={mapping} onChange={remap} onKept={() => void lookAgain({})} />}
            <div className="row wrap"><button type="button" className="btn primary" disabled={busy || !ready} onClick={() => void run(true)}>{tt('dry')}</button><button type="button" className="btn" disabled={busy || !ready} onClick={() => void run(false)}>{tt('run')}</button><span className="quiet small">{tt('again')}</span></div>
          </div></Card>
        </>
      )}
      {job.error && <ProblemNotice error={job.error} retry={() => void job.refetch()} />}
      {job.data && <RunResult key={job.data.id} job={job.data} onRun={preview ? () => void run(false) : null} />}
      {preview && <Records preview={preview} ready={ready} kind={suggestion?.kind || 'incident'} />}
      <PastImports />
    </div>
  )
}

function FileFacts({ preview, choice, onChange }: { preview: Preview; choice: Choice; onChange(choice: Choice): void }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { found } = preview
  const [row, setRow] = useState(String(found.headerRow))
  const said = () => { const n = Number(row); if (Number.isInteger(n) && n >= 1 && n <= 1000 && n !== found.headerRow) { onChange({ headerRow: n }) } }
  return (
    <Card title={tt('file')} id="file" side={<span className="quiet small">{tt(preview.more ? 'found.more' : 'found', { rows: number(preview.looked), columns: number(preview.columns.length) })}</span>}>
      <div className="stack">
        {(found.kind === 'csv' || found.kind === 'xlsx') && (
          <div className="tablefacts">
            {found.sheets && found.sheets.length > 1 && <div className="field"><label htmlFor="sheet">{tt('sheet')}</label><select id="sheet" className="select" value={found.sheet} onChange={(e) => onChange({ sheet: e.target.value })}>{found.sheets.map((name) => <option key={name}>{name}</option>)}</select></div>}
            <div className="field"><label htmlFor="header-row">{tt('header')}</label><input id="header-row" className="input" type="number" min={1} max={1000} value={row} onChange={(e) => setRow(e.target.value)} onBlur={said} onKeyDown={(e) => { if (e.key === 'Enter') { said() } }} /></div>
            {found.delimiter !== undefined && <div className="field"><label htmlFor="delimiter">{tt('delimiter')}</label><select id="delimiter" className="select" value={choice.delimiter ?? found.delimiter} onChange={(e) => onChange({ delimiter: e.target.value })}>{[',', ';', '\t', '|'].map((d) => <option key={d} value={d}>{d === '\t' ? tt('delimiter.tab') : d}</option>)}</select></div>}
            {found.encoding !== undefined && <div className="field"><label htmlFor="encoding">{tt('encoding')}</label><select id="encoding" className="select" value={choice.encoding ?? found.encoding} onChange={(e) => onChange({ encoding: e.target.value })}>{ENCODINGS.map((one) => <option key={one} value={one}>{one.toUpperCase()}</option>)}</select></div>}
          </div>
        )}
        {found.notes.length > 0 && <ul className="small quiet">{found.notes.map((note) => <li key={note}><Told text={note} /></li>)}</ul>}
      </div>
    </Card>
  )
}

function Records({ preview, ready, kind }: { preview: Preview; ready: boolean; kind: string }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const title = tt('preview', { n: number(preview.records.length) })
  const say = useRefusals(preview.why !== null || preview.records.some((one) => !one.ok))
  return (
    <Card title={title} id="records">
      {!ready && <p className="quiet">{tt('preview.none')}</p>}
      {ready && preview.why !== null && <p className="notice warning" dir={say(preview.why).dir}>{say(preview.why).text}</p>}
      {ready && preview.records.length > 0 && (
        <div className="previewbox" tabIndex={0} role="region" aria-label={title}><table>
          <thead><tr><th scope="col">{tt('row')}</th><th scope="col">{tt('what')}</th><th scope="col">{tt('when')}</th><th scope="col">{tt('where')}</th></tr></thead>
          <tbody>{preview.records.map((one) => (one.ok
            ? <tr key={one.row}><td>{one.row}</td><td className="wraps"><span className="row"><Severity value={one.severity} /><span><span dir="auto">{one.title}</span> <span className="quiet small">{valueWords(kind, 'category', one.category, locale) ?? one.category}</span></span></span></td><td>{one.day ? <time dateTime={one.day} className="nowrap">{dayName(one.day, locale)}</time> : one.happened && <FullTime at={one.happened} />}</td><td>{one.place && <bdi>{one.place} </bdi>}{one.mgrs ? <span className="mono small">{one.mgrs}</span> : <span className="quiet small">{tt('nowhere')}</span>}</td></tr>
            : <tr key={one.row}><td>{one.row}</td><td colSpan={3} className="wraps bad" dir="auto">{one.errors.map((e) => `${e.column}: ${say(e.problem).text}. ${say(e.fix).text}`).join(' ')}</td></tr>
          ))}</tbody>
        </table></div>
      )}
    </Card>
  )
}
