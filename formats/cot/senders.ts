/** How many senders are remembered before all are forgotten. */
export const MOST_SENDERS = 1024
/** Where they are found; a power of two. */
const SLOTS = 16_384

/**
 * Senders found by a hash of their uid. Only who comes again is remembered, so that a crowd that comes once costs a byte each.
 * Two senders of one slot share what is remembered: it is compared with what they write, and believed of nobody.
 */
export class SenderTable<T> {
  readonly #make: (number: number) => T
  readonly #most: number
  readonly #senders = new Array<T | null>(SLOTS).fill(null)
  readonly #came = new Uint8Array(SLOTS)
  #remembered = 0

  /** `make` is given a number below `most` that no other sender remembered has. */
  constructor(make: (number: number) => T, most = MOST_SENDERS) {
    this.#make = make
    this.#most = most
  }

  /** What is remembered of the sender with this hash; null when it was not met before. */
  of(hash: number): T | null {
    const slot = (hash ^ (hash >>> 14)) & (SLOTS - 1)
    const sender = this.#senders[slot] as T | null
    if (sender !== null) {
      return sender
    }
    if (this.#came[slot] === 0) {
      this.#came[slot] = 1
      return null
    }
    if (this.#remembered >= this.#most) {
      this.#senders.fill(null)
      this.#came.fill(0)
      this.#remembered = 0
    }
    const made = this.#make(this.#remembered)
    this.#remembered += 1
    this.#senders[slot] = made
    return made
  }
}
