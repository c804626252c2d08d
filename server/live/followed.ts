import { canonical } from '../../core/json.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { App } from '../http/app-context.ts'
import { presentRecords } from '../http/present.ts'
import type { Shared } from './client.ts'
import type { ServerFrame } from './frames.ts'
import type { Listener } from './listener.ts'
import { Subscription } from './subscription.ts'
import { holdsSealed, viewsOf, type ViewCache } from './views.ts'

const SNAPSHOT_ITEMS = 100
const MAX_SNAPSHOT_ITEMS = 500
/** A flooded subscription gets a new snapshot at most so often. */
const SNAPSHOT_EVERY_MS = 1_000

/** The way to the screen. `limit` throws Problem when it follows too much; `enqueue` does some work in the order in which it was asked. */
type Out = { limit(id: string): void; enqueue(id: string, work: () => Promise<void>): void; send(text: string): void; isOpen(): boolean; isSlow(): boolean }

/** The records one screen follows: a snapshot of each query, then what changes in it. */
export class Followed {
  readonly #shared: Shared
  readonly #app: App
  readonly #listener: Listener
  readonly #out: Out
  readonly #subscriptions = new Map<string, Subscription>()
  /** Counted for subscriptions that have ended. */
  #coalesced = 0

  constructor(shared: Shared, listener: Listener, out: Out) {
    this.#shared = shared
    this.#app = shared.app
    this.#listener = listener
    this.#out = out
  }

  get size(): number {
    return this.#subscriptions.size
  }

  has(id: string): boolean {
    return this.#subscriptions.has(id)
  }

  /** Is there anything to send? */
  get isDue(): boolean {
    for (const subscription of this.#subscriptions.values()) {
      if (subscription.due !== 'nothing') {
        return true
      }
    }
    return false
  }

  /** Was everything sent? */
  get isSettled(): boolean {
    return [...this.#subscriptions.values()].every((one) => one.settled)
  }

  /** Updates that were replaced by newer ones of the same record. */
  get coalesced(): number {
    return [...this.#subscriptions.values()].reduce((sum, one) => sum + one.coalesced, this.#coalesced)
  }

  /** The connection has ended; what was on the screen is remembered for a while. */
  left(): void {
    for (const subscription of this.#subscriptions.values()) {
      this.#shared.recall.keep(this.#recallKey(subscription.query), subscription.known)
    }
    this.#subscriptions.clear()
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

  /** Give some of them anew, whole. */
  startAnew(which: (subscription: Subscription) => boolean): void {
    for (const subscription of [...this.#subscriptions.values()].filter(which)) {
      const { id, query } = this.#open(subscription.id, subscription.query)
      this.#out.enqueue(id, async () => (this.#subscriptions.has(id) ? this.snapshot(id, query) : undefined))
    }
  }

  /** Follow what fits a query, beginning with all of it. Rejects with the Problem of a query that cannot be answered. */
  async snapshot(id: string, query: Query): Promise<void> {
    await this.#listener.known()
    const { store } = this.#app
    const subscription = this.#open(id, query)
    const position = store.position()
    const reader = this.#listener.reader
    try {
      const page = await store.list(reader, { ...query, cursor: undefined, limit: Math.min(query.limit ?? SNAPSHOT_ITEMS, MAX_SNAPSHOT_ITEMS) })
      const items = await presentRecords(this.#app, reader, page.items)
      await this.#listener.known()
      if (!this.#out.isOpen() || this.#subscriptions.get(id) !== subscription) {
        return
      }
      subscription.open(items, page.total, store.position() === position)
      subscription.snapshotAt = this.#app.clock()
      this.#out.send(JSON.stringify({ op: 'snapshot', id, position, total: page.total, items } satisfies ServerFrame))
      this.#wakeFor(subscription)
    } catch (error) {
      if (this.#subscriptions.get(id) === subscription) {
        this.forget(id)
      }
      throw error
    }
  }

  /** Follow a query again from a position on; begins anew where too much was missed. */
  async resume(id: string, query: Query, from: number): Promise<void> {
    await this.#listener.known()
    const { store } = this.#app
    const missed = from > store.position() ? null : store.since(from)
    const known = this.#shared.recall.of(this.#recallKey(query))
    if (!missed || !known) {
      return this.snapshot(id, query)
    }
    const subscription = this.#open(id, query)
    subscription.resume(known)
    for (const batch of missed) {
      subscription.offer(batch.changes.map(({ record }) => record).filter((record) => record.kind === query.kind))
    }
    this.#wakeFor(subscription)
  }

  #open(id: string, query: Query): Subscription {
    this.#out.limit(id)
    const subscription = new Subscription(this.#app.store, id, query)
    this.forget(id)
    this.#subscriptions.set(id, subscription)
    return subscription
  }

  forget(id: string): void {
    this.#coalesced += this.#subscriptions.get(id)?.coalesced ?? 0
    this.#subscriptions.delete(id)
  }

  /** Send what waits; answers whether the screen took all of it. */
  async flush(views: ViewCache): Promise<boolean> {
    for (const subscription of this.#subscriptions.values()) {
      if (!this.#out.isOpen()) {
        return true
      }
      if (subscription.due !== 'nothing' && this.#out.isSlow()) {
        return false
      }
      if (subscription.due === 'snapshot') {
        this.#flooded(subscription)
      } else if (subscription.due === 'delta') {
        await this.#delta(subscription, views)
      }
    }
    return true
  }

  #flooded({ id, query, snapshotAt }: Subscription): void {
    const wait = snapshotAt + SNAPSHOT_EVERY_MS - this.#app.clock()
    if (wait > 0) {
      this.#shared.wake(wait)
      return
    }
    this.#open(id, query)
    this.#out.enqueue(id, async () => (this.#subscriptions.has(id) ? this.snapshot(id, query) : undefined))
  }

  async #delta(subscription: Subscription, views: ViewCache): Promise<void> {
    await this.#listener.known()
    const reader = this.#listener.reader
    const { store } = this.#app
    const position = store.position()
    const sealed = new Set<string>()
    const { upsert, remove, quiet, change } = subscription.take((record) => {
      if (holdsSealed(store.kinds().need(record.kind), record)) {
        sealed.add(record.id)
      }
      return store.present(reader, record, subscription.query)
    })
    // Counted in the same turn in which the changes were taken, so that it counts these and no others.
    const counted = change === null ? this.#shared.totals.of(reader, this.#listener.key, { ...subscription.query, cursor: undefined, limit: undefined }) : Promise.resolve(subscription.total + change)
    counted.catch(() => {})
    const removed = remove.length
    const { items, lost } = await viewsOf(this.#app, reader, this.#listener.key, upsert, sealed, views)
    remove.push(...lost)
    const total = await counted
    const told = subscription.total
    subscription.total = total
    subscription.exact = removed === remove.length && (change !== null || store.position() === position)
    await this.#listener.known()
    if (!this.#out.isOpen() || this.#subscriptions.get(subscription.id) !== subscription || (quiet && total === told)) {
      return
    }
    subscription.seq += 1
    const head = JSON.stringify({ op: 'delta', id: subscription.id, position, seq: subscription.seq, total, remove })
    this.#out.send(`${head.slice(0, -1)},"upsert":[${items.join(',')}]}`)
  }

  #wakeFor(subscription: Subscription): void {
    if (subscription.due !== 'nothing') {
      this.#shared.wake(0)
    }
  }

  #recallKey(query: Query): string {
    return `${this.#listener.key}\0${canonical(query)}`
  }
}
