import { deflateSync, inflateSync } from 'fflate'
import type { JsonObject } from '../core/json.ts'
import { packJson, unpackJson } from './compact-json.ts'

/**
 * JSON as text that one screen shows as QR codes and another device reads: packed, deflated where that is shorter, with a
 * CRC-32 against misreading, in Crockford's base 32 (capital letters and digits, the alphabet QR codes are dense in, and one
 * that survives being pasted). Not secret: whoever sees the screen may read it. A seal, where there is one, is what the caller
 * made over `opticalBytes`; what it is worth is the caller's to judge.
 */
const VERSION = 1
/** Of frames that carry a seal: a reader that knows none says that it is older, not that something was read wrong. */
const SEALED = 2
const MOST_SEAL = 1000
/** `VM1:tag:2/3:body`: mark and version, message, frame and number of frames. */
const FRAME = /^([A-Z]{2})(\d+):([0-9A-Z]{4}):(\d{1,2})\/(\d{1,2}):([0-9A-Z]+)$/
/** Characters of one frame's body: with its head QR version 12 at level M, which a phone reads from another phone's screen. */
export const FRAME_BODY = 400
/** Frames of one message at most. */
const MOST_FRAMES = 40
const MOST_BYTES = 1_000_000
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** What the frames are of: two capital letters they begin with, and the words both sides know. */
export type OpticalUse = { mark: string; words: readonly string[] }
/** Why a text is no frame, or frames are no message. */
export type OpticalFault = 'not-a-code' | 'other-version' | 'damaged'
/** What was collected so far of a message in several frames. */
export type Collected = { ok: false; have: number; of: number; fault?: OpticalFault } | { ok: true; value: JsonObject; /** What the seal stands over, and the seal; null where there is none. */ bytes: Uint8Array; seal: Uint8Array | null }

/** What a seal stands over: the value, as its frames carry it. */
export function opticalBytes(value: JsonObject, { words }: OpticalUse): Uint8Array {
  return packJson(value, words)
}

/** The frames that carry a value, in order; one when it fits into one code. `body` is the characters of one, `seal` at most 1,000 bytes. */
export function opticalFrames(value: JsonObject, use: OpticalUse, body: number = FRAME_BODY, seal: Uint8Array | null = null): string[] {
  const { mark } = use
  const version = seal ? SEALED : VERSION
  const plain = opticalBytes(value, use)
  const small = deflateSync(plain, { level: 9 })
  const packed = small.length < plain.length
  const bytes = new Uint8Array([version, packed ? 1 : 0, ...(seal ? [seal.length >> 8, seal.length & 255, ...seal] : []), ...(packed ? small : plain)])
  const sum = crc32(bytes)
  const text = toBase32(new Uint8Array([...bytes, sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255, sum & 255]))
  const size = Math.max(body, Math.ceil(text.length / MOST_FRAMES))
  const of = Math.ceil(text.length / size)
  const tag = toBase32(new Uint8Array([sum >>> 24, (sum >>> 16) & 255, (sum >>> 8) & 255])).slice(0, 4)
  return Array.from({ length: of }, (_, i) => `${mark}${version}:${tag}:${i + 1}/${of}:${text.slice(i * size, (i + 1) * size)}`)
}

/** Gathers frames in any order, twice, and mixed with those of an earlier message; the last message begun is the one kept. */
export class OpticalCollector {
  #use: OpticalUse
  #tag = ''
  #of = 0
  #parts = new Map<number, string>()

  constructor(use: OpticalUse) {
    this.#use = use
  }

  /** Numbers of the frames that are there. */
  get parts(): ReadonlySet<number> {
    return new Set(this.#parts.keys())
  }

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
    const [i, of] = [Number(found?.[4]), Number(found?.[5])]
    if (!found || found[1] !== this.#use.mark || i < 1 || i > of || of > MOST_FRAMES) {
      return { ok: false, have: this.#parts.size, of: this.#of, fault: 'not-a-code' }
    }
    if (Number(found[2]) !== VERSION && Number(found[2]) !== SEALED) {
      return { ok: false, have: 0, of: 0, fault: 'other-version' }
    }
    if (found[3] !== this.#tag || of !== this.#of) {
      this.#tag = found[3] ?? ''
      this.#of = of
      this.#parts.clear()
    }
    this.#parts.set(i, found[6] ?? '')
    if (this.#parts.size < of) {
      return { ok: false, have: this.#parts.size, of }
    }
    const read = opened(Number(found[2]), Array.from({ length: of }, (_, k) => this.#parts.get(k + 1) ?? '').join(''), this.#use.words)
    this.#parts.clear()
    return read === null ? { ok: false, have: 0, of, fault: 'damaged' } : { ok: true, ...read }
  }
}

function opened(version: number, text: string, words: readonly string[]): { value: JsonObject; bytes: Uint8Array; seal: Uint8Array | null } | null {
  const all = fromBase32(text)
  if (all === null || all.length < 7) {
    return null
  }
  const bytes = all.subarray(0, -4)
  const sum = all.subarray(-4).reduce((n, byte) => (n * 256 + byte) >>> 0, 0)
  const sealed = bytes[0] === SEALED
  const length = sealed ? (bytes[2] ?? 0) * 256 + (bytes[3] ?? 0) : 0
  const from = sealed ? 4 + length : 2
  if (crc32(bytes) !== sum || bytes[0] !== version || length > MOST_SEAL || from > bytes.length) {
    return null
  }
  try {
    const plain = bytes[1] === 1 ? inflateSync(bytes.subarray(from), { out: new Uint8Array(MOST_BYTES) }) : bytes.subarray(from)
    const value = unpackJson(plain, words)
    return value === null ? null : { value, bytes: plain, seal: sealed ? bytes.slice(4, from) : null }
  } catch {
    return null
  }
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
