import { useQuery } from '@tanstack/react-query'
import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { Link } from '../link.tsx'
import { Told } from '../refusals/Told.tsx'
import { ProblemNotice } from '../shell/ProblemNotice.tsx'
import { Card, FullTime } from '../shell/parts.tsx'
import { ROWS } from './import.texts.ts'
import type { Job, Past, Rollback } from './types.ts'

type BackJob = Omit<Job, 'result'> & { result?: Rollback }

/** What was imported, by whom, and taking one back whole. */
export function PastImports() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const past = useQuery({ queryKey: ['imports'], queryFn: () => api<{ items: Past[]; total: number }>('/api/imports') })
  const [undoing, setUndoing] = useState<Past | null>(null)
  const [job, setJob] = useState<string | null>(null)
  const items = past.data?.items ?? []
  const total = past.data?.total ?? 0
  return (
    <Card title={tt('past')} id="past" side={items.length < total ? <span className="quiet small">{tt('past.of', { shown: number(items.length), n: number(total) })}</span> : undefined}>
      <div className="stack">
        {past.error && <ProblemNotice error={past.error} retry={() => void past.refetch()} />}
        {past.data && items.length === 0 && <p className="quiet">{tt('past.none')}</p>}
        {job !== null && <RollbackRun id={job} />}
        <ul className="pastlist">{items.map((one) => (
          <li key={one.id}>
            <div className="grow stack tight">
              <strong dir="auto">{one.file}</strong>
              <span className="quiet small"><FullTime at={one.at} /> · <bdi>{one.by}</bdi> · {one.counts ? tt('past.counts', { added: number(one.counts.added), changed: number(one.counts.changed), rejected: number(one.counts.rejected) }) : tt(one.state === 'running' ? 'past.running' : 'past.stopped')}</span>
              {one.undone && <span className="small">{tt('past.undone', { by: one.undone.by, done: number(one.undone.done), refused: number(one.undone.refused), reason: one.undone.reason })}</span>}
            </div>
            {one.undone?.refused === 0 ? null : one.mayUndo ? <button type="button" className="btn small" aria-label={tt('undo.title', { file: one.file })} onClick={() => setUndoing(one)}>{tt('undo')}</button> : <span className="quiet small">{tt('undo.not')}</span>}
          </li>
        ))}</ul>
      </div>
      {undoing && <RollbackDialog past={undoing} onClose={() => setUndoing(null)} onStarted={(id) => { setUndoing(null); setJob(id) }} />}
    </Card>
  )
}

function RollbackDialog({ past, onClose, onStarted }: { past: Past; onClose(): void; onStarted(job: string): void }) {
  const tt = useTexts(ROWS)
  const [reason, setReason] = useState('')
  const [error, setError] = useState<unknown>(null)
  async function send() {
    setError(null)
    try {
      onStarted((await api<{ job: string }>(`/api/imports/${encodeURIComponent(past.id)}/rollback`, { method: 'POST', body: { reason: reason.trim() } })).job)
    } catch (problem) {
      setError(problem)
    }
  }
  return (
    <Dialog.Root open onOpenChange={(open) => { if (!open) { onClose() } }}>
      <Dialog.Portal><Dialog.Overlay className="scrim" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Dialog.Title asChild><h2>{tt('undo.title', { file: past.file })}</h2></Dialog.Title>
          <form className="stack" onSubmit={(e) => { e.preventDefault(); void send() }}>
            <p>{tt('undo.lead')}</p>
            <div className="field"><label htmlFor="undo-reason">{tt('undo.reason')}</label><input id="undo-reason" className="input" dir="auto" required minLength={5} maxLength={500} value={reason} onChange={(e) => setReason(e.target.value)} /></div>
            {error !== null && <ProblemNotice error={error} />}
            <div className="row"><button type="submit" className="btn danger">{tt('undo')}</button><button type="button" className="btn" onClick={onClose}>{tt('cancel')}</button></div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function RollbackRun({ id }: { id: string }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const job = useQuery({
    queryKey: ['job', id],
    queryFn: async () => {
      const now = await api<BackJob>(`/api/jobs/${encodeURIComponent(id)}`)
      if (now.state !== 'running') {
        void queryClient.invalidateQueries({ queryKey: ['imports'] })
        void queryClient.invalidateQueries({ queryKey: ['records'] })
      }
      return now
    },
    refetchInterval: (q) => (q.state.data && q.state.data.state !== 'running' ? false : 700),
  })
  if (!job.data || job.data.state === 'running') {
    return <div role="status" className="stack tight"><strong>{tt('running-back')}</strong><progress max={Math.max(1, job.data?.progress.total ?? 1)} value={job.data?.progress.done ?? 0} aria-label={tt('running-back')} /></div>
  }
  const { result, problem } = job.data
  if (!result) {
    return <div className="notice critical" role="alert"><p><Told text={problem?.detail ?? ''} /></p></div>
  }
  return (
    <div className="notice" role="status"><div className="grow stack tight">
      <strong>{tt('undo.done', { retracted: number(result.retracted), restored: number(result.restored), refused: number(result.refused.length + result.refusedLeftOut) })}</strong>
      {result.refused.length > 0 && <ul className="small">{result.refused.map((one, i) => <li key={i}>{one.ref === '' ? tt('undo.gone') : <><Link to={`/records/${encodeURIComponent(one.ref)}`} className="mono">{one.ref}</Link> · {one.why === 'changed' ? <span dir="auto">{tt('undo.changed', { detail: one.detail })}</span> : <Told text={one.detail} />}</>}</li>)}</ul>}
    </div></div>
  )
}
