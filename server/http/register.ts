import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Readable } from 'node:stream'
import type { TSchema } from 'typebox'
import { plainObject, type Json } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { authenticate } from '../auth/authenticate.ts'
import { sameSecret, uuidOf, uuidV7 } from '../auth/secret-values.ts'
import { cutWords, type Cut } from '../store/face.ts'
import { ProblemAnswer } from './schemas.ts'
import type { App } from './app-context.ts'
import type { Answer, Call, Caller, Endpoint } from './endpoint.ts'
import { idempotencyKey, once, requestPrint } from './idempotency.ts'
import { refuseCrossSite, refuseForeignHost } from './security.ts'
import { cutFor } from './told.ts'
import { DOCUMENTED_ONLY } from './validate.ts'

/** What a session may do that must first be given a password or a second factor. */
const UNFINISHED = /^\/api\/(?:session$|sessions|me$|me\/|mission$)/

const callers = new WeakMap<FastifyRequest, Caller | null>()

/** Put endpoints on the server: host and site checks, sign-in, limits, parsing, idempotency, answer. */
export function register(fastify: FastifyInstance, app: App, endpoints: readonly Endpoint[]): void {
  for (const spec of endpoints) {
    fastify.route({
      method: spec.method,
      url: spec.path,
      schema: schemaOf(spec),
      config: { text: spec.text === true },
      // Before the body is read: whoever may not call does not make us parse.
      onRequest: async (request, reply) => {
        if (spec.basic === true) {
          reply.header('www-authenticate', 'Basic realm="Vigie: any name, a token as password", charset="UTF-8"')
        }
        await admit(app, spec, request, reply)
        reply.removeHeader('www-authenticate')
      },
      handler: (request, reply) => answer(app, spec, request, reply),
    })
  }
}

async function admit(app: App, spec: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  refuseForeignHost(request, app.config, app.loopbackOnly)
  const write = spec.method !== 'GET'
  if (write) {
    refuseCrossSite(request, app.config)
  }
  const caller = await authenticate(app, request, { basic: spec.basic === true && !write, ...(spec.links === undefined || write ? {} : { links: spec.links }), unfinished: spec.access === 'open' || UNFINISHED.test(spec.path) })
  if (caller?.session) {
    // A page of another account in the same browser must not take this answer for its own.
    reply.header('x-vigie-account', caller.account.id)
  }
  const wait = app.rateLimit.take(caller?.key ?? `address:${request.ip}`, app.clock())
  if (wait > 0) {
    throw new Problem('too-many-requests', `too many requests; wait ${wait} s`, { extra: { retryAfter: wait } })
  }
  if (!caller && spec.access === 'signed-in') {
    throw new Problem('not-signed-in', 'sign in, or send a token as Authorization: Bearer')
  }
  if (write && caller?.session && spec.access === 'signed-in') {
    const sent = request.headers['x-vigie-csrf']
    if (typeof sent !== 'string' || !sameSecret(sent, caller.session.csrf)) {
      throw new Problem('cross-site', 'the header X-Vigie-Csrf is missing or old; read it anew from GET /api/session')
    }
  }
  // An open page shows such a session no more than it shows a stranger.
  callers.set(request, spec.access === 'open' && caller?.session?.must ? null : caller)
}

async function answer(app: App, spec: Endpoint, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const caller = callers.get(request) ?? null
  const key = spec.method === 'GET' ? null : idempotencyKey(request.headers['idempotency-key'])
  const call: Call = {
    app,
    caller,
    get reader() {
      if (!caller) {
        throw new Problem('not-signed-in', 'sign in, or send a token as Authorization: Bearer')
      }
      return caller.reader
    },
    params: request.params,
    query: request.query,
    body: request.body,
    now: app.clock(),
    request,
    reply,
    freshId: (part) => (key === null || !caller ? uuidV7(app.clock()) : uuidOf(`${caller.account.id}\0${key}\0${request.method} ${request.url}\0${part}`)),
  }
  if (key === null || spec.secret === true || !caller || spec.multipart === true || spec.ownKeys === true) {
    return send(reply, await spec.handle(call))
  }
  const print = requestPrint(request.method, request.url, request.body)
  let isNew = false
  const kept = await once(app.store, caller.account.id, key, print, async () => {
    isNew = true
    const made = await spec.handle(call)
    if ('raw' in made) {
      throw new Problem('internal', 'a write answered something else than JSON')
    }
    return { status: made.status, body: made.body === undefined ? '' : JSON.stringify(made.body) }
  })
  const body = isNew ? kept.body : await asToldNow(call, kept.body)
  return send(reply, body === '' ? { status: body === kept.body ? kept.status : 204 } : { status: kept.status, raw: body, type: 'application/json; charset=utf-8' })
}

/** A first answer given again: without words that are kept from its asker by now, and nothing of a record that is closed to them by now. */
async function asToldNow(call: Call, body: string): Promise<string> {
  if (body === '') {
    return body
  }
  const answer = JSON.parse(body) as Json
  const { id, kind, ref } = plainObject(answer) ?? {}
  let cut: Cut | null
  if (typeof id === 'string' && typeof kind === 'string' && typeof ref === 'string') {
    const seen = await call.app.store.get(call.reader, id)
    if (!seen) {
      return ''
    }
    cut = call.app.store.veiled(call.reader, seen.record)?.cut ?? null
  } else {
    cut = cutFor(call)
  }
  return cut ? JSON.stringify(cutWords(answer, cut)) : body
}

function send(reply: FastifyReply, made: Answer): unknown {
  reply.code(made.status).headers(made.headers ?? {})
  if (/max-age/.test(made.headers?.['cache-control'] ?? '')) {
    // The browser gives it out again without asking, also to the account that signs in next.
    reply.removeHeader('x-vigie-account')
  }
  if ('raw' in made) {
    reply.type(made.type)
    return reply.send(made.raw instanceof Uint8Array ? Buffer.from(made.raw.buffer, made.raw.byteOffset, made.raw.byteLength) : made.raw)
  }
  if (made.body === undefined) {
    return reply.send()
  }
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(made.body))
}

/** Does an answer stream (and so can be neither tagged nor compressed as a whole)? */
export function isStream(payload: unknown): payload is Readable {
  return payload instanceof Readable
}

function schemaOf(spec: Endpoint): Record<string, unknown> {
  const response: Record<string, unknown> = {}
  for (const [status, schema] of Object.entries(spec.answers)) {
    response[status] = describeAnswer(Number(status), schema)
  }
  response['default'] = { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: ProblemAnswer } } }
  const query = spec.query
  if (query && spec.freeQuery === true) {
    DOCUMENTED_ONLY.add(query)
  }
  return {
    summary: spec.summary,
    tags: [spec.tag],
    security: spec.access === 'open' ? [] : [{ token: [] }, { session: [] }],
    ...(spec.params ? { params: spec.params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(spec.body ? { body: spec.body } : {}),
    ...(spec.multipart === true ? { consumes: ['multipart/form-data'] } : {}),
    response,
  }
}

function describeAnswer(status: number, schema: TSchema | { media: string } | null): Record<string, unknown> {
  if (schema === null) {
    return { description: status === 204 ? 'Done; nothing to say' : 'No content' }
  }
  if ('media' in schema && typeof schema.media === 'string') {
    return { description: 'A file', content: { [schema.media]: { schema: { type: 'string' } } } }
  }
  return { description: status === 201 ? 'Made' : status === 202 ? 'Taken; under way' : 'Answer', content: { 'application/json': { schema } } }
}
