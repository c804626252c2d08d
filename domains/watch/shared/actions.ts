import { Type } from 'typebox'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { OPERATIONS, REPORTERS, type RoleCode } from '../../../core/roles.ts'
import { CALL_RESULTS, MOST_REPEATS, VERIFIED_AS, isLoud, isWaiting, stateOf, type Alert, type AlertState, type VerifiedAs } from './alert.ts'

type AlertRecord = VigieRecord<Alert>
const closed = { additionalProperties: false }
/** Everybody inside the mission may have to be warned, personnel among them; which alerts, its handling says. */
export const FLOOR: readonly RoleCode[] = [...OPERATIONS, 'CHRO']
/** Those who write down what was done about one. */
const ACTORS: readonly RoleCode[] = [...REPORTERS, 'CHRO']
const nothing = Type.Object({}, closed)
/** Most lines of what was done; further ones belong into the record it is about. */
const MOST_ACTS = 50
const MOST_CALLS = 500

/** What is done to an alert. Each is an action in history; whoever comes second is written down there and changes nothing. */
export const alertActions: { [type: string]: ActionRule<Alert> } = {
  // Delivered, raised higher, ended and called off are said by the node, never typed.
  deliver: { who: [], patch: nothing, reduce: (record) => (stateOf(record.data) === 'raised' ? put(record, { state: 'delivered' }) : record) },
  // Nobody saw it in time: it stands higher. What somebody saw meanwhile stays as it is.
  escalate: {
    who: [], patch: Type.Object({ severity: Type.Optional(Type.Integer({ minimum: 1, maximum: 5, description: 'at least this; one higher when not given' })) }, closed),
    reduce({ data, ...record }, action) {
      const severity = Math.max(data.severity, (action.patch['severity'] as number | undefined) ?? Math.min(5, data.severity + 1))
      return { ...record, data: isWaiting(data) && severity > data.severity ? { ...data, severity, raisedAs: data.raisedAs ?? data.severity } : data }
    },
  },
  acknowledge: {
    who: FLOOR, patch: nothing,
    reduce: (record, action) => (record.data.acknowledged ? open(record) : put(open(record), { state: later(record.data, 'acknowledged'), acknowledged: signed(action) })),
  },
  act: {
    who: ACTORS, patch: Type.Object({ what: Type.String({ minLength: 1, maxLength: 2000 }) }, closed),
    reduce(record, action) {
      const acted = open(record).data.acted ?? []
      if (acted.length >= MOST_ACTS) {
        throw new Problem('rule-broken', `${record.ref} has ${MOST_ACTS} lines of what was done; write on in the record it is about`)
      }
      return put(record, { state: 'acted', acknowledged: record.data.acknowledged ?? signed(action), acted: [...acted, { ...signed(action), what: action.patch['what'] as string }] })
    },
  },
  // The chain of an alert of a community: each step is also having seen it.
  'call-back': {
    who: ACTORS, patch: Type.Object({ as: Type.Enum([...VERIFIED_AS]), note: Type.Optional(Type.String({ maxLength: 1000 })) }, closed),
    reduce(record, action) {
      const { as, note } = action.patch as { as: VerifiedAs; note?: string }
      return put(open(ofCommunity(record)), { state: later(record.data, 'acknowledged'), acknowledged: record.data.acknowledged ?? signed(action), verified: { ...signed(action), as, ...(note ? { note } : {}) } })
    },
  },
  move: {
    who: ACTORS, patch: Type.Object({ what: Type.String({ minLength: 1, maxLength: 500 }) }, closed),
    reduce: (record, action) => (record.data.moved ? open(ofCommunity(record)) : put(open(ofCommunity(record)), { state: 'acted', acknowledged: record.data.acknowledged ?? signed(action), moved: { ...signed(action), what: action.patch['what'] as string } })),
  },
  // Owed also after it was closed.
  feedback: { who: ACTORS, patch: Type.Object({ what: Type.String({ minLength: 1, maxLength: 2000 }) }, closed), reduce: (record, action) => put(ofCommunity(record), { feedback: { ...signed(action), what: action.patch['what'] as string } }) },
  // The same is told again from the same place: one alert with many sources, opened anew where it was closed.
  repeat: { who: [], patch: Type.Object({ record: Type.String({ maxLength: 64 }) }, closed), reduce: (record, action) => put(record, repeated(record.data, action)) },
  again: {
    who: [], patch: Type.Object({ record: Type.String({ maxLength: 64 }) }, closed),
    reduce(record, action) {
      if (stateOf(record.data) !== 'closed') {
        return put(record, repeated(record.data, action))
      }
      const { closed: _closed, acknowledged: _seen, verified: _verified, moved: _moved, feedback: _told, endedAt: _ended, ...data } = record.data
      return { ...record, data: { ...data, state: 'raised', ...repeated(data, action) } }
    },
  },
  // A call by voice; also after it was closed, when somebody calls back.
  call: {
    who: ACTORS,
    patch: Type.Object({ contact: Type.Optional(Type.String({ maxLength: 64 })), name: Type.String({ minLength: 1, maxLength: 120 }), result: Type.Enum([...CALL_RESULTS]), note: Type.Optional(Type.String({ maxLength: 500 })) }, closed),
    reduce(record, action) {
      const calls = record.data.calls ?? []
      if (calls.length >= MOST_CALLS) {
        throw new Problem('rule-broken', `${record.ref} has ${MOST_CALLS} calls; write on in the record it is about`)
      }
      return put(record, { calls: [...calls, { ...signed(action), ...(action.patch as Pick<NonNullable<Alert['calls']>[number], 'contact' | 'name' | 'result' | 'note'>) }] })
    },
  },
  close: { who: ACTORS, patch: nothing, reason: true, reduce: (record, action) => put(open(record), { state: 'closed', closed: { ...signed(action), how: 'person' } }) },
  reopen: {
    who: ACTORS, patch: nothing, reason: true,
    reduce(record) {
      if (stateOf(record.data) !== 'closed') {
        throw new Problem('wrong-state', `${record.ref} is open`)
      }
      const { closed: _closed, endedAt: _ended, ...data } = record.data
      return { ...record, data: { ...data, state: data.acted ? 'acted' : data.acknowledged ? 'acknowledged' : 'raised' } }
    },
  },
  // What nobody has seen and would have been loud stays until a person closes it.
  end: {
    who: [], patch: nothing,
    reduce(record, action) {
      if (stateOf(record.data) === 'closed' || record.data.endedAt !== undefined) {
        return record
      }
      const ended = { endedAt: action.at }
      const unseen = isLoud(record.data) && !record.data.acknowledged
      return put(record, record.data.sos || unseen ? ended : { ...ended, state: 'closed', closed: { ...signed(action), how: 'ended' } })
    },
  },
  cancel: { who: [], patch: nothing, reduce: (record, action) => (stateOf(record.data) === 'closed' || record.data.cancelledAt !== undefined ? record : put(record, { cancelledAt: action.at })) },
}

function ofCommunity(record: AlertRecord): AlertRecord {
  if (!record.data.community) {
    throw new Problem('wrong-state', `${record.ref} is no alert of a community`)
  }
  return record
}

function repeated({ repeats = [] }: Pick<Alert, 'repeats'>, action: Action): Pick<Alert, 'repeats'> {
  const record = action.patch['record'] as string
  return repeats.includes(record) ? {} : { repeats: [...repeats, record].slice(-MOST_REPEATS) }
}

function put(record: AlertRecord, change: Partial<Alert>): AlertRecord {
  return { ...record, data: { ...record.data, ...change } }
}

function open(record: AlertRecord): AlertRecord {
  if (stateOf(record.data) === 'closed') {
    throw new Problem('wrong-state', `${record.ref} is closed; reopen it first`)
  }
  return record
}

function later(data: Alert, state: AlertState): AlertState {
  return data.acted ? 'acted' : state
}

function signed(action: Action): { by: string; role: string; at: string } {
  return { by: action.actor, role: action.role, at: action.receivedAt }
}
