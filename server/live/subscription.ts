import type { AreaTree } from '../../core/area.ts'
import { compileMatch } from '../../core/match.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { Seen, Store } from '../store/face.ts'

/** Records a subscription was sent; older ones fall out and then leave by the total, not by name. */
const MAX_KNOWN = 50_000
/** More changes than this at once are not worth naming one by one: a new snapshot is shorter. */
const MAX_WAITING = 500

/** What a subscription owes its client. */
export type Due = 'nothing' | 'delta' | 'snapshot'

/**
 * One query one client listens to. Changes wait here as they were committed, newest state per record, and
 * are judged when they are sent, so that taking a commit in costs next to nothing. Holds what was sent:
 * a record that stops matching, or may no longer be seen, is taken away by name only from those who had
 * it, and an id never reaches a reader who was not shown the record.
 */
export class Subscription {
  readonly id: string
  readonly query: Query
  /** Deltas sent. */
  seq = 0
  /** What the reader may see of the query, as told last. */
  total = -1
  /** The total is that of exactly the changes taken so far, so that the next ones can be added to it without counting. */
  exact = false
  /** When the last snapshot was sent, epoch ms. */
  snapshotAt = 0
  /** Updates replaced by a newer one, or by a snapshot, before they were sent. */
  coalesced = 0
  readonly #store: Store
  /** Id → version sent; 0 when it was sent over an earlier connection, so that its arrival is not certain. */
  readonly #known = new Map<string, number>()
  readonly #waiting = new Map<string, VigieRecord>()
  #opened = false
  #owed = false
  #flooded = false
  #areas: AreaTree
  #matches: (record: VigieRecord) => boolean

  /** Throws Problem `invalid-query` or `invalid-input` naming the field. */
  constructor(store: Store, id: string, query: Query) {
    this.#store = store
    this.id = id
    this.query = query
    this.#areas = store.areas()
    this.#matches = compileMatch(query, store.kinds().need(query.kind), this.#areas)
  }

  /** What must be sent now. Before it is opened by a snapshot or a resumption nothing is, and changes wait. */
  get due(): Due {
    if (!this.#opened) {
      return 'nothing'
    }
    return this.#flooded ? 'snapshot' : this.#owed || this.#waiting.size > 0 ? 'delta' : 'nothing'
  }

  /** Is everything offered so far sent? */
  get settled(): boolean {
    return this.#opened && this.due === 'nothing'
  }

  /** Ids that were sent and not taken away. */
  get known(): Iterable<string> {
    return this.#known.keys()
  }

  /** A snapshot is about to be sent; what was offered since it was read is judged against it. */
  open(shown: readonly { id: string; version: number }[], total: number, exact: boolean): void {
    this.#opened = true
    this.total = total
    this.exact = exact && this.#waiting.size === 0 && !this.#flooded
    shown.forEach((one) => this.#remember(one.id, one.version))
  }

  /** Goes on where an earlier connection ended; an answer is owed even when nothing was missed. */
  resume(known: Iterable<string>): void {
    this.#opened = true
    this.#owed = true
    for (const id of known) {
      this.#remember(id, 0)
    }
  }

  /** Take committed records of the query's kind in. */
  offer(records: readonly VigieRecord[]): void {
    if (this.#flooded) {
      this.coalesced += records.length
      return
    }
    for (const record of records) {
      this.coalesced += this.#waiting.has(record.id) ? 1 : 0
      this.#waiting.set(record.id, record)
    }
    if (this.#waiting.size > MAX_WAITING) {
      this.#flooded = true
      this.coalesced += this.#waiting.size
      this.#waiting.clear()
    }
  }

  /**
   * The waiting changes as the reader may see them, which are then sent. `quiet`: nothing is owed if the total
   * stands. `change` is what they do to an exact total, null when only counting tells.
   */
  take(see: (record: VigieRecord) => Seen | null): { upsert: Seen[]; remove: string[]; quiet: boolean; change: number | null } {
    if (this.#areas !== this.#store.areas()) {
      this.#areas = this.#store.areas()
      this.#matches = compileMatch(this.query, this.#store.kinds().need(this.query.kind), this.#areas)
    }
    const upsert: Seen[] = []
    const remove: string[] = []
    const quiet = !this.#owed
    this.#owed = false
    let change: number | null = this.exact ? 0 : null
    for (const record of this.#waiting.values()) {
      const sent = this.#known.get(record.id)
      if (sent !== undefined && record.version <= sent) {
        continue
      }
      const seen = this.#matches(record) ? see(record) : null
      if (seen) {
        upsert.push(seen)
        this.#remember(record.id, record.version)
        change = sum(change, sent ? 0 : sent === undefined && record.version === 1 ? 1 : null)
      } else if (sent !== undefined) {
        // Nobody is told of what they were never shown; the total says that something changed.
        remove.push(record.id)
        this.#known.delete(record.id)
        change = sum(change, sent === 0 ? null : -1)
      } else {
        // It may have been counted before, on a page that was never sent; a new one was not.
        change = sum(change, record.version === 1 ? 0 : null)
      }
    }
    this.#waiting.clear()
    return { upsert, remove, quiet: quiet && upsert.length === 0 && remove.length === 0, change }
  }

  #remember(id: string, version: number): void {
    this.#known.delete(id)
    this.#known.set(id, version)
    if (this.#known.size > MAX_KNOWN) {
      const oldest = this.#known.keys().next().value
      if (oldest !== undefined) {
        this.#known.delete(oldest)
      }
    }
  }
}

function sum(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b
}
