/** Reads under way at the same time over a thin link: one on its way while the next is asked for. */
const AT_ONCE = 2
/** A write keeps new reads back at most so long, ms: one that hangs must not stop the screen. */
const HOLD_MS = 8000
/** What the person waits for while typing goes before lists and counts. */
const SOON = /^\/api\/(?:session|kinds|taxonomy|areas|lookup|gazetteer)\b/

type Waiting = { soon: boolean; go(): void }

/**
 * The order in which questions go over a thin link: what the person writes at once, reads two at a time after it.
 * Over a good link everything goes at once. Without this a saved line waits behind a dozen lists.
 */
export class Lane {
  readonly #thin: () => boolean
  readonly #holdMs: number
  readonly #waiting: Waiting[] = []
  #reading = 0
  readonly #writing = new Set<object>()

  constructor(thin: () => boolean, holdMs = HOLD_MS) {
    this.#thin = thin
    this.#holdMs = holdMs
  }

  /**
   * Do a read when its turn comes.
   * @throws DOMException AbortError when `signal` ends before its turn; else what `work` throws
   */
  async read<T>(path: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#waiting.length > 0 || !this.#free()) {
      await this.#turn(SOON.test(path), signal)
    }
    this.#reading += 1
    try {
      return await work()
    } finally {
      this.#reading -= 1
      this.#next()
    }
  }

  /** Do a write at once; new reads wait for it. */
  async write<T>(work: () => Promise<T>): Promise<T> {
    const mark = {}
    this.#writing.add(mark)
    const done = (): void => {
      this.#writing.delete(mark)
      this.#next()
    }
    const timer = setTimeout(done, this.#holdMs)
    try {
      return await work()
    } finally {
      clearTimeout(timer)
      done()
    }
  }

  #free(): boolean {
    return !this.#thin() || (this.#reading < AT_ONCE && this.#writing.size === 0)
  }

  #turn(soon: boolean, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const drop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1)
        reject(new DOMException('aborted', 'AbortError'))
      }
      const entry: Waiting = {
        soon,
        go() {
          signal?.removeEventListener('abort', drop)
          resolve()
        },
      }
      if (signal?.aborted) {
        reject(new DOMException('aborted', 'AbortError'))
        return
      }
      signal?.addEventListener('abort', drop, { once: true })
      const firstLate = soon ? this.#waiting.findIndex((other) => !other.soon) : -1
      this.#waiting.splice(firstLate < 0 ? this.#waiting.length : firstLate, 0, entry)
    })
  }

  /** Lets go whoever may; a turn given counts only when its work begins, so the rest are looked at then. */
  #next(): void {
    let given = 0
    while (this.#waiting.length > 0 && (!this.#thin() || (this.#reading + given < AT_ONCE && this.#writing.size === 0))) {
      this.#waiting.shift()?.go()
      given += 1
    }
  }
}
