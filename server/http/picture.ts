import { Type } from 'typebox'
import { refuseField } from '../../core/problem.ts'
import { splitList } from '../../core/query-params.ts'
import { endpoint, ok, type Endpoint } from './endpoint.ts'
import { missionOf } from './mission.ts'
import { momentOf, queryOf } from './query.ts'
import { asOfParam, closed, nullable, queryParams } from './schemas.ts'

const MAX_POINTS = 200_000
const DEFAULT_POINTS = 20_000
const MAX_ZOOM = 22

const facets = endpoint({
  method: 'GET', path: '/api/facets', tag: 'picture', summary: 'Counts by facet under a query', access: 'signed-in',
  query: queryParams({ facets: Type.String({ description: 'facets, comma-separated; default all of the kind. Every kind also has area, places, workflow, veracity, severity, handling, createdBy, month (UTC), day (mission-local) and hour (UTC, within 62 days)' }), ...asOfParam }), freeQuery: true,
  answers: { 200: Type.Record(Type.String(), Type.Array(Type.Object({ value: Type.String(), count: Type.Integer() }, closed))) },
  async handle(call) {
    const { query, extra } = queryOf(call, ['facets', 'asOf'])
    const kind = call.app.store.kinds().need(query.kind)
    const wanted = extra['facets'] === undefined ? Object.keys(kind.facets) : splitList(extra['facets']).filter((name) => name !== '')
    const zone = wanted.includes('day') ? (await missionOf(call.app.store))?.zone : undefined
    const at = momentOf(extra['asOf'])
    const { store } = call.app
    return ok(at === undefined ? await store.facets(call.reader, query, wanted, zone) : await store.known.facets(call.reader, query, wanted, at, zone))
  },
})

const Column = Type.Array(Type.Any())
const points = endpoint({
  method: 'GET', path: '/api/points', tag: 'picture', summary: 'Points of the records of a query, in columns', access: 'signed-in',
  query: queryParams(asOfParam), freeQuery: true,
  answers: {
    200: Type.Object({
      total: Type.Integer(),
      columns: Type.Object({
        id: Column, ref: Column, lon: Type.Array(Type.Number()), lat: Type.Array(Type.Number()), radiusM: Type.Array(Type.Number()), severity: Type.Array(Type.Integer()),
        category: Column, workflow: Column, veracity: Type.Array(nullable(Type.String())), at: Type.Array(Type.Number()),
      }, closed),
    }, closed),
  },
  async handle(call) {
    const { query, extra } = queryOf(call, ['asOf'], MAX_POINTS)
    call.app.store.kinds().need(query.kind)
    const { limit, ...rest } = query
    const at = momentOf(extra['asOf'])
    const { store } = call.app
    const found = at === undefined ? await store.points(call.reader, rest, limit ?? DEFAULT_POINTS) : await store.known.points(call.reader, rest, limit ?? DEFAULT_POINTS, at)
    const { total, ids, refs, ...columns } = found
    return ok({ total, columns: { id: ids, ref: refs, ...plainArrays(columns) } })
  },
})

const tile = endpoint({
  method: 'GET', path: '/api/tiles/:kind/:z/:x/:file', tag: 'picture', summary: 'Vector tile of the records of a query', access: 'signed-in', basic: true, links: 'address',
  params: Type.Object({ kind: Type.String({ maxLength: 64 }), z: Type.Integer({ minimum: 0, maximum: MAX_ZOOM }), x: Type.Integer({ minimum: 0 }), file: Type.String({ pattern: '^\\d{1,8}\\.mvt$', description: 'y and .mvt' }) }, closed),
  query: queryParams(), freeQuery: true,
  answers: { 200: { media: 'application/vnd.mapbox-vector-tile' }, 204: null },
  async handle(call) {
    const { kind, z, x } = call.params
    const y = Number.parseInt(call.params.file, 10)
    if (x >= 2 ** z || y >= 2 ** z) {
      throw refuseField('x', `tile ${z}/${x}/${y} does not exist`, `At zoom ${z} there are ${2 ** z} by ${2 ** z} tiles`, 'invalid-query')
    }
    call.app.store.kinds().need(kind)
    const { query } = queryOf({ query: { ...(call.query as object), kind } })
    const bytes = await call.app.store.tile(call.reader, query, z, x, y)
    return bytes.length === 0 ? { status: 204 } : { status: 200, raw: bytes, type: 'application/vnd.mapbox-vector-tile' }
  },
})

/** Typed arrays would be written as objects. */
function plainArrays<T extends object>(columns: T): T {
  return Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, Array.isArray(values) ? values : Array.from(values as ArrayLike<unknown>)])) as T
}

export const pictureRoutes: readonly Endpoint[] = [facets, points, tile]
