import type { Store, Token } from '../store/face.ts'
import { digestOf, randomValue, uuidV7 } from './secret-values.ts'

const PREFIX = 'vgt_'
/** Tokens for links show what they are, so that one found in an address can be told from one that writes. */
export const LINK_PREFIX = 'vgl_'
const DAY_MS = 86_400_000
/** Being used is written at most this often. */
const TOUCH_MS = 60_000

/**
 * Make a token. Its value is answered once and never stored. `days` null means it does not expire. With scope `links`
 * it only reads lists, maps and exports, nothing strictly confidential or of a compartment.
 */
export async function createToken(store: Store, user: string, name: string, days: number | null, now: number, scope?: 'links'): Promise<{ value: string; token: Token }> {
  const value = (scope === 'links' ? LINK_PREFIX : PREFIX) + randomValue()
  const token: Token = { id: uuidV7(now), hash: digestOf(value), user, name, createdAt: now, expiresAt: days === null ? null : now + days * DAY_MS, lastUsedAt: null, ...(scope ? { scope } : {}) }
  await store.side.putToken(token)
  return { value, token }
}

/** The living token of a value, or null when unknown or expired. */
export async function findToken(store: Store, value: string, now: number): Promise<Token | null> {
  if (!(value.startsWith(PREFIX) || value.startsWith(LINK_PREFIX)) || value.length > 100) {
    return null
  }
  const token = await store.side.token(digestOf(value))
  if (!token || (token.expiresAt !== null && now >= token.expiresAt)) {
    return null
  }
  if (now - (token.lastUsedAt ?? 0) >= TOUCH_MS) {
    token.lastUsedAt = now
    await store.side.putToken(token)
  }
  return token
}
