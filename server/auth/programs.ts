import type { Reader } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import type { App } from '../http/app-context.ts'
import { accountById, accountByLogin } from './accounts.ts'
import { findToken } from './api-tokens.ts'
import { verifyPassword } from './password.ts'
import { grantsAt, isActive, readerOf, type AccountRecord } from './reader.ts'
import { strongRoles } from './strong-roles.ts'

/** A program that signed in for a person; `token` is the id of the token it used, null for a password. */
export type ProgramCaller = { account: AccountRecord; reader: Reader; token: string | null }

/**
 * Sign a program in that can send a login and one secret and no more (a TAK client, a device of a courier): an API token of the
 * account, or its password. A password is not enough for an account that has a second factor, must have one, or has yet to
 * choose its own password: such accounts use a token. Wrong ones count as those of signing in do; a token nobody can guess is
 * taken also while an address has to wait. Throws Problem `wrong-credentials` (no difference between the reasons) or
 * `too-many-requests`.
 */
export async function enterProgram(app: Pick<App, 'store' | 'loginLimits' | 'clock' | 'lanes'>, login: string, secret: string, address: string): Promise<ProgramCaller> {
  const { store } = app
  const token = await findToken(store, secret, app.clock())
  if (!token) {
    // One after the other for an address: fifty devices that come back at once are no attack, and a guesser gains no time.
    return app.lanes.run(`program:${address}`, () => byPassword(app, login, secret, address))
  }
  const account = await accountByLogin(store, login)
  if (!account || !isActive(account) || token.user !== account.id || token.scope === 'links') {
    throw wrong()
  }
  return { account, reader: readerOf(account, null, app.clock()), token: token.id }
}

async function byPassword(app: Pick<App, 'store' | 'loginLimits' | 'clock'>, login: string, secret: string, address: string): Promise<ProgramCaller> {
  const { store, loginLimits } = app
  const now = app.clock()
  const wait = loginLimits.waitMs(login, address, now)
  if (wait > 0) {
    throw new Problem('too-many-requests', `too many wrong attempts; wait ${Math.ceil(wait / 1000)} s`, { extra: { retryAfter: Math.ceil(wait / 1000) } })
  }
  // Counted before the answer is known, so that attempts sent side by side count as well.
  loginLimits.failed(login, address, now)
  const account = await accountByLogin(store, login)
  const kept = account && isActive(account) ? await store.side.secret(account.id) : null
  const right = await verifyPassword(secret, kept?.password ?? null)
  if (!account || !kept || !right) {
    throw wrong()
  }
  const strong = await strongRoles(store)
  if (kept.totp !== null || kept.mustChange === true || grantsAt(account.data.grants, now).some((grant) => strong.includes(grant.role))) {
    throw wrong()
  }
  loginLimits.succeeded(login, address)
  return { account, reader: readerOf(account, null, now), token: null }
}

/** Who an account is now, or null when it may do nothing any more: asked again when the account, or the day, has changed. */
export async function programReader(app: Pick<App, 'store' | 'clock'>, account: string): Promise<{ account: AccountRecord; reader: Reader } | null> {
  const record = await accountById(app.store, account)
  return record && isActive(record) ? { account: record, reader: readerOf(record, null, app.clock()) } : null
}

function wrong(): Problem {
  return new Problem('wrong-credentials', 'the login or the secret is wrong, the account is disabled, or it needs more than a password: use an API token')
}
