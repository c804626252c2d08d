import { keepPreviousData, useIsFetching, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Query } from '../../core/query.ts'
import { api, queryString } from '../api/http.ts'
import { conditions, queryParams } from '../api/query.ts'
import type { MapHandle, MapPoint } from '../map/handle.ts'
import { asOfText, goToMoment, played, timesOf, useMoment } from '../time/moment.ts'
import type { Loop } from '../time/moment.ts'
import { setPlaySpeed } from '../time/playhead.ts'
import { serverNow } from '../time/now.ts'

/** Points drawn of a moment; the worst come first, and the map says how many there are. */
const MOST_POINTS = 20_000
const TICK_MS = 1000

type PointsAnswer = { total: number; columns: { id: string[]; ref: string[]; lon: number[]; lat: number[]; radiusM: (number | null)[]; severity: number[]; category: string[]; workflow: string[]; veracity: (string | null)[] } }

/** While a moment of the past is shown, the map shows that moment too. */
export function usePastMap(query: Query, map: MapHandle | null): void {
  const asOf = asOfText(useMoment())
  const params = queryParams(conditions(query)).toString()
  const points = useQuery<readonly MapPoint[]>({
    queryKey: ['points-then', params, asOf],
    enabled: asOf !== undefined,
    queryFn: ({ signal }) => api<PointsAnswer>(`/api/points?${params}&${queryString({ asOf, limit: MOST_POINTS })}`, { signal }).then((found) => pointsOf(found)),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  })
  const shown = asOf === undefined ? null : (points.data ?? NONE)
  useEffect(() => map?.setPast(shown), [map, shown])
}

const NONE: readonly MapPoint[] = []

function pointsOf({ columns: c }: PointsAnswer): MapPoint[] {
  return c.id.map((id, i) => ({
    id, ref: c.ref[i] ?? '', lon: c.lon[i] ?? 0, lat: c.lat[i] ?? 0, radiusM: c.radiusM[i] ?? 0, severity: c.severity[i] ?? 0,
    category: c.category[i] ?? '', workflow: c.workflow[i] ?? '', veracity: c.veracity[i] ?? null,
  }))
}

/** Playing the past: on at a speed (minutes a second) or standing (0). A step waits until the picture of the last one is there. */
export function usePlaying(loop: Loop | null = null): { speed: number; setSpeed(speed: number): void } {
  const [speed, setSpeed] = useState(0)
  const moment = useMoment()
  const busy = useIsFetching({ predicate: ({ queryKey }) => queryKey[0] === 'points-then' || queryKey[0] === 'records' || queryKey[0] === 'tracks-then' }) > 0
  const latest = useRef({ moment, busy, loop })
  useEffect(() => {
    latest.current = { moment, busy, loop }
  })
  const on = speed > 0 && moment !== null
  useEffect(() => {
    if (!on) {
      return undefined
    }
    setPlaySpeed(timesOf(speed))
    const timer = setInterval(() => {
      const { moment: at, busy: waiting, loop: again } = latest.current
      if (at === null || waiting) {
        return
      }
      const next = played(at, speed, TICK_MS / 1000, serverNow(), again)
      // It has caught up with the present.
      goToMoment(next >= serverNow() ? null : next)
    }, TICK_MS)
    return () => {
      clearInterval(timer)
      setPlaySpeed(0)
    }
  }, [on, speed])
  return { speed: on ? speed : 0, setSpeed }
}
