import { Type } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import { standardActions } from '../../../core/actions.ts'
import type { ActionRule } from '../../../core/kind.ts'
import { Problem } from '../../../core/problem.ts'
import type { Action, VigieRecord } from '../../../core/record.ts'
import { REPORTERS, type RoleCode } from '../../../core/roles.ts'
import { Accepted, alsoAccepted, CALLS, HEARD_BY, MOST_CHECK_INS, ROUTE_COLOURS, stateOf, type CheckIn, type Movement, type MovementState } from './movement.ts'

type MovementRecord = VigieRecord<Movement>

/** Who may say that a movement goes. */
export const CLEARERS: readonly RoleCode[] = ['JOC-CH', 'JOC-DO', 'FHQ', 'SHQ', 'TOC', 'MOVCON', 'SOC']
/** Clocks of those who call may run ahead by so much. */
const AHEAD_MS = 5 * 60_000

const closed = { additionalProperties: false }
/** When it was so; now when not given. */
const when = Type.Optional(SentInstant)
const lon = Type.Optional(Type.Number({ minimum: -180, maximum: 180 }))
const lat = Type.Optional(Type.Number({ minimum: -90, maximum: 90 }))
const nothing = Type.Object({}, closed)
const said = { at: when, status: Type.Enum([...CALLS]), lon, lat, waypoint: Type.Optional(Type.String({ maxLength: 40 })), newEta: when, means: Type.Optional(Type.String({ maxLength: 80 })), note: Type.Optional(Type.String({ maxLength: 1000 })) }

/** From which state into which; the order of a movement's course. */
const BACK: Partial<Record<MovementState, MovementState>> = { 'cleared': 'planned', 'departed': 'cleared', 'arrived': 'departed', 'returned': 'arrived', 'reported': 'returned', 'called-off': 'planned' }
/** What a change of makes a clearance void: it was given for another way or time. */
const CLEARED_FOR: readonly (keyof Movement)[] = ['waypoints', 'line', 'sort']

const standard = standardActions<Movement>({ edit: REPORTERS, retract: CLEARERS, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] })

/** What is done to a movement; every step says who and when, and none is skipped but by another action in history. */
export const movementActions: { [type: string]: ActionRule<Movement> } = {
  ...standard,
  edit: {
    ...standard['edit']!,
    reduce(record, action) {
      const next = standard['edit']!.reduce(record, action)
      const { clearance, ...data } = next.data
      const other = clearance !== undefined && CLEARED_FOR.some((field) => JSON.stringify(record.data[field]) !== JSON.stringify(next.data[field]))
      return other && stateOf(next.data) === 'cleared' ? { ...next, data: { ...data, state: 'planned' } } : next
    },
  },
  clear: {
    who: CLEARERS, patch: Type.Object({ route: Type.Enum([...ROUTE_COLOURS]), note: Type.Optional(Type.String({ maxLength: 1000 })), accepted: Type.Optional(Accepted) }, closed),
    reduce(record, action) {
      need(record, ['planned'])
      const note = action.patch['note'] as string | undefined
      const more = action.patch['accepted'] as Accepted | undefined
      return put(record, { state: 'cleared', ...(more ? { accepted: alsoAccepted(record.data.accepted, more) } : {}), clearance: { ...signed(action), route: action.patch['route'] as 'green', ...(note ? { note } : {}) } })
    },
  },
  depart: {
    who: REPORTERS, patch: Type.Object({ at: when }, closed),
    reduce(record, action) {
      need(record, ['cleared'])
      const at = timeOf(action, null)
      const first = record.data.waypoints?.[0]
      return put(record, { state: 'departed', departedAt: at, passed: first ? [{ waypoint: first.id, at }] : [] })
    },
  },
  'check-in': { who: REPORTERS, patch: Type.Object(said, closed), reduce: (record, action) => heard(record, action, 'hand') },
  // What a tracker or an SMS says is written by the node.
  'heard': { who: [], patch: Type.Object({ ...said, how: Type.Enum([...HEARD_BY]) }, closed), reduce: (record, action) => heard(record, action, action.patch['how'] as CheckIn['how']) },
  'arrive': {
    who: REPORTERS, patch: Type.Object({ at: when }, closed),
    reduce(record, action) {
      need(record, ['departed'])
      const at = timeOf(action, record.data.departedAt)
      const last = record.data.waypoints?.at(-1)
      return put(record, { state: 'arrived', arrivedAt: at, passed: last ? pass(record.data, last.id, at) : (record.data.passed ?? []) })
    },
  },
  'come-back': {
    who: REPORTERS, patch: Type.Object({ at: when }, closed),
    reduce(record, action) {
      need(record, ['departed', 'arrived'])
      const at = timeOf(action, record.data.arrivedAt ?? record.data.departedAt)
      return put(record, { state: 'returned', returnedAt: at, arrivedAt: record.data.arrivedAt ?? at })
    },
  },
  'patrol-report': {
    who: REPORTERS, patch: Type.Object({ text: Type.String({ minLength: 1, maxLength: 8000 }) }, closed),
    reduce(record, action) {
      need(record, ['returned'])
      return put(record, { state: 'reported', report: { ...signed(action), text: action.patch['text'] as string } })
    },
  },
  'call-off': {
    who: [...CLEARERS], patch: nothing, reason: true,
    reduce(record, action) {
      need(record, ['planned', 'cleared'])
      return put(record, { state: 'called-off', calledOff: signed(action) })
    },
  },
  // Said of the wrong one, or too early: one step back, with the reason in history.
  'step-back': {
    who: CLEARERS, patch: nothing, reason: true,
    reduce(record) {
      const state = stateOf(record.data)
      const to = BACK[state]
      if (!to) {
        throw new Problem('wrong-state', `${record.ref} is only planned; there is nothing before that`)
      }
      const { clearance, departedAt, passed, checkIns, newEta, arrivedAt, returnedAt, report: _report, calledOff: _off, ...data } = record.data
      const still: Partial<Movement> = {
        ...(clearance && to !== 'planned' ? { clearance } : {}),
        ...(['departed', 'arrived', 'returned'].includes(to) ? { ...(departedAt ? { departedAt } : {}), ...(passed ? { passed: to === 'departed' ? passed.filter((one) => one.waypoint !== data.waypoints.at(-1)?.id) : passed } : {}), ...(checkIns ? { checkIns } : {}), ...(newEta ? { newEta } : {}) } : {}),
        ...(arrivedAt && (to === 'arrived' || to === 'returned') ? { arrivedAt } : {}), ...(returnedAt && to === 'returned' ? { returnedAt } : {}),
      }
      return { ...record, data: { ...data, ...still, state: to } }
    },
  },
  // The step of lateness that was told, once each.
  'late': {
    who: [], patch: Type.Object({ what: Type.Enum(['lost-contact', 'overdue']), afterMin: Type.Integer({ minimum: 0, maximum: 1440 }) }, closed),
    reduce: (record, action) => put(record, { late: [...(record.data.late ?? []), { what: action.patch['what'] as 'overdue', afterMin: action.patch['afterMin'] as number, at: action.receivedAt }].slice(-200) }),
  },
}

function heard(record: MovementRecord, action: Action, how: CheckIn['how']): MovementRecord {
  need(record, ['departed'])
  const patch = action.patch as { status: CheckIn['status']; lon?: number; lat?: number; waypoint?: string; newEta?: string; means?: string; note?: string }
  const at = timeOf(action, record.data.departedAt)
  const place = patch.lon === undefined || patch.lat === undefined ? {} : { lon: patch.lon, lat: patch.lat }
  const known = record.data.waypoints?.some(({ id }) => id === patch.waypoint)
  const checkIn: CheckIn = {
    at, heardAt: action.receivedAt, status: patch.status, how, ...place, ...(known && patch.waypoint ? { waypoint: patch.waypoint } : {}),
    ...(patch.means ? { means: patch.means } : {}), ...(patch.note ? { note: patch.note } : {}), by: action.actor, role: action.role,
  }
  const newEta = patch.newEta !== undefined && Number.isFinite(Date.parse(patch.newEta)) ? { newEta: new Date(patch.newEta).toISOString() } : {}
  // In the order of when they were true: what comes late by a slow way is no news of now.
  const checkIns = [...(record.data.checkIns ?? []), checkIn].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).slice(-MOST_CHECK_INS)
  return put(record, { checkIns, ...newEta, ...(known && patch.waypoint ? { passed: pass(record.data, patch.waypoint, at) } : {}) })
}

function pass(data: Movement, waypoint: string, at: string): NonNullable<Movement['passed']> {
  const passed = data.passed ?? []
  return passed.some((one) => one.waypoint === waypoint) ? passed : [...passed, { waypoint, at }].slice(-60)
}

function put(record: MovementRecord, change: Partial<Movement>): MovementRecord {
  return { ...record, data: { ...record.data, ...change } }
}

function need(record: MovementRecord, states: readonly MovementState[]): void {
  const state = stateOf(record.data)
  if (!states.includes(state)) {
    throw new Problem('wrong-state', `${record.ref} is ${state}; this is done to one that is ${states.join(' or ')}`)
  }
}

/** When it was so: as said, not ahead of the node and not before what came before it. */
function timeOf(action: Action, notBefore: string | null | undefined): string {
  const given = action.patch['at'] as string | undefined
  const received = Date.parse(action.receivedAt)
  const at = given === undefined ? Math.min(Date.parse(action.at) || received, received) : Date.parse(given)
  if (!Number.isFinite(at) || at > received + AHEAD_MS) {
    throw new Problem('rule-broken', 'the time lies ahead of the node', { fields: [{ path: '/patch/at', problem: 'lies ahead of now', fix: 'Give when it was so' }] })
  }
  const first = Date.parse(notBefore ?? '')
  if (given !== undefined && Number.isFinite(first) && at < first) {
    throw new Problem('rule-broken', 'the time lies before the step before it', { fields: [{ path: '/patch/at', problem: `is before ${notBefore ?? ''}`, fix: 'Give a later time, or take the step before back' }] })
  }
  return new Date(Number.isFinite(first) ? Math.max(at, first) : at).toISOString()
}

function signed(action: Action): { by: string; role: string; at: string } {
  return { by: action.actor, role: action.role, at: new Date(action.receivedAt).toISOString() }
}

