import { Copy, FileText, MapPin, Pencil } from 'lucide-react'
import { useState } from 'react'
import { ROLES } from '../../../core/roles.ts'
import { inLocale } from '../../../core/i18n.ts'
import { formatMgrs } from '../../../core/place.ts'
import { parseDtg } from '../../../core/time-dtg.ts'
import { ageLong, Card, focusFirst, fullTime, Link, ProblemNotice, saveAction, serverNow, showPlace, useMoment, useNow, useRecord, useSession, useTexts, useWords, clockLocal, clockZ, type RecordView } from '../../../web/face.ts'
import { PACE_STEPS, ROUTE_COLOURS, stateOf, type Movement } from '../shared/movement.ts'
import { legsOf } from '../shared/route.ts'
import { searchArea } from '../shared/search-area.ts'
import { lastKnown, statusOf } from '../shared/status.ts'
import { ROUTE_WORDS } from '../shared/texts.ts'
import { Words } from './BoardWords.tsx'
import { CheckInForm } from './CheckInForm.tsx'
import { useHindrances } from './hindrances.ts'
import { Lamp } from './Lamp.tsx'
import { MarkKm, MarkWords } from './MarkWords.tsx'
import { usePassedMarks } from './marks.ts'
import { Met } from './Met.tsx'
import { ROWS } from './movements.texts.ts'
import { acceptedOf } from './plan.ts'
import { movementOf, readAgain } from './read.ts'
import { ROWS as STRIP_ROWS } from './strip.texts.ts'
import './movements.css'

const STEPS = ['check-in', 'clear', 'depart', 'arrive', 'come-back', 'patrol-report', 'call-off', 'step-back'] as const
type Step = (typeof STEPS)[number]
const OFFERED: Record<string, readonly Step[]> = {
  planned: ['clear', 'call-off'], cleared: ['depart', 'call-off', 'step-back'], departed: ['check-in', 'arrive', 'come-back', 'step-back'], arrived: ['come-back', 'step-back'], returned: ['patrol-report', 'step-back'], reported: ['step-back'], 'called-off': ['step-back'],
}

/** How it is, what comes next, and what can be done. */
export function CourseCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  const data = movementOf(record)
  const status = statusOf(data, now)
  const last = status.lamp === 'lost' ? lastKnown(data) : null
  const area = last && searchArea(data, now)
  return (
    <Card title={<span className="alerthead"><Lamp lamp={status.lamp} /><span>{tt('course')}</span></span>} id="course">
      <p><Words shown={{ record, data, status }} /></p>
      {area && last && (
        <p className="notice critical movenotice"><span className="grow">{tt('area', { km: number(Math.round(area.reachM / 100) / 10) })} · <span className="mono ltr">{formatMgrs(last, 8)}</span> · {ageLong(now - last.at, locale)}</span>
          <button type="button" className="btn small noprint" onClick={() => showPlace({ lon: last.lon, lat: last.lat, radiusM: Math.round(area.reachM), label: data.callsign })}><MapPin size={14} aria-hidden="true" />{tt('map')}</button></p>
      )}
      {data.accepted && <p className="notice warning" dir="auto">{tt('accepted', { names: data.accepted.of.map(({ name }) => name).join(', '), reason: data.accepted.reason })}</p>}
      {data.clearance && <p className="small">{tt('cleared.by', { route: inLocale(ROUTE_WORDS[data.clearance.route], locale) })} · <By one={data.clearance} />{data.clearance.note && <> · <span dir="auto">{data.clearance.note}</span></>}</p>}
      <Steps record={record} data={data} />
      <p className="row wrap noprint movelinks">
        {(stateOf(data) === 'planned' || stateOf(data) === 'cleared' || stateOf(data) === 'departed') && record.can.includes('edit') && <Link to={`/movements/${record.ref}/plan`} className="btn small"><Pencil size={14} aria-hidden="true" />{tt('change')}</Link>}
        <Link to={`/movements/new?copy=${record.ref}`} className="btn small"><Copy size={14} aria-hidden="true" />{tt('copy')}</Link>
        <Link to={`/movements/${record.ref}/strip`} className="btn small"><FileText size={14} aria-hidden="true" />{tt('strip')}</Link>
      </p>
    </Card>
  )
}

function By({ one }: { one: { role: string; at: string } }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const role = ROLES[one.role as keyof typeof ROLES]
  return <span className="quiet">{role ? `${inLocale(role.text, locale)}, ` : ''}{fullTime(Date.parse(one.at), mission.zone, locale)}</span>
}

function Steps({ record, data }: { record: RecordView; data: Movement }) {
  const tt = useTexts(ROWS)
  const [step, setStep] = useState<Step | null>(null)
  const may = (OFFERED[stateOf(data)] ?? []).filter((one) => record.can.includes(one))
  if (may.length === 0) {
    return null
  }
  const done = () => setStep(null)
  return (
    <div className="movesteps noprint">
      {step === null ? <div className="row wrap">{may.map((one, i) => <button key={one} type="button" className={`btn ${i === 0 ? 'primary' : one === 'step-back' || one === 'call-off' ? 'plain' : ''}`} onClick={() => setStep(one)}>{one === 'check-in' ? tt('checkin') : tt(one)}</button>)}</div>
        : step === 'check-in' ? <CheckInForm shown={{ record, data }} onDone={done} /> : <StepForm record={record} step={step} onDone={done} />}
    </div>
  )
}

/** One step with what it asks for: the state of the route, when, what was seen, or why. */
function StepForm({ record, step, onDone }: { record: RecordView; step: Exclude<Step, 'check-in'>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const [route, setRoute] = useState<(typeof ROUTE_COLOURS)[number]>('green')
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(false)
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const data = movementOf(record)
  const weighed = new Set(data.accepted?.of.map(({ id }) => id))
  // What was closed since it was planned is weighed by whoever lets it go.
  const met = useHindrances(step === 'clear' ? data : null).items.filter(({ id }) => !weighed.has(id))
  const timed = step === 'depart' || step === 'arrive' || step === 'come-back'
  const save = async (): Promise<void> => {
    const words = text.trim()
    const time = timed && words !== '' ? parseDtg(words, { now: serverNow(), zone: mission.zone, toleranceMs: 60_000 }) : null
    if (time && !time.ok) {
      setWrong(true)
      return
    }
    const patch = step === 'clear' ? { route, ...(words ? { note: words } : {}), ...(met.length > 0 ? { accepted: acceptedOf(met, reason) } : {}) } : step === 'patrol-report' ? { text: words } : time?.ok ? { at: new Date(time.at).toISOString() } : {}
    try {
      await saveAction(record, step, patch, `${record.ref} · ${tt(step)}`, step === 'call-off' || step === 'step-back' ? words : undefined)
      await readAgain()
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  const label = step === 'clear' ? tt('clear.note') : step === 'patrol-report' ? tt('report.text') : timed ? tt('checkin.when') : tt('why')
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void save() }}>
      {step === 'clear' && <div className="field"><label htmlFor="mv-route">{tt('clear.route')}</label><select id="mv-route" className="select" value={route} ref={focusFirst} onChange={(event) => setRoute(event.target.value as typeof route)}>{ROUTE_COLOURS.map((one) => <option key={one} value={one}>{inLocale(ROUTE_WORDS[one], locale)}</option>)}</select></div>}
      <div className="field"><label htmlFor="mv-text">{label}</label>
        {step === 'patrol-report'
          ? <textarea id="mv-text" className="area" dir="auto" required maxLength={8000} value={text} ref={focusFirst} onChange={(event) => setText(event.target.value)} />
          : <input id="mv-text" className={`input ${timed ? 'mono' : ''}`} dir={timed ? 'ltr' : 'auto'} required={step === 'call-off' || step === 'step-back'} maxLength={1000} value={text} aria-invalid={wrong} ref={step === 'clear' ? undefined : focusFirst} onChange={(event) => { setText(event.target.value); setWrong(false) }} />}
        {wrong && <p className="wrong" role="alert">{tt('checkin.when.bad')}</p>}</div>
      {met.length > 0 && <Met id="mv-accepted" met={met} reason={reason} onReason={setReason} />}
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap"><button type="submit" className="btn primary" disabled={met.length > 0 && reason.trim() === ''}>{tt(step)}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

/** Legs with distance, bearing and times, planned and reached; what was said of lateness; every call. */
export function LegsCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const data = movementOf(record)
  const reached = new Map(data.passed?.map((one) => [one.waypoint, one.at]))
  const time = (at: string | undefined) => (at === undefined ? <span className="quiet">{tt('leg.notyet')}</span> : <time className="mono nowrap" dateTime={at} title={fullTime(Date.parse(at), mission.zone, locale)}>{clockLocal(Date.parse(at), mission.zone)} <span className="quiet">{clockZ(Date.parse(at))}</span></time>)
  const start = data.waypoints[0]
  const legs = legsOf(data)
  return (
    <Card title={tt('legs')} id="legs">
      <div className="movetable" role="region" aria-label={tt('legs')} tabIndex={0}>
        <table>
          <thead><tr><th scope="col">{tt('leg.to')}</th><th scope="col">{tt('leg.grid')}</th><th scope="col" className="num">{tt('leg.km')}</th><th scope="col" className="num">{tt('leg.bearing')}</th><th scope="col">{tt('leg.planned')}</th><th scope="col">{tt('leg.actual')}</th></tr></thead>
          <tbody>
            {start && <tr><th scope="row"><bdi>{start.name}</bdi> <span className="quiet small">{tt('leg.start')}</span></th><td className="mono ltr">{formatMgrs(start, 8)}</td><td className="quiet num">–</td><td className="quiet num">–</td><td>{time(start.eta)}</td><td>{time(reached.get(start.id))}</td></tr>}
            {legs.map((leg) => (
              <tr key={leg.to.id}>
                <th scope="row"><bdi>{leg.to.name}</bdi></th><td className="mono ltr">{formatMgrs(leg.to, 8)}</td>
                <td className="num mono">{number(Math.round(leg.metres / 100) / 10)}</td><td className="num mono ltr">{String(Math.round(leg.bearing) % 360).padStart(3, '0')}°</td>
                <td>{time(leg.to.eta)}</td><td>{time(reached.get(leg.to.id))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <OnTheWay data={data} />
    </Card>
  )
}

/** Culverts, bridges, places without radio: what the way passes, by its kilometre. */
function OnTheWay({ data }: { data: Movement }) {
  const tt = useTexts(STRIP_ROWS)
  const { items } = usePassedMarks(data)
  return items.length === 0 ? null : (
    <>
      <h3 className="moveonway">{tt('onway')}</h3>
      <ul className="movemarks">{items.map((one) => <li key={`${one.id}${one.fromM}`}><MarkKm one={one} /> <span className="grow"><MarkWords one={one} /> <Link to={`/records/${one.ref}`} className="small mono ltr">{one.ref}</Link></span></li>)}</ul>
    </>
  )
}

/** Everything that was heard, newest first, and each step of lateness that was told. */
export function CallsCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const data = movementOf(record)
  const lines = [
    ...(data.checkIns ?? []).map((one) => ({ at: one.at, late: false as const, one })),
    ...(data.late ?? []).map((one) => ({ at: one.at, late: true as const, one })),
  ].sort((a, b) => (a.at < b.at ? 1 : -1))
  return (
    <Card title={`${tt('log')} · ${tt('interval', { n: data.checkIn.everyMin })}`} id="calls">
      {lines.length === 0 && <p className="quiet small">{tt('log.none')}</p>}
      <ol className="movecalls">
        {lines.map((line) => (
          <li key={`${line.at}${line.late ? line.one.what + line.one.afterMin : line.one.how}`} data-late={line.late} data-status={line.late ? undefined : line.one.status}>
            <time className="mono nowrap" dateTime={line.at} title={fullTime(Date.parse(line.at), mission.zone, locale)}>{clockLocal(Date.parse(line.at), mission.zone)} <span className="quiet">{clockZ(Date.parse(line.at))}</span></time>
            {line.late ? <strong>{tt(line.one.what === 'overdue' ? 'late.overdue' : 'late.lost', { n: line.one.afterMin })}</strong> : <Call one={line.one} data={data} />}
          </li>
        ))}
      </ol>
      {data.report && <p className="movereport"><strong>{tt('patrol-report')}</strong> <By one={data.report} /><br /><span dir="auto">{data.report.text}</span></p>}
    </Card>
  )
}

function Call({ one, data }: { one: NonNullable<Movement['checkIns']>[number]; data: Movement }) {
  const tt = useTexts(ROWS)
  const point = data.waypoints.find(({ id }) => id === one.waypoint)
  return (
    <span className="grow">
      <strong>{tt(`call.${one.status}`)}</strong> <span className="quiet small">{tt(`how.${one.how}`)}{one.means && one.how === 'hand' && <> · <bdi>{one.means}</bdi></>}</span>
      {point && <> · <bdi>{point.name}</bdi></>}
      {one.lon !== undefined && one.lat !== undefined && !point && <> · <span className="mono ltr small">{formatMgrs({ lon: one.lon, lat: one.lat }, 8)}</span></>}
      {one.note && <><br /><span dir="auto">{one.note}</span></>}
    </span>
  )
}

/** Means of contact in their order, people, vehicles, medical support. */
export function TeamCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const data = movementOf(record)
  return (
    <Card title={tt('team')} id="team">
      <dl className="alertfacts">
        {PACE_STEPS.map((step) => data.pace?.[step] && <div key={step} className="pair"><dt>{tt(`pace.${step}`)}</dt><dd dir="auto">{data.pace[step]}</dd></div>)}
        {data.people !== undefined && <><dt>{tt('people')}</dt><dd>{number(data.people)}</dd></>}
        {data.vehicles && data.vehicles.length > 0 && <><dt>{tt('vehicles')}</dt><dd>{data.vehicles.map((one) => one.name).join(', ')}</dd></>}
        {data.medical && <><dt>{tt('medical')}</dt><dd dir="auto">{data.medical}</dd></>}
        {data.tracks && data.tracks.length > 0 && <><dt>{tt('tracks')}</dt><dd>{data.tracks.map((id) => <TrackLink key={id} id={id} />)}</dd></>}
      </dl>
    </Card>
  )
}

/** The track where the reader may see it; else nothing is said of it. */
function TrackLink({ id }: { id: string }) {
  const found = useRecord(id, '').data
  return found ? <Link to={`/records/${found.ref}`}><bdi>{found.title}</bdi></Link> : null
}
