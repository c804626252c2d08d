import type { AuthenticationResponseJSON, PublicKeyCredentialCreationOptionsJSON, PublicKeyCredentialRequestOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { Problem } from '../../core/problem.ts'
import type { Passkey } from '../store/face.ts'
import { randomValue } from './secret-values.ts'

const CHALLENGE_MS = 3 * 60_000
const MOST_CHALLENGES = 10_000
/** Of one account. */
export const MOST_PASSKEYS = 10

/** The site a passkey belongs to: name of its host, and address as the browser tells it. */
export type Site = { rpId: string; origin: string }

/**
 * Challenges given out and not yet answered: each is good once, for three minutes, for what it was asked for and on the
 * process that gave it.
 */
export class Challenges {
  readonly #open = new Map<string, { purpose: string; until: number }>()

  /** A new one; `purpose` names who asks what for. */
  give(purpose: string, now: number): string {
    for (const [challenge, { until }] of this.#open) {
      if (until > now && this.#open.size < MOST_CHALLENGES) {
        break
      }
      this.#open.delete(challenge)
    }
    const challenge = randomValue()
    this.#open.set(challenge, { purpose, until: now + CHALLENGE_MS })
    return challenge
  }

  /** Was it given for this, and not used or too old? Afterwards it is used, whatever the answer. */
  take(challenge: string, purpose: string, now: number): boolean {
    const given = this.#open.get(challenge)
    this.#open.delete(challenge)
    return given !== undefined && given.purpose === purpose && given.until > now
  }
}

/** What the browser needs to make a passkey; those the account has are not made again on the same device. */
export async function creationOptions(site: Site, mission: string, account: { id: string; login: string; name: string }, known: readonly Passkey[], challenge: string): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { generateRegistrationOptions } = await import('@simplewebauthn/server')
  return generateRegistrationOptions({
    rpName: mission, rpID: site.rpId, userName: account.login, userDisplayName: account.name, userID: new TextEncoder().encode(account.id), challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none', authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: transports as never })),
  })
}

/** The passkey an answer proves. Throws Problem `wrong-credentials` for any answer that does not hold. */
export async function newPasskey(site: Site, response: RegistrationResponseJSON, fresh: (challenge: string) => boolean, name: string, now: number): Promise<Passkey> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
  const found = await verifyRegistrationResponse({ response, expectedChallenge: fresh, expectedOrigin: site.origin, expectedRPID: site.rpId, requireUserVerification: true }).catch(refuse)
  if (!found.verified) {
    return refuse()
  }
  const { id, publicKey, counter, transports } = found.registrationInfo.credential
  return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports: transports ?? [], name, createdAt: now, usedAt: null }
}

/** What the browser needs to sign in with any passkey of this site. */
export async function requestOptions(site: Site, challenge: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const { generateAuthenticationOptions } = await import('@simplewebauthn/server')
  return generateAuthenticationOptions({ rpID: site.rpId, challenge: Buffer.from(challenge, 'base64url'), userVerification: 'required' })
}

/** The account an answer says it belongs to; nothing is proved by that. */
export function accountNamed(response: AuthenticationResponseJSON): string | null {
  const handle = response.response?.userHandle
  return typeof handle === 'string' && handle.length <= 100 ? Buffer.from(handle, 'base64url').toString('utf8') : null
}

/** The counter a passkey stands at after an answer that it gave. Throws Problem `wrong-credentials` for any that does not hold. */
export async function checkPasskey(site: Site, response: AuthenticationResponseJSON, passkey: Passkey, fresh: (challenge: string) => boolean): Promise<number> {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server')
  const credential = { id: passkey.id, publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')), counter: passkey.counter, transports: passkey.transports as never }
  const found = await verifyAuthenticationResponse({ response, expectedChallenge: fresh, expectedOrigin: site.origin, expectedRPID: site.rpId, credential, requireUserVerification: true }).catch(refuse)
  return found.verified ? found.authenticationInfo.newCounter : refuse()
}

function refuse(): never {
  throw new Problem('wrong-credentials', 'the passkey was not accepted: it belongs to another address or account, or its answer came too late or twice. Begin again')
}
