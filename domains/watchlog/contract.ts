import { derivedId } from '../../core/digest.ts'
import type { Handling } from '../../core/handling.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { NewAction, VigieRecord } from '../../core/record.ts'
import { storable } from '../../core/text.ts'
import type { CallList } from './shared/cir.ts'
import { isRed, type LogEntry } from './shared/entry.ts'
import { ENDED, ORDER_STATES, type Order } from './shared/order.ts'
import type { WatchShift } from './shared/shift.ts'

export { entryState, isRed, type LogEntry } from './shared/entry.ts'
export { orderState, type Order } from './shared/order.ts'
export { orderAddress } from './shared/order-draft.ts'
export type { Crisis } from './shared/crisis.ts'
export type { WatchShift } from './shared/shift.ts'

/** The reading door, as far as it is needed here: what a `Store` has. */
export type Reads = { list(reader: Reader, query: Query): Promise<{ items: readonly { record: VigieRecord }[]; total: number }> }

/** The watch that runs at a desk (any desk when none is named), the newest first; null when nobody keeps a watch. */
export async function currentWatch(store: Reads, reader: Reader, desk?: string): Promise<VigieRecord<WatchShift> | null> {
  const { items } = await store.list(reader, { kind: 'watch-shift', where: { state: ['open', 'signed-out'], ...(desk === undefined ? {} : { desk: [desk] }) }, sort: { by: 'logged', dir: 'desc' }, limit: 1 })
  return (items[0]?.record as VigieRecord<WatchShift> | undefined) ?? null
}

/**
 * The action that writes a line into a log (id of a watch or of a crisis); `key` names the event, so that it is written once
 * however often it is told. Commit it as the person who did it, or as the node. The number is given by the store.
 */
export function writeEntry(log: string, entry: Omit<LogEntry, 'log' | 'n' | 'done' | 'voided'>, key: readonly string[]): NewAction {
  const record = derivedId('log-entry', log, ...key)
  const data: LogEntry = { ...entry, log, text: storable(entry.text, 4000) || '-' }
  return { id: derivedId(record, 'create'), record, kind: 'log-entry', type: 'create', at: entry.at, basedOn: null, patch: { data: data as unknown as JsonObject } }
}

/** The action that puts an order on the board; `key` names the occasion, so that it is issued once. Commit it as the person who orders, or as the node. */
export function issueOrder(order: Omit<Order, 'state' | 'accepted' | 'steps' | 'effect'>, key: readonly string[], at: number, handling: Handling): NewAction {
  const record = derivedId('order', ...key)
  return { id: derivedId(record, 'create'), record, kind: 'order', type: 'create', at: new Date(at).toISOString(), basedOn: null, patch: { data: order as unknown as JsonObject, handling: handling as unknown as JsonObject } }
}

/** Actions that are open in a log, or in all of them; `red` of those shown are overdue. */
export async function openActions(store: Reads, reader: Reader, now: number, logs?: readonly string[]): Promise<{ total: number; red: number; items: VigieRecord<LogEntry>[] }> {
  const { items, total } = await store.list(reader, { kind: 'log-entry', where: { state: ['open'], ...(logs === undefined ? {} : { log: logs.slice(0, 500) }) }, sort: { by: 'logged', dir: 'asc' }, limit: 1000 })
  const entries = items.map((one) => one.record as unknown as VigieRecord<LogEntry>)
  return { total, red: entries.filter((one) => isRed(one.data, now)).length, items: entries }
}

export type LateItem = { id: string; ref: string; kind: 'log-entry' | 'order' | 'call-list'; title: string; due: string }

/** What should have been done by `now` (epoch ms) and was not, the latest first: open actions, orders, call lists. `more`: further open ones were not looked at. */
export async function lateItems(store: Reads, reader: Reader, now: number): Promise<{ items: LateItem[]; more: boolean }> {
  const open = ORDER_STATES.filter((state) => !ENDED.includes(state))
  const ask = (kind: string, states: readonly string[]) => store.list(reader, { kind, where: { state: [...states] }, sort: { by: 'logged', dir: 'desc' }, limit: 1000 })
  const [entries, orders, lists] = await Promise.all([ask('log-entry', ['open']), ask('order', open), ask('call-list', ['open'])])
  const late: LateItem[] = []
  const add = (kind: LateItem['kind'], record: VigieRecord, title: string, due: number): void => {
    if (due <= now) {
      late.push({ id: record.id, ref: record.ref, kind, title, due: new Date(due).toISOString() })
    }
  }
  for (const { record } of entries.items) {
    const data = record.data as unknown as LogEntry
    add('log-entry', record, data.action ?? data.text, Date.parse(data.due ?? ''))
  }
  for (const { record } of orders.items) {
    const data = record.data as unknown as Order
    add('order', record, data.title, Date.parse(data.due ?? ''))
  }
  for (const { record } of lists.items) {
    const data = record.data as unknown as CallList
    add('call-list', record, `${data.code}: ${data.ref}`, Date.parse(record.createdAt) + data.within * 60_000)
  }
  return { items: late.sort((a, b) => Date.parse(a.due) - Date.parse(b.due)), more: [entries, orders, lists].some((page) => page.total > page.items.length) }
}
