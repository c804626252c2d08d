import type { App } from '../http/app-context.ts'
import type { CommitBatch } from '../store/face.ts'
import { accountById } from '../auth/accounts.ts'
import { isActive, readerOf } from '../auth/reader.ts'
import type { LiveClient } from './client.ts'
import { SharedTotals, type ViewCache } from './subscription.ts'

const HEARTBEAT_MS = 5_000
/** Commits that arrive within this time go out in one delta. */
const GATHER_MS = 20
/** A slow client is tried again after this. */
const RETRY_MS = 200

/** All open screens of this process. Commits are gathered briefly, then each client is sent one frame. */
export class LiveHub {
  readonly totals: SharedTotals
  readonly #app: App
  readonly #clients = new Set<LiveClient>()
  readonly #stopListening: () => void
  readonly #heart: NodeJS.Timeout
  #timer: NodeJS.Timeout | null = null
  #flushing: Promise<void> = Promise.resolve()
  #dataAt: string | null = null

  constructor(app: App) {
    this.#app = app
    this.totals = new SharedTotals(app.store)
    this.#stopListening = app.store.onCommit((batch) => this.#take(batch))
    this.#heart = setInterval(() => this.#beat(), HEARTBEAT_MS)
    this.#heart.unref()
  }

  get size(): number {
    return this.#clients.size
  }

  add(client: LiveClient): void {
    this.#clients.add(client)
    client.heartbeat(this.#app.store.position(), this.#dataAt)
  }

  remove(client: LiveClient): void {
    this.#clients.delete(client)
  }

  /** End every connection; browsers reconnect by themselves. */
  async close(): Promise<void> {
    this.#stopListening()
    clearInterval(this.#heart)
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    await this.#flushing
    for (const client of this.#clients) {
      client.end(1001, 'the node is stopping')
    }
    this.#clients.clear()
  }

  #take(batch: CommitBatch): void {
    this.#dataAt = batch.at
    const accounts = new Set<string>()
    for (const { record } of batch.changes) {
      if (record.kind === 'user') {
        accounts.add(record.id)
      }
    }
    for (const client of this.#clients) {
      client.offer(batch)
      if (accounts.has(client.user)) {
        this.#recheck(client)
      }
    }
    this.#schedule(GATHER_MS)
  }

  /** The account behind a client changed: it sees what the account may see now, or nothing more. */
  #recheck(client: LiveClient): void {
    accountById(this.#app.store, client.user).then(
      (account) => (account && isActive(account) ? client.become(readerOf(account, null)) : this.#expel(client)),
      () => this.#expel(client),
    )
  }

  #expel(client: LiveClient): void {
    client.end(4401, 'signed out')
    this.#clients.delete(client)
  }

  #schedule(ms: number): void {
    if (this.#timer === null && this.#clients.size > 0) {
      this.#timer = setTimeout(() => {
        this.#timer = null
        this.#flushing = this.#flushing.then(() => this.#flush())
      }, ms)
    }
  }

  async #flush(): Promise<void> {
    const position = this.#app.store.position()
    const views: ViewCache = new Map()
    let slow = false
    for (const client of this.#clients) {
      try {
        slow = !(await client.flush(position, views)) || slow
      } catch (error) {
        this.#app.log.error({ err: error }, 'a live client could not be served')
        client.end(1011, 'failed on our side')
        this.#clients.delete(client)
      }
    }
    if (slow) {
      this.#schedule(RETRY_MS)
    }
  }

  #beat(): void {
    const position = this.#app.store.position()
    for (const client of this.#clients) {
      client.heartbeat(position, this.#dataAt)
    }
  }
}
