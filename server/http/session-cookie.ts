import { openSession, ABSOLUTE_MS, SESSION_COOKIE } from '../auth/sessions.ts'
import { grantsAt, readerOf, type AccountRecord } from '../auth/reader.ts'
import { strongRoles } from '../auth/strong-roles.ts'
import type { Session, Store } from '../store/face.ts'
import type { Call, Caller } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { told } from './told.ts'
import { isHttps } from './security.ts'

/** Sign an account in: opens a session and sets its cookie on the answer. `proved` by a password alone, the roles that ask for more must first add it. */
export async function signIn(call: Call, account: AccountRecord, proved: 'password' | 'strong' = 'strong'): Promise<Caller & { session: Session }> {
  const { app, request, reply, now } = call
  const { value, session } = await openSession(app.store, account.id, { agent: request.headers['user-agent'] ?? '', address: request.ip, now, must: await mustOf(app.store, account, proved, now) })
  await app.store.side.setSetting(`signed-in:${account.id}`, new Date(now).toISOString())
  reply.setCookie(SESSION_COOKIE, value, { path: '/', httpOnly: true, sameSite: 'strict', secure: isHttps(request, app.config), maxAge: ABSOLUTE_MS / 1000 })
  return { account, session, reader: readerOf(account, null, now), key: `session:${session.id}` }
}

async function mustOf(store: Store, account: AccountRecord, proved: 'password' | 'strong', now: number): Promise<NonNullable<Session['must']>> {
  const secret = await store.side.secret(account.id)
  const asked = proved === 'password' ? await strongRoles(store) : []
  const lacks = grantsAt(account.data.grants, now).some((grant) => asked.includes(grant.role))
  return [...(secret?.mustChange === true ? ['password' as const] : []), ...(lacks ? ['factor' as const] : [])]
}

/** One of the things the session had to be given is there now; it goes on with the rest. */
export async function fulfil(call: Pick<Call, 'app' | 'caller'>, what: 'password' | 'factor'): Promise<void> {
  const session = call.caller?.session
  if (session?.must?.includes(what)) {
    const must = session.must.filter((one) => one !== what)
    delete session.must
    Object.assign(session, must.length > 0 ? { must } : {})
    await call.app.store.side.putSession(session)
  }
}

/** Who is signed in and where: what the web reads first. */
export async function sessionView(call: Call, caller: Caller): Promise<Record<string, unknown>> {
  const { app } = call
  const { account } = caller
  const { data } = account
  const [mission, secret] = await Promise.all([missionOf(app.store), app.store.side.secret(account.id)])
  return {
    csrf: caller.session?.csrf ?? null,
    must: caller.session?.must ?? [],
    me: {
      user: account.id, login: data.login, name: data.name, org: data.org, side: data.side, clearance: data.clearance, compartments: data.compartments,
      grants: data.grants, locale: data.locale ?? null, unit: data.unit ?? null, totp: (secret?.totp ?? null) !== null, passkeys: secret?.passkeys?.length ?? 0,
    },
    mission: mission && { name: told({ app, caller }, mission.name), zone: mission.zone, languages: mission.languages, bounds: mission.bounds, exercise: mission.exercise, org: mission.org },
    node: app.store.node,
    serverTime: new Date(call.now).toISOString(),
  }
}
