import { lookup } from 'node:dns/promises'
import { mayReach } from '../../maps/address-guard.ts'
import { textOption, type Carrier, type Host } from '../transport.ts'
import { authorization } from './http-poll.ts'
import { inWords, Retry } from './retry.ts'

const MOST_BYTES = 1_048_576

/**
 * Listens to a WebSocket elsewhere (`ws://`, `wss://`). Options: `subscribe`, a text sent when it opens, in which `{secret}` stands
 * for the secret of the feed; `auth` as for `http-poll`. It cannot be told to wait: what is too much is refused and counted.
 */
export function webSocket(host: Host): Carrier {
  let socket: WebSocket | null = null
  let closed = false
  const retry = new Retry(host, () => {
    open().catch((error: unknown) => retry.failed(inWords(error as Error)))
  })
  const open = async (): Promise<void> => {
    const url = URL.parse(host.config.address ?? '')
    if (!url || !/^wss?:$/.test(url.protocol)) {
      host.down('the feed has no address that begins with ws:// or wss://', null)
      return
    }
    const name = url.hostname.replace(/^\[|\]$/g, '')
    const found = await lookup(name, { all: true })
    if (!found.every(({ address }) => mayReach(address, true))) {
      host.down(`the node does not connect to ${name}`, null)
      return
    }
    const secret = await host.secret()
    const subscribe = textOption(host.config, 'subscribe')?.replaceAll('{secret}', secret ?? '')
    const headers = subscribe === undefined ? await authorization(host) : {}
    if (closed) {
      return
    }
    const made = new WebSocket(url, { headers } as unknown as string[])
    made.binaryType = 'arraybuffer'
    socket = made
    const line = host.line({ from: name, flow: null, send: (bytes) => made.readyState === 1 && made.send(Uint8Array.from(bytes)), whole: true })
    let because = 'the other side ended the connection'
    made.addEventListener('open', () => {
      host.connections(1)
      retry.up(`connected to ${name}`)
      if (subscribe !== undefined) {
        made.send(subscribe)
      }
    })
    made.addEventListener('message', (event) => {
      const bytes = typeof event.data === 'string' ? Buffer.from(event.data) : new Uint8Array(event.data as ArrayBuffer)
      if (bytes.length > MOST_BYTES) {
        host.refuse(`a message of more than ${MOST_BYTES} bytes`)
      } else {
        line.push(bytes)
      }
    })
    made.addEventListener('error', () => {
      because = 'it cannot be reached, or answers something else than a WebSocket'
    })
    made.addEventListener('close', (event) => {
      line.end()
      host.connections(0)
      retry.failed(`${name}: ${event.reason === '' ? because : event.reason.slice(0, 200)}`)
    })
  }
  retry.start()
  return {
    close() {
      closed = true
      retry.close()
      socket?.close()
      return Promise.resolve()
    },
  }
}
