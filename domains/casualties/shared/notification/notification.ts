import { Type, type Static } from 'typebox'
import type { ClockRule } from '../../../../core/clock.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { FieldProblem } from '../../../../core/problem.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import { checkMoments, closed, moment, oneOf, recordId, short, Signed, words } from '../schema.ts'
import { ANSWERS3, AUTHORISED_SECONDS, CAUSES, COMPONENTS, DUTY, GENDERS, INITIAL_SECONDS, NOTICE_TYPES, REMAINS, RESTRICTED_TYPES } from './vocabulary.ts'

/** What happened, by its four official causes, and what compensation asks. */
export const IncidentBlock = Type.Object({ type: oneOf(CAUSES), duty: oneOf(DUTY), missionRelated: oneOf(ANSWERS3), wilfulMisconduct: oneOf(ANSWERS3) }, closed)
export const Kin = Type.Object({ ...Signed, informedAt: moment, informedBy: words(200), note: Type.Optional(short(1000)) }, closed)
export const Board = Type.Object({ required: oneOf(ANSWERS3), reference: Type.Optional(short(80)) }, closed)
export const Remains = Type.Object({ state: oneOf(REMAINS), note: Type.Optional(short(500)), on: Type.Optional(moment) }, closed)
/** A cause that was corrected after authorisation. */
export const Reclassified = Type.Object({ ...Signed, from: oneOf(CAUSES), to: oneOf(CAUSES), note: words(2000) }, closed)
export type Reclassified = Static<typeof Reclassified>

/**
 * Notification of a casualty (NOTICAS). It holds no name: that stands in a record of its own, which the store shows to holders
 * of PERS alone until next of kin have been informed.
 */
export const Notification = Type.Object(
  {
    type: oneOf(NOTICE_TYPES),
    mission: words(40),
    occurredAt: moment,
    /** When the mission learned of it: both clocks run from here. */
    learnedAt: moment,
    place: Type.Optional(short(200)),
    component: oneOf(COMPONENTS),
    nationality: Type.Optional(short(120)),
    iso3: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
    gender: Type.Optional(oneOf(GENDERS)),
    unit: Type.Optional(short(120)),
    incident: IncidentBlock,
    circumstances: Type.Optional(short(4000)),
    medical: Type.Optional(short(4000)),
    remains: Type.Optional(Remains),
    board: Type.Optional(Board),
    /** Organisations outside the mission that read it once authorised: headquarters, the Member State. */
    deliverTo: Type.Optional(Type.Array(words(64), { maxItems: 20, uniqueItems: true })),
    casualty: Type.Optional(recordId),
    report: Type.Optional(recordId),
    drill: Type.Optional(Type.Literal(true)),

    /** The record that holds the name. */
    person: Type.Optional(recordId),
    amends: Type.Optional(recordId),
    amendment: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    preparers: Type.Optional(Type.Array(short(64), { maxItems: 50 })),
    prepared: Type.Optional(Type.Object(Signed, closed)),
    first: Type.Optional(Type.Object(Signed, closed)),
    second: Type.Optional(Type.Object(Signed, closed)),
    kin: Type.Optional(Kin),
    reclassified: Type.Optional(Type.Array(Reclassified, { maxItems: 100 })),
    supersededBy: Type.Optional(recordId),
    statistic: Type.Optional(recordId),
  },
  closed,
)
export type Notification = Static<typeof Notification>
export type NotificationRecord = VigieRecord<Notification>

/** How far it has come, for lists and the stepper. */
export const STEPS = ['draft', 'prepared', 'first', 'authorised', 'superseded'] as const
export type Step = (typeof STEPS)[number]
export function stepOf(data: Notification): Step {
  return data.supersededBy ? 'superseded' : data.second ? 'authorised' : data.first ? 'first' : data.prepared ? 'prepared' : 'draft'
}

/** Handling of a notification: restricted types stay with personnel. */
export function handlingOf(owner: string, type: Notification['type']): Handling {
  return { level: 'C', compartments: RESTRICTED_TYPES.includes(type) ? ['PERS'] : [], owner, releasableTo: ['*'], caveats: [] }
}

/** What no schema says. */
export function checkNotification(data: Notification, record: Pick<VigieRecord, 'handling'>): FieldProblem[] {
  const problems = checkMoments([['/occurredAt', data.occurredAt], ['/learnedAt', data.learnedAt], ['/remains/on', data.remains?.on], ['/kin/informedAt', data.kin?.informedAt]])
  if (Date.parse(data.learnedAt) < Date.parse(data.occurredAt)) {
    problems.push({ path: '/learnedAt', problem: 'is before it happened', fix: 'The mission learns of it when it happens or later' })
  }
  if (RESTRICTED_TYPES.includes(data.type) && !record.handling.compartments.includes('PERS')) {
    problems.push({ path: '/type', problem: 'is of a restricted type and must stand in compartment PERS', fix: 'Make the notification with handling PERS, which needs that compartment and a declared purpose' })
  }
  if (data.type === 'FATAL' && data.board?.required === 'NO' && data.incident.type === 'MALICIOUS') {
    problems.push({ path: '/board/required', problem: 'a death by a malicious act goes before a board of inquiry', fix: 'Say YES, or UNDETERMINED until it is convened' })
  }
  return problems
}

/** Initial notification within 2 h and authorised within 24 h of learning of it; an amendment runs from its own. */
export const notificationClocks: readonly ClockRule<Notification>[] = [
  { name: 'initial', label: { en: 'Initial notification', fr: 'Notification initiale', es: 'Notificación inicial', ar: 'الإخطار الأولي' }, start: { field: 'learnedAt' }, due: ({ drill }) => (drill ? null : { seconds: INITIAL_SECONDS }), warnSeconds: 1800, metBy: ['submit'] },
  { name: 'authorised', label: { en: 'Authorised notification', fr: 'Notification autorisée', es: 'Notificación autorizada', ar: 'الإخطار المعتمد' }, start: { field: 'learnedAt' }, due: ({ drill }) => (drill ? null : { seconds: AUTHORISED_SECONDS }), warnSeconds: 4 * 3600, metBy: ['authorise-second'] },
]
