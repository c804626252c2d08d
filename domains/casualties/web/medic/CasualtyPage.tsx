import { Printer, QrCode } from 'lucide-react'
import { useState } from 'react'
import { Empty, fullTime, Link, Marking, ProblemNotice, serverNow, useRecord, useSession, useShowing, useWords } from '../../../../web/face.ts'
import { PasteRadio } from '../PasteRadio.tsx'
import { usePatient, usePatients } from './care.ts'
import { ShowCode } from './Handover.tsx'
import { Chain, Injuries, Times, Treatments, VitalSigns } from './parts.tsx'
import { Summary } from './Summary.tsx'
import { findingOf } from './VitalsTrend.tsx'
import { useMedicTexts } from './words.ts'
import './medic.css'

const NOTHING: [] = []

/** The casualty card: everything that is known of one casualty, on one page that prints on one sheet. */
export function CasualtyPage({ params }: { params: Record<string, string> }) {
  const tt = useMedicTexts()
  const { locale, number } = useWords()
  const { mission } = useSession()
  const key = params['id'] ?? ''
  const found = useRecord(key)
  const known = usePatients('all').items.find((one) => one.id === key || one.record?.ref === key)
  const record = found.data?.kind === 'casualty' ? found.data : (known?.record ?? null)
  const patient = usePatient(record, record?.id ?? known?.id ?? key)
  useShowing('casualty', record ? [record] : NOTHING)
  const [code, setCode] = useState(false)
  if (!patient) {
    return <div className="page">{found.error ? <ProblemNotice error={found.error} retry={() => void found.refetch()} /> : found.data ? <Empty title={tt('card.nocasualty')}>{tt('card.nocasualty.do')}</Empty> : null}</div>
  }
  const { data } = patient
  const part = (name: 'injuries' | 'vitals' | 'treatments' | 'times' | 'chain', title: string, body: React.ReactNode) => <section className="card" data-part={name} aria-labelledby={`cc-${name}`}><header><h2 id={`cc-${name}`}>{title}</h2></header><div className="body">{body}</div></section>
  return (
    <div className="page casualtycard" data-drill={data.drill ? '' : undefined}>
      <p className="printonly cardmark">{record && <Marking handling={record.handling} />}</p>
      <header className="row wrap">
        <h1 className="grow">{tt('card.title')} <span className="mono ltr">{data.battleNo}</span></h1>
        <button type="button" className="btn noprint" aria-expanded={code} onClick={() => setCode(!code)}><QrCode size={15} aria-hidden="true" />{tt('hand')}</button>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
        {record && <Link to={`/records/${record.ref}`} className="btn noprint">{tt('card.record')}</Link>}
      </header>
      {code && <div className="card noprint"><div className="body"><ShowCode patient={patient} /></div></div>}
      <Summary patient={patient} named={false} />
      <div className="cardcols">
        {part('injuries', tt('card.injuries'), <Injuries patient={patient} />)}
        {part('vitals', record?.withheld['vitals'] ? tt('card.vitals') : tt('card.vitals.find', { finding: findingOf(data.vitals, tt, number) }), <VitalSigns patient={patient} />)}
        {part('treatments', tt('card.treatments'), <Treatments patient={patient} />)}
        {part('chain', tt('card.chain'), <Chain patient={patient} />)}
        {part('times', tt('card.times'), <Times patient={patient} />)}
      </div>
      {record?.can.includes('add-vitals') && <PasteRadio request={null} patients={[patient]} />}
      <p className="small quiet printonly">{tt('card.printed', { ref: record?.ref ?? '', at: fullTime(serverNow(), mission.zone, locale) })}</p>
    </div>
  )
}
