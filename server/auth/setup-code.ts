import { Problem, refuseField } from '../../core/problem.ts'
import { LoginLimits } from './login-limits.ts'
import { randomPassword } from './password.ts'
import { digestOf, sameSecret } from './secret-values.ts'

/**
 * The code that proves that whoever sets a node up may see what the node printed when it started. Needed
 * where others can reach the node before its first account exists. Kept as a hash, in memory: a restart
 * makes another one.
 */
export class SetupCode {
  readonly #limits = new LoginLimits()
  readonly #digest: string

  private constructor(value: string) {
    this.#digest = digestOf(value)
  }

  /** A new random one. `shown` is for whoever started the node: five groups of four signs, about 99 bits. */
  static make(): { code: SetupCode; shown: string } {
    const shown = randomPassword()
    return { code: new SetupCode(shown), shown }
  }

  /**
   * Refuse a set-up whose code is missing or wrong. `address` is the caller's, `now` epoch ms: wrong codes
   * are answered more and more slowly. Throws Problem `wrong-credentials` or `too-many-requests`.
   */
  check(given: string | undefined, address: string, now: number): void {
    const wait = Math.ceil(this.#limits.waitMs('setup', address, now) / 1000)
    if (wait > 0) {
      throw new Problem('too-many-requests', `too many wrong set-up codes; wait ${wait} s`, { extra: { retryAfter: wait } })
    }
    if (given === undefined || given === '') {
      throw refuseField('/setupCode', 'is missing', 'Type the set-up code the node printed when it started', 'wrong-credentials')
    }
    if (!sameSecret(digestOf(given.trim().toLowerCase()), this.#digest)) {
      this.#limits.failed('setup', address, now)
      throw refuseField('/setupCode', 'is not the set-up code of this node', 'Type the one it printed when it was last started', 'wrong-credentials')
    }
  }
}
