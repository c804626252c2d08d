import { useState } from 'react'
import type { AreaItem } from '../../api/types.ts'
import { useTexts, useWords } from '../../i18n/i18n.tsx'
import { ProblemNotice } from '../../shell/ProblemNotice.tsx'
import { Card } from '../../shell/parts.tsx'
import { ROWS } from './areas.texts.ts'
import { Effect } from './Effect.tsx'
import { restamp, type Restamped } from './restamp.ts'

/** Count the records whose area no longer fits the boundaries, then place them anew with a reason. */
export function RestampCard({ areas }: { areas: readonly AreaItem[] }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [effect, setEffect] = useState<{ looked: number; result: Restamped | null } | null>(null)
  const [done, setDone] = useState<Restamped | null>(null)
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const run = async (work: () => Promise<void>) => {
    setBusy(true)
    setError(null)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  const look = () => run(async () => {
    setDone(null)
    setEffect({ looked: 0, result: await restamp({ dryRun: true }, (looked) => setEffect({ looked, result: null })) })
  })
  const go = () => run(async () => {
    const result = await restamp({ dryRun: false, reason: reason.trim() }, (looked) => setEffect({ looked, result: null }))
    setEffect(null)
    setDone(result)
    setReason('')
  })
  return (
    <Card title={tt('restamp')} id="restamp">
      <div className="stack">
        <p className="quiet small">{tt('restamp.lead')}</p>
        {effect && <Effect effect={effect} areas={areas} />}
        {done && <p role="status" className="notice">{tt('restamp.done', { n: number(done.done), refused: number(done.refused) })}</p>}
        {error ? <ProblemNotice error={error} /> : null}
        <div className="row wrap"><button type="button" className="btn" disabled={busy} onClick={() => void look()}>{tt('restamp.look')}</button></div>
        {effect?.result && (
          <form className="stack" onSubmit={(e) => { e.preventDefault(); void go() }}>
            <div className="field"><label htmlFor="restamp-reason">{tt('reason')}</label><input id="restamp-reason" className="input" dir="auto" required maxLength={2000} value={reason} onChange={(e) => setReason(e.target.value)} /></div>
            <div className="row"><button type="submit" className="btn primary" disabled={busy || reason.trim() === ''}>{tt('restamp.go')}</button></div>
          </form>
        )}
      </div>
    </Card>
  )
}
