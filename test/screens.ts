import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { NewAction } from '../core/record.ts'
import type { Query } from '../core/query.ts'
import { createApp, type Node } from '../server/app.ts'
import { createAccount } from '../server/auth/accounts.ts'
import { createToken } from '../server/auth/api-tokens.ts'
import { SYSTEM, type AccountData, type AccountRecord } from '../server/auth/reader.ts'
import { readConfig } from '../server/config.ts'
import { ground } from './store.ts'
import type { OpenedStore } from '../server/store/open.ts'
import type { ServerFrame } from '../server/live/frames.ts'

type Only<K extends ServerFrame['op']> = Extract<ServerFrame, { op: K }>
export type Person = { account: AccountRecord; token: string }

/** A listening node on an empty store, with what tests do to it. */
export type Running = {
  node: Node
  store: OpenedStore
  port: number
  person(login: string, more?: Partial<AccountData>): Promise<Person>
  /** Write as the node itself; answers the records. */
  write(...actions: NewAction[]): Promise<{ id: string; kind: string; version: number; ref: string }[]>
  get(path: string, token: string, headers?: Record<string, string>): Promise<Response>
  screen(person: Person | { headers: Record<string, string> }, headers?: Record<string, string>): Promise<Screen>
  stop(): Promise<void>
}

let logins = 0

/** Start a node on a store of its own. `clock` is epoch ms. */
export async function running(engine: 'sqlite' | 'postgres', options: { clock?: () => number } = {}): Promise<Running> {
  const place = await ground(engine)
  const store = await place.open()
  const node = await createApp({ store, dataDir: place.dataDir, config: { ...readConfig({ VIGIE_REQUESTS_PER_MINUTE: '1000000' }, null), logLevel: 'silent' }, ...options })
  const port = await node.listen({ port: 0, host: '127.0.0.1' })
  const screens: Screen[] = []
  return {
    node, store, port,
    async person(login, more = {}) {
      logins += 1
      const account = await createAccount(store, SYSTEM, {
        login: `${login}${logins}`, name: login, org: 'MISSION', side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'JOC-CH', area: null }], ...more,
      }, null)
      return { account, token: (await createToken(store, account.id, 'test', null, Date.now())).value }
    },
    write: async (...actions) => (await store.commit(SYSTEM, actions)).map(({ record }) => record),
    get: (path, token, headers = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${token}`, ...headers } }),
    async screen(who, headers = {}) {
      const screen = new Screen(`ws://127.0.0.1:${port}/api/live`, { ...('token' in who ? { authorization: `Bearer ${who.token}` } : who.headers), ...headers })
      screens.push(screen)
      await screen.opened
      return screen
    },
    async stop() {
      screens.forEach((screen) => screen.socket.terminate())
      await node.close()
      await place.remove()
    },
  }
}

/** What a browser would be: one connection, all frames it was sent, and waiting for the next of a sort. */
export class Screen {
  readonly socket: WebSocket
  readonly opened: Promise<void>
  readonly closed: Promise<{ code: number; reason: string }>
  readonly frames: ServerFrame[] = []
  #taken = new Map<string, number>()

  constructor(url: string, headers: Record<string, string>) {
    this.socket = new WebSocket(url, { headers })
    this.socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString('utf8')) as ServerFrame))
    this.opened = new Promise((resolve, reject) => {
      this.socket.once('open', resolve)
      this.socket.once('error', reject)
    })
    this.closed = new Promise((resolve) => this.socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() })))
    this.opened.catch(() => {})
  }

  send(frame: object): void {
    this.socket.send(JSON.stringify(frame))
  }

  /** Subscribe and wait for the snapshot. */
  async subscribe(query: Query, id = 's'): Promise<Only<'snapshot'>> {
    this.send({ op: 'subscribe', id, query })
    return this.next('snapshot', id)
  }

  /** The next frame of a sort (and subscription) not taken yet; fails after ten seconds. */
  async next<K extends ServerFrame['op']>(op: K, id?: string): Promise<Only<K>> {
    const key = `${op} ${id ?? ''}`
    const limit = Date.now() + 10_000
    for (;;) {
      const fitting = this.frames.filter((frame): frame is Only<K> => frame.op === op && (id === undefined || ('id' in frame && frame.id === id)))
      const taken = this.#taken.get(key) ?? 0
      const frame = fitting[taken]
      if (frame) {
        this.#taken.set(key, taken + 1)
        return frame
      }
      if (Date.now() > limit) {
        throw new Error(`no ${key} came; there were ${JSON.stringify(this.frames.map((one) => one.op))}`)
      }
      await delay(2)
    }
  }

  async leave(): Promise<void> {
    this.socket.close()
    await this.closed
  }
}
