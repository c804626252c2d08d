import { useState } from 'react'
import { Card, Link, ProblemNotice, saveAction, useRecord, useTexts, type RecordView } from '../../../web/face.ts'
import type { HeldMessage } from '../shared/message.ts'
import { ROWS } from './held.texts.ts'
import './movements.css'

/** A message that was not taken: what it said, the movement or contact it is of, and what somebody did about it. */
export function HeldCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const [what, setWhat] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const data = record.data as unknown as HeldMessage
  const sender = useRecord(data.movement ?? data.contact ?? null).data
  const save = async (): Promise<void> => {
    try {
      setProblem(null)
      await saveAction(record, 'settle', { what: what.trim() }, `${record.ref} · ${tt('settle')}`)
      setWhat('')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title={tt('title')} id="held">
      <p className="mono ltr">{data.from}</p>
      <blockquote className="heldtext" dir="auto">{data.text}</blockquote>
      {sender && <p><Link to={`/records/${sender.ref}`}>{sender.title}</Link></p>}
      {data.settled !== undefined && <p><strong>{tt('settled')}</strong> <span dir="auto">{data.settled}</span></p>}
      {data.settled === undefined && record.can.includes('settle') && (
        <form className="stack noprint" onSubmit={(event) => { event.preventDefault(); void save() }}>
          <p className="quiet small">{tt('how')}</p>
          <div className="field"><label htmlFor="held-what">{tt('what')}</label><input id="held-what" className="input" dir="auto" required maxLength={1000} value={what} onChange={(event) => setWhat(event.target.value)} /></div>
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="row"><button type="submit" className="btn primary">{tt('settle')}</button></div>
        </form>
      )}
    </Card>
  )
}
