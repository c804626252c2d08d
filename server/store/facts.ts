import type { Clock, ClockState } from '../../core/clock.ts'
import type { Observation, Stream } from '../../core/observation.ts'
import type { AlertState, Receipt, Rule } from '../../core/rule.ts'
import type { Db, Row, Statement, Value } from './db.ts'
import { upsert } from './upsert.ts'

type ClockRow = { id: string; record: string; kind: string; name: string; state: Clock['state']; started_at: string | null; due_at: string | null; warn_at: string | null; met_at: string | null; paused_at: string | null; run: string; version: number; next_at: string | null }
type CrossingRow = { clock: string; run: string; rung: number; at: string; crossed_at: string; claimed_by: string; told: number }
type HeadRow = { stream: string; subject: string; at: number; received_at: number; lon: number | null; lat: number | null; value: number | null; quality: number }
type ReceiptRow = { alert: string; recipient: string; channel: Receipt['channel']; sent_at: string | null; delivered_at: string | null; acknowledged_at: string | null; failure: string | null }
type AlertRow = { id: string; rule: string; subject: string; state: AlertState; severity: number; raised_at: string; closed_at: string | null }

/** One episode of a rule about one subject. Times ISO 8601 UTC. */
export type Alert = { id: string; rule: string; subject: string; state: AlertState; severity: number; raisedAt: string; closedAt: string | null }

/** One step of a clock's ladder, crossed. `at` is when it lay, `crossedAt` when the node did it. */
export type Crossing = { clock: string; run: string; rung: number; at: string; crossedAt: string; by: string }

/** Facts beside the records: deadlines, streams with their latest values, rules, alerts and proofs of delivery. `put` replaces what has the same identity. */
export type Facts = {
  /** Keep a clock and the next moment somebody is to be told of; one derived from an older version of its record changes nothing. */
  putClock(clock: Clock, nextAt: string | null): Promise<void>
  clocksOf(record: string): Promise<Clock[]>
  /** Clocks in any of these states, by record and name. */
  clocksIn(states: readonly ClockState[]): Promise<Clock[]>
  /** Versions of the records clocks were derived from, by record. */
  clockVersions(kind: string): Promise<Map<string, number>>
  /** Clocks somebody is to be told of at `at` (ISO) or before, first due first. */
  clocksNext(at: string, limit: number): Promise<Clock[]>
  /** The next such moment, ISO; null when there is none. */
  nextClock(): Promise<string | null>
  /**
   * That a clock crossed a step of its ladder, decided once for all processes of a store: answers whether it was this one's to do.
   * The clock's state and next moment go with it, in one transaction.
   */
  cross(crossing: Crossing, clock: Clock, nextAt: string | null): Promise<boolean>
  /** The highest step of a clock's run that was crossed; -1 for none. */
  crossed(clock: string, run: string): Promise<number>
  /** Those of a crossing were told. */
  told(crossing: Pick<Crossing, 'clock' | 'run' | 'rung'>): Promise<void>
  /** Crossings before a time (ISO) of which nobody has been told: the process that decided them ended before. */
  untold(before: string): Promise<Crossing[]>
  putStream(stream: Stream): Promise<void>
  streams(): Promise<Stream[]>
  /** Keep the latest value of a subject; an older one than the one kept changes nothing. */
  putHead(observation: Observation): Promise<void>
  headsOf(stream: string): Promise<Observation[]>
  putRule(rule: Rule): Promise<void>
  rules(): Promise<Rule[]>
  putAlert(alert: Alert): Promise<void>
  /** Alerts not closed yet, oldest first. */
  openAlerts(): Promise<Alert[]>
  putReceipt(receipt: Receipt): Promise<void>
  receiptsOf(alert: string): Promise<Receipt[]>
}

/** The tables of facts on a store's database. Every `put` is durable when it resolves. */
export function facts(db: Db): Facts {
  const put = (table: string, key: readonly string[], row: Row, when?: Statement): Promise<void> => db.run([upsert(table, key, row, when ? { when } : {})])
  const clockRow = ({ startedAt, dueAt, warnAt, metAt, pausedAt, ...row }: Clock, nextAt: string | null): Statement =>
    upsert('clocks', ['id'], { ...row, started_at: startedAt, due_at: dueAt, warn_at: warnAt, met_at: metAt, paused_at: pausedAt, next_at: nextAt }, { when: { sql: 'clocks.version <= excluded.version', params: [] } })
  const clocks = async (rest: string, params: readonly Value[]): Promise<Clock[]> => (await db.all<ClockRow>(`select * from clocks where ${rest}`, params)).map(clockOf)
  return {
    putClock: (clock, nextAt) => db.run([clockRow(clock, nextAt)]),
    clocksOf: (record) => clocks('record = ? order by id', [record]),
    clocksIn: (states) => clocks(`state in (${states.map(() => '?').join(', ')}) order by record, name`, states),
    clockVersions: async (kind) => new Map((await db.all<{ record: string; version: number }>('select record, max(version) as version from clocks where kind = ? group by record', [kind])).map(({ record, version }) => [record, Number(version)])),
    clocksNext: (at, limit) => clocks(`next_at <= ? order by next_at, id limit ${limit}`, [at]),
    nextClock: async () => (await db.all<{ at: string | null }>('select min(next_at) as at from clocks'))[0]?.at ?? null,
    async cross({ crossedAt, by, ...row }, clock, nextAt) {
      await db.run([upsert('crossings', ['clock', 'run', 'rung'], { ...row, crossed_at: crossedAt, claimed_by: by, told: 0 }, { keep: true }), clockRow(clock, nextAt)])
      const [kept] = await db.all<CrossingRow>('select * from crossings where clock = ? and run = ? and rung = ?', [row.clock, row.run, row.rung])
      return kept?.claimed_by === by && kept.crossed_at === crossedAt
    },
    crossed: async (clock, run) => Number((await db.all<{ rung: number | null }>('select max(rung) as rung from crossings where clock = ? and run = ?', [clock, run]))[0]?.rung ?? -1),
    told: ({ clock, run, rung }) => db.run([{ sql: 'update crossings set told = 1 where clock = ? and run = ? and rung = ?', params: [clock, run, rung] }]),
    untold: async (before) =>
      (await db.all<CrossingRow>('select * from crossings where told = 0 and crossed_at < ? order by crossed_at', [before])).map(({ crossed_at, claimed_by, told: _told, ...row }) => ({ ...row, crossedAt: crossed_at, by: claimed_by })),
    putStream: (stream) => put('streams', ['id'], { ...stream }),
    streams: async () => (await db.all<Stream>('select * from streams order by id')).map((row) => ({ ...row })),
    putHead: ({ receivedAt, ...row }) => put('heads', ['stream', 'subject'], { ...row, received_at: receivedAt }, { sql: 'heads.at <= ?', params: [row.at] }),
    headsOf: async (stream) => (await db.all<HeadRow>('select * from heads where stream = ? order by subject', [stream])).map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at })),
    putRule: (rule) => put('rules', ['name'], { name: rule.name, value: JSON.stringify(rule) }),
    rules: async () => (await db.all<{ value: string }>('select value from rules order by name')).map((row) => JSON.parse(row.value) as Rule),
    putAlert: ({ raisedAt, closedAt, ...row }) => put('alerts', ['id'], { ...row, raised_at: raisedAt, closed_at: closedAt }),
    openAlerts: async () =>
      (await db.all<AlertRow>("select * from alerts where state <> 'closed' order by raised_at, id")).map(({ raised_at, closed_at, ...row }) => ({ ...row, raisedAt: raised_at, closedAt: closed_at })),
    putReceipt: ({ sentAt, deliveredAt, acknowledgedAt, ...row }) => put('receipts', ['alert', 'recipient', 'channel'], { ...row, sent_at: sentAt, delivered_at: deliveredAt, acknowledged_at: acknowledgedAt }),
    receiptsOf: async (alert) =>
      (await db.all<ReceiptRow>('select * from receipts where alert = ? order by recipient, channel', [alert])).map(({ sent_at, delivered_at, acknowledged_at, ...row }) => ({ ...row, sentAt: sent_at, deliveredAt: delivered_at, acknowledgedAt: acknowledged_at })),
  }
}

function clockOf({ started_at, due_at, warn_at, met_at, paused_at, next_at: _next, ...row }: ClockRow): Clock {
  return { ...row, startedAt: started_at, dueAt: due_at, warnAt: warn_at, metAt: met_at, pausedAt: paused_at }
}
