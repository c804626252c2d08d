import type { FastifyInstance } from 'fastify'
import type { Server as TlsServer, TLSSocket } from 'node:tls'
import type { App, FeedView } from '../../../../server/face.ts'
import type { TakTls } from '../tak/face.ts'
import type { TakAuthority } from './authority.ts'
import type { EnrolmentCodes } from './codes.ts'
import { enrolRoutes } from './enrol-routes.ts'
import { enrolTls } from './enrol-tls.ts'
import { martiRoutes } from './marti-routes.ts'
import { onboardOf } from './onboarding.ts'
import { ENROL_PORT, MARTI_CODEC, MARTI_PORT, portOption } from './ports.ts'
import { takServer, type Desk } from './web-server.ts'

/** How often a port that was taken is tried again. */
const TRY_AGAIN_MS = 30_000

export const SERVICES = ['marti', 'enrolment', 'marti-clear'] as const
export type ServiceName = (typeof SERVICES)[number]
/** A listener as it stands; `problem` says in plain English why it is not open. */
export type ServiceState = { name: ServiceName; feed: string; host: string; port: number; open: boolean; problem: string | null }

type Wanted = { name: ServiceName; feed: FeedView; host: string; port: number }
type Open = Wanted & { server: FastifyInstance | null; problem: string | null; sockets: Set<TLSSocket> }

/** Opens the web services for TAK clients while a feed of format `tak-marti` runs, consent standing, and closes them with it. */
export class TakListeners {
  readonly #app: App
  readonly #authority: TakAuthority
  readonly #codes: EnrolmentCodes
  readonly #open = new Map<string, Open>()
  readonly #stops: (() => void)[] = []
  #closed = false

  constructor(app: App, authority: TakAuthority, codes: EnrolmentCodes) {
    this.#app = app
    this.#authority = authority
    this.#codes = codes
  }

  /** Begin to follow the feeds. */
  async start(): Promise<void> {
    const timer = setInterval(() => void this.#settle(), TRY_AGAIN_MS)
    timer.unref()
    this.#stops.push(
      () => clearInterval(timer),
      this.#app.feeds.onChange(() => void this.#settle()),
      this.#authority.onRenewed(() => void this.#renewed()),
      this.#authority.onRevoked((fingerprint) => this.#cut(fingerprint)),
    )
    await this.#settle()
  }

  states(): ServiceState[] {
    return [...this.#open.values()].map(({ name, feed, host, port, server, problem }) => ({ name, feed: feed.id, host, port, open: server !== null, problem }))
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#stops.forEach((stop) => stop())
    await this.#app.lanes.run('tak:listeners', async () => {
      await Promise.all([...this.#open.keys()].map((key) => this.#end(key)))
    })
  }

  /** Open what is wanted and not open, close what is no longer wanted. One at a time. */
  #settle(): Promise<void> {
    return this.#app.lanes.run('tak:listeners', async () => {
      const wanted = this.#closed ? new Map<string, Wanted>() : new Map(this.#wanted().map((one) => [keyOf(one), one]))
      await Promise.all([...this.#open.keys()].filter((key) => !wanted.has(key)).map((key) => this.#end(key)))
      if (!this.#closed && this.#app.feeds.running('tak').length + this.#app.feeds.running(MARTI_CODEC).length > 0) {
        await this.#authority.ensure()
      }
      if (this.#app.config.takEnrolTls) {
        await this.#renewed()
      }
      for (const [key, one] of wanted) {
        if (!this.#open.get(key)?.server) {
          this.#open.set(key, await this.#begin(one))
        }
      }
      for (const { id } of this.#closed ? [] : this.#app.feeds.running(MARTI_CODEC)) {
        const problems = [...this.#open.values()].flatMap(({ feed, problem }) => (feed.id === id && problem !== null ? [problem] : []))
        this.#app.feeds.stands(id, problems.length === 0 ? null : problems.join('; '))
      }
    }).catch((error: unknown) => this.#app.log.error({ err: error }, 'the web services for TAK clients could not be set up'))
  }

  #wanted(): Wanted[] {
    return this.#app.feeds.running(MARTI_CODEC).flatMap((feed): Wanted[] => {
      const { config } = feed
      const host = config.address ?? (this.#app.loopbackOnly ? '127.0.0.1' : '0.0.0.0')
      const listed: [ServiceName, number][] = [['marti', config.port ?? MARTI_PORT], ['enrolment', portOption(feed, 'enrolPort', ENROL_PORT)], ['marti-clear', portOption(feed, 'clearPort', 0)]]
      return listed.filter(([, port]) => port > 0).map(([name, port]) => ({ name, feed, host, port }))
    })
  }

  async #begin(wanted: Wanted): Promise<Open> {
    const { name, feed, host, port } = wanted
    const sockets = new Set<TLSSocket>()
    const own = this.#authority.tlsOptions()
    let tls: TakTls | null
    try {
      tls = own && name === 'enrolment' ? await enrolTls(this.#app, own) : own
    } catch (error) {
      return this.#failed(wanted, sockets, (error as Error).message)
    }
    const desk: Desk = { ...onboardOf(this.#app, this.#authority), app: this.#app, codes: this.#codes, feed }
    const server = await takServer(desk, name === 'marti' ? 'certificate' : 'secret', name === 'marti-clear' ? null : tls, (made) => {
      if (name !== 'marti-clear') {
        enrolRoutes(made, desk)
      }
      martiRoutes(made, desk)
    })
    server.server.on('secureConnection', (socket: TLSSocket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
    })
    try {
      await server.listen({ port, host })
      return { ...wanted, server, problem: null, sockets }
    } catch (error) {
      await server.close()
      const { code } = error as { code?: string }
      const problem = code === 'EADDRINUSE' ? `port ${port} is in use by another program; stop it or give the feed another port` : code === 'EACCES' ? `port ${port} may not be opened by this account; choose one above 1023` : `port ${port} at ${host} could not be opened (${code ?? String(error)})`
      return this.#failed(wanted, sockets, problem)
    }
  }

  #failed(wanted: Wanted, sockets: Set<TLSSocket>, problem: string): Open {
    if (this.#open.get(keyOf(wanted))?.problem !== problem) {
      this.#app.log.warn({ service: wanted.name, port: wanted.port, problem }, 'a web service for TAK clients is not open')
    }
    return { ...wanted, server: null, problem, sockets }
  }

  async #end(key: string): Promise<void> {
    const one = this.#open.get(key)
    this.#open.delete(key)
    one?.sockets.forEach((socket) => socket.destroy())
    await one?.server?.close()
  }

  async #renewed(): Promise<void> {
    const own = this.#authority.tlsOptions()
    for (const { name, server } of this.#open.values()) {
      if (own && server && name !== 'marti-clear') {
        // Files that are being replaced may not fit for a moment: what is shown stays until they do.
        const tls = name === 'enrolment' ? await enrolTls(this.#app, own).catch((error: unknown) => void this.#app.log.warn({ detail: String(error) }, 'the certificate for enrolment was not renewed')) : own
        if (tls) {
          ;(server.server as unknown as TlsServer).setSecureContext({ key: tls.key, cert: tls.cert, ca: tls.ca, minVersion: 'TLSv1.2' })
        }
      }
    }
  }

  #cut(fingerprint256: string): void {
    for (const { sockets } of this.#open.values()) {
      for (const socket of sockets) {
        if (socket.getPeerCertificate()?.fingerprint256 === fingerprint256) {
          socket.destroy()
        }
      }
    }
  }
}

/** A listener is opened anew when anything it was opened with is another. */
function keyOf({ name, feed, host, port }: Wanted): string {
  return JSON.stringify([name, feed.id, host, port, feed.handling, feed.config.port ?? null, feed.config.options ?? null])
}
