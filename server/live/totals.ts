import type { Reader } from '../../core/policy.ts'
import type { Query } from '../../core/query.ts'
import type { Store } from '../store/face.ts'

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
