import { deflateSync, inflateSync } from 'fflate'
import type { Json, JsonObject } from '../../../core/json.ts'
import { HANDOVER_WORDS } from './handover-words.ts'

/**
 * A casualty's state as text that a screen shows as QR codes and another device reads: JSON in a compact binary form,
 * deflated where that is shorter, with a CRC-32 against misreading, in Crockford's base 32 (capital letters and digits
 * alone, the alphabet QR codes are densest in, and one that survives paste). No secret and no signature: whoever may see
 * the screen may read it, and the node judges who may write what comes of it.
 */
const VERSION = 1
/** `VM1:tag:2/3:body`: version, message, frame and number of frames. */
const FRAME = /^VM(\d+):([0-9A-Z]{4}):(\d{1,2})\/(\d{1,2}):([0-9A-Z]+)$/
/** Characters of one frame's body: QR version 14 at level M, which a phone reads from another phone's screen. */
export const FRAME_BODY = 480
/** Frames of one hand-over at most; what is larger than that is no casualty. */
const MOST_FRAMES = 40
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const MOST_BYTES = 1_000_000

/** Why a text is not a hand-over. */
export type HandoverFault = 'not-a-code' | 'other-version' | 'damaged'
/** What was collected so far of a hand-over in several frames. */
export type Collected = { ok: false; have: number; of: number; fault?: HandoverFault } | { ok: true; value: JsonObject }

/** The frames that carry a value, in order; one when it fits into one code. `value` holds no name: callers choose its fields. */
export function handoverFrames(value: JsonObject, body: number = FRAME_BODY): string[] {
  const plain = new Writer().json(value).done()
  const small = deflateSync(plain, { level: 9 })
  const packed = small.length < plain.length
  const bytes = new Uint8Array([VERSION, packed ? 1 : 0, ...(packed ? small : plain)])
  const sum = crc32(bytes)
  const text = toBase32(new Uint8Array([...bytes, sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255]))
  const size = Math.max(body, Math.ceil(text.length / MOST_FRAMES))
  const of = Math.ceil(text.length / size)
  const tag = toBase32(new Uint8Array([sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255])).slice(0, 4)
  return Array.from({ length: of }, (_, i) => `VM${VERSION}:${tag}:${i + 1}/${of}:${text.slice(i * size, (i + 1) * size)}`)
}

/** Gathers frames in any order, twice, and mixed with those of an earlier hand-over; the last message begun is the one kept. */
export class HandoverCollector {
  #tag = ''
  #of = 0
  #parts = new Map<number, string>()

  /** Take what was read: one frame, or several separated by white space. */
  take(text: string): Collected {
    const frames = text.trim().split(/\s+/).filter((one) => one !== '')
    let answer: Collected = { ok: false, have: this.#parts.size, of: this.#of, fault: 'not-a-code' }
    for (const frame of frames) {
      answer = this.#one(frame.toUpperCase())
      if (answer.ok || answer.fault) {
        return answer
      }
    }
    return answer
  }

  #one(frame: string): Collected {
    const found = FRAME.exec(frame)
    const [i, of] = [Number(found?.[3]), Number(found?.[4])]
    if (!found || i < 1 || i > of || of > MOST_FRAMES) {
      return { ok: false, have: this.#parts.size, of: this.#of, fault: 'not-a-code' }
    }
    if (Number(found[1]) !== VERSION) {
      return { ok: false, have: 0, of: 0, fault: 'other-version' }
    }
    if (found[2] !== this.#tag || of !== this.#of) {
      this.#tag = found[2] ?? ''
      this.#of = of
      this.#parts.clear()
    }
    this.#parts.set(i, found[5] ?? '')
    if (this.#parts.size < of) {
      return { ok: false, have: this.#parts.size, of }
    }
    const value = opened(Array.from({ length: of }, (_, k) => this.#parts.get(k + 1) ?? '').join(''))
    this.#parts.clear()
    return value === null ? { ok: false, have: 0, of, fault: 'damaged' } : { ok: true, value }
  }
}

/** The value of all frames at once; null when some are missing or one is damaged. */
export function readHandover(frames: readonly string[]): JsonObject | null {
  const read = new HandoverCollector().take(frames.join('\n'))
  return read.ok ? read.value : null
}

function opened(text: string): JsonObject | null {
  const all = fromBase32(text)
  if (all === null || all.length < 7) {
    return null
  }
  const bytes = all.subarray(0, -4)
  const sum = all.subarray(-4).reduce((n, byte) => (n * 256 + byte) >>> 0, 0)
  if (crc32(bytes) !== sum || bytes[0] !== VERSION) {
    return null
  }
  try {
    const plain = bytes[1] === 1 ? inflateSync(bytes.subarray(2), { out: new Uint8Array(MOST_BYTES) }) : bytes.subarray(2)
    const reader = new Reader(plain)
    const value = reader.json(0)
    return reader.ended && typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null
  } catch {
    return null
  }
}

// One byte says what follows: 00–3f a small whole number, 40–9f a word of the list, a0–af a list, b0–bf an object.
const [SMALL, WORD, LIST, OBJECT] = [0x40, 0x40, 0xa0, 0xb0]
const WORDS = 0x60
const [NULL, FALSE, TRUE, UP, DOWN, FLOAT, TEXT, UUID, SECONDS, MILLIS, LONG_LIST, LONG_OBJECT, LONG_WORD, DECIMAL] = [0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd]
const UUID_TEXT = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const TIME_TEXT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/
const INDEX = new Map(HANDOVER_WORDS.map((word, i) => [word, i]))
const MOST_DEPTH = 32

class Writer {
  #bytes: number[] = []
  #time = 0

  done(): Uint8Array {
    return Uint8Array.from(this.#bytes)
  }

  json(value: Json): this {
    if (value === null || value === false || value === true) {
      this.#bytes.push(value === null ? NULL : value ? TRUE : FALSE)
    } else if (typeof value === 'number') {
      this.#number(value)
    } else if (typeof value === 'string') {
      this.#text(value)
    } else if (Array.isArray(value)) {
      this.#sized(value.length, LIST, LONG_LIST)
      value.forEach((one) => this.json(one))
    } else {
      const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
      this.#sized(entries.length, OBJECT, LONG_OBJECT)
      for (const [key, one] of entries) {
        this.#text(key)
        this.json(one as Json)
      }
    }
    return this
  }

  #sized(size: number, short: number, long: number): void {
    if (size < 16) {
      this.#bytes.push(short + size)
    } else {
      this.#bytes.push(long)
      this.#varint(size)
    }
  }

  #number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0 && value < SMALL) {
        this.#bytes.push(value)
      } else {
        this.#bytes.push(value < 0 ? DOWN : UP)
        this.#varint(Math.abs(value))
      }
      return
    }
    const short = /^(\d{1,9})\.(\d{1,6})$/.exec(String(value))
    if (short) {
      const places = short[2]?.length ?? 0
      this.#bytes.push(DECIMAL, places)
      this.#varint(Number(`${short[1] ?? ''}${short[2] ?? ''}`))
      return
    }
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value)
    this.#bytes.push(FLOAT, ...new Uint8Array(view.buffer))
  }

  #text(text: string): void {
    const word = INDEX.get(text)
    if (word !== undefined) {
      if (word < WORDS) {
        this.#bytes.push(WORD + word)
      } else {
        this.#bytes.push(LONG_WORD)
        this.#varint(word)
      }
    } else if (UUID_TEXT.test(text)) {
      this.#bytes.push(UUID, ...(text.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16)))
    } else if (TIME_TEXT.test(text) && timeText(Date.parse(text)) === text) {
      // Times stand close together: each as its distance from the one before.
      const at = Date.parse(text)
      const by = at - this.#time
      const whole = by % 1000 === 0
      this.#bytes.push(whole ? SECONDS : MILLIS)
      this.#zigzag(whole ? by / 1000 : by)
      this.#time = at
    } else {
      const bytes = new TextEncoder().encode(text)
      this.#bytes.push(TEXT)
      this.#varint(bytes.length)
      bytes.forEach((byte) => this.#bytes.push(byte))
    }
  }

  #zigzag(value: number): void {
    this.#varint(value < 0 ? -value * 2 - 1 : value * 2)
  }

  #varint(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128)
      rest = Math.floor(rest / 128)
    }
    this.#bytes.push(rest)
  }
}

class Reader {
  #bytes: Uint8Array
  #at = 0
  #time = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length
  }

  /** @throws Error when the bytes are not of this form */
  json(depth: number): Json {
    if (depth > MOST_DEPTH) {
      throw new Error('too deep')
    }
    const tag = this.#byte()
    if (tag < SMALL) {
      return tag
    }
    if (tag >= LIST && tag < LIST + 16) {
      return this.#list(tag - LIST, depth)
    }
    if (tag >= OBJECT && tag < OBJECT + 16) {
      return this.#object(tag - OBJECT, depth)
    }
    switch (tag) {
      case NULL: return null
      case FALSE: return false
      case TRUE: return true
      case UP: return this.#varint()
      case DOWN: return -this.#varint()
      case DECIMAL: {
        const places = this.#byte()
        const digits = String(this.#varint()).padStart(places + 1, '0')
        return Number(`${digits.slice(0, -places)}.${digits.slice(-places)}`)
      }
      case FLOAT: {
        const part = this.#take(8)
        return new DataView(part.buffer, part.byteOffset, 8).getFloat64(0)
      }
      case LONG_LIST: return this.#list(this.#varint(), depth)
      case LONG_OBJECT: return this.#object(this.#varint(), depth)
      default: return this.#text(tag)
    }
  }

  #list(size: number, depth: number): Json[] {
    this.#enough(size)
    return Array.from({ length: size }, () => this.json(depth + 1))
  }

  #object(size: number, depth: number): JsonObject {
    this.#enough(size)
    return Object.fromEntries(Array.from({ length: size }, () => {
      const key = this.#text(this.#byte())
      return [key, this.json(depth + 1)]
    })) as JsonObject
  }

  #text(tag: number): string {
    if (tag >= WORD && tag < WORD + WORDS) {
      return this.#word(tag - WORD)
    }
    switch (tag) {
      case LONG_WORD: return this.#word(this.#varint())
      case UUID: {
        const hex = Array.from(this.#take(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
        return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
      }
      case SECONDS: case MILLIS: {
        const n = this.#varint()
        this.#time += (n % 2 === 1 ? -(n + 1) / 2 : n / 2) * (tag === SECONDS ? 1000 : 1)
        return timeText(this.#time)
      }
      case TEXT: return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#take(this.#varint()))
      default: throw new Error(`no value begins with ${tag}`)
    }
  }

  #word(i: number): string {
    const word = HANDOVER_WORDS[i]
    if (word === undefined) {
      throw new Error('a word of a newer edition')
    }
    return word
  }

  #enough(size: number): void {
    if (size > this.#bytes.length - this.#at) {
      throw new Error('shorter than it says')
    }
  }

  #varint(): number {
    let [value, by] = [0, 1]
    for (let i = 0; i < 8; i += 1) {
      const byte = this.#byte()
      value += (byte & 127) * by
      if (byte < 128) {
        return value
      }
      by *= 128
    }
    throw new Error('too large a number')
  }

  #byte(): number {
    const byte = this.#bytes[this.#at]
    if (byte === undefined) {
      throw new Error('ended early')
    }
    this.#at += 1
    return byte
  }

  #take(size: number): Uint8Array {
    this.#enough(size)
    this.#at += size
    return this.#bytes.slice(this.#at - size, this.#at)
  }
}

function timeText(ms: number): string {
  return Number.isFinite(ms) && Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString() : ''
}

function toBase32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

function fromBase32(text: string): Uint8Array | null {
  const bytes: number[] = []
  let [held, bits] = [0, 0]
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter)
    if (value < 0) {
      return null
    }
    held = (held << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((held >>> bits) & 255)
    }
    held &= (1 << bits) - 1
  }
  return Uint8Array.from(bytes)
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k += 1) {
    c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  }
  return c >>> 0
})

/** CRC-32 of ISO 3309, as in PNG and zip. */
function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (const byte of bytes) {
    c = (CRC[(c ^ byte) & 255] ?? 0) ^ (c >>> 8)
  }
  return (c ^ 0xffffffff) >>> 0
}
