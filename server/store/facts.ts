import type { Clock } from '../../core/clock.ts'
import type { Observation, Stream } from '../../core/observation.ts'
import type { AlertState, Receipt, Rule } from '../../core/rule.ts'
import type { Db } from './db.ts'
import { builder, statementOf } from './side.ts'

type ClockRow = { id: string; record: string; kind: string; name: string; state: Clock['state']; started_at: string | null; due_at: string | null; warn_at: string | null; met_at: string | null; paused_at: string | null }
type HeadRow = { stream: string; subject: string; at: number; received_at: number; lon: number | null; lat: number | null; value: number | null; quality: number }
type ReceiptRow = { alert: string; recipient: string; channel: Receipt['channel']; sent_at: string | null; delivered_at: string | null; acknowledged_at: string | null; failure: string | null }
type Tables = { clocks: ClockRow; streams: Stream; heads: HeadRow; rules: { name: string; value: string }; alerts: AlertRow; receipts: ReceiptRow }
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
  const sql = builder<Tables>(db.dialect)
  const all = <T>(query: { compile(): Parameters<typeof statementOf>[0] }): Promise<T[]> => {
    const { sql: text, params } = statementOf(query.compile())
    return db.all<T>(text, params)
  }
  const run = (query: { compile(): Parameters<typeof statementOf>[0] }): Promise<void> => db.run([statementOf(query.compile())])
  const clocks = async (query: { compile(): Parameters<typeof statementOf>[0] }): Promise<Clock[]> => (await all<ClockRow>(query)).map(clockOf)
  return {
    putClock(clock) {
      const row = { record: clock.record, kind: clock.kind, name: clock.name, state: clock.state, started_at: clock.startedAt, due_at: clock.dueAt, warn_at: clock.warnAt, met_at: clock.metAt, paused_at: clock.pausedAt }
      return run(sql.insertInto('clocks').values({ id: clock.id, ...row }).onConflict((c) => c.column('id').doUpdateSet(row)))
    },
    clocksOf: (record) => clocks(sql.selectFrom('clocks').selectAll().where('record', '=', record).orderBy('id')),
    clocksDue: (before) => clocks(sql.selectFrom('clocks').selectAll().where('state', 'in', ['running', 'overdue']).where('due_at', '<', before).orderBy('due_at').orderBy('id')),
    putStream({ id, ...row }) {
      return run(sql.insertInto('streams').values({ id, ...row }).onConflict((c) => c.column('id').doUpdateSet(row)))
    },
    streams: async () => (await all<Stream>(sql.selectFrom('streams').selectAll().orderBy('id'))).map((row) => ({ ...row })),
    putHead({ stream, subject, receivedAt, ...rest }) {
      const row = { ...rest, received_at: receivedAt }
      return run(
        sql.insertInto('heads').values({ stream, subject, ...row }).onConflict((c) => c.columns(['stream', 'subject']).doUpdateSet(row).where('heads.at', '<=', row.at)),
      )
    },
    headsOf: async (stream) =>
      (await all<HeadRow>(sql.selectFrom('heads').selectAll().where('stream', '=', stream).orderBy('subject'))).map(({ received_at, ...row }) => ({ ...row, receivedAt: received_at })),
    putRule(rule) {
      const value = JSON.stringify(rule)
      return run(sql.insertInto('rules').values({ name: rule.name, value }).onConflict((c) => c.column('name').doUpdateSet({ value })))
    },
    rules: async () => (await all<{ value: string }>(sql.selectFrom('rules').select('value').orderBy('name'))).map((row) => JSON.parse(row.value) as Rule),
    putAlert({ id, raisedAt, closedAt, ...rest }) {
      const row = { ...rest, raised_at: raisedAt, closed_at: closedAt }
      return run(sql.insertInto('alerts').values({ id, ...row }).onConflict((c) => c.column('id').doUpdateSet(row)))
    },
    openAlerts: async () =>
      (await all<AlertRow>(sql.selectFrom('alerts').selectAll().where('state', '!=', 'closed').orderBy('raised_at').orderBy('id'))).map(({ raised_at, closed_at, ...row }) => ({ ...row, raisedAt: raised_at, closedAt: closed_at })),
    putReceipt({ alert, recipient, channel, sentAt, deliveredAt, acknowledgedAt, failure }) {
      const row = { sent_at: sentAt, delivered_at: deliveredAt, acknowledged_at: acknowledgedAt, failure }
      return run(sql.insertInto('receipts').values({ alert, recipient, channel, ...row }).onConflict((c) => c.columns(['alert', 'recipient', 'channel']).doUpdateSet(row)))
    },
    receiptsOf: async (alert) =>
      (await all<ReceiptRow>(sql.selectFrom('receipts').selectAll().where('alert', '=', alert).orderBy('recipient').orderBy('channel'))).map(({ sent_at, delivered_at, acknowledged_at, ...row }) => ({ ...row, sentAt: sent_at, deliveredAt: delivered_at, acknowledgedAt: acknowledged_at })),
  }
}

function clockOf({ started_at, due_at, warn_at, met_at, paused_at, ...row }: ClockRow): Clock {
  return { ...row, startedAt: started_at, dueAt: due_at, warnAt: warn_at, metAt: met_at, pausedAt: paused_at }
}
