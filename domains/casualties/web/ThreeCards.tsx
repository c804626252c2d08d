import { Check, CircleHelp, Hand, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import { ROLES } from '../../../core/roles.ts'
import { focusFirst, fullTime, ProblemNotice, toast, useNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { ANSWERS, CARDS, type Answer, type Card } from '../shared/vocabulary.ts'
import { ANSWERERS, SCRIBE } from '../shared/who.ts'
import { ROWS } from './console.texts.ts'
import { lasting } from './lasting.ts'
import type { Of } from './read.ts'
import { say } from './requests.ts'
import { useCode } from './words.ts'

/** The three questions, asked at once; each is answered by the role that may, and how long it took stands beside it. */
export function ThreeCards({ request, wanted, onWanted }: { request: Of<CasevacRequest>; /** Card that was asked for by its key. */ wanted: Card | null; onWanted(card: Card | null): void }) {
  const tt = useTexts(ROWS)
  return (
    <section className="evaccards" aria-labelledby="evac-cards">
      <h2 id="evac-cards">{tt('cards')}</h2>
      {CARDS.map((card) => <OneCard key={card} request={request} card={card} asked={wanted === card} onAsked={() => onWanted(null)} />)}
    </section>
  )
}

/** Names of roles in the reader's language. */
export function useRoles(): (codes: readonly string[]) => string {
  const { locale } = useWords()
  return (codes) => codes.map((code) => { const role = ROLES[code as keyof typeof ROLES]; return role ? inLocale(role.text, locale) : code }).join(', ')
}

const SIGNS = { 'go': Check, 'no-go': X, 'wait': Hand } as const

function OneCard({ request, card, asked, onAsked }: { request: Of<CasevacRequest>; card: Card; asked: boolean; onAsked(): void }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const roles = useRoles()
  const { locale } = useWords()
  const { me, mission } = useSession()
  const now = useNow(1000)
  const [answering, setAnswering] = useState<Answer | null>(null)
  const [changing, setChanging] = useState(false)
  const [reason, setReason] = useState('')
  const [saidBy, setSaidBy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const given = request.of.cards?.[card]
  const opened = Date.parse(request.createdAt)
  const state = request.of.state ?? 'ALERT'
  const may = request.can.includes(`answer-${card}`) && (state === 'ALERT' || state === 'VALIDATED' || state === 'LAUNCHED')
  // The node takes the first role one holds that may; the coordinator writes down what others said.
  const scribe = !me.grants.some((grant) => (ANSWERERS[card] as readonly string[]).includes(grant.role)) && me.grants.some((grant) => grant.role === SCRIBE)
  useEffect(() => {
    if (asked) {
      document.getElementById(`card-${card}`)?.querySelector('button')?.focus()
      onAsked()
    }
  }, [asked, card, onAsked])
  const answer = async (what: Answer) => {
    setBusy(true)
    setProblem(null)
    try {
      const sent = await say(request, `answer-${card}`, { answer: what, ...(reason.trim() ? { reason: reason.trim() } : {}), ...(saidBy.trim() ? { saidBy: saidBy.trim() } : {}) })
      setAnswering(null)
      setChanging(false)
      setReason('')
      if (!sent) {
        toast(tt('kept'))
      }
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const Sign = given ? SIGNS[given.answer] : CircleHelp
  return (
    <article className="evaccard" id={`card-${card}`} data-answer={given?.answer ?? 'open'} aria-label={code('card', card)}>
      <h3><Sign size={16} aria-hidden="true" /><span className="grow">{code('card', card)}</span>{given && <strong>{code('answer', given.answer)}</strong>}</h3>
      {given
        ? <p className="small"><span title={fullTime(Date.parse(given.at), mission.zone, locale)}>{tt('card.by', { role: roles([given.role]), time: lasting(Date.parse(given.at) - opened, locale) })}</span>{given.saidBy && <> · {tt('card.said', { name: given.saidBy })}</>}{given.reason && <> · <span dir="auto">{given.reason}</span></>}</p>
        : <p className="small quiet">{tt('card.open', { time: lasting(now - opened, locale) })}{!may && <> · {tt('card.other', { roles: roles(ANSWERERS[card]) })}</>}</p>}
      {may && (!given || changing) && (
        <div className="evacanswers" role="group" aria-label={code('card', card)}>
          {ANSWERS.map((one) => <button key={one} type="button" className={`btn ${one === 'go' ? 'evacgo' : one === 'no-go' ? 'danger' : ''}`} aria-pressed={answering === one} disabled={busy} onClick={() => (one === 'go' && !scribe ? void answer('go') : setAnswering(one))}>{code('answer', one)}</button>)}
        </div>
      )}
      {may && given && !changing && <button type="button" className="btn small plain noprint" onClick={() => setChanging(true)}>{tt('card.change')}</button>}
      {answering !== null && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void answer(answering) }}>
          {scribe && <div className="field"><label htmlFor={`card-who-${card}`}>{tt('card.who')}</label><input id={`card-who-${card}`} className="input" dir="auto" required maxLength={120} value={saidBy} ref={focusFirst} onChange={(event) => setSaidBy(event.target.value)} /></div>}
          {answering !== 'go' && <div className="field"><label htmlFor={`card-why-${card}`}>{tt('card.why')}</label><input id={`card-why-${card}`} className="input" dir="auto" required maxLength={500} value={reason} ref={scribe ? undefined : focusFirst} onChange={(event) => setReason(event.target.value)} /></div>}
          <div className="row"><button type="submit" className="btn small primary" disabled={busy}>{code('answer', answering)}</button><button type="button" className="btn small plain" onClick={() => setAnswering(null)}>{tt('cancel')}</button></div>
        </form>
      )}
      {problem !== null && <ProblemNotice error={problem} />}
    </article>
  )
}
