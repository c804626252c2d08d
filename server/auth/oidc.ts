import * as client from 'openid-client'
import { Problem } from '../../core/problem.ts'
import type { OidcConfig } from '../config.ts'

/** Name of the cookie that ties the answer of the provider to the browser that asked. */
export const OIDC_COOKIE = 'vigie_oidc'
/** How long a sign-in at the provider may take, seconds. */
export const OIDC_SECONDS = 600

/** What the browser keeps between leaving for the provider and coming back. */
export type Journey = { state: string; nonce: string; verifier: string }

/** Sign-in at an OpenID provider: authorisation code with PKCE. The provider says who; what they may is ours. */
export type OidcClient = {
  label: string
  /** Address to send the browser to, and what it must bring back. `callback` is our own address. */
  begin(callback: string): Promise<{ url: string; journey: Journey }>
  /** Value of the configured claim for the address the browser came back to. Throws Problem. */
  finish(returned: URL, journey: Journey): Promise<string>
}

/** Why a sign-in at the provider did not succeed; stands in the problem as `reason`. */
export type OidcReason = 'unreachable' | 'not-confirmed' | 'not-begun' | 'no-claim' | 'no-account'

/**
 * The client of a configured provider; its addresses are looked up when first needed, and again after a
 * failure. `onFailure` is told, for the log, what the person signing in is not: never a token or a claim.
 */
export function createOidc(config: OidcConfig, onFailure: (reason: string) => void): OidcClient {
  let found: Promise<client.Configuration> | null = null
  const provider = async (): Promise<client.Configuration> => {
    found ??= discover(config)
    try {
      return await found
    } catch (error) {
      found = null
      onFailure(describe(error))
      throw unreachable()
    }
  }
  return {
    label: config.label,
    async begin(callback) {
      const journey = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() }
      const url = client.buildAuthorizationUrl(await provider(), {
        redirect_uri: callback, scope: 'openid profile email', state: journey.state, nonce: journey.nonce,
        code_challenge: await client.calculatePKCECodeChallenge(journey.verifier), code_challenge_method: 'S256',
      })
      return { url: url.href, journey }
    },
    async finish(returned, journey) {
      const configuration = await provider()
      let claims: Record<string, unknown>
      try {
        const tokens = await client.authorizationCodeGrant(configuration, returned, { expectedState: journey.state, expectedNonce: journey.nonce, pkceCodeVerifier: journey.verifier, idTokenExpected: true })
        claims = tokens.claims() ?? {}
      } catch (error) {
        onFailure(describe(error))
        throw isDown(error) ? unreachable() : oidcProblem('not-confirmed', 'the sign-in provider did not confirm who you are; begin again')
      }
      const value = claims[config.claim]
      if (typeof value !== 'string' || value === '') {
        throw oidcProblem('no-claim', `the sign-in provider sends no "${config.claim}"; ask the administrator to set VIGIE_OIDC_CLAIM`)
      }
      if (config.claim === 'email' && claims['email_verified'] !== true) {
        throw oidcProblem('no-claim', 'the sign-in provider has not verified your e-mail address')
      }
      return value
    },
  }
}

function discover(config: OidcConfig): Promise<client.Configuration> {
  const issuer = new URL(config.issuer)
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(issuer.hostname)
  // Plain http only to this very machine, where nobody stands between.
  // The signature of every id token is checked, not only the channel it came by.
  const execute = [client.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' && local ? [client.allowInsecureRequests] : [])]
  return client.discovery(issuer, config.clientId, config.clientSecret, undefined, { execute, timeout: 10 })
}

/** A sign-in at the provider that did not succeed, as a Problem that carries its `reason`. */
export function oidcProblem(reason: OidcReason, detail: string): Problem {
  return new Problem(reason === 'unreachable' ? 'unavailable' : 'wrong-credentials', detail, { extra: { reason } })
}

function unreachable(): Problem {
  return oidcProblem('unreachable', 'the sign-in provider does not answer; use your password, or try again later')
}

/** Is it the provider that failed, rather than what it said that was wrong? */
function isDown(error: unknown): boolean {
  const { code, cause } = error as { code?: string; cause?: unknown }
  if (code === 'OAUTH_TIMEOUT' || (cause instanceof Response && cause.status >= 500)) {
    return true
  }
  // What fetch throws when there is no connection carries no code of its own.
  return error instanceof TypeError && code === undefined
}

function describe(error: unknown): string {
  const { code, message, cause } = error as { code?: string; message?: string; cause?: unknown }
  const below = cause instanceof Error ? `: ${cause.message}` : ''
  return `${code ?? 'no code'}: ${message ?? 'no message'}${below}`.slice(0, 300)
}
