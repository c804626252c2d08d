import { connect, createServer, isIP, type Socket } from 'node:net'
import { guardedLookup, mayReach } from '../../maps/address-guard.ts'
import { numberOption, type Carrier, type Host, type Line } from '../transport.ts'
import { inWords, Retry } from './retry.ts'

const MOST_CONNECTIONS = 500
const IDLE_S = 900
/** Answers that wait for a peer who does not read them; beyond it is cut off. */
const MOST_UNREAD = 262_144
const CONNECT_MS = 15_000

/** Listens and decodes each connection by itself. Options: `maxConnections` (500), `idleS` (900; 0 never). */
export function tcpServer(host: Host): Carrier {
  const sockets = new Set<Socket>()
  const most = numberOption(host.config, 'maxConnections', MOST_CONNECTIONS, 1, 10_000)
  const port = host.config.port
  const at = host.config.address ?? '0.0.0.0'
  const server = createServer((socket) => {
    if (sockets.size >= most) {
      host.refuse(`more than ${most} connections at once`)
      socket.destroy()
      return
    }
    sockets.add(socket)
    host.connections(sockets.size)
    serve(host, socket, `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`)
    socket.on('close', () => {
      sockets.delete(socket)
      host.connections(sockets.size)
    })
  })
  const retry = new Retry(host, () => {
    if (port === undefined) {
      host.down('the feed has no port; give it one', null)
      return
    }
    server.listen({ port, host: at })
  })
  server.on('listening', () => retry.up(`listening on ${at} port ${port}`))
  server.on('error', (error) => retry.failed(`port ${port}: ${inWords(error)}`))
  retry.start()
  return {
    close() {
      retry.close()
      sockets.forEach((socket) => socket.destroy())
      return new Promise((resolve) => (server.listening ? server.close(() => resolve()) : resolve()))
    },
  }
}

/** Connects, and connects again when it breaks. Options: `idleS` (900; 0 never): a connection that says nothing is opened anew. */
export function tcpClient(host: Host): Carrier {
  let socket: Socket | null = null
  const { address, port } = host.config
  const retry = new Retry(host, () => {
    if (address === undefined || address === '' || port === undefined) {
      host.down('the feed has no address or no port; give it both', null)
      return
    }
    // An address needs no look-up, so it is checked here. Sources in the own network are the usual ones.
    if (isIP(address) !== 0 && !mayReach(address, true)) {
      host.down(`the node does not connect to ${address}`, null)
      return
    }
    const made = connect({ host: address, port, lookup: guardedLookup(true) })
    socket = made
    const waiting = setTimeout(() => made.destroy(Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' })), CONNECT_MS)
    let because = 'the other side ended the connection'
    made.on('connect', () => {
      clearTimeout(waiting)
      host.connections(1)
      retry.up(`connected to ${address} port ${port}`)
      serve(host, made, `${address}:${port}`)
    })
    made.on('error', (error) => {
      because = inWords(error)
    })
    made.on('close', () => {
      clearTimeout(waiting)
      host.connections(0)
      retry.failed(`${address} port ${port}: ${because}`)
    })
  })
  retry.start()
  return {
    close() {
      retry.close()
      socket?.destroy()
      return Promise.resolve()
    },
  }
}

function serve(host: Host, socket: Socket, from: string): void {
  const line: Line = host.line({
    from,
    flow: { pause: () => socket.pause(), resume: () => socket.resume() },
    send(bytes) {
      if (socket.writableLength + bytes.length > MOST_UNREAD) {
        host.refuse('a peer does not read its answers; it was cut off')
        socket.destroy()
        return
      }
      socket.write(bytes)
    },
  })
  const idle = numberOption(host.config, 'idleS', IDLE_S, 0, 86_400)
  socket.setKeepAlive(true, 30_000)
  socket.setNoDelay(true)
  if (idle > 0) {
    socket.setTimeout(idle * 1000, () => socket.destroy())
  }
  socket.on('data', (chunk: Buffer) => line.push(chunk))
  socket.on('error', () => socket.destroy())
  // What was read before it closed still waits its turn in the line.
  socket.on('close', () => line.end())
}
