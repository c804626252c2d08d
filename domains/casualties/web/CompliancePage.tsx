import { useQuery } from '@tanstack/react-query'
import { Printer } from 'lucide-react'
import { useState } from 'react'
import { api, dayName, DayInput, Link, ProblemNotice, queryString, serverNow, shortDay, useSession, useTexts, useWords } from '../../../web/face.ts'
import { localDate } from '../../../core/time-local.ts'
import { wholeDays, type Compliance, type RingCompliance } from '../shared/compliance.ts'
import type { Casualty } from '../shared/casualty.ts'
import { INTERVALS, RINGS, ringOf, type Interval, type Ring } from '../shared/ten-one-two.ts'
import type { DelayReason } from '../shared/vocabulary.ts'
import { ROWS } from './compliance.texts.ts'
import { useFollow, useCasualtiesOf, type Of } from './read.ts'
import { useCode } from './words.ts'
import './casevac.css'
import './compliance.css'

type Answer = Compliance & { from: string; to: string; weeks: ({ from: string; to: string; casualties: number; rings: Compliance['rings'] })[]; delays: { reason: DelayReason; count: number; minutes: number }[]; requests: { total: number; open: number; cancelled: number; named: number } }
const WEEKS = 12
const DAY_MS = 86_400_000
/** Of so many the list behind a bar holds exactly those it counts; of more, those of the period. */
const MOST_LISTED = 500

/** How the mission keeps to 10-1-2: shares and medians, who could not be counted and why, where the time goes, what delayed. */
export function CompliancePage() {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const [from, setFrom] = useState(() => localDate(serverNow() - WEEKS * 7 * DAY_MS, mission.zone))
  const [to, setTo] = useState(() => localDate(serverNow(), mission.zone))
  const [drill, setDrill] = useState(false)
  useFollow('casualty')
  const asked = { ...wholeDays(from, to, mission.zone), ...(drill ? { drill: 'true' } : {}) }
  const found = useQuery({ queryKey: ['evac', 'casualty', asked], enabled: from <= to, queryFn: ({ signal }) => api<Answer>(`/api/casevac/compliance?${queryString(asked)}`, { signal }), placeholderData: (old) => old })
  const data = found.data
  const members = useCasualtiesOf({ where: { drill: [String(drill)] }, time: { axis: 'happened', from: asked.from, to: asked.to } }, MOST_LISTED)
  // The records behind a figure: those of the period, as the list of their kind shows them.
  const list = (kind: string, more: string) => `/k/${kind}?${queryString({ from: asked.from, to: asked.to, 'where.drill': String(drill) })}${more}`
  return (
    <div className="page evaccompliance">
      <header className="row wrap">
        <div className="grow"><h1>{tt('title')}</h1><p className="quiet small">{tt('lead')}</p></div>
        <Link to="/casevac" className="btn noprint">{tt('console')}</Link>
        <button type="button" className="btn noprint" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('print')}</button>
      </header>
      <div className="row wrap evacperiod">
        <div className="field"><label htmlFor="comp-from">{tt('from')}</label><DayInput id="comp-from" value={from} max={to} onChange={(day) => setFrom(day || from)} /></div>
        <div className="field"><label htmlFor="comp-to">{tt('to')}</label><DayInput id="comp-to" value={to} min={from} onChange={(day) => setTo(day || to)} /></div>
        <label className="check"><input type="checkbox" checked={drill} onChange={(event) => setDrill(event.target.checked)} />{tt('drill')}</label>
        {data && <p className="small quiet">{tt('counted', { n: number(data.casualties) })} · {tt('requests', { n: number(data.requests.total), open: number(data.requests.open), cancelled: number(data.requests.cancelled) })} · {dayName(from, locale)} – {dayName(to, locale)}</p>}
      </div>
      {drill && <p className="evacdrill" role="status">{tt('drill.on')}</p>}
      {found.error && !data && <ProblemNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <div className="skeleton" />}
      {data && data.casualties === 0 && data.requests.total === 0 && <p>{tt('none')}</p>}
      {data && (data.casualties > 0 || data.requests.total > 0) && (
        <>
          <div className="evacshares">{RINGS.map((ring) => <Share key={ring} name={tt(`ring.${ring}`)} ring={data.rings[ring]} to={(part) => listed(members, ring, part, data.rings[ring]) ?? list('casualty', '')} />)}</div>
          <section className="card" aria-labelledby="comp-delays">
            <header><h2 id="comp-delays">{tt('delays')}</h2></header>
            <div className="body"><Pareto data={data} to={(reason) => list('casevac-request', `&where.delay=${encodeURIComponent(reason)}`)} /></div>
          </section>
          <section className="card" aria-labelledby="comp-intervals">
            <header><h2 id="comp-intervals">{tt('intervals')}</h2></header>
            <div className="body evacwide" role="region" aria-label={tt('intervals')} tabIndex={0}>
              <table className="evacfigures">
                <thead><tr><th scope="col">{tt('interval')}</th><th scope="col">{tt('median.head')}</th><th scope="col">{tt('p90')}</th><th scope="col">{tt('known')}</th><th scope="col">{tt('unknown.head')}</th></tr></thead>
                <tbody>{(Object.keys(INTERVALS) as Interval[]).map((one) => { const { medianMin, p90Min, known, unknown } = data.intervals[one]; return <tr key={one}><th scope="row">{tt(`i.${one}`)}</th><td>{medianMin === null ? '–' : number(Math.round(medianMin))}</td><td>{p90Min === null ? '–' : number(Math.round(p90Min))}</td><td>{number(known)}</td><td>{number(unknown)}</td></tr> })}</tbody>
              </table>
            </div>
          </section>
          <section className="card" aria-labelledby="comp-weeks">
            <header><h2 id="comp-weeks">{tt('weeks')}</h2></header>
            <div className="body evacwide" role="region" aria-label={tt('weeks')} tabIndex={0}>
              <table className="evacfigures">
                <thead><tr><th scope="col">{tt('weeks')}</th><th scope="col">{tt('casualties')}</th>{RINGS.map((ring) => <th key={ring} scope="col">{tt(`ring.${ring}`)}</th>)}</tr></thead>
                <tbody>{data.weeks.toReversed().map((week) => <tr key={week.from}><th scope="row"><Link to={`/k/casualty?${queryString({ 'from': week.from, 'to': week.to, 'where.drill': String(drill) })}`}>{tt('week', { day: shortDay(Date.parse(week.from), mission.zone, locale, serverNow()) })}</Link></th><td>{number(week.casualties)}</td>{RINGS.map((ring) => { const { met, counted, medianMin } = week.rings[ring]; return <td key={ring}>{counted === 0 ? '–' : <>{tt('of', { met: number(met), counted: number(counted) })}{medianMin !== null && <span className="quiet small"> {tt('median', { n: number(Math.round(medianMin)) })}</span>}</>}</td> })}</tr>)}</tbody>
              </table>
            </div>
          </section>
        </>
      )}
    </div>
  )
}

type Part = 'met' | 'breached' | 'unknown'

/** Address of exactly those a part of a bar counts; null where they were not all read. */
function listed({ items, total }: { items: Of<Casualty>[] | undefined; total: number }, ring: Ring, part: Part, counted: RingCompliance): string | null {
  const now = serverNow()
  const ids = (items ?? []).flatMap((one) => {
    const view = ringOf(one.of, ring, now)
    const is: Part | null = view.state !== 'not-needed' && one.of.events?.T0 === undefined ? 'unknown' : view.counts ? (view.state as 'met' | 'breached') : null
    return is === part ? [one.id] : []
  })
  const wanted = part === 'unknown' ? counted.unknownStart : counted[part]
  return items === undefined || total > items.length || ids.length !== wanted || ids.length === 0 ? null : `/k/casualty?${queryString({ ids })}`
}

function Share({ name, ring, to }: { name: string; ring: RingCompliance; to(part: Part): string }) {
  const tt = useTexts(ROWS)
  const { number } = useWords()
  const { counted, met, share, medianMin, unknownStart, uncertain, running, notNeeded, ended } = ring
  const apart = ([['unknown', unknownStart], ['uncertain', uncertain], ['running', running], ['not-needed', notNeeded], ['ended', ended]] as const).filter(([, n]) => n > 0)
  return (
    <section className="card evacshare" aria-label={name}>
      <h2>{name}</h2>
      <p className="evacshareline"><strong>{share === null ? tt('share.none') : tt('share', { n: number(Math.round(share * 100)) })}</strong> {counted > 0 && <span className="quiet">{tt('of', { met: number(met), counted: number(counted) })}</span>}</p>
      <div className="evacstack">
        {counted === 0 && <i className="none" />}
        {met > 0 && <Link to={to('met')} className="met" style={{ inlineSize: `${(met / counted) * 100}%` }}>{tt('in')} {number(met)}</Link>}
        {counted > met && <Link to={to('breached')} className="late" style={{ inlineSize: `${((counted - met) / counted) * 100}%` }}>{tt('late')} {number(counted - met)}</Link>}
      </div>
      {medianMin !== null && <p className="small">{tt('median', { n: number(Math.round(medianMin)) })}</p>}
      {apart.map(([what, n]) => what === 'unknown' ? <p key={what} className="small evacunknown"><Link to={to('unknown')}>{tt(what, { n: number(n) })}</Link></p> : <p key={what} className="small quiet">{tt(what, { n: number(n) })}</p>)}
    </section>
  )
}

/** Causes from the most frequent down, with how much of all they are together; each opens its requests. */
function Pareto({ data, to }: { data: Answer; to(reason: string): string }) {
  const tt = useTexts(ROWS)
  const code = useCode()
  const { number } = useWords()
  const named = data.delays.filter((one) => one.count > 0)
  const all = named.reduce((sum, one) => sum + one.count, 0)
  if (named.length === 0) {
    return <p className="quiet">{tt('delays.none')}</p>
  }
  const most = named[0]?.count ?? 1
  return (
    <>
      <p className="quiet small">{tt('delays.lead', { n: number(data.requests.named), all: number(data.requests.total) })}</p>
      <ol className="evacpareto">
        {named.map((one, i) => {
          const sum = named.slice(0, i + 1).reduce((before, other) => before + other.count, 0)
          return (
            <li key={one.reason}>
              <Link to={to(one.reason)}>
                <span className="evacparetoname">{code('delay', one.reason)}</span>
                <span className="evacbar"><i style={{ inlineSize: `${(one.count / most) * 100}%` }} /></span>
                <strong className="mono">{number(one.count)}</strong>
                <span className="small quiet">{one.minutes > 0 && `${tt('delay.min', { n: number(one.minutes) })} · `}{tt('share.sum', { n: number(Math.round((sum / all) * 100)) })}</span>
              </Link>
            </li>
          )
        })}
      </ol>
    </>
  )
}
