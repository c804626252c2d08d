import { Type, type Static } from 'typebox'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, instant, LEADERS, nothing, recordId, Signed, signed, words, WRITERS } from './who.ts'

/** How far the mission is turned to it: stand by, part of the crisis team sits, all of it. */
export const LEVELS = ['ALERT', 'PARTIAL', 'FULL'] as const
export type CrisisLevel = (typeof LEVELS)[number]
const MOST = 500

/** What was decided, by whose authority, on what grounds, and what else was on the table. */
const Decision = Type.Object({ ...Signed, what: words(2000), authority: Type.Optional(Type.String({ maxLength: 120 })), why: Type.Optional(Type.String({ maxLength: 2000 })), instead: Type.Optional(Type.String({ maxLength: 2000 })) }, closed)

/** A crisis: from the moment it is declared it has a log, a register of decisions and tasks of its own, until it is stood down. */
export const Crisis = Type.Object(
  {
    name: words(120),
    summary: Type.Optional(Type.String({ maxLength: 4000 })),
    lead: Type.Optional(Type.String({ maxLength: 120 })),
    began: instant,
    level: Type.Enum([...LEVELS]),
    records: Type.Optional(Type.Array(recordId, { maxItems: 100 })),
    levels: Type.Optional(Type.Array(Type.Object({ ...Signed, level: Type.Enum([...LEVELS]), why: Type.String({ maxLength: 2000 }) }, closed), { maxItems: MOST })),
    decisions: Type.Optional(Type.Array(Decision, { maxItems: MOST })),
    stoodDown: Type.Optional(Type.Object({ ...Signed, why: Type.String({ maxLength: 2000 }) }, closed)),
    lessons: Type.Optional(Type.String({ maxLength: 8000 })),
  },
  closed,
)
export type Crisis = Static<typeof Crisis>
type CrisisRecord = VigieRecord<Crisis>

export const crisisActions: { [type: string]: ActionRule<Crisis> } = {
  'change-level': {
    who: [...LEADERS, 'JOC-DO', 'SOC'], reason: true, patch: Type.Object({ level: Type.Enum([...LEVELS]) }, closed),
    reduce(record, action) {
      const level = action.patch['level'] as CrisisLevel
      running(record)
      if (level === record.data.level) {
        throw new Problem('wrong-state', `${record.ref} stands at ${level} already`)
      }
      return put(record, { level, levels: room(record, 'levels', { ...signed(action), level, why: action.reason ?? '' }) })
    },
  },
  'decide': {
    who: WRITERS,
    patch: Type.Object({ what: words(2000), by: Type.Optional(words(120)), why: Type.Optional(words(2000)), instead: Type.Optional(words(2000)) }, closed),
    reduce(record, action) {
      running(record)
      const { what, by, why, instead } = action.patch as { what: string; by?: string; why?: string; instead?: string }
      return put(record, { decisions: room(record, 'decisions', { ...signed(action), what, ...(by === undefined ? {} : { authority: by }), ...(why === undefined ? {} : { why }), ...(instead === undefined ? {} : { instead }) }) })
    },
  },
  'stand-down': {
    who: LEADERS, reason: true, patch: nothing,
    reduce(record, action) {
      running(record)
      return put(record, { stoodDown: { ...signed(action), why: action.reason ?? '' } })
    },
  },
}

function running(record: CrisisRecord): void {
  if (record.data.stoodDown) {
    throw new Problem('wrong-state', `${record.ref} was stood down; nothing is added to it but its lessons`)
  }
}

function room<K extends 'levels' | 'decisions'>(record: CrisisRecord, field: K, one: NonNullable<Crisis[K]>[number]): NonNullable<Crisis[K]> {
  const held = (record.data[field] ?? []) as NonNullable<Crisis[K]>
  if (held.length >= MOST) {
    throw new Problem('rule-broken', `${record.ref} holds ${MOST} of these; write on in its log`)
  }
  return [...held, one] as NonNullable<Crisis[K]>
}

function put(record: CrisisRecord, change: Partial<Crisis>): CrisisRecord {
  return { ...record, data: { ...record.data, ...change } }
}
