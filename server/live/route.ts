import type {} from '@fastify/swagger'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../core/problem.ts'
import { authenticate } from '../auth/authenticate.ts'
import type { App } from '../http/app-context.ts'
import type { Caller } from '../http/endpoint.ts'
import { isOwnOrigin, refuseForeignHost } from '../http/security.ts'
import type { LiveHub } from './hub.ts'
import { Outlet } from './outlet.ts'

const MAX_CONNECTIONS = 2_000
/** A connection whose session or token has expired is closed within this; one that is signed out, at once. */
const EXPIRY_CHECK_MS = 30_000

const callers = new WeakMap<FastifyRequest, Caller>()

/** `GET /api/live` upgraded to a WebSocket. Origin and sign-in are checked before the upgrade. */
export function registerLive(fastify: FastifyInstance, app: App, hub: LiveHub): void {
  fastify.route({
    method: 'GET',
    url: '/api/live',
    schema: { hide: true },
    preValidation: async (request) => {
      refuseForeignHost(request, app.config, app.loopbackOnly)
      const origin = request.headers.origin
      if (origin !== undefined && !isOwnOrigin(origin, request, app.config)) {
        throw new Problem('cross-site', 'a page of another site may not listen here')
      }
      const caller = await authenticate(app, request)
      if (!caller) {
        throw new Problem('not-signed-in', 'sign in, or send a token as Authorization: Bearer')
      }
      if (hub.size >= MAX_CONNECTIONS) {
        throw new Problem('unavailable', `this node carries at most ${MAX_CONNECTIONS} live screens`)
      }
      callers.set(request, caller)
    },
    handler: () => {
      throw new Problem('unsupported-type', 'open this address as a WebSocket')
    },
    wsHandler: (socket: WebSocket, request: FastifyRequest) => {
      const caller = callers.get(request)
      if (!caller) {
        socket.close(4401, 'signed out')
        return
      }
      const client = hub.add(new Outlet(socket, request.raw.socket), caller)
      const recheck = () => client.recheck(async () => {
        const still = await authenticate(app, request).catch((error: unknown) => {
          if (error instanceof Problem) {
            return null
          }
          throw error
        })
        return still && { ...still.reader, purpose: caller.reader.purpose }
      })
      const check = setInterval(recheck, EXPIRY_CHECK_MS)
      check.unref()
      const leave = () => {
        clearInterval(check)
        hub.remove(client)
      }
      socket.on('message', (data: Buffer, binary: boolean) => (binary ? client.end(1003, 'text frames only') : client.receive(data.toString('utf8'))))
      socket.on('pong', () => client.alive())
      socket.on('close', leave)
      socket.on('error', leave)
      // Signed out or disabled between the check and the upgrade.
      recheck()
    },
  })
}
