const KEEP_MS = 15 * 60_000
const MAX_IDS = 200_000

/**
 * What connections that ended had been sent, so that one that comes back is told exactly what left its
 * screen. Kept by who reads and what they asked: two windows of one person share an entry, and nobody is
 * ever told of a record that was not on a screen of theirs. Forgotten after a quarter of an hour.
 */
export class Recall {
  readonly #clock: () => number
  readonly #entries = new Map<string, { ids: Set<string>; at: number }>()
  #ids = 0

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** Remember what a subscription that ends had been sent. */
  keep(key: string, ids: Iterable<string>): void {
    const entry = { ids: this.#fresh(key)?.ids ?? new Set<string>(), at: this.#clock() }
    this.#drop(key)
    for (const id of ids) {
      entry.ids.add(id)
    }
    this.#entries.set(key, entry)
    this.#ids += entry.ids.size
    for (const [oldest, { at }] of this.#entries) {
      if (this.#ids <= MAX_IDS && at > this.#clock() - KEEP_MS) {
        return
      }
      this.#drop(oldest)
    }
  }

  /** What was sent for this key, or null when that is not known any more. */
  of(key: string): Iterable<string> | null {
    return this.#fresh(key)?.ids ?? null
  }

  /** Whoever comes back begins anew: what was sent is told in other words now. */
  clear(): void {
    this.#entries.clear()
    this.#ids = 0
  }

  #fresh(key: string): { ids: Set<string> } | null {
    const entry = this.#entries.get(key)
    return entry && entry.at > this.#clock() - KEEP_MS ? entry : null
  }

  #drop(key: string): void {
    this.#ids -= this.#entries.get(key)?.ids.size ?? 0
    this.#entries.delete(key)
  }
}
