import { createHash, randomBytes } from 'node:crypto'
import { Problem } from '../../../../core/problem.ts'
import type { App } from '../../../../server/face.ts'

/**
 * Codes a person enrols one device with. Only a digest is kept. `serial` is the certificate it was used for, `key` the
 * digest of that device's key: when the answer was lost on the way, the same device may ask again.
 */
export type Code = { id: string; hash: string; user: string; login: string; by: string; createdAt: number; expiresAt: number; usedAt: number | null; serial: string | null; key: string | null }

const SETTING = 'tak:codes'
/** No 0, 1, i, l, o and u: what is read out on the radio is typed right. */
const LETTERS = '23456789abcdefghjkmnpqrstvwxyz'
const LENGTH = 16
/** How long a code that was used or has ended stays in the list. */
const SHOWN_MS = 30 * 86_400_000
/** How long after its use the device may still fetch its profile. */
const AFTER_USE_MS = 15 * 60_000

/** One-time codes for enrolment, each for one person and one device. */
export class EnrolmentCodes {
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Codes, newest first. */
  async list(): Promise<Code[]> {
    const kept = await this.#app.store.side.setting(SETTING)
    return kept === null ? [] : (JSON.parse(kept) as Code[])
  }

  /** A new code; its value is answered once and never stored. */
  async make(account: { id: string; login: string }, by: string, hours: number): Promise<{ value: string; code: Code }> {
    const letters = Array.from(randomBytes(LENGTH * 2).values().filter((byte) => byte < 8 * LETTERS.length), (byte) => LETTERS[byte % LETTERS.length]).slice(0, LENGTH)
    if (letters.length < LENGTH) {
      return this.make(account, by, hours)
    }
    const now = this.#app.clock()
    const code: Code = { id: crypto.randomUUID(), hash: digest(letters.join('')), user: account.id, login: account.login, by, createdAt: now, expiresAt: now + hours * 3_600_000, usedAt: null, serial: null, key: null }
    await this.#change((codes) => [code, ...codes.filter((one) => Math.max(one.expiresAt, one.usedAt ?? 0) > now - SHOWN_MS)])
    return { value: letters.join('').replace(/.{4}(?=.)/g, '$&-'), code }
  }

  /** The code a secret is, if it belongs to this login and may still be used or was used a moment ago. */
  async find(login: string, secret: string): Promise<Code | null> {
    const plain = secret.toLowerCase().replace(/[\s-]/g, '')
    if (plain.length !== LENGTH) {
      return null
    }
    const now = this.#app.clock()
    const found = (await this.list()).find((one) => one.hash === digest(plain) && one.login === login.trim().toLowerCase())
    return found && (found.usedAt === null ? found.expiresAt > now : found.usedAt + AFTER_USE_MS > now) ? found : null
  }

  /**
   * Use a code for the key of one device. `issue` is run once; a device that asks again with the same key gets the serial
   * of the first time. Throws Problem `not-allowed` when another device has used it.
   */
  async use(id: string, key: string, issue: () => Promise<string>): Promise<string> {
    return this.#app.lanes.run(`tak:code:${id}`, async () => {
      const code = (await this.list()).find((one) => one.id === id)
      if (!code || (code.usedAt !== null && code.key !== key)) {
        throw new Problem('not-allowed', 'this enrolment code was used already, and is good for one device only. Ask an administrator for another')
      }
      if (code.serial !== null) {
        return code.serial
      }
      const serial = await issue()
      await this.#change((codes) => codes.map((one) => (one.id === id ? { ...one, usedAt: this.#app.clock(), serial, key } : one)))
      return serial
    })
  }

  /** Take a code back before it is used. Throws Problem `not-found`. */
  async end(id: string): Promise<void> {
    const now = this.#app.clock()
    if (!(await this.list()).some((one) => one.id === id && one.usedAt === null && one.expiresAt > now)) {
      throw new Problem('not-found', 'there is no such code that could still be used')
    }
    await this.#change((codes) => codes.map((one) => (one.id === id ? { ...one, expiresAt: now } : one)))
  }

  #change(how: (codes: Code[]) => Code[]): Promise<void> {
    return this.#app.lanes.run(SETTING, async () => this.#app.store.side.setSetting(SETTING, JSON.stringify(how(await this.list()))))
  }
}

function digest(value: string): string {
  return createHash('sha256').update(`tak enrolment:${value}`).digest('hex')
}
