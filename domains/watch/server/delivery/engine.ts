import type { Action, VigieRecord } from '../../../../core/record.ts'
import { replay } from '../../../../core/reduce.ts'
import { SYSTEM, type App, type Service } from '../../../../server/face.ts'
import { isWaiting, stateOf, type Alert } from '../../shared/alert.ts'
import type { Notice } from '../../shared/delivery/notice.ts'
import { fits } from '../../shared/delivery/plan.ts'
import { offerTeller } from '../../shared/delivery/subjects.ts'
import { inOrder, type Rung } from '../../shared/delivery/targets.ts'
import { alertSeen, subjectRead } from './answered.ts'
import { Attempts } from './attempts.ts'
import { Directory } from './directory.ts'
import { Groups } from './groups.ts'
import { Sender } from './sender.ts'
import { tell, type Means, type Reopening } from './telling.ts'

/** What was raised longer ago than this when it came in tells nobody: history that is loaded wakes no one. */
const OLDEST_MS = 6 * 3_600_000
const LONGEST_SLEEP_MS = 30_000
/** While a step is still to come it is looked for so often. */
const STEP_MS = 1000

/** `reopening`: what began it anew, once it had been closed. */
type Ladder = { raisedAt: number; done: number; reopening: Reopening | null }

/**
 * Carries alerts to people: takes their steps in time, and hands what is to go out to the attempts. What is known of each notice is
 * its record; what is here can be built again from the records, and is when the node starts.
 */
export class Delivery implements Service {
  readonly directory: Directory
  readonly sender: Sender
  readonly #app: App
  readonly #attempts: Attempts
  readonly #groups = new Groups()
  readonly #means: Means
  readonly #ladders = new Map<string, Ladder>()
  /** Alerts whose steps are looked at next: asked for again before it comes to that, they are looked at once. */
  readonly #climbing = new Set<string>()
  readonly #heard = new Set<string>()
  #loaded = false
  #work: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | null = null
  #closed = false
  #stop: () => void = () => {}

  private constructor(app: App) {
    this.#app = app
    this.directory = new Directory(app)
    this.sender = new Sender(app, this.directory)
    this.#attempts = new Attempts(app, this.sender, () => this.#due())
    this.#means = { directory: this.directory, groups: this.#groups, hasBrowser: async (account) => (await this.sender.push.browsersOf(account)).length > 0, waits: (notice) => this.#attempts.waits(notice) }
  }

  static async start(app: App): Promise<Delivery> {
    const made = new Delivery(app)
    made.#stop = app.store.onCommit(({ changes }) => {
      for (const { action, record } of changes) {
        if (record.kind === 'alert') {
          made.#alert(action, record)
        } else if (record.kind === 'notice') {
          if (!made.#loaded) {
            made.#heard.add(record.id)
          }
          made.#note(record)
        }
      }
    })
    await made.#load()
    engines.set(app, made)
    offerTeller(app, {
      tell: ({ record, to, afterMinutes, channels }) => made.#inTurn(() => made.#tell(record, { afterMinutes, to: [...to], ...(channels ? { channels: [...channels] } : {}) })),
      read: (record, account) => made.#inTurn(() => subjectRead(app, record, account)),
    })
    return made
  }

  /** Every step that was due is taken and every notice under way has its answer. */
  async settled(): Promise<void> {
    do {
      await this.#work
      await Promise.all(this.#attempts.underway)
    } while (this.#attempts.underway.length > 0)
    await this.#work
  }

  /** Take what is due by the node's clock now, also when the timer sleeps still. */
  async look(): Promise<void> {
    this.#due()
    await this.settled()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#attempts.close()
    this.#stop()
    offerTeller(this.#app, null)
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    await this.settled()
    this.directory.close()
    this.sender.close()
  }

  /** The steps of an alert: what it says itself, and the plans it falls under. */
  async rungsOf(record: VigieRecord): Promise<Rung[]> {
    const directory = await this.directory.fresh()
    const alert = record.data as unknown as Alert
    const plans = directory.plans.filter(({ data }) => fits(data, alert, record.area, this.#app.store.areas()))
    return inOrder([...(alert.wake ?? []), ...plans.flatMap(({ data }) => data.ladder)])
  }

  #enqueue(work: () => Promise<void>): void {
    this.#work = this.#work.then(() => (this.#closed ? undefined : work())).catch((err: unknown) => this.#app.log.error({ err }, 'an alert could not be handed on; its next step is tried in its time'))
  }

  /** After what is under way; a failure is the asker's. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(() => (this.#closed ? undefined : work()))
    this.#work = done.catch(() => undefined)
    return done
  }

  async #load(): Promise<void> {
    const { store } = this.#app
    for await (const { record } of store.stream(SYSTEM, { kind: 'notice', where: { state: ['queued', 'sending'] } })) {
      // What came of it while this was read is newer than what was read.
      if (!this.#heard.has(record.id)) {
        this.#note(record)
      }
    }
    this.#heard.clear()
    this.#loaded = true
    for await (const { record } of store.stream(SYSTEM, { kind: 'alert', where: { state: ['raised', 'delivered'] } })) {
      this.#begin(record, await this.#reopeningOf(record))
    }
  }

  #alert({ id, type, actor, receivedAt }: Action, record: VigieRecord): void {
    if (type === 'create') {
      this.#begin(record, null)
    } else if (type === 'reopen' || (type === 'again' && !this.#ladders.has(record.id))) {
      this.#begin(record, { id, at: receivedAt })
    } else if (!isWaiting(record.data as unknown as Alert) && this.#ladders.delete(record.id)) {
      this.#enqueue(() => alertSeen(this.#app, record.id, actor, (other) => this.#ladders.has(other)))
    }
  }

  #begin(record: VigieRecord, reopening: Reopening | null): void {
    const alert = record.data as unknown as Alert
    const raisedAt = Date.parse(reopening?.at ?? record.createdAt)
    // What is told of again is of now, however long ago it was first told of.
    const late = this.#app.clock() - (reopening ? raisedAt : Math.min(raisedAt, Date.parse(alert.at)))
    if (this.#app.loading === null && late < OLDEST_MS && isWaiting(alert)) {
      this.#ladders.set(record.id, { raisedAt, done: -1, reopening })
      this.#climbs(record.id)
    }
  }

  /** What last opened an alert again that had been closed; null where nothing did, or too long ago to tell anybody. */
  async #reopeningOf(record: VigieRecord): Promise<Reopening | null> {
    if (record.version === 1 || this.#app.clock() - Date.parse(record.updatedAt) >= OLDEST_MS) {
      return null
    }
    const history = await this.#app.store.history(SYSTEM, record.id)
    const kind = this.#app.store.kinds().need('alert')
    const at = history.findLastIndex(({ type }, i) => type === 'reopen' || (type === 'again' && stateOf((replay(kind, history.slice(0, i))?.data ?? {}) as Pick<Alert, 'state'>) === 'closed'))
    const found = history[at]
    return found ? { id: found.id, at: found.receivedAt } : null
  }

  #climbs(id: string): void {
    if (!this.#climbing.has(id)) {
      this.#climbing.add(id)
      this.#enqueue(() => {
        this.#climbing.delete(id)
        return this.#climb(id)
      })
    }
  }

  /** The steps of an alert that are due and were not taken. */
  async #climb(id: string): Promise<void> {
    const ladder = this.#ladders.get(id)
    const record = (await this.#app.store.get(SYSTEM, id))?.record
    if (!ladder || !record) {
      return
    }
    const rungs = await this.rungsOf(record)
    const elapsed = (this.#app.clock() - ladder.raisedAt) / 60_000
    for (const rung of rungs.filter((one) => one.afterMinutes > ladder.done && one.afterMinutes <= elapsed)) {
      await this.#tell(record, rung, ladder.reopening)
    }
    // With nobody further up, whoever was told stays told: it is kept to hear that it was seen.
    ladder.done = rungs.some((one) => one.afterMinutes > elapsed) ? elapsed : Number.POSITIVE_INFINITY
    this.#sleep()
  }

  async #tell(record: VigieRecord, rung: Rung, reopening: Reopening | null = null): Promise<void> {
    await tell(this.#app, this.#means, record, rung, reopening)
    this.#due()
  }

  #note(record: VigieRecord): void {
    const waits = this.#attempts.note(record)
    this.#groups.note(record.id, record.data as unknown as Notice)
    if (waits) {
      this.#sleep()
    }
  }

  #sleep(): void {
    if (this.#closed) {
      return
    }
    const now = this.#app.clock()
    const steps = [...this.#ladders.values()].some(({ done }) => Number.isFinite(done))
    const next = Math.min(now + LONGEST_SLEEP_MS, this.#attempts.next, steps ? now + STEP_MS : Number.POSITIVE_INFINITY)
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    this.#timer = setTimeout(() => this.#due(), Math.max(20, next - now))
    this.#timer.unref()
  }

  #due(): void {
    const now = this.#app.clock()
    for (const [id, ladder] of this.#ladders) {
      if (Number.isFinite(ladder.done)) {
        this.#climbs(id)
      }
    }
    this.#groups.forget(now)
    this.#attempts.due(now)
    this.#sleep()
  }
}

const engines = new WeakMap<App, Delivery>()

/** The delivery of a node that was started. */
export function deliveryOf(app: App): Delivery {
  const found = engines.get(app)
  if (!found) {
    throw new Error('the delivery of alerts has not started')
  }
  return found
}
