import { useId, useState } from 'react'
import { ProblemNotice, toast, uuid7, useSession } from '../../../../web/face.ts'
import type { CareState } from '../../shared/care-state.ts'
import type { Treatment } from '../../shared/casualty.ts'
import { LIMBS, ROUTES, TREATMENTS } from '../../shared/vocabulary.ts'
import { beginningOf, sendCare, type Patient } from './care.ts'
import { readTime, TimeField } from './TimeField.tsx'
import { beginHere, useMedicTexts } from './words.ts'

type What = (typeof TREATMENTS)[number]
type Route = (typeof ROUTES)[number]
/** What is done at the roadside, in the order in which lives are saved: bleeding, airway, breathing, circulation. */
const FIRST: readonly What[] = ['tourniquet', 'pressure-dressing', 'wound-packing', 'airway-adjunct', 'chest-seal', 'needle-decompression', 'oxygen', 'iv-access', 'txa', 'fluids', 'blood', 'analgesia', 'antibiotic', 'splint', 'warming', 'cpr']
const GIVEN: readonly What[] = ['oxygen', 'fluids', 'blood', 'txa', 'analgesia', 'ketamine', 'morphine', 'antibiotic', 'other']
/** How it is usually given. Doses are never proposed: they follow the mission's own protocol. */
const USUAL: Partial<Record<What, { route: Route }>> = { txa: { route: 'iv' }, fluids: { route: 'iv' }, blood: { route: 'iv' }, analgesia: { route: 'oral' }, ketamine: { route: 'im' }, morphine: { route: 'iv' }, antibiotic: { route: 'oral' }, oxygen: { route: 'inhaled' } }
/** Any of these by somebody at the scene is first aid: the ten-minute ring is met by it. */
const FIRST_AID: readonly What[] = ['tourniquet', 'pressure-dressing', 'wound-packing', 'airway-adjunct', 'chest-seal', 'needle-decompression', 'cpr', 'pelvic-binder']

/** What was done, in two taps: what, then where or how much. */
export function TreatmentForm({ patient, onDone }: { patient: Patient; onDone(): void }) {
  const tt = useMedicTexts()
  const { mission } = useSession()
  const id = useId()
  const [what, setWhat] = useState<What | null>(null)
  const [limb, setLimb] = useState<(typeof LIMBS)[number] | null>(null)
  const [typed, setTyped] = useState({ name: '', dose: '', route: '', note: '', when: '' })
  const [wrong, setWrong] = useState<'limb' | 'when' | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const put = (name: keyof typeof typed) => (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value })
  const choose = (one: What): void => {
    setWhat(one)
    setLimb(null)
    setWrong(null)
    setTyped({ name: '', dose: '', route: USUAL[one]?.route ?? '', note: '', when: '' })
  }
  if (what === null) {
    return (
      <div className="stack careform">
        <p className="label">{tt('treat.what')}</p>
        <div className="treatgrid">{FIRST.map((one) => <button key={one} type="button" className="btn" onClick={() => choose(one)}>{tt(`treat.${one}`)}</button>)}</div>
        <div className="field"><label htmlFor={`${id}o`}>{tt('treat.more')}</label>
          <select id={`${id}o`} className="select" value="" onChange={(event) => { const one = TREATMENTS.find((value) => value === event.target.value); if (one) { choose(one) } }}>
            <option value="">–</option>{TREATMENTS.filter((one) => !FIRST.includes(one)).map((one) => <option key={one} value={one}>{tt(`treat.${one}`)}</option>)}
          </select></div>
        <div className="row"><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
      </div>
    )
  }
  const save = async (): Promise<void> => {
    const at = readTime(typed.when, mission.zone)
    if (at === undefined || (what === 'tourniquet' && limb === null)) {
      setWrong(at === undefined ? 'when' : 'limb')
      return
    }
    const words = (name: 'name' | 'dose' | 'note') => (typed[name].trim() ? { [name]: typed[name].trim() } : {})
    const given = GIVEN.includes(what)
    const done: Treatment = { id: uuid7(), at, what, ...(limb ? { limb } : {}), ...(given ? { ...words('name'), ...words('dose'), ...(typed.route ? { route: typed.route as Route } : {}) } : {}), ...words('note') }
    const first: CareState['events'] = FIRST_AID.includes(what) && !patient.data.events?.T1 ? { T1: { t: at, source: 'manual' } } : undefined
    try {
      const after = await sendCare({ ...beginningOf(patient), treatments: [done], ...(first ? { events: first } : {}) }, tt('label.treatment', { number: patient.data.battleNo }))
      toast(tt(after ? 'saved' : 'kept', { number: patient.data.battleNo }))
      onDone()
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <form className="stack careform" onSubmit={(event) => { event.preventDefault(); void save() }}>
      <div className="row wrap"><strong className="grow">{tt(`treat.${what}`)}</strong><button type="button" className="btn small" onClick={() => setWhat(null)}>{tt('treat.other')}</button></div>
      {(what === 'tourniquet' || what === 'splint') && (
        <fieldset className="field"><legend>{tt('treat.limb')}</legend>
          <div className="choices two">{LIMBS.map((one, i) => <button key={one} type="button" className="btn" ref={i === 0 ? beginHere : undefined} aria-pressed={limb === one} onClick={() => { setLimb(one); setWrong(null) }}>{tt(`limb.${one}`)}</button>)}</div>
          {wrong === 'limb' && <p className="wrong" role="alert">{tt('treat.limb.need')}</p>}
        </fieldset>
      )}
      {GIVEN.includes(what) && (
        <div className="pair">
          <div className="field"><label htmlFor={`${id}d`}>{tt('treat.dose')}</label><input id={`${id}d`} className="input" dir="auto" maxLength={60} value={typed.dose} onChange={put('dose')} /></div>
          <div className="field"><label htmlFor={`${id}r`}>{tt('treat.route')}</label><select id={`${id}r`} className="select" value={typed.route} onChange={put('route')}><option value="">–</option>{ROUTES.map((one) => <option key={one} value={one}>{tt(`route.${one}`)}</option>)}</select></div>
          {(what === 'analgesia' || what === 'antibiotic' || what === 'fluids' || what === 'other') && <div className="field"><label htmlFor={`${id}n`}>{tt('treat.name')}</label><input id={`${id}n`} className="input" dir="auto" maxLength={80} value={typed.name} onChange={put('name')} /></div>}
        </div>
      )}
      <TimeField label={tt('treat.when')} value={typed.when} wrong={wrong === 'when'} onChange={(when) => { setTyped({ ...typed, when }); setWrong(null) }} />
      <div className="field"><label htmlFor={`${id}t`}>{tt('note')}</label><input id={`${id}t`} className="input" dir="auto" maxLength={300} value={typed.note} onChange={put('note')} /></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row wrap carebar"><button type="submit" className="btn primary">{tt('save')}</button><button type="button" className="btn plain" onClick={onDone}>{tt('cancel')}</button></div>
    </form>
  )
}
