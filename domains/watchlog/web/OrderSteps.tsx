import { useState } from 'react'
import { ProblemNotice, saveAction, useTexts, type RecordView } from '../../../web/face.ts'
import { crosses, nextStates, STEP_ACTIONS, type Order } from '../shared/order.ts'
import { ROWS } from './orders.texts.ts'
import { again } from './read.ts'

type Step = 'accept' | 'decline' | 'acknowledge' | 'move' | 'arrive' | 'finish' | 'fail' | 'cancel'

export function orderOf(record: RecordView): Order {
  return record.data as unknown as Order
}

/** What can be done with an order where it stands, by this reader. */
export function stepsOf(record: RecordView): Step[] {
  const order = orderOf(record)
  const waits = crosses(order) && !order.accepted && (order.state ?? 'ISSUED') === 'ISSUED'
  const steps = [...(waits ? (['accept', 'decline'] as const) : []), ...nextStates(order).map((state) => STEP_ACTIONS[state] as Step)]
  return steps.filter((step) => record.can.includes(step))
}

/** The steps as buttons; what needs words asks for them. */
export function OrderSteps({ record, onDone }: { record: RecordView; onDone?(): void }) {
  const tt = useTexts(ROWS)
  const [asks, setAsks] = useState<Step | null>(null)
  const [words, setWords] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const { title } = orderOf(record)
  const go = async (step: Step) => {
    setProblem(null)
    try {
      await saveAction(record, step, step === 'finish' ? { effect: words.trim() } : {}, `${record.ref} · ${tt(`do.${step}`)}`, asks && step !== 'finish' ? words.trim() : undefined)
      setAsks(null)
      setWords('')
      onDone?.()
      await again('order')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="ordersteps">
      {asks === null ? (
        <div className="row wrap">{stepsOf(record).map((step, i) => <button key={step} type="button" className={`btn small ${i === 0 && step !== 'cancel' ? 'primary' : ''}`} data-step={step} aria-label={tt('do.this', { what: tt(`do.${step}`), title })} onClick={() => (['finish', 'fail', 'cancel', 'decline'].includes(step) ? setAsks(step) : void go(step))}>{tt(`do.${step}`)}</button>)}</div>
      ) : (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void go(asks) }}>
          {/* eslint-disable-next-line jsx-a11y/no-autofocus */}
          <label>{tt(asks === 'finish' ? 'effect' : 'reason')}<input className="input" dir="auto" autoFocus required maxLength={2000} value={words} onChange={(event) => setWords(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); setAsks(null) } }} /></label>
          <div className="row"><button type="submit" className="btn small primary">{tt(`do.${asks}`)}</button><button type="button" className="btn small" onClick={() => setAsks(null)}>{tt('back')}</button></div>
        </form>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </div>
  )
}
