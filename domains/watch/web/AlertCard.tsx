import { MapPin } from 'lucide-react'
import { useId, useState } from 'react'
import { ROLES } from '../../../core/roles.ts'
import { inLocale } from '../../../core/i18n.ts'
import { Card, focusFirst, Link, ProblemNotice, queryClient, saveAction, Severity, useRecord, useSession, useTexts, useWords, valueWords, fullTime, type RecordView } from '../../../web/face.ts'
import { isWaiting, stateOf, VERIFIED_AS, type VerifiedAs } from '../shared/alert.ts'
import { VERIFIED_WORDS } from '../shared/texts.ts'
import { DrillMark } from './DrillMark.tsx'
import { alertOf, showAlert, titleIn } from './open.ts'
import { ROWS } from './watch.texts.ts'
import './watch.css'

/** What an alert says, what became of it, and what can be done. */
export function AlertCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const alert = alertOf(record)
  const time = (at: string) => fullTime(Date.parse(at), mission.zone, locale)
  const by = (one: { role: string; at: string }) => {
    const role = ROLES[one.role as keyof typeof ROLES]
    return role ? tt('by', { role: inLocale(role.text, locale), time: time(one.at) }) : tt('by.node', { time: time(one.at) })
  }
  return (
    <Card title={<span className="alerthead">{alert.sos ? <span className="alertsos small">{tt('sos')}</span> : <Severity value={alert.severity} />}<DrillMark drill={alert.drill} /><bdi>{titleIn(alert, locale)}</bdi></span>} id="alert">
      {alert.text && <p dir="auto" className="prewrap">{inLocale({ ...alert.text, fr: alert.text.fr ?? alert.text.en }, locale)}</p>}
      {alert.cancelledAt && <p className="tag warning wrap">{tt('called-off')} {time(alert.cancelledAt)}</p>}
      <dl className="alertfacts">
        <dt>{tt('raised')}</dt><dd>{time(alert.at)}</dd>
        {alert.endedAt && <><dt>{tt('over.short')}</dt><dd>{time(alert.endedAt)}</dd></>}
        {alert.acknowledged && <><dt>{tt('acknowledge')}</dt><dd><Seen by={alert.acknowledged} said={by(alert.acknowledged)} /></dd></>}
        {alert.verified && <><dt>{tt('call-back')}</dt><dd><strong>{inLocale(VERIFIED_WORDS[alert.verified.as], locale)}</strong>{alert.verified.note && <> · <span dir="auto">{alert.verified.note}</span></>} <span className="quiet small">{by(alert.verified)}</span></dd></>}
        {alert.acted?.map((one) => <div key={one.at + one.what} className="pair"><dt>{tt('act')}</dt><dd><span dir="auto">{one.what}</span> <span className="quiet small">{by(one)}</span></dd></div>)}
        {alert.moved && <><dt>{tt('move')}</dt><dd><span dir="auto">{alert.moved.what}</span> <span className="quiet small">{by(alert.moved)}</span></dd></>}
        {alert.feedback && <><dt>{tt('feedback')}</dt><dd><span dir="auto">{alert.feedback.what}</span> <span className="quiet small">{by(alert.feedback)}</span></dd></>}
        {alert.closed && <><dt>{tt(alert.closed.how === 'ended' ? 'closed.over' : 'closed')}</dt><dd>{by(alert.closed)}</dd></>}
        {alert.track && <><dt>{tt('track')}</dt><dd><RecordLink id={alert.track} /></dd></>}
        {alert.record && <><dt>{tt('record')}</dt><dd><RecordLink id={alert.record} /></dd></>}
        {!alert.track && !alert.record && <><dt>{tt('subject')}</dt><dd>{alert.subject.split(' ').map((one) => <div key={one} className="mono ltr">{one}</div>)}</dd></>}
        {alert.repeats && alert.repeats.length > 0 && <><dt>{tt('repeats', { n: number(alert.repeats.length) })}</dt><dd>{alert.repeats.slice(-MOST_SHOWN).map((id) => <div key={id}><RecordLink id={id} /></div>)}{alert.repeats.length > MOST_SHOWN && <span className="quiet small">{tt('shown', { n: number(MOST_SHOWN), all: number(alert.repeats.length) })}</span>}</dd></>}
        <RaisedBy rule={alert.rule} />
        {alert.place && <><dt>{tt('place')}</dt><dd><button type="button" className="btn small noprint" onClick={() => showAlert(alert, locale)}><MapPin size={14} aria-hidden="true" />{tt('map')}</button> <span className="mono ltr">{alert.place.lat.toFixed(5)}, {alert.place.lon.toFixed(5)}</span> {alert.place.name && <bdi>{alert.place.name}</bdi>}</dd></>}
      </dl>
      <Steps record={record} />
    </Card>
  )
}

/** Who acknowledged it: of an answer by text message the contact whose number it came from. */
function Seen({ by, said }: { by: { by: string; role: string; at: string }; said: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const contact = useRecord(by.role === 'SYSTEM' && by.by !== 'system' ? by.by : null).data
  return <>{contact ? tt('by.message', { name: contact.title, time: fullTime(Date.parse(by.at), mission.zone, locale) }) : said}</>
}

/** What raised it: the mission's own rule by its title and one press away, what is built in by its words; never asked for as a record. */
function RaisedBy({ rule }: { rule: string }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const words = valueWords('alert', 'rule', rule, locale)
  const found = useRecord(words === undefined ? rule : null, '').data
  return words === undefined && !found ? null : <><dt>{tt('rule')}</dt><dd>{found ? <Link to={`/records/${found.ref}`}><bdi>{found.title}</bdi></Link> : words}</dd></>
}

/** The name of a record where the reader may see it, else its id. */
function RecordLink({ id }: { id: string }) {
  const { data: found, error } = useRecord(id)
  return found ? <Link to={`/records/${found.ref}`}><bdi>{found.title}</bdi></Link> : error ? <span className="mono">{id}</span> : <span className="quiet">…</span>
}

type Step = 'acknowledge' | 'call-back' | 'act' | 'move' | 'feedback' | 'close' | 'reopen'
const MOST_SHOWN = 10

/** What is asked with each step. */
const ASKS = { 'call-back': 'call-back.note', 'act': 'act', 'move': 'move.who', 'feedback': 'feedback.what', 'close': 'close.why', 'reopen': 'reopen.why' } as const

function Steps({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const [step, setStep] = useState<Exclude<Step, 'acknowledge'> | null>(null)
  const [typed, setTyped] = useState('')
  const [as, setAs] = useState<VerifiedAs>('confirmed')
  const { locale } = useWords()
  const [problem, setProblem] = useState<unknown>(null)
  const alert = alertOf(record)
  const done = stateOf(alert) === 'closed'
  const offered: Step[] = [
    ...(!done && isWaiting(alert) ? ['acknowledge' as const] : []), ...(!done && alert.community && !alert.verified ? ['call-back' as const] : []), ...(done ? [] : ['act' as const]),
    ...(!done && alert.community && !alert.moved ? ['move' as const] : []), ...(alert.community && !alert.feedback ? ['feedback' as const] : []), done ? 'reopen' : 'close',
  ]
  const may = offered.filter((one) => record.can.includes(one))
  const go = async (type: Step): Promise<void> => {
    setProblem(null)
    try {
      await saveAction(record, type, type === 'act' || type === 'move' || type === 'feedback' ? { what: typed.trim() } : type === 'call-back' ? { as, ...(typed.trim() === '' ? {} : { note: typed.trim() }) } : {}, `${record.ref} · ${tt(type)}`, type === 'close' || type === 'reopen' ? typed.trim() : undefined)
      setStep(null)
      setTyped('')
      await queryClient.invalidateQueries({ queryKey: ['alerts'] })
    } catch (error) {
      setProblem(error)
    }
  }
  if (may.length === 0) {
    return null
  }
  return (
    <div className="alertsteps noprint">
      {problem !== null && <ProblemNotice error={problem} />}
      {step === null ? (
        <div className="row wrap">{may.map((type) => <button key={type} type="button" className={`btn ${type === may[0] ? 'primary' : ''}`} onClick={() => (type === 'acknowledge' ? void go(type) : setStep(type))}>{tt(type)}</button>)}</div>
      ) : (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void go(step) }}>
          {step === 'call-back' && <div className="field"><label htmlFor={`${id}v`}>{tt('call-back.as')}</label><select id={`${id}v`} className="select" value={as} ref={focusFirst} onChange={(event) => setAs(event.target.value as VerifiedAs)}>{VERIFIED_AS.map((one) => <option key={one} value={one}>{inLocale(VERIFIED_WORDS[one], locale)}</option>)}</select></div>}
          <div className="field">
            <label htmlFor={id}>{tt(ASKS[step])}</label>
            <input id={id} className="input" dir="auto" value={typed} onChange={(event) => setTyped(event.target.value)} placeholder={step === 'act' ? tt('act.hint') : undefined} required={step !== 'call-back'} maxLength={step === 'move' ? 500 : step === 'call-back' ? 1000 : 2000} ref={step === 'call-back' ? undefined : focusFirst} />
          </div>
          <div className="row wrap">
            <button type="submit" className="btn primary">{tt(step === 'close' || step === 'reopen' ? step : 'act.save')}</button>
            <button type="button" className="btn plain" onClick={() => { setStep(null); setTyped('') }}>{tt('cancel')}</button>
          </div>
        </form>
      )}
    </div>
  )
}
