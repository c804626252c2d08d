import { CalendarPlus, FilePlus2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { JsonObject } from '../../../core/json.ts'
import { startOfDate } from '../../../core/time-local.ts'
import { beginNew, clockLocal, clockZ, Empty, Link, navigate, ProblemNotice, serverNow, Severity, shortDay, Unverified, useKinds, useLive, useMoment, useNow, useRecords, useSession, useShowing, useTexts, useWords, uuid7, type RecordView } from '../../../web/face.ts'
import type { Incident } from '../shared/model.ts'
import { byDay, outcomeOf } from './forecast.ts'
import { ROWS } from './forecast.texts.ts'
import { categoryLabel } from './taxonomy.ts'
import './forecast.css'

const BACK_DAYS = 7
const DAY_MS = 86_400_000
/** The question changes this often, ms: a board that is looked at all day need not ask every second. */
const STEP_MS = 600_000
/** Writes within so long, ms, are one. */
const SETTLE_MS = 2000
const MOST = 200
const MOST_PAST = 50

/** What is to come, day by day, and what was planned and came to nothing yet. The past moment of the time bar holds here too. */
export function ForecastPage() {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const clock = useNow(60_000)
  const now = Math.floor((useMoment() ?? clock) / STEP_MS) * STEP_MS
  const at = new Date(now).toISOString()
  const may = useKinds().data?.some((kind) => kind.name === 'incident' && kind.canCreate) === true
  const ahead = useRecords({ kind: 'incident', time: { axis: 'happened', from: at }, sort: { by: 'happened', dir: 'asc' } }, MOST)
  const past = useRecords({ kind: 'incident', where: { type: ['EVENT'] }, time: { axis: 'happened', from: new Date(now - BACK_DAYS * DAY_MS).toISOString(), to: at }, sort: { by: 'happened', dir: 'desc' } }, MOST_PAST)
  const [coming, over] = [ahead.data?.pages[0], past.data?.pages[0]]
  const links = useRecords(over && over.items.length > 0 ? { kind: 'incident', where: { link: over.items.map((one) => one.id) } } : null, MOST)
  const followed = links.data?.pages[0]
  useFollowed(() => void Promise.all([ahead.refetch(), past.refetch(), links.refetch()]))
  const known = new Set((followed?.items ?? []).flatMap((one) => ((one.data as unknown as Incident).links ?? []).map((link) => link.record)))
  const plans = coming?.items ?? []
  // Nobody is asked for what came of an event before it is known whether somebody said so.
  const open = (followed ? (over?.items ?? []) : []).filter((one) => !known.has(one.id) && !plans.some((plan) => plan.id === one.id))
  useShowing('forecast', [...plans, ...open])
  const add = () => {
    beginNew('incident', { id: uuid7(), data: { type: 'EVENT' } })
    navigate('/k/incident#new')
  }
  return (
    <div className="page forecast stack">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        {may && <button type="button" className="btn primary noprint" onClick={add}><CalendarPlus size={15} aria-hidden="true" />{tt('add')}</button>}
      </header>
      {(ahead.error ?? past.error) && <ProblemNotice error={ahead.error ?? past.error} retry={() => { void ahead.refetch(); void past.refetch() }} />}
      {ahead.isPending && <div className="skeleton" />}
      {coming && plans.length === 0 && <Empty title={tt('none')}>{tt('none.hint')}</Empty>}
      {byDay(plans, mission.zone, now).map(({ day, records }) => {
        const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
        const start = startOfDate(year, month, date, mission.zone)
        return (
          <section key={day} aria-label={shortDay(start, mission.zone, locale, now)}>
            <h2>{start <= now ? tt('today') : shortDay(start, mission.zone, locale, now)}</h2>
            <ul className="plainlist">{records.map((record) => <Plan key={record.id} record={record} may={may} />)}</ul>
          </section>
        )
      })}
      {coming && coming.total > plans.length && <p className="quiet small">{tt('shown', { n: number(plans.length), all: number(coming.total) })}</p>}
      {over && open.length > 0 && (
        <section aria-labelledby="forecast-past">
          <h2 id="forecast-past">{tt('past')}</h2>
          <p className="quiet small">{tt('past.hint', { n: number(BACK_DAYS) })}</p>
          <ul className="plainlist">{open.map((record) => <Plan key={record.id} record={record} may={may} />)}</ul>
          {over.total > over.items.length && <p className="quiet small">{tt('shown', { n: number(over.items.length), all: number(over.total) })}</p>}
        </section>
      )}
    </div>
  )
}

/** Ask again after somebody wrote, for a burst of writes once. */
function useFollowed(again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => () => { if (timer.current) { clearTimeout(timer.current) } }, [])
  useLive({ kind: 'incident', limit: 0 }, () => {
    timer.current ??= setTimeout(() => {
      timer.current = null
      again()
    }, SETTLE_MS)
  })
}

function Plan({ record, may }: { record: RecordView; may: boolean }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const then = useMoment()
  const { happened, category, taxonomy, place } = record.data as unknown as Incident
  const from = Date.parse(happened?.from ?? '')
  const where = place?.name ?? place?.mgrs
  const log = () => {
    beginNew('incident', { id: uuid7(), data: outcomeOf(record, tt('from', { ref: record.ref, title: record.title }), serverNow()), handling: record.handling as unknown as JsonObject })
    navigate('/k/incident#new')
  }
  return (
    <li className="forecastrow">
      <time className="mono" dateTime={happened?.from}>{Number.isFinite(from) && <>{clockZ(from)} <small className="quiet">{shortDay(from, mission.zone, locale, from)} {clockLocal(from, mission.zone)}</small></>}</time>
      <Severity value={record.severity} />
      <div className="grow">
        <Link to={`/records/${record.ref}`}><bdi>{record.title}</bdi></Link> <Unverified record={record} />
        <p className="quiet small"><span className="mono ltr">{record.ref}</span> · {categoryLabel(category, locale, taxonomy)}{where && <> · <bdi>{where}</bdi></>}</p>
      </div>
      {may && then === null && <button type="button" className="btn small noprint" onClick={log}><FilePlus2 size={14} aria-hidden="true" />{tt('happened')}</button>}
    </li>
  )
}
