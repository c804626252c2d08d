import { connect as connectPlain, createServer, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { Aedes, type AedesPublishPacket, type PublishPacket } from 'aedes'
import { MqttClient } from 'mqtt'
import { sameSecret } from '../../auth/secret-values.ts'
import { guardedLookup, mayReach } from '../../maps/address-guard.ts'
import { numberOption, textOption, type Carrier, type Host, type Line } from '../transport.ts'
import { guarded } from './mqtt-guard.ts'
import { inWords, Retry } from './retry.ts'
import { filtersOf, mayPublish } from './topics.ts'

const MOST_CONNECTIONS = 1000
const HANDSHAKE_MS = 15_000
/** A certificate that was renewed is shown to those who come from then on. */
const RENEW_MS = 60_000

/**
 * Positions by MQTT. With an address that begins with `mqtt://` or `mqtts://` the node is a client there (options: `topics`, separated by
 * commas; `username`; the secret of the feed is the password). Else it is a broker of its own on the port of the feed: devices
 * sign in with their name and the secret of the feed, publish under their own name, and may subscribe to nothing. With option `tls` it
 * speaks nothing but TLS there.
 */
export function mqtt(host: Host): Carrier {
  return /^mqtts?:\/\//.test(host.config.address ?? '') ? client(host) : broker(host)
}

/** Calls wait here while the feed may take no more. */
class Turnstile {
  #shut = false
  #waiting: (() => void)[] = []
  readonly flow = {
    pause: () => {
      this.#shut = true
    },
    resume: () => {
      this.#shut = false
      for (const go of this.#waiting.splice(0)) {
        this.pass(go)
      }
    },
  }

  pass(go: () => void): void {
    if (this.#shut) {
      this.#waiting.push(go)
    } else {
      go()
    }
  }

  /** Whoever waits goes on, and what it brings is no longer taken. */
  open(): void {
    this.flow.resume()
  }
}

function broker(host: Host): Carrier {
  const { port } = host.config
  const filters = filtersOf(textOption(host.config, 'topics') ?? host.config.address, host.ref)
  const most = numberOption(host.config, 'maxConnections', MOST_CONNECTIONS, 1, 10_000)
  const sockets = new Set<Socket>()
  const turnstile = new Turnstile()
  const users = new Map<string, string>()
  let aedes: Aedes | null = null
  let closed = false
  let line: Line | null = null
  const secure = host.config.options?.['tls'] === true
  const take = (socket: Socket): void => {
    if (aedes === null || sockets.size >= most) {
      host.refuse(`more than ${most} connections at once`)
      socket.destroy()
      return
    }
    sockets.add(socket)
    host.connections(sockets.size)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      sockets.delete(socket)
      host.connections(sockets.size)
    })
    aedes.handle(guarded(socket, (because) => host.refuse(because)))
  }
  let renewing: NodeJS.Timeout | null = null
  let shown = ''
  const server = secure ? createTlsServer({ minVersion: 'TLSv1.2', handshakeTimeout: HANDSHAKE_MS }, take) : createServer(take)
  // Those whose handshake is not done yet count as well.
  server.maxConnections = most
  const certify = async (): Promise<void> => {
    const { key, cert } = await host.tls()
    if (key + cert !== shown) {
      shown = key + cert
      ;(server as TlsServer).setSecureContext({ key, cert, minVersion: 'TLSv1.2' })
    }
  }
  if (secure) {
    server.on('tlsClientError', (_error: Error, socket: Socket) => {
      host.refuse('MQTT: a connection that does not speak TLS, or knows another authority')
      socket.destroy()
    })
    // What cannot be read for a moment leaves what is shown.
    renewing = setInterval(() => void certify().catch(() => undefined), RENEW_MS)
    renewing.unref()
  }
  const retry = new Retry(host, () => {
    if (port === undefined) {
      host.down('the feed has no port; give it one', null)
      return
    }
    start(port).catch((error: unknown) => retry.failed(inWords(error as Error)))
  })
  const start = async (at: number): Promise<void> => {
    // A new secret opens the feed anew, and those who signed in with the old one are gone.
    const secret = await host.secret()
    if (secure) {
      await certify()
    }
    aedes ??= await Aedes.createBroker({
      connectTimeout: 15_000, queueLimit: 100, maxInflightInbound: 100,
      authenticate(one, username, password, done) {
        const good = secret !== null && username !== undefined && password !== undefined && sameSecret(password.toString('utf8'), secret)
        if (good) {
          users.set(one.id, username)
        } else {
          host.refuse('MQTT: wrong name or secret')
        }
        done(good ? null : Object.assign(new Error('wrong name or secret'), { returnCode: 4 }), good)
      },
      authorizePublish(one, packet: PublishPacket, done) {
        if (one === null) {
          done(new Error('not from a device'))
          return
        }
        // Nothing is kept for later nor given to others.
        packet.retain = false
        const user = users.get(one.id) ?? ''
        if (!mayPublish(packet.topic, filters, user)) {
          host.refuse('MQTT: a device may not publish to this topic')
          done(new Error('not your topic'))
          return
        }
        turnstile.pass(() => {
          line?.push(typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload, packet.topic)
          done(null)
        })
      },
      authorizeSubscribe: (_one, _subscription, done) => done(null, null),
      authorizeForward: (_one, _packet: AedesPublishPacket) => null,
    })
    if (closed) {
      aedes.close()
      return
    }
    aedes.on('clientDisconnect', (one) => users.delete(one.id))
    aedes.on('clientError', (one) => users.delete(one.id))
    line ??= host.line({ from: 'MQTT', flow: turnstile.flow, send: null, whole: true })
    server.listen({ port: at, host: textOption(host.config, 'bind') ?? '0.0.0.0' })
  }
  server.on('listening', () => retry.up(`a broker of its own${secure ? ' over TLS' : ''} on port ${port}, topics ${filters.join(', ')}`))
  server.on('error', (error) => retry.failed(`port ${port}: ${inWords(error)}`))
  retry.start()
  return {
    async close() {
      closed = true
      clearInterval(renewing ?? undefined)
      retry.close()
      turnstile.open()
      sockets.forEach((socket) => socket.destroy())
      await new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()))
      const made = aedes
      if (made) {
        await new Promise<void>((resolve) => made.close(() => resolve()))
      }
    },
  }
}

function client(host: Host): Carrier {
  const turnstile = new Turnstile()
  let made: MqttClient | null = null
  let closed = false
  const retry = new Retry(host, () => {
    open().catch((error: unknown) => retry.failed(inWords(error as Error)))
  })
  const open = async (): Promise<void> => {
    const url = URL.parse(host.config.address ?? '')
    const name = url?.hostname.replace(/^\[|\]$/g, '') ?? ''
    if (!url || name === '' || (isIP(name) !== 0 && !mayReach(name, true))) {
      host.down('the address of the broker cannot be used; write mqtt://host:port or mqtts://host:port', null)
      return
    }
    const password = (await host.secret()) ?? undefined
    if (closed) {
      return
    }
    const secure = url.protocol === 'mqtts:'
    const at = { host: name, port: Number(url.port) || (secure ? 8883 : 1883), lookup: guardedLookup(true) }
    const filters = filtersOf(textOption(host.config, 'topics') ?? undefined, host.ref)
    let because = 'the broker ended the connection'
    const dial = (): Duplex => {
      const socket = secure ? connectTls({ ...at, servername: isIP(name) === 0 ? name : undefined }) : connectPlain(at)
      socket.on('error', (error) => {
        because = inWords(error)
      })
      return guarded(socket, (refused) => host.refuse(refused))
    }
    const one = new MqttClient(dial as never, { reconnectPeriod: 0, connectTimeout: 15_000, keepalive: 30, clean: true, clientId: textOption(host.config, 'clientId') ?? `vigie-${host.ref.toLowerCase()}`, username: textOption(host.config, 'username') ?? undefined, password })
    made = one
    const line = host.line({ from: name, flow: turnstile.flow, send: null, whole: true })
    one.handleMessage = (packet, done) => {
      turnstile.pass(() => {
        line.push(typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload, packet.topic)
        done()
      })
    }
    one.on('connect', () => {
      one.subscribe(filters, { qos: 1 }, (error) => {
        if (error) {
          because = `the broker does not let the node listen to ${filters.join(', ')}`
          one.end(true)
        } else {
          host.connections(1)
          retry.up(`connected to ${name}, listening to ${filters.join(', ')}`)
        }
      })
    })
    one.on('error', (error) => {
      because = inWords(error)
      one.end(true)
    })
    one.on('close', () => {
      one.end(true)
      line.end()
      host.connections(0)
      retry.failed(`${name}: ${because}`)
    })
  }
  retry.start()
  return {
    close() {
      closed = true
      retry.close()
      turnstile.open()
      made?.end(true)
      return Promise.resolve()
    },
  }
}
