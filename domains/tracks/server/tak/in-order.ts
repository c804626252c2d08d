/**
 * What is done when it is written, but in the order in which it came: writes end in any order. Something that comes again under a
 * key that still waits keeps its place.
 */
export class InOrder {
  readonly #waiting = new Map<string, (() => void) | null>()

  /** It came: what comes after waits for it. Answers false where it has its place already. */
  enter(key: string): boolean {
    if (this.#waiting.has(key)) {
      return false
    }
    this.#waiting.set(key, null)
    return true
  }

  /** It is written: `work` is done now, or as soon as everything before it was. */
  ready(key: string, work: () => void): void {
    if (!this.#waiting.has(key)) {
      work()
      return
    }
    this.#waiting.set(key, work)
    for (const [first, next] of this.#waiting) {
      if (next === null) {
        return
      }
      this.#waiting.delete(first)
      next()
    }
  }
}
