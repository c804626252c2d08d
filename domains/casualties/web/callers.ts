import { useQuery } from '@tanstack/react-query'
import { api, useRecords } from '../../../web/face.ts'

const NAMES = 500
const TRACKS = 2000
const FRESH_MS = 15_000
/** How far a track may have gone that said no accuracy, m. */
const USUAL_M = 50

/** Somebody a callsign belongs to; for a track also where it was last heard of (epoch ms, degrees). */
export type Caller = { id: string; kind: 'unit' | 'track'; name: string; lon: number; lat: number; radiusM: number; at: number | null }
type Live = { id: string; name: string; callsign: string | null; lon: number; lat: number; at: number; accuracyM: number | null }

/** Units and tracks that answer to a callsign; spaces, hyphens and case do not count. */
export function useCallers(callsign: string): Caller[] {
  const units = useRecords({ kind: 'unit' }, NAMES).data?.pages[0]?.items ?? []
  const tracks = useQuery({ queryKey: ['evac-callers'], staleTime: FRESH_MS, retry: false, queryFn: ({ signal }) => api<{ items: Live[] }>(`/api/tracks/live?limit=${TRACKS}`, { signal }) }).data?.items ?? []
  const wanted = folded(callsign)
  if (wanted.length < 2) {
    return []
  }
  const found: Caller[] = [
    ...tracks.filter((one) => folded(one.callsign ?? '') === wanted || folded(one.name) === wanted).map((one): Caller => ({ id: one.id, kind: 'track', name: one.callsign ?? one.name, lon: one.lon, lat: one.lat, radiusM: Math.max(1, Math.round(one.accuracyM ?? USUAL_M)), at: one.at })),
    ...units.filter((one) => [one.data['code'], one.title, ...((one.data['callsigns'] as string[] | undefined) ?? [])].some((name) => folded(String(name ?? '')) === wanted)).map((one): Caller => ({ id: one.id, kind: 'unit', name: one.title, lon: 0, lat: 0, radiusM: 0, at: null })),
  ]
  return found.slice(0, 3)
}

function folded(text: string): string {
  return text.toLowerCase().replaceAll(/[\s\-_/.]+/g, '')
}
