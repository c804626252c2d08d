import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../core/instant.ts'
import { ALERT_STATES } from '../../../core/rule.ts'
import { Rung } from './delivery/targets.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const words = (max: number) => Type.Object({ en: Type.String({ minLength: 1, maxLength: max }), fr: Type.Optional(short(max)), es: Type.Optional(short(max)), ar: Type.Optional(short(max)) }, closed)
const who = { by: short(64), role: short(40), at: short(40) }

/** How an alert came to its end: a person closed it, or what it told of was over. */
export const CLOSINGS = ['person', 'ended'] as const
/** How a call by voice ended. */
export const CALL_RESULTS = ['reached', 'no-answer', 'left-message', 'busy', 'wrong-number'] as const
export type CallResult = (typeof CALL_RESULTS)[number]
/** What the call back to whoever reported it said. */
export const VERIFIED_AS = ['confirmed', 'not-confirmed', 'unclear', 'not-reached'] as const
export type VerifiedAs = (typeof VERIFIED_AS)[number]
/** Records that told of the same again, kept by id; how many there were stands in history. */
export const MOST_REPEATS = 200

/**
 * One event that somebody must see: one alert per rule, subject and episode. Its handling and area are those of what it is
 * about, never of where that stands: whoever may not see the track sees no alert of it. Times ISO 8601 UTC.
 */
export const Alert = Type.Object(
  {
    /** Id of the rule's record, or a word for what raises by itself (`sos`, `feed-silent`). */
    rule: Type.String({ minLength: 1, maxLength: 80 }),
    /** Identity it is about (`cot:…`, `mmsi:…`), or two of them joined by a space for what happens between two. */
    subject: Type.String({ minLength: 1, maxLength: 340 }),
    /** Counts the occasions of a rule and subject, or names one. */
    episode: Type.String({ minLength: 1, maxLength: 120 }),
    severity: Type.Integer({ minimum: 1, maximum: 5 }),
    /** What it was raised with, once it stands higher because nobody saw it: deadlines go by it. */
    raisedAs: Type.Optional(Type.Integer({ minimum: 1, maximum: 5 })),
    /** A call for help: stands above every severity. */
    sos: Type.Optional(Type.Literal(true)),
    title: words(300),
    text: Type.Optional(words(2000)),
    place: Type.Optional(Type.Object({ lon: Type.Number({ minimum: -180, maximum: 180 }), lat: Type.Number({ minimum: -90, maximum: 90 }), radiusM: Type.Optional(Type.Number({ minimum: 0, maximum: 2_000_000 })), name: Type.Optional(short()) }, closed)),
    at: SentInstant,
    /** Ids of the track and of another record it is about. */
    track: Type.Optional(short(64)),
    record: Type.Optional(short(64)),
    /** Absent: raised. */
    state: Type.Optional(Type.Enum([...ALERT_STATES])),
    acknowledged: Type.Optional(Type.Object(who, closed)),
    acted: Type.Optional(Type.Array(Type.Object({ ...who, what: short(2000) }, closed), { maxItems: 50 })),
    /** Who is told besides those of the plans, by whoever raised it. */
    wake: Type.Optional(Type.Array(Rung, { maxItems: 10 })),
    /** People of a place told of a threat to themselves: somebody calls back, goes there, and tells them what came of it. */
    community: Type.Optional(Type.Literal(true)),
    /** The call back to whoever reported it. */
    verified: Type.Optional(Type.Object({ ...who, as: Type.Enum([...VERIFIED_AS]), note: Type.Optional(short(1000)) }, closed)),
    /** Who went there first. */
    moved: Type.Optional(Type.Object({ ...who, what: short(500) }, closed)),
    /** What the community was told of it, and how. */
    feedback: Type.Optional(Type.Object({ ...who, what: short(2000) }, closed)),
    /** Ids of records that told of it again, from the same place. */
    repeats: Type.Optional(Type.Array(short(64), { maxItems: MOST_REPEATS })),
    /** Not real: reaches only those who take part in drills. */
    drill: Type.Optional(Type.Literal(true)),
    /** Calls by voice along its phone tree, oldest first. */
    calls: Type.Optional(Type.Array(Type.Object({ ...who, contact: Type.Optional(short(64)), name: short(120), result: Type.Enum([...CALL_RESULTS]), note: Type.Optional(short(500)) }, closed), { maxItems: 500 })),
    /** What it tells of was over, by the rule. */
    endedAt: Type.Optional(short(40)),
    /** Its source called it off. A person still confirms: whoever holds a captured radio can call off as well. */
    cancelledAt: Type.Optional(short(40)),
    closed: Type.Optional(Type.Object({ ...who, how: Type.Enum([...CLOSINGS]) }, closed)),
  },
  closed,
)
export type Alert = Static<typeof Alert>
export type AlertState = NonNullable<Alert['state']>

/** Where it stands. */
export function stateOf(alert: Pick<Alert, 'state'>): AlertState {
  return alert.state ?? 'raised'
}

/** Nobody has said yet that they saw it. */
export function isWaiting(alert: Pick<Alert, 'state'>): boolean {
  return stateOf(alert) === 'raised' || stateOf(alert) === 'delivered'
}

/** Cannot be missed: a call for help that was not called off, or severity 4 and 5. */
export function isLoud(alert: Pick<Alert, 'severity' | 'sos' | 'cancelledAt' | 'endedAt'>): boolean {
  return alert.cancelledAt === undefined && alert.endedAt === undefined && (alert.sos === true || alert.severity >= 4)
}

/** What comes first: calls for help, then what nobody has seen, then severity, then the newest. */
export function firstOfAlerts(a: Alert, b: Alert): number {
  const rank = (one: Alert) => (one.sos && one.cancelledAt === undefined ? 20 : 0) + (isWaiting(one) ? 10 : 0) + one.severity
  return rank(b) - rank(a) || Date.parse(b.at) - Date.parse(a.at)
}
