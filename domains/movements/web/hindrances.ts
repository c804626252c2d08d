import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { api } from '../../../web/face.ts'
import type { Hindrance } from '../shared/hindrances.ts'
import type { Movement } from '../shared/movement.ts'

type Answer = { items: Hindrance[]; checked: number }

/** The closed roads and curfews a plan meets, as the node knows them; `unknown` when it could not be asked. */
export function useHindrances(movement: Movement | null): Answer & { state: 'known' | 'asked' | 'unknown' } {
  const asked = useDeferredValue(movement === null ? null : JSON.stringify({ sort: movement.sort, waypoints: movement.waypoints, ...(movement.line ? { line: movement.line } : {}) }))
  const { data, error } = useQuery({ queryKey: ['hindrances', asked], enabled: asked !== null, queryFn: ({ signal }) => api<Answer>('/api/movements/hindrances', { method: 'POST', body: JSON.parse(asked ?? '{}') as object, signal }), staleTime: 30_000, retry: false, placeholderData: (old) => old })
  return { items: asked === null ? [] : (data?.items ?? []), checked: data?.checked ?? 0, state: error ? 'unknown' : data ? 'known' : 'asked' }
}
