import { Type } from 'typebox'
import { ROLE_CODES } from '../../core/roles.ts'
import type { JsonObject } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { endSessions } from '../auth/account-rules.ts'
import { accountById, allAccounts, cleanLogin, createAccount, dropTotpOf, noteCredential, setPassword } from '../auth/accounts.ts'
import { randomPassword } from '../auth/password.ts'
import { isActive, type AccountData, type AccountRecord } from '../auth/reader.ts'
import { setStrongRoles, strongRoles } from '../auth/strong-roles.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { anyObject, closed, id, nullable } from './schemas.ts'

const UserKey = Type.Object({ id }, closed)
const Row = Type.Object({
  id: Type.String(), ref: Type.String(), version: Type.Integer(), active: Type.Boolean(), data: anyObject,
  password: Type.Boolean(), totp: Type.Boolean(), passkeys: Type.Integer(), mustChange: Type.Boolean(), sessions: Type.Integer(),
  seenAt: nullable(Type.String()), signedInAt: nullable(Type.String()),
}, closed)

/** Throws Problem `not-allowed` unless the caller administers the whole node. */
export function needAdmin(call: Pick<Call, 'reader'>): void {
  if (!call.reader.grants.some((grant) => grant.role === 'ADMIN' && grant.area === null)) {
    throw new Problem('not-allowed', 'only an administrator does this')
  }
}

const list = endpoint({
  method: 'GET', path: '/api/admin/users', tag: 'admin', summary: 'Every account with how it signs in and when it was last here (administrators)', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Row), strongRoles: Type.Array(Type.Enum([...ROLE_CODES])) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { store } = call.app
    const [accounts, facts, signed, strong] = await Promise.all([allAccounts(store), store.side.signIns(), store.side.settings('signed-in:'), strongRoles(store)])
    const signedIn = new Map(signed.map(({ name, value }) => [name.slice('signed-in:'.length), value]))
    return ok({
      items: accounts.map((account) => {
        const known = facts.get(account.id) ?? { password: false, totp: false, passkeys: 0, mustChange: false, sessions: 0, seenAt: null }
        return {
          id: account.id, ref: account.ref, version: account.version, active: isActive(account), data: account.data, ...known,
          seenAt: known.seenAt === null ? null : new Date(known.seenAt).toISOString(), signedInAt: signedIn.get(account.id) ?? null,
        }
      }),
      strongRoles: strong,
    })
  },
})

const make = endpoint({
  method: 'POST', path: '/api/admin/users', tag: 'admin', summary: 'Make an account with a password for one sign-in, shown this once (administrators)', access: 'signed-in', secret: true,
  body: Type.Object({ data: anyObject }, closed),
  answers: { 201: Type.Object({ id: Type.String(), ref: Type.String(), password: Type.String() }, closed) },
  async handle(call) {
    needAdmin(call)
    const data = call.body.data as JsonObject
    const login = cleanLogin(typeof data['login'] === 'string' ? data['login'] : '', '/data/login')
    const password = randomPassword()
    const account = await createAccount(call.app.store, call.reader, { ...(data as unknown as AccountData), login }, password, true)
    await noteCredential(call.app.store, call.reader, account, 'password-reset', call.now)
    return { status: 201, body: { id: account.id, ref: account.ref, password } }
  },
})

const givePassword = endpoint({
  method: 'POST', path: '/api/users/:id/password', tag: 'admin', summary: 'Give an account a password for one sign-in, and take a lost authenticator or passkeys off it (administrators)', access: 'signed-in', secret: true,
  params: UserKey,
  body: Type.Object({
    password: Type.Optional(Type.String({ maxLength: 512, description: 'without it the node makes one' })),
    dropTotp: Type.Optional(Type.Boolean({ description: 'also forget its authenticator' })), dropPasskeys: Type.Optional(Type.Boolean({ description: 'also forget its passkeys' })),
  }, closed),
  answers: { 200: Type.Object({ password: Type.String({ description: 'shown this once; its owner chooses another at the next sign-in' }) }, closed) },
  async handle(call) {
    const { store, lanes } = call.app
    const account = await accountOf(call)
    const password = call.body.password ?? randomPassword()
    await lanes.run(`code:${account.id}`, async () => {
      await setPassword(store, account, password, null, true)
      if (call.body.dropTotp === true) {
        await dropTotpOf(store, account)
      }
      const secret = await store.side.secret(account.id)
      if (call.body.dropPasskeys === true && secret) {
        await store.side.setSecret(account.id, { ...secret, passkeys: [] })
      }
    })
    await noteCredential(store, call.reader, account, 'password-reset', call.now)
    if (call.body.dropTotp === true) {
      await noteCredential(store, call.reader, account, 'totp-removed', call.now)
    }
    if (call.body.dropPasskeys === true) {
      await noteCredential(store, call.reader, account, 'passkey-removed', call.now)
    }
    return ok({ password })
  },
})

const SessionRow = Type.Object({ id: Type.String(), createdAt: Type.String(), seenAt: Type.String(), agent: Type.String() }, closed)

const sessions = endpoint({
  method: 'GET', path: '/api/admin/users/:id/sessions', tag: 'admin', summary: 'Open sessions of an account (administrators)', access: 'signed-in',
  params: UserKey,
  answers: { 200: Type.Object({ items: Type.Array(SessionRow) }, closed) },
  async handle(call) {
    const account = await accountOf(call)
    const open = (await call.app.store.side.sessionsOf(account.id)).filter((one) => one.expiresAt > call.now)
    return ok({ items: open.sort((a, b) => b.seenAt - a.seenAt).map((one) => ({ id: one.id, createdAt: new Date(one.createdAt).toISOString(), seenAt: new Date(one.seenAt).toISOString(), agent: one.agent })) })
  },
})

const endAll = endpoint({
  method: 'DELETE', path: '/api/admin/users/:id/sessions', tag: 'admin', summary: 'End every session of an account (administrators)', access: 'signed-in',
  params: UserKey,
  answers: { 200: Type.Object({ ended: Type.Integer() }, closed) },
  async handle(call) {
    const account = await accountOf(call)
    const ended = await endSessions(call.app.store, account.id, call.caller?.session?.id ?? null)
    await noteCredential(call.app.store, call.reader, account, 'sessions-ended', call.now, { count: ended })
    return ok({ ended })
  },
})

const strong = endpoint({
  method: 'POST', path: '/api/admin/strong-roles', tag: 'admin', summary: 'Roles that sign in with a passkey or an authenticator (administrators)', access: 'signed-in',
  body: Type.Object({ roles: Type.Array(Type.Enum([...ROLE_CODES]), { maxItems: 100, uniqueItems: true }) }, closed),
  answers: { 200: Type.Object({ roles: Type.Array(Type.Enum([...ROLE_CODES])) }, closed) },
  async handle(call) {
    needAdmin(call)
    const own = needCaller(call)
    const facts = (await call.app.store.side.signIns()).get(own.account.id)
    if (call.body.roles.some((role) => call.reader.grants.some((grant) => grant.role === role)) && !facts?.totp && !facts?.passkeys) {
      throw new Problem('rule-broken', 'add a passkey or an authenticator to your own account first: this would ask you for one')
    }
    await setStrongRoles(call.app.store, call.body.roles)
    return ok({ roles: await strongRoles(call.app.store) })
  },
})

async function accountOf(call: Call<{ id: string }>): Promise<AccountRecord> {
  needAdmin(call)
  const account = await accountById(call.app.store, call.params.id)
  if (!account) {
    throw new Problem('not-found', 'no such account')
  }
  return account
}

export const adminUserRoutes: readonly Endpoint[] = [list, make, givePassword, sessions, endAll, strong]
