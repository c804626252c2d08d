import { useQuery } from '@tanstack/react-query'
import { api } from '../../../web/face.ts'

const FRESH_MS = 15_000
const TRACKS = 2000

type Live = { id: string; lon: number; lat: number; at: number }

/** Where tracks were last heard of, those the reader may see; asked together with every other who asks. */
export function usePositions(tracks: readonly string[]): Live[] {
  const found = useQuery({ queryKey: ['evac-callers'], enabled: tracks.length > 0, staleTime: FRESH_MS, refetchInterval: 30_000, retry: false, queryFn: ({ signal }) => api<{ items: Live[] }>(`/api/tracks/live?limit=${TRACKS}`, { signal }) }).data?.items ?? []
  return tracks.flatMap((id) => found.find((one) => one.id === id) ?? [])
}
