import type { Reader } from '../../../../core/policy.ts'
import { readFrame } from '../../../../formats/cot/codec.ts'
import { COT_LIMITS, type CotEvent, type CotFrame } from '../../../../formats/cot/event.ts'
import { createCotStream, readDatagram, type CotStream } from '../../../../formats/cot/stream.ts'
import { learnSteady, SteadyEvent } from '../../../../formats/cot/xml-steady.ts'
import type { FeedView } from '../../../../server/face.ts'
import type { TakClientView, TakProtocol, TakTransport } from './face.ts'
import type { Gate } from './gates.ts'
import type { Author } from './keeper.ts'
import { Outbox } from './outbox.ts'
import type { Parcel } from './parcel.ts'
import { Wave } from './wave.ts'

/** Bytes handed to the connection that it has not taken: above this a client is slow, and what comes waits in its outbox. */
const SLOW_BYTES = 256 * 1024
/** Gathered before it is handed over; whatever is gathered goes out within `GATHER_MS`. */
const GATHER_BYTES = 64 * 1024
export const GATHER_MS = 4
/** Bytes moved from the outbox in one go. */
const REFILL_BYTES = 128 * 1024
/** A client that sends more in a second than so many times its limit is not read until the second is over. */
const HARD = 4
const MOST_HELD = 2000
/** Told of in the quarantine at most so often for one client. */
const TELL_MS = 10_000

/** A connection as this room uses it, whatever carries it. */
export type Pipe = {
  transport: TakTransport
  address: string
  fingerprint256: string | null
  write(bytes: Uint8Array): void
  /** Bytes written that the other side has not taken yet. */
  waiting(): number
  /** Reading again after `pause`; what cannot be paused answers false. */
  pause(): boolean
  resume(): void
  /** Send what waits, then end. */
  end(): void
  /** Cut at once. */
  destroy(): void
}

/** Who a connection acts for, and what it may see. `by`: the id of a token or session, or how else it was proved. */
export type Identity = { account: string | null; login: string | null; author: Author; reader: Reader | null; by: { token: string } | { session: string } | 'password' | 'certificate' | 'nothing'; sees(parcel: Parcel): boolean; saw(gate: Gate): boolean }

export type ClientWork = {
  feed(): FeedView
  now(): number
  perSecond: number
  /** An event, with its bytes as they came; `bytes.length` counts. */
  event(client: TakClient, event: CotEvent, frame: CotFrame): void
  /** Is it replaced by the next of its uid? */
  isPosition(event: CotEvent): boolean
  /** `<auth>` came; resolves to whom it admits, or null when the connection is to end. */
  auth(client: TakClient, bytes: Uint8Array): Promise<Identity | null>
  bad(client: TakClient, bytes: Uint8Array, reason: string): void
  /** The first message is no `<auth>` and the connection needs one: who it is without, or null. */
  anonymous(client: TakClient): Identity | null
  /** `before`: who it was until now, where it was somebody already. */
  admitted(client: TakClient, before: Identity | null): void
  left(client: TakClient): void
  /** Ask to be flushed soon. */
  wake(client: TakClient): void
}

const NOTHING = new Wave()
const latin1 = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)

let made = 0

/** One connection: what comes in in order and no faster than it may, what goes out as fast as it is taken. */
export class TakClient {
  readonly id: string
  /** Tells it apart in recordings. */
  readonly line: number
  readonly pipe: Pipe
  readonly outbox = new Outbox()
  readonly since: number
  readonly #work: ClientWork
  readonly #stream: CotStream
  identity: Identity | null
  protocol: TakProtocol = 'xml'
  offered = false
  closed = false
  uid: string | null = null
  callsign: string | null = null
  team: string | null = null
  role: string | null = null
  device: string | null = null
  /** Uids this connection itself is. */
  readonly uids = new Set<string>()
  heardAt: number
  received = 0
  sent = 0
  refused = 0
  /** Gathered and not handed over yet. */
  #wave = NOTHING
  #queue: CotFrame[] = []
  #busy = false
  #paused = false
  /** Seconds, as they were when what is being read came; and the one that is counted. */
  #now = 0
  #second = 0
  #inSecond = 0
  #held = new Map<string, { event: CotEvent; frame: CotFrame }>()
  #timer: NodeJS.Timeout | null = null
  #toldAt = -TELL_MS
  #untold = 0
  /** How many are looking at what it may see: what it is offered meanwhile waits. */
  #looking = 0
  /** Bytes handed over, those the connection had taken when it was last looked at, and since when it was so many. */
  #written = 0
  #took = 0
  #tookAt = performance.now()

  constructor(work: ClientWork, pipe: Pipe, identity: Identity | null) {
    made += 1
    this.id = `tak-${made}`
    this.line = made
    this.#work = work
    this.pipe = pipe
    this.identity = identity
    this.since = work.now()
    this.heardAt = this.since
    this.#stream = createCotStream(COT_LIMITS.bytes, latin1)
  }

  get feed(): FeedView {
    return this.#work.feed()
  }

  /** Bytes from the other side. */
  push(chunk: Uint8Array): void {
    if (this.closed) {
      return
    }
    this.heardAt = this.#work.now()
    this.#take(this.#stream.push(chunk))
  }

  /** One datagram: a message of its own. */
  datagram(bytes: Uint8Array): void {
    if (!this.closed) {
      this.heardAt = this.#work.now()
      this.#take([readDatagram(bytes)])
    }
  }

  /** The other side has ended. */
  ended(): void {
    if (!this.closed) {
      this.#take(this.#stream.end())
      // What waited for the second to be over came before the end.
      this.#release()
      this.close()
    }
  }

  /** Give it something: at once while it takes what it is given, else it waits its turn. */
  offer(parcel: Parcel): void {
    if (this.closed || !this.identity?.sees(parcel)) {
      return
    }
    if (this.outbox.size > 0 || this.#looking > 0 || this.#wave.size + this.pipe.waiting() > SLOW_BYTES) {
      this.outbox.put(parcel)
      this.#work.wake(this)
      return
    }
    this.#gather(parcel)
  }

  /** What belongs to the protocol itself, past every queue and whatever may be seen. */
  say(bytes: Uint8Array): void {
    if (!this.closed) {
      this.flush()
      this.sent += 1
      this.#written += bytes.length
      this.pipe.write(bytes)
    }
  }

  /** Hand over what is gathered, and as much of what waits as is taken. */
  flush(): void {
    if (this.closed || this.#looking > 0) {
      return
    }
    this.#hand()
    if (this.outbox.size > 0 && this.pipe.waiting() <= SLOW_BYTES) {
      let bytes = 0
      while (bytes < REFILL_BYTES) {
        const parcel = this.outbox.next()
        if (!parcel) {
          break
        }
        if (this.identity?.sees(parcel)) {
          bytes += parcel.size
          this.#wave = this.#wave.with(parcel)
          this.sent += 1
        }
      }
      this.#hand()
    }
  }

  /** What it may see may have changed: until that is known, what it is offered waits, and is asked for again before it is sent. */
  look(): void {
    this.#hand()
    this.#looking += 1
  }

  /** It is known. */
  looked(): void {
    this.#looking -= 1
    this.#work.wake(this)
  }

  /** Milliseconds since the connection last took anything while something waited for it; 0 when nothing waits. */
  stuckMs(): number {
    const waits = this.pipe.waiting()
    const now = performance.now()
    const took = this.#written - waits
    if (waits === 0 || took !== this.#took) {
      this.#took = took
      this.#tookAt = now
    }
    return now - this.#tookAt
  }

  /** End it and tell the rest. */
  close(cut = false): void {
    if (this.closed) {
      return
    }
    if (!cut) {
      this.#hand()
    }
    this.closed = true
    clearTimeout(this.#timer ?? undefined)
    this.#queue = []
    this.#held.clear()
    this.#wave = NOTHING
    if (cut) {
      this.pipe.destroy()
    } else {
      this.pipe.end()
    }
    this.#work.left(this)
  }

  view(): TakClientView {
    return {
      id: this.id, feed: this.feed.id, transport: this.pipe.transport, protocol: this.protocol, account: this.identity?.account ?? null, login: this.identity?.login ?? null,
      uid: this.uid, callsign: this.callsign, team: this.team, role: this.role, device: this.device, address: this.pipe.address, fingerprint256: this.pipe.fingerprint256,
      since: this.since, heardAt: this.heardAt, received: this.received, sent: this.sent, coalesced: this.outbox.coalesced, waiting: this.outbox.size, dropped: this.outbox.dropped, refused: this.refused,
      waitingBytes: this.pipe.waiting(),
    }
  }

  #gather(parcel: Parcel): void {
    this.#wave = this.#wave.with(parcel)
    this.sent += 1
    if (this.#wave.size >= GATHER_BYTES) {
      this.#hand()
    } else if (this.#wave.count === 1) {
      this.#work.wake(this)
    }
  }

  #hand(): void {
    const wave = this.#wave
    if (wave.count === 0) {
      return
    }
    this.#wave = NOTHING
    // Datagrams and WebSocket messages carry one event each.
    const pieces = this.pipe.transport === 'tcp' || this.pipe.transport === 'tls' ? [wave.bytes(this.protocol)] : wave.parcels().map((parcel) => parcel.bytes(this.protocol))
    for (const piece of pieces) {
      this.#written += piece.length
      this.pipe.write(piece)
    }
  }

  #take(frames: readonly CotFrame[]): void {
    if (this.#busy || this.#paused || this.#queue.length > 0) {
      this.#queue.push(...frames)
      return
    }
    this.#now = Math.floor(performance.now() / 1000)
    for (let i = 0; i < frames.length; i += 1) {
      if (!this.#frame(frames[i]!)) {
        // Not now: the rest waits with it.
        this.#queue.push(...frames.slice(this.#busy ? i + 1 : i))
        return
      }
      if (this.closed) {
        return
      }
    }
  }

  /** Answers false when it, or what comes after it, has to wait. */
  #frame(frame: CotFrame): boolean {
    if (frame.what === 'auth') {
      this.#authenticate(frame.bytes)
      return false
    }
    if (!this.identity) {
      const without = this.#work.anonymous(this)
      if (!without) {
        this.#work.bad(this, frame.bytes, 'this feed admits nobody without <auth> or a certificate')
        this.close()
        return true
      }
      this.identity = without
      this.#work.admitted(this, null)
    }
    if (frame.what === 'bad') {
      this.#work.bad(this, frame.bytes, frame.reason)
      return true
    }
    if (this.#now !== this.#second) {
      this.#second = this.#now
      this.#inSecond = 0
      this.#release()
    }
    const most = this.#work.perSecond
    if (this.#inSecond >= most * HARD && this.#wait()) {
      this.#tell(frame.bytes)
      return false
    }
    const read = readFrame(frame)
    if ('bad' in read) {
      this.#inSecond += 1
      this.#work.bad(this, frame.bytes, read.bad)
      return true
    }
    if (!read.event) {
      return true
    }
    if (this.#inSecond >= most) {
      if (!this.#work.isPosition(read.event)) {
        if (this.#wait()) {
          this.#tell(frame.bytes)
          return false
        }
      } else {
        this.#inSecond += 1
        this.#hold(read.event, frame)
        return true
      }
    }
    this.#inSecond += 1
    this.received += 1
    if (!(read.event instanceof SteadyEvent) && frame.what === 'xml' && this.#work.isPosition(read.event)) {
      learnSteady(frame, read.event)
    }
    this.#work.event(this, read.event, frame)
    return true
  }

  /** Too many in this second: only the newest of each uid is taken, when the second is over. */
  #hold(event: CotEvent, frame: CotFrame): void {
    if (this.#held.has(event.uid) || this.#held.size >= MOST_HELD) {
      this.refused += 1
      this.#untold += 1
    }
    if (this.#held.has(event.uid) || this.#held.size < MOST_HELD) {
      this.#held.set(event.uid, { event, frame })
    }
    this.#tell(frame.bytes)
    this.#timer ??= setTimeout(() => this.#resume(), 1000 - (performance.now() % 1000))
  }

  #release(): void {
    if (this.#held.size === 0) {
      return
    }
    const held = [...this.#held.values()]
    this.#held = new Map()
    for (const { event, frame } of held) {
      this.received += 1
      this.#inSecond += 1
      this.#work.event(this, event, frame)
    }
  }

  /** Do not read on before the second is over; false for what cannot be kept from sending. */
  #wait(): boolean {
    if (!this.pipe.pause()) {
      this.refused += 1
      return false
    }
    this.#paused = true
    this.#timer ??= setTimeout(() => this.#resume(), Math.max(20, 1000 - (performance.now() % 1000)))
    return true
  }

  #resume(): void {
    this.#timer = null
    if (this.closed) {
      return
    }
    this.#inSecond = 0
    this.#second = Math.floor(performance.now() / 1000)
    this.#release()
    this.#paused = false
    this.#drain()
  }

  #drain(): void {
    const frames = this.#queue
    this.#queue = []
    this.#take(frames)
    if (!this.#paused && !this.#busy && !this.closed) {
      this.pipe.resume()
    }
  }

  #authenticate(bytes: Uint8Array): void {
    this.#busy = true
    this.pipe.pause()
    this.#work.auth(this, bytes).catch(() => null).then((identity) => {
      this.#busy = false
      if (this.closed) {
        return
      }
      if (!identity) {
        this.close()
        return
      }
      const before = this.identity
      this.identity = identity
      if (before !== identity) {
        this.#work.admitted(this, before)
      }
      this.#drain()
    }).catch(() => this.close(true))
  }

  #tell(bytes: Uint8Array): void {
    const now = performance.now()
    if (now - this.#toldAt < TELL_MS) {
      return
    }
    this.#toldAt = now
    const who = this.callsign ?? this.identity?.login ?? this.pipe.address
    this.#work.bad(this, bytes.subarray(0, 1024), `${who} sends more than ${this.#work.perSecond} messages a second: it is read more slowly, and of its positions only the newest of each second are taken${this.#untold > 0 ? ` (${this.#untold} were left out so far)` : ''}`)
  }
}
