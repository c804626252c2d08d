import { refuseField, Problem } from '../../../../core/problem.ts'
import type { JsonObject } from '../../../../core/json.ts'
import type { NewAction, VigieRecord } from '../../../../core/record.ts'
import { fold } from '../../../../core/text.ts'
import { anyObject, closed, endpoint, findRecord, nullable, type Call, type Endpoint } from '../../../../server/face.ts'
import { Type } from 'typebox'
import { ManualReport, type PositionReport } from '../../shared/manual.ts'
import type { Track } from '../../shared/track.ts'
import type { TrackEntry } from '../live/things.ts'
import { pictureOf } from '../live/of-app.ts'
import { readPlace, type Spot } from './place-words.ts'

/** Clocks of those who report may run ahead by so much. */
const AHEAD_MS = 5 * 60_000

type ManualCall = Call<unknown, unknown, ManualReport>

const manual = endpoint({
  method: 'POST', path: '/api/tracks/manual', tag: 'tracks', summary: 'Where something is, by somebody’s word', access: 'signed-in',
  body: ManualReport,
  answers: { 201: Type.Object({ track: nullable(anyObject), id: Type.String(), ref: Type.String(), made: Type.Boolean(), late: Type.Boolean({ description: 'something newer is shown; this one is kept in history' }) }, closed) },
  async handle(call) {
    const { body, app, reader } = call
    const picture = pictureOf(app)
    const at = body.at === undefined ? call.now : Date.parse(body.at)
    if (!Number.isFinite(at) || at > call.now + AHEAD_MS || at < Date.UTC(2000, 0, 1)) {
      throw refuseField('/at', 'is not a time at which it can have been seen', 'Give the time of the report, not ahead of now')
    }
    const spot = await spotOf(call)
    const standing = await trackOf(call)
    const report: PositionReport = {
      lon: spot.lon, lat: spot.lat, at: new Date(at).toISOString(),
      ...(spot.accuracyM === null ? {} : { accuracyM: spot.accuracyM }), ...(body.place === undefined ? {} : { words: body.place }),
      ...(body.heardBy === undefined ? {} : { heardBy: body.heardBy }), ...(body.note === undefined ? {} : { note: body.note }),
    }
    const id = standing?.id ?? call.freshId('track')
    const now = new Date(call.now).toISOString()
    const said: NewAction = { id: call.freshId('report'), record: id, kind: 'track', type: 'position-report', at: now, basedOn: standing?.version ?? 1, patch: report as unknown as JsonObject }
    const actions = standing ? [said] : [{ id: call.freshId('create'), record: id, kind: 'track', type: 'create', at: now, basedOn: null, patch: newTrack(call, spot) }, said]
    await app.store.commit(reader, actions)
    const entry = picture.book.tracks.get(id) as TrackEntry | undefined
    if (!entry) {
      throw new Problem('internal', 'the track is not on the live picture')
    }
    const taken = picture.manual(entry, { lon: spot.lon, lat: spot.lat, at, accuracyM: spot.accuracyM, speedMs: body.speedMs ?? null, courseDeg: body.courseDeg ?? null })
    return { status: 201, body: { track: entry.thing >= 0 ? picture.things.view(entry.thing) : null, id, ref: entry.ref, made: standing === null, late: taken.late } }
  },
})

async function spotOf(call: ManualCall): Promise<Spot> {
  const { lon, lat, place, accuracyM } = call.body
  if (place !== undefined && lon === undefined && lat === undefined) {
    const spot = await readPlace(call, place)
    return { ...spot, accuracyM: accuracyM ?? spot.accuracyM }
  }
  if (lon === undefined || lat === undefined) {
    throw refuseField(lon === undefined ? '/lon' : '/lat', 'is missing', 'Give lon and lat, or place: a grid, coordinates or a name')
  }
  if (Math.abs(lon) < 0.001 && Math.abs(lat) < 0.001) {
    throw refuseField('/lon', '0, 0 is what devices say that know no place', 'Give the place')
  }
  return { lon, lat, accuracyM: accuracyM ?? null }
}

/** The track that is meant, whole; null for one that is to be made. */
async function trackOf(call: ManualCall): Promise<VigieRecord | null> {
  const { track, name } = call.body
  if (track !== undefined) {
    const { record } = await findRecord(call, track)
    if (record.kind !== 'track') {
      throw new Problem('not-found', `${record.ref} is not a track`)
    }
    if (record.workflow !== 'approved') {
      throw new Problem('wrong-state', `${record.ref} is ${record.workflow}; report the position of the track that stands`)
    }
    return record
  }
  if (name === undefined) {
    throw refuseField('/track', 'is missing', 'Name the track, or give the name of what was seen')
  }
  const { items } = await call.app.store.list(call.reader, { kind: 'track', text: name, limit: 50 })
  const wanted = fold(name)
  const same = items.filter(({ record }) => [record.data['name'], record.data['callsign']].some((one) => typeof one === 'string' && fold(one) === wanted))
  if (same.length > 1) {
    throw refuseField('/name', `${same.length} tracks go by "${name}": ${same.slice(0, 5).map(({ record }) => record.ref).join(', ')}`, 'Say which, by its reference in "track"')
  }
  return same[0]?.record ?? null
}

/** A track of what was seen; it belongs to the area it was seen in where the reporter may report from there. */
function newTrack(call: ManualCall, spot: Spot): JsonObject {
  const { name = '', sort = 'unknown', affiliation = 'friend', capabilities } = call.body
  const data: Track = { name, subjects: [], sort, affiliation, ...(capabilities ? { capabilities } : {}) }
  const areas = call.app.store.areas()
  const { area } = areas.locate(spot.lon, spot.lat)
  const everywhere = call.reader.grants.some((grant) => grant.area === null)
  const fits = area !== null && (everywhere || call.reader.grants.some((grant) => grant.area !== null && areas.within(area, grant.area)))
  return { data: data as unknown as JsonObject, ...(fits ? { area } : {}) }
}

export const manualRoutes: readonly Endpoint[] = [manual]
