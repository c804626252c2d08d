import { useId, useState, type ReactNode } from 'react'
import { ROLES } from '../../../../core/roles.ts'
import { inLocale } from '../../../../core/i18n.ts'
import { clockLocal, clockZ, fullTime, ProblemNotice, saveAction, toast, useSession, useWords, uuid7 } from '../../../../web/face.ts'
import type { BodyShape } from '../../shared/body-map.ts'
import type { CareState } from '../../shared/care-state.ts'
import { ENDED, statusOf, type CasualtyEvent, type Injury } from '../../shared/casualty.ts'
import { EVENTS, INJURY_KINDS, SOURCES, STATUSES, type EventCode, type Status } from '../../shared/vocabulary.ts'
import { again } from '../read.ts'
import { useCode } from '../words.ts'
import { BodyMap, placeWords } from './BodyMap.tsx'
import { beginningOf, sendCare, type Patient } from './care.ts'
import { HandedForm } from './Handover.tsx'
import { readTime, TimeField } from './TimeField.tsx'
import { TreatmentForm } from './TreatmentForm.tsx'
import { VitalsForm } from './VitalsForm.tsx'
import { VitalsTable, VitalsTrend } from './VitalsTrend.tsx'
import { beginHere, useMedicTexts } from './words.ts'

/** Readings that fit on the printed page beside everything else. */
const PRINTED = 8

/** May this be done to the casualty here and now? What the node does not have yet is its author's. */
export function mayDo({ record }: Patient, type: string): boolean {
  return record === null || record.can.includes(type)
}

/** Local time, Z beside it, the whole on hover. */
export function When({ at }: { at: string }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const ms = Date.parse(at)
  return <time className="mono ltr nowrap" dateTime={at} title={fullTime(ms, mission.zone, locale)}>{clockLocal(ms, mission.zone)} <span className="quiet">{clockZ(ms)}</span></time>
}

/** Who wrote it down: their role, and when the node learned of it. */
export function By({ one }: { one: { role: string; at: string } }) {
  const { locale } = useWords()
  const { mission } = useSession()
  const role = ROLES[one.role as keyof typeof ROLES]
  return <span className="quiet small">{role ? `${inLocale(role.text, locale)}, ` : ''}{fullTime(Date.parse(one.at), mission.zone, locale)}</span>
}

/** Said in place of what a reader may not see: how much there is, and who may. */
export function Withheld({ patient, field }: { patient: Patient; field: 'injuries' | 'vitals' | 'treatments' }) {
  const tt = useMedicTexts()
  return patient.record?.withheld[field] ? <p className="notice withheld">{tt('withheld')}</p> : null
}

/** A form that opens at a button and closes when it is done. */
function Opens({ label, children, primary = false }: { label: string; children: (close: () => void) => ReactNode; primary?: boolean }) {
  const [open, setOpen] = useState(false)
  return <div className="noprint careopens">{open ? children(() => setOpen(false)) : <button type="button" className={`btn ${primary ? 'primary' : ''}`} onClick={() => setOpen(true)}>{label}</button>}</div>
}

/** A reason is asked for, then it is struck out; it stays readable. */
function StrikeForm({ patient, list, item, onDone }: { patient: Patient; list: 'injuries' | 'vitals' | 'treatments'; item: string; onDone(): void }) {
  const tt = useMedicTexts()
  const id = useId()
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    if (!patient.record) {
      return
    }
    try {
      const after = await saveAction(patient.record, 'strike-out', { list, item }, tt('label.strike', { number: patient.data.battleNo }), why.trim())
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      await again('casualty')
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform noprint" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="field"><label htmlFor={id}>{tt('strike.why')}</label><input id={id} className="input" dir="auto" required maxLength={500} ref={beginHere} value={why} onChange={(event) => setWhy(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn primary">{tt('strike')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

/** Body map, injuries and how it happened. */
export function Injuries({ patient }: { patient: Patient }) {
  const { colon } = useWords()
  const tt = useMedicTexts()
  const code = useCode()
  const [kind, setKind] = useState<Injury['kind']>('gunshot')
  const [adding, setAdding] = useState(false)
  const [striking, setStriking] = useState<string | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const id = useId()
  const all = patient.data.injuries ?? []
  const standing = all.filter(({ struck }) => !struck)
  const pick = async ({ region, side, view }: BodyShape): Promise<void> => {
    setProblem(null)
    try {
      const after = await sendCare({ ...beginningOf(patient), injuries: [{ id: uuid7(), region, side, view, kind }] }, tt('label.injury', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <>
      <Withheld patient={patient} field="injuries" />
      {(patient.data.mechanism || patient.data.mechanismNote) && <p>{patient.data.mechanism && <strong>{code('mechanism', patient.data.mechanism)}</strong>}{patient.data.mechanismNote && <> <span dir="auto">{patient.data.mechanismNote}</span></>}</p>}
      <div className="injuriescols">
        <BodyMap injuries={standing} {...(adding ? { onPick: (place: BodyShape) => void pick(place) } : {})} />
        <div className="stack">
          {all.length === 0 ? !patient.record?.withheld['injuries'] && <p className="quiet">{tt('injury.none')}</p> : (
            <ol className="injuries">{[...standing, ...all.filter(({ struck }) => struck)].map((one) => (
              <li key={one.id} data-struck={one.struck ? '' : undefined}><span className="grow">{placeWords(tt, one)}{colon}{tt(`kind.${one.kind}`)}{one.view === 'back' ? ` (${tt('view.back')})` : ''}{one.note && <> · <span dir="auto">{one.note}</span></>}{one.struck && <span className="small"> {tt('struck', { why: one.struck.why })}</span>}</span>
                {!one.struck && patient.record && mayDo(patient, 'strike-out') && <button type="button" className="btn small plain noprint" aria-label={tt('strike.of', { what: placeWords(tt, one) })} onClick={() => setStriking(one.id)}>×</button>}</li>
            ))}</ol>
          )}
          {striking && <StrikeForm patient={patient} list="injuries" item={striking} onDone={() => setStriking(null)} />}
          {mayDo(patient, 'add-injuries') && (adding ? (
            <div className="stack noprint">
              <div className="field"><label htmlFor={id}>{tt('injury.kind')}</label><select id={id} className="select" ref={beginHere} value={kind} onChange={(event) => setKind(event.target.value as Injury['kind'])}>{INJURY_KINDS.map((one) => <option key={one} value={one}>{tt(`kind.${one}`)}</option>)}</select><span className="hint">{tt('injury.tap')}</span></div>
              {problem !== null && <ProblemNotice error={problem} />}
              <div className="row"><button type="button" className="btn" onClick={() => setAdding(false)}>{tt('done')}</button></div>
            </div>
          ) : <div className="noprint"><button type="button" className="btn" onClick={() => setAdding(true)}>{tt('injury.add')}</button></div>)}
        </div>
      </div>
    </>
  )
}

/** Trend and table of the readings; the newest first. */
export function VitalSigns({ patient }: { patient: Patient }) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const [striking, setStriking] = useState<string | null>(null)
  const all = patient.data.vitals
  return (
    <>
      <Withheld patient={patient} field="vitals" />
      <VitalsTrend vitals={all} />
      {all && all.length > 0 && <VitalsTable vitals={all} {...(patient.record && mayDo(patient, 'strike-out') ? { onStrike: setStriking } : {})} />}
      {all && all.length > PRINTED && <p className="small printonly">{tt('vitals.printed', { n: number(PRINTED), all: number(all.length) })}</p>}
      {striking && <StrikeForm patient={patient} list="vitals" item={striking} onDone={() => setStriking(null)} />}
      {mayDo(patient, 'add-vitals') && <Opens label={tt('vitals.add')}>{(close) => <VitalsForm patient={patient} onDone={close} />}</Opens>}
    </>
  )
}

/** What was done, in the order it was done. */
export function Treatments({ patient }: { patient: Patient }) {
  const tt = useMedicTexts()
  const [striking, setStriking] = useState<string | null>(null)
  const all = patient.data.treatments ?? []
  return (
    <>
      <Withheld patient={patient} field="treatments" />
      {all.length === 0 ? !patient.record?.withheld['treatments'] && <p className="quiet">{tt('treat.none')}</p> : (
        <ul className="carelines">{all.map((one) => (
          <li key={one.id} data-struck={one.struck ? '' : undefined} data-what={one.what}>
            <When at={one.at} />
            <span className="grow"><strong>{tt(`treat.${one.what}`)}</strong>{one.limb && <> · {tt(`limb.${one.limb}`)}</>}{(one.name || one.dose) && <> · <span dir="auto">{[one.name, one.dose].filter(Boolean).join(' ')}</span></>}{one.route && <> · {tt(`route.${one.route}`)}</>}{one.note && <> · <span dir="auto">{one.note}</span></>}{one.struck && <span className="small"> {tt('struck', { why: one.struck.why })}</span>}</span>
            {!one.struck && patient.record && mayDo(patient, 'strike-out') && <button type="button" className="btn small plain noprint" aria-label={tt('strike.of', { what: tt(`treat.${one.what}`) })} onClick={() => setStriking(one.id)}>×</button>}
          </li>
        ))}</ul>
      )}
      {striking && <StrikeForm patient={patient} list="treatments" item={striking} onDone={() => setStriking(null)} />}
      {mayDo(patient, 'treat') && <Opens label={tt('treat.add')}>{(close) => <TreatmentForm patient={patient} onDone={close} />}</Opens>}
    </>
  )
}

/** T0 to T11: when, how it is known, by whom; a correction keeps what stood. */
export function Times({ patient }: { patient: Patient }) {
  const tt = useMedicTexts()
  const code = useCode()
  const [open, setOpen] = useState<EventCode | null>(null)
  const { events, corrections } = patient.data
  return (
    <ul className="carelines times">{EVENTS.map((event) => {
      const known = events?.[event]
      const past = (corrections ?? []).filter((one) => one.event === event)
      return (
        <li key={event} data-known={known ? '' : undefined}>
          <span className="eventcode mono ltr">{event}</span>
          <span className="grow">
            {code('event', event)}
            {known && <> · {known.estimated && <abbr title={tt('estimated')}>≈ </abbr>}<When at={known.t} />{known.uncertainMin ? <span className="small"> ± {tt('minutes', { n: known.uncertainMin })}</span> : null} <span className="small quiet">{tt(`source.${known.source}`)}</span> <By one={known} /></>}
            {past.map((one) => <span key={`${one.at}${one.was.t}`} className="small past"><s><When at={one.was.t} /></s> {tt('corrected', { why: one.why })} <By one={one} /></span>)}
            {open === event && <EventForm patient={patient} event={event} known={known} onDone={() => setOpen(null)} />}
          </span>
          {open !== event && (known ? patient.record && mayDo(patient, 'correct-time') : mayDo(patient, 'injured')) && <button type="button" className="btn small plain noprint" aria-label={tt(known ? 'correct.of' : 'add.of', { what: code('event', event) })} onClick={() => setOpen(event)}>{tt(known ? 'correct' : 'add')}</button>}
        </li>
      )
    })}</ul>
  )
}

function EventForm({ patient, event, known, onDone }: { patient: Patient; event: EventCode; known: CasualtyEvent | undefined; onDone(): void }) {
  const tt = useMedicTexts()
  const { mission } = useSession()
  const id = useId()
  const [when, setWhen] = useState('')
  const [source, setSource] = useState<(typeof SOURCES)[number]>('manual')
  const [estimated, setEstimated] = useState(false)
  const [why, setWhy] = useState('')
  const [wrong, setWrong] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const t = readTime(when, mission.zone)
    setWrong(t === undefined)
    if (t === undefined) {
      return
    }
    const timed = { t, source, ...(estimated ? { estimated: true as const } : {}) }
    try {
      const after = known && patient.record
        ? await saveAction(patient.record, 'correct-time', { event, ...timed }, tt('label.time', { number: patient.data.battleNo }), why.trim())
        : await sendCare({ ...beginningOf(patient), events: { [event]: timed } } as CareState, tt('label.time', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      await again('casualty')
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform noprint" onSubmit={(submit) => { submit.preventDefault(); void save() }}>
      <TimeField label={tt('when')} value={when} wrong={wrong} onChange={(text) => { setWhen(text); setWrong(false) }} />
      <div className="pair">
        <div className="field"><label htmlFor={`${id}s`}>{tt('source')}</label><select id={`${id}s`} className="select" value={source} onChange={(change) => setSource(change.target.value as typeof source)}>{SOURCES.map((one) => <option key={one} value={one}>{tt(`source.${one}`)}</option>)}</select></div>
        <label className="row small"><input type="checkbox" checked={estimated} onChange={(change) => setEstimated(change.target.checked)} />{tt('estimated')}</label>
      </div>
      {known && <div className="field"><label htmlFor={`${id}w`}>{tt('correct.why')}</label><input id={`${id}w`} className="input" dir="auto" required maxLength={500} value={why} onChange={(change) => setWhy(change.target.value)} /></div>}
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

/** Where they have been, who had them, and how it stands. */
export function Chain({ patient }: { patient: Patient }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { places, course } = patient.data
  const ended = ENDED.includes(statusOf(patient.data))
  return (
    <>
      {(places ?? []).length === 0 ? <p className="quiet">{tt('chain.none')}</p> : (
        <ol className="carelines chain">{(places ?? []).map((one) => <li key={one.id} data-now={one.out === undefined && !ended ? '' : undefined}><span className="grow"><strong dir="auto">{one.name}</strong> <span className="small quiet">{tt(`place.${one.sort}`)}</span><br /><When at={one.in} /> – {one.out ? <When at={one.out} /> : tt(ended ? 'chain.end' : 'chain.still')} {one.receivedBy && <span className="small">{tt('chain.by', { who: one.receivedBy })} </span>}<By one={one} /></span></li>)}</ol>
      )}
      {(course ?? []).length > 0 && <ol className="carelines course">{(course ?? []).map((one, i) => <li key={`${one.t}${i}`}><When at={one.t} /><span className="grow">{code('status', one.status)}{one.note && <> · <span dir="auto">{one.note}</span></>} <By one={one} /></span></li>)}</ol>}
      {!ended && mayDo(patient, 'move') && <Opens label={tt('chain.add')}>{(close) => <HandedForm patient={patient} onDone={close} />}</Opens>}
      {!ended && mayDo(patient, 'set-status') && <Opens label={tt('status.set')}>{(close) => <StatusForm patient={patient} onDone={close} />}</Opens>}
      {ended && patient.record?.can.includes('reopen') && <Opens label={tt('status.reopen')}>{(close) => <ReopenForm patient={patient} onDone={close} />}</Opens>}
    </>
  )
}

function StatusForm({ patient, onDone }: { patient: Patient; onDone(): void }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { mission } = useSession()
  const id = useId()
  const [status, setStatus] = useState<Status | null>(null)
  const [when, setWhen] = useState('')
  const [note, setNote] = useState('')
  const [wrong, setWrong] = useState<'status' | 'when' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const t = readTime(when, mission.zone)
    if (status === null || t === undefined) {
      setWrong(status === null ? 'status' : 'when')
      return
    }
    try {
      const after = await sendCare({ ...beginningOf(patient), course: [{ status, t, ...(note.trim() ? { note: note.trim() } : {}) }] }, tt('label.status', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <fieldset className="field"><legend>{tt('status')}</legend><div className="choices two">{STATUSES.filter((one) => one !== statusOf(patient.data)).map((one) => <button key={one} type="button" className="btn" aria-pressed={status === one} onClick={() => { setStatus(one); setWrong(null) }}>{code('status', one)}</button>)}</div>{wrong === 'status' && <p className="wrong" role="alert">{tt('status.need')}</p>}</fieldset>
      {status === 'DECEASED' && <p className="notice warning">{tt('status.dead')}</p>}
      <TimeField label={tt('when')} value={when} wrong={wrong === 'when'} onChange={(text) => { setWhen(text); setWrong(null) }} />
      <div className="field"><label htmlFor={id}>{tt('note')}</label><input id={id} className="input" dir="auto" maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}

function ReopenForm({ patient, onDone }: { patient: Patient; onDone(): void }) {
  const tt = useMedicTexts()
  const code = useCode()
  const id = useId()
  const [status, setStatus] = useState<Status>('MTF')
  const [why, setWhy] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    try {
      if (patient.record) {
        await saveAction(patient.record, 'reopen', { status }, tt('label.status', { number: patient.data.battleNo }), why.trim())
        await again('casualty')
      }
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="field"><label htmlFor={`${id}s`}>{tt('status')}</label><select id={`${id}s`} className="select" value={status} onChange={(event) => setStatus(event.target.value as Status)}>{(['POI', 'EVAC', 'MTF', 'MISSING'] as const).map((one) => <option key={one} value={one}>{code('status', one)}</option>)}</select></div>
      <div className="field"><label htmlFor={`${id}w`}>{tt('correct.why')}</label><input id={`${id}w`} className="input" dir="auto" required maxLength={500} value={why} onChange={(event) => setWhy(event.target.value)} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}
