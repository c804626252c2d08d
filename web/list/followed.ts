import { useQuery } from '@tanstack/react-query'
import type { Query } from '../../core/query.ts'
import { queryClient } from '../api/client.ts'
import { api } from '../api/http.ts'

const REFRESH_MS = 60_000

/** A saved search that is followed, as the node counts it for this reader. */
export type Followed = { id: string; ref: string; name: string; of: string; query: Query | null; seenAt: string; changed: number | null; total: number | null; vanished: string[] }

/** The searches one follows, with what is new in each. */
export function useFollowed() {
  return useQuery({ queryKey: ['searches'], queryFn: () => api<{ items: Followed[] }>('/api/me/searches').then((answer) => answer.items), refetchInterval: REFRESH_MS, staleTime: 5_000 })
}

/** Follow, say that one has looked, or stop following. */
export async function follow(id: string, on: boolean): Promise<void> {
  await api(`/api/me/searches/${encodeURIComponent(id)}`, { method: 'POST', body: { follow: on } })
  await queryClient.invalidateQueries({ queryKey: ['searches'] })
}
