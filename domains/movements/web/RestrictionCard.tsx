import { useState } from 'react'
import { Card, fullTime, ProblemNotice, saveAction, useNow, useSession, useTexts, useWords, zoneName, type RecordView } from '../../../web/face.ts'
import { endOf, inForce, type Restriction } from '../shared/restriction.ts'
import { ROWS } from './restriction.texts.ts'

/** When a closure or curfew holds, whether it does now, and the word that lifts it. */
export function RestrictionCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { zone } = useSession().mission
  const now = useNow(30_000)
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const data = record.data as unknown as Restriction
  const end = endOf(data)
  const time = (at: number): string => fullTime(at, zone, locale)
  const state = now >= end ? 'over' : now < Date.parse(data.from) ? 'later' : inForce(data, now, zone) ? 'now' : 'hours'
  const lift = async (): Promise<void> => {
    try {
      setProblem(null)
      await saveAction(record, 'lift', {}, `${record.ref} · ${tt('lift')}`, why.trim())
      setWhy('')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <Card title={tt('card')} id="restriction">
      <p><span className={`tag ${state === 'now' ? 'critical' : ''}`}>{tt(state)}</span> {Number.isFinite(end) ? tt('span', { from: time(Date.parse(data.from)), to: time(end) }) : tt('open', { from: time(Date.parse(data.from)) })}{data.daily && <>, {tt('each', { ...data.daily, zone: zoneName(zone) })}</>}</p>
      {state !== 'over' && record.can.includes('lift') && (
        <form className="stack noprint" onSubmit={(event) => { event.preventDefault(); void lift() }}>
          <div className="field"><label htmlFor="rs-lift">{tt('lift.why')}</label><input id="rs-lift" className="input" dir="auto" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} /></div>
          {problem !== null && <ProblemNotice error={problem} />}
          <div className="row"><button type="submit" className="btn primary">{tt('lift')}</button></div>
        </form>
      )}
    </Card>
  )
}
