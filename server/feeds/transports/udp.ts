import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { Carrier, Host, Line } from '../transport.ts'
import { inWords, Retry } from './retry.ts'

/** Senders remembered; the one not heard longest is forgotten first. */
const MOST_SENDERS = 512
const RECEIVE_BUFFER = 4_194_304

/** Listens for datagrams; `address` is the address to listen on. */
export function udp(host: Host): Carrier {
  return listen(host, host.config.address ?? '0.0.0.0', null)
}

/** Joins the group `address` on every interface there is. */
export function multicast(host: Host): Carrier {
  return listen(host, null, host.config.address ?? '')
}

function listen(host: Host, at: string | null, group: string | null): Carrier {
  const { port } = host.config
  const senders = new Map<string, Line>()
  let socket: Socket | null = null
  const retry = new Retry(host, () => {
    if (port === undefined || group === '') {
      host.down(group === '' ? 'the feed has no group to join; give its address' : 'the feed has no port; give it one', null)
      return
    }
    const made = createSocket({ type: isIPv6(group ?? at ?? '') ? 'udp6' : 'udp4', reuseAddr: group !== null })
    socket = made
    made.on('error', (error) => {
      made.close()
      retry.failed(`port ${port}: ${inWords(error)}`)
    })
    made.on('message', (bytes, from) => lineOf(from).push(closeLine(bytes, host.messages)))
    made.bind({ port, ...(at === null ? {} : { address: at }) }, () => {
      try {
        made.setRecvBufferSize(RECEIVE_BUFFER)
      } catch {
        // The system gives what it gives.
      }
      if (group === null) {
        retry.up(`listening on ${at} port ${port}`)
        return
      }
      const joined = join(made, group)
      if (joined.length === 0) {
        made.close()
        retry.failed(`${group} is not a group that can be joined here`)
        return
      }
      retry.up(`joined ${group} port ${port} on ${joined.join(', ')}`)
    })
  })
  const lineOf = (from: RemoteInfo): Line => {
    const name = `${from.address}:${from.port}`
    const known = senders.get(name)
    const line = known ?? host.line({ from: name, flow: null, send: (bytes) => socket?.send(bytes, from.port, from.address) })
    senders.delete(name)
    senders.set(name, line)
    if (senders.size > MOST_SENDERS) {
      const [oldest] = senders
      senders.delete(oldest?.[0] ?? '')
      oldest?.[1].end()
    }
    return line
  }
  retry.start()
  return {
    close() {
      retry.close()
      return new Promise((resolve) => {
        if (socket === null) {
          resolve()
          return
        }
        try {
          socket.close(() => resolve())
        } catch {
          resolve()
        }
      })
    },
  }
}

/** A datagram of text is a line, also when the sender left out its end. */
function closeLine(bytes: Buffer, messages: boolean): Uint8Array {
  const [first = 0] = bytes
  const last = bytes.at(-1)
  return messages || last === 10 || first < 32 || first > 126 ? bytes : Buffer.concat([bytes, Buffer.from('\n')])
}

function join(socket: Socket, group: string): string[] {
  const joined: string[] = []
  for (const [name, addresses] of Object.entries(networkInterfaces())) {
    const fit = addresses?.find((one) => (one.family === 'IPv6') === isIPv6(group))
    if (!fit) {
      continue
    }
    try {
      socket.addMembership(group, fit.family === 'IPv6' ? `::%${name}` : fit.address)
      joined.push(name)
    } catch {
      // An interface that cannot join leaves the others.
    }
  }
  return joined
}
