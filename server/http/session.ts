import { Type } from 'typebox'
import { Problem } from '../../core/problem.ts'
import { endSessions } from '../auth/account-rules.ts'
import { accountByLogin } from '../auth/accounts.ts'
import { hashPassword, needsRehash, verifyPassword } from '../auth/password.ts'
import { isActive } from '../auth/reader.ts'
import { SESSION_COOKIE } from '../auth/sessions.ts'
import { checkTotp } from '../auth/totp.ts'
import { endpoint, needCaller, ok, type Endpoint } from './endpoint.ts'
import { closed, id, SessionView } from './schemas.ts'
import { sessionView, signIn } from './session-cookie.ts'

const open = endpoint({
  method: 'POST', path: '/api/session', tag: 'session', summary: 'Sign in', access: 'open', secret: true,
  body: Type.Object({ login: Type.String({ minLength: 1, maxLength: 64 }), password: Type.String({ maxLength: 512 }), code: Type.Optional(Type.String({ maxLength: 12 })) }, closed),
  answers: { 200: SessionView },
  async handle(call) {
    const { app, body, now, request } = call
    const { store, loginLimits } = app
    const wait = loginLimits.waitMs(body.login, request.ip, now)
    if (wait > 0) {
      const seconds = Math.ceil(wait / 1000)
      throw new Problem('too-many-requests', `too many wrong attempts; wait ${seconds} s`, { extra: { retryAfter: seconds } })
    }
    // Counted before the answer is known, so that attempts sent side by side count as well.
    loginLimits.failed(body.login, request.ip, now)
    const account = await accountByLogin(store, body.login)
    const secret = account && isActive(account) ? await store.side.secret(account.id) : null
    const right = await verifyPassword(body.password, secret?.password ?? null)
    if (!account || !secret || !right) {
      throw new Problem('wrong-credentials', 'the login or the password is wrong, or the account is disabled')
    }
    if (secret.totp !== null) {
      if (body.code === undefined || body.code === '') {
        loginLimits.undo(body.login, request.ip)
        throw new Problem('second-factor-needed', 'type the six digits your authenticator shows now', { fields: [{ path: '/code', problem: 'is missing', fix: 'Six digits' }] })
      }
      const code = body.code
      const right = await app.lanes.run(`code:${account.id}`, async () => {
        // Read anew: of two sign-ins with one code, sent side by side, only one may find it unused.
        const latest = await store.side.secret(account.id)
        const step = latest?.totp ? checkTotp(latest.totp, code, now, latest.totpUsed ?? null) : null
        if (latest && step !== null) {
          await store.side.setSecret(account.id, { ...latest, totpUsed: step })
        }
        return step !== null
      })
      if (!right) {
        throw new Problem('wrong-credentials', 'the code is wrong, too old or was used already; wait for the next one', { fields: [{ path: '/code', problem: 'is wrong', fix: 'Wait for the next one' }] })
      }
    }
    loginLimits.succeeded(body.login, request.ip)
    if (secret.password !== null && needsRehash(secret.password)) {
      const latest = (await store.side.secret(account.id)) ?? secret
      await store.side.setSecret(account.id, { ...latest, password: await hashPassword(body.password) })
    }
    return ok(await sessionView(call, await signIn(call, account, secret.totp === null ? 'password' : 'strong')))
  },
})

const read = endpoint({
  method: 'GET', path: '/api/session', tag: 'session', summary: 'Who is signed in', access: 'signed-in', secret: true,
  answers: { 200: SessionView },
  async handle(call) {
    return ok(await sessionView(call, needCaller(call)))
  },
})

const close = endpoint({
  method: 'DELETE', path: '/api/session', tag: 'session', summary: 'Sign out', access: 'signed-in',
  answers: { 204: null },
  async handle(call) {
    const { session } = needCaller(call)
    if (session) {
      await call.app.store.side.dropSession(session.id)
      call.reply.clearCookie(SESSION_COOKIE, { path: '/' })
      // Tiles and lists the browser put by for asking again lie open on its disk.
      call.reply.header('clear-site-data', '"cache"')
    }
    return { status: 204 }
  },
})

const SessionRow = Type.Object({ id: Type.String(), createdAt: Type.String(), seenAt: Type.String(), expiresAt: Type.String(), agent: Type.String(), address: Type.String(), current: Type.Boolean() }, closed)

const list = endpoint({
  method: 'GET', path: '/api/sessions', tag: 'session', summary: 'Your open sessions', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(SessionRow) }, closed) },
  async handle(call) {
    const { account, session } = needCaller(call)
    const items = await call.app.store.side.sessionsOf(account.id)
    return ok({
      items: items.filter((one) => one.expiresAt > call.now).sort((a, b) => b.seenAt - a.seenAt).map((one) => ({
        id: one.id, createdAt: iso(one.createdAt), seenAt: iso(one.seenAt), expiresAt: iso(one.expiresAt), agent: one.agent, address: one.address, current: one.id === session?.id,
      })),
    })
  },
})

const drop = endpoint({
  method: 'DELETE', path: '/api/sessions/:id', tag: 'session', summary: 'End one of your sessions', access: 'signed-in',
  params: Type.Object({ id }, closed),
  answers: { 204: null },
  async handle(call) {
    const { account } = needCaller(call)
    const own = (await call.app.store.side.sessionsOf(account.id)).some((one) => one.id === call.params.id)
    if (!own) {
      throw new Problem('not-found', 'you have no such session')
    }
    await call.app.store.side.dropSession(call.params.id)
    return { status: 204 }
  },
})

const dropOthers = endpoint({
  method: 'DELETE', path: '/api/sessions', tag: 'session', summary: 'End all your sessions but this one', access: 'signed-in',
  answers: { 200: Type.Object({ ended: Type.Integer() }, closed) },
  async handle(call) {
    const { account, session } = needCaller(call)
    return ok({ ended: await endSessions(call.app.store, account.id, session?.id ?? null) })
  },
})

function iso(at: number): string {
  return new Date(at).toISOString()
}

export const sessionRoutes: readonly Endpoint[] = [open, read, close, list, drop, dropOthers]
