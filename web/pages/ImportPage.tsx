import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { queryClient } from '../api/client.ts'
import { api, apiFile } from '../api/http.ts'
import { useJob } from '../api/queries.ts'
import type { ImportPreview, ImportSuggestion, Job } from '../api/types.ts'
import { useWords } from '../i18n/i18n.tsx'
import { saveFile } from '../list/ExportMenu.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Link } from '../link.tsx'

type Mapping = { columns?: Record<string, string>; [more: string]: unknown }

/** A table from outside: drop it, see how it is read, try it dry, take it in. */
export function ImportPage() {
  const { t } = useWords()
  const [file, setFile] = useState<File | null>(null)
  const [preview, setPreview] = useState<ImportPreview | null>(null)
  const [format, setFormat] = useState('')
  const [columns, setColumns] = useState<Record<string, string>>({})
  const [job, setJob] = useState<{ id: string; dry: boolean } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const running = useJob(job?.id ?? null)
  const chosen = preview?.suggestions.find((s) => s.format === format)
  const mapping = chosen?.mapping as Mapping | null | undefined

  async function take(next: File) {
    setFile(next)
    setPreview(null)
    setJob(null)
    setError(null)
    setBusy(true)
    try {
      const form = new FormData()
      form.append('file', next)
      const seen = await api<ImportPreview>('/api/import/preview', { method: 'POST', form })
      setPreview(seen)
      choose(seen, seen.format ?? seen.suggestions[0]?.format ?? 'table')
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  function choose(seen: ImportPreview, next: string) {
    setFormat(next)
    setColumns((seen.suggestions.find((s) => s.format === next)?.mapping as Mapping | null)?.columns ?? {})
  }
  async function run(dry: boolean) {
    if (!file) {
      return
    }
    setBusy(true)
    setError(null)
    try {
      const form = new FormData()
      form.append('format', format)
      if (mapping) {
        form.append('mapping', JSON.stringify({ ...mapping, columns }))
      }
      if (dry) {
        form.append('dryRun', 'true')
      }
      form.append('file', file)
      const { job: id } = await api<{ job: string }>('/api/import', { method: 'POST', form })
      setJob({ id, dry })
    } catch (problem) {
      setError(problem)
    }
    setBusy(false)
  }
  return (
    <div className="page narrowpage stack">
      <header><h1>{t('import.title')}</h1><p className="quiet">{t('import.lead')}</p></header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- dropping is a second way beside the file field inside */}
      <label
        className="drop" data-over={over || undefined}
        onDragOver={(e) => { e.preventDefault(); setOver(true) }} onDragLeave={() => setOver(false)}
        onDrop={(e) => { e.preventDefault(); setOver(false); const [dropped] = e.dataTransfer.files; if (dropped) { void take(dropped) } }}
      >
        <FileUp size={24} aria-hidden="true" />
        <strong>{file ? file.name : t('import.drop')}</strong>
        <span className="quiet small">{t('import.formats')}</span>
        <input type="file" className="sr" accept=".csv,.tsv,.txt,.xlsx,text/csv" onChange={(e) => { const [picked] = e.target.files ?? []; if (picked) { void take(picked) } e.target.value = '' }} />
      </label>
      {busy && !preview && <p className="quiet" role="status">{t('import.reading')}</p>}
      {error !== null && <ProblemNotice error={error} kept={t('import.kept')} />}
      {preview && (
        <>
          <section className="card"><header><h3 className="grow">{t('import.how')}</h3></header><div className="body stack">
            <div className="field"><label htmlFor="format">{t('import.format')}</label><select id="format" className="select" value={format} onChange={(e) => choose(preview, e.target.value)}>{preview.suggestions.map((s) => <option key={s.format} value={s.format}>{s.format === 'table' ? t('import.table') : (s.title ?? s.format)}</option>)}</select>{preview.format === format && format !== 'table' && <span className="hint">{t('import.detected')}</span>}</div>
            {mapping && chosen && <Columns suggestion={chosen} columns={columns} headings={preview.columns} onChange={setColumns} />}
            <div className="row"><button type="button" className="btn primary" disabled={busy} onClick={() => void run(true)}>{t('import.dry')}</button><button type="button" className="btn" disabled={busy} onClick={() => void run(false)}>{t('import.run')}</button><span className="quiet small">{t('import.again')}</span></div>
          </div></section>
          {job && running.error && <ProblemNotice error={running.error} retry={() => void running.refetch()} />}
          {job && running.data && <Result job={running.data} id={job.id} dry={job.dry} onRun={() => void run(false)} />}
          <section className="card"><header><h3 className="grow">{t('import.preview', { n: preview.rows.length })}</h3></header>
            <div className="previewbox" tabIndex={0} role="region" aria-label={t('import.preview', { n: preview.rows.length })}><table><thead><tr>{preview.columns.map((c, i) => <th key={i} dir="auto">{c}</th>)}</tr></thead><tbody>{preview.rows.map((r, i) => <tr key={i}>{preview.columns.map((_, c) => <td key={c} dir="auto">{r[c]}</td>)}</tr>)}</tbody></table></div>
          </section>
        </>
      )}
    </div>
  )
}

function Columns({ suggestion, columns, headings, onChange }: { suggestion: ImportSuggestion; columns: Record<string, string>; headings: readonly string[]; onChange(columns: Record<string, string>): void }) {
  const { t, label } = useWords()
  const fields = [...new Set([...Object.keys((suggestion.mapping as Mapping).columns ?? {}), ...(suggestion.missing ?? [])])]
  return (
    <div className="mapping" role="group" aria-label={t('import.columns')}>
      {fields.map((field) => (
        <label key={field} className="row"><span className="mapname">{label(`import.${field}`)}{suggestion.missing?.includes(field) && !columns[field] ? <span className="tag warning">{t('form.required')}</span> : null}</span>
          <select className="select" value={columns[field] ?? ''} onChange={(e) => { const { [field]: _old, ...rest } = columns; onChange(e.target.value ? { ...rest, [field]: e.target.value } : rest) }}>
            <option value="">{t('import.none')}</option>{headings.map((h) => <option key={h}>{h}</option>)}
          </select></label>
      ))}
    </div>
  )
}

function Result({ job, id, dry, onRun }: { job: Job; id: string; dry: boolean; onRun(): void }) {
  const { t, number } = useWords()
  const { result, progress } = job
  if (job.state === 'running') {
    return (
      <section className="card"><div className="body stack" role="status">
        <strong>{t(dry ? 'import.running-dry' : 'import.running')}</strong>
        <progress max={Math.max(1, progress.total)} {...(progress.total > 0 ? { value: progress.done } : {})} aria-label={t('import.running')} />
        <span className="row"><span className="quiet small grow">{t('import.leave')}</span><button type="button" className="btn small" onClick={() => void api(`/api/jobs/${encodeURIComponent(id)}`, { method: 'DELETE' })}>{t('import.stop')}</button></span>
      </div></section>
    )
  }
  if (!result) {
    return <div className="notice critical" role="alert"><div><strong>{job.problem?.title ?? t('import.failed')}</strong><p dir="auto">{job.problem?.detail}</p></div></div>
  }
  if (!dry) {
    void queryClient.invalidateQueries({ queryKey: ['records'] })
  }
  return (
    <section className="card"><header><h3 className="grow">{t(dry ? 'import.would' : 'import.done')}</h3>{dry && <button type="button" className="btn small primary" onClick={onRun}>{t('import.run')}</button>}{!dry && <Link className="btn small" to="/?t=all">{t('nav.room')}</Link>}</header><div className="body stack">
      <dl className="figures">{(['read', 'added', 'changed', 'unchanged', 'rejected'] as const).map((k) => <div key={k} data-bad={(k === 'rejected' && result.rejected > 0) || undefined}><dt>{t(`import.${k}`)}</dt><dd>{number(result[k])}</dd></div>)}</dl>
      {result.errors.length > 0 && (
        <>
          <div className="row"><strong className="grow">{t('import.errors', { n: number(result.rejected), shown: number(Math.min(50, result.errors.length)) })}</strong>
            {job.files?.includes('rejected.csv') && <button type="button" className="btn small" onClick={() => void apiFile(`/api/jobs/${encodeURIComponent(id)}/rejected.csv`).then(({ blob, name }) => saveFile(blob, name))}>{t('import.download')}</button>}</div>
          <div className="previewbox"><table><thead><tr><th>{t('import.row')}</th><th>{t('import.column')}</th><th>{t('import.value')}</th><th>{t('import.problem')}</th><th>{t('import.fix')}</th></tr></thead>
            <tbody>{result.errors.slice(0, 50).map((e, i) => <tr key={i}><td>{e.row}</td><td dir="auto">{e.column}</td><td dir="auto">{e.value}</td><td dir="auto">{e.problem}</td><td dir="auto">{e.fix}</td></tr>)}</tbody></table></div>
        </>
      )}
    </div></section>
  )
}
