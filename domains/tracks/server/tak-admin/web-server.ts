import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { TLSSocket } from 'node:tls'
import type { Reader } from '../../../../core/policy.ts'
import { Problem } from '../../../../core/problem.ts'
import { asProblem, enterProgram, programReader, type AccountRecord, type App, type FeedView, type ProgramCaller } from '../../../../server/face.ts'
import { PACKAGE_LIMIT } from '../../shared/tak-files.ts'
import type { TakTls } from '../tak/face.ts'
import type { Code, EnrolmentCodes } from './codes.ts'
import type { Onboard } from './onboarding.ts'

/** What the answers to TAK clients are made from. `feed` is the one that switched the listener on: its handling goes with what comes in. */
export type Desk = Onboard & { app: App; codes: EnrolmentCodes; feed: FeedView }

/** Who sends a request. `code` is the one-time code it was sent with. */
export type Entered = { account: AccountRecord; reader: Reader; code: Code | null; how: 'certificate' | 'secret' }

/** How clients of a listener say who they are. */
export type Door = 'certificate' | 'secret'

const entered = new WeakMap<FastifyRequest, Entered>()
/** Texts that are sent: certificate requests, names of tools. */
const BODY_LIMIT = 64_000
const CONNECTIONS = 400

/**
 * A listener for the HTTP interface TAK clients know, with nothing but what `routes` adds. Over TLS with `tls`; every request
 * is somebody's, named by a certificate of ours or by login and secret, and is refused where it is nobody's.
 */
export async function takServer(desk: Desk, door: Door, tls: TakTls | null, routes: (server: FastifyInstance) => void): Promise<FastifyInstance> {
  const { app } = desk
  const options = { bodyLimit: BODY_LIMIT, requestTimeout: 120_000, keepAliveTimeout: 30_000, forceCloseConnections: true, genReqId: () => crypto.randomUUID(), logger: false } as const
  const server: FastifyInstance = tls === null ? Fastify(options) : (Fastify({ ...options, https: { key: tls.key, cert: tls.cert, ca: tls.ca, requestCert: door === 'certificate', rejectUnauthorized: door === 'certificate', minVersion: 'TLSv1.2', handshakeTimeout: 15_000 } }) as unknown as FastifyInstance)
  server.server.maxConnections = CONNECTIONS
  server.removeAllContentTypeParsers()
  // Clients name the type of a certificate request as they like, or not at all.
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
  await server.register(multipart, { limits: { fileSize: PACKAGE_LIMIT, files: 1, fields: 10, parts: 11 } })
  server.addHook('onRequest', async (request) => {
    const wait = app.rateLimit.take(`tak:${request.ip}`, app.clock())
    if (wait > 0) {
      throw new Problem('too-many-requests', `too many requests; wait ${wait} s`, { extra: { retryAfter: wait } })
    }
    entered.set(request, door === 'certificate' ? await byCertificate(desk, request) : await bySecret(desk, request))
  })
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' })
  })
  server.setErrorHandler((error, request, reply) => refuse((error as { code?: string }).code === 'FST_ERR_CTP_BODY_TOO_LARGE' ? new Problem('too-large', `the body is larger than ${BODY_LIMIT} bytes; send less`) : asProblem(error, app.log, request.id), door, reply))
  server.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? ''
    return path.startsWith('/Marti/')
      ? reply.code(501).type('text/plain; charset=utf-8').send(`${request.method} ${path.slice(0, 200)} is not offered by this server. What is offered stands in docs/interfaces/tak.md\n`)
      : refuse(new Problem('not-found', 'only the addresses TAK clients use are answered here; people open the web address of the node'), door, reply)
  })
  routes(server)
  return server
}

/** Who sends this request; every one that reached a route was let in. */
export function enteredBy(request: FastifyRequest): Entered {
  const who = entered.get(request)
  if (!who) {
    throw new Problem('not-signed-in', 'sign in first')
  }
  return who
}

async function byCertificate(desk: Desk, request: FastifyRequest): Promise<Entered> {
  const shown = (request.raw.socket as TLSSocket).getPeerCertificate()
  const issued = shown?.fingerprint256 ? desk.authority.find(shown.fingerprint256) : null
  const who = issued && (await programReader(desk.app, issued.user))
  if (!who) {
    throw new Problem('not-allowed', 'this certificate was withdrawn, has ended, or its account is disabled. Enrol the device again')
  }
  return { ...who, code: null, how: 'certificate' }
}

async function bySecret(desk: Desk, request: FastifyRequest): Promise<Entered> {
  const { app, codes } = desk
  const sent = basicOf(request.headers.authorization)
  if (!sent) {
    throw new Problem('not-signed-in', 'send a login with an enrolment code or an API token as its password (HTTP Basic)')
  }
  const code = app.loginLimits.waitMs(sent.login, request.ip, app.clock()) > 0 ? null : await codes.find(sent.login, sent.secret)
  const who = code && (await programReader(app, code.user))
  if (code && who) {
    return { ...who, code, how: 'secret' }
  }
  // Failures are counted there, of codes and of everything else alike.
  const { account, reader }: ProgramCaller = await enterProgram(app, sent.login, sent.secret, request.ip)
  return { account, reader, code: null, how: 'secret' }
}

function basicOf(header: string | undefined): { login: string; secret: string } | null {
  const [, base64] = /^Basic ([A-Za-z0-9+/=]{1,2000})$/i.exec(header ?? '') ?? []
  const text = base64 === undefined ? '' : Buffer.from(base64, 'base64').toString('utf8')
  const at = text.indexOf(':')
  return at < 1 ? null : { login: text.slice(0, at), secret: text.slice(at + 1) }
}

function refuse(problem: Problem, door: Door, reply: FastifyReply): FastifyReply {
  const wait = problem.extra['retryAfter']
  if (typeof wait === 'number') {
    reply.header('retry-after', String(wait))
  }
  if (problem.status === 401 && door === 'secret') {
    reply.header('www-authenticate', 'Basic realm="TAK enrolment", charset="UTF-8"')
  }
  return reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.toJSON()))
}
