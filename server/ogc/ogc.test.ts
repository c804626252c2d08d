import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { ENGINES, report } from '../../test/store.ts'
import { running, type Person, type Running } from '../../test/screens.ts'

// Abstract tests of OGC API – Features – Part 1: Core 1.0 (OGC 17-069r4, annex A), by the requirement they check.

type Link = { href: string; rel: string; type?: string }
type Collection = { id: string; title: string; extent: { spatial: { bbox: number[][]; crs: string }; temporal: { interval: (string | null)[][] } }; crs: string[]; links: Link[]; itemType: string }
type Feature = { type: string; id: string; geometry: { type: string; coordinates: number[] } | null; properties: Record<string, unknown>; links?: Link[] }
type Features = { type: string; timeStamp: string; numberMatched: number; numberReturned: number; links: Link[]; features: Feature[] }

const ITEMS = '/ogc/collections/incident/items'
const at = (day: string, lon: number | null, lat: number, more: object = {}) => report({
  title: `On ${day}`, happened: { from: `2026-03-${day}T12:00:00Z`, precision: 'EXACT' }, ...(lon === null ? {} : { place: { lon, lat, precision: 1, radiusM: 100, method: 'GPS' } }), ...more,
})

for (const engine of ENGINES) {
  describe(`OGC API Features on ${engine.name}`, { skip: engine.skip }, () => {
    let node: Running
    let gis: Person
    before(async () => {
      node = await running(engine.name)
      gis = await node.person('gis')
      await node.write(
        at('01', 15, 5), at('02', 16, 6), at('03', 179.5, -10), at('04', -179.5, -10), at('05', null, 0), at('06', 15.5, 5.5, { category: 'EX.01' }),
        report({ title: 'Secret', happened: { from: '2026-03-02T12:00:00Z', precision: 'EXACT' } }, { handling: { level: 'SC' } }),
      )
    })
    after(() => node.stop())

    const ask = async <T>(path: string, person: Person = gis): Promise<{ status: number; type: string; body: T }> => {
      const response = await node.get(path, person.token)
      return { status: response.status, type: response.headers.get('content-type') ?? '', body: (await response.json()) as T }
    }
    const titles = async (params: string): Promise<string[]> => {
      const { status, body } = await ask<Features>(`${ITEMS}?${params}`)
      assert.equal(status, 200, JSON.stringify(body))
      assert.equal(body.numberReturned, body.features.length)
      assert.equal(body.numberMatched, body.features.length)
      return body.features.map((feature) => String(feature.properties['title'])).sort()
    }
    const rel = (links: Link[], name: string): string => {
      const found = links.find((link) => link.rel === name)
      assert.ok(found, `a link ${name}`)
      return found.href.replace(`http://127.0.0.1:${node.port}`, '')
    }

    test('/req/core/root-success: the landing page leads to everything else', async () => {
      const { status, body } = await ask<{ title: string; links: Link[] }>('/ogc')
      assert.equal(status, 200)
      for (const name of ['self', 'service-desc', 'conformance', 'data']) {
        assert.equal((await node.get(rel(body.links, name), gis.token)).status, 200, name)
      }
    })

    test('/req/core/api-definition-success: the definition names the paths', async () => {
      const { body } = await ask<{ openapi: string; paths: Record<string, unknown> }>('/api/openapi.json')
      assert.match(body.openapi, /^3\.1/)
      assert.ok(Object.keys(body.paths).some((path) => path.startsWith('/ogc/collections/')))
    })

    test('/req/core/conformance-success: core and GeoJSON are claimed, nothing else', async () => {
      const { status, body } = await ask<{ conformsTo: string[] }>('/ogc/conformance')
      assert.equal(status, 200)
      assert.deepEqual(body.conformsTo.map((uri) => uri.replace('http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/', '')), ['core', 'geojson'])
    })

    test('/req/core/fc-md-success, fc-md-links, fc-md-items, fc-md-items-links, fc-md-extent: a collection for every kind that may be read', async () => {
      const { status, body } = await ask<{ links: Link[]; collections: Collection[] }>('/ogc/collections')
      assert.equal(status, 200)
      rel(body.links, 'self')
      assert.ok(body.collections.some((one) => one.id === 'incident'))
      assert.equal(body.collections.some((one) => one.id === 'user'), false, 'accounts are not for this reader')
      for (const collection of body.collections) {
        assert.equal(collection.itemType, 'feature')
        assert.equal(collection.extent.spatial.bbox[0]?.length, 4)
        assert.deepEqual(collection.crs, ['http://www.opengis.net/def/crs/OGC/1.3/CRS84'])
        assert.equal((await node.get(rel(collection.links, 'items'), gis.token)).status, 200, collection.id)
      }
    })

    test('/req/core/sfc-md-success: one collection says the same as the list; an unknown one is 404', async () => {
      const { body } = await ask<{ collections: Collection[] }>('/ogc/collections')
      assert.deepEqual((await ask<Collection>('/ogc/collections/incident')).body, body.collections.find((one) => one.id === 'incident'))
      for (const path of ['/ogc/collections/unicorn', '/ogc/collections/unicorn/items', '/ogc/collections/user/items']) {
        assert.equal((await ask(path)).status, 404, path)
      }
    })

    test('/req/core/fc-response, fc-links, fc-timeStamp, fc-numberMatched, fc-numberReturned; /req/geojson/content', async () => {
      const { status, type, body } = await ask<Features>(ITEMS)
      assert.equal(status, 200)
      assert.match(type, /^application\/geo\+json/)
      assert.equal(body.type, 'FeatureCollection')
      assert.ok(Math.abs(Date.parse(body.timeStamp) - Date.now()) < 60_000)
      assert.deepEqual([body.numberMatched, body.numberReturned], [7, 7])
      assert.equal(rel(body.links, 'self'), ITEMS)
      for (const feature of body.features) {
        assert.equal(feature.type, 'Feature')
        assert.ok(feature.id)
        assert.ok(feature.geometry === null || feature.geometry.coordinates.length === 2)
        assert.ok(Object.values(feature.properties).every((value) => typeof value !== 'object' || value === null), 'flat')
      }
    })

    test('/req/core/fc-limit-definition, fc-limit-response-1: at least one, at most what was asked', async () => {
      const { body } = await ask<Features>(`${ITEMS}?limit=2`)
      assert.deepEqual([body.features.length, body.numberReturned, body.numberMatched], [2, 2, 7])
      assert.equal((await ask<Features>(`${ITEMS}?limit=999999`)).body.features.length, 7)
    })

    test('/req/core/fc-bbox-definition, fc-bbox-response: four numbers, six numbers, edges, across the antimeridian', async () => {
      assert.deepEqual(await titles('bbox=14,4,15.2,6'), ['On 01'])
      assert.deepEqual(await titles('bbox=15,5,16,6'), ['On 01', 'On 02', 'On 06'])
      assert.deepEqual(await titles('bbox=14,4,-100,15.2,6,9000'), ['On 01'])
      assert.deepEqual(await titles('bbox=179,-20,-179,0'), ['On 03', 'On 04'])
      assert.deepEqual(await titles('bbox=-180,-90,180,90'), ['On 01', 'On 02', 'On 03', 'On 04', 'On 06'])
    })

    test('/req/core/fc-time-definition, fc-time-response: instants, intervals, open ends', async () => {
      const day = (...days: string[]) => days.map((one) => `On ${one}`)
      assert.deepEqual(await titles('datetime=2026-03-01T12:00:00Z'), day('01'))
      assert.deepEqual(await titles('datetime=2026-03-01T13:00:00%2B01:00'), day('01'))
      assert.deepEqual(await titles('datetime=2026-03-03'), day('03'))
      assert.deepEqual(await titles('datetime=2026-03-03T12:00:00Z/2026-03-05T12:00:00Z'), day('03', '04', '05'))
      for (const open of ['..', '']) {
        assert.deepEqual(await titles(`datetime=2026-03-05T00:00:00Z/${open}`), day('05', '06'))
        assert.deepEqual(await titles(`datetime=${open}/2026-03-01T23:00:00Z`), day('01'))
      }
    })

    test('/req/core/fc-response: parameters join by AND; /rec/core/fc-filters: facets are parameters', async () => {
      assert.deepEqual(await titles('category=EX.01'), ['On 06'])
      assert.deepEqual(await titles('category=EX.01,AC.03&bbox=15,5,15.6,5.6'), ['On 01', 'On 06'])
      assert.deepEqual(await titles('category=EX.01&datetime=2026-03-01'), [])
      assert.deepEqual(await titles('q=secret'), ['Secret'])
    })

    test('/req/core/query-param-unknown: an unknown parameter is 400', async () => {
      for (const path of [`${ITEMS}?colour=red`, '/ogc?colour=red', '/ogc/conformance?colour=red', '/ogc/collections?colour=red', '/ogc/collections/incident?colour=red']) {
        const { status, body } = await ask<{ detail: string }>(path)
        assert.equal(status, 400, path)
        assert.match(body.detail, /colour/)
      }
    })

    test('/req/core/query-param-invalid: an invalid value is 400 and named', async () => {
      const wrong = ['limit=0', 'limit=-1', 'limit=ten', 'limit=1.5', 'bbox=1,2,3', 'bbox=1,2,3,x', 'bbox=0,10,1,5', 'bbox=-200,0,0,1', 'bbox=1,2,,4', 'datetime=yesterday', 'datetime=2026-13-01', 'datetime=2026-03-05/2026-03-01', 'datetime=../..', 'datetime=a/b/c', 'crs=EPSG:4326', 'bbox-crs=x', 'f=xml', 'cursor=x', 'limit=1&limit=2']
      for (const params of wrong) {
        const { status, body } = await ask<{ detail: string }>(`${ITEMS}?${params}`)
        assert.equal(status, 400, params)
        assert.ok(body.detail.includes(params.split('=')[0]!), `${params}: ${body.detail}`)
      }
    })

    test('/req/core/f-success, f-links: one feature; /req/core/http: none is 404, hidden or not there alike', async () => {
      const all = (await ask<Features>(ITEMS)).body.features
      const { status, type, body } = await ask<Feature>(`${ITEMS}/${all[0]!.id}`)
      assert.deepEqual([status, body.id, body.properties], [200, all[0]!.id, all[0]!.properties])
      assert.match(type, /^application\/geo\+json/)
      assert.equal(rel(body.links ?? [], 'self'), `${ITEMS}/${all[0]!.id}`)
      assert.equal(rel(body.links ?? [], 'collection'), '/ogc/collections/incident')
      const low = await node.person('low', { clearance: 'U' })
      const secret = all.find((feature) => feature.properties['title'] === 'Secret')!
      const [hidden, absent] = [await ask<{ detail: string }>(`${ITEMS}/${secret.id}`, low), await ask<{ detail: string }>(`${ITEMS}/nothing`, low)]
      assert.deepEqual([hidden.status, absent.status], [404, 404])
      assert.equal(hidden.body.detail.replace(secret.id, 'X'), absent.body.detail.replace('nothing', 'X'))
      assert.equal((await ask(`/ogc/collections/area/items/${all[0]!.id}`)).status, 404, 'of another collection')
    })

    test('need-to-know: what one may not see is in no feature, count or search', async () => {
      const low = await node.person('low', { clearance: 'U' })
      for (const params of ['', '?q=secret', '?datetime=2026-03-02', '?category=AC.03']) {
        const [mine, theirs] = [await ask<Features>(`${ITEMS}${params}`), await ask<Features>(`${ITEMS}${params}`, low)]
        assert.equal(theirs.body.numberMatched, mine.body.numberMatched - 1, params)
        assert.equal(JSON.stringify(theirs.body).includes('Secret'), false)
      }
    })

    test('sign-in: Bearer, or Basic with the token as password; without, 401 asks for Basic', async () => {
      const get = (authorization?: string) => fetch(`http://127.0.0.1:${node.port}/ogc/collections`, { headers: authorization === undefined ? {} : { authorization } })
      const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
      assert.equal((await get(basic(`anyone:${gis.token}`))).status, 200)
      assert.equal((await get(`Bearer ${gis.token}`)).status, 200)
      for (const wrong of [undefined, basic('anyone:wrong'), basic('nocolon'), 'Bearer wrong']) {
        const response = await get(wrong)
        assert.equal(response.status, 401)
        assert.match(response.headers.get('www-authenticate') ?? '', /^Basic realm="Vigie/)
      }
      const records = await fetch(`http://127.0.0.1:${node.port}/api/records?kind=incident`, { headers: { authorization: basic(`anyone:${gis.token}`) } })
      assert.equal(records.status, 401, 'elsewhere Basic is not taken')
    })

    test('/req/core/fc-rel-next: following next visits each feature exactly once, while records are being added', async () => {
      const made = await node.write(...Array.from({ length: 57 }, (_, i) => report({ title: 'Paging', happened: { from: `2026-05-${String(1 + (i % 28)).padStart(2, '0')}T00:00:00Z`, precision: 'DAY' } })))
      const seen: string[] = []
      let path: string | null = `${ITEMS}?q=paging&limit=10&datetime=2026-05-01/..`
      while (path !== null) {
        const page: Features = (await ask<Features>(path)).body
        seen.push(...page.features.map((feature) => feature.id))
        assert.ok(page.features.length <= 10)
        const next = page.links.find((link) => link.rel === 'next')
        path = next ? new URL(next.href).pathname + new URL(next.href).search : null
        // Newer and older ones come in between; none of those there from the beginning may be lost or come twice.
        await node.write(report({ title: 'Paging', happened: { from: '2026-06-01T00:00:00Z', precision: 'DAY' } }), report({ title: 'Paging', happened: { from: '2026-05-02T00:00:00Z', precision: 'DAY' } }))
      }
      assert.equal(new Set(seen).size, seen.length, 'none comes twice')
      assert.deepEqual(made.map((record) => record.id).filter((id) => !seen.includes(id)), [], 'none is missed')
    })
  })
}
