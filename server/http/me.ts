import QRCode from 'qrcode'
import { Type } from 'typebox'
import { LOCALES } from '../../core/i18n.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import { accountById, noteCredential, setPassword } from '../auth/accounts.ts'
import { createToken } from '../auth/api-tokens.ts'
import { verifyPassword } from '../auth/password.ts'
import { systemFor } from '../auth/reader.ts'
import { checkTotp, newTotp } from '../auth/totp.ts'
import type { UserSecret } from '../store/face.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { closed, id, nullable, SessionView } from './schemas.ts'
import { fulfil, sessionView } from './session-cookie.ts'

const Code = Type.Object({ code: Type.String({ minLength: 6, maxLength: 12 }) }, closed)
/** A token for links always ends. */
const LINK_DAYS = 90
/** How long a new authenticator may wait for its first code. */
const PENDING_MS = 10 * 60_000

const change = endpoint({
  method: 'PATCH', path: '/api/me', tag: 'me', summary: 'Change your language or password', access: 'signed-in', secret: true,
  body: Type.Object({ locale: Type.Optional(Type.Enum([...LOCALES])), password: Type.Optional(Type.Object({ old: Type.String({ maxLength: 512 }), new: Type.String({ maxLength: 512 }) }, closed)) }, closed),
  answers: { 200: SessionView },
  async handle(call) {
    const { app, body } = call
    const caller = needCaller(call)
    if (body.password) {
      await proveSelf(call, body.password.old)
      if (body.password.new === body.password.old) {
        throw refuseField('/password/new', 'is the present one', 'Choose another')
      }
      await setPassword(app.store, caller.account, body.password.new, caller.session?.id ?? null)
      await noteCredential(app.store, systemFor(caller.reader), caller.account, 'password-set', call.now)
      await fulfil(call, 'password')
    }
    if (body.locale !== undefined && body.locale !== caller.account.data.locale) {
      const { account } = caller
      await app.store.commit(systemFor(caller.reader), [{ id: call.freshId('locale'), record: account.id, kind: 'user', type: 'edit', at: new Date(call.now).toISOString(), basedOn: account.version, patch: { fields: { locale: body.locale } } }])
    }
    const account = (await accountById(app.store, caller.account.id)) ?? caller.account
    return ok(await sessionView(call, { ...caller, account }))
  },
})

const offerTotp = endpoint({
  method: 'POST', path: '/api/me/totp', tag: 'me', summary: 'Begin using an authenticator: secret, address and QR code', access: 'signed-in', secret: true,
  answers: { 200: Type.Object({ secret: Type.String(), uri: Type.String(), qr: Type.String({ description: 'SVG' }) }, closed) },
  async handle(call) {
    const { account } = needSession(call)
    const before = await secretOf(call)
    if (before.totp !== null) {
      throw new Problem('wrong-state', 'an authenticator is in use already; remove it first')
    }
    const offered = newTotp(account.data.login, (await missionOf(call.app.store))?.name ?? 'Vigie')
    await call.app.store.side.setSecret(account.id, { ...before, totpPending: { secret: offered.secret, until: call.now + PENDING_MS } })
    return ok({ ...offered, qr: await QRCode.toString(offered.uri, { type: 'svg', margin: 1 }) })
  },
})

const confirmTotp = endpoint({
  method: 'POST', path: '/api/me/totp/confirm', tag: 'me', summary: 'Prove the authenticator works; from then on it is asked for', access: 'signed-in', secret: true,
  body: Code,
  answers: { 204: null },
  async handle(call) {
    const { account } = needSession(call)
    const { side } = call.app.store
    const before = await secretOf(call)
    const pending = before.totpPending ?? null
    if (!pending || pending.until < call.now) {
      throw new Problem('wrong-state', 'no authenticator waits to be confirmed; begin again')
    }
    const step = checkCode(call, pending.secret, call.body.code, null)
    await side.setSecret(account.id, { ...before, totp: pending.secret, totpUsed: step, totpPending: null })
    await noteCredential(call.app.store, systemFor(call.reader), account, 'totp-added', call.now)
    await fulfil(call, 'factor')
    return { status: 204 }
  },
})

const dropTotp = endpoint({
  method: 'DELETE', path: '/api/me/totp', tag: 'me', summary: 'Stop using the authenticator', access: 'signed-in', secret: true,
  body: Code,
  answers: { 204: null },
  async handle(call) {
    const { account } = needSession(call)
    const secret = await secretOf(call)
    if (secret.totp === null) {
      throw new Problem('wrong-state', 'no authenticator is in use')
    }
    checkCode(call, secret.totp, call.body.code, secret.totpUsed ?? null)
    await call.app.store.side.setSecret(account.id, { ...secret, totp: null, totpUsed: null })
    await noteCredential(call.app.store, systemFor(call.reader), account, 'totp-removed', call.now)
    return { status: 204 }
  },
})

const TokenRow = Type.Object({ id: Type.String(), name: Type.String(), createdAt: Type.String(), expiresAt: nullable(Type.String()), lastUsedAt: nullable(Type.String()), scope: nullable(Type.String({ description: 'links: reads by address only' })) }, closed)

const tokens = endpoint({
  method: 'GET', path: '/api/tokens', tag: 'me', summary: 'Your API tokens', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(TokenRow) }, closed) },
  async handle(call) {
    const items = await call.app.store.side.tokensOf(needCaller(call).account.id)
    const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
    return ok({ items: items.map((one) => ({ id: one.id, name: one.name, createdAt: iso(one.createdAt), expiresAt: iso(one.expiresAt), lastUsedAt: iso(one.lastUsedAt), scope: one.scope ?? null })) })
  },
})

const makeToken = endpoint({
  method: 'POST', path: '/api/tokens', tag: 'me', summary: 'Make an API token; its value is shown this once', access: 'signed-in', secret: true,
  body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })), scope: Type.Optional(Type.Literal('links')) }, closed),
  answers: { 201: Type.Object({ id: Type.String(), token: Type.String() }, closed) },
  async handle(call) {
    // A token must not make tokens: a leaked one would outlive its own end.
    const { account } = needSession(call)
    const { value, token } = await createToken(call.app.store, account.id, call.body.name, call.body.days ?? (call.body.scope === 'links' ? LINK_DAYS : null), call.now, call.body.scope)
    return { status: 201, body: { id: token.id, token: value } }
  },
})

const dropToken = endpoint({
  method: 'DELETE', path: '/api/tokens/:id', tag: 'me', summary: 'End an API token', access: 'signed-in',
  params: Type.Object({ id }, closed),
  answers: { 204: null },
  async handle(call) {
    const { side } = call.app.store
    if (!(await side.tokensOf(needCaller(call).account.id)).some((one) => one.id === call.params.id)) {
      throw new Problem('not-found', 'you have no such token')
    }
    await side.dropToken(call.params.id)
    return { status: 204 }
  },
})

/** The caller, signed in and not by a token. */
export function needSession(call: Pick<Call, 'caller'>): ReturnType<typeof needCaller> {
  const caller = needCaller(call)
  if (!caller.session) {
    throw new Problem('not-allowed', 'do this signed in with your password, not with a token')
  }
  return caller
}

async function secretOf(call: Call): Promise<UserSecret> {
  return (await call.app.store.side.secret(needCaller(call).account.id)) ?? { password: null, totp: null }
}

/** The caller types the present password again; throws Problem at `path` when it is another. */
export async function proveSelf(call: Call, password: string, path = '/password/old'): Promise<void> {
  const { account } = needSession(call)
  const { loginLimits } = call.app
  if (loginLimits.waitMs(account.data.login, call.request.ip, call.now) > 0) {
    throw new Problem('too-many-requests', 'too many wrong attempts; wait a little', { extra: { retryAfter: 30 } })
  }
  if (!(await verifyPassword(password, (await secretOf(call)).password))) {
    loginLimits.failed(account.data.login, call.request.ip, call.now)
    throw refuseField(path, 'is not your present password', 'Type the one you signed in with', 'wrong-credentials')
  }
}

function checkCode(call: Call, secret: string, code: string, used: number | null): number {
  const { account } = needCaller(call)
  const { loginLimits } = call.app
  const login = `code:${account.data.login}`
  if (loginLimits.waitMs(login, call.request.ip, call.now) > 0) {
    throw new Problem('too-many-requests', 'too many wrong codes; wait a little', { extra: { retryAfter: 30 } })
  }
  const step = checkTotp(secret, code, call.now, used)
  if (step === null) {
    loginLimits.failed(login, call.request.ip, call.now)
    throw refuseField('/code', 'is wrong, too old or was used already', 'Type the six digits shown now', 'wrong-credentials')
  }
  return step
}

export const meRoutes: readonly Endpoint[] = [change, offerTotp, confirmTotp, dropTotp, tokens, makeToken, dropToken]
