import type { Socket as Datagrams } from 'node:dgram'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { authOf } from '../../../../formats/cot/control.ts'
import type { CotEvent } from '../../../../formats/cot/event.ts'
import { fileShareEvent } from '../../../../formats/cot/fileshare.ts'
import { TAK_MAGIC } from '../../../../formats/cot/stream.ts'
import { readVarint } from '../../../../formats/cot/varint.ts'
import { readXml } from '../../../../formats/cot/xml-tree.ts'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { enterProgram, programReader, type App, type CommitBatch, type FeedView, type ProgramCaller, type Service } from '../../../../server/face.ts'
import { pictureOf } from '../live/of-app.ts'
import { Access } from './access.ts'
import { Calls } from './calls.ts'
import { TakClient, type ClientWork, type Identity, type Pipe } from './client.ts'
import { personIdentity, unknownIdentity } from './eyes.ts'
import { offerTakStream, onTakIdentity, takIdentity, type TakAccess, type TakAddressees, type TakClientView, type TakFile, type TakStream } from './face.ts'
import { Gates } from './gates.ts'
import { Hall } from './hall.ts'
import { Keeper } from './keeper.ts'
import { Listener, MESH_GROUP, MESH_PORT, whatOf, type ListenState } from './listeners.ts'
import { Outward } from './outward.ts'
import { Parcel } from './parcel.ts'
import { datagramPipe, socketPipe, webSocketPipe, type WebSocketLike } from './pipes.ts'
import { Router } from './router.ts'
import { sortOf } from './sort.ts'

export const TAK_CODEC = 'tak'
/** Connections of one feed, and of all that have not said yet who they are. */
const MOST_CLIENTS = 2000
const MOST_STRANGERS = 200
/** Without `<auth>` for so long a connection that needs one is ended; one that needs none is let in as it is after `QUIET_MS`. */
const AUTH_MS = 30_000
const QUIET_MS = 3000
/** Who takes nothing for so long while something waits for them is cut. `options.stuckSeconds` sets another. */
const STUCK_S = 60
/** Messages a second one connection may send; `options.perClient` sets another. */
const PER_CLIENT = 500
const LOOK_MS = 1000
const SWEEP_LOOKS = 10
/** Accounts and tokens are looked at again so often, for what ends with a day. */
const RECHECK_LOOKS = 60

/** What the health page shows besides the clients. */
export type TakTotals = { clients: number; latest: number; late: number; undelivered: number; kept: number; lost: number; reportsMerged: number; datagramsLost: number; shown: number }

/** The TAK server of a node: everything that is open follows the feeds of codec `tak` and the consent of their technology. */
export class TakServer implements Service, TakStream {
  readonly #app: App
  readonly #gates: Gates
  readonly #access: Access
  readonly #router: Router
  readonly #keeper: Keeper
  readonly #calls: Calls
  readonly #hall: Hall
  readonly #outward: Outward
  readonly #all = new Set<TakClient>()
  readonly #feedOf = new WeakMap<TakClient, { feed: FeedView }>()
  readonly #listeners = new Map<string, Listener>()
  readonly #stops: (() => void)[] = []
  #timer: NodeJS.Timeout | null = null
  #looks = 0
  #started = false
  #closed = false
  #datagramsLost = 0

  private constructor(app: App) {
    this.#app = app
    this.#gates = new Gates(app.store)
    this.#access = new Access(this.#gates)
    this.#router = new Router(app.clock)
    this.#keeper = new Keeper(app)
    this.#calls = new Calls(app, (uid) => this.#access.trackOf(uid))
    this.#hall = new Hall(app, this.#router, this.#access, this.#keeper, this.#calls)
    this.#outward = new Outward(app, this.#router, this.#gates, (uid) => this.#hall.isHere(uid))
  }

  /** Make it, reading what it must know; nothing is opened before `start`. */
  static async make(app: App): Promise<TakServer> {
    const server = new TakServer(app)
    await server.#access.load(app.store)
    await server.#outward.load()
    server.#stops.push(
      app.store.onCommit((batch) => server.#follow(batch)),
      app.store.side.onDropped((what, id) => server.#cutWhere(({ identity }) => isProof(identity?.by, what, id))),
      app.feeds.onChange(() => server.#sync()),
      app.gate.onWithdrawn((code) => server.#withdrawn(code)),
    )
    pictureOf(app).follow({ moved: (reports, picture) => server.#outward.moved(reports, picture) })
    offerTakStream(app, server)
    return server
  }

  async start(): Promise<void> {
    this.#started = true
    this.#identified()
    onTakIdentity(this.#app, () => this.#identified())
    this.#timer = setInterval(() => this.#look(), LOOK_MS)
    this.#timer.unref()
    this.#sync()
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer ?? undefined)
    this.#stops.forEach((stop) => stop())
    for (const listener of this.#listeners.values()) {
      listener.close()
    }
    this.#listeners.clear()
    for (const client of this.#all) {
      client.close(true)
    }
    this.#router.close()
    this.#outward.close()
    await this.#hall.settled()
    await this.#keeper.close()
    await this.#calls.settled()
  }

  clients(): TakClientView[] {
    return [...this.#all].map((client) => client.view())
  }

  clientsFor(reader: Reader): TakClientView[] {
    const eyes = this.#gates.eyes(reader)
    return [...this.#all].filter((client) => eyes.sees(client.uid === null ? this.#access.ofFeed(client.feed, 'track') : this.#access.ofTrack(client.uid, client.feed))).map((client) => client.view())
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
    return this.#cutWhere((client) => (which.account !== undefined && client.identity?.account === which.account) || (which.fingerprint256 !== undefined && client.pipe.fingerprint256 === which.fingerprint256) || client.id === which.id)
  }

  listening(): ListenState[] {
    return [...this.#listeners.values()].map(({ state }) => state)
  }

  totals(): TakTotals {
    const { late, undelivered, latestCount } = this.#router
    const { kept, lost, merged } = this.#keeper
    return { clients: this.#all.size, latest: latestCount, late, undelivered, kept, lost, reportsMerged: merged, datagramsLost: this.#datagramsLost, shown: this.#outward.size }
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
    if (!feed || !this.#room(feed)) {
      return null
    }
    return this.#admit(feed, webSocketPipe(socket, address), personIdentity(this.#gates, who.account, who.login, who.reader, who.by))
  }

  /** Feeds and consent as they are now: open what may be open, close at once what may not. */
  #sync(): void {
    if (!this.#started || this.#closed) {
      return
    }
    const running = new Map(this.#app.feeds.running(TAK_CODEC).map((feed) => [feed.id, feed]))
    for (const [id, listener] of this.#listeners) {
      const feed = running.get(id)
      if (!feed) {
        this.#shut(id)
      } else if (opening(listener.feed) !== opening(feed)) {
        this.#shut(id)
        this.#open(feed)
      } else if (listener.feed !== feed) {
        this.#changed(feed)
      }
    }
    for (const feed of running.values()) {
      if (!this.#listeners.has(feed.id)) {
        this.#open(feed)
      }
    }
  }

  #open(feed: FeedView): void {
    const { config } = this.#app
    this.#listeners.set(feed.id, new Listener(feed, {
      ports: { tcp: config.takPort, tls: config.takTlsPort },
      tls: () => takIdentity(this.#app)?.tlsOptions() ?? null,
      socket: (of, socket) => this.#socket(of, socket, null),
      secured: (of, socket) => void this.#secured(of, socket),
      datagrams: (of, socket) => this.#mesh(of, socket),
      changed: () => undefined,
    }))
  }

  #shut(id: string): void {
    this.#listeners.get(id)?.close()
    this.#listeners.delete(id)
    this.#cutWhere((client) => client.feed.id === id)
  }

  /** Name, handling or limits of a feed changed: who is connected stays, need-to-know follows. */
  #changed(feed: FeedView): void {
    const listener = this.#listeners.get(feed.id)
    if (listener) {
      Object.assign(listener, { feed })
    }
    for (const client of this.#all) {
      const held = this.#feedOf.get(client)
      if (held?.feed.id === feed.id) {
        held.feed = feed
        if (client.identity?.by === 'nothing') {
          const { saw } = client.identity
          client.identity = unknownIdentity(this.#gates, feed)
          this.#router.resight(client, saw)
        }
      }
    }
    this.#hall.regate([...this.#router.standing()].filter((parcel) => parcel.feed === feed.id).map(({ event }) => event.uid))
  }

  #withdrawn(technology: string): void {
    for (const [id, listener] of this.#listeners) {
      if (listener.feed.config.technology === technology) {
        this.#shut(id)
      }
    }
  }

  #identified(): void {
    const identity = takIdentity(this.#app)
    if (identity && this.#started) {
      this.#stops.push(
        identity.onRevoked((fingerprint256) => this.#cutWhere((client) => client.pipe.fingerprint256 === fingerprint256)),
        identity.onRenewed(() => this.#listeners.forEach((listener) => listener.renew())),
      )
      this.#listeners.forEach((listener) => listener.renew())
    }
  }

  #socket(feed: FeedView, socket: Socket | TLSSocket, identity: Identity | null, fingerprint256: string | null = null): void {
    if (!this.#room(feed) || (!identity && [...this.#all].filter((client) => !client.identity).length >= MOST_STRANGERS)) {
      socket.destroy()
      return
    }
    const client = this.#admit(feed, socketPipe(socket, fingerprint256), identity)
    socket.on('data', (chunk: Buffer) => client.push(chunk))
    socket.on('drain', () => client.flush())
    socket.on('end', () => client.ended())
    socket.on('close', () => client.close(true))
    socket.on('error', () => client.close(true))
  }

  async #secured(feed: FeedView, socket: TLSSocket): Promise<void> {
    socket.on('error', () => socket.destroy())
    const shown = socket.getPeerCertificate()
    const { fingerprint256, serialNumber } = shown
    const account = takIdentity(this.#app)?.accountOfCertificate({ fingerprint256, serialNumber, commonName: String(shown.subject?.CN ?? '') }) ?? null
    const who = account === null ? null : await programReader(this.#app, account)
    if (!who || socket.destroyed || this.#listeners.get(feed.id)?.feed === undefined) {
      this.#hall.hear(feed, [{ what: 'bad', bytes: new Uint8Array(0), reason: `a certificate of ${String(shown.subject?.CN ?? 'nobody').slice(0, 80)} was shown that belongs to no account here, or to one that may not sign in` }])
      socket.destroy()
      return
    }
    this.#socket(feed, socket, personIdentity(this.#gates, who.account.id, who.account.data.login, who.reader, 'certificate'), fingerprint256)
  }

  /** One client stands for a whole mesh: what it hears is nobody's in particular, and it is told only what anybody may know. */
  #mesh(feed: FeedView, socket: Datagrams): { message(bytes: Uint8Array): void; close(): void } {
    const { options, address } = feed.config
    const multicast = feed.config.transport === 'multicast'
    const to = options?.['send'] === true && (multicast || typeof options['sendTo'] === 'string') ? { host: multicast ? address || MESH_GROUP : String(options['sendTo']), port: Number(options['sendPort'] ?? feed.config.port ?? MESH_PORT) } : null
    const client = this.#admit(feed, datagramPipe(socket, to, unframed, () => {
      this.#datagramsLost += 1
    }), unknownIdentity(this.#gates, feed), to !== null)
    if (options?.['protobuf'] === true) {
      client.protocol = 'protobuf-1'
    }
    return { message: (bytes) => client.datagram(bytes), close: () => client.close(true) }
  }

  #room(feed: FeedView): boolean {
    return !this.#closed && [...this.#all].filter((client) => client.feed.id === feed.id).length < MOST_CLIENTS
  }

  #admit(feed: FeedView, pipe: Pipe, identity: Identity | null, listens = true): TakClient {
    const held = { feed }
    const client = new TakClient(this.#work(held, listens), pipe, identity)
    this.#feedOf.set(client, held)
    this.#all.add(client)
    this.#count(feed.id)
    if (identity && listens) {
      this.#enter(client)
    }
    return client
  }

  #enter(client: TakClient): void {
    const first = this.#router.clients.size === 0
    this.#hall.admit(client)
    if (first) {
      this.#outward.wake(pictureOf(this.#app))
    }
  }

  #work(held: { feed: FeedView }, listens: boolean): ClientWork {
    const perClient = held.feed.config.options?.['perClient']
    return {
      feed: () => held.feed,
      now: this.#app.clock,
      perSecond: typeof perClient === 'number' && perClient >= 1 ? Math.floor(perClient) : PER_CLIENT,
      isPosition: (event) => {
        const sort = sortOf(event)
        return sort === 'position' || sort === 'passing'
      },
      event: (client, event, frame) => this.#hall.take(client, event, frame),
      auth: (client, bytes) => this.#authenticate(client, bytes),
      bad: (client, bytes, reason) => this.#hall.bad(client, bytes, reason),
      anonymous: (client) => (held.feed.config.options?.['anonymous'] === true ? unknownIdentity(this.#gates, client.feed) : null),
      admitted: (client) => listens && this.#enter(client),
      left: (client) => {
        this.#all.delete(client)
        this.#hall.left(client)
        this.#count(held.feed.id)
      },
      wake: (client) => this.#router.wake(client),
    }
  }

  #count(feed: string): void {
    this.#app.feeds.connections(feed, [...this.#all].filter((client) => client.feed.id === feed && client.pipe.transport !== 'datagram').length)
  }

  /** `<auth><cot username password uid/></auth>`: a login with its password or an API token of its account. */
  async #authenticate(client: TakClient, bytes: Uint8Array): Promise<Identity | null> {
    if (client.identity && client.identity.by !== 'nothing') {
      // A certificate or token has said it already.
      return client.identity
    }
    const read = readXml(bytes)
    const said = read.ok ? authOf(read.value) : null
    if (!said || said.username.length > 64 || said.password.length > 512) {
      this.#hall.bad(client, new Uint8Array(0), 'an <auth> that names no user')
      return null
    }
    try {
      const caller: ProgramCaller = await enterProgram(this.#app, said.username, said.password, client.pipe.address)
      return personIdentity(this.#gates, caller.account.id, caller.account.data.login, caller.reader, caller.token === null ? 'password' : { token: caller.token })
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error
      }
      this.#hall.bad(client, new Uint8Array(0), `sign-in of ${said.username.slice(0, 64)} from ${client.pipe.address} was refused: ${error.message}`)
      return null
    }
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
          this.#hall.followReport(String(record.data['uid']), record, record.workflow === 'retracted' || record.workflow === 'merged')
          break
        case 'user':
          accounts.add(record.id)
          if (action.type === 'credentials' && /password/u.test(String(action.patch['did']))) {
            this.#cutWhere((client) => client.identity?.account === record.id && client.identity.by === 'password')
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
      this.#gates.forget()
      for (const client of this.#router.clients) {
        if (client.identity) {
          this.#router.resight(client, client.identity.saw)
        }
      }
    }
    if (accounts.size > 0) {
      void this.#recheck((client) => accounts.has(client.identity?.account ?? ''))
    }
  }

  /** Who they are now, and whether they still may; nothing is sent meanwhile that they may have lost. */
  async #recheck(which: (client: TakClient) => boolean): Promise<void> {
    const byAccount = Map.groupBy([...this.#all].filter((client) => client.identity?.account && which(client)), (client) => client.identity!.account!)
    for (const [account, clients] of byAccount) {
      const who = await programReader(this.#app, account).catch(() => null)
      const tokens = who ? await this.#app.store.side.tokensOf(account).catch(() => []) : []
      const now = this.#app.clock()
      for (const client of clients) {
        const { identity } = client
        if (client.closed || !identity) {
          continue
        }
        const { by } = identity
        const proofs = typeof by !== 'object' ? null : 'token' in by ? tokens : await this.#app.store.side.sessionsOf(account).catch(() => [])
        if (!who || (proofs && !proofs.some((proof) => isProof(by, 'token' in (by as object) ? 'token' : 'session', proof.id) && (proof.expiresAt === null || proof.expiresAt > now)))) {
          client.close(true)
          continue
        }
        if (JSON.stringify(who.reader) !== JSON.stringify(identity.reader)) {
          client.identity = personIdentity(this.#gates, account, who.account.data.login, who.reader, by)
          this.#router.resight(client, identity.saw)
        }
      }
    }
  }

  #look(): void {
    this.#looks += 1
    const now = this.#app.clock()
    for (const client of this.#all) {
      if (!client.identity) {
        this.#stranger(client, now)
        continue
      }
      const seconds = client.feed.config.options?.['stuckSeconds']
      if (client.stuckMs() > 1000 * (typeof seconds === 'number' && seconds > 0 ? seconds : STUCK_S)) {
        this.#hall.bad(client, new Uint8Array(0), `${client.callsign ?? client.identity.login ?? client.pipe.address} took nothing it was sent: the connection was cut with ${client.outbox.size} messages waiting`)
        client.close(true)
      }
    }
    if (this.#looks % SWEEP_LOOKS === 0) {
      this.#router.sweep()
      this.#outward.sweep()
    }
    if (this.#looks % RECHECK_LOOKS === 0) {
      void this.#recheck(() => true)
    }
  }

  #stranger(client: TakClient, now: number): void {
    const age = now - client.since
    if (client.feed.config.options?.['anonymous'] === true) {
      if (age >= QUIET_MS) {
        client.identity = unknownIdentity(this.#gates, client.feed)
        this.#enter(client)
      }
    } else if (age >= AUTH_MS) {
      client.close()
    }
  }

  #cutWhere(which: (client: TakClient) => boolean): number {
    const found = [...this.#all].filter(which)
    found.forEach((client) => client.close(true))
    return found.length
  }
}

function named(client: TakClient, to: TakAddressees): boolean {
  return (to.uids?.some((uid) => client.uid === uid || client.uids.has(uid)) ?? false) || (to.callsigns?.some((callsign) => client.callsign === callsign) ?? false) || (to.accounts?.some((account) => client.identity?.account === account) ?? false)
}

/** Was it this token or session that proved who somebody is? */
function isProof(by: Identity['by'] | undefined, what: 'token' | 'session', id: string): boolean {
  return typeof by === 'object' && ('token' in by ? what === 'token' && by.token === id : what === 'session' && by.session === id)
}

/** What decides how a feed listens. */
function opening({ config }: FeedView): string {
  return JSON.stringify([config.transport, config.address ?? null, config.port ?? null, config.options ?? {}])
}

/** A frame of a stream without its head. */
function unframed(frame: Uint8Array): Uint8Array {
  return frame[0] === TAK_MAGIC ? frame.subarray(readVarint(frame, 1, frame.length)?.next ?? 1) : frame
}
