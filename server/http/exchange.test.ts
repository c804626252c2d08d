import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { unzipSync, strFromU8 } from 'fflate'
import { parseGpx } from '../../formats/gpx.ts'
import { WITHOUT_GDAL, ogrinfo } from '../../test/gdal.ts'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { SYSTEM } from '../auth/reader.ts'
import { createToken } from '../auth/api-tokens.ts'
import type { Json } from '../../core/json.ts'

const SECRET = { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const HUMAN_RIGHTS = { level: 'C', compartments: ['HR'], owner: 'mission', releasableTo: ['*'], caveats: [] }

describe('files other programs read', () => {
  let node: RunningNode
  let officer: Person
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-exchange-'))
  before(async () => {
    node = await runningNode()
    officer = await node.person('officer', { clearance: 'SC', compartments: ['HR'] })
    await node.store.commit(SYSTEM, [{ id: 'm1', record: 'mission', kind: 'mission', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Mission', zone: 'UTC', bounds: [10, 0, 30, 12], languages: ['en'], exercise: false, org: 'mission' } as unknown as Json } }])
    for (let i = 0; i < 3; i += 1) {
      await add({ title: `Event ${i} <é> العربية`, severity: i + 2, place: { lon: 18 + i, lat: 4, precision: 1, radiusM: 50, method: 'GPS' } })
    }
    await add({ title: 'Nowhere', place: { name: 'unknown', precision: 7, radiusM: 50_000, method: 'DESCRIBED' } })
  })
  after(async () => {
    await node.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function add(more: Record<string, unknown>, handling?: object): Promise<string> {
    const made = await node.call('POST', '/api/records', { as: officer, body: { kind: 'incident', data: incidentData(more), ...(handling ? { handling } : {}) } })
    assert.equal(made.status, 201, made.body)
    return made.json.id as string
  }
  /** Export by a job, as the browser does: the bytes of the file. */
  async function exported(format: string, query = '', as = officer): Promise<{ bytes: Buffer; result: { count: number; marking: string }; name: string }> {
    const taken = await node.call('POST', `/api/export?kind=incident&format=${format}${query}`, { as })
    assert.equal(taken.status, 202, taken.body)
    await node.node.app.jobs.ended(taken.json.job)
    const { json: job } = await node.call('GET', `/api/jobs/${taken.json.job}`, { as })
    assert.equal(job.state, 'done', JSON.stringify(job))
    const [name] = job.files
    const file = await node.node.fastify.inject({ method: 'GET', url: `/api/jobs/${taken.json.job}/${name}`, headers: { authorization: `Bearer ${as.token}` } })
    assert.equal(file.statusCode, 200)
    return { bytes: file.rawPayload, result: job.result, name }
  }
  const keep = (name: string, bytes: Buffer | string): string => {
    const file = path.join(folder, name)
    writeFileSync(file, bytes)
    return file
  }

  test('every format carries its records and its marking', async () => {
    for (const format of ['csv', 'geojson', 'xlsx', 'kml', 'gpkg', 'gpx']) {
      const { bytes, result, name } = await exported(format)
      assert.equal(result.count, 4, format)
      assert.match(name, new RegExp(`^vigie-incident-\\d{4}-\\d\\d-\\d\\d\\.${format}$`))
      const text = format === 'xlsx' ? strFromU8(unzipSync(new Uint8Array(bytes))['xl/worksheets/sheet1.xml']!) : bytes.toString('utf8')
      assert.ok(text.includes(result.marking), `${format} holds no ${result.marking}`)
      assert.ok(result.marking.length > 0)
      if (format === 'xlsx') {
        assert.match(text, /<headerFooter><oddHeader>&amp;C/)
      }
      if (format === 'gpx') {
        assert.deepEqual(parseGpx(bytes.toString('utf8')).waypoints.length, 3, 'what has no place is no waypoint')
      }
    }
  })

  test('each export is on the mission’s record: who, format, how many, what for', async () => {
    await exported('gpx', '&purpose=patrol%20of%20today')
    const marks = (await node.store.history(SYSTEM, 'mission')).filter((action) => action.type === 'export')
    const last = marks.at(-1)
    assert.deepEqual([last?.actor, last?.patch, last?.purpose], [officer.account.id, { format: 'gpx', count: 4, of: 'incident' }, 'patrol of today'])
  })

  test('GDAL reads the GeoPackage: layer, reference system, attributes, geometry, marking', { skip: WITHOUT_GDAL }, async () => {
    const { bytes, result } = await exported('gpkg')
    const info = await ogrinfo(['-al', keep('a.gpkg', bytes)])
    assert.match(info, /using driver `GPKG'/)
    assert.match(info, /Feature Count: 4/)
    assert.match(info, /Geometry: Point/)
    assert.match(info, /ID\["EPSG",4326\]/)
    assert.match(info, /title \(String\) = Event 1 <é> العربية/)
    assert.match(info, /POINT \(19 4\)/)
    assert.match(info, /from: DateTime/)
    assert.match(info, /severity: Integer64/)
    assert.match(info, /Extent: \(18\.0+, 4\.0+\) - \(20\.0+, 4\.0+\)/)
    const metadata = await ogrinfo([keep('b.gpkg', bytes), '-sql', 'select metadata from gpkg_metadata'])
    assert.ok(metadata.includes(result.marking))
  })

  test('GDAL reads GPX, KML and GeoJSON', { skip: WITHOUT_GDAL }, async () => {
    assert.match(await ogrinfo(['-al', keep('a.gpx', (await exported('gpx')).bytes), 'waypoints']), /Feature Count: 3[\s\S]*time \(DateTime\) = 2026\/08\/18 13:45:00\+00[\s\S]*POINT \(18 4\)/)
    assert.match(await ogrinfo(['-al', keep('a.kml', (await exported('kml')).bytes)]), /Feature Count: [34]/)
    assert.match(await ogrinfo(['-al', keep('a.geojson', (await exported('geojson')).bytes)]), /Feature Count: 4/)
  })

  test('strictly confidential leaves with a purpose only, in every format and by a job too; nobody fetches the file of another', async () => {
    const id = await add({ title: 'Secret' }, SECRET)
    for (const format of ['gpkg', 'gpx', 'csv']) {
      const taken = await node.call('POST', `/api/export?kind=incident&format=${format}`, { as: officer })
      await node.node.app.jobs.ended(taken.json.job)
      const { json } = await node.call('GET', `/api/jobs/${taken.json.job}`, { as: officer })
      assert.deepEqual([json.state, json.problem.type, json.files], ['failed', '/problems/purpose-needed', []])
    }
    const { result } = await exported('gpkg', '&purpose=brief%20the%20chief')
    assert.ok(result.marking.startsWith('STRICTLY CONFIDENTIAL'))
    assert.ok((await node.store.history(SYSTEM, id)).some((action) => action.type === 'export' && action.purpose === 'brief the chief'))
    const other = await node.person('other')
    const mine = (await node.call('GET', '/api/jobs', { as: officer })).json.items
    const done = mine.find((job: { state: string }) => job.state === 'done')
    assert.deepEqual((await node.call('GET', '/api/jobs', { as: other })).json.items, [])
    assert.equal((await node.call('GET', `/api/jobs/${done.id}/${done.files[0]}`, { as: other })).status, 404)
    const theirs = await exported('csv', '', other)
    assert.ok(!theirs.bytes.toString('utf8').includes('Secret'))
  })

  test('a link reads what its owner may, never what is strictly confidential or of a compartment, and nothing else', async () => {
    await add({ title: 'Secret two' }, SECRET)
    await add({ title: 'Compartment' }, HUMAN_RIGHTS)
    const { value: key, token } = await createToken(node.store, officer.account.id, 'wall', 30, node.clock.now, 'links')
    const link = await node.call('GET', `/api/kml/link?kind=incident&refresh=60&key=${key}`)
    assert.equal(link.status, 200, link.body)
    assert.match(link.body, /<refreshInterval>60<\/refreshInterval><viewRefreshMode>onStop/)
    const href = /<href>([^<]+)<\/href>/.exec(link.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const shown = await node.call('GET', `${new URL(href).pathname}${new URL(href).search}&BBOX=17.5,3,18.5,5`)
    assert.equal(shown.status, 200, shown.body)
    assert.match(shown.body, /<name>2 · Event 0/)
    assert.ok(!shown.body.includes('Event 1'), 'outside the view')
    const everything = await node.call('GET', `/api/kml/live?kind=incident&key=${key}`)
    assert.ok(everything.body.includes('Event 2') && !everything.body.includes('Secret') && !everything.body.includes('Compartment'))
    assert.match(everything.body, /CONFIDENTIAL|UNCLASSIFIED/)
    assert.match((await node.call('GET', `/api/kml/live?kind=incident&limit=1&key=${key}`)).body, /showing 1 of \d/)
    assert.ok((await node.store.history(SYSTEM, 'mission')).some((action) => action.type === 'export' && action.purpose === 'link: wall'))

    const asLink = { authorization: `Bearer ${key}` }
    for (const [method, url] of [['GET', '/api/records?kind=incident'], ['GET', '/api/me'], ['GET', '/api/tokens'], ['POST', '/api/records'], ['GET', '/api/jobs'], ['POST', '/api/export?kind=incident&format=csv']] as const) {
      assert.ok([401, 403, 404].includes((await node.call(method, url, { headers: asLink, ...(method === 'POST' ? { body: {} } : {}) })).status), url)
      assert.ok([400, 401, 403, 404].includes((await node.call(method, `${url}${url.includes('?') ? '&' : '?'}key=${key}`, method === 'POST' ? { body: {} } : {})).status), `${url} by key`)
    }
    assert.equal((await node.call('GET', `/api/kml/live?kind=incident&key=${officer.token}`)).status, 401, 'an ordinary token does not belong in an address')
    assert.equal((await node.call('GET', '/api/kml/live?kind=incident')).status, 401)
    assert.equal((await node.call('GET', '/api/kml/link?kind=incident', { as: officer })).status, 403)
    assert.equal((await node.call('GET', `/api/kml/live?kind=user&key=${key}`)).body.includes('officer'), false)
    const csv = await node.call('GET', `/api/export?kind=incident&format=csv&key=${key}`)
    assert.ok(csv.status === 200 && csv.body.includes('Event 1') && !csv.body.includes('Secret'))
    assert.equal((await node.call('GET', `/ogc/collections/incident/items`, { headers: { authorization: `Basic ${Buffer.from(`x:${key}`).toString('base64')}` } })).status, 200)

    node.clock.now += 31 * 86_400_000
    assert.equal((await node.call('GET', `/api/kml/live?kind=incident&key=${key}`)).status, 401, 'it ends')
    node.clock.now -= 31 * 86_400_000
    await node.store.side.dropToken(token.id)
    assert.equal((await node.call('GET', `/api/kml/live?kind=incident&key=${key}`)).status, 401, 'it can be ended')
  })

  test('a person makes and ends a token for links in a session; it always ends by itself', async () => {
    await node.person('desk', { password: true })
    const session = await node.signIn('desk')
    const made = await node.call('POST', '/api/tokens', { as: session, body: { name: 'Google Earth', scope: 'links' } })
    assert.equal(made.status, 201, made.body)
    assert.match(made.json.token, /^vgl_/)
    const { items } = (await node.call('GET', '/api/tokens', { as: session })).json
    const kept = items.find((one: { id: string }) => one.id === made.json.id)
    assert.deepEqual([kept.name, kept.scope, kept.expiresAt === null], ['Google Earth', 'links', false])
    assert.equal((await node.call('DELETE', `/api/tokens/${made.json.id}`, { as: session })).status, 204)
    assert.equal((await node.call('GET', `/api/kml/live?kind=incident&key=${made.json.token}`)).status, 401)
  })

  test('the signs of severities are pictures anyone may have', async () => {
    const icon = await node.node.fastify.inject({ method: 'GET', url: '/api/kml/icon/5.png' })
    assert.deepEqual([icon.statusCode, icon.headers['content-type'], icon.rawPayload.subarray(1, 4).toString()], [200, 'image/png', 'PNG'])
    assert.equal((await node.call('GET', '/api/kml/icon/6.png')).status, 400)
  })

  test('GDAL reads the live addresses: OGC API Features, KML and GeoJSON', { skip: WITHOUT_GDAL }, async () => {
    const { value: key } = await createToken(node.store, officer.account.id, 'gis', 30, node.clock.now, 'links')
    const port = await node.node.listen({ port: 0, host: '127.0.0.1' })
    const origin = `http://127.0.0.1:${port}`
    const oapif = await ogrinfo(['-ro', `OAPIF:${origin}/ogc`, 'incident', '-al', '-q'], { GDAL_HTTP_USERPWD: `link:${key}`, GDAL_HTTP_AUTH: 'BASIC' })
    assert.equal([...oapif.matchAll(/OGRFeature\(incident\)/g)].length, 4, oapif)
    assert.match(oapif, /POINT \(19 4\)/)
    assert.match(oapif, /title \(String\) = Event 1/)
    assert.match(await ogrinfo(['-ro', '-al', `/vsicurl_streaming/${origin}/api/export?kind=incident&format=geojson&key=${key}`]), /Feature Count: 4/)
    const kml = await fetch(`${origin}/api/kml/live?kind=incident&key=${key}`)
    assert.match(await ogrinfo(['-al', keep('live.kml', await kml.text())]), /Feature Count: [34][\s\S]*POINT \(18 4\)|POINT Z \(18 4 0\)/)
  })

  test('nothing is left on the disk when an export is stopped or the node ends', async () => {
    const temporary = path.join(node.ground.dataDir, 'tmp')
    const taken = await node.call('POST', '/api/export?kind=incident&format=gpkg&purpose=try%20it', { as: officer })
    assert.equal((await node.call('DELETE', `/api/jobs/${taken.json.job}`, { as: officer })).status, 204)
    const { json } = await node.call('GET', `/api/jobs/${taken.json.job}`, { as: officer })
    assert.ok(['cancelled', 'done'].includes(json.state))
    await node.node.app.jobs.close()
    assert.deepEqual(existsSync(temporary) ? readdirSync(temporary) : [], [])
  })
})
