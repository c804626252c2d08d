import { fact, keepFact, keepFirst } from './db.ts'

/**
 * A key of this account on this device that signs and that no script can read out (Ed25519). It goes with the other keys when
 * the device is wiped. Null where the browser makes no such keys or keeps nothing.
 */
export async function signingKey(owner: string): Promise<CryptoKeyPair | null> {
  const name = `signing:${owner}`
  try {
    return (await fact<CryptoKeyPair>('keys', name)) ?? (await keepFirst(name, (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair))
  } catch {
    return null
  }
}

/** Something small that a signing key needs beside it, such as who vouches for it; undefined where there is none. */
export function besideKey<T>(owner: string, what: string): Promise<T | undefined> {
  return fact<T>('keys', `signing:${owner}:${what}`).catch(() => undefined)
}

export async function keepBesideKey(owner: string, what: string, value: unknown): Promise<void> {
  await keepFact('keys', `signing:${owner}:${what}`, value)
}
