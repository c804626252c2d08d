import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, queryString, serverNow, usePlayhead } from '../../../web/face.ts'
import type { LiveTrack, Path, Paths } from '../shared/wire.ts'
import { LOOK_BACK_MS, standing } from './then.ts'

/** Stretch that is fetched at once, ms. */
const CHUNK_MS = 2 * 3_600_000
/** A stretch that reaches into the present is read anew so often, ms. */
const GROWS_MS = 60_000

/** The things known at a moment of the past. */
export type PastTracks = { now: number; things: LiveTrack[]; total: number; everyS: number; track(id: string | null): LiveTrack | undefined; paths: readonly Path[] }

/** What moved, as it was known at the moment on screen; null while the screen shows now. While the past is played it goes on between its steps. */
export function usePastTracks(moment: number | null): PastTracks | null {
  const now = usePlayhead(moment)
  const chunk = now === null ? null : Math.floor(now / CHUNK_MS) * CHUNK_MS
  const found = useQuery<Paths>({
    queryKey: ['tracks-then', chunk], enabled: chunk !== null, placeholderData: keepPreviousData,
    // What has not ended goes on growing.
    staleTime: chunk !== null && chunk + CHUNK_MS > serverNow() ? GROWS_MS : Infinity, refetchInterval: chunk !== null && chunk + CHUNK_MS > serverNow() ? GROWS_MS : false,
    queryFn: ({ signal }) => api<Paths>(`/api/tracks/paths?${queryString({ from: new Date((chunk ?? 0) - LOOK_BACK_MS).toISOString(), to: new Date((chunk ?? 0) + CHUNK_MS).toISOString() })}`, { signal }),
  })
  const exact = useQuery<{ items: LiveTrack[]; total: number; time: number }>({
    queryKey: ['tracks-at', moment], enabled: moment !== null, staleTime: Infinity, placeholderData: keepPreviousData,
    queryFn: ({ signal }) => api(`/api/tracks/at?${queryString({ time: new Date(moment ?? 0).toISOString() })}`, { signal }),
  })
  const data = found.data
  const answer = exact.data
  return useMemo(() => {
    if (now === null) {
      return null
    }
    // While it stands, what the node says of the moment; while it is played, positions out of the ways, each true.
    const about = new Map((answer?.items ?? []).map((one) => [one.id, one]))
    const things = answer?.time === now ? answer.items : (data?.paths ?? []).map((path) => standing(path, now, about.get(path.id))).filter((one) => one !== null)
    const byId = new Map(things.map((one) => [one.id, one]))
    return { now, things, total: data?.total ?? things.length, everyS: data?.everyS ?? 0, paths: data?.paths ?? [], track: (id) => (id === null ? undefined : byId.get(id)) }
  }, [now, data, answer])
}
