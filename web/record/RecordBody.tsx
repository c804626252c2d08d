import { TriangleAlert } from 'lucide-react'
import { lazy, useState } from 'react'
import type { ComponentType } from 'react'
import { fieldsOf } from '../form/model.ts'
import type { KindInfo, RecordView } from '../api/types.ts'
import { useAreas } from '../api/queries.ts'
import { useTexts, useWords } from '../i18n/i18n.tsx'
import { late } from '../late.ts'
import { isOwnRef } from '../outbox/unsent.ts'
import { slot } from '../registry.ts'
import { useSession } from '../session.tsx'
import { Card, FullTime, Severity, Skeleton, Unverified } from '../shell/parts.tsx'
import { Lazily } from '../shell/Shield.tsx'
import { skewText } from '../time/format.ts'
import { ActionBar } from './ActionBar.tsx'
import { EditForm } from './EditForm.tsx'
import { History } from './History.tsx'
import { InPlace } from './InPlace.tsx'
import { ROWS as IN_PLACE_ROWS } from './in-place.texts.ts'
import { Value } from './value.tsx'
import { titleFor } from './title.ts'
import { NODE } from './Who.tsx'

const lower = late(() => import('./lower.tsx'))
type Part = ComponentType<{ record: RecordView }>
type KindPart = ComponentType<{ record: RecordView; kind: KindInfo }>
const Contested: KindPart = lazy(() => lower().then((m) => ({ default: m.Contested })))
const Known: KindPart = lazy(() => lower().then((m) => ({ default: m.Known })))
const FilesCard: Part = lazy(() => lower().then((m) => ({ default: m.FilesCard })))
const Comments: Part = lazy(() => lower().then((m) => ({ default: m.Comments })))
const Timeline: Part = lazy(() => lower().then((m) => ({ default: m.Timeline })))
const ClocksCard: Part = lazy(late(() => import('../clocks/ClocksCard.tsx').then((m) => ({ default: m.ClocksCard }))))
const UsedIn: Part = lazy(() => lower().then((m) => ({ default: m.UsedIn })))

/** A record: what it says, how far it is believed, what may be done, how it came about. */
export function RecordBody({ record, narrow }: { record: RecordView; narrow: boolean }) {
  const { t, locale } = useWords()
  const { kinds } = useSession()
  const [editing, setEditing] = useState(false)
  const kind = kinds.find((k) => k.name === record.kind)
  const cards = slot('cards').filter((c) => c.kind === record.kind).sort((a, b) => a.order - b.order)
  const own = new Set(cards.map((c) => c.id))
  if (!kind) {
    return null
  }
  if (editing) {
    return <div className="recordbody narrow"><EditForm record={record} kind={kind} onDone={() => setEditing(false)} /></div>
  }
  const main = cards.filter((c) => c.column === 'main')
  const side = cards.filter((c) => c.column === 'side')
  return (
    <div className={`recordbody${narrow ? ' narrow' : ''}`}>
      <div className="recordmain">
        <header className="recordhead">
          <div className="row wrap">
            <Severity value={record.severity} size={22} />
            <span className="mono ltr ref">{record.ref}</span>
            {isOwnRef(record.ref) && <span className="tag accent">{t('offline.waits')}</span>}
            <span className="tag">{t(`workflow.${record.workflow}`)}</span>
            {record.veracity && <span className={`tag ${record.veracity === 'verified' ? 'ok' : record.veracity === 'refuted' ? 'critical' : ''}`}>{t(`veracity.${record.veracity}`)}</span>}
            <Unverified record={record} />
          </div>
          {typeof record.data['title'] === 'string' ? <InPlace record={record} fields={['title']} inline><h1 dir="auto">{record.title}</h1></InPlace> : <h1 dir="auto">{titleFor(record, locale)}</h1>}
          {record.happened && <p className="small"><strong><FullTime at={record.happened.from} /></strong>{record.happened.to && record.happened.to !== record.happened.from && <> → <FullTime at={record.happened.to} /></>}</p>}
          <p className="small quiet">{t('record.logged', { name: record.createdBy === NODE ? t('record.node') : (record.createdByName ?? record.createdBy) })} <FullTime at={record.createdAt} /></p>
        </header>
        <ActionBar record={record} kind={kind} onEdit={() => setEditing(true)} />
        <Notices record={record} />
        {record.contested.length > 0 && <Lazily fallback={<Skeleton lines={3} />}><Contested record={record} kind={kind} /></Lazily>}
        <Lazily fallback={<Skeleton lines={6} />}>{main.map(({ id, Card: Part }) => <Part key={id} record={record} />)}</Lazily>
        <Facts record={record} kind={kind} skip={own} />
        <Lazily fallback={<Skeleton lines={4} />}>
          <FilesCard record={record} />
          <Comments record={record} />
        </Lazily>
      </div>
      <div className="recordside">
        <Lazily fallback={<Skeleton lines={4} />}>{side.map(({ id, Card: Part }) => <Part key={id} record={record} />)}</Lazily>
        <Lazily fallback={<Skeleton lines={4} />}>{kind.clocks && <ClocksCard record={record} />}<Timeline record={record} /><UsedIn record={record} /></Lazily>
      </div>
      <div className="recordfoot">
        <Lazily fallback={<Skeleton lines={4} />}><Known record={record} kind={kind} /></Lazily>
        <Card title={t('record.history')} id="history"><History record={record} /></Card>
      </div>
    </div>
  )
}

function Notices({ record }: { record: RecordView }) {
  const { t, label, locale, number } = useWords()
  const withheld = Object.entries(record.withheld)
  return (
    <>
      {record.mergedInto && <div className="notice warning"><TriangleAlert size={16} aria-hidden="true" /><span>{t('record.merged')} <a href={`/records/${encodeURIComponent(record.mergedInto)}`}>{t('record.merged.open')}</a></span></div>}
      {record.erased && <div className="notice">{t('record.erased')}</div>}
      {record.warnings.map((w, i) => (
        <div key={i} className="notice warning"><TriangleAlert size={16} aria-hidden="true" /><span dir="auto">{w.code === 'circular-reporting' ? t('warning.circular', { originator: String(w['originator'] ?? ''), n: Array.isArray(w['sources']) ? w['sources'].length : 0 }) : label(`warning.${w.code}`)}</span></div>
      ))}
      {record.clockSkewMs !== null && Math.abs(record.clockSkewMs) > 300_000 && <div className="notice warning"><TriangleAlert size={16} aria-hidden="true" /><span>{t(record.clockSkewMs > 0 ? 'record.device-ahead' : 'record.device-behind', { age: skewText(record.clockSkewMs, locale) })}</span></div>}
      {withheld.length > 0 && <p className="small quiet withheld">{t('record.withheld', { fields: withheld.map(([field, n]) => `${label(`field.${record.kind}.${field}`, label(`field.${field}`))}${n > 1 ? ` (${number(n)})` : ''}`).join(' · ') })}</p>}
    </>
  )
}

/** Fields no card of the domain shows, as the schema orders them; empty ones left out. */
function Facts({ record, kind, skip }: { record: RecordView; kind: KindInfo; skip: ReadonlySet<string> }) {
  const { t, label } = useWords()
  const tt = useTexts(IN_PLACE_ROWS)
  const areas = useAreas()
  const area = areas.data?.find((a) => a.id === record.area)
  const fields = fieldsOf(kind.schema, kind.fields).filter((f) => f.key !== 'title')
  const shown = fields.filter((f) => !skip.has(f.key) && record.data[f.key] !== undefined)
  const empty = record.can.includes('edit') ? fields.filter((f) => record.data[f.key] === undefined && !(f.key in record.withheld)) : []
  return (
    <Card title={t('record.facts')} id="facts">
      <dl className="facts">
        {record.happened && (
          <div><dt>{t('record.happened')}</dt><dd><InPlace record={record} fields={['happened']} inline><FullTime at={record.happened.from} />{record.happened.to && record.happened.to !== record.happened.from && <> → <FullTime at={record.happened.to} /></>}</InPlace></dd></div>
        )}
        {shown.filter((f) => f.key !== 'happened').map((f) => (
          <div key={f.key}><dt>{label(`field.${kind.name}.${f.key}`, label(`field.${f.key}`))}</dt><dd><InPlace record={record} fields={[f.key]} inline><Value kind={kind.name} field={f.key} value={record.data[f.key]} /></InPlace></dd></div>
        ))}
        {area && <div><dt>{t('filter.area')}</dt><dd dir="auto">{area.name}</dd></div>}
        <div><dt>{t('record.owner')}</dt><dd>{record.handling.owner}{record.handling.releasableTo.length > 0 ? ` → ${record.handling.releasableTo.map((o) => (o === '*' ? t('record.everyone') : o)).join(', ')}` : ''}</dd></div>
      </dl>
      {empty.length > 0 && (
        <details className="emptyfields noprint">
          <summary className="small quiet">{tt('edit.more')} · {empty.length}</summary>
          <dl className="facts">{empty.map((f) => <div key={f.key}><dt>{label(`field.${kind.name}.${f.key}`, label(`field.${f.key}`))}</dt><dd><InPlace record={record} fields={[f.key]} inline><span className="quiet">{tt('edit.empty')}</span></InPlace></dd></div>)}</dl>
        </details>
      )}
    </Card>
  )
}
