import { FileText } from 'lucide-react'
import { Card, Link, useWords, type RecordView } from '../../../../web/face.ts'
import { usePatient } from './care.ts'
import { Chain, Injuries, Times, Treatments, VitalSigns } from './parts.tsx'
import { Summary } from './Summary.tsx'
import { findingOf } from './VitalsTrend.tsx'
import { useMedicTexts } from './words.ts'
import './medic.css'

type Props = { record: RecordView }

/** How it stands: triage, rings, where they are; the way to the card of one page. */
export function StandingCard({ record }: Props) {
  const tt = useMedicTexts()
  const patient = usePatient(record, record.id)
  return patient && <Card title={tt('card.standing')} id="cas-standing" side={<Link to={`/casualties/${record.ref}`} className="btn small"><FileText size={14} aria-hidden="true" />{tt('card.open')}</Link>}><Summary patient={patient} /></Card>
}

export function InjuriesCard({ record }: Props) {
  const tt = useMedicTexts()
  const patient = usePatient(record, record.id)
  return patient && <Card title={tt('card.injuries')} id="cas-injuries"><Injuries patient={patient} /></Card>
}

export function VitalsCard({ record }: Props) {
  const tt = useMedicTexts()
  const { number } = useWords()
  const patient = usePatient(record, record.id)
  return patient && <Card title={record.withheld['vitals'] ? tt('card.vitals') : tt('card.vitals.find', { finding: findingOf(patient.data.vitals, tt, number) })} id="cas-vitals"><VitalSigns patient={patient} /></Card>
}

export function TreatmentsCard({ record }: Props) {
  const tt = useMedicTexts()
  const patient = usePatient(record, record.id)
  return patient && <Card title={tt('card.treatments')} id="cas-treatments"><Treatments patient={patient} /></Card>
}

export function TimesCard({ record }: Props) {
  const tt = useMedicTexts()
  const patient = usePatient(record, record.id)
  return patient && <Card title={tt('card.times')} id="cas-times"><Times patient={patient} /></Card>
}

export function ChainCard({ record }: Props) {
  const tt = useMedicTexts()
  const patient = usePatient(record, record.id)
  return patient && <Card title={tt('card.chain')} id="cas-chain"><Chain patient={patient} /></Card>
}
