import { Type, type TSchema } from 'typebox'
import { standardActions } from '../../../../core/actions.ts'
import type { ActionRule } from '../../../../core/kind.ts'
import { Problem } from '../../../../core/problem.ts'
import { reduceEdit } from '../../../../core/reduce.ts'
import type { Action, VigieRecord } from '../../../../core/record.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import { closed, moment, nothing, oneOf, recordId, signed, words } from '../schema.ts'
import { Board, Remains, type Notification, type NotificationRecord } from './notification.ts'
import { ANSWERS3, CAUSES, FIRST, PREPARERS, SECOND, type Cause } from './vocabulary.ts'

type Rules = { [type: string]: ActionRule<Notification> }
const keep = (record: NotificationRecord, change: Partial<Notification>): NotificationRecord => ({ ...record, data: { ...record.data, ...change } })
const standard = standardActions<Notification>({ edit: PREPARERS, retract: ['COS', 'HOM'], handle: ['COS', 'HOM'], attach: PREPARERS, comment: [...OPERATIONS, 'CHRO'], export: [...OPERATIONS, 'CHRO'] })
const withPatch = (patch: TSchema, rule: Omit<ActionRule<Notification>, 'patch'>): ActionRule<Notification> => ({ patch, ...rule })

/** Everybody who had a hand in the text: none of them authorises it. */
export function handsOf(record: Pick<VigieRecord<Notification>, 'createdBy' | 'data'>): string[] {
  return [...new Set([record.createdBy, ...(record.data.preparers ?? []), ...(record.data.prepared ? [record.data.prepared.by] : [])])]
}

/** Preparer, first and second authoriser are three people. Throws Problem `rule-broken` naming which two are one. */
function needOther(record: NotificationRecord, action: Action, step: 'first' | 'second'): void {
  if (handsOf(record).includes(action.actor)) {
    throw new Problem('rule-broken', `${record.ref}: whoever prepared a notification does not authorise it. Ask another ${step} authoriser`)
  }
  if (step === 'second' && record.data.first?.by === action.actor) {
    throw new Problem('rule-broken', `${record.ref}: first and second authoriser must be two people. Ask another second authoriser`)
  }
}

/** Prepared → first → second authoriser, and what happens to an authorised notification. */
export const notificationActions: Rules = {
  ...standard,
  'edit': {
    ...(standard['edit'] as ActionRule<Notification>),
    when: ['draft', 'returned'],
    reduce(record, action) {
      const edited = reduceEdit(record as unknown as VigieRecord, action) as unknown as NotificationRecord
      return keep(edited, { preparers: [...new Set([...(record.data.preparers ?? []), action.actor])].slice(-50) })
    },
  },
  'submit': withPatch(nothing, {
    who: PREPARERS, when: ['draft', 'returned'],
    reduce: (record, action) => ({ ...keep(record, { prepared: signed(action) }), workflow: 'submitted' }),
  }),
  'return': withPatch(nothing, {
    who: [...new Set([...FIRST, ...SECOND])], when: ['submitted'], reason: true,
    reduce(record) {
      const { prepared: _prepared, first: _first, ...data } = record.data
      return { ...record, workflow: 'returned', data }
    },
  }),
  'authorise-first': withPatch(nothing, {
    who: FIRST, when: ['submitted'],
    reduce(record, action) {
      needOther(record, action, 'first')
      if (record.data.first) {
        throw new Problem('wrong-state', `${record.ref} has its first authorisation`)
      }
      return keep(record, { first: signed(action) })
    },
  }),
  // With what follows from it: the statistic of a death, and the notification it amends.
  'authorise-second': withPatch(Type.Object({ statistic: Type.Optional(recordId) }, closed), {
    who: SECOND, when: ['submitted'], paired: true,
    reduce(record, action) {
      if (!record.data.first) {
        throw new Problem('wrong-state', `${record.ref} has no first authorisation yet`)
      }
      needOther(record, action, 'second')
      const { statistic } = action.patch as { statistic?: string }
      const authorised = keep(record, { second: signed(action), ...(statistic === undefined ? {} : { statistic }) })
      return { ...authorised, workflow: 'approved', handling: { ...record.handling, releasableTo: [...new Set([...record.handling.releasableTo, ...(record.data.deliverTo ?? [])])].sort() } }
    },
  }),
  'supersede': withPatch(Type.Object({ by: recordId }, closed), {
    who: SECOND, when: ['approved'], paired: true,
    reduce: (record, action) => keep(record, { supersededBy: (action.patch as { by: string }).by }),
  }),
  'next-of-kin': withPatch(Type.Object({ informedAt: moment, informedBy: words(200), note: Type.Optional(words(1000)) }, closed), {
    who: PREPARERS, paired: true, when: ['draft', 'submitted', 'returned', 'approved'],
    reduce(record, action) {
      const patch = action.patch as { informedAt: string; informedBy: string; note?: string }
      if (Date.parse(patch.informedAt) > Date.parse(action.receivedAt) + 60_000) {
        throw new Problem('rule-broken', `${record.ref}: next of kin cannot have been informed in the future`)
      }
      return record.data.kin ? record : keep(record, { kin: { ...signed(action), ...patch } })
    },
  }),
  'reclassify': withPatch(Type.Object({ type: oneOf(CAUSES), note: words(2000), missionRelated: Type.Optional(oneOf(ANSWERS3)) }, closed), {
    who: [...new Set([...FIRST, ...SECOND])], when: ['approved'], paired: true,
    reduce(record, action) {
      const { type, note, missionRelated } = action.patch as { type: Cause; note: string; missionRelated?: (typeof ANSWERS3)[number] }
      if (record.data.supersededBy) {
        throw new Problem('wrong-state', `${record.ref} is superseded; classify the amendment`)
      }
      if (type === record.data.incident.type) {
        throw new Problem('rule-broken', `${record.ref} is classified as ${type} already`)
      }
      return keep(record, { incident: { ...record.data.incident, type, ...(missionRelated ? { missionRelated } : {}) }, reclassified: [...(record.data.reclassified ?? []), { ...signed(action), from: record.data.incident.type, to: type, note }].slice(-100) })
    },
  }),
  'inquiry': withPatch(Board, {
    who: [...new Set([...PREPARERS, ...SECOND])], when: ['draft', 'submitted', 'returned', 'approved'],
    reduce: (record, action) => keep(record, { board: action.patch as unknown as NonNullable<Notification['board']> }),
  }),
  'repatriate': withPatch(Remains, {
    who: PREPARERS, when: ['draft', 'submitted', 'returned', 'approved'],
    reduce: (record, action) => keep(record, { remains: action.patch as unknown as NonNullable<Notification['remains']> }),
  }),
}
