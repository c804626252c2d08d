import { useId, useState } from 'react'
import { api, Card, FileInput, Link, ProblemNotice, queryClient, saveAction, useTexts, useWords } from '../../../../web/face.ts'
import type { Reconciled, Standing } from './read.ts'
import { ROWS } from './statistics.texts.ts'
import { useValue } from './value.ts'

/** Hold a snapshot of the public list against what stands, before it is imported; what vanished is marked one by one. */
export function SnapshotCard() {
  const tt = useTexts(ROWS)
  const { colon, label, number } = useWords()
  const value = useValue()
  const id = useId()
  const [found, setFound] = useState<Reconciled | null>(null)
  const [file, setFile] = useState('')
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<unknown>(null)
  const read = async (chosen: File | undefined) => {
    setProblem(null)
    setFound(null)
    if (chosen) {
      try {
        setFile(chosen.name)
        setFound(await api<Reconciled>('/api/statistics/fatalities/reconcile', { method: 'POST', body: { csv: await chosen.text() } }))
      } catch (error) {
        setProblem(error)
      }
    }
  }
  const vanish = async (one: Standing) => {
    setProblem(null)
    try {
      await saveAction({ id: one.record, ref: one.ref, version: one.version }, 'vanish', {}, one.ref, tt('vanish.reason', { file }))
      setMarked(new Set([...marked, one.record]))
      await queryClient.invalidateQueries({ queryKey: ['fatalities'] })
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title={tt('snapshot')} id="fat-snapshot">
      <p className="small quiet">{tt('snapshot.lead')}</p>
      <div className="field noprint"><label htmlFor={`${id}-file`}>{tt('snapshot.file')}</label><FileInput id={`${id}-file`} accept=".csv,text/csv" onChoose={(file) => void read(file)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      {found && (
        <>
          <p aria-live="polite">{tt('snapshot.counts', { read: number(found.read), same: number(found.same), added: number(found.added.total), changed: number(found.changed.total), vanished: number(found.vanished.total), twins: number(found.twins.length), rejected: number(found.rejected.length) })}</p>
          {found.changed.total > 0 && <details><summary>{tt('changed')}{colon}{number(found.changed.total)}</summary><ul className="plainlist">{found.changed.items.map((one) => <li key={one.record}><Link to={`/records/${one.ref}`} className="mono ltr">{one.casualtyId}</Link> {one.fields.map((field) => <span key={field.field}>{label(`field.fatality.${field.field}`)}{colon}<bdi>{value(field.from) || '–'}</bdi> → <strong><bdi>{value(field.to) || '–'}</bdi></strong> </span>)}</li>)}</ul></details>}
          {found.vanished.total > 0 && (
            <details open>
              <summary>{tt('vanished')}{colon}{number(found.vanished.total)}</summary>
              <ul className="plainlist">{found.vanished.items.map((one) => <li key={one.record} className="row wrap"><Link to={`/records/${one.ref}`} className="mono ltr">{one.casualtyId}</Link> <bdi>{one.nationality} · {value(one.type)}</bdi> <button type="button" className="btn small" disabled={marked.has(one.record)} aria-label={tt('vanish.this', { what: tt('vanish'), id: one.casualtyId })} onClick={() => void vanish(one)}>{tt('vanish')}</button></li>)}</ul>
              {found.vanished.total > found.vanished.items.length && <p className="quiet small">{tt('shown', { n: number(found.vanished.items.length), all: number(found.vanished.total) })}</p>}
            </details>
          )}
        </>
      )}
    </Card>
  )
}
