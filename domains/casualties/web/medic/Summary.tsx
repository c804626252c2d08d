import { ageLong, Link, useMoment, useNow, useWords } from '../../../../web/face.ts'
import { EVAC_HOURS } from '../../shared/clocks.ts'
import { statusOf, type Casualty } from '../../shared/casualty.ts'
import { Rings } from '../Rings.tsx'
import { useCode } from '../words.ts'
import type { Patient } from './care.ts'
import { Triage } from './Triage.tsx'
import { useMedicTexts } from './words.ts'
import '../console.css'

/** Since when a casualty is in evacuation, epoch ms; null when they are not, or nobody knows. */
export function inEvacuationSince(data: Casualty): number | null {
  const since = statusOf(data) === 'EVAC' ? Date.parse(data.course?.findLast(({ status }) => status === 'EVAC')?.t ?? data.events?.T7?.t ?? '') : NaN
  return Number.isFinite(since) ? since : null
}

/** Longer in evacuation than anybody may be unnoticed. */
export function tooLong(data: Casualty, now: number): boolean {
  const since = inEvacuationSince(data)
  return since !== null && now - since > EVAC_HOURS * 3_600_000
}

/** Where they are in words: the place they are at, else the status alone. */
export function whereWords(data: Casualty): string | null {
  return data.places?.findLast((one) => one.out === undefined)?.name ?? data.place?.name ?? data.place?.grid ?? null
}

/** Who it is, how it stands, the three rings, where they are. */
export function Summary({ patient, named = true }: { patient: Patient; named?: boolean }) {
  const tt = useMedicTexts()
  const code = useCode()
  const { locale, number } = useWords()
  const clock = useNow(10_000)
  const now = useMoment() ?? clock
  const { data, record } = patient
  const where = whereWords(data)
  const since = inEvacuationSince(data)
  return (
    <div className="stack casualtysum">
      <p className="row wrap">
        <Triage triage={data.triage} />{named && <strong className="mono ltr caseno">{data.battleNo}</strong>}
        <span className="tag" data-status={statusOf(data)}>{code('status', statusOf(data))}</span>
        {where && <span dir="auto">{where}</span>}
        {data.drill && <span className="tag warning">{tt('drill')}</span>}
        {patient.waiting > 0 && <span className="tag accent">{tt('waiting', { n: number(patient.waiting) })}</span>}
        {patient.refused > 0 && <Link to="/device" className="tag critical">{tt('refused', { n: number(patient.refused) })}</Link>}
      </p>
      {data.formerNo && <p className="notice warning">{tt('renumbered', { was: data.formerNo, number: data.battleNo })}</p>}
      {tooLong(data, now) && since !== null && <p className="notice critical" role="alert">{tt('toolong', { time: ageLong(now - since, locale) })}</p>}
      <Rings casualty={data} />
      <p className="small">{[code('category', data.category), code('priority', data.priority), data.litter === undefined ? '' : tt(data.litter ? 'litter' : 'walking'), ...(record?.withheld['sex'] ? [] : [data.sex ? tt(`sex.${data.sex}`) : '', data.ageBand && data.ageBand !== 'unknown' ? data.ageBand : '', data.nationality ?? '', data.unit ?? ''])].filter((one) => one !== '').join(' · ')}</p>
    </div>
  )
}
