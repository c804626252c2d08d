import { useQuery } from '@tanstack/react-query'
import { api, queryString } from '../../../web/face.ts'
import type { Paths } from '../shared/wire.ts'

const WIDE = 600
const HIGH = 220
const EDGE = 12
/** A way within so many degrees says nothing as a picture. */
const LEAST = 0.0005

/** The way of a day as a line, north up, stops as squares with their number. Decoration: the table beside it says the same. */
export function DayMap({ id, from, to, stops }: { id: string; from: number; to: number; stops: readonly { lon: number; lat: number; from: number }[] }) {
  const way = useQuery<Paths>({ queryKey: ['track-day-way', id, from], queryFn: ({ signal }) => api<Paths>(`/api/tracks/paths?${queryString({ ids: id, from: new Date(from).toISOString(), to: new Date(to).toISOString(), every: 60 })}`, { signal }) })
  const path = way.data?.paths[0]
  if (!path || path.lon.length < 2) {
    return null
  }
  const narrow = Math.cos(((path.lat[0] ?? 0) * Math.PI) / 180)
  const [west, east] = [Math.min(...path.lon), Math.max(...path.lon)]
  const [south, north] = [Math.min(...path.lat), Math.max(...path.lat)]
  if (east - west < LEAST && north - south < LEAST) {
    return null
  }
  const scale = Math.min((WIDE - 2 * EDGE) / Math.max(1e-5, (east - west) * narrow), (HIGH - 2 * EDGE) / Math.max(1e-5, north - south))
  const x = (lon: number) => (WIDE - (east - west) * narrow * scale) / 2 + (lon - west) * narrow * scale
  const y = (lat: number) => (HIGH - (north - south) * scale) / 2 + (north - lat) * scale
  return (
    <svg className="daymap" viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
      <polyline points={path.lon.map((lon, i) => `${x(lon).toFixed(1)},${y(path.lat[i]!).toFixed(1)}`).join(' ')} />
      {stops.map((stop, i) => <g key={stop.from} transform={`translate(${x(stop.lon).toFixed(1)} ${y(stop.lat).toFixed(1)})`}><rect x={-7} y={-7} width={14} height={14} rx={3} /><text y={4} textAnchor="middle">{i + 1}</text></g>)}
    </svg>
  )
}
