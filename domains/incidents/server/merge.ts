import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { ALL_MISSION, levelRank, marking } from '../../../core/handling.ts'
import type { JsonObject } from '../../../core/json.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { anyObject, closed, endpoint, findRecord, id, ok, presentRecords, RecordView, systemFor, type Answer, type Call, type Endpoint, type Seen } from '../../../server/face.ts'
import { likelyDuplicates, SEARCH_WINDOW } from '../shared/duplicates.ts'
import { mergePair, splitPair } from '../shared/merge.ts'
import { Incident } from '../shared/model.ts'

/** Candidates looked at for one report; nearest in time come first. */
const MAX_CANDIDATES = 1000
const KM_PER_DEGREE = 111.2

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
const Pair = Type.Object({ other: id, reason: Type.Optional(Type.String({ maxLength: 2000 })) }, closed)
const Both = Type.Object({ survivor: RecordView, other: RecordView }, closed)
const Found = Type.Object({ items: Type.Array(Type.Object({ record: RecordView, score: Type.Number({ minimum: 0, maximum: 1 }), reasons: Type.Array(anyObject) }, closed)) }, closed)

type PairCall = Call<{ id: string }, unknown, { other: string; reason?: string }>
type IncidentRecord = VigieRecord<Incident>

const merge = endpoint({
  method: 'POST', path: '/api/incidents/:id/merge', tag: 'incidents', summary: 'Merge another report of the same event into this one', access: 'signed-in',
  params: Key, body: Pair, answers: { 200: Both },
  handle: (call) => pairUp(call, mergePair),
})

const split = endpoint({
  method: 'POST', path: '/api/incidents/:id/split', tag: 'incidents', summary: 'Take a merged report out again', access: 'signed-in',
  params: Key, body: Pair, answers: { 200: Both },
  handle: (call) => pairUp(call, splitPair),
})

const duplicates = endpoint({
  method: 'GET', path: '/api/incidents/:id/duplicates', tag: 'incidents', summary: 'Reports that may be of the same event, with reasons', access: 'signed-in',
  params: Key, answers: { 200: Found },
  async handle(call) {
    const record = await incidentOf(call, call.params.id)
    return ok({ items: await findDuplicates(call, record.data, record.id) })
  },
})

const typed = endpoint({
  method: 'POST', path: '/api/incidents/duplicates', tag: 'incidents', summary: 'The same for a report that is being typed', access: 'signed-in',
  body: Type.Object({ data: anyObject }, closed), answers: { 200: Found },
  async handle(call) {
    return ok({ items: await findDuplicates(call, draftOf(call.body.data), null) })
  },
})

async function pairUp(call: PairCall, make: typeof mergePair): Promise<Answer> {
  const survivor = await incidentOf(call, call.params.id)
  const other = await incidentOf(call, call.body.other)
  if (survivor.id === other.id) {
    throw new Problem('rule-broken', `${survivor.ref} cannot be paired with itself; choose another record`)
  }
  // What was withheld from this reader must not be lost by their merging it: both records are read whole.
  const by = systemFor(call.reader)
  const [whole, wholeOther] = await Promise.all([call.app.store.get(by, survivor.id), call.app.store.get(by, other.id)])
  if (!whole || !wholeOther) {
    throw new Problem('not-found', 'one of the two is gone')
  }
  if (make === mergePair) {
    refuseLeak(survivor, other)
  }
  const actions = make(whole.record as unknown as IncidentRecord, wholeOther.record as unknown as IncidentRecord, [call.freshId('one'), call.freshId('two')], new Date(call.now).toISOString(), call.body.reason ?? null)
  const committed = await call.app.store.commit(call.reader, actions)
  const seen = committed.map(({ record }) => call.app.store.present(call.reader, record)).filter((one): one is Seen => one !== null)
  const [first, second] = await presentRecords(call.app, call.reader, seen)
  return ok({ survivor: first, other: second })
}

/** The survivor shows everything the other held, so nobody may read it who may not read the other. */
function refuseLeak(survivor: IncidentRecord, other: IncidentRecord): void {
  const [s, o] = [survivor.handling, other.handling]
  const readers = new Set([o.owner, ...o.releasableTo])
  const released = s.releasableTo.filter((org) => org !== ALL_MISSION)
  // Outside organisations read only what is released to them by name, and only what is approved.
  const wider = released.some((org) => !readers.has(org)) || (!readers.has(ALL_MISSION) && [s.owner, ...s.releasableTo].some((org) => !readers.has(org)))
  const early = released.length > 0 && survivor.workflow === 'approved' && other.workflow !== 'approved'
  const eyes = o.caveats.includes('EYES-NAMED') && (s.named ?? []).some((user) => !(o.named ?? []).includes(user))
  const missing = o.compartments.some((one) => !s.compartments.includes(one)) || o.caveats.some((one) => !s.caveats.includes(one))
  if (o.caveats.includes('ORCON') && s.owner !== o.owner) {
    throw new Problem('rule-broken', `${other.ref} is ORCON: only ${o.owner} decides who reads it, but ${survivor.ref} belongs to ${s.owner}. Merge the other way round`)
  }
  if (early) {
    throw new Problem('rule-broken', `${survivor.ref} is approved and released to ${released.join(', ')}, ${other.ref} is not approved. Approve it first, or merge the other way round`)
  }
  if (levelRank(s.level) < levelRank(o.level) || missing || wider || eyes) {
    throw new Problem('rule-broken', `${other.ref} is handled more strictly (${marking(o)}) than ${survivor.ref} (${marking(s)}). Merge the other way round, or first give ${survivor.ref} the same handling`)
  }
}

async function incidentOf(call: Call, key: string): Promise<IncidentRecord> {
  const { record } = await findRecord(call, key)
  if (record.kind !== 'incident') {
    throw new Problem('not-found', `${record.ref} is not an incident`)
  }
  return record as unknown as IncidentRecord
}

async function findDuplicates(call: Call, data: Incident, self: string | null): Promise<unknown[]> {
  const page = await call.app.store.list(call.reader, { ...around(data), limit: MAX_CANDIDATES })
  const candidates = page.items.filter(({ record }) => record.id !== self).map((seen) => ({ seen, data: seen.record.data as unknown as Incident }))
  const found = likelyDuplicates(data, candidates)
  const views = await presentRecords(call.app, call.reader, found.map((one) => one.record.seen))
  return found.map((one, i) => ({ record: views[i], score: one.score, reasons: one.reasons }))
}

/** The neighbourhood in time and place that is worth comparing. */
export function around(data: Incident): Query {
  const hours = SEARCH_WINDOW.hours * 3_600_000
  // The form of a time does not promise that there is such a day.
  const instant = (text: string | undefined, other: number): number => (Number.isFinite(Date.parse(text ?? '')) ? Date.parse(text as string) : other)
  const from = instant(data.happened?.from, Date.now())
  const to = Math.max(from, instant(data.happened?.to, from))
  const query: Query = { kind: 'incident', time: { axis: 'happened', from: new Date(from - hours).toISOString(), to: new Date(to + hours).toISOString() } }
  const { lon, lat, radiusM = 0 } = data.place ?? {}
  if (lon === undefined || lat === undefined) {
    return query
  }
  const dLat = Math.min(10, (SEARCH_WINDOW.metres + radiusM) / 1000 / KM_PER_DEGREE)
  const dLon = Math.min(30, dLat / Math.max(0.05, Math.cos((lat * Math.PI) / 180)))
  const wrap = (x: number): number => (x > 180 ? x - 360 : x < -180 ? x + 360 : x)
  return { ...query, bbox: [wrap(lon - dLon), Math.max(-90, lat - dLat), wrap(lon + dLon), Math.min(90, lat + dLat)] }
}

const fitting = new Map(Object.entries(Incident.properties).map(([field, schema]) => [field, Compile(schema)]))

/** What is typed so far, made whole enough to compare; fields that are not yet what they must be are left out. */
function draftOf(data: JsonObject): Incident {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  const typed = Object.fromEntries(Object.entries(data).filter(([field, value]) => fitting.get(field)?.Check(value)))
  return { ...(typed as unknown as Incident), type: 'INCIDENT', title: text(typed['title']), narrative: text(typed['narrative']), category: text(typed['category']) || 'OT' }
}

export const mergeRoutes: readonly Endpoint[] = [merge, split, duplicates, typed]
