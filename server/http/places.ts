import { Type } from 'typebox'
import { Problem, refuseField } from '../../core/problem.ts'
import { chooseEncoding, tagMatches } from './compress.ts'
import { endpoint, ok, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { closed, nullable } from './schemas.ts'
import { cutFor } from './told.ts'

const GazetteerItem = Type.Object(
  {
    id: Type.String(), name: Type.String(), alt: Type.Array(Type.String()), lon: Type.Number(), lat: Type.Number(), precision: Type.Integer({ minimum: 1, maximum: 7 }), radiusM: Type.Number(),
    pcode: nullable(Type.String()), type: Type.String(), distanceKm: Type.Optional(Type.Number()),
  },
  closed,
)

const gazetteer = endpoint({
  method: 'GET', path: '/api/gazetteer', tag: 'places', summary: 'Places by name, in any spelling or script', access: 'signed-in',
  query: Type.Object({ q: Type.String({ minLength: 1, maxLength: 100 }), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })), near: Type.Optional(Type.String({ description: 'lon,lat' })) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(GazetteerItem) }, closed) },
  async handle(call) {
    const items = await call.app.gazetteer.search(call.reader, call.query.q, call.query.limit ?? 10, nearOf(call.query.near))
    const cut = cutFor(call)
    // A place that says a name which is not told is not found: what was asked for would tell it.
    return ok({ items: cut ? items.filter((one) => [one.name, ...one.alt].every((name) => cut(name) === name)) : items })
  },
})

const AreaItem = Type.Object({ id: Type.String(), code: Type.String(), name: Type.String(), type: Type.String(), parent: nullable(Type.String()), polygons: Type.Optional(nullable(Type.Array(Type.Any()))) }, closed)

const areas = endpoint({
  method: 'GET', path: '/api/areas', tag: 'places', summary: 'The tree of areas; with geometry=1 their polygons', access: 'signed-in',
  query: Type.Object({ geometry: Type.Optional(Type.Enum(['0', '1'])) }, closed),
  answers: { 200: Type.Object({ items: Type.Array(AreaItem) }, closed) },
  async handle(call) {
    const items: unknown[] = []
    for await (const { record } of call.app.store.stream(call.reader, { kind: 'area', sort: { by: 'logged', dir: 'asc' } })) {
      const data = record.data as { code: string; name: string; type: string; parent?: string; polygons?: unknown[] }
      items.push({ id: record.id, code: data.code, name: data.name, type: data.type, parent: data.parent ?? null, ...(call.query.geometry === '1' ? { polygons: data.polygons ?? null } : {}) })
    }
    return ok({ items })
  },
})

const basemap = endpoint({
  method: 'GET', path: '/api/basemap', tag: 'places', summary: 'Layers of the base map', access: 'signed-in',
  answers: { 200: Type.Object({ layers: Type.Array(Type.String()), attribution: Type.String(), bounds: nullable(Type.Array(Type.Number())) }, closed) },
  async handle(call) {
    const mission = await missionOf(call.app.store)
    return ok({ layers: await call.app.basemap.names(), attribution: 'Natural Earth (public domain); GeoNames (CC BY)', bounds: mission?.bounds ?? null })
  },
})

const layer = endpoint({
  method: 'GET', path: '/api/basemap/:layer', tag: 'places', summary: 'One layer of the base map', access: 'signed-in',
  params: Type.Object({ layer: Type.String({ maxLength: 64 }) }, closed),
  answers: { 200: { media: 'application/geo+json' }, 304: null },
  async handle(call) {
    const { basemap: maps } = call.app
    const found = await maps.layer(call.params.layer)
    if (!found) {
      throw new Problem('not-found', `no layer "${call.params.layer}"; there are ${(await maps.names()).join(', ')}`)
    }
    const headers = { 'etag': found.tag, 'cache-control': 'private, max-age=3600', 'vary': 'Accept-Encoding' }
    if (tagMatches(call.request.headers['if-none-match'], found.tag)) {
      return { status: 304, headers }
    }
    const encoding = chooseEncoding(call.request.headers['accept-encoding'])
    const type = 'application/geo+json'
    return encoding === null ? { status: 200, headers, raw: found.bytes, type } : { status: 200, headers: { ...headers, 'content-encoding': encoding }, raw: await maps.packed(found, encoding), type }
  },
})

const permits = endpoint({
  method: 'GET', path: '/api/technologies/permits', tag: 'oversight', summary: 'Which technologies may run now, and why not', access: 'signed-in',
  answers: { 200: Type.Array(Type.Object({ code: Type.String(), valid: Type.Boolean(), reason: Type.String({ description: 'stable word for why it may or may not run' }), params: Type.Record(Type.String(), Type.String()), because: Type.String({ description: 'the same in English' }) }, closed)) },
  async handle(call) {
    return ok(call.app.gate.permits())
  },
})

function nearOf(text: string | undefined): { lon: number; lat: number } | null {
  if (text === undefined || text === '') {
    return null
  }
  const [lon, lat, ...rest] = text.split(',').map(Number)
  if (lon === undefined || lat === undefined || rest.length > 0 || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)) {
    throw refuseField('near', `"${text}" is not a position`, 'Write lon,lat in degrees, e.g. near=18.55,4.36', 'invalid-query')
  }
  return { lon, lat }
}

export const placeRoutes: readonly Endpoint[] = [gazetteer, areas, basemap, layer, permits]
