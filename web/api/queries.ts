import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Query } from '../../core/query.ts'
import { asOfText, useMoment } from '../time/moment.ts'
import { api, queryString } from './http.ts'
import { conditions, queryParams } from './query.ts'
import type { AreaItem, Basemap, Duplicate, Facets, HistoryItem, Job, KindInfo, OwnSession, RecordPage, RecordView, Session, Setup, TechnologyPermit, Token } from './types.ts'

/** Facet values named at once; a longer list shows the rest by id. */
const MOST_TITLES = 200

/** State of the node before anybody signs in; asked again while the sample is loading. */
export function useSetup() {
  return useQuery({ queryKey: ['setup'], queryFn: () => api<Setup>('/api/setup'), refetchInterval: (q) => (q.state.data?.state === 'loading' ? 700 : false) })
}

/** The session, or an ApiProblem 401. */
export function useSessionQuery(enabled: boolean) {
  return useQuery({ queryKey: ['session'], queryFn: () => api<Session>('/api/session'), enabled, retry: false, staleTime: Infinity })
}

/** Where the kinds are asked for, without what the page brings along itself. */
export const KINDS_PATH = '/api/kinds?for=page'

const NOTHING_MADE = (kinds: KindInfo[]): KindInfo[] => kinds.map((kind) => ({ ...kind, canCreate: false }))

/** Kinds the reader may read; while the screen stands in the past none may be made, for nothing is done there. */
export function useKinds() {
  const past = useMoment() !== null
  return useQuery({ queryKey: ['kinds'], queryFn: () => api<KindInfo[]>(KINDS_PATH), staleTime: 300_000, ...(past ? { select: NOTHING_MADE } : {}) })
}

/** One kind by name; undefined while loading or when it may not be read. */
export function useKind(name: string): KindInfo | undefined {
  return useKinds().data?.find((k) => k.name === name)
}

/** The tree of places, flat. */
export function useAreas() {
  return useQuery({ queryKey: ['areas'], queryFn: () => api<{ items: AreaItem[] }>('/api/areas').then((r) => r.items), staleTime: 300_000 })
}

/** The same question about the moment on screen: every list, count and record follows the time bar into the past by this alone. */
function usePastParams(params: string): string {
  const asOf = asOfText(useMoment())
  return params === '' || asOf === undefined ? params : `${params}&${queryString({ asOf })}`
}

/** Records of a query, page after page. `null` asks nothing. */
export function useRecords(query: Query | null, pageSize = 50) {
  const params = usePastParams(query === null ? '' : queryParams(query).toString())
  return useInfiniteQuery({
    queryKey: ['records', params, pageSize],
    enabled: query !== null,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) => api<RecordPage>(`/api/records?${params}&${queryString({ limit: pageSize, cursor: pageParam })}`, { signal }),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

/** Titles of records of one kind by id, as far as the reader may see them; for facets whose values are ids. */
export function useTitles(kind: string | null, ids: readonly string[]) {
  return useQuery<ReadonlyMap<string, string>>({
    queryKey: ['titles', kind, ids.join(',')],
    enabled: kind !== null && ids.length > 0,
    queryFn: ({ signal }) => api<RecordPage>(`/api/records?${queryString({ kind, ids: ids.slice(0, MOST_TITLES), limit: MOST_TITLES })}`, { signal }).then((page) => new Map(page.items.map((item) => [item.id, item.title]))),
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  })
}

/** Titles of a few records of whatever kind, as far as the reader may see them. */
export function useTitlesOfAny(ids: readonly string[]) {
  return useQuery<ReadonlyMap<string, string>>({
    queryKey: ['titles-of-any', ids.join(',')],
    enabled: ids.length > 0,
    queryFn: async ({ signal }) => new Map((await Promise.all(ids.slice(0, MOST_TITLES).map((id) => api<RecordView>(`/api/records/${encodeURIComponent(id)}`, { signal }).then((one): [string, string] => [id, `${one.ref} ${one.title}`], () => null)))).filter((one) => one !== null)),
    staleTime: 300_000,
  })
}

/** How many records match, without reading them. */
export function useCount(query: Query | null) {
  const params = usePastParams(query === null ? '' : queryParams({ ...conditions(query), limit: 0 }).toString())
  return useQuery<number>({ queryKey: ['count', params], enabled: query !== null, queryFn: ({ signal }) => api<RecordPage>(`/api/records?${params}`, { signal }).then((p) => p.total), placeholderData: keepPreviousData })
}

/** Counts of facet values over a query. */
export function useFacets(query: Query | null, names: readonly string[]) {
  const params = usePastParams(query === null ? '' : queryParams(conditions(query)).toString())
  return useQuery({
    queryKey: ['facets', params, names.join(',')],
    enabled: query !== null && names.length > 0,
    queryFn: ({ signal }) => api<Facets>(`/api/facets?${params}&${queryString({ facets: names })}`, { signal }),
    placeholderData: keepPreviousData,
  })
}

/** One record by id or reference, as it stood at the moment on screen. `purpose` where the record's compartments ask for one. */
export function useRecord(id: string | null, purpose = '') {
  const asOf = asOfText(useMoment())
  const address = `/api/records/${encodeURIComponent(id ?? '')}${asOf === undefined ? '' : `?${queryString({ asOf })}`}`
  // What stood does not change: it has a key of its own, which no live change touches.
  const queryKey = asOf === undefined ? ['record', id, purpose] : ['record-then', id, purpose, asOf]
  return useQuery({ queryKey, enabled: id !== null, queryFn: ({ signal }) => api<RecordView>(address, { signal, purpose }), placeholderData: keepPreviousData })
}

/** Every action done to a record up to the moment on screen. */
export function useHistory(id: string | null, purpose = '') {
  const moment = useMoment()
  return useQuery({
    queryKey: ['history', id, purpose], enabled: id !== null,
    queryFn: ({ signal }) => api<{ items: HistoryItem[] }>(`/api/records/${encodeURIComponent(id ?? '')}/history`, { signal, purpose }).then((r) => r.items),
    select: (items) => (moment === null ? items : items.filter((item) => Date.parse(item.receivedAt) <= moment)),
  })
}

/** Records that may be the same event. */
export function useDuplicates(id: string | null) {
  return useQuery({ queryKey: ['duplicates', id], enabled: id !== null, queryFn: ({ signal }) => api<{ items: Duplicate[] }>(`/api/incidents/${encodeURIComponent(id ?? '')}/duplicates`, { signal }).then((r) => r.items), staleTime: 60_000 })
}

/** Layers of the base map. */
export function useBasemap(enabled = true) {
  return useQuery({ queryKey: ['basemap'], enabled, queryFn: () => api<Basemap>('/api/basemap'), staleTime: Infinity })
}

/** A long-running job, asked every 700 ms while it runs. */
export function useJob(id: string | null) {
  return useQuery({ queryKey: ['job', id], enabled: id !== null, queryFn: () => api<Job>(`/api/jobs/${encodeURIComponent(id ?? '')}`), refetchInterval: (q) => (q.state.data && q.state.data.state !== 'running' ? false : 700), staleTime: 0 })
}

/** Own sessions. */
export function useOwnSessions() {
  return useQuery({ queryKey: ['sessions'], queryFn: () => api<OwnSession[] | { items: OwnSession[] }>('/api/sessions').then(listOf) })
}

/** Own access tokens. */
export function useTokens() {
  return useQuery({ queryKey: ['tokens'], queryFn: () => api<Token[] | { items: Token[] }>('/api/tokens').then(listOf) })
}

/** Which technologies may run today, and why not; asked anew by every page that shows it, for consent may have been withdrawn a moment ago. */
export function usePermits() {
  return useQuery({ queryKey: ['permits'], staleTime: 0, queryFn: () => api<TechnologyPermit[] | { items: TechnologyPermit[] }>('/api/technologies/permits').then(listOf) })
}

function listOf<T>(answer: T[] | { items: T[] }): T[] {
  return Array.isArray(answer) ? answer : answer.items
}
