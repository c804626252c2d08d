import { Type } from 'typebox'
import { refuseField } from '../../../../core/problem.ts'
import { closed, endpoint, type Endpoint } from '../../../../server/face.ts'
import { instantOf, numberOf } from '../past/asked.ts'
import { Eyes, liveView } from '../past/eyes.ts'
import { boxOf, limitOf } from '../live/params.ts'
import { pictureOf } from '../live/of-app.ts'
import { noteReads } from '../live/reads.ts'
import type { Box } from '../live/audience.ts'
import type { LiveTrack } from '../../shared/wire.ts'
import type { Call } from '../../../../server/face.ts'
import { visibleThings } from './live.ts'

const USUAL = 10_000
const MOST = 100_000
/** Clocks of those who ask may be a little fast. */
const AHEAD_MS = 5 * 60_000
/** How old a position may be and still stand for where something was. */
const OLDER_S = 3600

const Query = Type.Object(
  {
    bbox: Type.Optional(Type.String({ description: 'west,south,east,north in degrees; west > east crosses the antimeridian' })),
    at: Type.Optional(Type.String({ description: 'ISO 8601 with zone: the picture at that moment; default now' })),
    older: Type.Optional(Type.String({ description: `with at: seconds a position may be older; default ${OLDER_S}` })),
    limit: Type.Optional(Type.String({ description: `1 to ${MOST}; default ${USUAL}` })),
  },
  closed,
)

const geojson = endpoint({
  method: 'GET', path: '/api/tracks', tag: 'tracks', summary: 'What moves as GeoJSON, now or at a moment', access: 'signed-in', basic: true,
  query: Query, answers: { 200: { media: 'application/geo+json' } },
  async handle(call) {
    const box = boxOf(call.query.bbox)
    const limit = limitOf(call.query.limit, USUAL, MOST)
    const { items, total, time } = call.query.at === undefined ? await now(call, box, limit) : await then(call, box, limit)
    const features = items.map((one) => {
      const { lon, lat, altM, id, at, receivedAt, ...properties } = one
      return { type: 'Feature', id, geometry: { type: 'Point', coordinates: altM === null ? [lon, lat] : [lon, lat, altM] }, properties: { ...properties, at: new Date(at).toISOString(), receivedAt: new Date(receivedAt).toISOString(), ageS: Math.max(0, Math.round((time - at) / 1000)) } }
    })
    return { status: 200, raw: JSON.stringify({ type: 'FeatureCollection', features, time: new Date(time).toISOString(), total, shown: features.length }), type: 'application/geo+json; charset=utf-8' }
  },
})

type Asked = Call<unknown, { at?: string; older?: string }>
type Found = { items: LiveTrack[]; total: number; time: number }

async function now(call: Asked, box: Box | null, limit: number): Promise<Found> {
  const picture = pictureOf(call.app)
  const { found, total } = visibleThings(call.app, call.reader, box, limit)
  await noteReads(call.app, picture, call.reader, found)
  return { items: found.map((thing) => picture.things.view(thing)), total, time: call.now }
}

async function then(call: Asked, box: Box | null, limit: number): Promise<Found> {
  const time = instantOf(call.query.at, 'at', call.now)
  if (time > call.now + AHEAD_MS) {
    throw refuseField('at', 'a time that has not come yet', 'Leave it out for the picture now', 'invalid-query')
  }
  const eyes = new Eyes(call.app, call.reader)
  const kept = await call.app.positions.at(time, numberOf(call.query.older, 'older', OLDER_S, 1, 7 * 86_400), { allow: eyes.allow(null), ...(box ? { box: [box[0], box[1], box[2], box[3]] } : {}) })
  const newest = new Map<string, LiveTrack>()
  for (const one of kept.values()) {
    const view = liveView(eyes.ofKept(one), one)
    if ((newest.get(view.id)?.at ?? -Infinity) < view.at) {
      newest.set(view.id, view)
    }
  }
  await eyes.note([...kept.values()].map((one) => eyes.ofKept(one)))
  return { items: [...newest.values()].slice(0, limit), total: newest.size, time }
}

export const geojsonRoutes: readonly Endpoint[] = [geojson]
