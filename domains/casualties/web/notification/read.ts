import { api, queryClient, type RecordView } from '../../../../web/face.ts'
import type { Notification } from '../../shared/notification/notification.ts'

/** The name behind a notification, as far as the reader may know it. */
export type NameAnswer = { state: 'none' | 'shown' | 'masked'; why: 'kin' | 'purpose' | 'restricted' | null; person: RecordView | null }

export function noticeOf(record: RecordView): Notification {
  return record.data as unknown as Notification
}

/** Everything that shows notifications or names is read again. */
export async function again(): Promise<void> {
  await queryClient.invalidateQueries({ predicate: ({ queryKey: [name] }) => ['records', 'record', 'count', 'history', 'ncs-name', 'clocks', 'fatalities'].includes(String(name)) })
}

/** A step that needs a route of its own; the purpose goes with what touches the name. Never by way of the outbox: nothing of it rests on the device. */
export async function step(record: Pick<RecordView, 'id' | 'ref' | 'version'>, what: 'authorise' | 'next-of-kin' | 'reclassify', body: object, purpose?: string): Promise<void> {
  await api<RecordView | undefined>(`/api/notifications/${encodeURIComponent(record.id)}/${what}`, { method: 'POST', body: { basedOn: record.version, ...body }, ...(purpose ? { purpose } : {}) })
  await again()
}
