import { Type } from 'typebox'
import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import type { Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction, VigieRecord } from '../../../core/record.ts'
import { anyObject, closed, endpoint, findRecord, instant, ok, presentRecords, RecordView, SYSTEM, type App, type Call, type Endpoint, type Seen } from '../../../server/face.ts'
import { Officer, type Sheet, type WatchShift } from '../shared/shift.ts'
import { currentWatch } from '../contract.ts'
import { redOf, sheetOf } from './sheet.ts'

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed)
const Opening = { name: Type.String({ minLength: 1, maxLength: 60 }), until: Type.Optional(instant), officers: Type.Array(Officer, { minItems: 1, maxItems: 20 }) }
const Both = Type.Object({ closed: RecordView, opened: RecordView }, closed)
const MOST_NAMED = 5

const open = endpoint({
  method: 'POST', path: '/api/watches', tag: 'watchlog', summary: 'Begin the first watch of a desk', access: 'signed-in',
  body: Type.Object({ desk: Type.String({ minLength: 1, maxLength: 40 }), ...Opening }, closed), answers: { 201: RecordView },
  async handle({ app, reader, body, now, freshId }) {
    const running = await currentWatch(app.store, SYSTEM, body.desk)
    if (running) {
      throw new Problem('wrong-state', `A watch of ${body.desk} runs already (${running.ref}). It ends by its hand-over`)
    }
    const { items: [last] } = await app.store.list(SYSTEM, { kind: 'watch-shift', where: { desk: [body.desk] }, sort: { by: 'logged', dir: 'desc' }, limit: 1 })
    const [made] = await app.store.commit(reader, [beginning(body.desk, last?.record.id ?? null, body, now, freshId('open'))])
    return { status: 201, body: (await shown(app, reader, made ? [made.record] : []))[0] }
  },
})

const sheet = endpoint({
  method: 'GET', path: '/api/watches/:id/sheet', tag: 'watchlog', summary: 'What stands open now: the hand-over sheet, as it would be signed', access: 'signed-in',
  params: Key, answers: { 200: anyObject },
  async handle(call) {
    const { app, reader, params, now } = call
    return ok(await sheetOf(app, reader, await shiftOf(call, params.id), now))
  },
})

const signOut = endpoint({
  method: 'POST', path: '/api/watches/:id/sign-out', tag: 'watchlog', summary: 'The outgoing officer signs the sheet as it stands', access: 'signed-in',
  params: Key, body: Type.Object({}, closed), answers: { 200: RecordView },
  async handle(call) {
    const { app, reader, params, now, freshId } = call
    const shift = await shiftOf(call, params.id)
    const made: Sheet = await sheetOf(app, reader, shift, now)
    const [done] = await app.store.commit(reader, [act(shift, 'sign-out', { sheet: made as unknown as JsonObject }, now, freshId('out'))])
    return ok((await shown(app, reader, done ? [done.record] : []))[0])
  },
})

const signIn = endpoint({
  method: 'POST', path: '/api/watches/:id/sign-in', tag: 'watchlog', summary: 'The incoming officer signs: the watch is closed and the next begins', access: 'signed-in',
  params: Key, body: Type.Object(Opening, closed), answers: { 200: Both },
  async handle(call) {
    const { app, reader, params, body, now, freshId } = call
    const shift = await shiftOf(call, params.id)
    const close = act(shift, 'sign-in', {}, now, freshId('in'))
    const red = shift.data.signedOut ? await redOf(app, shift.data.desk, now) : []
    if (red.length > 0) {
      const named = (await Promise.all(red.slice(0, MOST_NAMED).map((one) => app.store.get(reader, one.id)))).flatMap((seen) => (seen ? [seen.record.ref] : []))
      throw new Problem('rule-broken', `${red.length} overdue: a watch is not closed over open red actions (${named.join(', ')}${red.length > named.length ? ', …' : ''}). Close them, or give them a new time`)
    }
    const [done, made] = await app.store.commit(reader, [close, beginning(shift.data.desk, shift.id, body, now, freshId('open'))])
    const [first, second] = await shown(app, reader, done && made ? [done.record, made.record] : [])
    return ok({ closed: first, opened: second })
  },
})

/** One watch follows another: its id follows from the one before, so that two who sign at once begin it once. */
function beginning(desk: string, previous: string | null, opening: { name: string; until?: string; officers: WatchShift['officers'] }, now: number, id: string): NewAction {
  const from = new Date(now).toISOString()
  const data: WatchShift = { desk, name: opening.name, from, officers: opening.officers, ...(opening.until === undefined ? {} : { until: opening.until }), ...(previous === null ? {} : { previous }) }
  return { id, record: derivedId('watch-shift', desk, previous ?? ''), kind: 'watch-shift', type: 'create', at: from, basedOn: null, patch: { data: data as unknown as JsonObject } }
}

async function shiftOf(call: Call, id: string): Promise<VigieRecord<WatchShift>> {
  const { record } = await findRecord(call, id)
  if (record.kind !== 'watch-shift') {
    throw new Problem('not-found', `There is no watch ${id}, or it may not be seen`)
  }
  return record as unknown as VigieRecord<WatchShift>
}

function act(shift: VigieRecord<WatchShift>, type: string, patch: JsonObject, now: number, id: string): NewAction {
  return { id, record: shift.id, kind: 'watch-shift', type, at: new Date(now).toISOString(), basedOn: shift.version, patch }
}

async function shown(app: App, reader: Reader, records: readonly VigieRecord[]): ReturnType<typeof presentRecords> {
  return presentRecords(app, reader, records.map((record) => app.store.present(reader, record)).filter((one): one is Seen => one !== null))
}

export const watchRoutes: readonly Endpoint[] = [open, sheet, signOut, signIn]
