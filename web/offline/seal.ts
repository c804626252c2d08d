import { fact, keepFact, keepFirst } from './db.ts'

/**
 * Values at rest, AES-256-GCM with a key of this account on this device that no script can read out. It protects what
 * lies on the disk: a copied profile folder, a backup, a lost disk without its key store. It does not protect against
 * somebody who opens this browser as this user of the machine.
 */
export type Sealed = { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }

/** What the key is for; that of the picture is destroyed while writes may still wait. */
export type Purpose = 'picture' | 'outbox'

const keys = new Map<string, Promise<CryptoKey>>()

/** Browsers give cryptography, and so any keeping of records, only to https and to this machine itself. */
export function canSeal(): boolean {
  return typeof crypto !== 'undefined' && crypto.subtle !== undefined
}

function keyOf(owner: string, purpose: Purpose): Promise<CryptoKey> {
  const name = `${purpose}:${owner}`
  let key = keys.get(name)
  if (!key) {
    key = fact<CryptoKey>('keys', name).then(async (standing) => standing ?? keepFirst(name, await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])))
    key.catch(() => keys.delete(name))
    keys.set(name, key)
  }
  return key
}

/** Seal bytes. */
export async function sealBytes(owner: string, purpose: Purpose, bytes: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, bytes: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(owner, purpose), bytes) }
}

/** Bytes again; throws when the key is another or gone. */
export async function unsealBytes(owner: string, purpose: Purpose, sealed: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv }, await keyOf(owner, purpose), sealed.bytes)
}

/** Seal a JSON value. */
export function seal(owner: string, purpose: Purpose, value: unknown): Promise<Sealed> {
  return sealBytes(owner, purpose, new TextEncoder().encode(JSON.stringify(value)))
}

/** The value again; null when the key is another or gone, or the bytes were changed. */
export async function unseal<T>(owner: string, purpose: Purpose, sealed: Sealed): Promise<T | null> {
  try {
    return JSON.parse(new TextDecoder().decode(await unsealBytes(owner, purpose, sealed))) as T
  } catch {
    return null
  }
}

/** Destroy a key: what it sealed is unreadable from now on, wherever copies of it lie. */
export async function destroyKey(owner: string, purpose: Purpose): Promise<void> {
  keys.delete(`${purpose}:${owner}`)
  await keepFact('keys', `${purpose}:${owner}`, undefined)
}

/** Forget keys held in memory, after the store was removed. */
export function forgetKeys(): void {
  keys.clear()
}
