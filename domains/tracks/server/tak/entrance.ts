import type { Socket as Datagrams } from 'node:dgram'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { Problem } from '../../../../core/problem.ts'
import type { Reader } from '../../../../core/policy.ts'
import { authOf } from '../../../../formats/cot/control.ts'
import { TAK_MAGIC } from '../../../../formats/cot/stream.ts'
import { readVarint } from '../../../../formats/cot/varint.ts'
import { readXml } from '../../../../formats/cot/xml-tree.ts'
import { enterProgram, programReader, type App, type FeedView, type ProgramCaller } from '../../../../server/face.ts'
import { TakClient, type ClientWork, type Identity, type Pipe } from './client.ts'
import type { Connections } from './connections.ts'
import { personIdentity, unknownIdentity } from './eyes.ts'
import { takIdentity } from './face.ts'
import type { Gates } from './gates.ts'
import type { Hall } from './hall.ts'
import { MESH_GROUP, MESH_PORT } from './listeners.ts'
import { datagramPipe, socketPipe, webSocketPipe, type WebSocketLike } from './pipes.ts'
import type { Router } from './router.ts'
import { sortOf } from './sort.ts'

/** Messages a second one connection may send; `options.perClient` sets another. */
const PER_CLIENT = 500

type Parts = {
  gates: Gates
  router: Router
  hall: Hall
  connections: Connections
  /** Does a feed still listen? */
  isOpen(feed: string): boolean
  /** The first of all has come in. */
  first(): void
}

/** How what connects becomes somebody: by certificate, by `<auth>`, by a session of the web, or as nobody. */
export class Entrance {
  readonly #app: App
  readonly #gates: Gates
  readonly #router: Router
  readonly #hall: Hall
  readonly #connections: Connections
  readonly #isOpen: (feed: string) => boolean
  readonly #first: () => void
  /** Datagrams that could not be sent. */
  datagramsLost = 0

  constructor(app: App, { gates, router, hall, connections, isOpen, first }: Parts) {
    this.#app = app
    this.#gates = gates
    this.#router = router
    this.#hall = hall
    this.#connections = connections
    this.#isOpen = isOpen
    this.#first = first
  }

  /** A WebSocket of somebody signed in, by a feed that takes any; null where there is no room. */
  webSocket(feed: FeedView, socket: WebSocketLike, address: string, who: { account: string; login: string; reader: Reader; by: { token: string } | { session: string } }): TakClient | null {
    return this.#connections.hasRoom(feed) ? this.#admit(feed, webSocketPipe(socket, address), personIdentity(this.#gates, who.account, who.login, who.reader, who.by)) : null
  }

  /** A stream in clear, or over TLS once it is known whose it is. */
  socket(feed: FeedView, socket: Socket | TLSSocket, identity: Identity | null, fingerprint256: string | null = null): void {
    if (!this.#connections.hasRoom(feed) || (!identity && !this.#connections.hasRoomForStranger())) {
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

  /** A handshake was done: the certificate says whose it is. */
  async secured(feed: FeedView, socket: TLSSocket): Promise<void> {
    socket.on('error', () => socket.destroy())
    const shown = socket.getPeerCertificate()
    const { fingerprint256, serialNumber } = shown
    const account = takIdentity(this.#app)?.accountOfCertificate({ fingerprint256, serialNumber, commonName: String(shown.subject?.CN ?? '') }) ?? null
    const who = account === null ? null : await programReader(this.#app, account)
    if (!who || socket.destroyed || !this.#isOpen(feed.id)) {
      this.#hall.ears.hear(feed, [{ what: 'bad', bytes: new Uint8Array(0), reason: `a certificate of ${String(shown.subject?.CN ?? 'nobody').slice(0, 80)} was shown that belongs to no account here, or to one that may not sign in` }])
      socket.destroy()
      return
    }
    this.socket(feed, socket, personIdentity(this.#gates, who.account.id, who.account.data.login, who.reader, 'certificate'), fingerprint256)
  }

  /** One client stands for a whole mesh: what it hears is nobody's in particular, and it is told only what anybody may know. */
  mesh(feed: FeedView, socket: Datagrams): { message(bytes: Uint8Array): void; close(): void } {
    const { options, address } = feed.config
    const multicast = feed.config.transport === 'multicast'
    const to = options?.['send'] === true && (multicast || typeof options['sendTo'] === 'string') ? { host: multicast ? address || MESH_GROUP : String(options['sendTo']), port: Number(options['sendPort'] ?? feed.config.port ?? MESH_PORT) } : null
    const client = this.#admit(feed, datagramPipe(socket, to, unframed, () => {
      this.datagramsLost += 1
    }), unknownIdentity(this.#gates, feed), to !== null)
    if (options?.['protobuf'] === true) {
      client.protocol = 'protobuf-1'
    }
    return { message: (bytes) => client.datagram(bytes), close: () => client.close(true) }
  }

  #admit(feed: FeedView, pipe: Pipe, identity: Identity | null, listens = true): TakClient {
    const held = { feed }
    const client = new TakClient(this.#work(held, listens), pipe, identity)
    this.#connections.add(client, held)
    if (identity && listens) {
      this.enter(client)
    }
    return client
  }

  /** It is known who it is: it is told what is known. */
  enter(client: TakClient): void {
    const first = this.#router.clients.size === 0
    this.#hall.admit(client)
    if (first) {
      this.#first()
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
      bad: (client, bytes, reason) => this.#hall.ears.bad(client.feed, bytes, reason),
      anonymous: (client) => (held.feed.config.options?.['anonymous'] === true ? unknownIdentity(this.#gates, client.feed) : null),
      admitted: (client, before) => {
        if (listens && before) {
          this.#router.resight(client, before.saw)
        } else if (listens) {
          this.enter(client)
        }
      },
      left: (client) => {
        this.#connections.delete(client, held.feed.id)
        this.#hall.left(client)
      },
      wake: (client) => this.#router.wake(client),
    }
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
      this.#hall.ears.bad(client.feed, new Uint8Array(0), 'an <auth> that names no user')
      return null
    }
    try {
      const caller: ProgramCaller = await enterProgram(this.#app, said.username, said.password, client.pipe.address)
      return personIdentity(this.#gates, caller.account.id, caller.account.data.login, caller.reader, caller.token === null ? 'password' : { token: caller.token })
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error
      }
      this.#hall.ears.bad(client.feed, new Uint8Array(0), `sign-in of ${said.username.slice(0, 64)} from ${client.pipe.address} was refused: ${error.message}`)
      return null
    }
  }
}

/** A frame of a stream without its head. */
function unframed(frame: Uint8Array): Uint8Array {
  return frame[0] === TAK_MAGIC ? frame.subarray(readVarint(frame, 1, frame.length)?.next ?? 1) : frame
}
