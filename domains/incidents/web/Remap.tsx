import { useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { api, Card, ProblemNotice, useTexts, useWords } from '../../../web/face.ts'
import { labelIn, type TaxonomyBook } from '../shared/taxonomy-editions.ts'
import type { CodeUse } from './code-use.ts'
import { ROWS } from './TaxonomyPage.texts.ts'

type Preview = { plan: string; change: number; same: number; refused: Record<string, number> }
type Job = { state: string; result?: { done?: number; refused?: unknown[]; refusedLeftOut?: number; undo?: string | null } | null }

/** Records under codes that are no longer offered, each with a way to another code and back. */
export function Remap({ book, use, onDone }: { book: TaxonomyBook; use: CodeUse | undefined; onDone(): Promise<void> }) {
  const tt = useTexts(ROWS)
  const offered = new Set(book.inForce.entries.map((e) => e.code))
  const old = Object.entries(use?.records ?? {}).filter(([code, n]) => n > 0 && !offered.has(code)).sort(([a], [b]) => (a < b ? -1 : 1))
  return (
    <Card title={tt('remap')} id="remap">
      <p className="quiet small">{old.length === 0 ? tt('remap.none') : `${tt('remap.lead')} ${tt('remap.also')}`}</p>
      <ul className="editionlist">{old.map(([code, n]) => <RemapRow key={code} code={code} count={n} book={book} onDone={onDone} />)}</ul>
    </Card>
  )
}

function RemapRow({ code, count, book, onDone }: { code: string; count: number; book: TaxonomyBook; onDone(): Promise<void> }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const [to, setTo] = useState('')
  const [preview, setPreview] = useState<Preview | null>(null)
  const [running, setRunning] = useState(false)
  const [told, setTold] = useState<{ text: string; undo: string | null } | null>(null)
  const [error, setError] = useState<unknown>(null)
  const reason = tt('remap.reason', { n: book.inForce.version, from: code, to })
  const run = async (work: () => Promise<void>) => {
    setError(null)
    setRunning(true)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    } finally {
      setRunning(false)
    }
  }
  const look = () => run(async () => setPreview(await api<Preview>('/api/bulk/preview', { method: 'POST', body: { query: { kind: 'incident', where: { category: [code] } }, change: { action: 'edit', fields: { category: to, taxonomy: book.inForce.version }, reason } } })))
  const go = (plan: string) => run(async () => {
    const { job } = await api<{ job: string }>('/api/bulk', { method: 'POST', body: { plan } })
    const { result } = await finished(job)
    setPreview(null)
    setTold({ text: tt('remap.done', { n: number(result?.done ?? 0), refused: number((result?.refused?.length ?? 0) + (result?.refusedLeftOut ?? 0)) }), undo: result?.undo ?? null })
  })
  const back = (plan: string) => run(async () => {
    const { job } = await api<{ job: string }>(`/api/bulk/${encodeURIComponent(plan)}/undo`, { method: 'POST', body: { reason } })
    await finished(job)
    setTold({ text: tt('remap.undone'), undo: null })
    await onDone()
  })
  const refused = Object.values(preview?.refused ?? {}).reduce((sum, n) => sum + n, 0)
  return (
    <li className="stack">
      <div className="row wrap">
        <span className="grow"><bdi className="mono">{code}</bdi> <span dir="auto">{labelIn(book, code, locale)}</span> <span className="quiet small">{tt('used', { n: count })}</span></span>
        <select className="select" aria-label={tt('remap.to', { code })} value={to} onChange={(e) => { setTo(e.target.value); setPreview(null) }}>
          <option value="">{tt('remap.choose')}</option>
          {book.inForce.entries.filter((e) => e.code.includes('.')).map((e) => <option key={e.code} value={e.code}>{e.code} {inLocale(e.label, locale)}</option>)}
        </select>
        <button type="button" className="btn small" disabled={to === '' || running} onClick={() => void look()}>{tt('remap.preview')}</button>
      </div>
      {preview && <div className="row wrap"><span className="grow">{tt('remap.found', { n: number(preview.change), same: number(preview.same), refused: number(refused) })}</span><button type="button" className="btn small primary" disabled={preview.change === 0 || running} onClick={() => void go(preview.plan)}>{tt('remap.go', { n: number(preview.change), code: to })}</button></div>}
      {running && <p role="status" className="quiet small">{tt('remap.running')}</p>}
      {told && <div className="row wrap" role="status"><span className="grow">{told.text}</span>{told.undo && <button type="button" className="btn small" disabled={running} onClick={() => { if (told.undo) { void back(told.undo) } }}>{tt('remap.undo')}</button>}</div>}
      {error ? <ProblemNotice error={error} /> : null}
    </li>
  )
}

/** Wait for a job of one's own. Throws ApiProblem when it cannot be asked. */
async function finished(id: string): Promise<Job> {
  for (;;) {
    const job = await api<Job>(`/api/jobs/${encodeURIComponent(id)}`)
    if (job.state !== 'running') {
      return job
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
