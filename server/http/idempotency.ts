import { createHash } from 'node:crypto'
import { canonical } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { Lanes } from '../lanes.ts'
import type { Store } from '../store/face.ts'

const KEY = /^[\x21-\x7e]{1,128}$/

/** So that a twin sent at once waits for the first answer. */
const lanes = new Lanes()

export type Remembered = { status: number; body: string }

/** The Idempotency-Key of a request, or null. Throws Problem when it cannot be one. */
export function idempotencyKey(header: string | string[] | undefined): string | null {
  if (header === undefined) {
    return null
  }
  if (typeof header !== 'string' || !KEY.test(header)) {
    throw new Problem('invalid-input', 'Idempotency-Key: must be 1 to 128 printable characters; a UUID will do', { fields: [{ path: 'Idempotency-Key', problem: 'is not a key', fix: 'Send a UUID' }] })
  }
  return header
}

/** What a request is, for comparing it with the first one that used the key. */
export function requestPrint(method: string, url: string, body: unknown): string {
  return createHash('sha256').update(`${method} ${url}\n${body === undefined ? '' : canonical(body)}`).digest('hex')
}

/**
 * Do a write once per user and key: a repetition gets the stored first answer, another request under the
 * same key is refused. Only answers below 300 are stored; what failed may be tried again.
 */
export function once(store: Store, user: string, key: string, print: string, work: () => Promise<Remembered>): Promise<Remembered> {
  return lanes.run(`${store.node}\0${user}\0${key}`, () => doOnce(store, user, key, print, work))
}

async function doOnce(store: Store, user: string, key: string, print: string, work: () => Promise<Remembered>): Promise<Remembered> {
  const stored = await store.side.remembered(user, key)
  if (stored) {
    if (stored.request !== print) {
      throw new Problem('idempotency-mismatch', 'this Idempotency-Key was used for another request; send a new key with a new request')
    }
    return stored
  }
  const answer = await work()
  if (answer.status < 300) {
    await store.side.remember(user, key, { request: print, ...answer })
  }
  return answer
}
