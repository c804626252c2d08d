import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useSyncExternalStore } from 'react'
import { api, queryClient, queryString, useMoment, useOutbox, useSession, uuid7, writeOrKeep, serverNow, type RecordView } from '../../../../web/face.ts'
import { casualty as kind } from '../../domain.ts'
import { withCare, type Author } from '../../shared/care-local.ts'
import { careStateOf, type CareState } from '../../shared/care-state.ts'
import { ENDED, statusOf, type Casualty } from '../../shared/casualty.ts'
import { STATUSES } from '../../shared/vocabulary.ts'
import { again, useFollow } from '../read.ts'

/** Casualties read at once; how many there are is said beside them. */
const MOST = 500
const PATH = /^\/api\/casualties\/([^/]+)\/care$/
/** Casualties whose course has not ended. */
const OPEN = STATUSES.filter((status) => !ENDED.includes(status))

/** A casualty as this device knows it: what the node has, and what waits here. */
export type Patient = {
  id: string
  /** Absent until the node has it. */
  record: RecordView | null
  data: Casualty
  /** Writes that wait on this device, and those the node refused. */
  waiting: number
  refused: number
}
type Found = { items: RecordView[]; total: number }

export function casualtyOf(record: Pick<RecordView, 'data'>): Casualty {
  return record.data as unknown as Casualty
}

/** Writes that are on their way to the disk: shown at once, so that typing never waits for it. By key of the write. */
let begun: ReadonlyMap<string, CareState> = new Map()
const watchers = new Set<() => void>()

function setBegun(change: (old: Map<string, CareState>) => void): void {
  const next = new Map(begun)
  change(next)
  begun = next
  watchers.forEach((tell) => tell())
}

function watchBegun(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** What was written on this device and the node does not have yet, by casualty, in the order it was written. */
export function useCareWaiting(): ReadonlyMap<string, { states: CareState[]; refused: number }> {
  const { me } = useSession()
  const box = useOutbox()
  const fresh = useSyncExternalStore(watchBegun, () => begun)
  return useMemo(() => {
    const all = new Map<string, { states: CareState[]; refused: number }>()
    for (const entry of box) {
      const id = entry.owner === me.user ? PATH.exec(entry.path)?.[1] : undefined
      const state = (entry.body as { state?: CareState } | null)?.state
      if (id !== undefined && state) {
        const one = all.get(id) ?? { states: [], refused: 0 }
        one.states.push(state)
        one.refused += entry.state === 'refused' ? 1 : 0
        all.set(id, one)
      }
    }
    const kept = new Set(box.map(({ key }) => key))
    for (const [key, state] of fresh) {
      const one = all.get(state.id) ?? { states: [], refused: 0 }
      if (!kept.has(key)) {
        one.states.push(state)
        all.set(state.id, one)
      }
    }
    return all
  }, [box, fresh, me.user])
}

/** Who writes here and now. */
export function useAuthor(): () => Author {
  const { me } = useSession()
  return () => ({ user: me.user, role: me.grants[0]?.role ?? '', org: me.org, now: serverNow() })
}

/** Open casualties, or all; the newest first, with what waits here. Kept true while others write. */
export function usePatients(which: 'open' | 'all') {
  useFollow('casualty')
  const moment = useMoment()
  const author = useAuthor()
  const waiting = useCareWaiting()
  const params = queryString({ kind: 'casualty', limit: MOST, sort: '-logged', ...(which === 'open' ? { 'where.status': OPEN.join(',') } : {}), ...(moment === null ? {} : { asOf: new Date(moment).toISOString() }) })
  const asked = useQuery({ queryKey: ['evac', 'casualty', params], queryFn: ({ signal }) => api<Found>(`/api/records?${params}`, { signal }), staleTime: 5_000, placeholderData: (old) => old })
  // What the node answered to our own write stands until the list has caught up with it.
  const answered = useQuery<ReadonlyMap<string, RecordView>>({ queryKey: ['evac-answered'], queryFn: () => new Map(), staleTime: Infinity, initialData: new Map() }).data
  // A list that comes back while somebody types is drawn when there is time: their own line and keys go first.
  const listed = useDeferredValue(asked.data)
  const items = useMemo(() => {
    const records = new Map((listed?.items ?? []).map((record) => [record.id, record]))
    if (moment === null) {
      for (const [id, record] of answered) {
        const known = records.get(id)
        if (known ? known.version < record.version : which === 'all' || !ENDED.includes(statusOf(casualtyOf(record)))) {
          records.set(id, record)
        }
      }
    }
    const all: Patient[] = [...records.values()].map((record) => patientOf(record.id, record, waiting.get(record.id), author()))
    const fresh = moment === null ? [...waiting].filter(([id]) => !records.has(id)) : []
    return [...fresh.map(([id, more]) => patientOf(id, null, more, author())).reverse(), ...all]
    // The author only stamps what waits.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [listed, answered, waiting, moment, which])
  return { items, total: Math.max(asked.data?.total ?? 0, items.length), error: asked.error, known: listed !== undefined || items.length > 0, refetch: asked.refetch }
}

/** One casualty with what waits here. */
export function usePatient(record: RecordView | null, id: string): Patient | null {
  const author = useAuthor()
  const waiting = useCareWaiting().get(id)
  const moment = useMoment()
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the author only stamps what waits
  return useMemo(() => (record || waiting ? patientOf(id, record, moment === null ? waiting : undefined, author()) : null), [record, waiting, id, moment])
}

const unchanged = new WeakMap<RecordView, Patient>()

function patientOf(id: string, record: RecordView | null, more: { states: CareState[]; refused: number } | undefined, author: Author): Patient {
  if (record && !more) {
    const same = unchanged.get(record) ?? { id, record, data: casualtyOf(record), waiting: 0, refused: 0 }
    unchanged.set(record, same)
    return same
  }
  const standing = record && casualtyOf(record)
  const data = more ? withCare(kind, standing, more.states, author) : standing
  return { id, record, data: data ?? { battleNo: '?', category: 'unknown', priority: 'NONE' }, waiting: (more?.states.length ?? 0) - (more?.refused ?? 0), refused: more?.refused ?? 0 }
}

/** The part of a state every write carries, so that it can be the first the node hears of the casualty. */
export function beginningOf({ id, data }: Pick<Patient, 'id' | 'data'>): Pick<CareState, 'id' | 'base' | 'sorted'> {
  const { base, sorted } = careStateOf(id, data, data.sortedAt ?? new Date(0).toISOString())
  return { id, base, ...(data.sortedAt && sorted ? { sorted } : {}) }
}

/**
 * Write down part of what is known of a casualty: kept on this device first, sent when there is a link. Answers null while
 * it waits.
 * @throws ApiProblem when the node refuses it at once; nothing of it is kept then
 */
export async function sendCare(state: CareState, label: string): Promise<RecordView | null> {
  const key = uuid7()
  setBegun((all) => all.set(key, state))
  try {
    const after = await writeOrKeep<RecordView | undefined>({ key, path: `/api/casualties/${encodeURIComponent(state.id)}/care`, label, body: { state, at: new Date().toISOString() } })
    remember(after)
    return after ?? null
  } finally {
    setBegun((all) => all.delete(key))
  }
}

function remember(after: RecordView | null | undefined): void {
  if (after) {
    queryClient.setQueryData<ReadonlyMap<string, RecordView>>(['evac-answered'], (old) => new Map([...(old ?? []), [after.id, after]]))
    for (const name of [after.id, after.ref]) {
      queryClient.setQueryData(['record', name, ''], after)
      void queryClient.invalidateQueries({ queryKey: ['history', name] })
    }
    void again('casualty')
  }
}
