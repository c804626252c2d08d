import type { NewAction } from '../../../../core/record.ts'
import { Problem } from '../../../../core/problem.ts'
import { SYSTEM, type App } from '../../../../server/face.ts'
import { isRaisedAlready } from '../../../watch/contract.ts'

/** Alerts that wait for the store at most; more would mean a rule that fires for everything. */
const MOST_WAITING = 5_000
const AGAIN_MS = 2_000

/** Writes alerts one after the other, in their order; what cannot be written now is tried again. */
export class Raiser {
  readonly #app: App
  readonly #waiting: (NewAction | (() => Promise<NewAction>))[] = []
  #running: Promise<void> | null = null
  #closed = false
  #wake: () => void = () => {}
  /** Left out because too many waited. */
  dropped = 0

  constructor(app: App) {
    this.#app = app
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** A function is asked when its turn comes: what was put before it stands by then. */
  put(action: NewAction | (() => Promise<NewAction>)): void {
    if (this.#waiting.length >= MOST_WAITING) {
      this.dropped++
      if (this.dropped === 1 || this.dropped % 1000 === 0) {
        this.#app.log.error({ dropped: this.dropped }, 'too many alerts at once: some were not raised')
      }
      return
    }
    this.#waiting.push(action)
    this.#running ??= this.#run().finally(() => { this.#running = null })
  }

  /** Resolves when everything that was put is written. */
  async settled(): Promise<void> {
    while (this.#running) {
      await this.#running
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#wake()
    await this.settled()
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      let action: NewAction | null = null
      try {
        action = typeof next === 'function' ? await next() : next
        await this.#app.store.commit(SYSTEM, [action])
      } catch (error) {
        // An alert that was withdrawn, or never came to be, has nothing to end.
        const settled = isRaisedAlready(error) || (error instanceof Problem && error.status < 500)
        if (!settled && !this.#closed) {
          this.#app.log.error({ err: error }, 'an alert could not be written; trying again')
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, AGAIN_MS)
            this.#wake = () => { clearTimeout(timer); resolve() }
          })
          continue
        }
        if (!isRaisedAlready(error)) {
          this.#app.log.warn({ err: error, alert: action?.record, type: action?.type }, 'an alert was refused')
        }
      }
      this.#waiting.shift()
    }
  }
}
