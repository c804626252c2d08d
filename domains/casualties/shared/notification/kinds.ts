import { defineKind } from '../../../../core/kind.ts'
import { notificationActions } from './actions.ts'
import { checkNotification, handlingOf, Notification, notificationClocks, stepOf } from './notification.ts'
import { checkPerson, Person, personActions } from './person.ts'
import { texts } from './texts.ts'
import { PREPARERS, READERS, type NoticeType } from './vocabulary.ts'

const own = { ownActions: true, widget: 'hidden' } as const
const hidden = { widget: 'hidden' } as const
const time = { widget: 'time' } as const
const multiline = { widget: 'multiline' } as const
const SEVERITY: { [type in NoticeType]: number } = { FATAL: 5, VSI: 4, SI: 3, INJURY: 2, ILLNESS: 2, MISSING: 4, DETAINED: 4, SUICIDE_ATTEMPT: 4 }

export const notification = defineKind<Notification>({
  name: 'notification', version: 1, prefix: 'NCS', data: Notification,
  fields: {
    occurredAt: time, learnedAt: time, circumstances: multiline, medical: { widget: 'multiline', compartments: ['MED'] },
    incident: hidden, remains: hidden, board: hidden, deliverTo: hidden, casualty: hidden, report: hidden, person: hidden, amends: hidden, amendment: hidden,
    preparers: own, prepared: own, first: own, second: own, kin: own, reclassified: own, supersededBy: own, statistic: own,
  },
  approval: true, veracity: false, read: READERS, create: PREPARERS,
  actions: notificationActions,
  facets: { 'notice': 'one', 'cause': 'one', 'step': 'one', 'kin': 'one', 'board': 'one', 'component': 'one', 'nationality': 'one', 'mission': 'one', 'drill': 'one', 'of-person': 'one', 'of-casualty': 'one' },
  project: (data) => ({
    title: [data.type, data.iso3 ?? data.nationality, data.unit].filter((one) => one !== undefined && one !== '').join(' · '),
    text: [data.type, data.incident.type, data.mission, data.place, data.unit, data.nationality, data.iso3, data.circumstances].filter((one) => one !== undefined).join('\n'),
    happened: span(data.occurredAt), reported: span(data.learnedAt)?.[0] ?? null, place: null, severity: SEVERITY[data.type],
    facets: {
      'notice': [data.type], 'cause': [data.incident.type], 'step': [stepOf(data)], 'kin': [data.kin ? 'informed' : 'waiting'], 'board': [data.board?.required ?? 'UNDETERMINED'], 'component': [data.component],
      'nationality': [data.iso3 ?? data.nationality ?? ''], 'mission': [data.mission], 'drill': [String(data.drill === true)], 'of-person': [data.person ?? ''], 'of-casualty': [data.casualty ?? ''],
    },
  }),
  handling: (owner) => handlingOf(owner, 'INJURY'),
  check: checkNotification,
  clocks: notificationClocks,
  texts,
})

const sealed = { sealed: true } as const

export const notifiedPerson = defineKind<Person>({
  name: 'notified-person', version: 1, prefix: 'PRS', data: Person,
  fields: { notification: hidden, familyName: sealed, givenNames: sealed, rank: sealed, number: sealed, born: sealed, nextOfKin: { sealed: true, compartments: ['PERS'], widget: 'multiline' }, informed: own },
  approval: false, veracity: false, read: READERS, create: PREPARERS,
  actions: personActions,
  facets: { 'informed': 'one', 'of-notification': 'one' },
  project: (data) => ({ title: '—', text: '', happened: null, reported: null, place: null, severity: 0, facets: { 'informed': [String(data.informed !== undefined)], 'of-notification': [data.notification] } }),
  handling: (owner) => ({ level: 'C', compartments: ['PERS'], owner, releasableTo: ['*'], caveats: [] }),
  check: checkPerson,
  texts,
})

function span(at: string): readonly [number, number] | null {
  const ms = Date.parse(at)
  return Number.isFinite(ms) ? [ms, ms] : null
}
