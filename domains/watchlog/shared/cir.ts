import { Type, type Static } from 'typebox'
import type { ClockRule } from '../../../core/clock.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, instant, KEEPERS, recordId, Signed, signed, words, WRITERS } from './who.ts'

/** How somebody is called. */
export const CALL_MEANS = ['PHONE', 'RADIO', 'SMS', 'IN-PERSON', 'EMAIL'] as const
export const CALL_RESULTS = ['REACHED', 'NO-ANSWER', 'MESSAGE-LEFT', 'REFUSED'] as const

export const Wake = Type.Object({ who: words(120), means: Type.Enum([...CALL_MEANS]), contact: Type.Optional(Type.String({ maxLength: 120 })) }, closed)
export type Wake = Static<typeof Wake>

/** Records this is about, as a person reads and changes it; every condition that is given must hold. */
export const CirCondition = Type.Object(
  {
    kind: words(64),
    severity: Type.Optional(Type.Integer({ minimum: 0, maximum: 5 })),
    where: Type.Optional(Type.Array(Type.Object({ facet: words(64), values: Type.Array(words(256), { minItems: 1, maxItems: 100 }) }, closed), { maxItems: 10 })),
    area: Type.Optional(Type.Array(recordId, { minItems: 1, maxItems: 100 })),
    text: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
)
export type CirCondition = Static<typeof CirCondition>

/** What the commander wants to be told at once, whatever the hour: the condition, whom to wake, and within how many minutes. */
export const Cir = Type.Object(
  {
    code: words(20), text: words(500), enabled: Type.Boolean(), condition: CirCondition,
    wake: Type.Array(Wake, { minItems: 1, maxItems: 20 }), within: Type.Integer({ minimum: 1, maximum: 1440 }),
  },
  closed,
)
export type Cir = Static<typeof Cir>

/** The same condition as every list, count and export asks it. */
export function queryOf({ kind, severity, where, area, text }: CirCondition): Query {
  return {
    kind, ...(severity ? { severity } : {}), ...(where?.length ? { where: Object.fromEntries(where.map((one) => [one.facet, one.values])) } : {}),
    ...(area?.length ? { area } : {}), ...(text?.trim() ? { text } : {}),
  }
}

/** What happened longer ago than this before it was logged wakes nobody: histories and old reports are brought in by day. */
export const FRESH_MS = 24 * 3_600_000

const Call = Type.Object({ ...Signed, wake: Type.Integer({ minimum: 0, maximum: 19 }), result: Type.Enum([...CALL_RESULTS]), note: Type.Optional(Type.String({ maxLength: 500 })) }, closed)

/** The calls one record asks for under one requirement. Its handling and area are those of the record. */
export const CallList = Type.Object(
  {
    cir: recordId, code: words(20), text: words(500), record: recordId, ref: Type.String({ maxLength: 40 }), at: instant,
    wake: Type.Array(Wake, { minItems: 1, maxItems: 20 }), within: Type.Integer({ minimum: 1, maximum: 1440 }),
    calls: Type.Optional(Type.Array(Call, { maxItems: 200 })),
    done: Type.Optional(Type.Object({ ...Signed, reason: Type.Optional(Type.String({ maxLength: 2000 })) }, closed)),
  },
  closed,
)
export type CallList = Static<typeof CallList>

/** Those nobody has reached yet, by their place in the list. */
export function unreached(list: Pick<CallList, 'wake' | 'calls'>): number[] {
  return list.wake.flatMap((_one, i) => (list.calls?.some((call) => call.wake === i && call.result === 'REACHED') ? [] : [i]))
}

type ListRecord = VigieRecord<CallList>
export const callActions: { [type: string]: ActionRule<CallList> } = {
  call: {
    who: WRITERS,
    patch: Type.Object({ wake: Type.Integer({ minimum: 0, maximum: 19 }), result: Type.Enum([...CALL_RESULTS]), note: Type.Optional(words(500)) }, closed),
    reduce(record, action) {
      const { wake, result, note } = action.patch as { wake: number; result: (typeof CALL_RESULTS)[number]; note?: string }
      if (!record.data.wake[wake]) {
        throw new Problem('rule-broken', `${record.ref} has no place ${wake + 1} in its list`)
      }
      if ((record.data.calls?.length ?? 0) >= 200) {
        throw new Problem('rule-broken', `${record.ref} holds 200 calls; write on in the log`)
      }
      return put(record, { calls: [...(record.data.calls ?? []), { ...signed(action), wake, result, ...(note === undefined ? {} : { note }) }] })
    },
  },
  complete: {
    who: KEEPERS, patch: Type.Object({}, closed),
    reduce(record, action) {
      if (record.data.done) {
        return record
      }
      const left = unreached(record.data).length
      if (left > 0 && !action.reason?.trim()) {
        throw new Problem('rule-broken', `${record.ref}: ${left} not reached. Say why the list is closed all the same`)
      }
      return put(record, { done: { ...signed(action), ...(action.reason?.trim() ? { reason: action.reason } : {}) } })
    },
  },
}

export const callClocks: readonly ClockRule<CallList>[] = [{
  name: 'calls',
  label: { en: 'Call list', fr: 'Liste d’appel', es: 'Lista de llamadas', ar: 'قائمة الاتصال' },
  start: { actions: ['create'] },
  due: ({ within }) => ({ seconds: within * 60 }),
  warnSeconds: 120,
  metBy: ['complete'],
}]

function put(record: ListRecord, change: Partial<CallList>): ListRecord {
  return { ...record, data: { ...record.data, ...change } }
}
