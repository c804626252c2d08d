import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../../core/problem.ts'
import type { App } from '../http/app-context.ts'
import { refuseForeignHost } from '../http/security.ts'

const MOST_BODY = 1_000_000

/**
 * `GET|POST /api/feeds/in/{key}`: where devices send to by themselves. The key in the address is the right to send to one feed
 * and to nothing else. Fields of the address (Traccar Client, OsmAnd), JSON (OwnTracks, generic) or whatever the format of the feed
 * reads. What cannot be read is kept in quarantine and still answered 202: a device that sends the same again for ever would
 * never come to what is newer. What there is no room for is answered 429, for a device to send later.
 */
export async function pushRoutes(fastify: FastifyInstance, app: App): Promise<void> {
  await fastify.register(async (door) => {
    door.removeAllContentTypeParsers()
    door.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MOST_BODY }, (_request, body, done) => done(null, body))
    const take = (request: FastifyRequest, reply: FastifyReply): unknown => {
      refuseForeignHost(request, app.config, app.loopbackOnly)
      const { key } = request.params as { key: string }
      const feed = app.feeds.secrets.feedOf(key)
      const run = feed === null ? null : app.feeds.run(feed)
      if (!run || run.view.config.transport !== 'http-push') {
        const wait = app.rateLimit.take(`address:${request.ip}`, app.clock())
        throw wait > 0 ? new Problem('too-many-requests', `too many requests; wait ${wait} s`, { extra: { retryAfter: wait } }) : new Problem('not-found', 'no feed takes this key')
      }
      if (run.stopped !== null) {
        run.refuse('sent while the feed does not run')
        throw new Problem(run.consentRefused ? 'no-consent' : 'unavailable', 'the feed takes nothing at present; keep it and send it later')
      }
      const wait = run.wait()
      if (wait > 0) {
        run.refuse('more messages a second than the feed takes; the device was asked to send later')
        throw new Problem('too-many-requests', 'the feed takes no more this second; send it again', { extra: { retryAfter: Math.max(1, Math.ceil(wait / 1000)) } })
      }
      const body = bytesOf(request)
      if (body.length === 0) {
        throw new Problem('invalid-input', 'nothing was sent: give the position as fields of the address (?id=…&lat=…&lon=…) or as JSON')
      }
      const told = run.message(request.ip, body, topicOf(request))
      if (told === null) {
        throw new Problem('unavailable', 'the feed takes nothing at present; keep it and send it later')
      }
      reply.code(told.bad + told.refused > 0 ? 202 : 200).header('cache-control', 'no-store')
      if (told.replies.length > 0) {
        return reply.type('application/octet-stream').send(Buffer.concat(told.replies))
      }
      if (body[0] !== 0x7b && body[0] !== 0x5b) {
        return reply.type('text/plain; charset=utf-8').send(told.because ?? '')
      }
      // OwnTracks wants a list of commands back; there are none.
      const list = /"_type"\s*:/.test(body.toString('latin1', 0, 500))
      return reply.type('application/json; charset=utf-8').send(list ? '[]' : JSON.stringify({ taken: told.taken, bad: told.bad, refused: told.refused, because: told.because }))
    }
    for (const method of ['GET', 'POST'] as const) {
      for (const end of ['', '/']) {
        door.route({
          method, url: `/api/feeds/in/:key${end}`,
          // The key is in the address and has no place in a log.
          logLevel: 'silent',
          handler: async (request, reply) => take(request, reply),
          schema: {
            ...(end === '/' ? { hide: true } : {}),
            summary: 'Send positions to a feed with its key', tags: ['feeds'], security: [],
            params: { type: 'object', properties: { key: { type: 'string', maxLength: 200 } }, required: ['key'] },
            response: Object.fromEntries([200, 202].map((status) => [status, { description: status === 200 ? 'Taken' : 'Some of it could not be read or taken; kept in quarantine where it could not be read', content: { 'text/plain': { schema: { type: 'string' } } } }])),
          } as object,
        })
      }
    }
  })
}

/** The body, or without one the fields of the address, as bytes a format reads. */
function bytesOf(request: FastifyRequest): Buffer {
  if (Buffer.isBuffer(request.body) && request.body.length > 0) {
    return request.body
  }
  const at = request.url.indexOf('?')
  return Buffer.from(at === -1 ? '' : request.url.slice(at + 1))
}

/** Which device, as OwnTracks says it beside the body. */
function topicOf(request: FastifyRequest): string | undefined {
  const { 'x-limit-u': user, 'x-limit-d': device } = request.headers
  return typeof user === 'string' && typeof device === 'string' ? `owntracks/${user.slice(0, 60)}/${device.slice(0, 60)}` : undefined
}
