/**
 * How much may still be taken, filled at `perSecond` and holding at most one second of it. What is taken may go into debt, so
 * that a chunk already read is never cut: the source then waits until the debt is paid. `clock` is in ms and never goes back.
 */
export class Bucket {
  #level: number
  #at: number
  readonly #perSecond: number
  readonly #clock: () => number

  constructor(perSecond: number, clock: () => number = () => performance.now()) {
    this.#perSecond = perSecond
    this.#level = perSecond
    this.#clock = clock
    this.#at = clock()
  }

  /** Below one there is no room. */
  left(): number {
    const now = this.#clock()
    this.#level = Math.min(this.#perSecond, this.#level + ((now - this.#at) / 1000) * this.#perSecond)
    this.#at = now
    return this.#level
  }

  take(count: number): void {
    this.left()
    this.#level -= count
  }

  /** Milliseconds until there is room for one more; 0 when there is. */
  wait(): number {
    const left = this.left()
    return left >= 1 ? 0 : Math.ceil(((1 - left) / this.#perSecond) * 1000)
  }
}
