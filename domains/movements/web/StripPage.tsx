import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { bboxOf, formatMgrs } from '../../../core/place.ts'
import { ageLong, clockLocal, clockZ, dtg, fullTime, Link, Marking, navigate, ProblemNotice, serverNow, useLocation, useRecord, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { PACE_STEPS, type Movement } from '../shared/movement.ts'
import { legsOf, routeOf } from '../shared/route.ts'
import { ROWS } from './plan.texts.ts'
import { movementOf } from './read.ts'
import './movements.css'
import './strip.css'

/** Legs on a sheet, the first sheet holding the overview and the means of contact as well. */
const PAPERS = { a5: { first: 4, more: 8 }, a4: { first: 7, more: 13 } } as const
type Paper = keyof typeof PAPERS
const NOTHING: [] = []

/** The way as the driver reads it: legs from the bottom upwards with distance, bearing, time and grid, on A5 or A4. */
export function StripPage({ params }: { params: Record<string, string> }) {
  const tt = useTexts(ROWS)
  const ref = params['ref'] ?? ''
  const found = useRecord(ref)
  const paper: Paper = new URLSearchParams(useLocation().search).get('paper') === 'a4' ? 'a4' : 'a5'
  useShowing('strip', found.data ? [found.data] : NOTHING)
  if (!found.data) {
    return found.error ? <div className="page"><ProblemNotice error={found.error} /></div> : null
  }
  return (
    <div className="page strippage">
      <header className="row wrap noprint">
        <h1 className="grow">{tt('strip.title')}</h1>
        <label className="row small">{tt('strip.paper')}<select className="select" value={paper} onChange={(event) => navigate(`/movements/${ref}/strip?paper=${event.target.value}`, { replace: true })}><option value="a5">A5</option><option value="a4">A4</option></select></label>
        <Link to={`/records/${found.data.ref}`} className="btn">{tt('strip.back')}</Link>
        <button type="button" className="btn primary" onClick={() => window.print()}><Printer size={15} aria-hidden="true" />{tt('strip.print')}</button>
      </header>
      <Sheets record={found.data} paper={paper} />
    </div>
  )
}

function Sheets({ record, paper }: { record: RecordView; paper: Paper }) {
  const data = movementOf(record)
  const legs = legsOf(data)
  const { first, more } = PAPERS[paper]
  const cuts = [0, ...Array.from({ length: Math.ceil(Math.max(0, legs.length - first) / more) }, (_, i) => first + i * more)]
  return cuts.map((from, i) => (
    <Sheet key={from} record={record} data={data} paper={paper} n={i + 1} of={cuts.length}>
      {i === 0 && <Head data={data} />}
      <Strip data={data} from={from} to={Math.min(legs.length, i === 0 ? first : from + more)} />
    </Sheet>
  ))
}

function Sheet({ record, data, paper, n, of, children }: { record: RecordView; data: Movement; paper: Paper; n: number; of: number; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const { t, locale } = useWords()
  const { mission } = useSession()
  const mark = <p className="stripmark">{mission.exercise && <strong>{t('shell.exercise')} · </strong>}<Marking handling={record.handling} /></p>
  return (
    <section className="stripsheet" data-paper={paper} aria-label={tt('strip.page', { n, of })}>
      {mark}
      <p className="striptitle"><strong className="mono"><bdi>{data.callsign}</bdi></strong> <strong><bdi>{data.name}</bdi></strong> <span className="ltr mono">{record.ref}</span></p>
      {children}
      <footer>
        <p className="small">{tt('strip.made', { at: fullTime(serverNow(), mission.zone, locale) })}</p>
        <div className="row"><span className="small grow">{mission.name} · {tt('strip.page', { n, of })}</span>{mark}</div>
      </footer>
    </section>
  )
}

function Head({ data }: { data: Movement }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const { lengthM } = routeOf(data)
  const start = Date.parse(data.waypoints[0]?.eta ?? '')
  const end = Date.parse(data.waypoints.at(-1)?.eta ?? '')
  return (
    <div className="striphead">
      <Overview data={data} />
      <div className="stack">
        <p><strong className="mono ltr">{dtg(start)}</strong> <span className="nowrap">({clockLocal(start, mission.zone)})</span><br />{tt('strip.total', { km: number(Math.round(lengthM / 100) / 10), time: ageLong(end - start, locale), n: number(data.speedKmh) })}</p>
        <p>{tt('strip.every', { n: data.checkIn.everyMin, time: `${clockLocal(start + data.checkIn.everyMin * 60_000, mission.zone)} ${clockZ(start + data.checkIn.everyMin * 60_000)}` })}</p>
        <ol className="strippace">{PACE_STEPS.map((step) => <li key={step}><strong>{step[0]?.toUpperCase()}</strong> <span dir="auto">{data.pace?.[step] ?? '–'}</span></li>)}</ol>
        {data.phones && data.phones.length > 0 && <p className="small">{tt('strip.sms')}</p>}
        {data.medical && <p className="small" dir="auto"><strong>+</strong> {data.medical}</p>}
      </div>
    </div>
  )
}

/** The whole way as a line, north up, its waypoints numbered. */
function Overview({ data }: { data: Movement }) {
  const tt = useTexts(ROWS)
  const { points } = routeOf(data)
  const [west, south, east, north] = bboxOf([...points, ...data.waypoints]) ?? [0, 0, 1, 1]
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const side = Math.max((east - west) * squeeze, north - south, 0.0005)
  const [x, y] = [(lon: number) => 8 + ((lon - west) * squeeze + (side - (east - west) * squeeze) / 2) / side * 84, (lat: number) => 8 + (north - lat + (side - (north - south)) / 2) / side * 84]
  return (
    <svg viewBox="0 0 100 100" className="stripoverview" role="img" aria-label={tt('strip.overview')} direction="ltr">
      <rect x="0.5" y="0.5" width="99" height="99" className="edge" />
      <path d="M93 12V4M90.5 7L93 3.6 95.5 7" className="north" /><text x="93" y="18" textAnchor="middle">N</text>
      <polyline points={points.map(({ lon, lat }) => `${x(lon).toFixed(2)},${y(lat).toFixed(2)}`).join(' ')} className="way" />
      {marksOf(data).map(({ one, n }) => <g key={one.id}><circle cx={x(one.lon)} cy={y(one.lat)} r={n.length > 2 ? 4.4 : 2.9} /><text x={x(one.lon)} y={y(one.lat) + 1.4} textAnchor="middle" className="n">{n}</text></g>)}
    </svg>
  )
}

/** Waypoints with their numbers; those at one place share a mark (`1·5`). */
function marksOf({ waypoints }: Movement): { one: Movement['waypoints'][number]; n: string }[] {
  return waypoints.flatMap((one, i) => {
    const here = waypoints.flatMap((other, k) => (Math.abs(other.lon - one.lon) + Math.abs(other.lat - one.lat) < 0.0005 ? [k] : []))
    return here[0] === i ? [{ one, n: here.map((k) => k + 1).join('·') }] : []
  })
}

function Strip({ data, from, to }: { data: Movement; from: number; to: number }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const legs = legsOf(data)
  const { waypointM } = routeOf(data)
  const time = (eta: string) => <span className="mono nowrap">{clockLocal(Date.parse(eta), mission.zone)} <span className="quiet">{clockZ(Date.parse(eta))}</span></span>
  const point = (i: number) => {
    const one = data.waypoints[i]
    return one && (
      <li className="strippoint" key={one.id}>
        <span className="stripn">{i + 1}</span>
        <span className="grow"><strong><bdi>{one.name}</bdi></strong>{one.stayMin ? <span className="small"> · {tt('strip.stay', { n: one.stayMin })}</span> : null}<br /><span className="mono ltr small">{formatMgrs(one, 8)}</span></span>
        <span className="stripat">{time(one.eta)}<br /><span className="mono small">{number(Math.round((waypointM[i] ?? 0) / 100) / 10)} km</span></span>
      </li>
    )
  }
  const rows = legs.slice(from, to).flatMap((leg, k) => [
    <li key={`leg${leg.to.id}`} className="stripleg"><span className="striparrow" aria-hidden="true" /><span className="mono">{number(Math.round(leg.metres / 100) / 10)} km</span><span className="mono ltr">{String(Math.round(leg.bearing) % 360).padStart(3, '0')}°</span><span>{ageLong(leg.minutes * 60_000, locale)}</span></li>,
    point(from + k + 1),
  ])
  return (
    <>
      <p className="quiet small">{tt('strip.legs')}</p>
      <ol className="strip" reversed>{[point(from), ...rows].toReversed()}</ol>
    </>
  )
}
