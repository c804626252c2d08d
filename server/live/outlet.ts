import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import type { Frame } from './channel.ts'
import type { Socket } from './client.ts'
import { LEAST_PACKED, pack, packedMessage, plainMessage } from './pack.ts'

/** A line that answers sooner is near, as within one building: there, packing takes longer than sending what it saves. */
const NEAR_MS = 20
/** Of so many answers the quickest counts: those of a busy screen or node say little of the line. */
const ANSWERS = 6

/** A text, or a message that is packed already. */
type Message = string | Buffer
type Waiting = { message: Message | null; bytes: number }

/**
 * The way out to one screen. Frames are packed here and not by the socket, so that what many screens are sent alike is packed once,
 * and no screen keeps a packer of its own. Over a line that is known to be near and takes all it is given they go unpacked. They leave
 * in the order in which they were given.
 */
export class Outlet implements Socket {
  readonly #socket: WebSocket
  readonly #wire: Duplex
  readonly #packs: boolean
  /** What is still being packed, and what came after it. */
  readonly #waiting: Waiting[] = []
  #waitingBytes = 0
  readonly #now: () => number
  #askedAt: number | null = null
  /** How long the last answers took, ms. */
  readonly #answers: number[] = []
  #isNear = false

  /** `wire` is what the WebSocket was upgraded from; `now` a clock in ms. */
  constructor(socket: WebSocket, wire: Duplex, now: () => number = () => performance.now()) {
    this.#socket = socket
    this.#wire = wire
    this.#packs = socket.extensions.includes('permessage-deflate')
    this.#now = now
    socket.on('pong', () => this.#answered())
  }

  get bufferedAmount(): number {
    return this.#socket.bufferedAmount + this.#waitingBytes
  }

  send(frame: string | Frame): void {
    const message = this.#messageOf(frame)
    const isMade = !(message instanceof Promise)
    if (isMade && this.#waiting.length === 0) {
      this.#write(message)
      return
    }
    const place: Waiting = { message: isMade ? message : null, bytes: typeof frame === 'string' ? frame.length : frame.body.length }
    this.#waiting.push(place)
    this.#waitingBytes += place.bytes
    if (!isMade) {
      message.then((made) => {
        place.message = made
        this.#drain()
      }, () => this.terminate())
    }
  }

  ping(): void {
    this.#askedAt ??= this.#now()
    this.#socket.ping()
  }

  close(code: number, reason: string): void {
    this.#forget()
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#forget()
    this.#socket.terminate()
  }

  #answered(): void {
    if (this.#askedAt === null) {
      return
    }
    this.#answers.push(this.#now() - this.#askedAt)
    this.#askedAt = null
    if (this.#answers.length > ANSWERS) {
      this.#answers.shift()
    }
    this.#isNear = Math.min(...this.#answers) < NEAR_MS
  }

  #messageOf(frame: string | Frame): Message | Promise<Message> {
    const head = typeof frame === 'string' ? '' : frame.head
    const length = typeof frame === 'string' ? frame.length : head.length + frame.body.length
    if (!this.#packs || length < LEAST_PACKED) {
      return typeof frame === 'string' ? frame : `${head}${frame.body.json}}`
    }
    if (this.#isNear && this.bufferedAmount === 0) {
      return typeof frame === 'string' ? frame : plainMessage(head, frame.body.bytes, '}')
    }
    const body = typeof frame === 'string' ? pack(frame) : frame.body.packed()
    return body instanceof Promise ? body.then((packed) => packedMessage(head, packed)) : packedMessage(head, body)
  }

  #drain(): void {
    for (let first = this.#waiting[0]; first !== undefined && first.message !== null; first = this.#waiting[0]) {
      this.#waiting.shift()
      this.#waitingBytes -= first.bytes
      this.#write(first.message)
    }
  }

  #forget(): void {
    this.#waiting.length = 0
    this.#waitingBytes = 0
  }

  #write(message: Message): void {
    if (this.#socket.readyState !== this.#socket.OPEN) {
      return
    }
    if (typeof message === 'string') {
      this.#socket.send(message, { compress: false })
    } else {
      // The socket itself packs nothing, so it holds nothing back that had to go before.
      this.#wire.write(message)
    }
  }
}
