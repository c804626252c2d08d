import type { Clock } from '../../core/clock.ts'
import type { Observation, Stream } from '../../core/observation.ts'
import type { AlertState, Receipt, Rule } from '../../core/rule.ts'
import type { Db, Row, Statement, Value } from './db.ts'
import { upsert } from './upsert.ts'

type ClockRow = { id: string; record: string; kind: string; name: string; state: Clock['state']; started_at: string | null; due_at: string | null; warn_at: string | null; met_at: string | null; paused_at: string | null }
type HeadRow = { stream: string; subject: string; at: number; received_at: number; lon: number | null; lat: number | null; value: number | null; quality: number }
type ReceiptRow = { alert: string; recipient: string; channel: Receipt['channel']; sent_at: string | null; delivered_at: string | null; acknowledged_at: string | null; failure: string | null }
type AlertRow = { id: string; rule: string; subject: string; state: AlertState; severity: number; raised_at: string; closed_at: string | null }

/** One episode of a rule about one subject. Times ISO 8601 UTC. */
export type Alert = { id: string; rule: string; subject: string; state: AlertState; severity: number; raisedAt: string; closedAt: string | null }

/** Facts beside the records: deadlines, streams with their latest values, rules, alerts and proofs of delivery. `put` replaces what has the same identity. */
export type Facts = {
  putClock(clock: Clock): Promise<void>
  clocksOf(record: string): Promise<Clock[]>
  /** Clocks that still run and are due before a time (ISO), first due first. */
  clocksDue(before: string): Promise<Clock[]>
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
  const clocks = async (rest: string, params: readonly Value[]): Promise<Clock[]> => (await db.all<ClockRow>(`select * from clocks where ${rest}`, params)).map(clockOf)
  return {
    putClock: ({ startedAt, dueAt, warnAt, metAt, pausedAt, ...row }) => put('clocks', ['id'], { ...row, started_at: startedAt, due_at: dueAt, warn_at: warnAt, met_at: metAt, paused_at: pausedAt }),
    clocksOf: (record) => clocks('record = ? order by id', [record]),
    clocksDue: (before) => clocks("state in ('running', 'overdue') and due_at < ? order by due_at, id", [before]),
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

function clockOf({ started_at, due_at, warn_at, met_at, paused_at, ...row }: ClockRow): Clock {
  return { ...row, startedAt: started_at, dueAt: due_at, warnAt: warn_at, metAt: met_at, pausedAt: paused_at }
}
