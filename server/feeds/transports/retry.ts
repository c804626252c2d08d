import { backoffMs } from '../backoff.ts'
import type { Host } from '../transport.ts'

/** Calls `open` now and again after each failure, waiting longer each time; a connection that stood a while begins anew. */
export class Retry {
  readonly #host: Host
  readonly #open: () => void
  readonly #firstMs: number
  #failures = 0
  #upAt = 0
  #timer: NodeJS.Timeout | null = null
  #closed = false

  constructor(host: Host, open: () => void, firstMs?: number) {
    this.#host = host
    this.#open = open
    this.#firstMs = firstMs ?? 1000
  }

  start(): void {
    this.#try()
  }

  up(detail: string): void {
    this.#upAt = performance.now()
    this.#host.up(detail)
  }

  /** It broke or did not open: say so and try later. Told once for each opening. */
  failed(because: string): void {
    if (this.#closed || this.#timer !== null) {
      return
    }
    this.#failures = this.#upAt > 0 && performance.now() - this.#upAt > 30_000 ? 1 : this.#failures + 1
    this.#upAt = 0
    const wait = backoffMs(this.#failures, this.#firstMs)
    this.#timer = setTimeout(() => this.#try(), wait)
    this.#host.down(because, this.#host.now() + wait)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#timer ?? undefined)
  }

  #try(): void {
    this.#timer = null
    if (!this.#closed) {
      try {
        this.#open()
      } catch (error) {
        this.failed((error as Error).message)
      }
    }
  }
}

/** What went wrong with a connection, in words with the code of the system behind them. */
export function inWords(error: Error): string {
  const code = (error as { code?: string }).code
  const words = code === undefined ? undefined : WORDS[code]
  return words ? `${words} (${code})` : error.message
}

const WORDS: Record<string, string> = {
  ECONNREFUSED: 'nothing answers at this address and port',
  ECONNRESET: 'the other side broke the connection',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'there is no way to this address',
  ENETUNREACH: 'there is no way to this network',
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'names cannot be looked up now',
  EADDRINUSE: 'another program, or another feed, already uses this port',
  EADDRNOTAVAIL: 'this machine has no such address',
  EACCES: 'this account may not open it',
  EPERM: 'this account may not open it',
  EPIPE: 'the other side broke the connection',
  ENOENT: 'there is no such file or device',
  EBUSY: 'another program has it open',
}
