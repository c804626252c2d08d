import { isSensitive } from '../../core/handling.ts'
import type { Reader } from '../../core/policy.ts'
import type { Seen, Store } from '../store/face.ts'

/** The same person reading the same version for the same purpose again is one reading for so long. */
const ONE_READING_MS = 10 * 60_000
const MAX_REMEMBERED = 50_000

/** Records who read what is sensitive, before it is answered. */
export class ReadAudit {
  readonly #store: Store
  readonly #clock: () => number
  readonly #seen = new Map<string, number>()

  constructor(store: Store, clock: () => number) {
    this.#store = store
    this.#clock = clock
  }

  /** Write `read` actions for the sensitive ones among what is about to be answered. */
  async note(reader: Reader, items: readonly Seen[]): Promise<void> {
    if (reader.system) {
      return
    }
    const now = this.#clock()
    const fresh: { id: string; key: string }[] = []
    for (const { record } of items) {
      const key = `${reader.user}\0${record.id}\0${record.version}\0${reader.purpose ?? ''}`
      if (isSensitive(record.handling) && (this.#seen.get(key) ?? -Infinity) <= now - ONE_READING_MS) {
        fresh.push({ id: record.id, key })
      }
    }
    if (fresh.length === 0) {
      return
    }
    await this.#store.audit(reader, fresh.map((one) => one.id), 'read', {})
    if (this.#seen.size + fresh.length > MAX_REMEMBERED) {
      this.#seen.clear()
    }
    fresh.forEach((one) => this.#seen.set(one.key, now))
  }
}
