import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { api, queryClient, queryString, saveAction, toast, useLive, useMoment, type RecordView } from '../../../web/face.ts'
import type { Movement } from '../shared/movement.ts'
import { lampRank, statusOf, type Lamp, type Status } from '../shared/status.ts'

/** Movements read at once; how many there are is said beside them. */
const MOST = 500
const SETTLE_MS = 200
const KEY = 'movements'

export type Shown = { record: RecordView; data: Movement; status: Status }
type Found = { items: RecordView[]; total: number }

/** Movements of a period (epoch ms), or with `open` those that are not over; kept true while others change them. */
export function useMovements(asked: { from: number; to: number } | 'open') {
  const moment = useMoment()
  const params = queryString({
    kind: 'movement', limit: MOST, sort: 'happened', ...(asked === 'open' ? { 'where.state': 'cleared,departed' } : { from: new Date(asked.from).toISOString(), to: new Date(asked.to).toISOString() }),
    ...(moment === null ? {} : { asOf: new Date(moment).toISOString() }),
  })
  return useQuery({ queryKey: [KEY, params], queryFn: ({ signal }) => api<Found>(`/api/records?${params}`, { signal }), staleTime: 5_000, refetchInterval: moment === null ? 60_000 : false, placeholderData: (old) => old })
}

/** Read movements again when one changes; mounted by whatever shows some. */
export function useMovementsLive(): void {
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive({ kind: 'movement', limit: 0 }, (frame) => {
    if (frame.op === 'delta') {
      settle.current ??= setTimeout(() => {
        settle.current = null
        void queryClient.invalidateQueries({ queryKey: [KEY] })
      }, SETTLE_MS)
    }
  })
}

export function movementOf(record: RecordView): Movement {
  return record.data as unknown as Movement
}

/** Each with how it is, the worst first, then what is due next. */
export function inOrder(records: readonly RecordView[], now: number): Shown[] {
  return records.map((record) => {
    const data = movementOf(record)
    return { record, data, status: statusOf(data, now) }
  }).sort((a, b) => lampRank(a.status.lamp) - lampRank(b.status.lamp) || (a.status.checkInDue ?? Date.parse(a.data.waypoints[0]?.eta ?? '')) - (b.status.checkInDue ?? Date.parse(b.data.waypoints[0]?.eta ?? '')))
}

/** How many stand under these lamps. */
export function countOf(shown: readonly Shown[], ...lamps: Lamp[]): number {
  return shown.filter(({ status }) => lamps.includes(status.lamp)).length
}

/** One key: it was heard now and all is well. */
export async function heardNow({ record, data }: Pick<Shown, 'record' | 'data'>, said: { saved: string; kept: string }): Promise<void> {
  const after = await saveAction(record, 'check-in', { status: 'ok', ...(data.pace?.primary ? { means: data.pace.primary.slice(0, 80) } : {}) }, `${data.callsign} · check-in`)
  await queryClient.invalidateQueries({ queryKey: [KEY] })
  toast(after ? said.saved : said.kept)
}

export function readAgain(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: [KEY] })
}
