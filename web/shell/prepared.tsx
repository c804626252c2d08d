import { useQuery } from '@tanstack/react-query'
import { queryClient } from '../api/client.ts'
import { useLive } from '../live/client.ts'
import { slot } from '../registry.ts'
import type { PrepareEntry } from '../registry.ts'

const KEY = ['prepared']

/**
 * What domains read before the first screen. One that cannot be read holds nobody up: its shipped words stand, and it is
 * read again. `at` changes whenever something was read anew.
 */
export function usePrepared(): { ready: boolean; at: number } {
  const { data, dataUpdatedAt } = useQuery({
    queryKey: KEY, staleTime: 300_000,
    queryFn: async () => (await Promise.allSettled(slot('prepare').map((entry) => entry.read()))).length,
  })
  return { ready: data !== undefined, at: dataUpdatedAt }
}

/** Reads anew what follows from records that change. */
export function Prepared() {
  return slot('prepare').map((entry) => <Follow key={entry.kind} entry={entry} />)
}

function Follow({ entry }: { entry: PrepareEntry }) {
  useLive({ kind: entry.kind, limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      void queryClient.invalidateQueries({ queryKey: KEY })
    }
  })
  return null
}
