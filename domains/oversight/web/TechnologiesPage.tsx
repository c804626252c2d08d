import { CircleCheck, CircleX } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { late, Link, ProblemNotice, serverNow, usePermits, useRecords, useWords } from '../../../web/face.ts'
import type { RecordView, TechnologyPermit } from '../../../web/face.ts'
import type { Technology } from '../shared/model.ts'
import { UI } from './texts.ts'
import { inLocale } from '../../../core/i18n.ts'

const WhereCards = lazy(late(() => import('./WhereCards.tsx').then((m) => ({ default: m.WhereCards }))))

const DAY = 86_400_000
/** From here on the days that are left are shown as a warning. */
const SOON = 30

/** Every technology with its permit at a glance: may it run today, and because of what. */
export function TechnologiesPage() {
  const { label } = useWords()
  const permits = usePermits()
  const records = useRecords({ kind: 'technology', sort: { by: 'updated', dir: 'desc' } }, 200)
  const items = records.data?.pages.flatMap((p) => p.items) ?? []
  return (
    <div className="page narrowpage stack">
      <header className="row wrap"><div className="grow"><h1>{label('kinds.technology')}</h1><p className="quiet">{label('ui.tech.lead')}</p></div><Link className="btn" to="/k/technology">{label('ui.tech.all')}</Link></header>
      {records.error && <ProblemNotice error={records.error} retry={() => void records.refetch()} />}
      {records.data && items.length === 0 && <p className="empty">{label('ui.tech.empty')}</p>}
      {items.length > 0 && <Suspense fallback={null}><WhereCards records={items} /></Suspense>}
      <ul className="techs">{items.map((r) => <Entry key={r.id} record={r} permit={permits.data?.find((p) => p.code === r.data['code'])} />)}</ul>
    </div>
  )
}

/** Days and references keep their own direction inside Arabic. */
function filled(text: string, params: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => (params[name] === undefined ? whole : `\u2066${params[name]}\u2069`))
}

function Entry({ record, permit }: { record: RecordView; permit: TechnologyPermit | undefined }) {
  const { label, locale } = useWords()
  const tech = record.data as unknown as Technology
  const words = (group: string, value: string) => {
    const text = UI[`${group}.${value}`]
    return text ? inLocale(text, locale) : label(`value.${value}`)
  }
  const left = (day: string | undefined) => (day ? Math.floor((Date.parse(day) - serverNow()) / DAY) : null)
  const warn = (days: number | null) => (days !== null && days >= 0 && days < SOON ? <span className="tag warning">{label('ui.tech.ends').replace('{n}', String(days))}</span> : null)
  return (
    <li className="card tech" data-valid={permit?.valid}>
      <div className="body">
        <div className="row wrap">
          {permit && (permit.valid ? <span className="tag ok"><CircleCheck size={13} aria-hidden="true" />{label('ui.tech.valid')}</span> : <span className="tag critical"><CircleX size={13} aria-hidden="true" />{label('ui.tech.refused')}</span>)}
          <Link to={`/records/${encodeURIComponent(record.ref)}`}><strong dir="auto">{tech.name}</strong></Link><span className="mono quiet ltr">{tech.code}</span>
        </div>
        {permit && !permit.valid && <p className="small">{filled(label(`permit.${permit.reason}`, permit.because), permit.params)}</p>}
        <p className="small quiet prewrap" dir="auto">{tech.purpose}</p>
        <dl className="facts two">
          <div><dt>{label('ui.tech.consent')}</dt><dd>{tech.consent ? <>{words('consent', tech.consent.status)} · <span className="mono ltr">{tech.consent.reference}</span>{tech.consent.until && <> · {label('ui.tech.until')} <span className="mono ltr">{tech.consent.until}</span> {warn(left(tech.consent.until))}</>}</> : label('ui.tech.none')}</dd></div>
          <div><dt>{label('ui.tech.diligence')}</dt><dd>{tech.diligence ? <>{words('diligence', tech.diligence.status)} · <span className="mono ltr">{tech.diligence.reference}</span> · {label('ui.tech.review')} <span className="mono ltr">{tech.diligence.reviewBy}</span> {warn(left(tech.diligence.reviewBy))}</> : label('ui.tech.none')}</dd></div>
        </dl>
      </div>
    </li>
  )
}
