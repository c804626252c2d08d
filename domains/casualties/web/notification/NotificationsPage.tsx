import { Plus } from 'lucide-react'
import { countryName } from '../../../../core/country.ts'
import { inLocale } from '../../../../core/i18n.ts'
import type { Query } from '../../../../core/query.ts'
import { ageLong, Empty, fullTime, Link, navigate, ProblemNotice, useKinds, useLive, useLocation, useNow, useRecords, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../../web/face.ts'
import { stepOf } from '../../shared/notification/notification.ts'
import { AUTHORISED_SECONDS, INITIAL_SECONDS } from '../../shared/notification/vocabulary.ts'
import { CAUSE_WORDS, COMPONENT_WORDS, NOTICE_WORDS, STEP_WORDS } from '../../shared/notification/words.ts'
import { ROWS } from './notification.texts.ts'
import { again, noticeOf } from './read.ts'
import { Steps } from './Steps.tsx'
import './notification.css'

const SHOWS = ['open', 'kin', 'all'] as const
const SIZE = 50
const NOTHING: [] = []

/** Notifications of casualties that wait for somebody, the oldest deadline first. The address holds what is shown. */
export function NotificationsPage() {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const search = new URLSearchParams(useLocation().search)
  const show = SHOWS.find((one) => one === search.get('show')) ?? 'open'
  const where: NonNullable<Query['where']> = show === 'open' ? { step: ['draft', 'prepared', 'first'] } : show === 'kin' ? { step: ['draft', 'prepared', 'first', 'authorised'], kin: ['waiting'] } : {}
  const asked = useRecords({ kind: 'notification', where, sort: { by: 'logged', dir: 'desc' } }, SIZE)
  const items = asked.data?.pages.flatMap((page) => page.items)
  const total = asked.data?.pages[0]?.total ?? 0
  const may = useKinds().data?.some((kind) => kind.name === 'notification' && kind.canCreate) === true
  useLive({ kind: 'notification', limit: 0 }, () => void again())
  useShowing('notifications', items ?? NOTHING)
  return (
    <div className="page stack ncspage">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        <Link to="/statistics/fatalities" className="btn">{tt('statistics')}</Link>
        {may && <Link to="/notifications/new" className="btn primary"><Plus size={15} aria-hidden="true" />{tt('new')}</Link>}
      </header>
      <label className="row small ncsshow">{tt('show')}
        <select className="select" value={show} onChange={(event) => navigate(`/notifications${event.target.value === 'open' ? '' : `?show=${event.target.value}`}`, { replace: true })}>{SHOWS.map((one) => <option key={one} value={one}>{tt(`show.${one}`)}</option>)}</select>
      </label>
      {asked.error && !asked.data && <ProblemNotice error={asked.error} retry={() => void asked.refetch()} />}
      {asked.isPending && <div className="skeleton" />}
      {items?.length === 0 && <Empty title={tt('none')}>{may ? <Link to="/notifications/new">{tt('new')}</Link> : null}</Empty>}
      <ul className="ncslist">{items?.map((record) => <One key={record.id} record={record} />)}</ul>
      {items && total > items.length && <p className="row"><span className="quiet small">{tt('shown', { n: number(items.length), all: number(total) })}</span>{asked.hasNextPage && <button type="button" className="btn small" onClick={() => void asked.fetchNextPage()}>+</button>}</p>}
    </div>
  )
}

function One({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale } = useWords()
  const { mission } = useSession()
  const data = noticeOf(record)
  const current = stepOf(data)
  return (
    <li className="card ncsone" data-type={data.type}>
      <p className="row wrap">
        <Link to={`/records/${record.ref}`}><strong>{inLocale(NOTICE_WORDS[data.type] ?? { en: data.type, fr: data.type }, locale)}</strong> <span className="mono ltr">{record.ref}</span></Link>
        <span className={`tag ${current === 'authorised' ? 'ok' : current === 'superseded' ? '' : 'warning'}`}>{inLocale(STEP_WORDS[current] ?? { en: current, fr: current }, locale)}</span>
        <span className="tag">{inLocale(CAUSE_WORDS[data.incident.type] ?? { en: data.incident.type, fr: data.incident.type }, locale)}</span>
        {!data.kin && <span className="tag">{tt('kin.waiting')}</span>}
      </p>
      <p className="small"><bdi>{[inLocale(COMPONENT_WORDS[data.component] ?? { en: data.component, fr: data.component }, locale), data.nationality ?? (data.iso3 && (countryName(data.iso3, locale) ?? data.iso3)), data.unit, data.place].filter(Boolean).join(' · ')}</bdi> · {fullTime(Date.parse(data.occurredAt), mission.zone, locale)}</p>
      <Steps data={data} short />
      {!data.drill && (current === 'draft' || current === 'prepared' || current === 'first') && <p className="row wrap small"><Due what="initial" from={data.learnedAt} seconds={INITIAL_SECONDS} met={data.prepared !== undefined} /><Due what="authorised" from={data.learnedAt} seconds={AUTHORISED_SECONDS} met={data.second !== undefined} /></p>}
    </li>
  )
}

/** How long there is still, or since when it is late. */
function Due({ what, from, seconds, met }: { what: 'initial' | 'authorised'; from: string; seconds: number; met: boolean }) {
  const tt = useTexts(ROWS)
  const { colon, locale } = useWords()
  const left = Date.parse(from) + seconds * 1000 - useNow(30_000)
  return met ? null : <span className={`tag ${left < 0 ? 'critical' : left < seconds * 250 ? 'warning' : ''}`}>{tt(`due.${what}`)}{colon}{tt(left < 0 ? 'due.late' : 'due.left', { time: ageLong(Math.abs(left), locale) })}</span>
}
