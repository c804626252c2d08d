import { Type, type Static } from 'typebox'
import type { ClockRule } from '../../../core/clock.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { closed, instant, KEEPERS, nothing, recordId, Signed, signed, words, WRITERS } from './who.ts'

/** How a word came or went. */
export const MEANS = ['RADIO', 'PHONE', 'EMAIL', 'SMS', 'IN-PERSON', 'SENSOR'] as const
/** Came in, went out, or was noted here. */
export const WAYS = ['IN', 'OUT', 'NOTE'] as const

/**
 * One line of a log: of a watch, or of a crisis, which `log` names. `n` is its number there, given by the store without gaps;
 * what is void keeps its number. Times ISO 8601 UTC.
 */
export const LogEntry = Type.Object(
  {
    log: recordId,
    n: Type.Optional(Type.Integer({ minimum: 1 })),
    at: instant,
    way: Type.Enum([...WAYS]),
    means: Type.Optional(Type.Enum([...MEANS])),
    from: Type.Optional(Type.String({ maxLength: 120 })),
    to: Type.Optional(Type.String({ maxLength: 120 })),
    callsign: Type.Optional(Type.String({ maxLength: 60 })),
    text: words(4000),
    action: Type.Optional(Type.String({ maxLength: 500 })),
    actionBy: Type.Optional(Type.String({ maxLength: 120 })),
    due: Type.Optional(instant),
    records: Type.Optional(Type.Array(recordId, { maxItems: 50 })),
    done: Type.Optional(Type.Object({ ...Signed, how: Type.Optional(Type.String({ maxLength: 1000 })) }, closed)),
    voided: Type.Optional(Type.Object({ ...Signed, reason: Type.String({ maxLength: 2000 }) }, closed)),
  },
  closed,
)
export type LogEntry = Static<typeof LogEntry>

/** Where it stands: nothing to do, to be done, done, void. */
export const ENTRY_STATES = ['noted', 'open', 'done', 'void'] as const
export type EntryState = (typeof ENTRY_STATES)[number]

export function entryState(entry: Pick<LogEntry, 'action' | 'done' | 'voided'>): EntryState {
  return entry.voided ? 'void' : !entry.action ? 'noted' : entry.done ? 'done' : 'open'
}

/** An action that is open after it was due: a watch is not closed over it. `now` in epoch ms. */
export function isRed(entry: Pick<LogEntry, 'action' | 'done' | 'voided' | 'due'>, now: number): boolean {
  return entryState(entry) === 'open' && entry.due !== undefined && Date.parse(entry.due) <= now
}

type EntryRecord = VigieRecord<LogEntry>

export const entryActions: { [type: string]: ActionRule<LogEntry> } = {
  'close-action': {
    who: WRITERS, patch: Type.Object({ how: Type.Optional(words(1000)) }, closed),
    reduce(record, action) {
      const state = entryState(record.data)
      if (state !== 'open') {
        throw new Problem('wrong-state', `${record.ref}: no action is open here`)
      }
      const how = action.patch['how'] as string | undefined
      return put(record, { done: { ...signed(action), ...(how === undefined ? {} : { how }) } })
    },
  },
  'reopen-action': {
    who: WRITERS, patch: nothing, reason: true,
    reduce(record) {
      if (entryState(record.data) !== 'done') {
        throw new Problem('wrong-state', `${record.ref}: its action is not closed`)
      }
      const { done: _done, ...data } = record.data
      return { ...record, data }
    },
  },
  // A number once given is never given again: what was wrong stays in its place, struck out, with the reason.
  'void': {
    who: KEEPERS, author: true, patch: nothing, reason: true,
    reduce(record, action) {
      if (record.data.voided) {
        throw new Problem('wrong-state', `${record.ref} is void already`)
      }
      return put(record, { voided: { ...signed(action), reason: action.reason ?? '' } })
    },
  },
}

export const entryClocks: readonly ClockRule<LogEntry>[] = [{
  name: 'action',
  label: { en: 'Action required', fr: 'Action requise', es: 'Acción requerida', ar: 'إجراء مطلوب' },
  start: { actions: ['create', 'reopen-action'] },
  due: ({ action, due, voided }) => (action && due !== undefined && !voided ? { at: due } : null),
  warnSeconds: 300,
  metBy: ['close-action', 'void'],
}]

function put(record: EntryRecord, change: Partial<LogEntry>): EntryRecord {
  return { ...record, data: { ...record.data, ...change } }
}
