/** Keys remembered at most; the ones not seen for longest go first. */
const MAX_KEYS = 50_000

/** Token buckets: each key may do `perMinute` requests a minute, with a burst of a quarter of that. */
export class RateLimit {
  readonly #perMs: number
  readonly #burst: number
  readonly #buckets = new Map<string, { left: number; at: number }>()

  constructor(perMinute: number) {
    this.#perMs = perMinute / 60_000
    this.#burst = Math.max(10, Math.ceil(perMinute / 4))
  }

  /** Take one request of this key. Answers 0 when it may go on, else the seconds to wait. */
  take(key: string, now: number): number {
    const bucket = this.#buckets.get(key) ?? { left: this.#burst, at: now }
    const left = Math.min(this.#burst, bucket.left + Math.max(0, now - bucket.at) * this.#perMs)
    this.#buckets.delete(key)
    this.#buckets.set(key, { left: left < 1 ? left : left - 1, at: now })
    if (this.#buckets.size > MAX_KEYS) {
      const oldest = this.#buckets.keys().next().value
      if (oldest !== undefined) {
        this.#buckets.delete(oldest)
      }
    }
    return left < 1 ? Math.max(1, Math.ceil((1 - left) / this.#perMs / 1000)) : 0
  }
}
