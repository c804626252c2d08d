import { setTimeout as delay } from 'node:timers/promises'
import type { JsonObject } from '../../core/json.ts'
import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { Query } from '../../core/query.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { App } from '../http/app-context.ts'
import type { Frame } from './channel.ts'
import { Channels } from './channels.ts'
import { Followed } from './followed.ts'
import { readFrame, type ServerFrame } from './frames.ts'
import { Listener } from './listener.ts'
import type { Recall } from './recall.ts'
import { Turns } from './turns.ts'
import type { SharedTotals } from './totals.ts'
import type { ViewCache } from './views.ts'

/** What this room uses of a way out to a screen. */
export type Socket = { send(frame: string | Frame): void; ping(): void; close(code: number, reason: string): void; terminate(): void; readonly bufferedAmount: number }

/** What all clients of a node share. */
export type Shared = {
  app: App
  totals: SharedTotals
  recall: Recall
  /** Ask to be flushed again after some ms. */
  wake(ms: number): void
}

/** A screen follows what every line of work shows on it: some thirty with all of them. */
const MAX_SUBSCRIPTIONS = 48
/** Above so many unsent bytes a client is slow: deltas, answers and heartbeats wait. */
const SLOW_BYTES = 256 * 1024
/** A channel is not asked for more while so much is unsent: over a thin line a newer frame soon is worth more than this one and then that. */
const CHANNEL_BYTES = 16 * 1024
/** A slow client is tried again after this. */
const RETRY_MS = 200
/** Without any sign of life for so long a connection is dead. */
const DEAD_MS = 90_000

/**
 * One open screen. Records are lossless in their last state: a slow client gets fewer, newer deltas, never
 * an unbounded queue, and never slows another.
 */
export class LiveClient {
  readonly #shared: Shared
  readonly #app: App
  readonly #socket: Socket
  readonly #followed: Followed
  readonly #channels: Channels
  readonly #listener: Listener
  readonly #turns = new Turns()
  #flushing = false
  #again: ViewCache | null = null
  /** Every change up to here that concerns this client has been sent. */
  #settledAt: number
  #heardAt: number
  #closed = false

  constructor(shared: Shared, socket: Socket, reader: Reader) {
    this.#shared = shared
    this.#app = shared.app
    this.#socket = socket
    this.#channels = new Channels(shared.app, () => shared.wake(0))
    this.#listener = new Listener(reader, {
      changed: (next) => {
        this.#followed.startAnew(() => true)
        this.#channels.become(next, (id, error) => this.#refuse(id, error))
        shared.wake(0)
      },
      same: () => shared.wake(0),
      gone: () => this.end(4401, 'signed out'),
      failed: (error) => this.#app.log.error({ err: error }, 'the account of a live client could not be read'),
    })
    this.#followed = new Followed(shared, this.#listener, {
      limit: (id) => this.#limit(id),
      enqueue: (id, work) => this.#enqueue(id, work),
      send: (text) => this.#send(text),
      isOpen: () => !this.#closed,
      isSlow: () => this.#isSlow(),
    })
    this.#settledAt = shared.app.store.position()
    this.#heardAt = shared.app.clock()
  }

  get user(): string {
    return this.#listener.reader.user
  }

  /** The account behind this screen changed. `look` answers who it is now, or null when nobody may listen any more. */
  recheck(look: () => Promise<Reader | null>): void {
    this.#listener.recheck(look)
  }

  /** A sign of life that is no frame. */
  alive(): void {
    this.#heardAt = this.#app.clock()
  }

  /** Take a frame from the wire. Frames of one client are answered in order. */
  receive(text: string): void {
    if (this.#closed) {
      return
    }
    this.alive()
    if (this.#turns.isTooMany(this.#app.clock())) {
      this.end(4429, 'too many frames')
      return
    }
    try {
      const frame = readFrame(text)
      switch (frame.op) {
        case 'ping':
          this.#sendUnlessSlow({ op: 'pong', t: frame.t, serverTime: new Date(this.#app.clock()).toISOString() })
          return
        case 'unsubscribe':
          this.#enqueue(frame.id, async () => this.#followed.forget(frame.id))
          return
        case 'subscribe':
        case 'resume': {
          const { id, from } = frame
          const query = frame.query as Query
          this.#enqueue(id, () => (from === undefined ? this.#followed.snapshot(id, query) : this.#followed.resume(id, query, from)))
          return
        }
        case 'open':
          this.#enqueue(frame.id, () => this.#openChannel(frame.id, frame.channel, (frame.params ?? {}) as JsonObject))
          return
        case 'close':
          this.#enqueue(frame.id, async () => this.#channels.end(frame.id))
      }
    } catch (error) {
      this.#refuse(null, error)
    }
  }

  /** Take committed records in, by kind; what concerns this client is sent by the next flush. */
  offer(changes: ReadonlyMap<string, readonly VigieRecord[]>): void {
    this.#followed.offer(changes)
  }

  /** Words are hidden that were shown, or the other way round. */
  veilChanged(): void {
    this.#followed.startAnew(() => true)
    this.#shared.wake(0)
  }

  /** The tree of places changed: screens that depend on it start anew. */
  areasChanged(): void {
    const limited = this.#listener.reader.grants.some((grant) => grant.area !== null)
    this.#followed.startAnew((subscription) => limited || subscription.query.area !== undefined)
    this.#channels.become(this.#listener.reader, (id, error) => this.#refuse(id, error))
  }

  /** Send what waits. Runs once at a time; while a client is slow its changes go on waiting. */
  flush(views: ViewCache): void {
    if (this.#flushing) {
      this.#again = views
      return
    }
    if (!this.#owes()) {
      return
    }
    this.#flushing = true
    this.#flush(views).catch((error: unknown) => {
      this.#app.log.error({ err: error }, 'a live client could not be served')
      this.end(1011, 'failed on our side')
    }).finally(() => {
      this.#flushing = false
      const again = this.#again
      this.#again = null
      if (again) {
        this.flush(again)
      }
    })
  }

  /** Say that the connection lives, and up to which position everything was sent. Ends one that shows no sign of life. */
  heartbeat(dataAt: string | null): void {
    const now = this.#app.clock()
    if (now - this.#heardAt > DEAD_MS) {
      this.#closed = true
      this.#channels.endAll()
      this.#socket.terminate()
      return
    }
    if (!this.#flushing && !this.#listener.isHeld && this.#followed.isSettled) {
      this.#settledAt = this.#app.store.position()
    }
    this.#sendUnlessSlow({ op: 'heartbeat', position: this.#settledAt, serverTime: new Date(now).toISOString(), dataAt, coalesced: this.#followed.coalesced })
    if (!this.#closed) {
      this.#socket.ping()
    }
  }

  /** The connection has ended; what was on the screen is remembered for a while. */
  left(): void {
    this.#closed = true
    this.#followed.left()
    this.#channels.endAll()
  }

  /** Close from this side; nothing is sent afterwards. */
  end(code: number, reason: string): void {
    if (!this.#closed) {
      this.#closed = true
      this.#channels.endAll()
      this.#socket.close(code, reason)
    }
  }

  #limit(id: string): void {
    if (!this.#followed.has(id) && !this.#channels.has(id) && this.#followed.size + this.#channels.size >= MAX_SUBSCRIPTIONS) {
      throw new Problem('too-many-requests', `one connection carries at most ${MAX_SUBSCRIPTIONS} subscriptions and channels; end one first`)
    }
  }

  async #flush(views: ViewCache): Promise<void> {
    if (!(await this.#followed.flush(views))) {
      this.#shared.wake(RETRY_MS)
      return
    }
    this.#flushChannels()
  }

  /** Is there anything to send? Most flushes are somebody else's. */
  #owes(): boolean {
    return this.#followed.isDue || this.#channels.isDue
  }

  /** One frame for each channel that has something, while the client takes them. Held back while its rights are looked up. */
  #flushChannels(): void {
    for (const id of this.#channels.due()) {
      if (this.#closed || this.#listener.isHeld) {
        // What is held wakes the flush when it ends.
        return
      }
      if (this.#socket.bufferedAmount > CHANNEL_BYTES) {
        this.#shared.wake(RETRY_MS)
        return
      }
      const frame = this.#channels.take(id, (error) => this.#refuse(id, error))
      if (frame !== null) {
        this.#send(frame)
      }
    }
  }

  async #openChannel(id: string, name: string, params: JsonObject): Promise<void> {
    await this.#listener.known()
    if (!this.#closed) {
      this.#limit(id)
      this.#channels.open(id, name, params, this.#listener.reader)
    }
  }

  #enqueue(id: string, work: () => Promise<void>): void {
    this.#turns.take(async () => {
      await this.#drained()
      if (!this.#closed) {
        await work()
      }
    }, (error) => this.#refuse(id, error))
  }

  /** A client that does not read is not answered until it does. */
  async #drained(): Promise<void> {
    while (!this.#closed && this.#isSlow()) {
      await delay(RETRY_MS, undefined, { ref: false })
    }
  }

  #isSlow(): boolean {
    return this.#socket.bufferedAmount > SLOW_BYTES
  }

  #refuse(id: string | null, error: unknown): void {
    if (!(error instanceof Problem)) {
      this.#app.log.error({ err: error }, 'live frame failed')
    }
    const problem = error instanceof Problem ? error : new Problem('internal', 'the subscription failed on our side; try again')
    this.#sendUnlessSlow({ op: 'problem', id, problem: problem.toJSON() })
  }

  #sendUnlessSlow(frame: ServerFrame): void {
    if (!this.#isSlow()) {
      this.#send(JSON.stringify(frame))
    }
  }

  #send(frame: string | Frame): void {
    if (!this.#closed) {
      this.#socket.send(frame)
    }
  }
}
