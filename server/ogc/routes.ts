import { Type } from 'typebox'
import type { Kind } from '../../core/kind.ts'
import { inLocale } from '../../core/i18n.ts'
import { scopeOf } from '../../core/policy.ts'
import { Problem } from '../../core/problem.ts'
import { SYSTEM } from '../auth/reader.ts'
import type { Call } from '../http/endpoint.ts'
import { endpoint, ok, type Answer, type Endpoint } from '../http/endpoint.ts'
import { noteLinkUse } from '../http/link-use.ts'
import { presentRecords } from '../http/present.ts'
import { anyObject, closed } from '../http/schemas.ts'
import { toldTexts } from '../http/told.ts'
import { featureOf } from './feature.ts'
import { onlyFormat, queryOfItems } from './params.ts'

/** What is claimed, and nothing more: core and GeoJSON of OGC API Features 1.0. */
export const CONFORMANCE = ['http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core', 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson'] as const
const CRS84 = 'http://www.opengis.net/def/crs/OGC/1.3/CRS84'
const GEOJSON = 'application/geo+json'

const Link = Type.Object({ href: Type.String(), rel: Type.String(), type: Type.Optional(Type.String()), title: Type.Optional(Type.String()) }, closed)
const Links = Type.Array(Link)
const Collection = Type.Object({ id: Type.String(), title: Type.String(), description: Type.String(), itemType: Type.Literal('feature'), extent: anyObject, crs: Type.Array(Type.String()), links: Links }, closed)
const CollectionKey = Type.Object({ kind: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
const FeatureKey = Type.Object({ kind: Type.String({ minLength: 1, maxLength: 64 }), id: Type.String({ minLength: 1, maxLength: 64 }) }, closed)
const AnyQuery = Type.Object({}, { additionalProperties: true })
const common = { tag: 'ogc', access: 'signed-in', basic: true, links: 'header' } as const

/** OGC API Features for every kind the reader may read. GIS clients sign in by Bearer, or Basic with a token as password. */
export const ogcRoutes: readonly Endpoint[] = [
  endpoint({
    ...common, method: 'GET', path: '/ogc', summary: 'Landing page', query: AnyQuery, freeQuery: true,
    answers: { 200: Type.Object({ title: Type.String(), description: Type.String(), links: Links }, closed) },
    async handle(call) {
      onlyFormat(call.query)
      return ok({
        title: 'Vigie',
        description: 'Records of this mission as features, as far as you may see them',
        links: [
          link(call, '/ogc', 'self', 'application/json'),
          link(call, '/api/openapi.json', 'service-desc', 'application/vnd.oai.openapi+json;version=3.1'),
          link(call, '/ogc/conformance', 'conformance', 'application/json'),
          link(call, '/ogc/collections', 'data', 'application/json'),
        ],
      })
    },
  }),
  endpoint({
    ...common, method: 'GET', path: '/ogc/conformance', summary: 'What is claimed', query: AnyQuery, freeQuery: true,
    answers: { 200: Type.Object({ conformsTo: Type.Array(Type.String()) }, closed) },
    async handle(call) {
      onlyFormat(call.query)
      return ok({ conformsTo: CONFORMANCE })
    },
  }),
  endpoint({
    ...common, method: 'GET', path: '/ogc/collections', summary: 'A collection for every kind', query: AnyQuery, freeQuery: true,
    answers: { 200: Type.Object({ links: Links, collections: Type.Array(Collection) }, closed) },
    async handle(call) {
      onlyFormat(call.query)
      const extent = await extentOf(call)
      const collections = readable(call).map((kind) => collectionOf(call, kind, extent))
      return ok({ links: [link(call, '/ogc/collections', 'self', 'application/json')], collections })
    },
  }),
  endpoint({
    ...common, method: 'GET', path: '/ogc/collections/:kind', summary: 'One collection', params: CollectionKey, query: AnyQuery, freeQuery: true,
    answers: { 200: Collection },
    async handle(call) {
      onlyFormat(call.query)
      return ok(collectionOf(call, needKind(call, call.params.kind), await extentOf(call)))
    },
  }),
  endpoint({
    ...common, method: 'GET', path: '/ogc/collections/:kind/items', summary: 'Features, in pages', params: CollectionKey, query: AnyQuery, freeQuery: true,
    answers: { 200: { media: GEOJSON } },
    async handle(call) {
      const kind = needKind(call, call.params.kind)
      const query = queryOfItems(kind, call.query as Record<string, unknown>)
      const page = await call.app.store.list(call.reader, query)
      await noteLinkUse(call, 'ogc', kind.name, page.items.length)
      const views = await presentRecords(call.app, call.reader, page.items)
      const here = `/ogc/collections/${kind.name}/items`
      const self = new URLSearchParams(call.query as Record<string, string>)
      const links = [link(call, withQuery(here, self), 'self', GEOJSON), link(call, `/ogc/collections/${kind.name}`, 'collection', 'application/json')]
      if (page.next !== null) {
        const next = new URLSearchParams(self)
        next.set('cursor', page.next)
        links.push(link(call, withQuery(here, next), 'next', GEOJSON))
      }
      return geojson({ type: 'FeatureCollection', timeStamp: new Date(call.now).toISOString(), numberMatched: page.total, numberReturned: views.length, links, features: views.map((view) => featureOf(kind, view)) })
    },
  }),
  endpoint({
    ...common, method: 'GET', path: '/ogc/collections/:kind/items/:id', summary: 'One feature', params: FeatureKey, query: AnyQuery, freeQuery: true,
    answers: { 200: { media: GEOJSON } },
    async handle(call) {
      onlyFormat(call.query)
      const kind = needKind(call, call.params.kind)
      const seen = await call.app.store.get(call.reader, call.params.id)
      if (!seen || seen.record.kind !== kind.name) {
        throw new Problem('not-found', `no feature ${call.params.id} in ${kind.name} that you may see`)
      }
      const [view] = await presentRecords(call.app, call.reader, [seen])
      if (!view) {
        throw new Problem('internal', 'a record was found and not presented')
      }
      const here = `/ogc/collections/${kind.name}`
      return geojson({ ...featureOf(kind, view), links: [link(call, `${here}/items/${view.id}`, 'self', GEOJSON), link(call, here, 'collection', 'application/json')] })
    },
  }),
]

function geojson(body: unknown): Answer {
  return { status: 200, raw: JSON.stringify(body), type: GEOJSON }
}

/** Kinds some role of the reader reads. */
function readable(call: Call): Kind[] {
  return call.app.store.kinds().all().filter((kind) => {
    const scope = scopeOf(call.reader.grants, kind.read)
    return scope.everywhere || scope.areas.length > 0
  })
}

function needKind(call: Call, name: string): Kind {
  const kind = readable(call).find((one) => one.name === name)
  if (!kind) {
    throw new Problem('not-found', `no collection ${name}; there are: ${readable(call).map((one) => one.name).join(', ')}`)
  }
  return kind
}

function collectionOf(call: Call, kind: Kind, extent: Record<string, unknown>) {
  const here = `/ogc/collections/${kind.name}`
  const title = inLocale(toldTexts(call, kind.name, kind.texts)[`kinds.${kind.name}`] ?? { en: kind.name, fr: kind.name }, 'en')
  return {
    id: kind.name, title, description: `${title}: what you may see of them`, itemType: 'feature', extent, crs: [CRS84],
    links: [link(call, here, 'self', 'application/json'), link(call, `${here}/items`, 'items', GEOJSON)],
  }
}

/** The mission area and all time: what there is may be less, and saying so exactly would say more than a reader may know. */
async function extentOf(call: Call): Promise<Record<string, unknown>> {
  const mission = await call.app.store.get(SYSTEM, 'mission')
  const bounds = mission?.record.data['bounds']
  return { spatial: { bbox: [Array.isArray(bounds) ? bounds : [-180, -90, 180, 90]], crs: CRS84 }, temporal: { interval: [[null, null]], trs: 'http://www.opengis.net/def/uom/ISO-8601/0/Gregorian' } }
}

function link(call: Call, path: string, rel: string, type: string): { href: string; rel: string; type: string } {
  const origin = call.app.config.publicUrl ?? `${call.request.protocol}://${call.request.host}`
  return { href: new URL(path, origin).href, rel, type }
}

function withQuery(path: string, params: URLSearchParams): string {
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}
