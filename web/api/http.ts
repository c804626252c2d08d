import type { FieldProblem, ProblemBody } from '../../core/problem.ts'
import { isOfRecords } from '../offline/paths.ts'
import { keptReader, noteOnline } from '../offline/link.ts'
import { Lane } from './lane.ts'
import { ACCOUNT_HEADER, accountLeft, mayUse } from './account.ts'

/** What the node refused, or that it could not be reached (`status` 0). */
export class ApiProblem extends Error {
  readonly id: string
  readonly status: number
  readonly title: string
  readonly fields: FieldProblem[]
  readonly body: Partial<ProblemBody>

  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'ApiProblem'
    this.status = status
    this.id = (body.type ?? '').split('/').at(-1) || (status === 0 ? 'unreachable' : 'internal')
    this.title = body.title ?? ''
    this.fields = body.fields ?? []
    this.body = body
  }
}

export type ApiOptions = {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Sent as JSON; a Blob as it is, under its own type. */
  body?: unknown
  form?: FormData
  /** Idempotency key; writes without one get a fresh one. */
  key?: string
  purpose?: string
  signal?: AbortSignal
}

/** A node that has not begun to answer a read for so long counts as not reached, where the device can answer instead. */
const SILENT_MS = 25_000

let thin: () => boolean = () => false
const lane = new Lane(() => thin())

/** How to know that the link is thin, so that questions go over it in order. */
export function setThin(isThin: () => boolean): void {
  thin = isThin
}

let csrf = ''
/** The session on screen is one the device kept; it holds no token. */
let keptSession = false
const onSignedOut = new Set<() => void>()

/** Keep the token that state-changing requests must carry. */
export function setCsrf(value: string): void {
  csrf = value
  keptSession = value === ''
}

/** Told when the node says the session is over. Returns how to stop listening. */
export function whenSignedOut(tell: () => void): () => void {
  onSignedOut.add(tell)
  return () => onSignedOut.delete(tell)
}

/**
 * One request to the node, JSON in and out.
 * @throws ApiProblem for every refusal and for no connection
 */
export async function api<T>(path: string, options: ApiOptions = {}): Promise<T> {
  const method = options.method ?? 'GET'
  // What was read for a stated purpose is not kept, and not answered from what is.
  const kept = method === 'GET' && !options.purpose ? keptReader() : null
  try {
    if (method !== 'GET' && keptSession) {
      await renewCsrf()
    }
    const ask = async (): Promise<T> => bodyOf<T>(await request(path, options, kept !== null))
    // A file takes its time; only what the person wrote keeps reads back.
    const body = await (method === 'GET' ? lane.read(path, ask, options.signal) : options.form ? ask() : lane.write(ask))
    if (accountLeft()) {
      throw new ApiProblem(0, {})
    }
    noteOnline()
    kept?.note(path, body)
    return body
  } catch (error) {
    if (kept && error instanceof ApiProblem && (error.status === 403 || error.status === 404)) {
      kept.closed(path)
    }
    if (kept && !accountLeft() && error instanceof ApiProblem && isUnreached(error.status)) {
      const answer = await kept.answer(path)
      if (answer !== undefined) {
        return answer as T
      }
    }
    throw error
  }
}

/** Nobody answered, or only a proxy on the way to the node did. */
function isUnreached(status: number): boolean {
  return status === 0 || status === 502 || status === 504
}

async function bodyOf<T>(response: Response): Promise<T> {
  if (response.status === 204) {
    return undefined as T
  }
  try {
    return (await response.json()) as T
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') {
      throw error
    }
    // The link broke in the middle of an answer.
    throw new ApiProblem(0, {})
  }
}

/** The page was opened without a link, from what the device keeps: the token of the session is asked for before the first write. */
async function renewCsrf(): Promise<void> {
  const session = (await (await request('/api/session', {}, false)).json()) as { csrf?: string }
  setCsrf(session.csrf ?? '')
}

/** As `api`, but the answer as bytes with the name the node gave the file. */
export async function apiFile(path: string, options: ApiOptions = {}): Promise<{ blob: Blob; name: string }> {
  const response = await request(path, options)
  const name = /filename="?([^";]+)"?/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? 'vigie-export'
  return { blob: await response.blob(), name }
}

async function request(path: string, options: ApiOptions, impatient = false): Promise<Response> {
  if (accountLeft()) {
    throw new ApiProblem(0, {})
  }
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.body !== undefined) {
    headers['content-type'] = options.body instanceof Blob ? options.body.type : 'application/json'
  }
  if (method !== 'GET') {
    headers['x-vigie-csrf'] = csrf
    headers['idempotency-key'] = options.key ?? uuid7()
  }
  if (options.purpose) {
    headers['x-vigie-purpose'] = encodeURIComponent(options.purpose)
  }
  let response: Response
  const silence = impatient ? new AbortController() : null
  const timer = setTimeout(() => silence?.abort(), SILENT_MS)
  const signals = [options.signal, silence?.signal].filter((signal) => signal !== undefined)
  try {
    response = await fetch(path, {
      method, headers, credentials: 'same-origin',
      // Records lie on the disk sealed or not at all: the browser's own store would keep them open.
      ...(isOfRecords(path) ? { cache: 'no-store' as const } : {}),
      ...(options.form ? { body: options.form } : options.body === undefined ? {} : { body: options.body instanceof Blob ? options.body : JSON.stringify(options.body) }),
      ...(signals.length > 0 ? { signal: AbortSignal.any(signals) } : {}),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError' && !silence?.signal.aborted) {
      throw error
    }
    throw new ApiProblem(0, {})
  } finally {
    clearTimeout(timer)
  }
  // What another account was answered is nothing to this page; a write it refused is not refused to its author.
  if (!mayUse(response.headers.get(ACCOUNT_HEADER))) {
    throw new ApiProblem(0, {})
  }
  if (response.ok) {
    return response
  }
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>
  const problem = new ApiProblem(response.status, body)
  if (problem.status === 401 && problem.id === 'not-signed-in') {
    keptReader()?.ended()
  }
  // The question "who am I?" is itself answered with 401; telling of it would ask it again for ever.
  if (response.status === 401 && problem.id === 'not-signed-in' && path !== '/api/session') {
    onSignedOut.forEach((tell) => tell())
  }
  throw problem
}

/** Query string without empty members; arrays are joined by comma. */
export function queryString(params: Record<string, string | number | readonly string[] | undefined | null>): string {
  const out = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== undefined && text !== null && text !== '') {
      out.set(name, String(text))
    }
  }
  return out.toString()
}

/** UUID version 7: 48 bits of time, so that ids made on devices sort by when they were made. */
export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  let time = now
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = time % 256
    time = Math.floor(time / 256)
  }
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
