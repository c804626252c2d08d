import { localDate } from '../../../../core/time-local.ts'
import type { Fatality } from '../fatalities/fatality.ts'
import type { Notification, NotificationRecord } from './notification.ts'
import { LIST_PERSONNEL, LIST_WORD } from './vocabulary.ts'

/**
 * The row a death makes in the statistics, in the words of the public list: nothing that names anybody. The number of its
 * casualty id is that of the notification; the day is the mission's.
 */
export function statisticOf(record: Pick<NotificationRecord, 'ref' | 'id' | 'data'>, zone: string, now: number): Fatality {
  const { data } = record
  const date = localDate(Date.parse(data.occurredAt), zone)
  return {
    casualtyId: `${data.mission}-${date.slice(0, 7)}-${record.ref.split('-').at(-1)?.slice(-5).padStart(5, '0') ?? '00000'}`,
    date, mission: data.mission, casualtyType: 'Fatality', gender: data.gender === 'M' || data.gender === 'F' ? data.gender : '',
    nationality: data.nationality ?? data.iso3 ?? '', iso3: data.iso3 ?? '', m49: '', personnel: LIST_PERSONNEL[data.component], type: LIST_WORD[data.incident.type],
    lastUpdate: localDate(now, zone), origin: 'mission', notification: record.id, released: data.kin !== undefined,
  }
}

/** Does it count among the mission's deaths? */
export function isDeath(data: Pick<Notification, 'type' | 'drill'>): boolean {
  return data.type === 'FATAL' && data.drill !== true
}
