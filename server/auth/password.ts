import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { Problem, refuseField } from '../../core/problem.ts'

/** Cost of a new hash: 19 MiB, two passes, one lane (the smallest set OWASP recommends for Argon2id). */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const SALT_BYTES = 16
const TAG_BYTES = 32
const MIN_CHARACTERS = 12
const MAX_CHARACTERS = 512
const ENCODED = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/

/** Hash a password with Argon2id; the answer carries salt and cost (PHC string). */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const tag = await derive(password, salt, COST, TAG_BYTES)
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${plain64(salt)}$${plain64(tag)}`
}

/**
 * Does the password belong to this hash? `null` stands for an account without one: the same work is done,
 * so that the time taken does not tell which accounts exist.
 */
export async function verifyPassword(password: string, encoded: string | null): Promise<boolean> {
  const parts = ENCODED.exec(encoded ?? '')
  if (!parts || password.length > MAX_CHARACTERS) {
    await derive('no such account', Buffer.alloc(SALT_BYTES), COST, TAG_BYTES)
    return false
  }
  const [, memory, passes, parallelism, salt, tag] = parts as unknown as [string, string, string, string, string, string]
  const expected = Buffer.from(tag, 'base64')
  const found = await derive(password, Buffer.from(salt, 'base64'), { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }, expected.length)
  return timingSafeEqual(found, expected)
}

/** Should this hash be made anew at the next sign-in, because the cost has been raised since? */
export function needsRehash(encoded: string): boolean {
  const parts = ENCODED.exec(encoded)
  return !parts || Number(parts[1]) < COST.memory || Number(parts[2]) < COST.passes
}

/** Refuse a password that is too short, too long or the login itself. Throws Problem at `path`. */
export function checkPassword(password: string, login: string, path: string): void {
  if ([...password].length < MIN_CHARACTERS) {
    throw refuseField(path, `has fewer than ${MIN_CHARACTERS} characters`, 'Use a few words you can remember')
  }
  if (password.length > MAX_CHARACTERS) {
    throw refuseField(path, `has more than ${MAX_CHARACTERS} characters`, 'Use a shorter one')
  }
  if (password.toLowerCase().includes(login.toLowerCase()) && password.length < login.length + 8) {
    throw refuseField(path, 'is little more than the login', 'Use words that have nothing to do with it')
  }
  if (new Set(password).size < 5) {
    throw refuseField(path, 'repeats the same few characters', 'Use a few words you can remember')
  }
}

/** A password nobody has to think of: 5 groups of 4, about 99 bits. */
export function randomPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
  const signs: string[] = []
  while (signs.length < 20) {
    // 248 is the largest multiple of 31 in a byte: every letter is equally likely.
    signs.push(...[...randomBytes(32)].filter((byte) => byte < 248).map((byte) => letters[byte % 31] as string))
  }
  return Array.from({ length: 5 }, (_, i) => signs.slice(i * 4, i * 4 + 4).join('')).join('-')
}

function derive(password: string, nonce: Buffer, cost: typeof COST, tagLength: number): Promise<Buffer> {
  const parameters: Argon2Parameters = { message: Buffer.from(password.normalize('NFKC')), nonce, tagLength, ...cost }
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, tag) => {
      if (error) {
        reject(new Problem('internal', 'the password could not be hashed'))
        return
      }
      resolve(tag)
    })
  })
}

function plain64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
