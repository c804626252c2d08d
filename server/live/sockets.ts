import type {} from '@fastify/swagger'
import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../../core/problem.ts'
import { authenticate } from '../auth/authenticate.ts'
import type { App } from '../http/app-context.ts'
import type { Caller } from '../http/endpoint.ts'
import { isOwnOrigin, refuseForeignHost } from '../http/security.ts'

/** A WebSocket of a domain's own, for programs that speak another protocol than the live frames. */
export type DomainSocket = {
  path: string
  /** Before the upgrade: throws Problem when nobody is taken now. */
  may(app: App, caller: Caller): void
  /** It is open; whoever takes it looks after the rights of its account from now on, and closes it. */
  open(app: App, caller: Caller, socket: WebSocket, address: string): void
}

const callers = new WeakMap<FastifyRequest, Caller>()

/** A WebSocket at an address. Host, origin and sign-in are checked before the upgrade, then `may`, which throws Problem; `open` has it from then on. */
export function registerSocket(fastify: FastifyInstance, app: App, url: string, may: (caller: Caller) => void, open: (socket: WebSocket, request: FastifyRequest, caller: Caller) => void): void {
  fastify.route({
    method: 'GET',
    url,
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
      may(caller)
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
      open(socket, request, caller)
    },
  })
}

/** The WebSockets of all domains. */
export function registerSockets(fastify: FastifyInstance, app: App): void {
  for (const one of app.domains.flatMap((domain) => domain.sockets ?? [])) {
    registerSocket(fastify, app, one.path, (caller) => one.may(app, caller), (socket, request, caller) => one.open(app, caller, socket, request.ip))
  }
}
