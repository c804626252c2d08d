import { useState } from 'react'
import { parseDtg } from '../../../core/time-dtg.ts'
import { focusFirst, ProblemNotice, saveAction, serverNow, toast, useSession, useTexts } from '../../../web/face.ts'
import { CALLS, PACE_STEPS, type CallStatus } from '../shared/movement.ts'
import { ROWS } from './movements.texts.ts'
import { readAgain, type Shown } from './read.ts'
import { readSpot } from './spot.ts'

/** A call that was taken down: how they are, where, when and by what means. */
export function CheckInForm({ shown: { record, data }, onDone }: { shown: Pick<Shown, 'record' | 'data'>; onDone(): void }) {
  const tt = useTexts(ROWS)
  const { mission } = useSession()
  const [status, setStatus] = useState<CallStatus>('ok')
  const [typed, setTyped] = useState({ where: '', when: '', means: data.pace?.primary ?? '', note: '', eta: '' })
  const [wrong, setWrong] = useState<'where' | 'when' | 'eta' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const [saving, setSaving] = useState(false)
  const put = (name: keyof typeof typed) => (event: { target: { value: string } }) => { setTyped({ ...typed, [name]: event.target.value }); setWrong(null) }
  const timeOf = (text: string, aheadMs: number): number | null | undefined => {
    const read = text.trim() === '' ? null : parseDtg(text, { now: serverNow(), zone: mission.zone, toleranceMs: aheadMs })
    return read === null ? null : read.ok ? read.at : undefined
  }
  const save = async (): Promise<void> => {
    setProblem(null)
    const [at, eta] = [timeOf(typed.when, 60_000), timeOf(typed.eta, 86_400_000)]
    if (at === undefined || eta === undefined) {
      setWrong(at === undefined ? 'when' : 'eta')
      return
    }
    setSaving(true)
    try {
      const spot = typed.where.trim() === '' ? null : await readSpot(typed.where.trim(), data.waypoints[0])
      if (typed.where.trim() !== '' && spot === null) {
        setWrong('where')
        return
      }
      const after = await saveAction(record, 'check-in', {
        status, ...(at === null ? {} : { at: new Date(at).toISOString() }), ...(spot ? { lon: spot.lon, lat: spot.lat } : {}), ...(eta === null ? {} : { newEta: new Date(eta).toISOString() }),
        ...(typed.means.trim() ? { means: typed.means.trim().slice(0, 80) } : {}), ...(typed.note.trim() ? { note: typed.note.trim() } : {}),
      }, `${data.callsign} · check-in`)
      await readAgain()
      toast(tt(after ? 'checkin.saved' : 'checkin.kept', { callsign: data.callsign }))
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setSaving(false)
    }
  }
  return (
    <form className="stack checkinform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="field"><label htmlFor="mv-status">{tt('status')}</label><select id="mv-status" className="select" value={status} ref={focusFirst} onChange={(event) => setStatus(event.target.value as CallStatus)}>{CALLS.map((one) => <option key={one} value={one}>{tt(`call.${one}`)}</option>)}</select></div>
      <div className="field"><label htmlFor="mv-where">{tt('checkin.where')}</label><input id="mv-where" className="input" dir="auto" maxLength={120} aria-invalid={wrong === 'where'} value={typed.where} onChange={put('where')} />{wrong === 'where' && <p className="wrong" role="alert">{tt('checkin.where.bad')}</p>}</div>
      <div className="field"><label htmlFor="mv-when">{tt('checkin.when')}</label><input id="mv-when" className="input mono" dir="ltr" aria-invalid={wrong === 'when'} value={typed.when} onChange={put('when')} />{wrong === 'when' && <p className="wrong" role="alert">{tt('checkin.when.bad')}</p>}</div>
      {(status === 'delayed' || status === 'halted' || status === 'breakdown') && <div className="field"><label htmlFor="mv-eta">{tt('checkin.eta')}</label><input id="mv-eta" className="input mono" dir="ltr" aria-invalid={wrong === 'eta'} value={typed.eta} onChange={put('eta')} />{wrong === 'eta' && <p className="wrong" role="alert">{tt('checkin.when.bad')}</p>}</div>}
      <div className="field"><label htmlFor="mv-means">{tt('checkin.means')}</label><input id="mv-means" className="input" dir="auto" maxLength={80} list="mv-pace" value={typed.means} onChange={put('means')} /><datalist id="mv-pace">{PACE_STEPS.flatMap((step) => (data.pace?.[step] ? [<option key={step} value={data.pace[step]}>{data.pace[step]}</option>] : []))}</datalist></div>
      <div className="field"><label htmlFor="mv-note">{tt('checkin.note')}</label><input id="mv-note" className="input" dir="auto" maxLength={1000} value={typed.note} onChange={put('note')} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap"><button type="submit" className="btn primary" disabled={saving}>{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}
