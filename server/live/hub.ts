import type { VigieRecord } from '../../core/record.ts'
import { accountById } from '../auth/accounts.ts'
import { isActive, readerOf } from '../auth/reader.ts'
import type { App } from '../http/app-context.ts'
import type { Caller } from '../http/endpoint.ts'
import type { CommitBatch } from '../store/face.ts'
import { LiveClient, type Shared, type Socket } from './client.ts'
import { Recall } from './recall.ts'
import { SharedTotals } from './totals.ts'
import type { ViewCache } from './views.ts'

const HEARTBEAT_MS = 5_000
/** Commits that arrive within this time go out in one delta. */
const GATHER_MS = 20
/** Clients served before other work gets its turn. */
const CLIENTS_A_TURN = 50

/** All open screens of this process. Commits are gathered briefly, then each client is sent one frame. */
export class LiveHub {
  readonly #app: App
  readonly #shared: Shared
  readonly #clients = new Map<LiveClient, Caller>()
  readonly #stopListening: (() => void)[]
  readonly #heart: NodeJS.Timeout
  #timer: NodeJS.Timeout | null = null
  #due = Infinity
  #areasMoved = false
  #closed = false
  #dataAt: string | null = null

  constructor(app: App) {
    this.#app = app
    this.#shared = { app, totals: new SharedTotals(app.store), recall: new Recall(app.clock), wake: (ms) => this.#schedule(ms) }
    this.#stopListening = [app.store.onCommit((batch) => this.#take(batch)), app.store.side.onDropped((what, id) => this.#dropped(`${what}:${id}`)), app.store.onVeil(() => this.#reworded())]
    this.#heart = setInterval(() => this.#beat(), HEARTBEAT_MS)
    this.#heart.unref()
  }

  get size(): number {
    return this.#clients.size
  }

  /** A screen has connected; what it is told depends on what its caller may see, from now on and at every moment. */
  add(socket: Socket, caller: Caller): LiveClient {
    const client = new LiveClient(this.#shared, socket, caller.reader)
    this.#clients.set(client, caller)
    client.heartbeat(this.#dataAt)
    return client
  }

  /** A connection has ended. */
  remove(client: LiveClient): void {
    client.left()
    this.#clients.delete(client)
  }

  /** End every connection; browsers reconnect by themselves. */
  async close(): Promise<void> {
    this.#closed = true
    this.#stopListening.forEach((stop) => stop())
    clearInterval(this.#heart)
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    for (const client of this.#clients.keys()) {
      client.end(1001, 'the node is stopping')
    }
    this.#clients.clear()
  }

  #take(batch: CommitBatch): void {
    if (batch.changes.length === 0) {
      // Somebody read something sensitive; no record changed.
      return
    }
    this.#dataAt = batch.at
    const byKind = new Map<string, VigieRecord[]>()
    for (const { record } of batch.changes) {
      const records = byKind.get(record.kind)
      if (records) {
        records.push(record)
      } else {
        byKind.set(record.kind, [record])
      }
    }
    const accounts = new Set(byKind.get('user')?.map((record) => record.id))
    this.#areasMoved ||= byKind.has('area')
    for (const [client, caller] of this.#clients) {
      if (accounts.has(client.user)) {
        client.recheck(async () => {
          const account = await accountById(this.#app.store, caller.account.id)
          return account && isActive(account) ? readerOf(account, caller.reader.purpose, this.#app.clock()) : null
        })
      }
      client.offer(byKind)
    }
    this.#schedule(GATHER_MS)
  }

  /** Words are hidden that were told, or the other way round: to who follows now, and to who comes back. */
  #reworded(): void {
    this.#shared.recall.clear()
    for (const client of this.#clients.keys()) {
      client.veilChanged()
    }
  }

  /** A session or token has ended: so have the screens that were opened with it. */
  #dropped(key: string): void {
    for (const [client, caller] of this.#clients) {
      if (caller.key === key) {
        client.end(4401, 'signed out')
      }
    }
  }

  #schedule(ms: number): void {
    const at = performance.now() + ms
    if (this.#closed || (this.#timer !== null && this.#due <= at)) {
      return
    }
    if (this.#timer) {
      clearTimeout(this.#timer)
    }
    this.#due = at
    this.#timer = setTimeout(() => {
      this.#timer = null
      void this.#flush()
    }, ms)
  }

  async #flush(): Promise<void> {
    const views: ViewCache = new Map()
    const areasMoved = this.#areasMoved
    this.#areasMoved = false
    let served = 0
    for (const client of this.#clients.keys()) {
      if (areasMoved) {
        client.areasChanged()
      }
      client.flush(views)
      served += 1
      if (served % CLIENTS_A_TURN === 0) {
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
  }

  #beat(): void {
    for (const client of this.#clients.keys()) {
      client.heartbeat(this.#dataAt)
    }
  }
}
