import { Type } from 'typebox'
import { AREA_TYPES, AreaTree, type AreaNode } from '../../../core/area.ts'
import { scopeOf } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { NewAction } from '../../../core/record.ts'
import { WORKFLOWS } from '../../../core/record.ts'
import { closed, endpoint, id, nullable, systemFor, type Call, type Endpoint } from '../../../server/face.ts'

/** Records put in place in one transaction. */
const AT_ONCE = 200
/** Pairs of areas named in the answer, those with most records first. */
const PAIRS = 50

const Position = Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })])
const Changed = Type.Object(
  {
    id, code: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 200 }), type: Type.Enum([...AREA_TYPES]), parent: nullable(Type.String({ maxLength: 64 })),
    polygons: nullable(Type.Array(Type.Array(Type.Array(Position, { minItems: 4, maxItems: 5000 }), { minItems: 1, maxItems: 200 }), { maxItems: 500 })),
  },
  closed,
)

/** What new boundaries mean for records: how many lie in another area of jurisdiction than they are stamped with, and between which. */
export type Restamped = { looked: number; moved: number; places: number; between: { from: string | null; to: string | null; n: number }[]; pairs: number; done: number; refused: number }

const restamp = endpoint({
  method: 'POST', path: '/api/areas/restamp', tag: 'places', summary: 'Records whose area no longer fits the boundaries: count them (dryRun, also with boundaries that are not saved yet), or place them anew, as a job', access: 'signed-in',
  body: Type.Object({ dryRun: Type.Boolean(), changes: Type.Optional(Type.Array(Changed, { maxItems: 2000 })), reason: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })) }, closed),
  answers: { 202: Type.Object({ job: Type.String() }, closed) },
  async handle(call) {
    const { app, reader } = call
    const body = call.body as { dryRun: boolean; changes?: AreaNode[]; reason?: string }
    const kind = app.store.kinds().need('area')
    if (!scopeOf(reader.grants, kind.create).everywhere) {
      throw new Problem('not-allowed', 'Only those who draw areas of the whole mission place records anew')
    }
    if (!body.dryRun && (body.changes !== undefined || !body.reason?.trim())) {
      throw new Problem('invalid-input', body.changes ? 'changes: only for a dry run; save the areas first' : 'reason: say in a sentence why the boundaries changed')
    }
    const owner = call.caller?.account.id ?? ''
    const job = app.jobs.start(call.freshId('restamp'), owner, 'restamp', (control) => placeAnew(call, body, control.progress, control.signal))
    return { status: 202, body: { job: job.id } }
  },
})

async function placeAnew(call: Pick<Call, 'app' | 'reader' | 'now' | 'freshId'>, body: { dryRun: boolean; changes?: readonly AreaNode[]; reason?: string }, progress: (done: number, total: number) => void, signal: AbortSignal): Promise<Restamped> {
  const { store } = call.app
  // Everything is put in place, whoever may read it. A trial counts what its author may read: boundaries that are drawn
  // for it would else tell where records lie that are closed to them.
  const system = systemFor(call.reader)
  const looking = body.dryRun ? call.reader : system
  const changed = new Map((body.changes ?? []).map((area) => [area.id, area]))
  const tree = changed.size === 0 ? store.areas() : new AreaTree([...store.areas().nodes.values(), ...changed.values()])
  const result: Restamped = { looked: 0, moved: 0, places: 0, between: [], pairs: 0, done: 0, refused: 0 }
  const pairs = new Map<string, { from: string | null; to: string | null; n: number }>()
  let waiting: NewAction[] = []
  const flush = async () => {
    const actions = waiting
    waiting = []
    try {
      result.done += (await store.commit(system, actions)).length
    } catch (error) {
      if (!(error instanceof Problem)) {
        throw error
      }
      result.refused += actions.length
    }
  }
  for (const kind of store.kinds().all()) {
    if (!kind.actions['restamp']) {
      continue
    }
    for await (const { record } of store.stream(looking, { kind: kind.name, workflow: [...WORKFLOWS] })) {
      if (signal.aborted) {
        return result
      }
      const { place } = kind.project(record.data)
      if (!place || !Number.isFinite(place.lon) || !Number.isFinite(place.lat)) {
        continue
      }
      result.looked += 1
      const found = tree.locate(place.lon, place.lat)
      // Outside every area of jurisdiction it stays with whom it was.
      const area = found.area ?? record.area
      const samePlaces = found.places.join() === [...record.places].sort().join()
      if (area === record.area && samePlaces) {
        continue
      }
      if (area !== record.area) {
        result.moved += 1
        const key = `${record.area}>${area}`
        const pair = pairs.get(key) ?? { from: record.area, to: area, n: 0 }
        pair.n += 1
        pairs.set(key, pair)
      } else {
        result.places += 1
      }
      if (!body.dryRun) {
        waiting.push({ id: call.freshId(`restamp ${record.id}`), record: record.id, kind: kind.name, type: 'restamp', at: new Date(call.now).toISOString(), basedOn: record.version, patch: { area, places: found.places }, reason: body.reason ?? null })
        if (waiting.length >= AT_ONCE) {
          await flush()
        }
      }
      progress(result.moved + result.places, result.looked)
    }
  }
  if (waiting.length > 0) {
    await flush()
  }
  const sorted = [...pairs.values()].sort((a, b) => b.n - a.n)
  return { ...result, between: sorted.slice(0, PAIRS), pairs: sorted.length }
}

export const areaRoutes: readonly Endpoint[] = [restamp]
