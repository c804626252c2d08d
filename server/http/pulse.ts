import { monitorEventLoopDelay } from 'node:perf_hooks'

const WINDOW_MS = 5 * 60_000

/** How long work waits its turn in this process, over the last minutes. */
export class Pulse {
  readonly #delay = monitorEventLoopDelay({ resolution: 50 })
  readonly #timer: NodeJS.Timeout

  constructor() {
    this.#delay.enable()
    this.#timer = setInterval(() => this.#delay.reset(), WINDOW_MS)
    this.#timer.unref()
  }

  /** The time 99 of 100 turns waited less than, in ms. */
  get p99Ms(): number {
    const ns = this.#delay.percentile(99)
    return Number.isFinite(ns) ? Math.max(0, Math.round(ns / 1e6) - 50) : 0
  }

  close(): void {
    clearInterval(this.#timer)
    this.#delay.disable()
  }
}
