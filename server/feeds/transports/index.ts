import type { Transport } from '../../../core/feed.ts'
import type { Carrier, Host, OpenTransport } from '../transport.ts'
import { file } from './file.ts'
import { httpPoll } from './http-poll.ts'
import { mqtt } from './mqtt.ts'
import { serial } from './serial.ts'
import { simulator } from './simulator.ts'
import { tcpClient, tcpServer } from './tcp.ts'
import { multicast, udp } from './udp.ts'
import { webSocket } from './websocket.ts'

/** Comes in by a route of the node. */
const push = (host: Host): Carrier => {
  host.up('')
  return { close: () => Promise.resolve() }
}

export const OPEN: { readonly [name in Transport]: OpenTransport } = {
  'tcp-server': tcpServer, 'tcp-client': tcpClient, 'udp': udp, 'multicast': multicast, 'serial': serial, 'file': file,
  'http-poll': httpPoll, 'http-push': push, 'websocket': webSocket, 'mqtt': mqtt, 'simulator': simulator,
}
