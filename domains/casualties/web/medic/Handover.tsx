import { Camera, ImageUp, Pause, Play } from 'lucide-react'
import QRCode from 'qrcode'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { ProblemNotice, toast, uuid7, useSession, useWords } from '../../../../web/face.ts'
import { careStateOf, type CareState } from '../../shared/care-state.ts'
import { handoverBytes, HandoverCollector, handoverFrames, type HandoverFault } from '../../shared/handover-code.ts'
import { PLACE_SORTS } from '../../shared/vocabulary.ts'
import { useCode } from '../words.ts'
import { beginningOf, sendCare, type Patient } from './care.ts'
import { nowIso } from './numbers.ts'
import { readPicture, watchCamera } from './scan.ts'
import type { Verdict } from './judge.ts'
import { judge, sealBy } from './seal.ts'
import { readTime, TimeField } from './TimeField.tsx'
import { beginHere, useMedicTexts } from './words.ts'

/** How long each code of several is shown: time for the other device to find it. */
const SHOWN_MS = 700

/** The casualty as codes for the next device: no link is needed between the two. */
export function ShowCode({ patient }: { patient: Patient }) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const state = useMemo(() => careStateOf(patient.id, patient.data, patient.data.sortedAt ?? nowIso()), [patient.id, patient.data])
  const { me } = useSession()
  const [sealed, setSealed] = useState<{ state: CareState; seal: Uint8Array | null } | null>(null)
  // What they say, not which object says it: the code stands still while nothing new is known.
  const said = useMemo(() => handoverFrames(state).join(' '), [state])
  useEffect(() => {
    let gone = false
    const show = (seal: Uint8Array | null): void => { if (!gone) { setSealed({ state, seal }) } }
    sealBy(me.user, handoverBytes(state)).then(show, () => show(null))
    return () => { gone = true }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `said` stands for the state
  }, [said, me.user])
  const frames = useMemo(() => (sealed ? handoverFrames(sealed.state, sealed.seal) : []), [sealed])
  const [at, setAt] = useState(0)
  const [running, setRunning] = useState(true)
  useEffect(() => {
    const timer = running && frames.length > 1 ? setInterval(() => setAt((now) => now + 1), SHOWN_MS) : undefined
    return () => clearInterval(timer)
  }, [running, frames.length])
  if (!sealed) {
    return <div className="skeleton" />
  }
  const n = at % frames.length
  return (
    <div className="stack handover">
      <Code text={frames[n] ?? ''} label={tt('code.label', { number: patient.data.battleNo, n: number(n + 1), of: number(frames.length) })} />
      {frames.length > 1 && (
        <div className="row wrap">
          <span className="grow" aria-live="off">{tt('code.of', { n: number(n + 1), of: number(frames.length) })}</span>
          <button type="button" className="btn small" onClick={() => setRunning(!running)}>{running ? <Pause size={14} aria-hidden="true" /> : <Play size={14} aria-hidden="true" />}{tt(running ? 'code.stop' : 'code.go')}</button>
          <button type="button" className="btn small" onClick={() => { setRunning(false); setAt(at + 1) }}>{tt('code.next')}</button>
        </div>
      )}
      <p>{tt('code.how')}</p>
      {sealed.seal ? <p className="small quiet">{tt('code.signed')}</p> : <div className="notice warning"><p>{tt('code.unsigned')}</p></div>}
      <p className="small quiet">{tt('code.noname')}</p>
      <details><summary>{tt('code.text')}</summary><textarea className="area mono" dir="ltr" readOnly rows={4} aria-label={tt('code.text')} value={frames.join('\n')} onFocus={(event) => event.target.select()} /></details>
    </div>
  )
}

/** Drawn dark on white in every theme, with the quiet border the standard asks for. */
function Code({ text, label }: { text: string; label: string }) {
  const path = useMemo(() => {
    const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' })
    const rows: string[] = []
    for (let y = 0; y < modules.size; y += 1) {
      for (let x = 0; x < modules.size; x += 1) {
        if (modules.get(y, x)) {
          rows.push(`M${x + 4} ${y + 4}h1v1h-1z`)
        }
      }
    }
    return { d: rows.join(''), size: modules.size + 8 }
  }, [text])
  return <svg className="qrcode" viewBox={`0 0 ${path.size} ${path.size}`} shapeRendering="crispEdges" role="img" aria-label={label}><rect width={path.size} height={path.size} className="paper" /><path d={path.d} /></svg>
}

/** Reads the codes of another device: by camera, from a picture of it, or as text. What was read is shown before it is taken over. */
export function ReadCode({ known, onTaken }: { known: (id: string) => Patient | undefined; onTaken(id: string): void }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { number } = useWords()
  const id = useId()
  const collector = useRef(new HandoverCollector())
  const video = useRef<HTMLVideoElement>(null)
  const file = useRef<HTMLInputElement>(null)
  const [camera, setCamera] = useState<'off' | 'on' | 'none'>('off')
  const [text, setText] = useState('')
  const [progress, setProgress] = useState<{ have: number; of: number } | null>(null)
  const [fault, setFault] = useState<HandoverFault | 'no-code' | null>(null)
  const { me } = useSession()
  const [read, setRead] = useState<{ state: CareState; verdict: Verdict } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const take = (found: string, quiet: boolean): void => {
    const answer = collector.current.take(found)
    if (answer.ok) {
      setFault(null)
      judge(me.user, answer.bytes, answer.seal).then((verdict) => setRead({ state: answer.state, verdict }), setProblem)
      setCamera('off')
    } else if (!answer.fault || !quiet || answer.fault === 'damaged' || answer.fault === 'other-version') {
      // A camera sees codes of other things as well; of those nothing is said.
      setFault(answer.fault ?? null)
      setProgress(answer.of > 0 ? { have: answer.have, of: answer.of } : null)
    }
  }
  useEffect(() => {
    let stop: (() => void) | null = null
    let gone = false
    if (camera === 'on' && video.current) {
      watchCamera(video.current, (found) => take(found, true)).then((stopIt) => { if (gone) { stopIt() } else { stop = stopIt } }, () => setCamera('none'))
    }
    return () => {
      gone = true
      stop?.()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the camera runs from one press to the next
  }, [camera])
  const choose = async (files: readonly File[]): Promise<void> => {
    for (const one of files) {
      const found = await readPicture(one).catch(() => [])
      found.forEach((each) => take(each, false))
      if (found.length === 0) {
        setFault('no-code')
      }
    }
  }
  const takeOver = async (state: CareState): Promise<void> => {
    try {
      const after = await sendCare(state, tt('label.handover', { number: state.base.battleNo }))
      toast(tt(after ? 'taken' : 'taken.kept', { number: state.base.battleNo }))
      onTaken(state.id)
    } catch (error) {
      setProblem(error)
    }
  }
  if (read) {
    const { state: told, verdict } = read
    const here = known(told.id)
    const sure = verdict.what === 'signed'
    return (
      <div className="stack handover">
        <div className={`notice ${sure ? 'ok' : verdict.what === 'forged' ? 'critical' : 'warning'}`} role="status"><p>{tt(`seal.${verdict.what}`, { by: 'by' in verdict ? verdict.by : '' })}</p></div>
        <div className="notice"><p className="grow"><strong className="mono ltr">{told.base.battleNo}</strong> · {told.sorted?.triage ? code('triage', told.sorted.triage) : ''} · {code('category', told.base.category)}<br />{tt('read.holds', { vitals: number(told.vitals?.length ?? 0), treatments: number(told.treatments?.length ?? 0), injuries: number(told.injuries?.length ?? 0) })}<br />{tt(here ? 'read.known' : 'read.new')}</p></div>
        {problem !== null && <ProblemNotice error={problem} />}
        <div className="row wrap carebar">{verdict.what !== 'forged' && <button type="button" className="btn primary" ref={beginHere} onClick={() => void takeOver(told)}>{tt('read.take')}</button>}<button type="button" className="btn plain" onClick={() => { setRead(null); setProgress(null) }}>{tt('cancel')}</button></div>
      </div>
    )
  }
  return (
    <div className="stack handover">
      <p>{tt('read.how')}</p>
      {camera === 'on' && <video ref={video} className="camera" muted playsInline aria-label={tt('read.camera')} />}
      {camera === 'none' && <div className="notice warning"><p>{tt('read.nocamera')}</p></div>}
      <div className="row wrap">
        <button type="button" className="btn" aria-pressed={camera === 'on'} onClick={() => { setFault(null); setCamera(camera === 'on' ? 'off' : 'on') }}><Camera size={16} aria-hidden="true" />{tt(camera === 'on' ? 'read.camera.off' : 'read.camera')}</button>
        <button type="button" className="btn" onClick={() => file.current?.click()}><ImageUp size={16} aria-hidden="true" />{tt('read.picture')}</button>
        <input ref={file} type="file" hidden multiple accept="image/*" aria-label={tt('read.picture')} onChange={(event) => { void choose([...(event.target.files ?? [])]); event.target.value = '' }} />
      </div>
      {progress && <p role="status">{tt('read.progress', { have: number(progress.have), of: number(progress.of) })}</p>}
      <form className="stack" onSubmit={(event) => { event.preventDefault(); take(text, false) }}>
        <div className="field"><label htmlFor={`${id}t`}>{tt('read.text')}</label><textarea id={`${id}t`} className="area mono" dir="ltr" rows={3} value={text} onChange={(event) => { setText(event.target.value); setFault(null) }} /></div>
        {fault && <p className="wrong" role="alert">{tt(`fault.${fault}`)}</p>}
        <div className="row"><button type="submit" className="btn" disabled={text.trim() === ''}>{tt('read.it')}</button></div>
      </form>
    </div>
  )
}

/** Where the casualty is from now on, and who took them over: the next link of the chain. */
export function HandedForm({ patient, onDone }: { patient: Patient; onDone(): void }) {
  const tt = useMedicTexts()
  const { mission } = useSession()
  const id = useId()
  const [sort, setSort] = useState<(typeof PLACE_SORTS)[number]>('asset')
  const [name, setName] = useState('')
  const [when, setWhen] = useState('')
  const [wrong, setWrong] = useState<'name' | 'when' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const save = async (): Promise<void> => {
    const at = readTime(when, mission.zone)
    if (name.trim() === '' || at === undefined) {
      setWrong(at === undefined ? 'when' : 'name')
      return
    }
    const event = sort === 'asset' && !patient.data.events?.T7 ? { T7: { t: at, source: 'manual' as const } } : sort === 'facility' && !patient.data.events?.T8 ? { T8: { t: at, source: 'manual' as const } } : null
    try {
      const after = await sendCare({ ...beginningOf(patient), places: [{ id: uuid7(), sort, name: name.trim(), in: at }], ...(event ? { events: event } : {}) }, tt('label.moved', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <fieldset className="field"><legend>{tt('moved.where')}</legend><div className="choices two">{PLACE_SORTS.filter((one) => one !== 'poi').map((one) => <button key={one} type="button" className="btn" aria-pressed={sort === one} onClick={() => setSort(one)}>{tt(`place.${one}`)}</button>)}</div></fieldset>
      <div className="field"><label htmlFor={`${id}n`}>{tt('moved.name')}</label><input id={`${id}n`} className="input" dir="auto" maxLength={120} aria-invalid={wrong === 'name'} value={name} onChange={(event) => { setName(event.target.value); setWrong(null) }} />{wrong === 'name' && <p className="wrong" role="alert">{tt('moved.name.need')}</p>}</div>
      <TimeField label={tt('moved.when')} value={when} wrong={wrong === 'when'} onChange={(text) => { setWhen(text); setWrong(null) }} />
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap carebar"><button type="submit" className="btn primary">{tt('moved.save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}
