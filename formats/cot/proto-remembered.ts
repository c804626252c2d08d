import type { CotElement, CotEvent } from './event.ts'
import { MOST_SENDERS, SenderTable } from './senders.ts'
import { mayLearn, ownText } from './xml-remembered.ts'

/**
 * What a sender wrote last over the TAK protocol: the beginning of its event up to the uid, how it knows where it is, and its detail before
 * and behind what moves. A piece is known by comparing every byte of it with what was read and checked before; the values made then are given
 * again. It is found by the uid; nothing is believed on account of one. Values are never changed after they were made, so they may be
 * shared.
 */

/** Longer pieces are read anew each time. */
const MOST_HEAD = 256
const MOST_DETAIL = 1024
const EACH = MOST_HEAD + MOST_DETAIL

/** The pieces of all senders, in one place: of a thousand senders little is near the processor. */
let pieces: Uint8Array = new Uint8Array(EACH * 16)

/** What a detail says: its elements in their order, and which of them is the one that moves; -1 where none is. */
export type Steady = { readonly elements: readonly CotElement[]; readonly movesAt: number }

/** One sender. */
export class ProtoSender {
  readonly #at: number
  #headLength = 0
  #headMissed = 0
  #beforeLength = 0
  #afterLength = 0
  #detailMissed = 0
  #uid = ''
  #type = ''
  #access = ''
  #qos = ''
  #opex = ''
  how = ''
  steady: Steady | null = null

  constructor(number: number) {
    this.#at = number * EACH
    if (pieces.length < this.#at + EACH) {
      const more = new Uint8Array(Math.min(pieces.length * 2, EACH * MOST_SENDERS))
      more.set(pieces)
      pieces = more
    }
  }

  /** Fills in what stands in the beginning remembered, if the event begins with it: answers how long that is, else 0. */
  head(bytes: Uint8Array, from: number, to: number, event: CotEvent): number {
    const length = this.#headLength
    if (length === 0 || !standsAt(bytes, from, to, this.#at, length)) {
      return 0
    }
    event.uid = this.#uid
    event.type = this.#type
    event.access = this.#access
    event.qos = this.#qos
    event.opex = this.#opex
    this.#headMissed = 0
    return length
  }

  /** An event was read whose beginning, from `from` to `to`, is another. */
  headRead(bytes: Uint8Array, from: number, to: number, event: CotEvent): void {
    this.#headMissed = (this.#headMissed + 1) & 0xffff
    if (to - from <= MOST_HEAD && mayLearn(this.#headMissed)) {
      pieces.set(bytes.subarray(from, to), this.#at)
      this.#headLength = to - from
      this.#uid = ownText(event.uid)
      this.#type = ownText(event.type)
      this.#access = ownText(event.access)
      this.#qos = ownText(event.qos)
      this.#opex = ownText(event.opex)
    }
  }

  /** How long the piece before what moves is, if the detail begins with it; 0 where it does not, or none is remembered. */
  before(bytes: Uint8Array, from: number, to: number): number {
    const length = this.#beforeLength
    return length > 0 && standsAt(bytes, from, to, this.#at + MOST_HEAD, length) ? length : 0
  }

  /** Whether the detail ends, from `from` to `to`, with the piece behind what moves. */
  after(bytes: Uint8Array, from: number, to: number): boolean {
    const length = this.#afterLength
    const known = to - from === length && standsAt(bytes, from, to, this.#at + MOST_HEAD + this.#beforeLength, length)
    if (known) {
      this.#detailMissed = 0
    }
    return known
  }

  /**
   * A detail was read from `from` to `to` that is another; between `moves` and `still` stands what moves. `read` reads it again without
   * that and by itself, so that nothing holds on to the message it came in; null is not kept.
   */
  detailRead(bytes: Uint8Array, from: number, moves: number, still: number, to: number, read: (before: Uint8Array, after: Uint8Array) => Steady | null): void {
    this.#detailMissed = (this.#detailMissed + 1) & 0xffff
    if (moves > from && moves - from + to - still <= MOST_DETAIL && mayLearn(this.#detailMissed)) {
      const [before, after] = [bytes.slice(from, moves), bytes.slice(still, to)]
      this.steady = read(before, after)
      this.#beforeLength = this.steady === null ? 0 : before.length
      this.#afterLength = after.length
      pieces.set(before, this.#at + MOST_HEAD)
      pieces.set(after, this.#at + MOST_HEAD + before.length)
    }
  }
}

const senders = new SenderTable((number) => new ProtoSender(number))

/** What is remembered of who sends the event that stands from `from` to `to`; null when it was not met before. */
export function protoSenderOf(bytes: Uint8Array, from: number, to: number): ProtoSender | null {
  let at = from
  // Texts shorter than 128 bytes stand before the uid, which is field 5.
  while (at < to && bytes[at] !== 42) {
    if ((bytes[at]! & 0x87) !== 2 || bytes[at + 1]! >= 128) {
      return null
    }
    at += 2 + bytes[at + 1]!
  }
  const end = Math.min(to, at + 2 + (bytes[at + 1] ?? 0))
  let hash = 0
  for (at += 2; at < end; at += 1) {
    hash = (Math.imul(hash, 31) + bytes[at]!) | 0
  }
  return senders.of(hash)
}

/** Whether the piece that is kept at `kept` stands at `at`, before `end`. */
function standsAt(bytes: Uint8Array, at: number, end: number, kept: number, length: number): boolean {
  if (at + length > end) {
    return false
  }
  const all = pieces
  for (let i = 0; i < length; i += 1) {
    if (bytes[at + i] !== all[kept + i]) {
      return false
    }
  }
  return true
}
