import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link, ProblemNotice, serverNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import { statusOf } from '../shared/casualty.ts'
import { toldPatients, type CasevacRequest } from '../shared/request.ts'
import { CATEGORIES, type Priority } from '../shared/vocabulary.ts'
import { ROWS } from './console.texts.ts'
import { PRIORITIES3 } from './four.ts'
import { injuredAt } from './injured-at.ts'
import { useCasualties, type Of } from './read.ts'
import { addPatients } from './requests.ts'
import { Rings } from './Rings.tsx'
import { useCode } from './words.ts'

const SORT: { [priority: string]: number } = { A: 0, B: 1, C: 2, NONE: 3 }

/** The patients of a request with their rings, the most urgent first; others are added as they are told. */
export function Patients({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const ids = (request.of.patients ?? []).map((one) => one.casualty)
  const found = useCasualties(ids)
  const told = toldPatients(request.of).total
  const items = ids.length === 0 ? [] : (found.items ?? []).filter((one) => ids.includes(one.id)).toSorted((a, b) => (SORT[a.of.priority] ?? 9) - (SORT[b.of.priority] ?? 9) || a.of.battleNo.localeCompare(b.of.battleNo))
  return (
    <section className="evacpatients" aria-labelledby="evac-patients">
      <h2 id="evac-patients">{tt('patients')} <span className="quiet small">{tt('patients.told', { n: number(ids.length), all: number(Math.max(told, ids.length)) })}</span></h2>
      {found.error && ids.length > 0 && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {ids.length === 0 && <p className="quiet small">{tt('patients.none')}</p>}
      <ul>{items.map((one) => <Patient key={one.id} patient={one} />)}</ul>
      {items.length < ids.length && !found.pending && <p className="quiet small">{tt('shown', { n: number(items.length), all: number(ids.length) })}</p>}
      {request.can.includes('carry') && <AddPatient request={request} />}
    </section>
  )
}

function Patient({ patient }: { patient: Of<Casualty> }) {
  const code = useCode()
  const { battleNo, priority, triage, category, drill } = patient.of
  return (
    <li className="evacpatient" data-priority={priority} data-drill={drill || undefined}>
      <div className="row wrap">
        <Link to={`/records/${patient.ref}`} className="grow"><strong className="mono"><bdi>{battleNo}</bdi></strong></Link>
        <span className="tag evacpriority" data-priority={priority}>{code('priority', priority)}</span>
        {triage && <span className="tag">{code('triage', triage)}</span>}
      </div>
      <Rings casualty={patient.of} />
      <p className="quiet small">{code('status', statusOf(patient.of))} · {code('category', category)}</p>
    </li>
  )
}

function AddPatient({ request }: { request: Of<CasevacRequest> }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { mission } = useSession()
  const [open, setOpen] = useState(false)
  const [priority, setPriority] = useState<Priority>('A')
  const [category, setCategory] = useState<string>('un-military')
  const [litter, setLitter] = useState(true)
  const [surgery, setSurgery] = useState(false)
  const [hurt, setHurt] = useState('')
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const at = injuredAt(hurt, serverNow(), mission.zone)
  if (!open) {
    return <button type="button" className="btn small noprint" onClick={() => setOpen(true)}><Plus size={14} aria-hidden="true" />{tt('patients.add')}</button>
  }
  const add = async () => {
    if (at === undefined) {
      return
    }
    setBusy(true)
    setProblem(null)
    try {
      await addPatients(request, [{ priority, category, litter, ...(surgery ? { needs: ['DCS'] } : {}) }], at, request.of.patients?.length ?? 0)
      setOpen(false)
      setHurt('')
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form className="stack evacadd noprint" aria-label={tt('patients.add')} onSubmit={(event) => { event.preventDefault(); void add() }}>
      <div className="row wrap" role="group" aria-label={tt('patients')}>{PRIORITIES3.map((one) => <button key={one} type="button" className="btn small" aria-pressed={priority === one} onClick={() => setPriority(one)}>{code('priority', one)}</button>)}</div>
      <div className="field"><label htmlFor="add-category">{tt('add.category')}</label><select id="add-category" className="select" value={category} onChange={(event) => setCategory(event.target.value)}>{CATEGORIES.map((one) => <option key={one} value={one}>{code('category', one)}</option>)}</select></div>
      <div className="field"><label htmlFor="add-hurt">{tt('add.hurt')}</label><input id="add-hurt" className="input mono" dir="ltr" value={hurt} placeholder="1400 / -10" aria-invalid={at === undefined} onChange={(event) => setHurt(event.target.value)} />{at === undefined && <span className="wrong" role="alert">{tt('when.bad')}</span>}</div>
      <div className="row wrap"><label className="check"><input type="checkbox" checked={litter} onChange={(event) => setLitter(event.target.checked)} />{tt('add.litter')}</label><label className="check"><input type="checkbox" checked={surgery} onChange={(event) => setSurgery(event.target.checked)} />{tt('add.surgery')}</label></div>
      {problem !== null && <ProblemNotice error={problem} />}
      <div className="row"><button type="submit" className="btn small primary" disabled={busy}>{tt('patients.add')}</button><button type="button" className="btn small plain" onClick={() => setOpen(false)}>{tt('cancel')}</button></div>
    </form>
  )
}
