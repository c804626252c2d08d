import { Secret, TOTP } from 'otpauth'

const PERIOD_S = 30

/** A new shared secret (base32, 160 bits) and the URI authenticator apps read. */
export function newTotp(login: string, mission: string): { secret: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32
  return { secret, uri: totp(secret, login, mission).toString() }
}

/**
 * Is the code right at `now` (epoch ms), one step of clock drift allowed? Answers the step it belongs to,
 * which the caller stores: a step at or before `used` is refused, so that one code works once.
 */
export function checkTotp(secret: string, code: string, now: number, used: number | null): number | null {
  const clean = code.replace(/\s+/g, '')
  if (!/^\d{6}$/.test(clean)) {
    return null
  }
  const delta = totp(secret).validate({ token: clean, timestamp: now, window: 1 })
  if (delta === null) {
    return null
  }
  const step = Math.floor(now / 1000 / PERIOD_S) + delta
  return used !== null && step <= used ? null : step
}

function totp(secret: string, label = 'vigie', issuer = 'Vigie'): TOTP {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret), period: PERIOD_S, digits: 6, algorithm: 'SHA1' })
}
