import { useQuery } from '@tanstack/react-query'
import { EyeOff } from 'lucide-react'
import { useId, useState, type ReactNode } from 'react'
import { inLocale, type Text } from '../../../../core/i18n.ts'
import { api, Card, fullTime, Link, localInput, MomentInput, navigate, ProblemNotice, readInput, saveAction, useKinds, useNow, useRecords, useSession, useTexts, useWords, zoneName, type RecordView } from '../../../../web/face.ts'
import { ANSWERS3, CAUSES, REMAINS } from '../../shared/notification/vocabulary.ts'
import { ANSWER_WORDS, CAUSE_WORDS, DUTY_WORDS, NOTICE_WORDS, REMAINS_WORDS, STEP_WORDS } from '../../shared/notification/words.ts'
import { stepOf } from '../../shared/notification/notification.ts'
import { NAMING } from '../../shared/notification/person.ts'
import { ROWS } from './notification.texts.ts'
import { again, noticeOf, step, type NameAnswer } from './read.ts'
import { Steps } from './Steps.tsx'
import './notification.css'

type Words = Readonly<Record<string, Text>>
function useCode(): (words: Words, code: string) => string {
  const { locale } = useWords()
  return (words, code) => inLocale(words[code] ?? { en: code, fr: code }, locale)
}

/** Runs something once at a time; what went wrong stays on screen. */
function useDoing(): { busy: boolean; notice: ReactNode; run(what: () => Promise<unknown>): Promise<boolean> } {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  return {
    busy, notice: problem === null ? null : <ProblemNotice error={problem} />,
    async run(what) {
      setBusy(true)
      setProblem(null)
      try {
        await what()
        return true
      } catch (error) {
        setProblem(error)
        return false
      } finally {
        setBusy(false)
      }
    },
  }
}

/** How far it has come, and the next step for whoever may take it. */
export function StepsCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const id = useId()
  const data = noticeOf(record)
  const { busy, notice, run } = useDoing()
  const [returns, setReturns] = useState(false)
  const [why, setWhy] = useState('')
  const can = (type: string): boolean => record.can.includes(type)
  const act = (type: string, reason?: string) => run(async () => { await saveAction(record, type, {}, record.ref, reason); await again() })
  const amends = useKinds().data?.some((kind) => kind.name === 'notification' && kind.canCreate) === true && record.workflow === 'approved' && !data.supersededBy
  return (
    <Card title={tt('steps')} id="ncs-steps"><div className="stack">
      {data.supersededBy && <p className="notice">{tt('superseded')} <Link to={`/records/${data.supersededBy}`}>{tt('superseded.open')}</Link></p>}
      {data.amends && <p className="small">{tt('amends')} <Link to={`/records/${data.amends}`}>{tt('amends.open')}</Link></p>}
      <Steps data={data} />
      <p className="small quiet">{tt('step.rule')}</p>
      {notice}
      <div className="row wrap noprint">
        {can('submit') && <button type="button" className="btn primary" disabled={busy} onClick={() => void act('submit')}>{tt('do.submit')}</button>}
        {can('authorise-first') && !data.first && <button type="button" className="btn primary" disabled={busy} onClick={() => void act('authorise-first')}>{tt('do.first')}</button>}
        {can('authorise-second') && data.first && <button type="button" className="btn primary" disabled={busy} onClick={() => void run(() => step(record, 'authorise', {}))}>{tt('do.second')}</button>}
        {can('return') && record.workflow === 'submitted' && !returns && <button type="button" className="btn" onClick={() => setReturns(true)}>{tt('do.return')}</button>}
        {amends && <button type="button" className="btn" onClick={() => navigate(`/notifications/new?amends=${record.ref}`)}>{tt('do.amend')}</button>}
        {data.statistic && <Link to={`/records/${data.statistic}`}>{tt('statistic')}</Link>}
      </div>
      {returns && (
        <form className="stack" onSubmit={(event) => { event.preventDefault(); void act('return', why.trim()).then((done) => { if (done) { setReturns(false) } }) }}>
          <div className="field"><label htmlFor={`${id}-why`}>{tt('do.return.why')}</label><input id={`${id}-why`} className="input" dir="auto" required maxLength={2000} value={why} onChange={(event) => setWhy(event.target.value)} /></div>
          <div className="row"><button type="submit" className="btn primary" disabled={busy}>{tt('do.return')}</button><button type="button" className="btn" onClick={() => setReturns(false)}>{tt('cancel')}</button></div>
        </form>
      )}
    </div></Card>
  )
}

/** The name, or who may see it and why it is masked; next of kin. */
export function NameCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { label, locale } = useWords()
  const { me, mission } = useSession()
  const id = useId()
  const data = noticeOf(record)
  const [purpose, setPurpose] = useState('')
  const [typed, setTyped] = useState(tt('purpose.default'))
  const found = useQuery({ queryKey: ['ncs-name', record.id, record.version, purpose], queryFn: ({ signal }) => api<NameAnswer>(`/api/notifications/${record.id}/name`, { signal, purpose }) })
  const answer = found.data
  const person = answer?.person?.data as Record<string, string | undefined> | undefined
  return (
    <Card title={tt('name')} id="ncs-person"><div className="stack">
      {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {!answer && !found.error && <div className="skeleton" />}
      {answer?.state === 'none' && <p className="quiet">{tt('name.none')}</p>}
      {answer?.state === 'masked' && (
        <>
          <p className="row"><EyeOff size={16} aria-hidden="true" /><strong>{tt('name.masked')}</strong></p>
          <p className="small">{tt(`name.${answer.why ?? 'kin'}`)}</p>
          {answer.why === 'purpose' && (
            <form className="row wrap ncspurpose noprint" onSubmit={(event) => { event.preventDefault(); setPurpose(typed.trim()) }}>
              <div className="field grow"><label htmlFor={`${id}-purpose`}>{tt('purpose')}</label><input id={`${id}-purpose`} className="input" dir="auto" required minLength={5} maxLength={200} value={typed} onChange={(event) => setTyped(event.target.value)} /></div>
              <button type="submit" className="btn">{tt('name.open')}</button>
            </form>
          )}
        </>
      )}
      {person && <dl className="ncsfacts">{[...NAMING, 'nextOfKin'].flatMap((field) => (person[field] ? [<div key={field}><dt>{label(`field.notified-person.${field}`)}</dt><dd><bdi>{person[field]}</bdi></dd></div>] : []))}</dl>}
      {data.kin ? <p className="small">{tt('kin.informed', { time: fullTime(Date.parse(data.kin.informedAt), mission.zone, locale), by: data.kin.informedBy })}</p> : <><p><span className="tag warning">{tt('kin.waiting')}</span></p><p className="small quiet">{tt('kin.files')}</p></>}
      {!data.kin && record.can.includes('next-of-kin') && (data.person === undefined || me.compartments.includes('PERS')) && <Kin record={record} purpose={purpose || typed} />}
    </div></Card>
  )
}

function Kin({ record, purpose }: { record: RecordView; purpose: string }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const id = useId()
  const now = useNow(60_000)
  const { busy, notice, run } = useDoing()
  const [opens, setOpens] = useState(false)
  const [at, setAt] = useState('')
  const [by, setBy] = useState('')
  const [note, setNote] = useState('')
  if (!opens) {
    return <button type="button" className="btn small noprint ncsdo" onClick={() => { setAt(localInput(now, mission.zone)); setOpens(true) }}>{tt('kin.tell')}</button>
  }
  const save = () => run(() => step(record, 'next-of-kin', { informedAt: new Date(readInput(at, mission.zone) ?? Number.NaN).toISOString(), informedBy: by.trim(), ...(note.trim() === '' ? {} : { note: note.trim() }) }, purpose))
  return (
    <form className="stack noprint" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <p className="small">{tt('kin.tell.lead')}</p>
      <div className="field"><label htmlFor={`${id}-at`}>{tt('kin.at')} ({zoneName(mission.zone)})</label><MomentInput id={`${id}-at`} required value={at} onChange={setAt} /></div>
      <div className="field"><label htmlFor={`${id}-by`}>{tt('kin.by')}</label><input id={`${id}-by`} className="input" dir="auto" required maxLength={200} value={by} onChange={(event) => setBy(event.target.value)} /></div>
      <div className="field"><label htmlFor={`${id}-note`}>{tt('kin.note')}</label><input id={`${id}-note`} className="input" dir="auto" maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} /></div>
      {notice}
      <div className="row"><button type="submit" className="btn primary" disabled={busy}>{tt('kin.save')}</button><button type="button" className="btn" onClick={() => setOpens(false)}>{tt('cancel')}</button></div>
    </form>
  )
}

/** Cause, duty, what was re-classified and why; board of inquiry; remains. */
export function CauseCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const code = useCode()
  const { mission } = useSession()
  const data = noticeOf(record)
  const facts: [string, string][] = [
    [tt('cause'), code(CAUSE_WORDS, data.incident.type)], [tt('duty'), code(DUTY_WORDS, data.incident.duty)], [tt('related'), code(ANSWER_WORDS, data.incident.missionRelated)], [tt('misconduct'), code(ANSWER_WORDS, data.incident.wilfulMisconduct)],
    [tt('board'), [code(ANSWER_WORDS, data.board?.required ?? 'UNDETERMINED'), data.board?.reference].filter(Boolean).join(' · ')], [tt('remains'), [code(REMAINS_WORDS, data.remains?.state ?? 'NOT_APPLICABLE'), data.remains?.note].filter(Boolean).join(' · ')],
  ]
  return (
    <Card title={tt('incident')} id="ncs-incident"><div className="stack">
      <dl className="ncsfacts">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd><bdi>{value}</bdi></dd></div>)}</dl>
      {(data.reclassified?.length ?? 0) > 0 && <><h3>{tt('revisions')}</h3><ul className="plainlist">{data.reclassified?.map((one) => <li key={one.at}>{code(CAUSE_WORDS, one.from)} → <strong>{code(CAUSE_WORDS, one.to)}</strong> · {fullTime(Date.parse(one.at), mission.zone, locale)}<br /><span dir="auto">{one.note}</span></li>)}</ul></>}
      {record.can.includes('reclassify') && !data.supersededBy && <Change what="reclassify" choices={CAUSES.filter((one) => one !== data.incident.type)} words={CAUSE_WORDS} label={tt('cause')} note={tt('reclassify.note')} must title={tt('reclassify')} save={(value, note) => step(record, 'reclassify', { type: value, note })} />}
      {record.can.includes('inquiry') && <Change what="inquiry" choices={ANSWERS3} words={ANSWER_WORDS} label={tt('board.required')} note={tt('board.reference')} title={tt('board')} save={async (required, reference) => { await saveAction(record, 'inquiry', { required, ...(reference === '' ? {} : { reference }) }, record.ref); await again() }} />}
      {record.can.includes('repatriate') && <Change what="repatriate" choices={REMAINS} words={REMAINS_WORDS} label={tt('remains')} note={tt('kin.note')} title={tt('remains')} save={async (state, note) => { await saveAction(record, 'repatriate', { state, ...(note === '' ? {} : { note }) }, record.ref); await again() }} />}
    </div></Card>
  )
}

/** One choice and a note, opened by a button. */
function Change({ what, title, choices, words, label, note, must = false, save }: { what: string; title: string; choices: readonly string[]; words: Words; label: string; note: string; must?: boolean; save(value: string, note: string): Promise<void> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const id = useId()
  const { busy, notice, run } = useDoing()
  const [opens, setOpens] = useState(false)
  const [value, setValue] = useState(choices[0] ?? '')
  const [said, setSaid] = useState('')
  if (!opens) {
    return <button type="button" className="btn small noprint ncsdo" data-change={what} onClick={() => { setValue(choices[0] ?? ''); setOpens(true) }}>{title}…</button>
  }
  return (
    <form className="stack noprint" onSubmit={(event) => { event.preventDefault(); void run(() => save(value, said.trim())).then((done) => { if (done) { setOpens(false) } }) }}>
      <div className="field"><label htmlFor={`${id}-value`}>{label}</label><select id={`${id}-value`} className="select" value={value} onChange={(event) => setValue(event.target.value)}>{choices.map((one) => <option key={one} value={one}>{code(words, one)}</option>)}</select></div>
      <div className="field"><label htmlFor={`${id}-said`}>{note}</label><input id={`${id}-said`} className="input" dir="auto" required={must} maxLength={must ? 2000 : 80} value={said} onChange={(event) => setSaid(event.target.value)} /></div>
      {notice}
      <div className="row"><button type="submit" className="btn primary" disabled={busy}>{tt('save')}</button><button type="button" className="btn" onClick={() => setOpens(false)}>{tt('cancel')}</button></div>
    </form>
  )
}

/** Notifications of a casualty, and the way to the first. */
export function NotifyCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const may = useKinds().data?.some((kind) => kind.name === 'notification' && kind.canCreate) === true
  const found = useRecords({ kind: 'notification', where: { 'of-casualty': [record.id] }, sort: { by: 'logged', dir: 'desc' } }, 20)
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  // Whoever died is notified as a death: what was notified before is amended.
  const died = record.data['status'] === 'DECEASED' && found.data !== undefined && !items.some((one) => noticeOf(one).type === 'FATAL')
  const stands = items.find((one) => one.workflow === 'approved' && !noticeOf(one).supersededBy)
  return (
    <Card title={tt('title')} id="ncs-of-casualty">
      <div className="stack">
        {found.error && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
        {items.length === 0 && found.data && <p className="quiet small">{tt('of.none')}</p>}
        <ul className="plainlist">{items.map((one) => <li key={one.id}><Link to={`/records/${one.ref}`}>{code(NOTICE_WORDS, noticeOf(one).type)} <span className="mono ltr">{one.ref}</span></Link> <span className="tag">{code(STEP_WORDS, stepOf(noticeOf(one)))}</span></li>)}</ul>
        {died && <div className="notice warning"><p>{tt(items.length === 0 ? 'died.none' : stands ? 'died.amend' : 'died.draft')}</p></div>}
        {may && died && stands && <Link to={`/notifications/new?amends=${stands.ref}&type=FATAL`} className="btn small primary noprint ncsdo">{tt('died.do')}</Link>}
        {may && items.length === 0 && <Link to={`/notifications/new?casualty=${record.id}${died ? '&type=FATAL' : ''}`} className="btn small noprint ncsdo">{tt('new')}</Link>}
      </div>
    </Card>
  )
}
