import { request as plainRequest, type ClientRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP } from 'node:net'
import { guardedLookup, mayReach } from '../../maps/address-guard.ts'
import { numberOption, textOption, type Carrier, type Flow, type Host } from '../transport.ts'
import { inWords, Retry } from './retry.ts'

const TIMEOUT_MS = 20_000
const MOST_BYTES = 4_194_304
/** A body is there as a whole: it waits in the line. */
const NOTHING_MORE: Flow = { pause: () => undefined, resume: () => undefined }

/**
 * Asks an address again and again. Options: `everyS` (10), `private` (true: the address may lie in the own network), `auth`
 * (`bearer`, `basic` with `username`, or the name of a header) for the secret of the feed. Follows no redirects.
 */
export function httpPoll(host: Host): Carrier {
  const everyMs = numberOption(host.config, 'everyS', 10, 1, 86_400) * 1000
  const inside = host.config.options?.['private'] === true
  let closed = false
  let timer: NodeJS.Timeout | null = null
  let asked: ClientRequest | null = null
  let tag: string | null = null
  let changed: string | null = null
  const retry = new Retry(host, () => {
    ask().catch((error: unknown) => retry.failed(inWords(error as Error)))
  })
  const again = (detail: string): void => {
    if (!closed) {
      retry.up(detail)
      // What came is understood first: more is not asked for than may be taken.
      timer = setTimeout(() => ask().catch((error: unknown) => retry.failed(inWords(error as Error))), Math.max(everyMs, host.wait()))
    }
  }
  const ask = async (): Promise<void> => {
    const url = URL.parse(host.config.address ?? '')
    if (!url || !/^https?:$/.test(url.protocol)) {
      host.down('the feed has no address that begins with http:// or https://', null)
      return
    }
    const name = url.hostname.replace(/^\[|\]$/g, '')
    if (isIP(name) !== 0 && !mayReach(name, inside)) {
      host.down(`the node does not ask ${name}; set "private" where it is meant to lie in the own network`, null)
      return
    }
    const headers: Record<string, string> = { 'user-agent': 'Vigie', 'accept-encoding': 'identity', ...(await authorization(host)), ...(tag === null ? {} : { 'if-none-match': tag }), ...(changed === null ? {} : { 'if-modified-since': changed }) }
    if (closed) {
      return
    }
    const send = url.protocol === 'https:' ? secureRequest : plainRequest
    await new Promise<void>((resolve, reject) => {
      const made = send(url, { headers, lookup: guardedLookup(inside), signal: AbortSignal.timeout(TIMEOUT_MS) }, (answer) => {
        const { statusCode = 0 } = answer
        if (statusCode === 304) {
          answer.resume()
          again(`${name} has nothing newer`)
          resolve()
          return
        }
        if (statusCode !== 200) {
          answer.resume()
          reject(new Error(`${name} answers ${statusCode}${statusCode >= 300 && statusCode < 400 ? ' (it sends elsewhere; write the address it sends to)' : statusCode === 401 || statusCode === 403 ? ' (it wants a secret, or another one)' : ''}`))
          return
        }
        const parts: Buffer[] = []
        let size = 0
        answer.on('data', (part: Buffer) => {
          size += part.length
          parts.push(part)
          if (size > MOST_BYTES) {
            host.refuse(`${name} sends more than ${MOST_BYTES} bytes`)
            answer.destroy(new Error(`${name} sends more than ${MOST_BYTES} bytes at once`))
          }
        })
        answer.on('error', reject)
        answer.on('end', () => {
          tag = answer.headers.etag ?? null
          changed = answer.headers['last-modified'] ?? null
          const line = host.line({ from: name, flow: NOTHING_MORE, send: null, whole: true })
          if (!closed) {
            line.push(Buffer.concat(parts))
            line.end()
            again(`${name} answered ${size} bytes`)
          }
          resolve()
        })
      })
      asked = made
      made.on('error', (error) => reject(error.name === 'TimeoutError' || (error as { code?: string }).code === 'ABORT_ERR' ? new Error(`${name} gives no answer in time`) : error))
      made.end()
    })
  }
  retry.start()
  return {
    close() {
      closed = true
      retry.close()
      clearTimeout(timer ?? undefined)
      asked?.destroy()
      return Promise.resolve()
    },
  }
}

/** The header a server wants the secret in. */
export async function authorization(host: Host): Promise<Record<string, string>> {
  const secret = await host.secret()
  if (secret === null) {
    return {}
  }
  const how = textOption(host.config, 'auth') ?? 'bearer'
  if (how === 'basic') {
    return { authorization: `Basic ${Buffer.from(`${textOption(host.config, 'username') ?? ''}:${secret}`).toString('base64')}` }
  }
  return how === 'bearer' ? { authorization: `Bearer ${secret}` } : /^[\w-]{1,60}$/.test(how) ? { [how.toLowerCase()]: secret } : {}
}
