import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { inLocale } from '../../../core/i18n.ts'
import type { Locale } from '../../../core/i18n.ts'
import { api, queryClient, queryString, saveAction, showPlace, useLive, useMoment, useRecords, type RecordView } from '../../../web/face.ts'
import { firstOfAlerts, isWaiting, type Alert } from '../shared/alert.ts'

/** Alerts read at once; how many there are is said beside them. */
const MOST = 100
const SETTLE_MS = 150
const OPEN = ['raised', 'delivered', 'acknowledged', 'acted']
const KEY = ['alerts', 'open']

export type OpenAlert = { record: RecordView; alert: Alert }
type Open = { items: OpenAlert[]; total: number }

/** Alerts that are not closed, those first that come first; kept true by `useAlertsLive`, and read again now and then. Never those of the past: whoever looks back is told of what comes in. */
export function useOpenAlerts() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => readOpen(signal), refetchInterval: 60_000, staleTime: 5_000 })
}

/** The same as it was known at the moment of the past on screen; asks nothing now. */
export function useAlertsThen(): Open | undefined {
  const then = useMoment() !== null
  const page = useRecords(then ? { kind: 'alert', where: { state: OPEN }, sort: { by: 'severity', dir: 'desc' } } : null, MOST).data?.pages[0]
  return then && page ? { items: page.items.map((record) => ({ record, alert: alertOf(record) })).sort((a, b) => firstOfAlerts(a.alert, b.alert)), total: page.total } : undefined
}

/** Keep the open alerts true; mounted once. */
export function useAlertsLive(): void {
  const settle = useRef<ReturnType<typeof setTimeout> | null>(null)
  useLive({ kind: 'alert', limit: 0 }, () => {
    settle.current ??= setTimeout(() => {
      settle.current = null
      void queryClient.invalidateQueries({ queryKey: KEY })
    }, SETTLE_MS)
  })
}

/** What an alert says, in the reader's language. */
export function titleIn(alert: Pick<Alert, 'title'>, locale: Locale): string {
  return inLocale({ ...alert.title, fr: alert.title.fr ?? alert.title.en }, locale)
}

/** Say that one has seen it; answers it as it then stands, null while it waits on the device. */
export async function acknowledge({ record }: OpenAlert): Promise<RecordView | null> {
  const after = await saveAction(record, 'acknowledge', {}, `${record.ref} · acknowledge`)
  // Without a link the screen is quiet as well: it was seen here.
  const seen = (one: OpenAlert): OpenAlert => (one.record.id !== record.id ? one : after ? { record: after, alert: alertOf(after) } : { record, alert: { ...one.alert, state: 'acknowledged' } })
  queryClient.setQueryData<Open>(KEY, (old) => old && { ...old, items: old.items.map(seen).sort((a, b) => firstOfAlerts(a.alert, b.alert)) })
  return after
}

/** The first alert nobody has acknowledged; what one key acknowledges. */
export function firstWaiting(): OpenAlert | undefined {
  return queryClient.getQueryData<Open>(KEY)?.items.find(({ alert }) => isWaiting(alert))
}

/** Go to where it is. */
export function showAlert(alert: Alert, locale: Locale): void {
  if (alert.place) {
    showPlace({ lon: alert.place.lon, lat: alert.place.lat, radiusM: alert.place.radiusM ?? 0, label: titleIn(alert, locale) })
  }
}

export function alertOf(record: RecordView): Alert {
  return record.data as unknown as Alert
}

async function readOpen(signal: AbortSignal): Promise<Open> {
  const page = await api<{ items: RecordView[]; total: number }>(`/api/records?${queryString({ 'kind': 'alert', 'where.state': OPEN.join(','), 'sort': '-severity', 'limit': MOST })}`, { signal })
  // A call for help may be of low severity: it is never cut off by a long list of others.
  const help = page.total > page.items.length ? (await api<{ items: RecordView[] }>(`/api/records?${queryString({ 'kind': 'alert', 'where.state': OPEN.join(','), 'where.sos': 'true', 'limit': MOST })}`, { signal })).items : []
  const all = new Map([...page.items, ...help].map((record) => [record.id, { record, alert: alertOf(record) }]))
  return { items: [...all.values()].sort((a, b) => firstOfAlerts(a.alert, b.alert)), total: page.total }
}
