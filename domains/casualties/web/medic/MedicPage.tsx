import { HeartPulse, QrCode, ScanLine, Syringe, UserPlus } from 'lucide-react'
import { useEffect, type ReactNode } from 'react'
import { Empty, Link, navigate, ProblemNotice, useLocation, useSession, useShowing, useWords, type RecordView } from '../../../../web/face.ts'
import { ENDED, statusOf } from '../../shared/casualty.ts'
import { useCode } from '../words.ts'
import { usePatients, type Patient } from './care.ts'
import { HandedForm, ReadCode, ShowCode } from './Handover.tsx'
import { NewForm } from './NewForm.tsx'
import { nextBattleNo } from './numbers.ts'
import { holdPass } from './seal.ts'
import { Summary, whereWords } from './Summary.tsx'
import { TreatmentForm } from './TreatmentForm.tsx'
import { Triage } from './Triage.tsx'
import { VitalsForm } from './VitalsForm.tsx'
import { findingOf } from './VitalsTrend.tsx'
import { useMedicTexts } from './words.ts'
import './medic.css'

const DOINGS = ['new', 'vitals', 'treatment', 'hand', 'read', 'moved'] as const
type Doing = (typeof DOINGS)[number]

/** For the person beside the casualty: four big buttons, one casualty at a time, with or without a link. The address holds who and what. */
export function MedicPage() {
  const tt = useMedicTexts()
  const { number } = useWords()
  const { me, kinds } = useSession()
  const search = new URLSearchParams(useLocation().search)
  const { items, total, error, known, refetch } = usePatients('open')
  useShowing('medic', items.flatMap(({ record }) => (record ? [record] : [])) as RecordView[])
  useEffect(() => {
    // Without a link what the device has stays; the code says when it has nothing.
    holdPass(me.user).catch(() => undefined)
  }, [me.user])
  const may = kinds.some((kind) => kind.name === 'casualty' && kind.canCreate)
  const doing = DOINGS.find((one) => one === search.get('do')) ?? null
  const patient = items.find((one) => one.id === search.get('p')) ?? null
  const open = items.filter(({ data }) => !ENDED.includes(statusOf(data)))
  const go = (to: { p?: string | null; do?: Doing | null }): void => {
    const next = new URLSearchParams()
    const p = to.p === undefined ? patient?.id : to.p
    if (p) {
      next.set('p', p)
    }
    if (to.do) {
      next.set('do', to.do)
    }
    navigate(`/medic${next.size === 0 ? '' : `?${next.toString()}`}`)
  }
  const taken = items.map(({ data }) => data.battleNo)
  const back = (): void => go({ do: null })
  const needs = (form: (one: Patient) => ReactNode) => patient ? form(patient) : <Pick patients={open} doing={doing} onPick={(id) => go({ p: id, do: doing })} />
  const body: Record<Doing, () => ReactNode> = {
    'new': () => <NewForm number={nextBattleNo(me.user, taken)} taken={taken} onDone={(id) => go({ p: id, do: null })} onCancel={back} />,
    'vitals': () => needs((one) => <VitalsForm key={one.id} patient={one} onDone={back} />),
    'treatment': () => needs((one) => <TreatmentForm key={one.id} patient={one} onDone={back} />),
    'hand': () => needs((one) => <><ShowCode patient={one} /><div className="row wrap"><button type="button" className="btn primary grow" onClick={() => go({ do: 'moved' })}>{tt('hand.done')}</button><button type="button" className="btn plain" onClick={back}>{tt('cancel')}</button></div></>),
    'moved': () => needs((one) => <HandedForm key={one.id} patient={one} onDone={back} />),
    'read': () => <><ReadCode known={(id) => items.find((one) => one.id === id)} onTaken={(id) => go({ p: id, do: 'moved' })} /><div className="row"><button type="button" className="btn plain" onClick={back}>{tt('cancel')}</button></div></>,
  }
  return (
    <div className="page medicpage">
      <header className="row wrap"><h1 className="grow">{doing ? tt(`do.${doing}`) : tt('medic.title')}</h1>{patient && !doing && <Link to={`/casualties/${patient.record?.ref ?? patient.id}`} className="btn small">{tt('card.open')}</Link>}</header>
      {patient && doing && <p className="row wrap medicwho"><Triage triage={patient.data.triage} /><strong className="mono ltr caseno">{patient.data.battleNo}</strong><span className="small grow cut">{whereWords(patient.data)}</span><button type="button" className="btn small" onClick={() => go({ p: null, do: doing === 'moved' ? null : doing })}>{tt('medic.other')}</button></p>}
      {patient && !doing && <section className="card medicnow" aria-label={tt('medic.now', { number: patient.data.battleNo })}><div className="body"><Summary patient={patient} />{!patient.record?.withheld['vitals'] && <p className="small finding">{findingOf(patient.data.vitals, tt, number)}</p>}<button type="button" className="btn small" onClick={() => go({ p: null, do: null })}>{tt('medic.other')}</button></div></section>}
      {doing ? body[doing]() : may && (
        <div className="medicbuttons">
          <button type="button" onClick={() => go({ p: null, do: 'new' })}><UserPlus size={30} aria-hidden="true" />{tt('do.new')}</button>
          <button type="button" onClick={() => go({ do: 'vitals' })}><HeartPulse size={30} aria-hidden="true" />{tt('do.vitals')}</button>
          <button type="button" onClick={() => go({ do: 'treatment' })}><Syringe size={30} aria-hidden="true" />{tt('do.treatment')}</button>
          <button type="button" onClick={() => go({ do: 'hand' })}><QrCode size={30} aria-hidden="true" />{tt('do.hand')}</button>
        </div>
      )}
      {!doing && may && <button type="button" className="btn medicread" onClick={() => go({ p: null, do: 'read' })}><ScanLine size={18} aria-hidden="true" />{tt('do.read')}</button>}
      {error && !known && <ProblemNotice error={error} retry={() => void refetch()} />}
      {!doing && known && (open.length === 0 ? <Empty title={tt('medic.none')}>{may ? tt('medic.none.do') : null}</Empty> : <><List patients={open} current={patient?.id ?? ''} onPick={(id) => go({ p: id, do: null })} /><p className="small quiet">{tt('shown', { n: number(open.length), all: number(Math.max(total, open.length)) })}</p></>)}
    </div>
  )
}

function Pick({ patients, doing, onPick }: { patients: readonly Patient[]; doing: Doing | null; onPick(id: string): void }) {
  const tt = useMedicTexts()
  return patients.length === 0 ? <Empty title={tt('medic.none')}>{tt('medic.none.do')}</Empty> : <><p>{tt('medic.who', { what: doing ? tt(`do.${doing}`) : '' })}</p><List patients={patients} current="" onPick={onPick} /></>
}

function List({ patients, current, onPick }: { patients: readonly Patient[]; current: string; onPick(id: string): void }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { number } = useWords()
  return (
    <ul className="mediclist" aria-label={tt('medic.list')}>{patients.map((one) => (
      <li key={one.id}><button type="button" aria-current={one.id === current ? 'true' : undefined} onClick={() => onPick(one.id)}>
        <Triage triage={one.data.triage} /><strong className="mono ltr">{one.data.battleNo}</strong>
        <span className="grow cut small">{whereWords(one.data) ?? code('status', statusOf(one.data))}</span>
        {one.data.formerNo && <span className="tag warning">{tt('was', { was: one.data.formerNo })}</span>}
        {one.waiting > 0 && <span className="tag accent">{tt('waiting', { n: number(one.waiting) })}</span>}
        {one.refused > 0 && <span className="tag critical">{tt('refused', { n: number(one.refused) })}</span>}
      </button></li>
    ))}</ul>
  )
}
