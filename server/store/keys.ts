import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { canonical, type Json } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { appendSecret, writeSecret } from './files.ts'

/** A field kept encrypted under its subject's key, as records and actions hold it. */
export type SealedValue = { sealed: 'v1'; subject: string; box: string }

/** Is it a value that was sealed here? */
export function isSealed(value: unknown): value is SealedValue {
  return typeof value === 'object' && value !== null && (value as { sealed?: unknown }).sealed === 'v1' && typeof (value as { box?: unknown }).box === 'string'
}

/** How a text closed under the master key begins. */
const WRAPPED = 'v1:'
const IV = 12
const TAG = 16

/**
 * Envelope encryption: a data key per subject, wrapped by the node's master key. The master key lies in a
 * file beside the database (mode 0600), so that a copied database alone opens nothing.
 */
export class Keyring {
  readonly #master: Buffer
  readonly #open = new Map<string, Buffer>()
  readonly #dir: string

  constructor(keysDir: string) {
    this.#dir = keysDir
    const file = path.join(keysDir, 'master.key')
    if (!existsSync(file)) {
      writeSecret(file, `${randomBytes(32).toString('base64')}\n`)
    }
    this.#master = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
    if (this.#master.length !== 32) {
      throw new Problem('unavailable', `${file} is not a master key (32 bytes in base64). Restore it from a backup of the keys`)
    }
  }

  /** A new data key for a subject: the key, and its wrapped form for the database. */
  make(subject: string): { key: Buffer; wrapped: string } {
    const key = randomBytes(32)
    this.#keep(subject, key)
    return { key, wrapped: encrypt(this.#master, key, `key:${subject}`) }
  }

  /** Unwrap a key read from the database; kept in memory from then on. Throws when the master key is another one. */
  unwrap(subject: string, wrapped: string): Buffer {
    const key = decrypt(this.#master, wrapped, `key:${subject}`)
    if (!key) {
      throw new Problem('unavailable', 'The master key of this data folder does not open the sealed fields of this database; restore the keys that belong to it')
    }
    this.#keep(subject, key)
    return key
  }

  /** Close a small secret that is nobody's record under the master key. `about` binds it to what it is for. */
  wrapText(about: string, text: string): string {
    return `${WRAPPED}${encrypt(this.#master, Buffer.from(text), `text:${about}`)}`
  }

  /** Open it again; what was kept in clear by an earlier version is answered as it stands. Throws when the master key is another one. */
  unwrapText(about: string, stored: string): string {
    if (!stored.startsWith(WRAPPED)) {
      return stored
    }
    const plain = decrypt(this.#master, stored.slice(WRAPPED.length), `text:${about}`)
    if (!plain) {
      throw new Problem('unavailable', 'The master key of this data folder does not open the secrets of the accounts in this database; restore the keys that belong to it')
    }
    return plain.toString('utf8')
  }

  /** A key already in memory. */
  cached(subject: string): Buffer | undefined {
    return this.#open.get(subject)
  }

  /** Forget a destroyed key, and write down outside the database that it must never come back. */
  destroyed(subjects: readonly string[]): void {
    subjects.forEach((s) => this.#open.delete(s))
    const known = this.tombstones()
    const fresh = subjects.filter((s) => !known.has(s))
    if (fresh.length > 0) {
      appendSecret(path.join(this.#dir, 'destroyed'), fresh.map((s) => `${JSON.stringify(s)}\n`).join(''))
    }
  }

  /** Subjects whose keys were ever destroyed on this node. */
  tombstones(): Set<string> {
    return readTombstones(this.#dir)
  }

  #keep(subject: string, key: Buffer): void {
    if (this.#open.size >= 5000) {
      const [oldest] = this.#open.keys()
      this.#open.delete(oldest ?? '')
    }
    this.#open.set(subject, key)
  }
}

/** The list of destroyed subjects of a keys folder; empty when there is none. */
export function readTombstones(keysDir: string): Set<string> {
  const file = path.join(keysDir, 'destroyed')
  if (!existsSync(file)) {
    return new Set()
  }
  return new Set(readFileSync(file, 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as string))
}

/** Encrypt one field for a subject; bound to the subject and field, so that it cannot be moved elsewhere. */
export function seal(key: Buffer, subject: string, field: string, value: Json): SealedValue {
  return { sealed: 'v1', subject, box: encrypt(key, Buffer.from(canonical(value)), `field:${subject}:${field}`) }
}

/** Decrypt one field; null when the key does not fit. */
export function unseal(key: Buffer, field: string, value: SealedValue): Json {
  const plain = decrypt(key, value.box, `field:${value.subject}:${field}`)
  return plain ? (JSON.parse(plain.toString('utf8')) as Json) : null
}

/** Stands for a sealed value where two requests are compared; worthless once the key is gone. */
export function mark(key: Buffer, value: Json): string {
  return createHmac('sha256', key).update(canonical(value)).digest('hex')
}

/** Encrypt bytes; bound to what they are for. */
export function sealBytes(key: Buffer, bound: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV)
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(bound))
  const text = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

/** Decrypt them; null when the key does not fit or they were altered. */
export function openBytes(key: Buffer, bound: string, bytes: Buffer): Buffer | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV))
    decipher.setAAD(Buffer.from(bound))
    decipher.setAuthTag(bytes.subarray(IV, IV + TAG))
    return Buffer.concat([decipher.update(bytes.subarray(IV + TAG)), decipher.final()])
  } catch {
    return null
  }
}

function encrypt(key: Buffer, plain: Buffer, bound: string): string {
  return sealBytes(key, bound, plain).toString('base64')
}

function decrypt(key: Buffer, box: string, bound: string): Buffer | null {
  return openBytes(key, bound, Buffer.from(box, 'base64'))
}
