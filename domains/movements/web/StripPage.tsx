import { Printer } from 'lucide-react'
import { useMemo, type ReactNode } from 'react'
import { combineHandling, type Handling } from '../../../core/handling.ts'
import { bboxOf, formatMgrs } from '../../../core/place.ts'
import { ageLong, clockLocal, clockZ, dtg, fullTime, Link, Marking, navigate, ProblemNotice, serverNow, useLocation, useRecord, useSession, useShowing, useTexts, useWords, type RecordView } from '../../../web/face.ts'
import { PACE_STEPS, type Movement } from '../shared/movement.ts'
import type { Passed } from '../shared/road-mark.ts'
import { legsOf, routeOf, stretch } from '../shared/route.ts'
import { stripRows, type StripRow } from '../shared/strip.ts'
import { MarkForm } from './MarkForm.tsx'
import { usePassedMarks } from './marks.ts'
import { MarkKm, MarkWords } from './MarkWords.tsx'
import { ROWS } from './plan.texts.ts'
import { movementOf } from './read.ts'
import { ROWS as MARK_ROWS } from './strip.texts.ts'
import './movements.css'
import './strip.css'

/** What a sheet holds, in lines of a waypoint; the first holds the overview and the means of contact as well. */
const PAPERS = { a5: { first: 7.4, more: 13.8 }, a4: { first: 12.2, more: 21.8 } } as const
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
  const tm = useTexts(MARK_ROWS)
  const { number } = useWords()
  const { kinds } = useSession()
  const data = useMemo(() => movementOf(record), [record])
  const { items, records, total, read } = usePassedMarks(data)
  const sheets = useMemo(() => stripRows(data, items, PAPERS[paper]), [data, items, paper])
  // Whoever holds the sheet reads all of it.
  const handling = combineHandling([record.handling, ...items.flatMap(({ id }) => records.get(id)?.handling ?? [])], record.handling.owner)
  const may = kinds.some((kind) => kind.name === 'road-mark' && kind.canCreate)
  return (
    <>
      <div className="noprint stripmarks">
        {may && <MarkForm data={data} />}
        {(items.length === 0 || read < total) && <p className="quiet small">{items.length === 0 ? tm('none') : ''} {read < total && tm('some', { n: number(read), all: number(total) })}</p>}
        <p className="small"><Link to="/k/road-mark">{tm('all')}</Link></p>
      </div>
      {sheets.map((rows, i) => (
        <Sheet key={i} record={record} handling={handling} data={data} paper={paper} n={i + 1} of={sheets.length}>
          {i === 0 && <Head data={data} marks={items} />}
          <Strip data={data} rows={rows} />
        </Sheet>
      ))}
    </>
  )
}

function Sheet({ record, handling, data, paper, n, of, children }: { record: RecordView; handling: Handling; data: Movement; paper: Paper; n: number; of: number; children: ReactNode }) {
  const tt = useTexts(ROWS)
  const { t, locale } = useWords()
  const { mission } = useSession()
  const mark = <p className="stripmark">{mission.exercise && <strong>{t('shell.exercise')} · </strong>}<Marking handling={handling} /></p>
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

function Head({ data, marks }: { data: Movement; marks: readonly Passed[] }) {
  const tt = useTexts(ROWS)
  const { number, locale } = useWords()
  const { mission } = useSession()
  const { lengthM } = routeOf(data)
  const start = Date.parse(data.waypoints[0]?.eta ?? '')
  const end = Date.parse(data.waypoints.at(-1)?.eta ?? '')
  return (
    <div className="striphead">
      <Overview data={data} marks={marks} />
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

/** The whole way as a line, north up, its waypoints numbered; dotted where no radio is heard, a bar across it at every other mark. */
function Overview({ data, marks }: { data: Movement; marks: readonly Passed[] }) {
  const tt = useTexts(ROWS)
  const route = routeOf(data)
  const { points } = route
  const [west, south, east, north] = bboxOf([...points, ...data.waypoints]) ?? [0, 0, 1, 1]
  const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const side = Math.max((east - west) * squeeze, north - south, 0.0005)
  const [x, y] = [(lon: number) => 8 + ((lon - west) * squeeze + (side - (east - west) * squeeze) / 2) / side * 84, (lat: number) => 8 + (north - lat + (side - (north - south)) / 2) / side * 84]
  return (
    <svg viewBox="0 0 100 100" className="stripoverview" role="img" aria-label={tt('strip.overview')} direction="ltr">
      <rect x="0.5" y="0.5" width="99" height="99" className="edge" />
      <path d="M93 12V4M90.5 7L93 3.6 95.5 7" className="north" /><text x="93" y="18" textAnchor="middle">N</text>
      <polyline points={points.map(({ lon, lat }) => `${x(lon).toFixed(2)},${y(lat).toFixed(2)}`).join(' ')} className="way" />
      {marks.map((one) => (one.mark.sort === 'black-spot'
        ? <polyline key={`${one.id}${one.fromM}`} className="silent" points={stretch(route, one.fromM, Math.max(one.toM, one.fromM + route.lengthM / 100)).map(({ lon, lat }) => `${x(lon).toFixed(2)},${y(lat).toFixed(2)}`).join(' ')} />
        : <rect key={`${one.id}${one.fromM}`} className="spot" x={x(one.place.lon) - 1.1} y={y(one.place.lat) - 1.1} width="2.2" height="2.2" />))}
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

function Strip({ data, rows }: { data: Movement; rows: readonly StripRow[] }) {
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
        <span className="stripat">{time(one.eta)}<br /><span className="mono small ltr">{number(Math.round((waypointM[i] ?? 0) / 100) / 10)} km</span></span>
      </li>
    )
  }
  const leg = (i: number) => {
    const one = legs[i]
    return one && <li key={`leg${one.to.id}`} className="stripleg"><span className="striparrow" aria-hidden="true" /><span className="mono ltr">{number(Math.round(one.metres / 100) / 10)} km</span><span className="mono ltr">{String(Math.round(one.bearing) % 360).padStart(3, '0')}°</span><span>{ageLong(one.minutes * 60_000, locale)}</span></li>
  }
  const mark = (one: Passed) => (
    <li key={`${one.id}${one.fromM}`} className="stripspot" data-sort={one.mark.sort}>
      <span className="grow"><MarkWords one={one} /><br /><span className="mono ltr small">{formatMgrs(one.place, 8)}</span></span>
      <MarkKm one={one} />
    </li>
  )
  return (
    <>
      <p className="quiet small">{tt('strip.legs')}</p>
      <ol className="strip" reversed>{rows.map((row) => (row.type === 'point' ? point(row.i) : row.type === 'leg' ? leg(row.i) : mark(row.mark))).toReversed()}</ol>
    </>
  )
}
