import type { Calendar, ClockRule } from '../../core/clock.ts'
import { OPEN_CLOCK_STATES } from '../../core/clock.ts'
import { clocksOf, stateAt } from '../../core/clocks.ts'
import type { Reader } from '../../core/policy.ts'
import { WORKFLOWS, type VigieRecord } from '../../core/record.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { NodeStore } from '../store/face.ts'
import type { StandingClock } from './face.ts'

const PORTION = 500
/** Histories read one after the other before others are answered. */
const AT_ONCE = 20

/** What the past of clocks is told from: the rules of a kind, the mission's calendar, and the clocks that stand now. */
export type PastParts = {
  store: NodeStore
  rulesOf(kind: string): readonly ClockRule[]
  calendar: Calendar
  /** Open clocks that the reader may see now, by record. */
  standing(kind: string): ReadonlyMap<string, readonly StandingClock[]>
}

/**
 * Open clocks of one kind as they stood when the node knew what had arrived by `at` (ISO UTC): a record nobody has changed since has
 * the clocks it has now, those of the others follow from the record as it stood and from what had been done to it by then.
 * Throws Problem `invalid-query` like every question about the past (`Known`).
 */
export async function openAt(parts: PastParts, reader: Reader, kind: string, at: string): Promise<StandingClock[]> {
  const { store } = parts
  const moment = Date.parse(at)
  // Refuses a moment too many changes back before anything is read.
  await store.known.list(reader, { kind, limit: 0 }, at)
  const touched = await touchedSince(store, kind, moment)
  const kept = [...parts.standing(kind)].filter(([record]) => !touched.has(record)).flatMap(([, clocks]) => clocks.map(({ clock, rule }) => ({ clock: { ...clock, state: stateAt(clock, moment) }, rule })))
  const moved = [...touched].flatMap(([record, createdAt]) => (Date.parse(createdAt) <= moment ? [record] : []))
  const stood: StandingClock[] = []
  for (let i = 0; i < moved.length; i += PORTION) {
    const ids = moved.slice(i, i + PORTION)
    const page = await store.known.list(reader, { kind, ids, workflow: [...WORKFLOWS], limit: ids.length }, at)
    for (const [n, { record }] of page.items.entries()) {
      if (n % AT_ONCE === 0) {
        await new Promise((resolve) => { setImmediate(resolve) })
      }
      stood.push(...(await ofRecordAt(parts, record, at)).filter(({ clock }) => OPEN_CLOCK_STATES.includes(clock.state)))
    }
  }
  return [...kept, ...stood]
}

/** Every clock of a record as it stood at `at`; `record` is the record as it stood then. */
export async function ofRecordAt({ store, rulesOf, calendar }: Omit<PastParts, 'standing'>, record: VigieRecord, at: string): Promise<StandingClock[]> {
  const moment = Date.parse(at)
  const rules = rulesOf(record.kind)
  const actions = (await store.history(SYSTEM, record.id)).filter(({ receivedAt }) => Date.parse(receivedAt) <= moment)
  return clocksOf(rules, record, actions, calendar, moment).flatMap((clock) => {
    const rule = rules.find(({ name }) => name === clock.name)
    return rule ? [{ clock, rule }] : []
  })
}

/** Records of a kind that were made or changed after `moment`, with when they were made. */
async function touchedSince(store: NodeStore, kind: string, moment: number): Promise<Map<string, string>> {
  const touched = new Map<string, string>()
  let cursor: string | undefined
  do {
    const page = await store.list(SYSTEM, { kind, workflow: [...WORKFLOWS], sort: { by: 'updated', dir: 'desc' }, limit: PORTION, ...(cursor === undefined ? {} : { cursor }) })
    for (const { record } of page.items) {
      if (Date.parse(record.updatedAt) <= moment) {
        return touched
      }
      touched.set(record.id, record.createdAt)
    }
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return touched
}
