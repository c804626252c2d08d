/**
 * What a device shows beside a hand-over: the pass its node gave it, and its own signature of what it hands over. Ed25519 both.
 * Pass: version 1, day it ends (days since 1970, big-endian 32 bit), key of the device (32), length of the name, name (UTF-8).
 * Seal: length of the pass (16 bit), pass, the node's signature of it (64), the device's signature of the hand-over (64).
 */
export type HandoverPass = { name: string; until: number; key: Uint8Array }

export const PASS_USE = 'hand-over pass'
const VERSION = 1
const KEY = 32
const SIGNATURE = 64
const DAY_MS = 86_400_000
const MOST_NAME = 60

/** The bytes a node signs. `until` is epoch ms, counted to the end of its day. */
export function passBytes({ name, until, key }: HandoverPass): Uint8Array {
  const told = new TextEncoder().encode([...name].slice(0, MOST_NAME / 4).join(''))
  const day = Math.floor(until / DAY_MS)
  return new Uint8Array([VERSION, day >>> 24, (day >>> 16) & 255, (day >>> 8) & 255, day & 255, ...key, told.length, ...told])
}

/** What a pass says; null for bytes that are none. */
export function readPass(bytes: Uint8Array): HandoverPass | null {
  const length = bytes[5 + KEY]
  if (bytes[0] !== VERSION || length === undefined || bytes.length !== 6 + KEY + length) {
    return null
  }
  const day = (((bytes[1] ?? 0) * 256 + (bytes[2] ?? 0)) * 256 + (bytes[3] ?? 0)) * 256 + (bytes[4] ?? 0)
  return { name: new TextDecoder().decode(bytes.subarray(6 + KEY)), until: (day + 1) * DAY_MS - 1, key: bytes.slice(5, 5 + KEY) }
}

export function sealOf(pass: Uint8Array, vouched: Uint8Array, signed: Uint8Array): Uint8Array {
  return new Uint8Array([pass.length >> 8, pass.length & 255, ...pass, ...vouched, ...signed])
}

/** The parts of a seal; null for bytes that are none. */
export function readSeal(seal: Uint8Array): { pass: Uint8Array; vouched: Uint8Array; signed: Uint8Array } | null {
  const length = (seal[0] ?? 0) * 256 + (seal[1] ?? 0)
  return seal.length === 2 + length + 2 * SIGNATURE ? { pass: seal.slice(2, 2 + length), vouched: seal.slice(2 + length, 2 + length + SIGNATURE), signed: seal.slice(2 + length + SIGNATURE) } : null
}

/** What is signed for a use: the same words for every signature, so that one made for another use is nothing here. */
export function forUse(use: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...new TextEncoder().encode(`vigie ${use}\0`), ...bytes])
}

/** Of the device's own signature. */
export const HANDOVER_USE = 'hand-over'
