import { Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { FileRefused, MAX_TILE_BYTES } from '../store/tile-files.ts'
import { guardedLookup, mayReach } from './address-guard.ts'

/** Longest a server may take for one tile, ms. */
const TIMEOUT_MS = 15_000

/** Connections that stay open, apart for each right: one made for a source that may reach the own network serves no other. */
const agents = (): { 'http:': PlainAgent; 'https:': SecureAgent } => ({ 'http:': new PlainAgent({ keepAlive: true }), 'https:': new SecureAgent({ keepAlive: true }) })
const INSIDE = agents()
const OUTSIDE = agents()

/**
 * The bytes at an address, or null when the server says there is nothing (204, 404). No redirects are followed, no
 * cookies kept, no more than a tile's size read. Throws FileRefused: `address`, `no-network`, `server`, `too-large`.
 */
export function fetchTile(address: string, allowPrivate: boolean): Promise<Uint8Array | null> {
  const url = new URL(address)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  // Numbers need no look-up, so they are checked here.
  if (isIP(host) !== 0 && !mayReach(host, allowPrivate)) {
    return Promise.reject(new FileRefused('address', `the node does not ask ${host}; an administrator may allow addresses of the own network for this source`))
  }
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? secureRequest : plainRequest
    const asked = send(url, { agent: (allowPrivate ? INSIDE : OUTSIDE)[url.protocol === 'https:' ? 'https:' : 'http:'], lookup: guardedLookup(allowPrivate), signal: AbortSignal.timeout(TIMEOUT_MS), headers: { 'user-agent': 'Vigie (self-hosted map)', 'accept': 'image/png,image/webp,image/jpeg,application/vnd.mapbox-vector-tile' } }, (answer) => {
      const { statusCode = 0 } = answer
      if (statusCode === 204 || statusCode === 404) {
        answer.destroy()
        resolve(null)
        return
      }
      if (statusCode !== 200) {
        answer.destroy()
        reject(new FileRefused('server', `${host} answers ${statusCode}${statusCode >= 300 && statusCode < 400 ? ' (it sends elsewhere; write the address it sends to)' : ''}`))
        return
      }
      const parts: Buffer[] = []
      let size = 0
      answer.on('data', (part: Buffer) => {
        size += part.length
        parts.push(part)
        if (size > MAX_TILE_BYTES) {
          answer.destroy(new FileRefused('too-large', `${host} sends more than ${MAX_TILE_BYTES} bytes for a tile`))
        }
      })
      answer.on('end', () => resolve(Buffer.concat(parts)))
      answer.on('error', (error) => reject(told(error, host)))
    })
    asked.on('error', (error) => reject(told(error, host)))
    asked.end()
  })
}

function told(error: Error, host: string): FileRefused {
  if (error instanceof FileRefused) {
    return error
  }
  const code = (error as { code?: string }).code
  return new FileRefused('no-network', `${host} cannot be reached (${error.name === 'TimeoutError' || code === 'ABORT_ERR' ? 'no answer in time' : (code ?? error.message)})`)
}
