import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits, fit for an address. */
export function newKey(): string {
  return randomBytes(32).toString('base64url')
}

/** Equality that takes the same time wherever the texts differ. */
export function sameKey(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
