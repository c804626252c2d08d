import { connect, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { FeedConfig } from '../core/feed-config.ts'
import type { Handling } from '../core/handling.ts'
import { makeEvent } from '../formats/cot/build.ts'
import { readFrame } from '../formats/cot/codec.ts'
import { protocolRequest } from '../formats/cot/control.ts'
import { attr, element, part } from '../formats/cot/detail.ts'
import type { CotElement, CotEvent } from '../formats/cot/event.ts'
import { writeTakMessage } from '../formats/cot/proto-write.ts'
import { createCotStream, frameStream } from '../formats/cot/stream.ts'
import { writeCotText } from '../formats/cot/xml.ts'
import { SYSTEM } from '../server/auth/reader.ts'
import { consent, freePort } from './feeds.ts'
import type { Person, RunningNode } from './running-node.ts'
import { freshId, until } from './store.ts'

/** A node that listens, with a technology that has consent. */
export async function takGround(node: RunningNode): Promise<void> {
  await consent(node, 'granted')
  await node.node.listen({ port: 0, host: '127.0.0.1' })
}

/** A feed of devices; resolves to its id and port when it listens. */
export async function takFeed(node: RunningNode, options: NonNullable<FeedConfig['options']> = {}, more: { config?: Partial<FeedConfig>; handling?: Partial<Handling> } = {}): Promise<{ id: string; port: number }> {
  const port = more.config?.port ?? (await freePort())
  const id = freshId('feed')
  const data: FeedConfig = { name: 'Devices', technology: 'tracker', codec: 'tak', transport: 'tcp-server', address: '127.0.0.1', port, enabled: true, registers: false, options, ...more.config }
  const handling: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [], ...more.handling }
  await node.store.commit(SYSTEM, [{ id: freshId('act'), record: id, kind: 'feed', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling } as never }])
  await until(() => node.node.app.feeds.running('tak').some((feed) => feed.id === id), 'the feed runs')
  if (data.transport === 'tcp-server') {
    await until(async () => {
      const probe = connect(port, '127.0.0.1')
      const open = await new Promise<boolean>((resolve) => {
        probe.once('connect', () => resolve(true))
        probe.once('error', () => resolve(false))
      })
      probe.destroy()
      return open
    }, 'the port is open')
  }
  return { id, port }
}

/** A device on the other end of a connection: what it was sent, and the bytes of it. */
export class Device {
  readonly socket: Socket | TLSSocket
  readonly uid: string
  readonly events: CotEvent[] = []
  readonly raw: Uint8Array[] = []
  readonly #stream = createCotStream()
  protobuf = false
  closed = false

  constructor(socket: Socket | TLSSocket, uid: string) {
    this.socket = socket
    this.uid = uid
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      this.closed = true
    })
    socket.on('data', (chunk: Buffer) => {
      for (const frame of this.#stream.push(chunk)) {
        const read = readFrame(frame)
        if ('event' in read && read.event) {
          this.raw.push(frame.bytes)
          this.events.push(read.event)
          if (read.event.type === 't-x-takp-r') {
            this.protobuf = true
          }
        }
      }
    })
  }

  /** Connect, say who one is, and where. */
  static async join(port: number, uid: string, who: { login: string; secret: string } | null, self = true): Promise<Device> {
    const socket = connect(port, '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('error', reject)
    })
    const device = new Device(socket, uid)
    if (who) {
      device.text(`<?xml version="1.0" encoding="UTF-8"?>\n<auth><cot username="${who.login}" password="${who.secret}" uid="${uid}"/></auth>`)
    }
    if (self) {
      device.send(selfEvent(uid))
      await device.pong()
    }
    return device
  }

  text(text: string): void {
    this.socket.write(text)
  }

  send(event: CotEvent): void {
    if (this.protobuf) {
      this.socket.write(frameStream(writeTakMessage({ control: null, event })))
    } else {
      this.socket.write(writeCotText(event))
    }
  }

  /** Everything sent before has been taken when this resolves. */
  async pong(): Promise<void> {
    const before = this.events.filter((event) => event.type === 't-x-c-t-r').length
    this.send(makeEvent({ uid: `${this.uid}-ping`, type: 't-x-c-t' }, Date.now(), 60_000))
    await until(() => this.events.filter((event) => event.type === 't-x-c-t-r').length > before || this.closed, 'the node answers a ping')
  }

  /** Ask for the newer protocol. */
  async upgrade(): Promise<void> {
    await this.got((event) => event.type === 't-x-takp-v')
    this.send(protocolRequest(this.events.find((event) => event.type === 't-x-takp-v')!.uid, 1, Date.now()))
    await until(() => this.protobuf, 'the newer protocol is agreed')
  }

  /** The first event that fits, when it has come. */
  async got(which: (event: CotEvent) => boolean): Promise<CotEvent> {
    await until(() => this.events.some(which), `${this.uid} is sent what it should be; it has ${this.events.map((event) => `${event.type} ${event.uid}`).join(', ')}`)
    return this.events.find(which)!
  }

  has(which: (event: CotEvent) => boolean): boolean {
    return this.events.some(which)
  }

  async leave(): Promise<void> {
    this.socket.end()
    await until(() => this.closed, 'the connection has ended')
  }
}

/** What a device says of itself. */
export function selfEvent(uid: string, more: Partial<CotEvent> = {}, callsign = uid): CotEvent {
  return makeEvent({
    uid, type: 'a-f-G-U-C', point: { lat: 4.3, lon: 18.5, hae: 400, ce: 5, le: 5 },
    detail: [element('takv', { device: 'TEST', platform: 'ATAK-CIV', os: '34', version: '5.2' }), element('contact', { callsign, endpoint: '*:-1:stcp' }), element('__group', { name: 'Cyan', role: 'Team Member' })],
    ...more,
  }, Date.now(), 300_000)
}

/** Whose end a `t-x-d-d` tells. */
export function endOf(event: CotEvent): string | null {
  return event.type === 't-x-d-d' ? attr(part(event.detail, 'link'), 'uid') : null
}

/** Sign in to a stream with the token of a person. */
export function by(person: Person): { login: string; secret: string } {
  return { login: person.account.data.login, secret: person.token }
}

export type { CotElement }
