import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { fileHeaders, missionOf, VERSION } from '../../../../server/face.ts'
import { PACKAGE_TOOLS } from '../../shared/tak-files.ts'
import { takStream, type TakClientView } from '../tak/face.ts'
import { videoRoutes } from '../videos/routes.ts'
import { missionKmlRoute } from './mission-kml.ts'
import { findPackage, listPackages, readPackage, receivePackage, setTool, type Held } from './packages.ts'
import { enteredBy, type Desk } from './web-server.ts'

/** What clients take as the version of the interface. */
const API = '3'

/**
 * The HTTP interface TAK clients use beside the stream: who is there, the last report of one, files, videos. Every answer is
 * for the account behind the request. What is not here is answered with 501.
 */
export function martiRoutes(server: FastifyInstance, desk: Desk): void {
  about(server, desk)
  people(server, desk)
  files(server, desk)
  videoRoutes(server, { app: desk.app, feed: desk.feed, reader: (request) => enteredBy(request).reader })
  missionKmlRoute(server, desk)
}

function about(server: FastifyInstance, desk: Desk): void {
  const { app } = desk
  server.get('/Marti/api/version', async (_request, reply) => reply.type('text/plain; charset=utf-8').send(`Vigie ${VERSION}`))
  server.get('/Marti/api/version/config', async (_request, reply) => send(reply, envelope(desk, 'ServerConfig', { version: `Vigie ${VERSION}`, api: API, hostname: desk.authority.host() ?? 'localhost' })))
  const groups = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => send(reply, envelope(desk, 'com.bbn.marti.remote.groups.Group', groupsOf((await missionOf(app.store))?.name ?? 'Vigie', enteredBy(request).reader)))
  server.get('/Marti/api/groups/all', groups)
  server.get('/Marti/api/groups/active', groups)
  // Nothing is set up on devices from here beyond what they got at enrolment.
  server.get('/Marti/api/device/profile/connection', async (_request, reply) => reply.code(204).send())
  server.get('/Marti/api/device/profile/tool/:tool', async (_request, reply) => reply.code(204).send())
  // Clients with data sync ask for these lists whenever they connect: there are none, and none can be made here.
  server.get('/Marti/api/missions', async (_request, reply) => send(reply, envelope(desk, 'Mission', [])))
  server.get('/Marti/api/missions/all/invitations', async (_request, reply) => send(reply, envelope(desk, 'MissionInvitation', [])))
}

function people(server: FastifyInstance, desk: Desk): void {
  const { app } = desk
  const clients = (request: FastifyRequest): TakClientView[] => takStream(app)?.clientsFor(enteredBy(request).reader).filter((one) => one.uid !== null) ?? []
  server.get('/Marti/api/clientEndPoints', async (request, reply) =>
    send(reply, envelope(desk, 'com.bbn.marti.remote.ClientEndpoint', clients(request).map((one) => ({ callsign: one.callsign ?? '', uid: one.uid, username: one.login ?? '', lastEventTime: new Date(one.heardAt).toISOString(), lastStatus: 'Connected' })))))
  server.get('/Marti/api/contacts/all', async (request, reply) =>
    send(reply, clients(request).map((one) => ({ filterGroups: null, notes: one.login ?? '', callsign: one.callsign ?? '', team: one.team ?? '', role: one.role ?? '', takv: one.device ?? '', uid: one.uid }))))
  server.get('/Marti/api/cot/xml/:uid', async (request, reply) => {
    const { uid } = request.params as { uid: string }
    const event = takStream(app)?.latest(enteredBy(request).reader, uid) ?? null
    if (!event) {
      throw new Problem('not-found', 'nothing is known of this uid that you may see')
    }
    return reply.type('application/xml; charset=utf-8').send(writeCotText(event))
  })
}

function files(server: FastifyInstance, desk: Desk): void {
  const { app, feed } = desk
  const found = async (request: FastifyRequest, hash: string): Promise<Held> => {
    const held = await findPackage(app, enteredBy(request).reader, hash)
    if (!held) {
      throw new Problem('not-found', 'there is no file with this hash that you may see')
    }
    return held
  }
  server.get('/Marti/sync/missionquery', async (request, reply) => reply.type('text/plain; charset=utf-8').send(addressOf(request, (await found(request, asked(request, 'hash') ?? '')).data.sha256)))
  server.post('/Marti/sync/missionupload', async (request, reply) => {
    if (!request.isMultipart()) {
      throw new Problem('unsupported-type', 'send the file as multipart/form-data, in a part named assetfile')
    }
    const { held } = await receivePackage(app, enteredBy(request).reader, await request.file(), { hash: asked(request, 'hash'), name: asked(request, 'filename'), creatorUid: asked(request, 'creatorUid') }, feed.handling)
    return reply.type('text/plain; charset=utf-8').send(addressOf(request, held.data.sha256))
  })
  server.put('/Marti/api/sync/metadata/:hash/tool', async (request, reply) => {
    const tool = PACKAGE_TOOLS.find((one) => one === String(request.body ?? '').trim())
    if (!tool) {
      throw new Problem('invalid-input', `a tool is ${PACKAGE_TOOLS.join(' or ')}, as the whole body`)
    }
    await setTool(app, enteredBy(request).reader, await found(request, (request.params as { hash: string }).hash), tool)
    return reply.code(200).type('text/plain; charset=utf-8').send('')
  })
  server.get('/Marti/sync/content', async (request, reply) => {
    const held = await found(request, asked(request, 'hash') ?? asked(request, 'uid') ?? '')
    return reply.type(held.data.media).headers(fileHeaders(held.data.name, held.data.media)).send(await readPackage(app, enteredBy(request).reader, held))
  })
  server.get('/Marti/sync/search', async (request, reply) => {
    const tool = asked(request, 'tool')
    const words = asked(request, 'keywords')
    const { items, total } = await listPackages(app, enteredBy(request).reader, { ...(tool === null ? {} : { tool }), ...(words === null ? {} : { words }) })
    const results = await Promise.all(items.map(async ({ seen, data }) => ({
      UID: data.sha256, Name: data.name, Hash: data.sha256, PrimaryKey: seen.record.ref, SubmissionDateTime: seen.record.createdAt, SubmissionUser: (await app.names.of(seen.record.createdBy)) ?? '',
      CreatorUid: data.creatorUid ?? '', Keywords: ['missionpackage', ...(data.keywords ?? [])], MIMEType: data.media, Size: String(data.bytes), Tool: data.tool, EXPIRATION: '-1',
    })))
    // Clients read `resultCount` as the length of what follows; a shortened list says so in a member of its own.
    return send(reply, { resultCount: results.length, ...(total > results.length ? { total } : {}), results })
  })
}

/** Groups as clients show them. They cannot be switched: what an account sees follows from its rights alone. */
function groupsOf(mission: string, reader: Reader): { [name: string]: unknown }[] {
  const names = [...new Set([mission, reader.org, ...reader.compartments])]
  return names.flatMap((name, i) => ['IN', 'OUT'].map((direction) => ({ name, direction, created: '2026-01-01', type: 'SYSTEM', bitpos: i + 2, active: true })))
}

function envelope(desk: Desk, type: string, data: unknown): { [name: string]: unknown } {
  return { version: API, type, data, nodeId: desk.app.store.node }
}

function send(reply: FastifyReply, body: unknown): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
}

/** Where a file is fetched, by the name the client itself used. */
function addressOf(request: FastifyRequest, hash: string): string {
  return `${request.protocol}://${request.host}/Marti/sync/content?hash=${hash}`
}

function asked(request: FastifyRequest, name: string): string | null {
  const value = (request.query as { [name: string]: unknown })[name]
  return typeof value === 'string' && value !== '' ? value.slice(0, 500) : null
}
