import { setTimeout as delay } from 'node:timers/promises'
import { canonical, type JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { App } from '../http/app-context.ts'
import { presentRecords } from '../http/present.ts'
import type { Frame } from './channel.ts'
import { Channels } from './channels.ts'
import { readFrame, type ServerFrame } from './frames.ts'
import type { Recall } from './recall.ts'
import { Subscription } from './subscription.ts'
import { Turns } from './turns.ts'
import type { SharedTotals } from './totals.ts'
import { holdsSealed, keyOf, viewsOf, type ViewCache } from './views.ts'

/** What this room uses of a way out to a screen. */
export type Socket = { send(frame: string | Frame): void; ping(): void; close(code: number, reason: string): void; terminate(): void; readonly bufferedAmount: number }

/** What all clients of a node share. */
export type Shared = {
  app: App
  totals: SharedTotals
  recall: Recall
  /** Ask to be flushed again after some ms. */
  wake(ms: number): void
}

/** A screen follows what every line of work shows on it: some thirty with all of them. */
const MAX_SUBSCRIPTIONS = 48
const SNAPSHOT_ITEMS = 100
const MAX_SNAPSHOT_ITEMS = 500
/** Above so many unsent bytes a client is slow: deltas, answers and heartbeats wait. */
const SLOW_BYTES = 256 * 1024
/** A channel is not asked for more while so much is unsent: over a thin line a newer frame soon is worth more than this one and then that. */
const CHANNEL_BYTES = 16 * 1024
/** A slow client is tried again after this. */
const RETRY_MS = 200
/** A flooded subscription gets a new snapshot at most so often. */
const SNAPSHOT_EVERY_MS = 1_000
/** Without any sign of life for so long a connection is dead. */
const DEAD_MS = 90_000

/**
 * One open screen. Records are lossless in their last state: a slow client gets fewer, newer deltas, never
 * an unbounded queue, and never slows another.
 */
export class LiveClient {
  readonly #shared: Shared
  readonly #app: App
  readonly #socket: Socket
  readonly #subscriptions = new Map<string, Subscription>()
  readonly #channels: Channels
  #reader: Reader
  #readerKey: string
  readonly #turns = new Turns()
  /** The account is being looked up again; until then nothing is sent that depends on it. */
  #hold: Promise<void> | null = null
  #flushing = false
  #again: ViewCache | null = null
  /** Every change up to here that concerns this client has been sent. */
  #settledAt: number
  /** Counted for subscriptions that have ended. */
  #coalesced = 0
  #heardAt: number
  #closed = false

  constructor(shared: Shared, socket: Socket, reader: Reader) {
    this.#shared = shared
    this.#app = shared.app
    this.#socket = socket
    this.#reader = reader
    this.#channels = new Channels(shared.app, () => shared.wake(0))
    this.#readerKey = keyOf(reader)
    this.#settledAt = shared.app.store.position()
    this.#heardAt = shared.app.clock()
  }

  get user(): string {
    return this.#reader.user
  }

  /** The account behind this screen changed. `look` answers who it is now, or null when nobody may listen any more. */
  recheck(look: () => Promise<Reader | null>): void {
    const held: Promise<void> = look().then(
      (reader) => this.#become(held, reader),
      (error: unknown) => {
        this.#app.log.error({ err: error }, 'the account of a live client could not be read')
        this.#become(held, null)
      },
    )
    this.#hold = held
  }

  /** A sign of life that is no frame. */
  alive(): void {
    this.#heardAt = this.#app.clock()
  }

  /** Take a frame from the wire. Frames of one client are answered in order. */
  receive(text: string): void {
    if (this.#closed) {
      return
    }
    this.alive()
    if (this.#turns.isTooMany(this.#app.clock())) {
      this.end(4429, 'too many frames')
      return
    }
    try {
      const frame = readFrame(text)
      switch (frame.op) {
        case 'ping':
          this.#sendUnlessSlow({ op: 'pong', t: frame.t, serverTime: new Date(this.#app.clock()).toISOString() })
          return
        case 'unsubscribe':
          this.#enqueue(frame.id, async () => this.#forget(frame.id))
          return
        case 'subscribe':
        case 'resume': {
          const { id, from } = frame
          const query = frame.query as Query
          this.#enqueue(id, () => (from === undefined ? this.#snapshot(id, query) : this.#resume(id, query, from)))
          return
        }
        case 'open':
          this.#enqueue(frame.id, () => this.#openChannel(frame.id, frame.channel, (frame.params ?? {}) as JsonObject))
          return
        case 'close':
          this.#enqueue(frame.id, async () => this.#channels.end(frame.id))
      }
    } catch (error) {
      this.#refuse(null, error)
    }
  }

  /** Take committed records in, by kind; what concerns this client is sent by the next flush. */
  offer(changes: ReadonlyMap<string, readonly VigieRecord[]>): void {
    for (const subscription of this.#subscriptions.values()) {
      const records = changes.get(subscription.query.kind)
      if (records) {
        subscription.offer(records)
      }
    }
  }

  /** Words are hidden that were shown, or the other way round. */
  veilChanged(): void {
    this.#startAnew(() => true)
    this.#shared.wake(0)
  }

  /** The tree of places changed: screens that depend on it start anew. */
  areasChanged(): void {
    const limited = this.#reader.grants.some((grant) => grant.area !== null)
    this.#startAnew((subscription) => limited || subscription.query.area !== undefined)
    this.#channels.become(this.#reader, (id, error) => this.#refuse(id, error))
  }

  /** Send what waits. Runs once at a time; while a client is slow its changes go on waiting. */
  flush(views: ViewCache): void {
    if (this.#flushing) {
      this.#again = views
      return
    }
    if (!this.#owes()) {
      return
    }
    this.#flushing = true
    this.#flush(views).catch((error: unknown) => {
      this.#app.log.error({ err: error }, 'a live client could not be served')
      this.end(1011, 'failed on our side')
    }).finally(() => {
      this.#flushing = false
      const again = this.#again
      this.#again = null
      if (again) {
        this.flush(again)
      }
    })
  }

  /** Say that the connection lives, and up to which position everything was sent. Ends one that shows no sign of life. */
  heartbeat(dataAt: string | null): void {
    const now = this.#app.clock()
    if (now - this.#heardAt > DEAD_MS) {
      this.#closed = true
      this.#channels.endAll()
      this.#socket.terminate()
      return
    }
    const subscriptions = [...this.#subscriptions.values()]
    if (!this.#flushing && !this.#hold && subscriptions.every((one) => one.settled)) {
      this.#settledAt = this.#app.store.position()
    }
    const coalesced = subscriptions.reduce((sum, one) => sum + one.coalesced, this.#coalesced)
    this.#sendUnlessSlow({ op: 'heartbeat', position: this.#settledAt, serverTime: new Date(now).toISOString(), dataAt, coalesced })
    if (!this.#closed) {
      this.#socket.ping()
    }
  }

  /** The connection has ended; what was on the screen is remembered for a while. */
  left(): void {
    this.#closed = true
    for (const subscription of this.#subscriptions.values()) {
      this.#shared.recall.keep(this.#recallKey(subscription.query), subscription.known)
    }
    this.#subscriptions.clear()
    this.#channels.endAll()
  }

  /** Close from this side; nothing is sent afterwards. */
  end(code: number, reason: string): void {
    if (!this.#closed) {
      this.#closed = true
      this.#channels.endAll()
      this.#socket.close(code, reason)
    }
  }

  #become(held: Promise<void>, reader: Reader | null): void {
    if (this.#hold !== held) {
      // Looked up once more since.
      return
    }
    this.#hold = null
    if (!reader) {
      this.end(4401, 'signed out')
      return
    }
    const key = keyOf(reader)
    const same = key === this.#readerKey
    this.#reader = reader
    this.#readerKey = key
    if (!same) {
      this.#startAnew(() => true)
      this.#channels.become(reader, (id, error) => this.#refuse(id, error))
    }
    this.#shared.wake(0)
  }

  #startAnew(which: (subscription: Subscription) => boolean): void {
    for (const subscription of [...this.#subscriptions.values()].filter(which)) {
      const { id, query } = this.#open(subscription.id, subscription.query)
      this.#enqueue(id, async () => (this.#subscriptions.has(id) ? this.#snapshot(id, query) : undefined))
    }
  }

  async #snapshot(id: string, query: Query): Promise<void> {
    await this.#unheld()
    const { store } = this.#app
    const subscription = this.#open(id, query)
    const position = store.position()
    const reader = this.#reader
    try {
      const page = await store.list(reader, { ...query, cursor: undefined, limit: Math.min(query.limit ?? SNAPSHOT_ITEMS, MAX_SNAPSHOT_ITEMS) })
      const items = await presentRecords(this.#app, reader, page.items)
      await this.#unheld()
      if (this.#closed || this.#subscriptions.get(id) !== subscription) {
        return
      }
      subscription.open(items, page.total, store.position() === position)
      subscription.snapshotAt = this.#app.clock()
      this.#send(JSON.stringify({ op: 'snapshot', id, position, total: page.total, items } satisfies ServerFrame))
      this.#wakeFor(subscription)
    } catch (error) {
      if (this.#subscriptions.get(id) === subscription) {
        this.#forget(id)
      }
      throw error
    }
  }

  async #resume(id: string, query: Query, from: number): Promise<void> {
    await this.#unheld()
    const { store } = this.#app
    const missed = from > store.position() ? null : store.since(from)
    const known = this.#shared.recall.of(this.#recallKey(query))
    if (!missed || !known) {
      return this.#snapshot(id, query)
    }
    const subscription = this.#open(id, query)
    subscription.resume(known)
    for (const batch of missed) {
      subscription.offer(batch.changes.map(({ record }) => record).filter((record) => record.kind === query.kind))
    }
    this.#wakeFor(subscription)
  }

  #open(id: string, query: Query): Subscription {
    this.#limit(id)
    const subscription = new Subscription(this.#app.store, id, query)
    this.#forget(id)
    this.#subscriptions.set(id, subscription)
    return subscription
  }

  #limit(id: string): void {
    if (!this.#subscriptions.has(id) && !this.#channels.has(id) && this.#subscriptions.size + this.#channels.size >= MAX_SUBSCRIPTIONS) {
      throw new Problem('too-many-requests', `one connection carries at most ${MAX_SUBSCRIPTIONS} subscriptions and channels; end one first`)
    }
  }

  #forget(id: string): void {
    this.#coalesced += this.#subscriptions.get(id)?.coalesced ?? 0
    this.#subscriptions.delete(id)
  }

  async #flush(views: ViewCache): Promise<void> {
    for (const subscription of this.#subscriptions.values()) {
      if (this.#closed) {
        return
      }
      if (subscription.due !== 'nothing' && this.#isSlow()) {
        this.#shared.wake(RETRY_MS)
        return
      }
      if (subscription.due === 'snapshot') {
        this.#flooded(subscription)
      } else if (subscription.due === 'delta') {
        await this.#delta(subscription, views)
      }
    }
    this.#flushChannels()
  }

  /** Is there anything to send? Most flushes are somebody else's. */
  #owes(): boolean {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.due !== 'nothing') {
        return true
      }
    }
    return this.#channels.isDue
  }

  /** One frame for each channel that has something, while the client takes them. Held back while its rights are looked up. */
  #flushChannels(): void {
    for (const id of this.#channels.due()) {
      if (this.#closed || this.#hold) {
        // What is held wakes the flush when it ends.
        return
      }
      if (this.#socket.bufferedAmount > CHANNEL_BYTES) {
        this.#shared.wake(RETRY_MS)
        return
      }
      const frame = this.#channels.take(id, (error) => this.#refuse(id, error))
      if (frame !== null) {
        this.#send(frame)
      }
    }
  }

  async #openChannel(id: string, name: string, params: JsonObject): Promise<void> {
    await this.#unheld()
    if (!this.#closed) {
      this.#limit(id)
      this.#channels.open(id, name, params, this.#reader)
    }
  }

  #flooded({ id, query, snapshotAt }: Subscription): void {
    const wait = snapshotAt + SNAPSHOT_EVERY_MS - this.#app.clock()
    if (wait > 0) {
      this.#shared.wake(wait)
      return
    }
    this.#open(id, query)
    this.#enqueue(id, async () => (this.#subscriptions.has(id) ? this.#snapshot(id, query) : undefined))
  }

  async #delta(subscription: Subscription, views: ViewCache): Promise<void> {
    await this.#unheld()
    const reader = this.#reader
    const { store } = this.#app
    const position = store.position()
    const sealed = new Set<string>()
    const { upsert, remove, quiet, change } = subscription.take((record) => {
      if (holdsSealed(store.kinds().need(record.kind), record)) {
        sealed.add(record.id)
      }
      return store.present(reader, record)
    })
    // Counted in the same turn in which the changes were taken, so that it counts these and no others.
    const counted = change === null ? this.#shared.totals.of(reader, this.#readerKey, { ...subscription.query, cursor: undefined, limit: undefined }) : Promise.resolve(subscription.total + change)
    counted.catch(() => {})
    const removed = remove.length
    const { items, lost } = await viewsOf(this.#app, reader, this.#readerKey, upsert, sealed, views)
    remove.push(...lost)
    const total = await counted
    const told = subscription.total
    subscription.total = total
    subscription.exact = removed === remove.length && (change !== null || store.position() === position)
    await this.#unheld()
    if (this.#closed || this.#subscriptions.get(subscription.id) !== subscription || (quiet && total === told)) {
      return
    }
    subscription.seq += 1
    const head = JSON.stringify({ op: 'delta', id: subscription.id, position, seq: subscription.seq, total, remove })
    this.#send(`${head.slice(0, -1)},"upsert":[${items.join(',')}]}`)
  }

  #wakeFor(subscription: Subscription): void {
    if (subscription.due !== 'nothing') {
      this.#shared.wake(0)
    }
  }

  #recallKey(query: Query): string {
    return `${this.#readerKey}\0${canonical(query)}`
  }

  #enqueue(id: string, work: () => Promise<void>): void {
    this.#turns.take(async () => {
      await this.#drained()
      if (!this.#closed) {
        await work()
      }
    }, (error) => this.#refuse(id, error))
  }

  async #unheld(): Promise<void> {
    while (this.#hold) {
      await this.#hold
    }
  }

  /** A client that does not read is not answered until it does. */
  async #drained(): Promise<void> {
    while (!this.#closed && this.#isSlow()) {
      await delay(RETRY_MS, undefined, { ref: false })
    }
  }

  #isSlow(): boolean {
    return this.#socket.bufferedAmount > SLOW_BYTES
  }

  #refuse(id: string | null, error: unknown): void {
    if (!(error instanceof Problem)) {
      this.#app.log.error({ err: error }, 'live frame failed')
    }
    const problem = error instanceof Problem ? error : new Problem('internal', 'the subscription failed on our side; try again')
    this.#sendUnlessSlow({ op: 'problem', id, problem: problem.toJSON() })
  }

  #sendUnlessSlow(frame: ServerFrame): void {
    if (!this.#isSlow()) {
      this.#send(JSON.stringify(frame))
    }
  }

  #send(frame: string | Frame): void {
    if (!this.#closed) {
      this.#socket.send(frame)
    }
  }
}
