import type { Calendar, Clock, ClockRule } from '../../core/clock.ts'
import { OPEN_CLOCK_STATES } from '../../core/clock.ts'
import { clocksOf, rungsOf, stateAt } from '../../core/clocks.ts'
import { derivedId } from '../../core/digest.ts'
import { WORKFLOWS, type VigieRecord } from '../../core/record.ts'
import { SYSTEM } from '../auth/reader.ts'
import { MISSION_ID, missionOf, type MissionData } from '../http/mission.ts'
import type { Crossing } from '../store/facts.ts'
import type { NodeStore } from '../store/face.ts'
import type { ClockQuery, Clocks, Crossed, StandingClock } from './face.ts'
import { inOrder } from './order.ts'
import { ofRecordAt, openAt } from './past.ts'

/** Longest sleep: a clock of the system that was set is noticed within it. */
const SLEEP_MS = 30_000
const SHORTEST_MS = 50
/** Clocks advanced in one go. */
const PORTION = 200
const RECORDS_AT_ONCE = 500
/** After this long without word, a crossing was decided by a process that ended before it told anybody. */
const UNTOLD_MS = 60_000
/** The rules all clocks of the store were derived by. */
const RULES_SETTING = 'clock-rules'

type Seen = Pick<VigieRecord, 'kind' | 'handling' | 'area' | 'workflow'>
type Standing = { seen: Seen; clocks: StandingClock[] }

/** What the clocks need of a node. `idle` false: history is being loaded, nothing is to be crossed yet. `clock` is epoch ms. */
export type ClockParts = { store: NodeStore; clock: () => number; idle: () => boolean; log: { error(fields: object, text: string): void } }

/**
 * The clocks of a store, derived again with every commit that touches their record, kept durably, and crossed by one timer
 * that never sleeps longer than half a minute and goes by the wall clock each time it wakes.
 */
export function createClocks({ store, clock, idle, log }: ClockParts): Clocks {
  const { facts } = store
  const standing = new Map<string, Standing>()
  const listeners = new Set<(crossed: Crossed) => Promise<void>>()
  let calendar: Calendar = calendarOf(null)
  let queue: Promise<void> = Promise.resolve()
  let looking: Promise<void> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let closed = false
  let started = false

  const rulesOf = (kind: string): readonly ClockRule[] => store.kinds().get(kind)?.clocks ?? []
  const kinds = (): string[] => store.kinds().all().filter((kind) => kind.clocks && kind.clocks.length > 0).map((kind) => kind.name)
  const ruleOf = (one: Clock): ClockRule | undefined => rulesOf(one.kind).find((rule) => rule.name === one.name)
  const withRules = (clocks: readonly Clock[]): StandingClock[] => clocks.flatMap((one) => { const rule = ruleOf(one); return rule ? [{ clock: one, rule }] : [] })

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    queue = queue.then(() => (closed ? undefined : work())).catch((error: unknown) => log.error({ err: error }, 'a clock could not be derived; it is derived again with the next change of its record and at the next start'))
    return queue
  }
  const remember = (id: string, seen: Seen, clocks: readonly Clock[]): void => {
    const open = withRules(clocks.filter((one) => OPEN_CLOCK_STATES.includes(one.state)))
    if (open.length > 0) {
      standing.set(id, { seen: { kind: seen.kind, handling: seen.handling, area: seen.area, workflow: seen.workflow }, clocks: open })
    } else {
      standing.delete(id)
    }
  }
  const nextOf = async (one: Clock, rule: ClockRule): Promise<string | null> => {
    const rungs = rungsOf(rule, one)
    const crossed = rungs.length === 0 ? -1 : await facts.crossed(one.id, one.run)
    const next = rungs.find(({ rung }) => rung > crossed)
    return next ? new Date(next.at).toISOString() : null
  }

  /** The clocks of a record as they stand in the store now; keeps them. */
  const derive = async (id: string): Promise<{ record: VigieRecord; clocks: Clock[] } | null> => {
    const record = (await store.get(SYSTEM, id))?.record
    if (!record) {
      return null
    }
    const clocks = clocksOf(rulesOf(record.kind), record, await store.history(SYSTEM, id), calendar, clock())
    const kept = new Map((await facts.clocksOf(id)).map((one) => [one.id, one]))
    for (const one of clocks) {
      const rule = ruleOf(one)
      if (rule && !sameClock(kept.get(one.id), one)) {
        await facts.putClock(one, await nextOf(one, rule))
      }
      kept.delete(one.id)
    }
    // A rule that no longer asks for a clock, or is no longer there: nobody waits for it.
    for (const gone of kept.values()) {
      if (OPEN_CLOCK_STATES.includes(gone.state)) {
        await facts.putClock({ ...gone, state: 'cancelled', version: record.version }, null)
      }
    }
    remember(id, record, clocks)
    return { record, clocks }
  }

  const tell = async (crossing: Crossing, crossed: Crossed): Promise<void> => {
    try {
      for (const listener of listeners) {
        await listener(crossed)
      }
      await facts.told(crossing)
    } catch (error) {
      log.error({ err: error, clock: crossed.clock.name, kind: crossed.clock.kind }, 'a deadline was reached and could not be acted on; it is tried again')
    }
  }
  const advance = async (row: Clock): Promise<void> => {
    const found = await derive(row.record)
    const one = found?.clocks.find(({ id }) => id === row.id)
    const rule = one && ruleOf(one)
    if (!found || !one || !rule) {
      return facts.putClock({ ...row, state: row.state === 'met' ? 'met' : 'cancelled' }, null)
    }
    const rungs = rungsOf(rule, one)
    const crossed = await facts.crossed(one.id, one.run)
    for (const [i, rung] of rungs.entries()) {
      if (rung.at > clock() || rung.rung <= crossed) {
        continue
      }
      const next = rungs[i + 1]
      const crossing: Crossing = { clock: one.id, run: one.run, rung: rung.rung, at: new Date(rung.at).toISOString(), crossedAt: new Date(clock()).toISOString(), by: crypto.randomUUID() }
      if (await facts.cross(crossing, one, next ? new Date(next.at).toISOString() : null)) {
        await tell(crossing, { ...stepsOf(crossing), clock: one, rule, rung, record: found.record })
      }
    }
    // What another process had crossed before leaves the row to be put right.
    await facts.putClock(one, await nextOf(one, rule))
  }
  const retell = async (): Promise<void> => {
    for (const crossing of await facts.untold(new Date(clock() - UNTOLD_MS).toISOString())) {
      const found = [...standing].flatMap(([record, { clocks }]) => clocks.filter(({ clock: one }) => one.id === crossing.clock && one.run === crossing.run).map((one) => ({ record, ...one })))[0]
      const record = found && (await store.get(SYSTEM, found.record))?.record
      const rung = found && rungsOf(found.rule, found.clock).find((one) => one.rung === crossing.rung)
      // Met or gone meanwhile: there is nothing left to do about it.
      await (found && record && rung ? tell(crossing, { ...stepsOf(crossing), clock: found.clock, rule: found.rule, rung, record }) : facts.told(crossing))
    }
  }
  const lookOnce = async (): Promise<void> => {
    await queue
    if (closed || !idle()) {
      return
    }
    const done = new Set<string>()
    for (;;) {
      const due = (await facts.clocksNext(new Date(clock()).toISOString(), PORTION)).filter(({ id }) => !done.has(id))
      if (due.length === 0) {
        break
      }
      for (const row of due) {
        done.add(row.id)
        await enqueue(() => advance(row))
      }
    }
    await enqueue(retell)
  }
  const look = async (): Promise<void> => {
    await looking
    looking = lookOnce().catch((error: unknown) => log.error({ err: error }, 'the clocks could not be looked at; tried again within half a minute'))
    await looking
  }
  const sleep = async (): Promise<void> => {
    if (closed || !started) {
      return
    }
    const next = await facts.nextClock().catch(() => null)
    const wait = next === null ? SLEEP_MS : Math.min(SLEEP_MS, Math.max(SHORTEST_MS, Date.parse(next) - clock()))
    if (timer) {
      clearTimeout(timer)
    }
    if (!closed) {
      timer = setTimeout(() => void look().finally(sleep), idle() ? wait : SLEEP_MS)
      timer.unref()
    }
  }

  const stop = store.onCommit((batch) => {
    const touched = new Set<string>()
    for (const { record } of batch.changes) {
      if (rulesOf(record.kind).length > 0) {
        touched.add(record.id)
      }
      if (record.id === MISSION_ID && started) {
        calendar = calendarOf(record.data as unknown as MissionData)
        void enqueue(async () => { for (const id of standing.keys()) { await derive(id) } }).then(sleep)
      }
    }
    if (touched.size > 0) {
      void enqueue(async () => { for (const id of touched) { await derive(id) } }).then(sleep)
    }
  })

  const load = async (): Promise<void> => {
    calendar = calendarOf(await missionOf(store))
    const kept = Map.groupBy(await facts.clocksIn(OPEN_CLOCK_STATES), (one) => one.kind)
    for (const [kind, clocks] of kept) {
      if (!store.kinds().get(kind)) {
        continue
      }
      const byRecord = Map.groupBy(clocks, (one) => one.record)
      const ids = [...byRecord.keys()]
      for (let i = 0; i < ids.length; i += RECORDS_AT_ONCE) {
        const page = await store.list(SYSTEM, { kind, ids: ids.slice(i, i + RECORDS_AT_ONCE), workflow: [...WORKFLOWS], limit: RECORDS_AT_ONCE })
        page.items.forEach(({ record }) => remember(record.id, record, byRecord.get(record.id) ?? []))
      }
    }
  }
  /** Records that were written while no node derived their clocks. */
  const catchUp = async (): Promise<void> => {
    const rules = derivedId(...kinds().flatMap((kind) => rulesOf(kind).map((rule) => JSON.stringify([kind, rule.name, rule.start, rule.warnSeconds, rule.metBy, rule.ladder, rule.pause, rule.resume, rule.due.toString()]))))
    const anew = (await store.side.setting(RULES_SETTING)) !== rules
    for (const kind of kinds()) {
      const versions = await facts.clockVersions(kind)
      for await (const { record } of store.stream(SYSTEM, { kind, workflow: [...WORKFLOWS] })) {
        if (closed) {
          return
        }
        if (anew || versions.get(record.id) !== record.version) {
          await derive(record.id)
        }
      }
    }
    await store.side.setSetting(RULES_SETTING, rules)
  }

  return {
    onCrossed(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    open(reader, query = {}) {
      const sees = store.sight(reader)
      const now = clock()
      const found: StandingClock[] = []
      for (const { seen, clocks } of standing.values()) {
        if ((query.kinds && !query.kinds.includes(seen.kind)) || !sees(seen)) {
          continue
        }
        for (const { clock: one, rule } of clocks) {
          const then = { ...one, state: stateAt(one, now) }
          if (fits(then, query)) {
            found.push({ clock: then, rule })
          }
        }
      }
      return found.sort((a, b) => inOrder(a.clock, b.clock))
    },
    async openAt(reader, at, query = {}) {
      const sees = store.sight(reader)
      const asked = kinds().filter((kind) => query.kinds?.includes(kind) ?? true)
      const ofKind = (kind: string) => new Map([...standing].flatMap(([record, one]) => (one.seen.kind === kind && sees(one.seen) ? [[record, one.clocks] as const] : [])))
      const found: StandingClock[] = []
      for (const kind of asked) {
        found.push(...await openAt({ store, rulesOf, calendar, standing: ofKind }, reader, kind, at))
      }
      return found.filter(({ clock: one }) => fits(one, query)).sort((a, b) => inOrder(a.clock, b.clock))
    },
    ofRecordAt: async (record, at) => (await ofRecordAt({ store, rulesOf, calendar }, record, at)).sort((a, b) => inOrder(a.clock, b.clock)),
    async ofRecord(record) {
      const now = clock()
      return withRules((await facts.clocksOf(record)).map((one) => ({ ...one, state: stateAt(one, now) }))).sort((a, b) => inOrder(a.clock, b.clock))
    },
    kinds,
    settled: () => queue,
    look,
    async start() {
      started = true
      await load()
      void enqueue(catchUp).then(sleep)
    },
    async close() {
      closed = true
      stop()
      if (timer) {
        clearTimeout(timer)
      }
      await queue
      await looking
    },
  }
}

/** The id of a step, and of those before it since the clock fell due. */
function stepsOf({ clock, run, rung }: Pick<Crossing, 'clock' | 'run' | 'rung'>): Pick<Crossed, 'id' | 'earlier'> {
  const id = (step: number): string => derivedId(clock, run, String(step))
  return { id: id(rung), earlier: Array.from({ length: Math.max(0, rung - 1) }, (_, i) => id(rung - 1 - i)) }
}

function calendarOf(mission: MissionData | null): Calendar {
  return { zone: mission?.zone ?? 'UTC', weekend: mission?.weekend ?? [6, 7], holidays: mission?.holidays ?? [] }
}

function sameClock(a: Clock | undefined, b: Clock): boolean {
  return a !== undefined && (Object.keys(b) as (keyof Clock)[]).every((key) => a[key] === b[key])
}

/** Is it what is asked for, its kind apart? */
function fits(clock: Clock, { states, before }: ClockQuery): boolean {
  return (!states || states.includes(clock.state)) && (before === undefined || (clock.dueAt !== null && Date.parse(clock.dueAt) < before))
}
