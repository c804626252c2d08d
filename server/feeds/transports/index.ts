import type { Transport } from '../../../core/feed.ts'
import type { Carrier, Host, OpenTransport } from '../transport.ts'
import { tcpClient, tcpServer } from './tcp.ts'
import { multicast, udp } from './udp.ts'

const none = (host: Host): Carrier => {
  host.down(`${host.config.transport} is not there yet`, null)
  return { close: () => Promise.resolve() }
}

/** Comes in by a route of the node. */
const push = (host: Host): Carrier => {
  host.up('waiting for devices to send')
  return { close: () => Promise.resolve() }
}

export const OPEN: { readonly [name in Transport]: OpenTransport } = {
  'tcp-server': tcpServer, 'tcp-client': tcpClient, 'udp': udp, 'multicast': multicast, 'http-push': push,
  'serial': none, 'file': none, 'http-poll': none, 'websocket': none, 'mqtt': none, 'simulator': none,
}
