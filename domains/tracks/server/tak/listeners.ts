import { createSocket, type Socket as Datagrams } from 'node:dgram'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer, type TLSSocket } from 'node:tls'
import type { FeedView } from '../../../../server/face.ts'
import type { TakTls } from './face.ts'

export const TAK_PORT = 8087
export const TAK_TLS_PORT = 8089
/** Where devices that need no server say where they are. */
export const MESH_GROUP = '239.2.3.1'
export const MESH_PORT = 6969
const BACKLOG = 256
/** What failed to listen is tried again after this. */
const RETRY_MS = 15_000

/** How a feed listens, for those who look after it. `because` in English, for people. */
export type ListenState = { feed: string; ref: string; name: string; what: 'tcp' | 'tls' | 'udp' | 'multicast' | 'websocket'; port: number | null; state: 'listening' | 'failed' | 'off'; because: string | null }

export type ListenerWork = {
  /** What the operator set: null says nothing, 0 is off. */
  ports: { tcp: number | null; tls: number | null }
  tls(): TakTls | null
  socket(feed: FeedView, socket: Socket): void
  secured(feed: FeedView, socket: TLSSocket): void
  /** Answers what takes its datagrams, and is called again when it closes. */
  datagrams(feed: FeedView, socket: Datagrams): { message(bytes: Uint8Array): void; close(): void }
  changed(state: ListenState): void
}

/** What one feed keeps open. It opens when it is made, tries again when it cannot, and closes at once. */
export class Listener {
  readonly feed: FeedView
  readonly #work: ListenerWork
  #server: Server | TlsServer | null = null
  #datagrams: Datagrams | null = null
  #taker: { message(bytes: Uint8Array): void; close(): void } | null = null
  #retry: NodeJS.Timeout | null = null
  #closed = false
  state: ListenState

  constructor(feed: FeedView, work: ListenerWork) {
    this.feed = feed
    this.#work = work
    this.state = { feed: feed.id, ref: feed.ref, name: feed.config.name, what: whatOf(feed), port: null, state: 'off', because: null }
    this.open()
  }

  open(): void {
    if (this.#closed || this.#server || this.#datagrams) {
      return
    }
    switch (this.state.what) {
      case 'tcp': return this.#stream(this.#work.ports.tcp ?? this.feed.config.port ?? TAK_PORT, 'VIGIE_TAK_PORT', () => createServer({ noDelay: true, keepAlive: true }, (socket) => this.#work.socket(this.feed, socket)))
      case 'tls': return this.#tls()
      case 'websocket':
        this.#say('listening', null, null)
        return
      default: return this.#mesh()
    }
  }

  /** New certificates or a new list of withdrawn ones: from the next connection on. */
  renew(): void {
    const tls = this.#work.tls()
    if (this.state.what !== 'tls') {
      return
    }
    if (tls && this.#server && 'setSecureContext' in this.#server) {
      this.#server.setSecureContext(contextOf(tls))
    } else {
      this.open()
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry ?? undefined)
    this.#drop()
  }

  #tls(): void {
    const tls = this.#work.tls()
    if (!tls) {
      this.#say('off', null, 'there is no certificate authority yet: make one on the page of TAK devices')
      return
    }
    this.#stream(this.#work.ports.tls ?? this.feed.config.port ?? TAK_TLS_PORT, 'VIGIE_TAK_TLS_PORT', () => {
      const server = createTlsServer({ ...contextOf(tls), requestCert: true, rejectUnauthorized: true, noDelay: true, keepAlive: true, handshakeTimeout: 20_000 }, (socket) => this.#work.secured(this.feed, socket))
      server.on('tlsClientError', (_error, socket) => socket.destroy())
      return server
    })
  }

  #stream(port: number, variable: string, make: () => Server | TlsServer): void {
    if (port === 0) {
      this.#say('off', null, `switched off by ${variable}=0`)
      return
    }
    let server: Server | TlsServer
    try {
      server = make()
    } catch (error) {
      this.#failed(port, error)
      return
    }
    this.#server = server
    server.on('error', (error) => this.#failed(port, error))
    server.listen({ port, host: this.feed.config.address || undefined, backlog: BACKLOG }, () => this.#say('listening', port, null))
  }

  #mesh(): void {
    const { config } = this.feed
    const port = config.port ?? MESH_PORT
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    this.#datagrams = socket
    socket.on('error', (error) => this.#failed(port, error))
    socket.bind({ port, ...(config.transport === 'udp' && config.address ? { address: config.address } : {}) }, () => {
      if (this.#closed) {
        return
      }
      if (config.transport === 'multicast') {
        try {
          socket.addMembership(config.address || MESH_GROUP)
          socket.setMulticastTTL(1)
          socket.setMulticastLoopback(config.options?.['loopback'] === true)
        } catch (error) {
          this.#failed(port, error)
          return
        }
      }
      this.#taker = this.#work.datagrams(this.feed, socket)
      this.#say('listening', port, null)
    })
    socket.on('message', (bytes) => this.#taker?.message(bytes))
  }

  #failed(port: number, error: unknown): void {
    const code = (error as { code?: string }).code
    const because = code === 'EADDRINUSE' ? `port ${port} is taken by another program: choose another port for this feed, or stop that program (EADDRINUSE)` : code === 'EACCES' ? `port ${port} may not be opened by this account of the machine: choose one above 1023 (EACCES)` : String((error as Error).message).slice(0, 200)
    this.#drop()
    if (this.#closed) {
      return
    }
    this.#say('failed', port, because)
    this.#retry ??= setTimeout(() => {
      this.#retry = null
      this.open()
    }, RETRY_MS)
    this.#retry.unref()
  }

  #drop(): void {
    this.#taker?.close()
    this.#taker = null
    this.#server?.close()
    this.#server = null
    try {
      this.#datagrams?.close()
    } catch {
      // Closed by its own failure.
    }
    this.#datagrams = null
  }

  #say(state: ListenState['state'], port: number | null, because: string | null): void {
    this.state = { ...this.state, state, port, because }
    this.#work.changed(this.state)
  }
}

/** How a feed of codec `tak` listens. */
export function whatOf({ config }: FeedView): ListenState['what'] {
  switch (config.transport) {
    case 'udp': return 'udp'
    case 'multicast': return 'multicast'
    case 'websocket': return 'websocket'
    default: return config.options?.['tls'] === true ? 'tls' : 'tcp'
  }
}

function contextOf({ key, cert, ca, crl }: TakTls) {
  return { key, cert, ca, ...(crl && crl.length > 0 ? { crl } : {}), minVersion: 'TLSv1.2' as const }
}
