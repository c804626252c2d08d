import { useMemo } from 'react'
import type { Query } from '../../../core/query.ts'
import { queryClient, settle, useLive, useRecords, type RecordView } from '../../../web/face.ts'
import type { Casualty } from '../shared/casualty.ts'
import type { EvacAsset } from '../shared/evac-asset.ts'
import type { Facility } from '../shared/facility.ts'
import type { FlyingWeather } from '../shared/flying-weather.ts'
import type { LandingSite } from '../shared/landing-site.ts'
import type { MedicalReach } from '../shared/medical-reach.ts'
import { OPEN, type CasevacRequest } from '../shared/request.ts'

/** Read at once; how many there are is said beside what is shown. */
export const MOST = 200

/** A record with its data as its kind knows it. */
export type Of<D> = RecordView & { of: D }

/** Keep lists of a kind true while others write. */
export function useFollow(kind: string): void {
  useLive({ kind, limit: 0 }, () => settle(`lists of ${kind}`, () => void again(kind)))
}

/** Read lists and single records of a kind again. */
export function again(kind: string): Promise<void> {
  return queryClient.invalidateQueries({ predicate: ({ queryKey: [name, params] }) => ((name === 'records' || name === 'count') && typeof params === 'string' && new URLSearchParams(params).get('kind') === kind) || (name === 'evac' && params === kind) })
}

function useList<D>(query: Query | null, kind: string, size = MOST) {
  useFollow(kind)
  const found = useRecords(query, size)
  const pages = found.data?.pages
  // The same list as long as nothing has changed: what is drawn from it is drawn again when it is another one.
  const items = useMemo(() => pages?.flatMap((page) => page.items.map((record): Of<D> => ({ ...record, of: record.data as unknown as D }))), [pages])
  return { items, total: pages?.[0]?.total ?? 0, error: found.error, refetch: found.refetch, pending: found.isPending }
}

/** Requests in which something is still to be done, the most urgent first. */
export function useOpenRequests() {
  const found = useList<CasevacRequest>({ kind: 'casevac-request', where: { state: [...OPEN] }, sort: { by: 'logged', dir: 'desc' } }, 'casevac-request')
  const items = useMemo(() => found.items?.toSorted(byUrgency), [found.items])
  return { ...found, items }
}

/** Requests of one condition, the newest first. */
export function useRequests(query: Omit<Query, 'kind'>, size: number) {
  return useList<CasevacRequest>({ ...query, kind: 'casevac-request', sort: { by: 'logged', dir: 'desc' } }, 'casevac-request', size)
}

export function useCasualties(ids: readonly string[]) {
  return useList<Casualty>(ids.length === 0 ? null : { kind: 'casualty', ids: [...ids] }, 'casualty')
}

/** Casualties of a condition. */
export function useCasualtiesOf(query: Omit<Query, 'kind'>, size: number) {
  return useList<Casualty>({ ...query, kind: 'casualty' }, 'casualty', size)
}

export function useFacilities() {
  return useList<Facility>({ kind: 'facility' }, 'facility')
}

export function useAssets() {
  return useList<EvacAsset>({ kind: 'evac-asset' }, 'evac-asset')
}

export function useSites() {
  return useList<LandingSite>({ kind: 'landing-site' }, 'landing-site')
}

/** The figures the mission plans medical reach with; null while nobody has set any. */
export function useMissionReach(): Of<MedicalReach> | null {
  return useList<MedicalReach>({ kind: 'medical-reach', sort: { by: 'logged', dir: 'desc' } }, 'medical-reach', 1).items?.[0] ?? null
}

export function useWeather() {
  return useList<FlyingWeather>({ kind: 'flying-weather' }, 'flying-weather')
}

const STEP: { [state: string]: number } = { ALERT: 0, VALIDATED: 1, LAUNCHED: 2, PICKED_UP: 3, HANDED_OVER: 4 }

/** What waits for a decision stands above what flies; then the more severe, then the older. */
export function byUrgency(a: Of<CasevacRequest>, b: Of<CasevacRequest>): number {
  const waits = (one: Of<CasevacRequest>) => Math.max(1, STEP[one.of.state ?? 'ALERT'] ?? 9)
  return waits(a) - waits(b) || b.severity - a.severity || Date.parse(a.createdAt) - Date.parse(b.createdAt)
}
