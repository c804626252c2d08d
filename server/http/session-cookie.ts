import { openSession, ABSOLUTE_MS, SESSION_COOKIE } from '../auth/sessions.ts'
import { readerOf, type AccountRecord } from '../auth/reader.ts'
import type { Session } from '../store/face.ts'
import type { Call, Caller } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { isHttps } from './security.ts'

/** Sign an account in: opens a session and sets its cookie on the answer. */
export async function signIn(call: Call, account: AccountRecord): Promise<Caller & { session: Session }> {
  const { app, request, reply, now } = call
  const { value, session } = await openSession(app.store, account.id, { agent: request.headers['user-agent'] ?? '', address: request.ip, now })
  reply.setCookie(SESSION_COOKIE, value, { path: '/', httpOnly: true, sameSite: 'strict', secure: isHttps(request, app.config), maxAge: ABSOLUTE_MS / 1000 })
  return { account, session, reader: readerOf(account, null), key: `session:${session.id}` }
}

/** Who is signed in and where: what the web reads first. */
export async function sessionView(call: Call, caller: Caller): Promise<Record<string, unknown>> {
  const { app } = call
  const { account } = caller
  const { data } = account
  const [mission, secret] = await Promise.all([missionOf(app.store), app.store.side.secret(account.id)])
  return {
    csrf: caller.session?.csrf ?? null,
    me: {
      user: account.id, login: data.login, name: data.name, org: data.org, side: data.side, clearance: data.clearance, compartments: data.compartments,
      grants: data.grants, locale: data.locale ?? null, unit: data.unit ?? null, totp: (secret?.totp ?? null) !== null,
    },
    mission: mission && { name: mission.name, zone: mission.zone, languages: mission.languages, bounds: mission.bounds, exercise: mission.exercise, org: mission.org },
    node: app.store.node,
    serverTime: new Date(call.now).toISOString(),
  }
}
