import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Problem } from '../core/problem.ts'
import { SERVER_DOMAINS } from '../domains/server.ts'
import { CODECS } from '../formats/codecs.ts'
import { attachmentRoutes } from './attachments/routes.ts'
import { guardAccounts } from './auth/account-rules.ts'
import { hasAccounts } from './auth/accounts.ts'
import { LoginLimits } from './auth/login-limits.ts'
import { createOidc } from './auth/oidc.ts'
import { SetupCode } from './auth/setup-code.ts'
import { createClocks } from './clocks/clocks.ts'
import { clockRoutes } from './clocks/routes.ts'
import type { Config } from './config.ts'
import type { ServerDomain, Service } from './face.ts'
import type { App } from './http/app-context.ts'
import { pushRoutes } from './feeds/push.ts'
import { feedRoutes } from './feeds/routes.ts'
import { createFeeds } from './feeds/supervisor.ts'
import { takeLead } from './lead.ts'
import { OPEN } from './feeds/transports/index.ts'
import { analysisRoutes } from './http/analysis.ts'
import { Basemap } from './http/basemap.ts'
import { BODY_LIMIT, parseJsonBodies } from './http/body.ts'
import { chooseEncoding, compress, COMPRESS_FROM, entityTag, isCompressible, KeptPacked, tagMatches } from './http/compress.ts'
import type { Endpoint } from './http/endpoint.ts'
import { Gazetteer } from './http/gazetteer.ts'
import { nodeRoutes } from './http/health.ts'
import { kindRoutes } from './http/kinds.ts'
import { meRoutes } from './http/me.ts'
import { NameBook } from './http/names.ts'
import { oidcRoutes } from './http/oidc-routes.ts'
import { apiDocument, documentApi } from './http/openapi.ts'
import { adminUserRoutes } from './http/admin-users.ts'
import { permissionRoutes } from './http/permissions.ts'
import { auditRoutes } from './http/audit-explorer.ts'
import { backupRoutes } from './http/backup.ts'
import { nodeHealthRoutes } from './http/node-health.ts'
import { passkeyRoutes } from './http/passkeys.ts'
import { pictureRoutes } from './http/picture.ts'
import { placeRoutes } from './http/places.ts'
import { asProblem } from './http/problems.ts'
import { Pulse } from './http/pulse.ts'
import { RateLimit } from './http/rate-limit.ts'
import { ReadAudit } from './http/read-audit.ts'
import { bulkRoutes } from './http/bulk.ts'
import { searchRoutes } from './http/searches.ts'
import { recordRoutes } from './http/records.ts'
import { isStream, register } from './http/register.ts'
import { answerIs, isHttps, isLoopback, reachedByOthers, secure } from './http/security.ts'
import { sessionRoutes } from './http/session.ts'
import { syncRoutes } from './http/sync.ts'
import { setupRoutes } from './http/setup.ts'
import { serveWeb } from './http/static-files.ts'
import { compileValidator } from './http/validate.ts'
import { transferRoutes } from './http/transfer.ts'
import type { SampleSource } from './jobs/load-sample.ts'
import { Backups } from './jobs/backups.ts'
import { JobRunner } from './jobs/runner.ts'
import { resumeSample, SAMPLE_SETTING } from './jobs/sample-job.ts'
import { Lanes } from './lanes.ts'
import { createMaps } from './maps/maps.ts'
import { mapRoutes } from './maps/routes.ts'
import { sheetRoutes } from './maps/sheet.ts'
import { LiveHub } from './live/hub.ts'
import { DEFLATE, MAX_WIRE_BYTES } from './live/frames.ts'
import { registerLive } from './live/route.ts'
import { registerSockets } from './live/sockets.ts'
import { ogcRoutes } from './ogc/routes.ts'
import { handedPositions } from './positions/handed.ts'
import type { NodeStore } from './store/face.ts'
import { createTechnologyGate } from './technology-gate.ts'

/** A running node: the parts put together, not yet listening. */
export type Node = {
  fastify: FastifyInstance
  app: App
  /**
   * Answers the port (the one asked for, or a free one for 0). Throws the listener's error, e.g. EADDRINUSE.
   * `onSetupCode` is told the code of set-up, before anything is answered, where one is needed.
   */
  listen(options: { port: number; host: string; onSetupCode?: (shown: string) => void }): Promise<number>
  /** Stop taking requests, finish those under way, stop jobs; the store stays open for whoever opened it. */
  close(): Promise<void>
}

/** Put a node together on an open store. `clock` is epoch ms, for tests. */
export async function createApp(options: { store: NodeStore; dataDir: string; config: Config; domains?: readonly ServerDomain[]; clock?: () => number; sample?: (now: number) => Promise<SampleSource> }): Promise<Node> {
  const { dataDir, config } = options
  const clock = options.clock ?? Date.now
  const store = guardAccounts(options.store, clock)
  const domains = options.domains ?? SERVER_DOMAINS
  const fastify = Fastify({
    bodyLimit: BODY_LIMIT,
    trustProxy: config.trustProxy,
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    genReqId: () => crypto.randomUUID(),
    logger: {
      level: config.logLevel,
      // Who did what is in the chain; the log holds no names, addresses, bodies or query strings.
      serializers: { req: (request: { method: string; url: string }) => ({ method: request.method, path: request.url.split('?', 1)[0] }), res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }) },
    },
  })
  const sample = options.sample ?? loadSampleSource
  const register_ = domains.find((domain) => domain.register)?.register
  if (!register_) {
    throw new Error('no domain keeps the technology register')
  }
  const ownSample = async (): Promise<SampleSource | null> => {
    const since = Number((await store.side.setting(SAMPLE_SETTING)) || '0')
    return since === 0 ? null : sample(since)
  }
  // What jobs and uploads of an earlier run left: nobody can ask for it any more, and it may hold what is closed.
  await rm(path.join(dataDir, 'tmp'), { recursive: true, force: true })
  const gazetteer = new Gazetteer(store, async () => (await ownSample())?.places() ?? [])
  const gate = await createTechnologyGate(store, register_, clock)
  const lead = await takeLead(store, fastify.log)
  // Before the feeds, so that they open onto a history that takes what they hear.
  const positions = await handedPositions({ dataDir, clock, log: fastify.log }, lead)
  const app: App = {
    store, dataDir, config, clock, domains, gazetteer, gate, lead,
    log: fastify.log,
    clocks: createClocks({ store, clock, idle: () => app.loading === null, log: fastify.log }),
    feeds: await createFeeds({ store, gate, lead, clock, dataDir, log: fastify.log, codecs: CODECS, transports: OPEN, folders: config.feedFolders, tlsFiles: config.mqttTls }),
    jobs: new JobRunner(fastify.log, clock),
    backups: new Backups({ store, dataDir, folder: config.backupDir, kinds: domains.flatMap((domain) => domain.domain.kinds), clock, log: fastify.log }),
    positions,
    pulse: new Pulse(),
    screens: () => hub.size,
    names: new NameBook(store),
    readAudit: new ReadAudit(store, clock),
    basemap: new Basemap(async () => (await ownSample())?.layers() ?? {}, gazetteer),
    maps: createMaps(dataDir, clock),
    loginLimits: new LoginLimits(),
    rateLimit: new RateLimit(config.requestsPerMinute),
    lanes: new Lanes(),
    oidc: config.oidc ? createOidc(config.oidc, (reason) => fastify.log.warn({ reason }, 'sign-in at the identity provider failed')) : null,
    sample,
    loopbackOnly: false,
    setupCode: null,
    startedAt: clock(),
    loading: null,
  }
  const hub: LiveHub = new LiveHub(app)
  await wire(fastify, app)
  await fastify.register(async (live) => registerLive(live, app, hub))
  await fastify.register(async (sockets) => registerSockets(sockets, app))
  await resumeSample(app)
  const services: Service[] = []
  for (const domain of domains) {
    if (domain.service) {
      services.push(await domain.service(app))
    }
  }
  await app.clocks.start()
  let closed: Promise<void> | null = null
  const close = async (): Promise<void> => {
    await hub.close()
    await app.clocks.close()
    await app.feeds.close()
    for (const service of services.toReversed()) {
      await service.close()
    }
    await fastify.close()
    await app.backups.close()
    await app.positions.close()
    await app.lead.close()
    app.pulse.close()
    await app.jobs.close()
    app.names.close()
    await app.maps.library.close()
    gazetteer.close()
    app.gate.close()
  }
  return {
    fastify,
    app,
    async listen({ port, host, onSetupCode }) {
      app.loopbackOnly = host === 'localhost' || isLoopback(host)
      if (reachedByOthers(config, app.loopbackOnly) && !(await hasAccounts(store))) {
        const { code, shown } = SetupCode.make()
        app.setupCode = code
        onSetupCode?.(shown)
      }
      await fastify.listen({ port, host })
      const heard = (fastify.server.address() as AddressInfo).port
      for (const service of services) {
        await service.start?.(heard)
      }
      app.feeds.start()
      return heard
    },
    close: () => (closed ??= close()),
  }
}

/** Answers kept well packed: one for each set of kinds that may be read, which follows from roles. */
const KEPT_PACKED = 16

async function wire(fastify: FastifyInstance, app: App): Promise<void> {
  const { config } = app
  const packed = new KeptPacked(KEPT_PACKED)
  parseJsonBodies(fastify)
  fastify.setValidatorCompiler(compileValidator as never)
  // Answers are written as they are: a serializer built from the schema would silently leave out what it does not name.
  fastify.setSerializerCompiler(() => (data) => JSON.stringify(data))
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })
  fastify.addHook('onSend', async (request, reply, payload) => {
    secure(reply, answerIs(request.url, String(reply.getHeader('content-type') ?? '')), isHttps(request, config))
    return pack(request, reply, payload, packed)
  })
  fastify.setErrorHandler(async (error, request, reply) => {
    const problem = asProblem(error, request.log, request.id)
    const wait = problem.extra['retryAfter']
    if (typeof wait === 'number') {
      reply.header('retry-after', String(wait))
    }
    return reply.code(problem.status).type('application/problem+json').send(JSON.stringify({ ...problem.toJSON(), instance: `urn:uuid:${request.id}` }))
  })
  await fastify.register(cookie)
  await fastify.register(multipart)
  await fastify.register(websocket, { options: { maxPayload: MAX_WIRE_BYTES, perMessageDeflate: DEFLATE } })
  await documentApi(fastify)
  const routes: Endpoint[] = [
    ...nodeRoutes, ...setupRoutes, ...sessionRoutes, ...oidcRoutes, ...meRoutes, ...passkeyRoutes, ...adminUserRoutes, ...permissionRoutes, ...auditRoutes, ...backupRoutes, ...nodeHealthRoutes, ...kindRoutes, ...recordRoutes, ...bulkRoutes, ...searchRoutes, ...attachmentRoutes, ...syncRoutes, ...pictureRoutes, ...analysisRoutes, ...placeRoutes, ...transferRoutes, ...mapRoutes, ...sheetRoutes, ...ogcRoutes, ...feedRoutes, ...clockRoutes,
    ...app.domains.flatMap((domain) => domain.routes ?? []),
  ]
  await pushRoutes(fastify, app)
  await fastify.register(async (api) => {
    register(api, app, routes)
    api.get('/api/openapi.json', { schema: { hide: true } as object }, async (request, reply) => {
      const { bytes, tag, br } = apiDocument(fastify)
      reply.type('application/json; charset=utf-8').headers({ 'etag': tag, 'cache-control': 'no-cache', 'vary': 'Accept-Encoding' })
      if (tagMatches(request.headers['if-none-match'], tag)) {
        return reply.code(304).send()
      }
      return chooseEncoding(request.headers['accept-encoding']) === 'br' ? reply.header('content-encoding', 'br').send(await br) : reply.send(bytes)
    })
  })
  if (config.webDir !== null) {
    serveWeb(fastify, config.webDir)
  } else {
    fastify.setNotFoundHandler(async (request) => {
      throw new Problem('not-found', `nothing is at ${request.url.split('?', 1)[0]?.slice(0, 200)}`)
    })
  }
}

/** Tag and compress an answer that is held whole. */
async function pack(request: FastifyRequest, reply: FastifyReply, payload: unknown, packed: KeptPacked): Promise<unknown> {
  const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.isBuffer(payload) ? payload : null
  if (bytes === null || isStream(payload) || reply.getHeader('content-encoding') !== undefined || reply.getHeader('etag') !== undefined || request.method === 'HEAD') {
    return payload
  }
  if (reply.getHeader('cache-control') === undefined) {
    reply.header('cache-control', 'private, no-cache')
  }
  reply.header('vary', 'Accept-Encoding, Authorization, Cookie')
  let tag: string | null = null
  if (request.method === 'GET' && reply.statusCode === 200) {
    tag = entityTag(bytes)
    reply.header('etag', tag)
    if (tagMatches(request.headers['if-none-match'], tag)) {
      reply.code(304).removeHeader('content-length')
      return ''
    }
  }
  // Who is signed in is never compressed: its answer holds a secret beside what others may influence.
  const secret = request.url.startsWith('/api/session')
  const encoding = bytes.length >= COMPRESS_FROM && !secret && isCompressible(String(reply.getHeader('content-type') ?? '')) ? chooseEncoding(request.headers['accept-encoding']) : null
  if (encoding === null) {
    return bytes
  }
  reply.header('content-encoding', encoding).removeHeader('content-length')
  // The same for all of one role, and a twentieth of a first visit.
  return tag !== null && encoding === 'br' && request.url.startsWith('/api/kinds') ? packed.of(tag, bytes) : compress(bytes, encoding)
}

async function loadSampleSource(now: number): Promise<SampleSource> {
  const { sampleSource } = await import('../sample/source.ts')
  return sampleSource(now)
}
