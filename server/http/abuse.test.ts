import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Handling } from '../../core/handling.ts'
import { createApp } from '../app.ts'
import { SYSTEM } from '../auth/reader.ts'
import { uuidV7 } from '../auth/secret-values.ts'
import { png } from '../../test/map-files.ts'
import { until } from '../../test/store.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'

const open: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const source = (id: string, more: object = {}) => ({ id, type: 'COMMUNITY', text: `says ${id}`, reliability: 'B', credibility: '3', ...more })

describe('what newer doors let through', () => {
  let node: RunningNode
  let desk: Person
  let holder: Person
  let outsider: Person
  let made = 0

  before(async () => {
    node = await runningNode()
    desk = await node.person('desk', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    holder = await node.person('holder', { clearance: 'SC', compartments: ['SOURCE'], grants: [{ role: 'JMAC-A', area: null }] })
    outsider = await node.person('outsider', { org: 'LAND', side: 'member-state', clearance: 'U', grants: [{ role: 'MS-RO', area: null }] })
  })
  after(() => node?.close())

  async function create(data: Record<string, unknown> = {}, more: { handling?: Partial<Handling>; as?: Person } = {}): Promise<{ id: string; ref: string; version: number; createdAt: string }> {
    made += 1
    const answer = await node.call('POST', '/api/records', { as: more.as ?? holder, body: { kind: 'incident', data: incidentData({ title: `Event ${made}`, ...data }), handling: { ...open, ...more.handling } } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json
  }
  const act = (as: Person, id: string, type: string, basedOn: number, patch: object, reason: string | null = null): Promise<Answered> => node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn, patch, reason } })
  const get = (url: string, as: Person = desk, headers: Record<string, string> = {}): Promise<Answered> => node.call('GET', url, { as, headers })
  const ended = async (answer: Answered, as: Person): Promise<Answered> => {
    assert.equal(answer.status, 202, answer.body)
    await node.node.app.jobs.ended(answer.json.job)
    return get(`/api/jobs/${answer.json.job}`, as)
  }

  test('a source that is protected by now was not open then either', async () => {
    const record = await create({ sources: [source('s1', { text: 'zqmiller told it', originator: 'zqelder' })] })
    const asOf = encodeURIComponent(record.createdAt)
    assert.equal((await act(holder, record.id, 'edit', 1, { fields: { sources: [source('s1', { text: 'zqmiller told it', originator: 'zqelder', protected: true })] } })).status, 200)
    for (const url of [`/api/records/${record.id}`, `/api/records/${record.id}/history`, `/api/records/${record.id}?asOf=${asOf}`, `/api/records?kind=incident&ids=${record.id}&asOf=${asOf}`]) {
      const answer = await get(url)
      assert.equal(answer.status, 200, answer.body)
      assert.ok(!/zqmiller|zqelder/.test(answer.body), url)
      assert.ok((await get(url, holder)).body.includes('zqmiller'), `${url} for a holder`)
    }
  })

  test('a comment made while the record was closed stays closed', async () => {
    const record = await create({}, { handling: { compartments: ['SOURCE'] } })
    assert.equal((await act(holder, record.id, 'comment', 1, { text: 'zqname of the informant' })).status, 200)
    assert.equal((await act(holder, record.id, 'handle', 2, { handling: open }, 'cleaned for everyone')).status, 200)
    assert.equal((await act(desk, record.id, 'comment', 3, { text: 'good', feedback: true })).status, 200)
    for (const url of [`/api/records/${record.id}/thread`, `/api/records/${record.id}/history`, `/api/records/${record.id}`]) {
      assert.ok(!(await get(url)).body.includes('zqname'), url)
    }
    assert.ok((await get(`/api/records/${record.id}/thread`, holder)).body.includes('zqname'))
  })

  test('a comment withdrawn is shown nowhere', async () => {
    const record = await create()
    const said = await act(desk, record.id, 'comment', 1, { text: 'zqwithdrawn words' })
    const id = (await get(`/api/records/${record.id}/thread`)).json.comments[0].id
    assert.equal((await act(desk, record.id, 'withdraw-comment', said.json.version, { comment: id })).status, 200)
    for (const url of ['/thread', '/history', '']) {
      assert.ok(!(await get(`/api/records/${record.id}${url}`)).body.includes('zqwithdrawn'), url)
    }
  })

  test('outside readers are not told what the mission says among itself', async () => {
    const record = await create({}, { handling: { releasableTo: ['*', 'LAND'] } })
    assert.equal((await act(desk, record.id, 'approve', 1, {})).status, 200)
    assert.equal((await act(desk, record.id, 'comment', 2, { text: 'zqinside remark' })).status, 200)
    assert.equal((await get(`/api/records/${record.id}`, outsider)).status, 200)
    for (const url of ['/thread', '/history', '']) {
      assert.ok(!(await get(`/api/records/${record.id}${url}`, outsider)).body.includes('zqinside'), url)
    }
  })

  test('a change to many does not open what was closed after its preview', async () => {
    const [a, b] = [await create({}, { as: desk }), await create({}, { as: desk })]
    const seen = await node.call('POST', '/api/bulk/preview', { as: desk, body: { query: { kind: 'incident' }, ids: [a.id, b.id], change: { action: 'handle', handling: { caveats: ['NO-TCC'] }, reason: 'legal' } } })
    assert.equal(seen.json.change, 2, seen.body)
    assert.equal((await act(desk, a.id, 'handle', 1, { handling: { ...open, level: 'SC' } }, 'closed')).status, 200)
    const job = await ended(await node.call('POST', '/api/bulk', { as: desk, body: { plan: seen.json.plan } }), desk)
    assert.equal((await get(`/api/records/${a.id}`)).json.handling.level, 'SC', job.body)
    assert.deepEqual((await get(`/api/records/${b.id}`)).json.handling.caveats, ['NO-TCC'], job.body)
    assert.equal(job.json.result.refused[0].why, 'changed', job.body)
  })

  test('strictly confidential records leave as KML only with a purpose', async () => {
    await create({ title: 'zqstrict' }, { handling: { level: 'SC' } })
    const answer = await get('/api/kml/live?kind=incident')
    assert.ok(!answer.body.includes('zqstrict'), answer.body.slice(0, 300))
  })

  test('names and captions are not cut in the middle of a character', async () => {
    const record = await create({}, { as: desk })
    const id = uuidV7(node.clock.now)
    const sent = await node.call('POST', `/api/records/${record.id}/attachments`, { as: desk, ...form(`${'a'.repeat(149)}😀.txt`, 'hello there', { id, caption: `${'c'.repeat(999)}😀` }) })
    assert.equal(sent.status, 201, sent.body)
    assert.equal((await get(`/api/attachments/${id}`)).status, 200)
    assert.equal((await get(`/api/records/${record.id}/thread`)).json.attachments[0].caption, 'c'.repeat(999))
  })

  test('who makes no records hands in no tables to be kept', async () => {
    for (const url of ['/api/import/preview', '/api/import']) {
      const sent = await node.call('POST', url, { as: outsider, ...form('x.csv', 'Title,Lat,Lon\r\nA,1,2', {}) })
      assert.match(sent.json.type, /not-allowed$/, sent.body)
    }
  })

  test('an upload that is torn or none is refused in words, at every door that takes one', async () => {
    const admin = await node.person('uploader', { grants: [{ role: 'ADMIN', area: null }, { role: 'JOC-CH', area: null }] })
    const record = await create()
    const begun = await node.call('POST', '/api/maps/uploads', { as: admin, body: { file: 'torn.pmtiles', size: 50 } })
    const torn = '--edge\r\ncontent-disposition: form-data; name="offset"\r\n\r\n0\r\n--edge\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc'
    for (const url of [`/api/maps/uploads/${begun.json.upload}`, `/api/records/${record.id}/attachments`, '/api/import', '/api/import/preview']) {
      for (const [raw, type] of [['x', 'multipart/form-data'], [torn, 'multipart/form-data; boundary=edge'], ['', 'multipart/form-data; boundary=edge'], [torn.replace('name="file"', 'name="__proto__"'), 'multipart/form-data; boundary=edge']] as const) {
        const answer = await node.call('POST', url, { as: admin, raw, headers: { 'content-type': type } })
        assert.ok(answer.status >= 400 && answer.status < 500, `${url} ${type}: ${answer.body}`)
      }
    }
  })

  test('what jobs leave does not fill the disk, nor lie about after the node was stopped', async () => {
    const exporter = await node.person('exporter')
    const tmp = path.join(node.ground.dataDir, 'tmp')
    const first = await ended(await node.call('POST', '/api/export?kind=incident&format=csv', { as: exporter }), exporter)
    for (let i = 0; i < 31; i += 1) {
      node.clock.now += 2000
      await ended(await node.call('POST', '/api/export?kind=incident&format=csv', { as: exporter }), exporter)
    }
    assert.equal((await get('/api/jobs', exporter)).json.items.length, 30)
    assert.equal((await get(`/api/jobs/${first.json.id}`, exporter)).status, 404)
    await until(() => readdirSync(tmp).filter((name) => name.includes(first.json.id)).length === 0, 'the file of the oldest is gone')
    const next = await createApp({ store: node.store, dataDir: node.ground.dataDir, config: node.node.app.config })
    assert.ok(!existsSync(tmp))
    await next.close()
  })

  test('boundaries drawn for a trial do not tell where closed records lie', async () => {
    const drawer = await node.person('drawer', { clearance: 'C', grants: [{ role: 'ADMIN', area: null }, { role: 'JOC-IM', area: null }] })
    const place = { lon: 61.5, lat: 21.5, precision: 1, radiusM: 50, method: 'GPS' }
    const around = { id: crypto.randomUUID(), code: 'TRY', name: 'Try', type: 'sector', parent: null, polygons: [[[[61, 21], [62, 21], [62, 22], [61, 22], [61, 21]]]] }
    const tried = async (): Promise<number> => (await ended(await node.call('POST', '/api/areas/restamp', { as: drawer, body: { dryRun: true, changes: [around] } }), drawer)).json.result.moved
    await create({ place }, { handling: { level: 'SC', compartments: ['SOURCE'] } })
    assert.equal(await tried(), 0)
    await create({ place })
    assert.equal(await tried(), 1)
  })

  test('a printed map is on the record of the mission, whatever its handling', async () => {
    const record = await create()
    await node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: 'mission', kind: 'mission', type: 'create', at: record.createdAt, basedOn: null, patch: { data: { name: 'Test', zone: 'UTC', languages: ['en'], bounds: [10, 0, 20, 10], exercise: false, org: 'mission' } } }])
    const printed = await node.call('POST', `/api/maps/sheet?kind=incident&ids=${record.id}&bbox=10,0,20,10&purpose=patrol+brief`, { as: desk })
    assert.equal(printed.json.items.length, 1, printed.body)
    const mark = (await node.store.history(SYSTEM, 'mission')).at(-1)
    assert.deepEqual([mark?.type, mark?.purpose, mark?.patch], ['export', 'patrol brief', { format: 'map-sheet', count: 1, of: 'incident' }])
  })

  test('a connection made for a source that may reach the own network serves no other', async () => {
    const admin = await node.person('maps-admin', { grants: [{ role: 'ADMIN', area: null }] })
    let asked = 0
    const server = createServer((_request, response) => {
      asked += 1
      response.writeHead(200, { 'content-type': 'image/png' }).end(png(1))
    })
    await new Promise<void>((done) => { server.listen(0, 'localhost', done) })
    try {
      const source = { name: 'Net', type: 'xyz', url: `http://localhost:${(server.address() as AddressInfo).port}/{z}/{x}/{y}.png`, attribution: '', order: 0, enabled: true }
      const tried = async (allowPrivate: boolean) => (await node.call('POST', '/api/maps/test', { as: admin, body: { source: { ...source, allowPrivate }, z: 1, x: 0, y: 0 } })).json
      assert.equal((await tried(true)).format, 'png')
      assert.equal((await tried(false)).refused?.reason, 'address')
      assert.equal(asked, 1)
    } finally {
      server.close()
      server.closeAllConnections()
    }
  })
})

function form(name: string, file: string, fields: Record<string, string>): { raw: Buffer; headers: Record<string, string> } {
  const edge = 'edge-of-part'
  const head = Object.entries(fields).map(([field, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`).join('')
  return { raw: Buffer.from(`${head}--${edge}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain\r\n\r\n${file}\r\n--${edge}--\r\n`), headers: { 'content-type': `multipart/form-data; boundary=${edge}` } }
}
