import { Type, type Static } from 'typebox'
import { SentInstant } from '../../../../core/instant.ts'
import { standardActions } from '../../../../core/actions.ts'
import { ALL_MISSION } from '../../../../core/handling.ts'
import { LOCALES } from '../../../../core/i18n.ts'
import { defineKind, type ActionRule } from '../../../../core/kind.ts'
import type { Action, VigieRecord } from '../../../../core/record.ts'
import { OPERATIONS } from '../../../../core/roles.ts'
import { CHANNELS } from './targets.ts'
import { deliveryTexts } from './texts.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.String({ maxLength: max })
const time = SentInstant

/**
 * Where it stands with one recipient by one channel. `queued`: to be sent at `nextAt`; `sending`: an attempt is under way; `sent`: taken
 * by the gateway; `delivered`: the gateway says it arrived; `read`: they said they saw it; `failed`: nobody tries any more; `dropped`: it
 * was seen or over before it went out.
 */
export const NOTICE_STATES = ['queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'dropped'] as const
export type NoticeState = (typeof NOTICE_STATES)[number]
/** Alerts one notice names; further ones are counted. */
export const MOST_ALERTS = 200

/** What was said to one recipient by one channel: the receipt of an alert, or of several that came at once. Never holds an address. */
export const Notice = Type.Object(
  {
    alerts: Type.Array(short(64), { minItems: 1, maxItems: MOST_ALERTS }),
    /** All alerts it stands for. */
    count: Type.Integer({ minimum: 1 }),
    recipient: Type.Object({ account: Type.Union([short(64), Type.Null()]), contact: Type.Union([short(64), Type.Null()]), name: short(120), locale: Type.Enum([...LOCALES]), because: short() }, closed),
    channel: Type.Enum([...CHANNELS]),
    /** Minutes after which this step of the ladder came. */
    rung: Type.Number({ minimum: 0 }),
    severity: Type.Integer({ minimum: 1, maximum: 5 }),
    sos: Type.Optional(Type.Literal(true)),
    drill: Type.Optional(Type.Literal(true)),
    /** Alerts with the same are put together. */
    group: short(400),
    state: Type.Enum([...NOTICE_STATES]),
    /** Attempts made. */
    attempts: Type.Integer({ minimum: 0 }),
    /** When it is tried next; null when never again. */
    nextAt: Type.Union([time, Type.Null()]),
    /** Why it waits, when it is not for its turn. */
    held: Type.Optional(Type.Enum(['quiet', 'group', 'retry'])),
    attemptAt: Type.Optional(time), sentAt: Type.Optional(time), deliveredAt: Type.Optional(time), readAt: Type.Optional(time),
    /** Why the last attempt failed, or why nobody tries. */
    failure: Type.Optional(short(300)),
    /** Channel record it went out by, and what the gateway calls it. */
    via: Type.Optional(short(64)),
    gateway: Type.Optional(short(200)),
  },
  closed,
)
export type Notice = Static<typeof Notice>
type NoticeRecord = VigieRecord<Notice>

const put = (record: NoticeRecord, change: Partial<Notice>): NoticeRecord => ({ ...record, data: { ...record.data, ...change } })
const WAITING: readonly NoticeState[] = ['queued', 'sending']
const over = ({ data }: NoticeRecord): boolean => data.state === 'read' || data.state === 'dropped'
const FIELDS = closed

/** What the node writes of a notice; nobody types any of it. What comes too late changes nothing. */
const noticeActions: { [type: string]: ActionRule<Notice> } = {
  join: {
    who: [], patch: Type.Object({ alerts: Type.Array(short(64), { maxItems: MOST_ALERTS }), count: Type.Integer({ minimum: 1 }), severity: Type.Integer({ minimum: 1, maximum: 5 }) }, FIELDS),
    reduce(record, action) {
      const { alerts, count, severity } = action.patch as unknown as Pick<Notice, 'alerts' | 'count' | 'severity'>
      return record.data.state === 'queued' ? put(record, { alerts: [...new Set([...record.data.alerts, ...alerts])].slice(0, MOST_ALERTS), count: record.data.count + count, severity: Math.max(record.data.severity, severity) }) : record
    },
  },
  attempt: {
    who: [], patch: Type.Object({ n: Type.Integer({ minimum: 1 }) }, FIELDS),
    // Only the next one, of what still waits: a process that has not heard the end of the last sends nothing again.
    reduce(record, action) {
      const n = action.patch['n'] as number
      return WAITING.includes(record.data.state) && n === record.data.attempts + 1 ? put(record, { state: 'sending', attempts: n, attemptAt: action.at, nextAt: null }) : record
    },
  },
  sent: {
    who: [], patch: Type.Object({ via: short(64), gateway: Type.Optional(short(200)) }, FIELDS),
    reduce(record, action) {
      const { failure: _failure, held: _held, ...data } = record.data
      const sent = { sentAt: action.at, nextAt: null, ...(action.patch as unknown as { via: string; gateway?: string }) }
      return { ...record, data: { ...data, ...sent, ...(over(record) || data.state === 'delivered' ? {} : { state: 'sent' as const }) } }
    },
  },
  fail: {
    who: [], patch: Type.Object({ because: short(300), nextAt: Type.Union([time, Type.Null()]) }, FIELDS),
    reduce(record, action) {
      const { because, nextAt } = action.patch as unknown as { because: string; nextAt: string | null }
      return over(record) || record.data.state === 'delivered' ? record : put(record, { failure: because, nextAt, state: nextAt === null ? 'failed' : 'queued', ...(nextAt === null ? {} : { held: 'retry' as const }) })
    },
  },
  delivered: { who: [], patch: Type.Object({}, FIELDS), reduce: (record, action) => (over(record) ? put(record, { deliveredAt: action.at }) : put(record, { state: 'delivered', deliveredAt: action.at, nextAt: null })) },
  acknowledge: { who: [], patch: Type.Object({}, FIELDS), reduce: (record, action) => put(record, { state: 'read', readAt: action.at, nextAt: null }) },
  drop: { who: [], patch: Type.Object({ because: short(300) }, FIELDS), reduce: (record, action: Action) => (record.data.state === 'queued' ? put(record, { state: 'dropped', nextAt: null, failure: action.patch['because'] as string }) : record) },
}

const own = { ownActions: true, widget: 'hidden' } as const

export const notice = defineKind<Notice>({
  name: 'notice', version: 1, prefix: 'NTC', data: Notice,
  fields: { recipient: { widget: 'json' }, group: { widget: 'hidden' }, attemptAt: own, sentAt: own, deliveredAt: own, readAt: own, failure: own, via: own, gateway: own },
  approval: false, veracity: false,
  // Written by the node alone.
  read: OPERATIONS, create: [],
  actions: { ...pick(standardActions<Notice>({ edit: [], retract: [], handle: ['JOC-CH'] }), ['handle', 'read', 'export']), ...noticeActions },
  facets: { alert: 'many', state: 'one', channel: 'one', recipient: 'one', drill: 'one' },
  project: (data) => ({
    title: `${data.recipient.name} · ${data.channel}`, text: data.recipient.name, names: [data.recipient.name], happened: null, reported: null, place: null, severity: data.severity,
    facets: { alert: [...new Set(data.alerts)], state: [data.state], channel: [data.channel], recipient: [data.recipient.account ?? data.recipient.contact ?? ''], drill: [String(data.drill === true)] },
  }),
  handling: (owner) => ({ level: 'C', compartments: [], owner, releasableTo: [ALL_MISSION], caveats: [] }),
  texts: deliveryTexts,
})

function pick<T>(all: { [name: string]: T }, names: readonly string[]): { [name: string]: T } {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
}
