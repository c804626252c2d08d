import type { Reader } from '../../../core/policy.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { SYSTEM, type App } from '../../../server/face.ts'
import { isRed, type LogEntry } from '../shared/entry.ts'
import { ENDED, ORDER_STATES, orderState, type Order } from '../shared/order.ts'
import { MOST_ITEMS, type Sheet, type SheetItem, type WatchShift } from '../shared/shift.ts'

const HALF_A_WATCH_MS = 12 * 3_600_000
/** Their deadlines stand in parts of their own. */
const SHOWN_ELSEWHERE = ['log-entry', 'alert', 'order', 'call-list']
/** Movements that are not over. */
const OUT = ['departed', 'arrived']

/** Logs of a desk, the newest watch first: what was left open in one is handed on by all that follow. */
export async function logsOf(app: App, desk: string): Promise<string[]> {
  const { items } = await app.store.list(SYSTEM, { kind: 'watch-shift', where: { desk: [desk] }, sort: { by: 'logged', dir: 'desc' }, limit: 500 })
  return items.map(({ record }) => record.id)
}

/** What stands open at this moment, of what the reader may see. */
export async function sheetOf(app: App, reader: Reader, shift: VigieRecord<WatchShift>, now: number): Promise<Sheet> {
  const logs = await logsOf(app, shift.data.desk)
  const [entries, actions, alerts, cirs, calls, orders, crises, movements] = await Promise.all([
    app.store.count(SYSTEM, { kind: 'log-entry', where: { log: [shift.id] } }),
    part(app, reader, { kind: 'log-entry', where: { state: ['open'], log: logs } }, (record) => {
      const entry = record.data as unknown as LogEntry
      return { ...(entry.due === undefined ? {} : { due: entry.due }), state: isRed(entry, now) ? 'red' : 'open' }
    }),
    part(app, reader, { kind: 'alert', where: { state: ['raised', 'delivered', 'acknowledged', 'acted'] } }, (record) => ({ state: String(record.data['state'] ?? 'raised') })),
    part(app, reader, { kind: 'cir', where: { enabled: ['true'] } }),
    part(app, reader, { kind: 'call-list', where: { state: ['open'] } }),
    part(app, reader, { kind: 'order', where: { state: ORDER_STATES.filter((state) => !ENDED.includes(state)) } }, (record) => {
      const order = record.data as unknown as Order
      return { ...(order.due === undefined ? {} : { due: order.due }), state: orderState(order) }
    }),
    part(app, reader, { kind: 'crisis', where: { state: ['running'] } }, (record) => ({ state: String(record.data['level']) })),
    movementsOut(app, reader),
  ])
  return { at: new Date(now).toISOString(), entries, parts: { actions, alerts, clocks: await clocksOf(app, reader, now), cirs, calls, orders, ...(movements ? { movements } : {}), crises } }
}

/** Open actions of a desk that are overdue, whoever may see them. */
export async function redOf(app: App, desk: string, now: number): Promise<VigieRecord<LogEntry>[]> {
  const found: VigieRecord<LogEntry>[] = []
  for await (const { record } of app.store.stream(SYSTEM, { kind: 'log-entry', where: { state: ['open'], log: await logsOf(app, desk) } })) {
    const entry = record as unknown as VigieRecord<LogEntry>
    if (isRed(entry.data, now)) {
      found.push(entry)
    }
  }
  return found
}

type Part = { total: number; items: SheetItem[] }

async function part(app: App, reader: Reader, query: Query, more: (record: VigieRecord) => Partial<SheetItem> = () => ({})): Promise<Part> {
  const { items, total } = await app.store.list(reader, { ...query, sort: { by: 'logged', dir: 'desc' }, limit: MOST_ITEMS })
  return { total, items: items.map(({ record }) => ({ id: record.id, ref: record.ref, kind: record.kind, ...more(record) })) }
}

/** Deadlines of other records that are overdue or fall due within the next watch. */
async function clocksOf(app: App, reader: Reader, now: number): Promise<Part> {
  await app.clocks.settled()
  const open = app.clocks.open(reader, { states: ['running', 'overdue'], before: now + HALF_A_WATCH_MS }).filter(({ clock }) => !SHOWN_ELSEWHERE.includes(clock.kind))
  const shown = open.slice(0, MOST_ITEMS)
  const refs = new Map<string, string>()
  for (const kind of new Set(shown.map(({ clock }) => clock.kind))) {
    const { items } = await app.store.list(reader, { kind, ids: [...new Set(shown.filter((one) => one.clock.kind === kind).map((one) => one.clock.record))], limit: MOST_ITEMS })
    items.forEach(({ record }) => refs.set(record.id, record.ref))
  }
  return { total: open.length, items: shown.flatMap(({ clock, rule }) => {
    const ref = refs.get(clock.record)
    return ref === undefined ? [] : [{ id: clock.record, ref, kind: clock.kind, ...(clock.dueAt === null ? {} : { due: clock.dueAt }), state: clock.state, label: rule.label }]
  }) }
}

/** Convoys and patrols that are out; null where no domain of this node knows movements. */
async function movementsOut(app: App, reader: Reader): Promise<Part | null> {
  const kind = app.store.kinds().get('movement')
  return kind?.facets['state'] === undefined ? null : part(app, reader, { kind: 'movement', where: { state: OUT } }, (record) => ({ state: String(record.data['state'] ?? '') }))
}
