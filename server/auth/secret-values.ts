import { createHash, hash, randomBytes, timingSafeEqual } from 'node:crypto'

/** What is stored of a secret value somebody else keeps: SHA-256, hex. */
export function digestOf(value: string): string {
  return hash('sha256', value)
}

/** 256 random bits for cookies, tokens and keys, URL-safe. */
export function randomValue(): string {
  return randomBytes(32).toString('base64url')
}

/** Equality that takes the same time wherever the texts differ. */
export function sameSecret(a: string, b: string): boolean {
  const [x, y] = [createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest()]
  return timingSafeEqual(x, y)
}

/** A UUID that follows from a text: version 8, so that it is never taken for a random or timed one. */
export function uuidOf(text: string): string {
  const bytes = hash('sha256', text, 'buffer').subarray(0, 16)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return formatUuid(bytes)
}

/** A UUID version 7 for the time `now` (epoch ms): sorts by time. */
export function uuidV7(now: number): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now, 0, 6)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return formatUuid(bytes)
}

function formatUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
