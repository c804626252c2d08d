import type { Codec, Decoder, Heard } from '../../core/feed.ts'
import type { Bucket } from './bucket.ts'
import type { Line, Peer } from './transport.ts'

/** Bytes decoded before others get their turn. */
const SLICE = 16_384
/** Most that waits undecoded for one peer, in bytes and pieces; a peer that can be told to wait stays far below. */
export const MAX_WAITING_BYTES = 1_048_576
const MAX_WAITING = 4096

export type LineWork = {
  codec: Codec
  options: { [name: string]: string | number | boolean }
  bucket: Bucket
  now(): number
  /** Takes what was understood; answers how many messages that were. */
  take(heard: readonly Heard[], peer: Peer, topic: string | undefined): number
  /** Bytes as they came, before anything is refused by content. */
  came(chunk: Uint8Array, topic: string | undefined): void
  refuse(because: string): void
  perSecond: number
  /** The line has no more to do. */
  done(): void
}

/**
 * One peer's bytes on their way to what they mean: in slices, so that no chunk holds up the node, no faster than the feed
 * may, and with no more waiting than can be held. A decoder that fails is told as unreadable input and begun anew.
 */
export class DecodedLine implements Line {
  readonly #work: LineWork
  readonly #peer: Peer
  #decoder: Decoder
  #waiting: { chunk: Uint8Array; topic: string | undefined }[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | null = null
  #turn: NodeJS.Immediate | null = null
  #paused = false
  #ended = false
  #closed = false

  constructor(work: LineWork, peer: Peer) {
    this.#work = work
    this.#peer = peer
    this.#decoder = work.codec.make({ ...work.options, ...(peer.whole === true ? { whole: true } : {}) })
  }

  push(chunk: Uint8Array, topic?: string): void {
    if (this.#closed || this.#ended || chunk.length === 0) {
      return
    }
    const { bucket, perSecond } = this.#work
    if (this.#peer.flow === null && bucket.left() < 1) {
      this.#work.refuse(`more than ${perSecond} messages a second`)
      return
    }
    if ((this.#bytes + chunk.length > MAX_WAITING_BYTES && this.#bytes > 0) || this.#waiting.length >= MAX_WAITING) {
      this.#work.refuse('more came at once than can wait')
      return
    }
    this.#work.came(chunk, topic)
    this.#waiting.push({ chunk, topic })
    this.#bytes += chunk.length
    if (this.#timer === null && this.#turn === null) {
      this.#drain()
    }
  }

  end(): void {
    if (this.#ended || this.#closed) {
      return
    }
    this.#ended = true
    if (this.#timer === null && this.#turn === null) {
      this.#drain()
    }
  }

  /** Stop at once: what waits is dropped. */
  close(): void {
    this.#closed = true
    this.#waiting = []
    this.#bytes = 0
    clearTimeout(this.#timer ?? undefined)
    clearImmediate(this.#turn ?? undefined)
    this.#timer = null
    this.#turn = null
    this.#work.done()
  }

  #drain(): void {
    this.#timer = null
    this.#turn = null
    const head = this.#waiting[0]
    if (this.#closed) {
      return
    }
    // Others of the same feed may have used up what there was.
    const before = this.#peer.flow === null ? 0 : this.#work.bucket.wait()
    if (head && before > 0) {
      this.#pause()
      this.#timer = setTimeout(() => this.#drain(), before)
      return
    }
    if (head) {
      const whole = this.#work.codec.datagrams || this.#peer.whole === true || head.chunk.length <= SLICE
      const slice = whole ? head.chunk : head.chunk.subarray(0, SLICE)
      if (whole) {
        this.#waiting.shift()
      } else {
        head.chunk = head.chunk.subarray(SLICE)
      }
      this.#bytes -= slice.length
      this.#work.bucket.take(this.#work.take(this.#decode(slice, head.topic), this.#peer, head.topic))
    }
    if (this.#closed) {
      return
    }
    const wait = this.#peer.flow === null ? 0 : this.#work.bucket.wait()
    if (this.#waiting.length > 0 || (wait > 0 && !this.#ended)) {
      this.#pause()
      if (wait > 0) {
        this.#timer = setTimeout(() => this.#drain(), wait)
      } else {
        this.#turn = setImmediate(() => this.#drain())
      }
      return
    }
    if (this.#ended) {
      this.#work.take(this.#finish(), this.#peer, undefined)
      this.close()
    } else if (this.#paused) {
      this.#paused = false
      this.#peer.flow?.resume()
    }
  }

  #pause(): void {
    if (!this.#paused && this.#peer.flow !== null) {
      this.#paused = true
      this.#peer.flow.pause()
    }
  }

  #decode(slice: Uint8Array, topic: string | undefined): Heard[] {
    try {
      return this.#decoder.push(slice, this.#work.now(), topic)
    } catch (error) {
      this.#decoder = this.#work.codec.make({ ...this.#work.options, ...(this.#peer.whole === true ? { whole: true } : {}) })
      return [{ what: 'bad', bytes: slice, reason: `the ${this.#work.codec.name} decoder failed: ${String((error as Error).message).slice(0, 120)}` }]
    }
  }

  #finish(): Heard[] {
    try {
      return this.#decoder.end(this.#work.now())
    } catch {
      return []
    }
  }
}
