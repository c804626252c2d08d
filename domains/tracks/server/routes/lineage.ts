import { Type } from 'typebox'
import type { JsonObject } from '../../../../core/json.ts'
import { GONE, type NewAction, type VigieRecord } from '../../../../core/record.ts'
import { marking } from '../../../../core/handling.ts'
import { Problem, refuseField } from '../../../../core/problem.ts'
import { closed, endpoint, findRecord, id, ok, presentRecords, RecordView, type Answer, type Call, type Endpoint, type Seen } from '../../../../server/face.ts'
import { joinTracks, partTracks, splitTrack } from '../../shared/lineage.ts'
import type { Track } from '../../shared/track.ts'
import { covers } from '../live/covers.ts'
import { pictureOf } from '../live/of-app.ts'
import { creation } from '../live/registrar.ts'

const MOST_KEPT = 100

const Key = Type.Object({ id: Type.String({ minLength: 1, maxLength: 64, description: 'id or reference' }) }, closed)
const reason = Type.Optional(Type.String({ maxLength: 2000 }))
const Both = Type.Object({ items: Type.Array(RecordView) }, closed)

type TrackRecord = VigieRecord<Track>

const merge = endpoint({
  method: 'POST', path: '/api/tracks/:id/merge', tag: 'tracks', summary: 'Say that another track is the same thing', access: 'signed-in',
  params: Key, body: Type.Object({ other: id, reason }, closed), answers: { 200: Both },
  async handle(call) {
    const [survivor, other] = [await trackRecord(call, call.params.id), await trackRecord(call, call.body.other)]
    if (survivor.id === other.id) {
      throw new Problem('rule-broken', `${survivor.ref} cannot be joined with itself; choose another track`)
    }
    if (GONE.includes(survivor.workflow)) {
      throw new Problem('wrong-state', `${survivor.ref} is ${survivor.workflow}; join with a track that stands`)
    }
    if (!covers(survivor, other)) {
      throw new Problem('rule-broken', `${other.ref} is handled more strictly (${marking(other.handling)}) than ${survivor.ref} (${marking(survivor.handling)}), or in another area. Join the other way round, or first give ${survivor.ref} the same handling`)
    }
    return answer(call, await call.app.store.commit(call.reader, joinTracks(survivor, other, order(call))))
  },
})

const split = endpoint({
  method: 'POST', path: '/api/tracks/:id/split', tag: 'tracks', summary: 'Part a track that was joined, or make one of its own of some identities', access: 'signed-in',
  params: Key,
  body: Type.Object({ track: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'a track that was joined to this one' })), subjects: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 160 }), { minItems: 1, maxItems: 20, uniqueItems: true })), name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })), reason }, closed),
  answers: { 200: Both },
  async handle(call) {
    const { body } = call
    const source = await trackRecord(call, call.params.id)
    if (body.track !== undefined) {
      return answer(call, await call.app.store.commit(call.reader, partTracks(source, await trackRecord(call, body.track), order(call))))
    }
    const [first] = body.subjects ?? []
    if (!body.subjects || first === undefined) {
      throw refuseField('/subjects', 'is missing', 'Name the track that was joined, or the identities that are something else')
    }
    return answer(call, await call.app.store.commit(call.reader, splitTrack(source, { id: call.freshId('track'), name: body.name ?? first.slice(0, 120), subjects: body.subjects }, order(call))))
  },
})

const keep = endpoint({
  method: 'POST', path: '/api/tracks/keep', tag: 'tracks', summary: 'Make tracks of things that feeds report', access: 'signed-in',
  body: Type.Object({ items: Type.Array(Type.Object({ id: Type.String({ minLength: 3, maxLength: 240, description: '`feed/identity`, the id of a thing without a track' }), name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })) }, closed), { minItems: 1, maxItems: MOST_KEPT }) }, closed),
  answers: { 201: Both },
  async handle(call) {
    const picture = pictureOf(call.app)
    const sees = call.app.store.sight(call.reader)
    const actions = call.body.items.flatMap(({ id: key, name }, i): NewAction[] => {
      const thing = picture.find(key)
      const feed = thing < 0 ? undefined : picture.things.feeds.get(thing)
      if (thing < 0 || !feed || !sees(picture.classes.protection(picture.things.klass[thing] as number))) {
        throw refuseField(`/items/${i}/id`, `"${key.slice(0, 80)}" is nothing that is reported and has no track`, 'Read what moves again: it may have a track by now')
      }
      const made = { ...creation(picture, thing, feed, call.now, name), id: call.freshId(`action-${i}`), record: call.freshId(`track-${i}`) }
      const { feed: by, ...data } = made.patch['data'] as JsonObject
      return [{ ...made, patch: { ...made.patch, data } }, { ...made, id: call.freshId(`by-${i}`), type: 'reported-by', basedOn: 1, patch: { feed: by as string } }]
    })
    return { ...(await answer(call, await call.app.store.commit(call.reader, actions))), status: 201 }
  },
})

function order(call: Call): { ids: string[]; at: string; reason: string | null } {
  return { ids: ['one', 'two', 'three'].map((part) => call.freshId(part)), at: new Date(call.now).toISOString(), reason: (call.body as { reason?: string }).reason ?? null }
}

async function trackRecord(call: Call, key: string): Promise<TrackRecord> {
  const { record } = await findRecord(call, key)
  if (record.kind !== 'track') {
    throw new Problem('not-found', `${record.ref} is not a track`)
  }
  return record as unknown as TrackRecord
}

/** The records of a commit as the caller sees them, each once, in its last state. */
async function answer(call: Call, committed: readonly { record: VigieRecord }[]): Promise<Answer> {
  const last = new Map(committed.map(({ record }) => [record.id, record]))
  const seen = [...last.values()].map((record) => call.app.store.present(call.reader, record)).filter((one): one is Seen => one !== null)
  return ok({ items: await presentRecords(call.app, call.reader, seen) })
}

export const lineageRoutes: readonly Endpoint[] = [merge, split, keep]
