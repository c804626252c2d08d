import type { AreaTree } from '../../core/area.ts'
import { compileMatch } from '../../core/match.ts'
import type { Query } from '../../core/query.ts'
import type { RecordView } from '../../core/record-view.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Seen, Store } from '../store/face.ts'
import type { Reader } from '../../core/policy.ts'

/** Records a subscription was sent; older ones fall out and then leave by the total, not by name. */
const MAX_KNOWN = 50_000

/**
 * One query one client listens to. Holds what was sent, so that a record that stops matching, or may no
 * longer be seen, is taken away by name only from those who had it: an id never reaches a reader who was
 * not shown the record.
 */
export class Subscription {
  readonly id: string
  readonly query: Query
  seq = 0
  /** Changes waiting to be sent: newest state per record, null when it left. */
  readonly waiting = new Map<string, Seen | null>()
  /** Updates replaced by a newer one before they were sent. */
  coalesced = 0
  readonly #store: Store
  readonly #known = new Set<string>()
  #areas: AreaTree
  #matches: (record: VigieRecord) => boolean

  constructor(store: Store, id: string, query: Query) {
    this.#store = store
    this.id = id
    this.query = query
    this.#areas = store.areas()
    this.#matches = compileMatch(query, store.kinds().need(query.kind), this.#areas)
  }

  /** Remember what a snapshot carried. */
  shown(ids: Iterable<string>): void {
    for (const id of ids) {
      this.#remember(id)
    }
  }

  /** Take a committed record in; `see` is the record as the reader may see it, or null. */
  offer(record: VigieRecord, see: () => Seen | null): void {
    if (record.kind !== this.query.kind) {
      return
    }
    if (this.#areas !== this.#store.areas()) {
      this.#areas = this.#store.areas()
      this.#matches = compileMatch(this.query, this.#store.kinds().need(this.query.kind), this.#areas)
    }
    const seen = this.#matches(record) ? see() : null
    if (seen === null && !this.#known.has(record.id)) {
      // Nobody is told of what they were never shown; the total says that something changed.
      this.waiting.delete(record.id)
      return
    }
    if (this.waiting.has(record.id)) {
      this.coalesced += 1
    }
    this.waiting.set(record.id, seen)
    if (seen === null) {
      this.#known.delete(record.id)
    } else {
      this.#remember(record.id)
    }
  }

  /** The waiting changes, which are then sent. */
  take(): { upsert: Seen[]; remove: string[] } {
    const upsert: Seen[] = []
    const remove: string[] = []
    for (const [id, seen] of this.waiting) {
      if (seen === null) {
        remove.push(id)
      } else {
        upsert.push(seen)
      }
    }
    this.waiting.clear()
    return { upsert, remove }
  }

  #remember(id: string): void {
    this.#known.delete(id)
    this.#known.add(id)
    if (this.#known.size > MAX_KNOWN) {
      const oldest = this.#known.values().next().value
      if (oldest !== undefined) {
        this.#known.delete(oldest)
      }
    }
  }
}

/** Views made once a flush for all clients that may see the same. */
export type ViewCache = Map<string, RecordView>

/** A count of a query that is asked for by many clients at one position: computed once. */
export class SharedTotals {
  readonly #store: Store
  #position = -1
  readonly #totals = new Map<string, Promise<number>>()

  constructor(store: Store) {
    this.#store = store
  }

  /** What the reader may see of the query now. `readerKey` is the same for readers who may see the same. */
  of(reader: Reader, readerKey: string, query: Query): Promise<number> {
    if (this.#position !== this.#store.position()) {
      this.#position = this.#store.position()
      this.#totals.clear()
    }
    const key = `${readerKey}\0${JSON.stringify(query)}`
    let total = this.#totals.get(key)
    if (!total) {
      total = this.#store.count(reader, query)
      this.#totals.set(key, total)
    }
    return total
  }
}
