import { Type } from 'typebox'
import { Problem, type ProblemBody } from '../../core/problem.ts'
import { uuidOf } from '../auth/secret-values.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { idempotencyKey, once, requestPrint } from './idempotency.ts'
import { asProblem } from './problems.ts'
import { recordRoutes } from './records.ts'
import { anyObject, closed } from './schemas.ts'
import { compileValidator } from './validate.ts'

/** Writes one request carries at most; a device with more sends them in several. */
export const MOST_ITEMS = 50
/** Not tried, because an earlier write of the same record did not go through (RFC 4918). */
const FAILED_DEPENDENCY = 424

const PATH = /^\/api\/records(?:\/([^/]{1,64})\/actions)?$/
const Item = Type.Object({
  key: Type.String({ pattern: '^[\\x21-\\x7e]{1,128}$', description: 'idempotency key of this write, the same as when it is sent alone' }),
  path: Type.String({ maxLength: 256, description: '/api/records or /api/records/{id}/actions' }),
  body: anyObject,
}, closed)
type Item = { key: string; path: string; body: unknown }
type Done = { key: string; status: number; body?: unknown; problem?: Partial<ProblemBody> }

type Target = { spec: Endpoint; check: (body: unknown) => { error?: Error } }
const target = (path: string): Target => {
  const spec = recordRoutes.find((one) => one.method === 'POST' && one.path === path)
  if (!spec?.body) {
    throw new Error(`no write at ${path}`)
  }
  return { spec, check: compileValidator({ schema: spec.body, method: 'POST', url: path, httpPart: 'body' }) as Target['check'] }
}
const CREATE = target('/api/records')
const ACT = target('/api/records/:id/actions')

/**
 * Writes of a device that was without a link, in the order given. Each is judged by itself, by the same code and under
 * the same key as if it had been sent alone: one that is refused does not stop the others, except those of its record.
 */
const sync = endpoint({
  method: 'POST', path: '/api/sync', tag: 'records', summary: 'Several writes of one device at once, each answered by itself', access: 'signed-in', ownKeys: true,
  body: Type.Object({ items: Type.Array(Item, { minItems: 1, maxItems: MOST_ITEMS }) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(Type.Object({ key: Type.String(), status: Type.Integer(), body: Type.Optional(Type.Any()), problem: Type.Optional(anyObject) }, closed)) }, closed) },
  async handle(call) {
    const stopped = new Set<string>()
    const items: Done[] = []
    for (const [i, item] of call.body.items.entries()) {
      const record = recordOf(item)
      if (record !== null && stopped.has(record)) {
        items.push({ key: item.key, status: FAILED_DEPENDENCY })
        continue
      }
      const done = await one(call, item, i)
      if (done.status >= 300 && record !== null) {
        stopped.add(record)
      }
      items.push(done)
    }
    return ok({ items })
  },
})

async function one(call: Call, item: Item, position: number): Promise<Done> {
  try {
    const { app } = call
    const caller = needCaller(call)
    // Each counts as the request it would have been; the first was counted as this one.
    const wait = position === 0 ? 0 : app.rateLimit.take(caller.key, app.clock())
    if (wait > 0) {
      throw new Problem('too-many-requests', `too many requests; wait ${wait} s`, { extra: { retryAfter: wait } })
    }
    const found = PATH.exec(item.path)
    if (!found) {
      throw new Problem('not-found', `nothing that can be synchronised is at ${item.path.slice(0, 200)}`)
    }
    const { spec, check } = found[1] === undefined ? CREATE : ACT
    const { error } = check(item.body)
    if (error) {
      throw error
    }
    const key = idempotencyKey(item.key) ?? item.key
    const answer = await once(app.store, caller.account.id, key, requestPrint('POST', item.path, item.body), async () => {
      const made = await spec.handle({
        ...call, params: found[1] === undefined ? {} : { id: decoded(found[1]) }, query: {}, body: item.body, now: app.clock(),
        freshId: (part) => uuidOf(`${caller.account.id}\0${key}\0POST ${item.path}\0${part}`),
      })
      return { status: made.status, body: 'body' in made && made.body !== undefined ? JSON.stringify(made.body) : '' }
    })
    return { key: item.key, status: answer.status, ...(answer.body === '' ? {} : { body: JSON.parse(answer.body) as unknown }) }
  } catch (error) {
    const problem = asProblem(error, call.request.log, call.request.id)
    return { key: item.key, status: problem.status, problem: problem.toJSON() }
  }
}

/** The record a write is about, so that what depends on a refused one is held back; null when the node names it. */
function recordOf(item: Item): string | null {
  const id = PATH.exec(item.path)?.[1] ?? (item.body as { id?: unknown } | null)?.id
  return typeof id === 'string' ? id : null
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

export const syncRoutes: readonly Endpoint[] = [sync]
