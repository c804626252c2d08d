import type { App, FeedView } from '../../../../server/face.ts'
import type { Connections } from './connections.ts'
import type { Entrance } from './entrance.ts'
import { unknownIdentity } from './eyes.ts'
import { takIdentity } from './face.ts'
import type { Gates } from './gates.ts'
import type { Hall } from './hall.ts'
import { Listener, type ListenState } from './listeners.ts'
import type { Router } from './router.ts'

export const TAK_CODEC = 'tak'

type Parts = { gates: Gates; router: Router; hall: Hall; connections: Connections; entrance: Entrance }

/** What is open follows the feeds of codec `tak` and the consent of their technology. */
export class Openings {
  readonly #app: App
  readonly #gates: Gates
  readonly #router: Router
  readonly #hall: Hall
  readonly #connections: Connections
  readonly #entrance: Entrance
  readonly #listeners = new Map<string, Listener>()
  readonly #stops: (() => void)[] = []
  #started = false
  #ended = false

  constructor(app: App, { gates, router, hall, connections, entrance }: Parts) {
    this.#app = app
    this.#gates = gates
    this.#router = router
    this.#hall = hall
    this.#connections = connections
    this.#entrance = entrance
  }

  start(): void {
    this.#started = true
    this.identified()
    this.sync()
  }

  close(): void {
    this.#ended = true
    this.#stops.forEach((stop) => stop())
    this.#listeners.forEach((listener) => listener.close())
    this.#listeners.clear()
  }

  isOpen(feed: string): boolean {
    return this.#listeners.has(feed)
  }

  states(): ListenState[] {
    return [...this.#listeners.values()].map(({ state }) => state)
  }

  /** Feeds and consent as they are now: open what may be open, close at once what may not. */
  sync(): void {
    if (!this.#started || this.#ended) {
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
      socket: (of, socket) => this.#entrance.socket(of, socket, null),
      secured: (of, socket) => void this.#entrance.secured(of, socket),
      datagrams: (of, socket) => this.#entrance.mesh(of, socket),
      changed: (state) => this.#tell(state),
    }))
  }

  /** On the page of the feed, and in the log where it does not listen. */
  #tell({ feed, ref, name, port, state, because }: ListenState): void {
    if (state === 'failed') {
      this.#app.log.warn({ feed: ref, name, port, because }, 'TAK devices cannot connect to a feed')
    }
    this.#app.feeds.stands(feed, state === 'listening' ? null : because, state === 'off')
  }

  #shut(id: string): void {
    this.#listeners.get(id)?.close()
    this.#listeners.delete(id)
    this.#connections.cutWhere((client) => client.feed.id === id)
  }

  /** Name, handling or limits of a feed changed: who is connected stays, need-to-know follows. */
  #changed(feed: FeedView): void {
    const listener = this.#listeners.get(feed.id)
    if (listener) {
      Object.assign(listener, { feed })
      this.#tell(listener.state)
    }
    for (const client of this.#connections.refeed(feed)) {
      if (client.identity?.by === 'nothing') {
        const { saw } = client.identity
        client.identity = unknownIdentity(this.#gates, feed)
        this.#router.resight(client, saw)
      }
    }
    this.#hall.regate([...this.#router.standing()].filter((parcel) => parcel.feed === feed.id).map(({ event }) => event.uid))
  }

  /** Consent ended: with the commit that says so. */
  withdrawn(technology: string): void {
    for (const [id, listener] of this.#listeners) {
      if (listener.feed.config.technology === technology) {
        this.#shut(id)
      }
    }
  }

  /** Certificates are there, or others. */
  identified(): void {
    const identity = takIdentity(this.#app)
    if (identity && this.#started) {
      this.#stops.push(
        identity.onRevoked((fingerprint256) => this.#connections.cutWhere((client) => client.pipe.fingerprint256 === fingerprint256)),
        identity.onRenewed(() => this.#listeners.forEach((listener) => listener.renew())),
      )
      this.#listeners.forEach((listener) => listener.renew())
    }
  }
}

/** What decides how a feed listens. */
function opening({ config }: FeedView): string {
  return JSON.stringify([config.transport, config.address ?? null, config.port ?? null, config.options ?? {}])
}
