import { Type } from 'typebox'
import { canonical, type JsonObject } from '../../core/json.ts'
import { Handling } from '../../core/handling-schema.ts'
import { actionRule } from '../../core/kind.ts'
import { Problem, refuseField } from '../../core/problem.ts'
import type { NewAction } from '../../core/record.ts'
import type { Committed, Seen } from '../store/face.ts'
import { refuseTakenLogin } from '../auth/accounts.ts'
import { uuidOf } from '../auth/secret-values.ts'
import { endpoint, ok, type Answer, type Call, type Endpoint } from './endpoint.ts'
import { presentRecord, presentRecords } from './present.ts'
import { momentOf, queryOf } from './query.ts'
import { anyObject, asOfParam, closed, id, instant, nullable, queryParams, RecordPage, RecordView } from './schemas.ts'

const DEFAULT_PAGE = 50
const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed)
/** What is imported has ids that follow from its source: whoever could send one could ask whether it is held, or be there first. */
const DERIVED = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i
const REFERENCE = /^[A-Z]{2,5}-\d{4}-\d+$/

const NewRecord = Type.Object(
  {
    id: Type.Optional(id),
    kind: Type.String({ minLength: 1, maxLength: 64 }),
    data: anyObject,
    handling: Type.Optional(Handling),
    workflow: Type.Optional(Type.Enum(['draft', 'submitted'])),
    at: Type.Optional(instant),
  },
  closed,
)

const NewActionBody = Type.Object(
  {
    id: Type.Optional(id),
    type: Type.String({ minLength: 1, maxLength: 64 }),
    basedOn: Type.Integer({ minimum: 1, description: 'version of the record the author had seen' }),
    patch: anyObject,
    reason: Type.Optional(nullable(Type.String({ maxLength: 2000 }))),
    at: Type.Optional(instant),
  },
  closed,
)

const ActionView = Type.Object(
  {
    id: Type.String(), node: Type.String(), seq: Type.Integer(), record: Type.String(), kind: Type.String(), type: Type.String(), actor: Type.String(),
    actorName: nullable(Type.String()), role: Type.String(), at: Type.String(), receivedAt: Type.String(), basedOn: nullable(Type.Integer()),
    patch: anyObject, reason: nullable(Type.String()), purpose: nullable(Type.String()),
    withheld: Type.Optional(Type.Boolean({ description: 'the record was closed to the caller then: what the action carried is left out' })),
  },
  { additionalProperties: true },
)

/** One record as the caller sees it, by id or reference; throws `not-found` alike when absent and when hidden. */
export async function findRecord(call: Call, key: string): Promise<Seen> {
  const seen = (await call.app.store.get(call.reader, key)) ?? (REFERENCE.test(key) ? await call.app.store.getByRef(call.reader, key) : null)
  if (!seen) {
    throw new Problem('not-found', `no record ${key} that you may see`)
  }
  return seen
}

/** What a write answers: the record as the caller now sees it, or 204 when the write took it out of their sight. */
export async function answerCommitted(call: Call, committed: Committed | undefined, status: number): Promise<Answer> {
  if (!committed) {
    throw new Problem('internal', 'the store answered nothing for an action')
  }
  // A repetition gets the record as it stands now, not a stale copy.
  const seen = committed.again ? await call.app.store.get(call.reader, committed.record.id) : call.app.store.present(call.reader, committed.record)
  return seen ? { status, body: await presentRecord(call.app, seen) } : { status: 204 }
}

const list = endpoint({
  method: 'GET', path: '/api/records', tag: 'records', summary: 'Records of one kind that fit a query', access: 'signed-in',
  query: queryParams(asOfParam), freeQuery: true,
  answers: { 200: RecordPage },
  async handle(call) {
    const { query, extra } = queryOf(call, ['asOf'])
    call.app.store.kinds().need(query.kind)
    const at = momentOf(extra['asOf'])
    const asked = { ...query, limit: query.limit ?? DEFAULT_PAGE }
    const page = at === undefined ? await call.app.store.list(call.reader, asked) : await call.app.store.known.list(call.reader, asked, at)
    return ok({ items: await presentRecords(call.app, call.reader, page.items), total: page.total, next: page.next })
  },
})

/** Positions a scrolled list reaches; further records are found by narrowing down. */
const MOST_POSITIONS = 200_000
const MOST_ROWS = 500

const rows = endpoint({
  method: 'GET', path: '/api/window', tag: 'records', summary: 'Rows of a list from a position on, for lists with a scroll bar', access: 'signed-in',
  query: queryParams({ offset: Type.Optional(Type.String({ description: `position of the first row, 0 to ${MOST_POSITIONS}` })), ...asOfParam }), freeQuery: true,
  answers: { 200: Type.Object({ items: Type.Array(RecordView), total: Type.Integer(), offset: Type.Integer() }, closed) },
  async handle(call) {
    const { query, extra } = queryOf(call, ['offset', 'asOf'], MOST_ROWS)
    const text = extra['offset'] ?? '0'
    const offset = Number(text)
    if (!/^\d{1,6}$/.test(text) || offset > MOST_POSITIONS) {
      throw refuseField('offset', `"${text.slice(0, 20)}" is not a position`, `Use a whole number from 0 to ${MOST_POSITIONS}, or narrow the list down`, 'invalid-query')
    }
    const at = momentOf(extra['asOf'])
    const rows = { ...query, limit: query.limit ?? DEFAULT_PAGE }
    const page = await (at === undefined ? call.app.store.window(call.reader, rows, offset) : call.app.store.known.window(call.reader, rows, offset, at))
    return ok({ items: await presentRecords(call.app, call.reader, page.items), total: page.total, offset })
  },
})

const read = endpoint({
  method: 'GET', path: '/api/records/:id', tag: 'records', summary: 'One record, by id or reference; with asOf as it stood then', access: 'signed-in',
  params: Key, query: Type.Object({ asOf: Type.Optional(instant) }, closed),
  answers: { 200: RecordView },
  async handle(call) {
    const { store } = call.app
    // Whoever may not see the record now does not see what it was either.
    let seen: Seen | null = await findRecord(call, call.params.id)
    if (call.query.asOf !== undefined) {
      const then = await store.asOf(call.reader, seen.record.id, call.query.asOf)
      // Nothing is done in the past.
      seen = then && { ...then, can: [] }
    }
    if (!seen) {
      throw new Problem('not-found', `no record ${call.params.id} at ${call.query.asOf}`)
    }
    return ok((await presentRecords(call.app, call.reader, [seen]))[0])
  },
})

const history = endpoint({
  method: 'GET', path: '/api/records/:id/history', tag: 'records', summary: 'Every action of a record, oldest first', access: 'signed-in',
  params: Key,
  answers: { 200: Type.Object({ items: Type.Array(ActionView) }, closed) },
  async handle(call) {
    const seen = await findRecord(call, call.params.id)
    const actions = await call.app.store.history(call.reader, seen.record.id)
    return ok({ items: await Promise.all(actions.map(async (action) => ({ ...action, actorName: await call.app.names.of(action.actor) }))) })
  },
})

const create = endpoint({
  method: 'POST', path: '/api/records', tag: 'records', summary: 'Make a record', access: 'signed-in',
  body: NewRecord,
  answers: { 201: RecordView, 204: null },
  async handle(call) {
    const { body, app } = call
    const kind = app.store.kinds().need(body.kind)
    if (kind.name === 'user') {
      await refuseTakenLogin(app.store, body.data)
    }
    if (body.id !== undefined && DERIVED.test(body.id)) {
      throw refuseField('/id', 'is of the form this node derives from what it imports', 'Send a random UUID (version 4 or 7) or leave it out')
    }
    const record = body.id ?? call.freshId('record')
    const patch: JsonObject = { data: body.data as JsonObject, ...(body.handling ? { handling: body.handling } : {}), ...(body.workflow ? { workflow: body.workflow } : {}) }
    // Sent again with its own id, the same record is the same action; another one under that id is refused.
    const action: NewAction = { id: uuidOf(`create\0${record}\0${call.reader.user}\0${canonical(patch)}`), record, kind: kind.name, type: 'create', at: body.at ?? new Date(call.now).toISOString(), basedOn: null, patch }
    const [committed] = await app.store.commit(call.reader, [action])
    return answerCommitted(call, committed, 201)
  },
})

const act = endpoint({
  method: 'POST', path: '/api/records/:id/actions', tag: 'records', summary: 'Do something to a record', access: 'signed-in',
  params: Key, body: NewActionBody,
  answers: { 200: RecordView, 204: null },
  async handle(call) {
    const { body, app } = call
    const { record } = await findRecord(call, call.params.id)
    const rule = actionRule(app.store.kinds().need(record.kind), body.type)
    if (!rule || rule.audit || rule.paired) {
      const types = Object.entries(app.store.kinds().need(record.kind).actions).filter(([, one]) => !one.audit && !one.paired).map(([type]) => type)
      throw refuseField('/type', `"${body.type}" is nothing that can be done to ${record.kind}`, `Use one of ${types.join(', ')}`)
    }
    if (rule.reason && !body.reason?.trim()) {
      throw refuseField('/reason', `"${body.type}" needs a reason`, 'Say why, in a sentence')
    }
    if (body.type === 'erase') {
      await app.store.erase(call.reader, record.id, body.reason ?? '')
      const seen = await app.store.get(call.reader, record.id)
      return seen ? ok(await presentRecord(app, seen)) : { status: 204 }
    }
    const action: NewAction = { id: body.id ?? call.freshId('action'), record: record.id, kind: record.kind, type: body.type, at: body.at ?? new Date(call.now).toISOString(), basedOn: body.basedOn, patch: body.patch as JsonObject, reason: body.reason ?? null }
    const [committed] = await app.store.commit(call.reader, [action])
    return answerCommitted(call, committed, 200)
  },
})

export const recordRoutes: readonly Endpoint[] = [list, rows, read, history, create, act]
