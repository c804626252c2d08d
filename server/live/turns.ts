/** Frames a client may send in a second, and how many may wait for their answer: a screen that comes back asks for all it follows at once. */
const MOST_PER_SECOND = 96
const MOST_WAITING = 96

/** What one client has asked for: answered one after another, and not more than it may. */
export class Turns {
  #second = 0
  #count = 0
  #waiting = 0
  #busy: Promise<void> = Promise.resolve()

  /** Count a frame that came in at a moment (epoch ms): is it more than a client may send? */
  isTooMany(now: number): boolean {
    const second = Math.floor(now / 1000)
    this.#count = this.#second === second ? this.#count + 1 : 1
    this.#second = second
    return this.#count > MOST_PER_SECOND || this.#waiting >= MOST_WAITING
  }

  /** Do some work when all before it is done; `failed` is told when it throws. */
  take(work: () => Promise<void>, failed: (error: unknown) => void): void {
    this.#waiting += 1
    this.#busy = this.#busy.then(work).catch(failed).finally(() => { this.#waiting -= 1 })
  }
}
