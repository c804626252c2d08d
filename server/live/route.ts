import type { FastifyInstance } from 'fastify'
import { Problem } from '../../core/problem.ts'
import { authenticate } from '../auth/authenticate.ts'
import type { App } from '../http/app-context.ts'
import type { LiveHub } from './hub.ts'
import { Outlet } from './outlet.ts'
import { registerSocket } from './sockets.ts'

const MAX_CONNECTIONS = 2_000
/** A connection whose session or token has expired is closed within this; one that is signed out, at once. */
const EXPIRY_CHECK_MS = 30_000

/** `GET /api/live` upgraded to a WebSocket. Origin and sign-in are checked before the upgrade. */
export function registerLive(fastify: FastifyInstance, app: App, hub: LiveHub): void {
  const may = (): void => {
    if (hub.size >= MAX_CONNECTIONS) {
      throw new Problem('unavailable', `this node carries at most ${MAX_CONNECTIONS} live screens`)
    }
  }
  registerSocket(fastify, app, '/api/live', may, (socket, request, caller) => {
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
  })
}
