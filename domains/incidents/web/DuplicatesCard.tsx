import { useState } from 'react'
import { Card, Link, ProblemNotice, Severity, api, noteUndoable, queryClient, toast, undoOffer, useDuplicates, useWords, uuid7 } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { reasonWords } from './reasons.ts'

/** Reports that may be the same event, with reasons; merging keeps everything and can be undone. */
export function DuplicatesCard({ record }: { record: RecordView }) {
  const words = useWords()
  const { label } = words
  const found = useDuplicates(record.workflow === 'merged' || record.workflow === 'retracted' ? null : record.id)
  const [error, setError] = useState<unknown>(null)
  const { absorbed = [] } = record.data as unknown as Incident
  const may = record.can.includes('absorb')
  async function send(verb: 'merge' | 'split', other: string) {
    await api(`/api/incidents/${encodeURIComponent(record.id)}/${verb}`, { method: 'POST', key: uuid7(), body: { other, reason: label(`ui.incident.${verb}-reason`) } })
    for (const name of ['record', 'history', 'duplicates', 'records', 'facets', 'count']) {
      void queryClient.invalidateQueries({ queryKey: [name] })
    }
  }
  async function pair(verb: 'merge' | 'split', other: string) {
    setError(null)
    try {
      await send(verb, other)
      if (verb === 'merge') {
        toast(label('ui.incident.merged'), { ...undoOffer(words.t, noteUndoable({ label: record.ref, undo: () => send('split', other).then(() => 'done' as const) })), ms: 30_000 })
      }
    } catch (problem) {
      setError(problem)
    }
  }
  const items = found.data ?? []
  if (items.length === 0 && absorbed.length === 0) {
    return null
  }
  return (
    <Card title={label('ui.incident.duplicates')} id="duplicates">
      <ul className="plainlist">
        {absorbed.map((part) => (
          <li key={part.record} className="row"><span className="grow"><span className="tag accent">{label('ui.incident.is-merged')}</span> <Link to={`/records/${encodeURIComponent(part.record)}`} className="mono ltr">{part.ref}</Link> <span dir="auto">{part.title}</span></span>{record.can.includes('split') && <button type="button" className="btn small" onClick={() => void pair('split', part.record)}>{label('ui.incident.split')}</button>}</li>
        ))}
        {items.map(({ record: other, score, reasons }) => (
          <li key={other.id} className="duplicate">
            <div className="row"><Severity value={other.severity} size={16} /><Link to={`/records/${encodeURIComponent(other.ref)}`} className="grow cut"><span className="mono ltr">{other.ref}</span> <span dir="auto">{other.title}</span></Link><span className="quiet small">{Math.round(score * 100)} %</span></div>
            <p className="small quiet">{reasons.map((r) => reasonWords(r, words)).join(' · ')}</p>
            {may && <button type="button" className="btn small" onClick={() => void pair('merge', other.id)}>{label('ui.incident.merge')}</button>}
          </li>
        ))}
      </ul>
      {error !== null && <ProblemNotice error={error} />}
    </Card>
  )
}
