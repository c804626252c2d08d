import { writeFile, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { Type } from 'typebox'
import { Handling } from '../../core/handling-schema.ts'
import { sameJson, type Json } from '../../core/json.ts'
import { Problem } from '../../core/problem.ts'
import { Query } from '../../core/query.ts'
import { csvLine } from '../../formats/csv-write.ts'
import { actionOfChange, actionOfUndo, BULK_ACTIONS, checkChange, eachAlone, inverseOf, judge, MOST_CHANGED, recordsMeant, Tally, type BulkChange, type BulkResult, type Journal, type Refusal, type RefusedRow } from '../jobs/bulk-change.ts'
import type { JobControl } from '../jobs/runner.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { App } from './app-context.ts'
import { endpoint, needCaller, ok, type Call, type Endpoint } from './endpoint.ts'
import { closed, id } from './schemas.ts'

/** How long a preview can be carried out. */
const PLAN_MS = 30 * 60_000
/** Of one person; the oldest go. */
const MOST_PLANS = 4
const SAMPLES = 8
const REFUSALS_SHOWN = 50

const Change = Type.Object(
  {
    action: Type.Enum([...BULK_ACTIONS]),
    fields: Type.Optional(Type.Record(Type.String({ maxLength: 64 }), Type.Any(), { description: 'edit: new values by field; null clears' })),
    handling: Type.Optional(Type.Partial(Type.Omit(Handling, ['named']), { additionalProperties: false, description: 'handle: the parts to replace' })),
    reason: Type.Union([Type.String({ maxLength: 2000 }), Type.Null()]),
  },
  closed,
)
const Meant = Type.Object(
  {
    query: Query,
    ids: Type.Optional(Type.Array(id, { minItems: 1, maxItems: MOST_CHANGED, uniqueItems: true, description: 'only these; without it everything the query finds' })),
    change: Change,
  },
  closed,
)
const Row = Type.Object({ id: Type.String(), ref: Type.String(), why: Type.String(), detail: Type.String() }, closed)

/** As little of a record as carrying the change out needs. */
type PlannedRow = Pick<VigieRecord, 'id' | 'ref' | 'kind' | 'handling' | 'version'> & { /** An action can take the change back. */ back: boolean }

/** A preview somebody was shown: exactly its rows, on the versions shown, are changed when they agree. */
type Plan = { id: string; kind: string; change: BulkChange; rows: PlannedRow[]; until: number }

/** What a person previewed and may still carry out, oldest first: kept beside the records, so that any process of the node, also one started since, can do it. */
async function plansOf({ app, now }: Pick<Call, 'app' | 'now'>, owner: string): Promise<Plan[]> {
  const text = await app.store.side.setting(plansName(owner))
  return (JSON.parse(text ?? '[]') as Plan[]).filter((plan) => plan.until >= now)
}

function keepPlans({ app }: Pick<Call, 'app'>, owner: string, plans: readonly Plan[]): Promise<void> {
  return app.store.side.setSetting(plansName(owner), JSON.stringify(plans.slice(-MOST_PLANS)))
}

function plansName(owner: string): string {
  return `bulk-plans:${owner}`
}

const preview = endpoint({
  method: 'POST', path: '/api/bulk/preview', tag: 'bulk', summary: 'What a change to many records would do; nothing is written', access: 'signed-in', secret: true,
  body: Meant,
  answers: {
    200: Type.Object({
      plan: Type.String({ description: 'carry it out with POST /api/bulk within 30 minutes' }), asked: Type.Integer(), change: Type.Integer(), back: Type.Integer({ description: 'of the records it changes: those where an action can take it back' }), same: Type.Integer(), missing: Type.Integer({ description: 'ids asked for that you may not see' }),
      refused: Type.Record(Type.String(), Type.Integer()), refusals: Type.Array(Row),
      samples: Type.Array(Type.Object({ id: Type.String(), ref: Type.String(), title: Type.String(), before: Type.Any(), after: Type.Any() }, closed)),
    }, closed),
  },
  async handle(call) {
    const { store } = call.app
    const body = call.body as unknown as { query: Query; ids?: string[]; change: BulkChange }
    const kind = store.kinds().need(body.query.kind)
    checkChange(kind, body.change)
    const found = await recordsMeant(store, call.reader, body.query, body.ids)
    const rows: Plan['rows'] = []
    const refused: { [why in Refusal]?: number } = {}
    const refusals: RefusedRow[] = []
    const samples: { id: string; ref: string; title: string; before: unknown; after: unknown }[] = []
    let same = 0
    for (const { record } of found) {
      const judged = judge(store, call.reader, kind, record, body.change)
      if (judged.verdict === 'same') {
        same += 1
      } else if (judged.verdict === 'refused') {
        refused[judged.why] = (refused[judged.why] ?? 0) + 1
        if (refusals.length < REFUSALS_SHOWN) {
          refusals.push({ id: record.id, ref: record.ref, why: judged.why, detail: judged.detail })
        }
      } else {
        rows.push({ id: record.id, ref: record.ref, kind: record.kind, handling: record.handling, version: record.version, back: inverseOf(kind, body.change.action, record) !== undefined })
        if (samples.length < SAMPLES) {
          samples.push({ id: record.id, ref: record.ref, title: kind.project(record.data).title, before: judged.before, after: judged.after })
        }
      }
    }
    const plan = call.freshId('plan')
    const owner = needCaller(call).account.id
    await keepPlans(call, owner, [...(await plansOf(call, owner)), { id: plan, kind: kind.name, change: body.change, rows, until: call.now + PLAN_MS }])
    return ok({ plan, asked: body.ids?.length ?? found.length, change: rows.length, back: rows.filter((row) => row.back).length, same, missing: body.ids ? body.ids.length - found.length : 0, refused, refusals, samples })
  },
})

const carryOut = endpoint({
  method: 'POST', path: '/api/bulk', tag: 'bulk', summary: 'Carry out a previewed change, as a job', access: 'signed-in',
  body: Type.Object({ plan: Type.String({ minLength: 1, maxLength: 64 }) }, closed),
  answers: { 202: Type.Object({ job: Type.String() }, closed) },
  async handle(call) {
    const { app, reader, now } = call
    const owner = needCaller(call).account.id
    const key = call.body.plan
    const plans = await plansOf(call, owner)
    const plan = plans.find((one) => one.id === key)
    if (!plan) {
      throw new Problem('not-found', 'there is no such preview of yours, or it is older than 30 minutes; preview the change again')
    }
    const journal: Journal = { owner, kind: plan.kind, change: plan.change, at: now, records: plan.rows.map((row) => row.id) }
    const job = app.jobs.start(call.freshId('bulk'), owner, 'bulk', async (control) => {
      // Written down first: what a stopped node had done can still be taken back.
      await app.store.side.setSetting(journalOf(key), JSON.stringify(journal))
      const tally = new Tally()
      await eachAlone(plan.rows, control, async (row) => {
        // The new handling was made from the one previewed: what somebody closed meanwhile must not be opened again by it.
        const standing = plan.change.action === 'handle' ? await app.store.get(reader, row.id) : null
        if (standing && !sameJson(standing.record.handling as unknown as Json, row.handling as unknown as Json)) {
          tally.refuse(row.id, row.ref, 'changed', 'handling')
        } else {
          await tally.commit(app.store, reader, actionOfChange(key, row, plan.change, now), row.ref)
        }
      })
      // Where nothing can go back, going back is not offered.
      return finish(app, key, tally, control, plan.rows.some((row) => row.back) ? key : null)
    })
    await keepPlans(call, owner, plans.filter((one) => one !== plan))
    return { status: 202, body: { job: job.id } }
  },
})

const undo = endpoint({
  method: 'POST', path: '/api/bulk/:id/undo', tag: 'bulk', summary: 'Take a bulk change back where nobody changed the record since, as a job', access: 'signed-in',
  params: Type.Object({ id }, closed),
  body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 2000 }) }, closed),
  answers: { 202: Type.Object({ job: Type.String() }, closed) },
  async handle(call) {
    const { app, reader, now } = call
    const owner = needCaller(call).account.id
    const text = await app.store.side.setting(journalOf(call.params.id))
    const journal = text === null ? null : (JSON.parse(text) as Journal)
    if (!journal || journal.owner !== owner) {
      throw new Problem('not-found', 'there is no such bulk change of yours')
    }
    const bulk = call.params.id
    const { reason } = call.body
    const job = app.jobs.start(call.freshId('undo'), owner, 'bulk-undo', async (control) => {
      const tally = new Tally()
      await eachAlone(journal.records, control, async (record) => {
        const action = await actionOfUndo(app.store, reader, bulk, record, journal, reason, now)
        if (action === 'not-done') {
          tally.same += 1
        } else if ('why' in action) {
          tally.refuse(record, (await app.store.get(reader, record))?.record.ref ?? '', action.why, action.detail)
        } else {
          await tally.commit(app.store, reader, action, record)
        }
      })
      return finish(app, `${bulk}-undo`, tally, control, null)
    })
    return { status: 202, body: { job: job.id } }
  },
})

/** The result, with every refused row as a file when there are any. */
async function finish(app: App, name: string, tally: Tally, control: JobControl, undoable: string | null): Promise<BulkResult> {
  if (tally.refused.length > 0) {
    const folder = path.join(app.dataDir, 'tmp')
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = path.join(folder, `bulk-${name}-refused.csv`)
    const lines = tally.refused.map((row) => csvLine([row.ref, row.id, row.why, row.detail]))
    await writeFile(file, `\ufeff${[csvLine(['ref', 'id', 'why', 'detail']), ...lines].join('\r\n')}\r\n`, { mode: 0o600 })
    control.offer('refused.csv', file)
  }
  return tally.result(undoable)
}

function journalOf(bulk: string): string {
  return `bulk:${bulk}`
}

export const bulkRoutes: readonly Endpoint[] = [preview, carryOut, undo]
