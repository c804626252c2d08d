import { useState } from 'react'
import { ShieldCheck } from 'lucide-react'
import type { ReserveAdvice } from '../../../analysis/casevac/reserve.ts'
import { isolate } from '../../../core/i18n.ts'
import type { JsonObject } from '../../../core/json.ts'
import { api, ProblemNotice, useTexts, useWords, uuid7 } from '../../../web/face.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { ROWS } from './plan.texts.ts'
import type { Of } from './read.ts'

type Answer = { night: boolean; darkInMin: number | null; calls: number; names: { [id: string]: string }; advice: ReserveAdvice | null; because: 'no-calls' | 'no-units' | 'too-many-units' | 'no-place' | null }

/** What to keep back for a more urgent call, and whom to send for this one: advice beside the plan, never an order. */
export function Reserve({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    setProblem(null)
    const body: JsonObject = { request: request.id, ...(request.of.drill ? { drill: true } : {}) }
    try {
      setAnswer(await api<Answer>('/api/casevac/reserve', { method: 'POST', body, key: uuid7() }))
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const name = (id: string) => isolate(answer?.names[id] ?? id)
  const advice = answer?.advice
  return (
    <div className="evacreserve">
      <button type="button" className="btn small noprint" disabled={busy} onClick={() => void ask()}><ShieldCheck size={15} aria-hidden="true" />{tt('reserve')}</button>
      {problem !== null && <ProblemNotice error={problem} retry={() => void ask()} />}
      {answer?.because && <p className="notice">{tt(`reserve.${answer.because}`)}</p>}
      {answer && advice && (
        <div role="status">
          {advice.call && <p><strong>{advice.call.send === null ? tt('reserve.none') : tt('reserve.send', { asset: name(advice.call.send) })}</strong>{advice.call.closest !== null && advice.call.closest !== advice.call.send && <> {tt('reserve.closest', { asset: name(advice.call.closest) })}</>} <span className="small">{tt(`why.${advice.call.reason}`)}</span></p>}
          <ul className="small evacreasons">
            {advice.standing.map((one) => (
              <li key={one.unit}>{one.reason === 'FREE' ? tt('reserve.free', { asset: name(one.unit) }) : one.sendFor.length === 0 ? tt('reserve.keep', { asset: name(one.unit) }) : tt('reserve.for', { asset: name(one.unit), which: one.sendFor.join(', ') })}{one.reason !== 'FREE' && <span className="quiet"> · {tt(`why.${one.reason}`)}</span>}</li>
            ))}
          </ul>
          <p className="quiet small">{tt('reserve.rests', { n: number(answer.calls) })}{answer.darkInMin !== null && <> · {tt('reserve.dusk', { n: number(Math.round(answer.darkInMin)) })}</>}</p>
        </div>
      )}
    </div>
  )
}
