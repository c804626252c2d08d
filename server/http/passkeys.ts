import { isIP } from 'node:net'
import { Type, type Static } from 'typebox'
import { Problem } from '../../core/problem.ts'
import { accountById, noteCredential } from '../auth/accounts.ts'
import { accountNamed, Challenges, checkPasskey, creationOptions, MOST_PASSKEYS, newPasskey, requestOptions, type Site } from '../auth/passkeys.ts'
import { isActive, systemFor } from '../auth/reader.ts'
import type { Passkey, UserSecret } from '../store/face.ts'
import type { App } from './app-context.ts'
import { endpoint, ok, type Call, type Endpoint } from './endpoint.ts'
import { needSession, proveSelf } from './me.ts'
import { missionOf } from './mission.ts'
import { anyObject, closed, nullable, SessionView } from './schemas.ts'
import { fulfil, sessionView, signIn } from './session-cookie.ts'

const challenges = new WeakMap<App, Challenges>()

function challengesOf(app: App): Challenges {
  const known = challenges.get(app) ?? new Challenges()
  challenges.set(app, known)
  return known
}

/** The site browsers see. Throws Problem `rule-broken` where they allow no passkeys: without https, or at a bare number. */
function siteOf({ app, request }: Pick<Call, 'app' | 'request'>): Site {
  const url = URL.parse(app.config.publicUrl ?? `${request.protocol}://${request.host}`)
  const name = url?.hostname ?? ''
  if (!url || isIP(name.replace(/^\[|\]$/g, '')) !== 0) {
    throw new Problem('rule-broken', `browsers allow passkeys only at an address with a name, not at ${name}. Open this node by its name; on this machine as http://localhost`)
  }
  if (url.protocol !== 'https:' && name !== 'localhost') {
    throw new Problem('rule-broken', 'browsers allow passkeys only over https. Put this node behind https, or use an authenticator code')
  }
  return { rpId: name, origin: url.origin }
}

const Item = Type.Object({ id: Type.String(), name: Type.String(), createdAt: Type.String(), usedAt: nullable(Type.String()) }, closed)
const Answer = Type.Object({ id: Type.String({ minLength: 1, maxLength: 1400 }), response: anyObject }, { additionalProperties: true, description: 'what the browser’s credential gives as JSON (PublicKeyCredential.toJSON)' })

const list = endpoint({
  method: 'GET', path: '/api/me/passkeys', tag: 'me', summary: 'Your passkeys', access: 'signed-in',
  answers: { 200: Type.Object({ items: Type.Array(Item), unavailable: nullable(Type.String({ description: 'why passkeys cannot be used at this address' })) }, closed) },
  async handle(call) {
    const { account } = needSession(call)
    const secret = await secretOf(call.app, account.id)
    return ok({ items: (secret.passkeys ?? []).map(itemOf), unavailable: whyNot(call) })
  },
})

const offer = endpoint({
  method: 'POST', path: '/api/me/passkeys/options', tag: 'me', summary: 'Begin making a passkey: options for the browser', access: 'signed-in', secret: true,
  body: Type.Object({ password: Type.Optional(Type.String({ maxLength: 512, description: 'your present password, where you have one' })) }, closed),
  answers: { 200: anyObject },
  async handle(call) {
    const { account } = needSession(call)
    const { app, now } = call
    const site = siteOf(call)
    const secret = await secretOf(app, account.id)
    // An open screen left alone must not become a way in for good.
    if (secret.password !== null) {
      await proveSelf(call, call.body.password ?? '', '/password')
    }
    const known = secret.passkeys ?? []
    if (known.length >= MOST_PASSKEYS) {
      throw new Problem('rule-broken', `an account has at most ${MOST_PASSKEYS} passkeys; remove one first`)
    }
    const challenge = challengesOf(app).give(`make:${account.id}`, now)
    return ok(await creationOptions(site, (await missionOf(app.store))?.name ?? 'Vigie', { id: account.id, login: account.data.login, name: account.data.name }, known, challenge))
  },
})

const make = endpoint({
  method: 'POST', path: '/api/me/passkeys', tag: 'me', summary: 'Keep the passkey the browser made', access: 'signed-in', secret: true,
  body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 80 }), answer: Answer }, closed),
  answers: { 201: Item },
  async handle(call) {
    const { account, reader } = needSession(call)
    const { app, body, now } = call
    const passkey = await newPasskey(siteOf(call), body.answer as never, (challenge) => challengesOf(app).take(challenge, `make:${account.id}`, now), body.name, now)
    await app.lanes.run(`code:${account.id}`, async () => {
      const secret = await secretOf(app, account.id)
      if ((secret.passkeys ?? []).some((one) => one.id === passkey.id)) {
        throw new Problem('duplicate', 'this passkey is kept already')
      }
      await app.store.side.setSecret(account.id, { ...secret, passkeys: [...(secret.passkeys ?? []), passkey] })
    })
    await noteCredential(app.store, systemFor(reader), account, 'passkey-added', now, { name: body.name })
    await fulfil(call, 'factor')
    return { status: 201, body: itemOf(passkey) }
  },
})

const drop = endpoint({
  method: 'DELETE', path: '/api/me/passkeys/:id', tag: 'me', summary: 'Remove one of your passkeys', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 1400 }) }, closed),
  answers: { 204: null },
  async handle(call) {
    const { account, reader } = needSession(call)
    const { app, now } = call
    const name = await app.lanes.run(`code:${account.id}`, async () => {
      const secret = await secretOf(app, account.id)
      const found = secret.passkeys?.find((one) => one.id === call.params.id)
      if (!found) {
        throw new Problem('not-found', 'you have no such passkey')
      }
      await app.store.side.setSecret(account.id, { ...secret, passkeys: (secret.passkeys ?? []).filter((one) => one !== found) })
      return found.name
    })
    await noteCredential(app.store, systemFor(reader), account, 'passkey-removed', now, { name })
    return { status: 204 }
  },
})

const ask = endpoint({
  method: 'POST', path: '/api/session/passkey/options', tag: 'session', summary: 'Begin signing in with a passkey: options for the browser', access: 'open', secret: true,
  answers: { 200: anyObject },
  async handle(call) {
    return ok(await requestOptions(siteOf(call), challengesOf(call.app).give('sign-in', call.now)))
  },
})

const enter = endpoint({
  method: 'POST', path: '/api/session/passkey', tag: 'session', summary: 'Sign in with a passkey', access: 'open', secret: true,
  body: Answer,
  answers: { 200: SessionView },
  async handle(call) {
    const { app, now } = call
    const answer = call.body as Static<typeof Answer> & Parameters<typeof accountNamed>[0]
    const user = accountNamed(answer)
    const account = user === null ? null : await accountById(app.store, user)
    if (!account || !isActive(account)) {
      throw new Problem('wrong-credentials', 'this passkey belongs to no account here that may sign in')
    }
    await app.lanes.run(`code:${account.id}`, async () => {
      const secret = await secretOf(app, account.id)
      const found = secret.passkeys?.find((one) => one.id === answer.id)
      if (!found) {
        throw new Problem('wrong-credentials', 'this passkey is not kept here any more; sign in another way and make a new one')
      }
      const counter = await checkPasskey(siteOf(call), answer, found, (challenge) => challengesOf(app).take(challenge, 'sign-in', now))
      await app.store.side.setSecret(account.id, { ...secret, passkeys: (secret.passkeys ?? []).map((one) => (one === found ? { ...one, counter, usedAt: now } : one)) })
    })
    return ok(await sessionView(call, await signIn(call, account)))
  },
})

function itemOf({ id, name, createdAt, usedAt }: Passkey): unknown {
  return { id, name, createdAt: new Date(createdAt).toISOString(), usedAt: usedAt === null ? null : new Date(usedAt).toISOString() }
}

function whyNot(call: Pick<Call, 'app' | 'request'>): string | null {
  try {
    siteOf(call)
    return null
  } catch (error) {
    if (error instanceof Problem) {
      return error.message
    }
    throw error
  }
}

async function secretOf(app: App, user: string): Promise<UserSecret> {
  return (await app.store.side.secret(user)) ?? { password: null, totp: null }
}

export const passkeyRoutes: readonly Endpoint[] = [list, offer, make, drop, ask, enter]
