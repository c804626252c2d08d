import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ageLong, api, ApiProblem, Card, clockLocal, DayInput, Link, ProblemNotice, queryString, serverNow, useSession, useTexts, useWords } from '../../../web/face.ts'
import type { RecordView } from '../../../web/face.ts'
import { localDate } from '../../../core/time-local.ts'
import { ROWS } from './day.texts.ts'
import { DayMap } from './DayMap.tsx'
import { lengthWords, placeWords } from './words.ts'
import './tracks.css'

type Spot = { lon: number; lat: number }
type Stop = Spot & { from: number; to: number; silent: boolean }
type Trip = { from: number; to: number; start: Spot; end: Spot; distanceM: number; topMs: number | null }
type Day = { date: string; zone: string; from: number; to: number; positions: number; cut: boolean; distanceM: number; bridgedM: number; topMs: number | null; stops: Stop[]; trips: Trip[] }

/** What a track did on a day: how far, where it stopped, its trips, in a table and on a sketch of the way. */
export function DayCard({ record }: { record: RecordView }) {
  const tt = useTexts(ROWS)
  const { locale, number } = useWords()
  const { mission } = useSession()
  const [date, setDate] = useState(() => localDate(serverNow(), mission.zone))
  const found = useQuery<Day, Error>({
    queryKey: ['track-day', record.id, date], retry: false,
    queryFn: ({ signal }) => api<Day>(`/api/tracks/${encodeURIComponent(record.id)}/day?${queryString({ date })}`, { signal }),
  })
  const nothing = found.error instanceof ApiProblem && found.error.status === 404
  const day = found.data
  const rows = day ? [...day.stops.map((one) => ({ what: 'stop' as const, ...one })), ...day.trips.map((one) => ({ what: 'trip' as const, ...one }))].sort((a, b) => a.from - b.from) : []
  const clock = (ms: number) => <Link className="mono ltr" title={tt('replay')} to={`/?at=${encodeURIComponent(new Date(ms).toISOString())}`}>{clockLocal(ms, mission.zone)}</Link>
  return (
    <Card id="track-day" title={tt('day')} side={<DayInput className="small" aria-label={tt('date')} value={date} max={localDate(serverNow(), mission.zone)} onChange={(day) => { if (day) { setDate(day) } }} />}>
      {nothing && <p className="quiet">{tt('none')}</p>}
      {found.error && !nothing && <ProblemNotice error={found.error} />}
      {day && (
        <>
          <dl className="trackday">
            <div><dt>{tt('distance')}</dt><dd><strong className="ltr">{lengthWords(day.distanceM, number)}</strong>{day.bridgedM > 0 && <span className="quiet small"> {tt('bridged', { km: lengthWords(day.bridgedM, number) })}</span>}</dd></div>
            <div><dt>{tt('top')}</dt><dd className="ltr">{day.topMs === null ? '—' : `${number(Math.round(day.topMs * 3.6))} km/h`}</dd></div>
            <div><dt>{tt('stops')}</dt><dd>{number(day.stops.length)}</dd></div>
            <div><dt>{tt('trips')}</dt><dd>{number(day.trips.length)}</dd></div>
            <div><dt>{tt('positions')}</dt><dd>{number(day.positions)}</dd></div>
          </dl>
          {day.cut && <p className="notice warning small">{tt('cut')}</p>}
          <DayMap id={record.id} from={day.from} to={day.to} stops={day.stops} />
          <div className="trackscroll"><table className="plain">
            <thead><tr><th>{tt('what')}</th><th>{tt('from')}</th><th>{tt('to')}</th><th>{tt('where')}</th></tr></thead>
            <tbody>
              {rows.map((one) => (
                <tr key={`${one.what}${one.from}`}>
                  <td>{tt(one.what)} <span className="quiet small">{one.what === 'stop' ? ageLong(one.to - one.from, locale) : <span className="ltr">{lengthWords(one.distanceM, number)}</span>}</span></td>
                  <td>{clock(one.from)}</td><td>{clock(one.to)}</td>
                  <td className="mono ltr small">{one.what === 'stop' ? <>{placeWords(one).grid}{one.silent && <span className="quiet"> · {tt('silent')}</span>}</> : `${placeWords(one.start).grid} → ${placeWords(one.end).grid}`}</td>
                </tr>
              ))}
            </tbody>
          </table></div>
        </>
      )}
    </Card>
  )
}
