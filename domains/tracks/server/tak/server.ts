import type { CotEvent } from '../../../../formats/cot/event.ts'
import { fileShareEvent } from '../../../../formats/cot/fileshare.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { App, CommitBatch, FeedView, Service } from '../../../../server/face.ts'
import { pictureOf } from '../live/of-app.ts'
import { Access } from './access.ts'
import { Calls } from './calls.ts'
import type { TakClient } from './client.ts'
import { Connections } from './connections.ts'
import { Entrance } from './entrance.ts'
import { unknownIdentity } from './eyes.ts'
import { offerTakStream, onTakIdentity, type TakAccess, type TakAddressees, type TakClientView, type TakFile, type TakStream } from './face.ts'
import { Gates } from './gates.ts'
import { Hall } from './hall.ts'
import { Keeper } from './keeper.ts'
import { whatOf, type ListenState } from './listeners.ts'
import { Openings, TAK_CODEC } from './openings.ts'
import { Outward } from './outward.ts'
import { Parcel } from './parcel.ts'
import type { WebSocketLike } from './pipes.ts'
import { Rights } from './rights.ts'
import { Router } from './router.ts'

export { TAK_CODEC } from './openings.ts'
/** Without `<auth>` for so long a connection that needs one is ended; one that needs none is let in as it is after `QUIET_MS`. */
const AUTH_MS = 30_000
const QUIET_MS = 3000
/** Who takes nothing for so long while something waits for them is cut. `options.stuckSeconds` sets another. */
const STUCK_S = 60
const LOOK_MS = 1000
const SWEEP_LOOKS = 10
/** Accounts and tokens are looked at again so often, for what ends with a day. */
const RECHECK_LOOKS = 60

/** What the health page shows besides the clients. */
export type TakTotals = { clients: number; latest: number; late: number; undelivered: number; kept: number; lost: number; reportsMerged: number; datagramsLost: number; shown: number }

/** The TAK server of a node: its parts, what it looks at by itself, and what it offers others. */
export class TakServer implements Service, TakStream {
  readonly #app: App
  readonly #gates: Gates
  readonly #access: Access
  readonly #router: Router
  readonly #keeper: Keeper
  readonly #calls: Calls
  readonly #hall: Hall
  readonly #outward: Outward
  readonly #connections: Connections
  readonly #entrance: Entrance
  readonly #openings: Openings
  readonly #rights: Rights
  readonly #stops: (() => void)[] = []
  #timer: NodeJS.Timeout | null = null
  #looks = 0

  private constructor(app: App) {
    this.#app = app
    this.#gates = new Gates(app.store)
    this.#access = new Access(this.#gates)
    this.#router = new Router(app.clock)
    this.#keeper = new Keeper(app)
    this.#calls = new Calls(app, (uid) => this.#access.trackOf(uid))
    this.#hall = new Hall(app, this.#router, this.#access, this.#keeper, this.#calls)
    this.#outward = new Outward(app, this.#router, this.#gates, (uid) => this.#hall.isHere(uid))
    this.#connections = new Connections((feed, count) => app.feeds.connections(feed, count))
    const parts = { gates: this.#gates, router: this.#router, hall: this.#hall, connections: this.#connections }
    this.#entrance = new Entrance(app, { ...parts, isOpen: (feed) => this.#openings.isOpen(feed), first: () => this.#outward.wake(pictureOf(app)) })
    this.#openings = new Openings(app, { ...parts, entrance: this.#entrance })
    this.#rights = new Rights(app, this.#gates, this.#router, this.#connections)
  }

  /** Make it, reading what it must know; nothing is opened before `start`. */
  static async make(app: App): Promise<TakServer> {
    const server = new TakServer(app)
    await server.#access.load(app.store)
    await server.#outward.load()
    server.#stops.push(
      app.store.onCommit((batch) => server.#follow(batch)),
      app.store.side.onDropped((what, id) => server.#rights.dropped(what, id)),
      app.feeds.onChange(() => server.#openings.sync()),
      app.store.onVeil(() => server.#reword()),
      app.gate.onWithdrawn((code) => server.#openings.withdrawn(code)),
    )
    pictureOf(app).follow({ moved: (reports, picture) => server.#outward.moved(reports, picture) })
    offerTakStream(app, server)
    return server
  }

  async start(): Promise<void> {
    onTakIdentity(this.#app, () => this.#openings.identified())
    // Every domain has made its services by now.
    await this.#outward.loadOffered()
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
    this.#timer.unref()
    this.#openings.start()
  }

  async close(): Promise<void> {
    clearInterval(this.#timer ?? undefined)
    this.#stops.forEach((stop) => stop())
    this.#openings.close()
    this.#connections.close()
    this.#router.close()
    this.#outward.close()
    await this.#hall.settled()
    await this.#keeper.close()
    await this.#calls.settled()
  }

  clients(): TakClientView[] {
    return [...this.#connections.all].map((client) => client.view())
  }

  clientsFor(reader: Reader): TakClientView[] {
    const eyes = this.#gates.eyes(reader)
    return [...this.#connections.all].filter((client) => eyes.sees(client.uid === null ? this.#access.ofFeed(client.feed, 'track') : this.#access.ofTrack(client.uid, client.feed))).map((client) => client.view())
  }

  latest(reader: Reader, uid: string): CotEvent | null {
    const parcel = this.#router.latest(uid)
    return parcel && this.#gates.eyes(reader).sees(parcel.gate) ? parcel.event : null
  }

  deliver(event: CotEvent, access: TakAccess, to?: TakAddressees): number {
    const parcel = new Parcel(event, this.#gates.of(access), { feed: null, replaces: null })
    let reached = 0
    for (const client of this.#router.clients) {
      if ((!to || named(client, to)) && client.identity?.sees(parcel)) {
        client.offer(parcel)
        reached += 1
      }
    }
    return reached
  }

  announcePackage(file: TakFile, access: TakAccess, to?: TakAddressees): number {
    const uid = crypto.randomUUID()
    const event = fileShareEvent(uid, { filename: file.filename, name: file.name, sha256: file.sha256, sizeBytes: file.bytes, senderUid: file.senderUid, senderCallsign: file.senderCallsign, url: file.url, ack: null }, [], this.#app.clock())
    return this.deliver(event, access, to)
  }

  cut(which: { account?: string; fingerprint256?: string; id?: string }, why: string): number {
    this.#app.log.info({ why }, 'connections of TAK clients are ended')
    return this.#connections.cutWhere((client) => (which.account !== undefined && client.identity?.account === which.account) || (which.fingerprint256 !== undefined && client.pipe.fingerprint256 === which.fingerprint256) || client.id === which.id)
  }

  listening(): ListenState[] {
    return this.#openings.states()
  }

  totals(): TakTotals {
    const { late, undelivered, latestCount } = this.#router
    const { kept, lost, merged } = this.#keeper
    return { clients: this.#connections.all.size, latest: latestCount, late, undelivered, kept, lost, reportsMerged: merged, datagramsLost: this.#entrance.datagramsLost, shown: this.#outward.size }
  }

  get keeper(): Keeper {
    return this.#keeper
  }

  /** The gate of messages of a feed, for those written in Vigie. */
  messageAccess(feed: FeedView): TakAccess {
    return this.#access.ofFeed(feed, 'message').access
  }

  /** A WebSocket of somebody signed in; null when no feed that runs takes any. */
  webSocket(socket: WebSocketLike, address: string, who: { account: string; login: string; reader: Reader; by: { token: string } | { session: string } }): TakClient | null {
    const feed = this.#app.feeds.running(TAK_CODEC).find((one) => whatOf(one) === 'websocket')
    return feed ? this.#entrance.webSocket(feed, socket, address, who) : null
  }

  #follow(batch: CommitBatch): void {
    let forget = false
    const accounts = new Set<string>()
    for (const { action, record } of batch.changes) {
      switch (record.kind) {
        case 'track':
          this.#hall.regate(this.#access.follow(record))
          this.#outward.track(record.id, pictureOf(this.#app))
          break
        case 'field-report':
          this.#hall.reports.follow(String(record.data['uid']), record, record.workflow === 'retracted' || record.workflow === 'merged')
          break
        case 'user':
          accounts.add(record.id)
          if (action.type === 'credentials' && /password/u.test(String(action.patch['did']))) {
            this.#connections.cutWhere((client) => client.identity?.account === record.id && client.identity.by === 'password')
          }
          break
        case 'area':
        case 'own-kind':
          forget = true
          break
        default:
          if (record.kind === 'alert' && record.data['rule'] === 'sos' && record.data['state'] === 'closed') {
            this.#calls.closed(String(record.data['subject']))
          }
          this.#outward.follow(record)
      }
    }
    if (forget) {
      this.#rights.forget()
    }
    if (accounts.size > 0) {
      void this.#rights.recheck(accounts)
    }
  }

  /** Words are kept from devices that were not, or told that were kept. */
  #reword(): void {
    const cut = this.#app.store.openly()
    if (cut) {
      this.#hall.reword(cut)
      this.#router.reword(cut)
    }
    this.#outward.reload().catch((error: unknown) => this.#app.log.error({ err: error }, 'what devices are shown could not be read anew'))
  }

  #look(): void {
    this.#looks += 1
    const now = this.#app.clock()
    for (const client of this.#connections.all) {
      if (!client.identity) {
        this.#stranger(client, now)
        continue
      }
      const seconds = client.feed.config.options?.['stuckSeconds']
      if (client.stuckMs() > 1000 * (typeof seconds === 'number' && seconds > 0 ? seconds : STUCK_S)) {
        this.#hall.ears.bad(client.feed, new Uint8Array(0), `${client.callsign ?? client.identity.login ?? client.pipe.address} took nothing it was sent: the connection was cut with ${client.outbox.size} messages waiting`)
        client.close(true)
      }
    }
    if (this.#looks % SWEEP_LOOKS === 0) {
      this.#router.sweep()
      this.#outward.sweep()
    }
    if (this.#looks % RECHECK_LOOKS === 0) {
      void this.#rights.recheckAll()
    }
  }

  #stranger(client: TakClient, now: number): void {
    const age = now - client.since
    if (client.feed.config.options?.['anonymous'] === true) {
      if (age >= QUIET_MS) {
        client.identity = unknownIdentity(this.#gates, client.feed)
        this.#entrance.enter(client)
      }
    } else if (age >= AUTH_MS) {
      client.close()
    }
  }
}

function named(client: TakClient, to: TakAddressees): boolean {
  return (to.uids?.some((uid) => client.uid === uid || client.uids.has(uid)) ?? false) || (to.callsigns?.some((callsign) => client.callsign === callsign) ?? false) || (to.accounts?.some((account) => client.identity?.account === account) ?? false)
}
