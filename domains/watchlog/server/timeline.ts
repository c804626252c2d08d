import { Type } from 'typebox'
import type { Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { marking } from '../../../core/handling.ts'
import { csvLine } from '../../../formats/csv-write.ts'
import { closed, endpoint, findRecord, nullable, ok, type App, type Endpoint } from '../../../server/face.ts'
import type { Crisis } from '../shared/crisis.ts'
import type { LogEntry } from '../shared/entry.ts'
import type { Order } from '../shared/order.ts'

/** What one line of a chronology tells of. */
const WHAT = ['begin', 'log', 'void', 'action', 'level', 'decision', 'order', 'step', 'alert', 'record', 'stand-down'] as const
type What = (typeof WHAT)[number]
const Line = Type.Object({ at: Type.String(), what: Type.Enum([...WHAT]), id: Type.String(), ref: Type.String(), n: nullable(Type.Integer()), code: nullable(Type.String()), from: nullable(Type.String()), to: nullable(Type.String()), text: Type.String(), by: nullable(Type.String()), role: nullable(Type.String()), marking: Type.String() }, closed)
type Line = { at: string; what: What; id: string; ref: string; n: number | null; code: string | null; from: string | null; to: string | null; text: string; by: string | null; role: string | null; marking: string }
/** Alerts of the period shown between the lines; the answer says when there were more. */
const MOST_ALERTS = 1000

const timeline = endpoint({
  method: 'GET', path: '/api/crises/:id/timeline', tag: 'watchlog', summary: 'The whole chronology of a crisis: log, decisions, levels, orders, alerts', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed), query: Type.Object({ format: Type.Optional(Type.String({ description: 'json (default) or csv' })) }, { additionalProperties: true }),
  answers: { 200: Type.Object({ items: Type.Array(Line), more: Type.Boolean() }, closed) },
  async handle(call) {
    const { app, reader, params, query, now } = call
    const { record } = await findRecord(call, params.id)
    if (record.kind !== 'crisis') {
      throw new Problem('not-found', `There is no crisis ${params.id}, or it may not be seen`)
    }
    const { items, more } = await linesOf(app, reader, record as unknown as VigieRecord<Crisis>, now)
    if (query.format !== 'csv') {
      return ok({ items, more })
    }
    await app.store.audit(reader, [...new Set(items.map((one) => one.id))], 'export', { format: 'csv', count: items.length, of: record.ref })
    const head = ['at', 'what', 'number', 'code', 'from', 'to', 'text', 'by', 'role', 'reference', 'marking']
    const rows = items.map((one) => csvLine([one.at, one.what, one.n, one.code, one.from, one.to, one.text, one.by, one.role, one.ref, one.marking]))
    return { status: 200, headers: { 'content-disposition': `attachment; filename="${record.ref}.csv"` }, raw: `\uFEFF${[csvLine(head), ...rows].join('\r\n')}\r\n`, type: 'text/csv; charset=utf-8' }
  },
})

/** Everything a reader may see of a crisis, in the order it happened. */
async function linesOf(app: App, reader: Reader, crisis: VigieRecord<Crisis>, now: number): Promise<{ items: Line[]; more: boolean }> {
  const lines: Line[] = []
  const add = async (record: VigieRecord, at: string, what: What, text: string, by: string | null, more: Partial<Line> = {}): Promise<void> => {
    lines.push({ at: new Date(at).toISOString(), what, id: record.id, ref: record.ref, n: null, code: null, from: null, to: null, text, by: by === null ? null : await app.names.of(by), role: null, marking: marking(record.handling), ...more })
  }
  const { data } = crisis
  await add(crisis, data.began, 'begin', [data.name, data.summary].filter((one) => one).join('\n'), crisis.createdBy, { role: crisis.createdRole, code: data.levels?.length ? null : data.level })
  for (const one of data.levels ?? []) {
    await add(crisis, one.at, 'level', one.why, one.by, { role: one.role, code: one.level })
  }
  for (const one of data.decisions ?? []) {
    await add(crisis, one.at, 'decision', [one.what, one.why, one.instead].filter((part) => part).join('\n'), one.by, { role: one.role, from: one.authority ?? null })
  }
  if (data.stoodDown) {
    await add(crisis, data.stoodDown.at, 'stand-down', data.stoodDown.why, data.stoodDown.by, { role: data.stoodDown.role })
  }
  for await (const { record } of app.store.stream(reader, { kind: 'log-entry', where: { log: [crisis.id] } })) {
    const entry = record.data as unknown as LogEntry
    const said = { n: entry.n ?? null, from: entry.from ?? entry.callsign ?? null, to: entry.to ?? null }
    await add(record, entry.at, entry.voided ? 'void' : 'log', entry.voided ? `${entry.text}\n${entry.voided.reason}` : entry.text, record.createdBy, { ...said, role: record.createdRole, code: entry.means ?? entry.way })
    if (entry.done) {
      await add(record, entry.done.at, 'action', [entry.action, entry.done.how].filter((one) => one).join('\n'), entry.done.by, { n: entry.n ?? null, role: entry.done.role })
    }
  }
  for await (const { record } of app.store.stream(reader, { kind: 'order', where: { crisis: [crisis.id] } })) {
    const order = record.data as unknown as Order
    await add(record, record.createdAt, 'order', order.title, record.createdBy, { role: record.createdRole, code: order.type, from: order.from, to: order.to })
    for (const step of order.steps ?? []) {
      await add(record, step.at, 'step', [order.title, step.note].filter((one) => one).join('\n'), step.by, { role: step.role, code: step.state })
    }
  }
  for (const id of data.records ?? []) {
    const seen = await app.store.get(reader, id)
    if (seen) {
      const shown = app.store.kinds().need(seen.record.kind).project(seen.record.data)
      await add(seen.record, shown.happened ? new Date(shown.happened[0]).toISOString() : seen.record.createdAt, 'record', shown.title, seen.record.createdBy, { role: seen.record.createdRole })
    }
  }
  const to = data.stoodDown ? Date.parse(data.stoodDown.at) : now
  // One that is to begin later, or by a clock that runs ahead, has no period yet.
  const alerts = app.store.kinds().get('alert') === undefined || Date.parse(data.began) > to ? null : await app.store.list(reader, { kind: 'alert', time: { axis: 'happened', from: new Date(Date.parse(data.began)).toISOString(), to: new Date(to + 1).toISOString() }, severity: 4, limit: MOST_ALERTS })
  for (const { record } of alerts?.items ?? []) {
    await add(record, String(record.data['at']), 'alert', (record.data['title'] as { en: string }).en, null, { code: String(record.data['severity']) })
  }
  return { items: lines.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : (a.n ?? 0) - (b.n ?? 0))), more: alerts !== null && alerts.total > alerts.items.length }
}

export const timelineRoutes: readonly Endpoint[] = [timeline]
