import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { RecordView } from '../../core/record-view.ts'
import type { Reader } from '../../core/policy.ts'
import type { App } from '../http/app-context.ts'
import { presentRecords, viewOf } from '../http/present.ts'
import type { CommitBatch, Seen } from '../store/face.ts'
import { readFrame, type ServerFrame } from './frames.ts'
import { Subscription, type SharedTotals, type ViewCache } from './subscription.ts'

/** The part of a WebSocket this room uses. */
export type Socket = { send(text: string): void; close(code: number, reason: string): void; readonly bufferedAmount: number }

const MAX_SUBSCRIPTIONS = 20
const SNAPSHOT_ITEMS = 100
/** Above so many unsent bytes a client is slow: deltas wait and coalesce. */
const SLOW_BYTES = 256 * 1024
/** Frames a client may send in a second. */
const MAX_FRAMES_PER_SECOND = 30

/**
 * One open screen. Alerts and records are lossless in their last state: a slow client gets fewer, newer
 * deltas, never an unbounded queue, and never slows another.
 */
export class LiveClient {
  readonly #app: App
  readonly #socket: Socket
  readonly #totals: SharedTotals
  readonly #subscriptions = new Map<string, Subscription>()
  #reader: Reader
  #readerKey: string
  #frames = { second: 0, count: 0 }
  #busy: Promise<void> = Promise.resolve()
  #closed = false

  constructor(app: App, socket: Socket, reader: Reader, totals: SharedTotals) {
    this.#app = app
    this.#socket = socket
    this.#totals = totals
    this.#reader = reader
    this.#readerKey = keyOf(reader)
  }

  get user(): string {
    return this.#reader.user
  }

  /** The account changed: what may be seen changes with it, so every subscription starts anew. */
  become(reader: Reader): void {
    if (keyOf(reader) === this.#readerKey) {
      return
    }
    this.#reader = reader
    this.#readerKey = keyOf(reader)
    for (const { id, query } of [...this.#subscriptions.values()]) {
      this.#enqueue(id, () => this.#snapshot(id, query))
    }
  }

  /** Take a frame from the wire. Frames of one client are answered in order. */
  receive(text: string): void {
    const second = Math.floor(this.#app.clock() / 1000)
    this.#frames = this.#frames.second === second ? { second, count: this.#frames.count + 1 } : { second, count: 1 }
    if (this.#frames.count > MAX_FRAMES_PER_SECOND) {
      this.end(4429, 'too many frames')
      return
    }
    try {
      const frame = readFrame(text)
      switch (frame.op) {
        case 'ping':
          this.#send({ op: 'pong', t: frame.t, serverTime: new Date(this.#app.clock()).toISOString() })
          return
        case 'unsubscribe':
          this.#enqueue(frame.id, () => {
            this.#subscriptions.delete(frame.id)
            return Promise.resolve()
          })
          return
        case 'subscribe':
        case 'resume': {
          const { id, from } = frame
          const query = frame.query as Query
          this.#enqueue(id, () => (from === undefined ? this.#snapshot(id, query) : this.#resume(id, query, from)))
        }
      }
    } catch (error) {
      this.#refuse(null, error)
    }
  }

  /** Take a committed batch in; it is sent by the next flush. */
  offer(batch: CommitBatch): void {
    for (const { record } of batch.changes) {
      let seen: Seen | null | undefined
      const see = () => (seen === undefined ? (seen = this.#app.store.present(this.#reader, record)) : seen)
      for (const subscription of this.#subscriptions.values()) {
        subscription.offer(record, see)
      }
    }
  }

  /** Send what waits, unless the client is slow. Returns false when it must wait. */
  async flush(position: number, views: ViewCache): Promise<boolean> {
    if (this.#closed) {
      return true
    }
    if (this.#socket.bufferedAmount > SLOW_BYTES) {
      return false
    }
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.waiting.size > 0) {
        await this.#delta(subscription, position, views)
      }
    }
    return true
  }

  heartbeat(position: number, dataAt: string | null): void {
    let coalesced = 0
    for (const subscription of this.#subscriptions.values()) {
      coalesced += subscription.coalesced
    }
    this.#send({ op: 'heartbeat', position, serverTime: new Date(this.#app.clock()).toISOString(), dataAt, coalesced })
  }

  /** Close from this side; nothing is sent afterwards. */
  end(code: number, reason: string): void {
    this.#closed = true
    this.#subscriptions.clear()
    this.#socket.close(code, reason)
  }

  async #snapshot(id: string, query: Query): Promise<void> {
    const subscription = this.#open(id, query)
    const position = this.#app.store.position()
    const page = await this.#app.store.list(this.#reader, { ...query, cursor: undefined, limit: Math.min(query.limit ?? SNAPSHOT_ITEMS, 500) })
    const items = await presentRecords(this.#app, this.#reader, page.items)
    subscription.shown(items.map((item) => item.id))
    this.#send({ op: 'snapshot', id, position, total: page.total, items })
  }

  async #resume(id: string, query: Query, from: number): Promise<void> {
    const batches = this.#app.store.since(from)
    if (batches === null) {
      return this.#snapshot(id, query)
    }
    const subscription = this.#open(id, query)
    // What was shown before the gap is not known here: a record of the gap that was readable before counts as shown.
    for (const batch of batches) {
      for (const { record } of batch.changes) {
        if (record.kind === query.kind && this.#app.store.present(this.#reader, record)) {
          subscription.shown([record.id])
        }
      }
      this.offer(batch)
    }
    await this.#delta(subscription, this.#app.store.position(), new Map())
  }

  #open(id: string, query: Query): Subscription {
    if (!this.#subscriptions.has(id) && this.#subscriptions.size >= MAX_SUBSCRIPTIONS) {
      throw new Problem('too-many-requests', `one connection carries at most ${MAX_SUBSCRIPTIONS} subscriptions; end one first`)
    }
    const subscription = new Subscription(this.#app.store, id, query)
    this.#subscriptions.set(id, subscription)
    return subscription
  }

  async #delta(subscription: Subscription, position: number, views: ViewCache): Promise<void> {
    const { upsert, remove } = subscription.take()
    await this.#app.readAudit.note(this.#reader, upsert)
    const total = await this.#totals.of(this.#reader, this.#readerKey, { ...subscription.query, cursor: undefined, limit: undefined })
    if (this.#closed || this.#subscriptions.get(subscription.id) !== subscription) {
      return
    }
    subscription.seq += 1
    this.#send({ op: 'delta', id: subscription.id, position, seq: subscription.seq, upsert: upsert.map((seen) => this.#view(seen, views)), remove, total })
  }

  #view(seen: Seen, views: ViewCache): RecordView {
    const key = `${this.#readerKey}\0${seen.record.id}\0${seen.record.version}`
    let view = views.get(key)
    if (!view) {
      view = viewOf(this.#app, seen)
      views.set(key, view)
    }
    return view
  }

  #enqueue(id: string, work: () => Promise<void>): void {
    this.#busy = this.#busy.then(work).catch((error: unknown) => this.#refuse(id, error))
  }

  #refuse(id: string | null, error: unknown): void {
    if (!(error instanceof Problem)) {
      this.#app.log.error({ err: error }, 'live frame failed')
    }
    const problem = error instanceof Problem ? error : new Problem('internal', 'the subscription failed on our side; try again')
    this.#send({ op: 'problem', id, problem: problem.toJSON() })
  }

  #send(frame: ServerFrame): void {
    if (!this.#closed) {
      this.#socket.send(JSON.stringify(frame))
    }
  }
}

/** Readers with one key see the same of every record and may do the same to it. */
function keyOf(reader: Reader): string {
  const { name: _name, ...rest } = reader
  return JSON.stringify(rest)
}
