import { useState } from 'react'
import { clockLocal, clockZ, fullTime, ProblemNotice, useSession, useTexts, useWords } from '../../../web/face.ts'
import { stateOf, type CasevacRequest } from '../shared/request.ts'
import { CARDS, DELAY_REASONS, type Card } from '../shared/vocabulary.ts'
import { ROWS } from './console.texts.ts'
import { courseOf } from './course.ts'
import { lasting } from './lasting.ts'
import type { Of } from './read.ts'
import { say } from './requests.ts'
import { useRoles } from './ThreeCards.tsx'
import { useCode } from './words.ts'

/** Everything that was done with a request, with who and when; what delayed it is said afterwards. */
export function CourseLog({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const roles = useRoles()
  const { locale } = useWords()
  const { mission } = useSession()
  const opened = Date.parse(request.createdAt)
  const words = (line: ReturnType<typeof courseOf>[number]): string => {
    switch (line.what) {
      case 'heard': return tt('log.heard')
      case 'opened': return tt('log.opened')
      case 'state': return code('state', line.state)
      case 'answer': return tt('log.answer', { card: code('card', line.card), answer: code('answer', line.answer) })
      case 'decision': return tt('log.decision', { answer: code('answer', line.answer) })
      case 'take-off': return tt('step.take-off')
      case 'reach-scene': return tt('step.reach-scene')
      case 'plan': return tt('log.plan')
      case 'delay': return tt('log.delay', { why: code('delay', line.why) })
    }
  }
  return (
    <section className="evaclog" aria-labelledby="evac-log">
      <h2 id="evac-log">{tt('log')}</h2>
      <ol>
        {courseOf(request).map((line, i) => (
          <li key={`${line.what}${line.at}${i}`} data-what={line.what}>
            <time className="mono nowrap" dateTime={line.at} title={fullTime(Date.parse(line.at), mission.zone, locale)}>{clockLocal(Date.parse(line.at), mission.zone)} <span className="quiet">{clockZ(Date.parse(line.at))}</span></time>
            <span className="mono small quiet evacafter">{Date.parse(line.at) >= opened ? `+${lasting(Date.parse(line.at) - opened, locale)}` : `–${lasting(opened - Date.parse(line.at), locale)}`}</span>
            <span className="grow"><strong>{words(line)}</strong>{line.role && <span className="quiet small"> {roles([line.role])}</span>}{line.authority && <span className="small"> · {tt('log.authority', { who: line.authority })}{line.delegated && <> ({tt('log.delegated')})</>}</span>}{line.note && <span className="small"> · <span dir="auto">{line.note}</span></span>}</span>
          </li>
        ))}
      </ol>
      <WhoTook request={request} />
      {request.can.includes('name-delay') && stateOf(request.of) !== 'ALERT' && stateOf(request.of) !== 'VALIDATED' && <DelayForm request={request} />}
    </section>
  )
}

/** How long each of the three answers took, the slowest marked. */
function WhoTook({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { locale } = useWords()
  const opened = Date.parse(request.createdAt)
  const took = CARDS.map((card) => ({ card, ms: firstAnswer(request.of, card) === null ? null : firstAnswer(request.of, card)! - opened }))
  const most = Math.max(1, ...took.map((one) => one.ms ?? 0))
  return (
    <figure className="evactook">
      <figcaption className="small quiet">{tt('who.took')}</figcaption>
      <ul>{took.map(({ card, ms }) => <li key={card} data-slowest={ms !== null && ms === most && took.filter((one) => one.ms !== null).length > 1}><span>{code('card', card)}</span><span className="evacbar"><i style={{ inlineSize: `${((ms ?? 0) / most) * 100}%` }} /></span><span className="mono">{ms === null ? tt('none.yet') : lasting(ms, locale)}</span></li>)}</ul>
    </figure>
  )
}

function firstAnswer(request: CasevacRequest, card: Card): number | null {
  const all = [...(request.answered ?? []).filter((one) => one.card === card), ...(request.cards?.[card] ? [request.cards[card]] : [])].map((one) => Date.parse(one.at))
  return all.length === 0 ? null : Math.min(...all)
}

function DelayForm({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const [reason, setReason] = useState<(typeof DELAY_REASONS)[number]>('decision')
  const [card, setCard] = useState('')
  const [minutes, setMinutes] = useState('')
  const [note, setNote] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const add = async () => {
    setProblem(null)
    try {
      await say(request, 'name-delay', { reason, ...(card ? { card } : {}), ...(minutes.trim() === '' ? {} : { minutes: Math.round(Number(minutes)) }), ...(note.trim() ? { note: note.trim() } : {}) })
      setMinutes('')
      setNote('')
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <details className="evacdelay noprint">
      <summary>{tt('delay')} <span className="quiet small">{tt('delay.ask')}</span></summary>
      <form className="row wrap" onSubmit={(event) => { event.preventDefault(); void add() }}>
        <div className="field"><label htmlFor="delay-reason">{tt('delay')}</label><select id="delay-reason" className="select" value={reason} onChange={(event) => setReason(event.target.value as typeof reason)}>{DELAY_REASONS.map((one) => <option key={one} value={one}>{code('delay', one)}</option>)}</select></div>
        <div className="field"><label htmlFor="delay-card">{tt('delay.who')}</label><select id="delay-card" className="select" value={card} onChange={(event) => setCard(event.target.value)}><option value="">–</option>{CARDS.map((one) => <option key={one} value={one}>{code('card', one)}</option>)}</select></div>
        <div className="field evacshort"><label htmlFor="delay-min">{tt('delay.min')}</label><input id="delay-min" className="input" type="number" min={0} max={10080} value={minutes} onChange={(event) => setMinutes(event.target.value)} /></div>
        <div className="field grow"><label htmlFor="delay-note">{tt('delay.note')}</label><input id="delay-note" className="input" dir="auto" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></div>
        <button type="submit" className="btn">{tt('delay.add')}</button>
      </form>
      {problem !== null && <ProblemNotice error={problem} />}
    </details>
  )
}
