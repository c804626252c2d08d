import { Type } from 'typebox'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { accountById, closed, endpoint, isActive, needAdmin, noteCredential, nullable, ok, systemFor, type Call, type Endpoint } from '../../../../server/face.ts'
import { takStream } from '../tak/face.ts'
import type { Issued } from './authority.ts'
import { connectionPackage, onboardingTexts, onboardOf } from './onboarding.ts'
import { SERVICES } from './listeners.ts'
import { takAdminOf } from './service.ts'
import { switchOff, switchOn, takFeeds } from './switch.ts'

const Instant = Type.String()
const CertificateRow = Type.Object({
  serial: Type.String(), user: Type.String(), login: Type.String(), device: nullable(Type.String()), issuedAt: Instant, expiresAt: Instant, byName: nullable(Type.String()),
  state: Type.Enum(['good', 'revoked', 'expired', 'disabled']), revoked: nullable(Type.Object({ at: Instant, byName: nullable(Type.String()), reason: Type.String() }, closed)), fingerprint: Type.String(),
}, closed)
const CodeRow = Type.Object({ id: Type.String(), user: Type.String(), login: Type.String(), createdAt: Instant, expiresAt: Instant, usedAt: nullable(Instant), byName: nullable(Type.String()), state: Type.Enum(['open', 'used', 'ended']) }, closed)
const ClientRow = Type.Object({
  id: Type.String(), login: nullable(Type.String()), uid: nullable(Type.String()), callsign: nullable(Type.String()), device: nullable(Type.String()), transport: Type.String(), protocol: Type.String(),
  since: Instant, heardAt: Instant, received: Type.Integer(), sent: Type.Integer(), dropped: Type.Integer(), certificate: nullable(Type.String({ description: 'serial number' })),
}, closed)
const FeedRow = Type.Object({ id: Type.String(), ref: Type.String(), codec: Type.String(), technology: Type.String(), enabled: Type.Boolean(), running: Type.Boolean(), port: nullable(Type.Integer()) }, closed)
const State = Type.Object({
  on: Type.Boolean(), feeds: Type.Array(FeedRow), host: nullable(Type.String({ description: 'the name devices are told' })), names: Type.Array(Type.String()),
  services: Type.Array(Type.Object({ name: Type.Enum([...SERVICES]), host: Type.String({ description: 'address it listens at' }), port: Type.Integer(), open: Type.Boolean(), problem: nullable(Type.String()) }, closed)),
  authority: nullable(Type.Object({ fingerprint: Type.String(), expiresAt: Instant }, closed)), server: nullable(Type.Object({ names: Type.Array(Type.String()), expiresAt: Instant }, closed)),
  certificates: Type.Array(CertificateRow), codes: Type.Array(CodeRow), clients: Type.Array(ClientRow),
}, closed)

const iso = (at: number): string => new Date(at).toISOString()

const state = endpoint({
  method: 'GET', path: '/api/tak', tag: 'tak', summary: 'How devices of the team awareness kit come in: services, certificates, codes, who is connected (administrators)', access: 'signed-in',
  answers: { 200: State },
  async handle(call) {
    needAdmin(call)
    const { app } = call
    const { authority, codes, listeners } = takAdminOf(app)
    const made = authority.authority()
    const server = authority.server()
    const feeds = await takFeeds(app)
    const active = new Map<string, Promise<boolean>>()
    const byPrint = new Map(authority.list().map((one) => [one.fingerprint, one.serial]))
    return ok({
      on: feeds.some((one) => one.enabled), feeds, host: authority.host(), names: authority.names(),
      services: listeners.states().map(({ name, host, port, open, problem }) => ({ name, host, port, open, problem })),
      authority: made && { fingerprint: made.fingerprint, expiresAt: iso(made.expiresAt) }, server: server && { names: server.names, expiresAt: iso(server.expiresAt) },
      certificates: await Promise.all(authority.list().map((one) => certificateRow(call, one, active))),
      codes: await Promise.all((await codes.list()).map(async (one) => ({
        id: one.id, user: one.user, login: one.login, createdAt: iso(one.createdAt), expiresAt: iso(one.expiresAt), usedAt: one.usedAt === null ? null : iso(one.usedAt), byName: await app.names.of(one.by),
        state: one.usedAt !== null ? 'used' : one.expiresAt > call.now ? 'open' : 'ended',
      }))),
      clients: (takStream(app)?.clients() ?? []).map((one) => ({
        id: one.id, login: one.login, uid: one.uid, callsign: one.callsign, device: one.device, transport: one.transport, protocol: one.protocol, since: iso(one.since), heardAt: iso(one.heardAt), received: one.received, sent: one.sent, dropped: one.dropped,
        certificate: one.fingerprint256 === null ? null : (byPrint.get(one.fingerprint256.replaceAll(':', '').toLowerCase()) ?? null),
      })),
    })
  },
})

const turn = endpoint({
  method: 'POST', path: '/api/tak/switch', tag: 'tak', summary: 'Switch the services for TAK devices on, under a technology of the register, or off (administrators)', access: 'signed-in',
  body: Type.Object({ on: Type.Boolean(), technology: Type.Optional(Type.String({ maxLength: 63 })) }, closed),
  answers: { 200: Type.Object({ feeds: Type.Array(FeedRow) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { app, body } = call
    if (!body.on) {
      await switchOff(app, systemFor(call.reader))
    } else if (body.technology === undefined) {
      throw refuseField('/technology', 'is missing', 'Name the technology of the register the devices run under')
    } else {
      app.gate.allow(body.technology)
      await takAdminOf(app).authority.ensure()
      await switchOn(app, systemFor(call.reader), body.technology)
    }
    return ok({ feeds: await takFeeds(app) })
  },
})

const names = endpoint({
  method: 'POST', path: '/api/tak/names', tag: 'tak', summary: 'Names and addresses devices reach the node by, the first of which they are told (administrators)', access: 'signed-in',
  body: Type.Object({ names: Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { maxItems: 20 }) }, closed),
  answers: { 200: Type.Object({ host: nullable(Type.String()), names: Type.Array(Type.String()) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { authority } = takAdminOf(call.app)
    await authority.setNames(call.body.names)
    return ok({ host: authority.host(), names: authority.names() })
  },
})

const makeCode = endpoint({
  method: 'POST', path: '/api/tak/codes', tag: 'tak', summary: 'Make an enrolment code for one device of a person; it is shown this once (administrators)', access: 'signed-in', secret: true,
  body: Type.Object({ user: Type.String({ minLength: 1, maxLength: 64 }), hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 336, description: 'default 24' })) }, closed),
  answers: { 201: Type.Object({ id: Type.String(), code: Type.String(), login: Type.String(), expiresAt: Instant, atak: Type.String({ description: 'address ATAK enrols by' }), itak: Type.String({ description: 'text iTAK reads the server from' }) }, closed) },
  async handle(call) {
    needAdmin(call)
    const { app, body } = call
    const { authority, codes } = takAdminOf(app)
    const account = await accountById(app.store, body.user)
    if (!account || !isActive(account)) {
      throw refuseField('/user', 'is no account that is in use', 'Choose a person who may sign in')
    }
    const host = authority.host()
    if (host === null) {
      throw new Problem('wrong-state', 'say first by which name or address devices reach this node: the code they scan carries it')
    }
    const { value, code } = await codes.make({ id: account.id, login: account.data.login }, call.reader.user, body.hours ?? 24)
    await noteCredential(app.store, systemFor(call.reader), account, 'enrolment-code-made', call.now)
    return { status: 201, body: { id: code.id, code: value, login: code.login, expiresAt: iso(code.expiresAt), ...onboardingTexts(onboardOf(app, authority), host, code.login, value) } }
  },
})

const dropCode = endpoint({
  method: 'DELETE', path: '/api/tak/codes/:id', tag: 'tak', summary: 'Take an enrolment code back (administrators)', access: 'signed-in',
  params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
  answers: { 204: null },
  async handle(call) {
    needAdmin(call)
    await takAdminOf(call.app).codes.end(call.params.id)
    return { status: 204 }
  },
})

const revoke = endpoint({
  method: 'POST', path: '/api/tak/certificates/:serial/revoke', tag: 'tak', summary: 'Withdraw the certificate of a device; its connections are cut at once (administrators)', access: 'signed-in',
  params: Type.Object({ serial: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
  body: Type.Object({ reason: Type.String({ minLength: 3, maxLength: 500 }) }, closed),
  answers: { 200: CertificateRow },
  async handle(call) {
    needAdmin(call)
    const { authority } = takAdminOf(call.app)
    const issued = authority.list().find((one) => one.serial === call.params.serial)
    const account = issued ? await accountById(call.app.store, issued.user) : null
    return ok(await certificateRow(call, await authority.revoke(call.params.serial, account, call.reader, call.body.reason)))
  },
})

const pack = endpoint({
  method: 'GET', path: '/api/tak/package', tag: 'tak', summary: 'A data package that sets up the connection on a device, without any secret of a person (administrators)', access: 'signed-in',
  query: Type.Object({ for: Type.Optional(Type.Enum(['atak', 'itak'])) }, closed),
  answers: { 200: { media: 'application/zip' } },
  async handle(call) {
    needAdmin(call)
    const file = connectionPackage(onboardOf(call.app, takAdminOf(call.app).authority), call.query.for ?? 'atak')
    return { status: 200, raw: file.bytes, type: 'application/zip', headers: { 'content-disposition': `attachment; filename="${file.name}"`, 'cache-control': 'private, no-store' } }
  },
})

const authorityPem = endpoint({
  method: 'GET', path: '/api/tak/authority', tag: 'tak', summary: 'The certificate of the authority as PEM (administrators)', access: 'signed-in',
  answers: { 200: { media: 'application/x-pem-file' } },
  async handle(call) {
    needAdmin(call)
    return pem(takAdminOf(call.app).authority.authority()?.cert ?? null, 'vigie-tak-ca.pem')
  },
})

const revoked = endpoint({
  method: 'GET', path: '/api/tak/crl', tag: 'tak', summary: 'The list of withdrawn certificates as PEM, for servers that check them (administrators)', access: 'signed-in',
  answers: { 200: { media: 'application/x-pem-file' } },
  async handle(call) {
    needAdmin(call)
    return pem(takAdminOf(call.app).authority.revocationList(), 'vigie-tak-crl.pem')
  },
})

function pem(text: string | null, name: string): { status: number; raw: string; type: string; headers: Record<string, string> } {
  if (text === null) {
    throw new Problem('not-found', 'there is no authority yet; it is made when the services for TAK devices are first switched on')
  }
  return { status: 200, raw: text, type: 'application/x-pem-file', headers: { 'content-disposition': `attachment; filename="${name}"` } }
}

/** `active` remembers accounts already looked at: one person may have many certificates. */
async function certificateRow(call: Call, one: Issued, active = new Map<string, Promise<boolean>>()): Promise<{ [name: string]: unknown }> {
  const { app } = call
  const counts = active.get(one.user) ?? accountById(app.store, one.user).then((account) => account !== null && isActive(account))
  active.set(one.user, counts)
  return {
    serial: one.serial, user: one.user, login: one.login, device: one.device, issuedAt: iso(one.issuedAt), expiresAt: iso(one.expiresAt), byName: await app.names.of(one.by), fingerprint: one.fingerprint,
    state: one.revoked ? 'revoked' : one.expiresAt <= call.now ? 'expired' : (await counts) ? 'good' : 'disabled',
    revoked: one.revoked && { at: iso(one.revoked.at), byName: await app.names.of(one.revoked.by), reason: one.revoked.reason },
  }
}

/** How TAK devices are let in, looked after by administrators. */
export const takAdminRoutes: readonly Endpoint[] = [state, turn, names, makeCode, dropCode, revoke, pack, authorityPem, revoked]
