import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:tls'
import { after, before, describe, test } from 'node:test'
import { unzipSync, strFromU8, zipSync } from 'fflate'
import { until } from '../../../../test/store.ts'
import { sha256, takServices, upload, type Said, type Send, type TakServices } from '../../../../test/tak-services.ts'
import type { Person } from '../../../../test/running-node.ts'

let on: TakServices
let node: TakServices['node']
let chief: Person
let scout: Person
let ports: TakServices['ports']
let ca = ''
const ask: TakServices['ask'] = (...asked) => on.ask(...asked)
const enrol: TakServices['enrol'] = (...asked) => on.enrol(...asked)
const stand: TakServices['stand'] = (...asked) => on.stand(...asked)

describe('web services for TAK devices', { timeout: 240_000 }, () => {
  before(async () => {
    on = await takServices()
    ;({ node, chief, scout, ports, ca } = on)
  })
  after(async () => {
    await node?.close()
  })

  test('who is there, in which groups, and the last event of each: as far as one may see', async () => {
    const device = await enrol(scout, 'ANDROID-20')
    const standing = await stand(device, 'THERE')
    const there = async (who: Send) => JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/clientEndPoints?secAgo=0', who)).text)
    await until(async () => (await there(device)).data.some((one: { uid: string }) => one.uid === 'UID-THERE'), 'it is there')
    const { version, type, nodeId, data } = await there(device)
    assert.deepEqual([version, type, nodeId, data[0].callsign, data[0].username, data[0].lastStatus], ['3', 'com.bbn.marti.remote.ClientEndpoint', node.store.node, 'THERE', 'scout.one', 'Connected'])
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/contacts/all', device)).text)[0].callsign, 'THERE')
    const groups = JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/groups/all?useCache=true', device)).text).data
    assert.deepEqual([...new Set(groups.map((one: { direction: string }) => one.direction))].sort(), ['IN', 'OUT'])
    assert.ok(groups.every((one: { active: boolean; bitpos: number }) => one.active && one.bitpos >= 2))
    const event = await ask(ports.marti, 'GET', '/Marti/api/cot/xml/UID-THERE', device)
    assert.match(event.text, /uid="UID-THERE"[\s\S]*callsign="THERE"/)
    const low = await enrol(await node.person('there.low', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] }), 'ANDROID-21')
    assert.deepEqual((await there(low)).data, [])
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/contacts/all', low)).text, '[]')
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/cot/xml/UID-THERE', low)).status, 404)
    standing.end()
    await until(async () => (await there(device)).data.length === 0, 'it has left')
  })

  test('a package that says a name which is to be kept is neither taken nor given, wherever in it the name stands', async () => {
    const device = await enrol(scout, 'ANDROID-23')
    const packed = (files: { [name: string]: string }) => Buffer.from(zipSync(Object.fromEntries(Object.entries({ 'MANIFEST/manifest.xml': '<MissionPackageManifest version="2"/>', ...files }).map(([name, text]) => [name, Buffer.from(text)]))))
    const send = (bytes: Buffer) => {
      const { url, ...rest } = upload(bytes, `hash=${sha256(bytes)}&filename=names.zip&creatorUid=ANDROID-23`)
      return ask(ports.marti, 'POST', url, { ...device, ...rest })
    }
    const fetched = (bytes: Buffer) => ask(ports.marti, 'GET', `/Marti/sync/content?hash=${sha256(bytes)}`, device)
    const before = packed({ 'a/1.cot': '<event uid="1"><detail><remarks>with A. Tamsir</remarks></detail></event>' })
    assert.equal((await send(before)).status, 200)
    const veil = node.store.veil({ of: (reader) => (reader.compartments.includes('PERS') ? null : (text) => text.replace(/t[aá]msir/gi, '…')), names: () => false, holds: () => false })
    try {
      const held = await fetched(before)
      assert.deepEqual([held.status, held.text.includes('held for personnel')], [403, true], held.text)
      const named: { [name: string]: string }[] = [{ '1.cot': '<event><detail><contact callsign="TAMSIR-1"/></detail></event>' }, { 'x.kml': '<name>Tam&#115;ir</name>' }, { 'n.json': '{"n":"T\\u00e1msir"}' }, { 'Tamsir.jpg': 'picture' }]
      for (const files of named) {
        const refused = await send(packed(files))
        assert.deepEqual([refused.status, refused.text.includes('says a name')], [422, true], JSON.stringify(files))
      }
      assert.equal((await send(packed({ '1.cot': '<event><detail><contact callsign="ALFA-1"/></detail></event>' }))).status, 200)
    } finally {
      veil.stop()
    }
    assert.equal((await fetched(before)).status, 200)
    for (const { id, version } of (await node.call('GET', '/api/records?kind=data-package', { as: chief })).json.items) {
      await node.call('POST', `/api/records/${id}/actions`, { as: chief, body: { type: 'retract', basedOn: version, patch: {}, reason: 'only for this test' } })
    }
  })

  test('a data package goes up, is a record, comes down by its hash; private, foreign, damaged and hostile ones do not', async () => {
    const device = await enrol(scout, 'ANDROID-2')
    const bytes = Buffer.from(zipSync({ 'MANIFEST/manifest.xml': Buffer.from('<MissionPackageManifest version="2"/>'), 'a.txt': Buffer.from('route') }))
    const hash = sha256(bytes)
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/missionquery?hash=${hash}`, device)).status, 404)
    const { url, ...send } = upload(bytes, `hash=${hash}&filename=overlay.zip&creatorUid=ANDROID-2`)
    const up = await ask(ports.marti, 'POST', url, { ...device, ...send })
    assert.equal(up.status, 200, up.text)
    assert.equal(up.text, `https://127.0.0.1:${ports.marti}/Marti/sync/content?hash=${hash}`)
    assert.equal((await ask(ports.marti, 'POST', url, { ...device, ...send })).text, up.text)
    assert.ok((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash.toUpperCase()}`, device)).bytes.equals(bytes))
    const listed = async (): Promise<string[]> => JSON.parse((await ask(ports.marti, 'GET', '/Marti/sync/search?keywords=missionpackage', device)).text).results.map((one: { Name: string }) => one.Name)
    assert.deepEqual(await listed(), ['overlay.zip'])
    const records = (await node.call('GET', '/api/records?kind=data-package', { as: chief })).json
    assert.equal(records.total, 1)
    assert.equal(records.items[0].handling.level, 'C')
    const changed = await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'edit', basedOn: records.items[0].version, patch: { fields: { sha256: '0'.repeat(64) } } } })
    assert.equal(changed.status, 422, 'the hash is the file’s')
    const history = (await node.call('GET', `/api/records/${records.items[0].id}/history`, { as: chief })).body
    assert.match(history, /"export"/)

    // Need-to-know: raised above the scout's clearance it is gone, with no difference from one that never was.
    const raised = await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'handle', basedOn: records.items[0].version, patch: { handling: { ...records.items[0].handling, level: 'SC' } }, reason: 'test' } })
    assert.equal(raised.status, 200, raised.body)
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash}`, device)).status, 404)
    assert.deepEqual(await listed(), [])
    await node.call('POST', `/api/records/${records.items[0].id}/actions`, { as: chief, body: { type: 'handle', basedOn: raised.json.version, patch: { handling: records.items[0].handling }, reason: 'test' } })

    const other = await enrol(chief, 'ANDROID-3')
    assert.equal((await ask(ports.marti, 'PUT', `/Marti/api/sync/metadata/${hash}/tool`, { ...other, body: 'private' })).status, 403)
    assert.equal((await ask(ports.marti, 'PUT', `/Marti/api/sync/metadata/${hash}/tool`, { ...device, body: 'private', headers: { 'content-type': 'text/plain' } })).status, 200)
    assert.deepEqual(JSON.parse((await ask(ports.marti, 'GET', '/Marti/sync/search', other)).text).results, [])
    assert.equal((await ask(ports.marti, 'GET', `/Marti/sync/content?hash=${hash}`, other)).status, 200, 'who was told the hash fetches it')

    const wrong = upload(bytes, `hash=${'0'.repeat(64)}&filename=x.zip`)
    assert.match((await ask(ports.marti, 'POST', wrong.url, { ...device, ...wrong })).text, /damaged on the way/)
    const noZip = upload(Buffer.from('just text'), 'filename=x.zip')
    assert.equal((await ask(ports.marti, 'POST', noZip.url, { ...device, ...noZip })).status, 400)
    const bomb = upload(Buffer.from(zipSync({ 'zeros.bin': new Uint8Array(20_000_000) })), 'filename=bomb.zip')
    assert.equal((await ask(ports.marti, 'POST', bomb.url, { ...device, ...bomb })).status, 413)
    const slip = upload(Buffer.from(zipSync({ '../../etc/passwd': Buffer.from('x') })), 'filename=slip.zip')
    assert.equal((await ask(ports.marti, 'POST', slip.url, { ...device, ...slip })).status, 400)
    const large = upload(Buffer.alloc(50_000_001), 'filename=large.zip')
    assert.equal((await ask(ports.marti, 'POST', large.url, { ...device, ...large })).status, 413)
  })

  test('videos are those the account may see', async () => {
    const device = await enrol(scout, 'ANDROID-4')
    const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'video-source', data: { name: 'Gate <1>', url: 'rtsp://camera.example:554/live?x=1&y=2' } } })
    assert.equal(made.status, 201, made.body)
    assert.equal((await node.call('POST', '/api/records', { as: chief, body: { kind: 'video-source', data: { name: 'x', url: 'rtsp://u:p@camera.example/live' } } })).status, 422)
    assert.match((await ask(ports.marti, 'GET', '/Marti/vcm', device)).text, /<alias>Gate &lt;1&gt;<\/alias>.*<address>camera\.example<\/address><port>554<\/port>.*<path>\/live\?x=1&amp;y=2<\/path>/)
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', device)).text).videoConnections[0].feeds[0].url, 'rtsp://camera.example:554/live?x=1&y=2')
    await node.call('POST', `/api/records/${made.json.id}/actions`, { as: chief, body: { type: 'handle', basedOn: made.json.version, patch: { handling: { ...made.json.handling, level: 'SC' } }, reason: 'test' } })
    assert.deepEqual(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', device)).text).videoConnections, [])
  })

  test('a video a device sends is a draft its sender alone is listed, until a person takes it over; never lost, never with a password', async () => {
    const [device, other] = [await enrol(scout, 'ANDROID-10'), await enrol(chief, 'ANDROID-11')]
    const xml = (url: string): string => `<videoConnections><feed><protocol>rtsp</protocol><alias>Drone &amp; 1</alias><uid>V-1</uid><address>${url}</address><port>8554</port><roverPort>-1</roverPort><path>live</path></feed></videoConnections>`
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: xml('drone.example') })).status, 200)
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: xml('drone.example') })).status, 200, 'the same again is the same')
    const listed = async (who: Send): Promise<string[]> => JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video', who)).text).videoConnections.map((one: { uuid: string }) => one.uuid)
    assert.deepEqual(await listed(device), ['V-1'])
    assert.ok(!(await listed(other)).includes('V-1'))
    const drafts = async (): Promise<{ id: string; version: number; data: { [name: string]: unknown } }[]> => (await node.call('GET', '/api/records?kind=video-source&where.offered=true', { as: chief })).json.items
    const [draft] = await drafts()
    assert.deepEqual([(await drafts()).length, draft?.data['url'], draft?.data['name'], (draft!.data['offered'] as { uid: string }).uid], [1, 'rtsp://drone.example:8554/live', 'Drone & 1', 'V-1'])
    assert.equal((await node.call('POST', `/api/records/${draft!.id}/actions`, { as: scout, body: { type: 'take-over', basedOn: draft!.version, patch: {} } })).status, 403, 'who may not')
    const taken = await node.call('POST', `/api/records/${draft!.id}/actions`, { as: chief, body: { type: 'take-over', basedOn: draft!.version, patch: {} } })
    assert.equal(taken.status, 200, taken.body)
    assert.ok((await listed(other)).includes(draft!.id))
    // Another address under the same name does not change what was taken over: it is a draft of its own.
    const put = await ask(ports.marti, 'PUT', '/Marti/api/video/V-1', { ...device, body: JSON.stringify({ uuid: 'V-1', alias: 'Drone 1', feeds: [{ uuid: 'V-1', url: 'rtsp://user:secret@moved.example/live' }] }) })
    assert.deepEqual([put.status, JSON.parse(put.text).kept], [200, 1])
    assert.deepEqual((await drafts()).map((one) => [one.data['url'], String(one.data['note']).includes('secret')]), [['rtsp://moved.example/live', false]])
    assert.equal(JSON.parse((await ask(ports.marti, 'GET', '/Marti/api/video/V-1', device)).text).feeds[0].url, 'rtsp://moved.example/live')
    assert.equal((await ask(ports.marti, 'GET', '/Marti/api/video/V-1', other)).status, 404)
    assert.equal((await ask(ports.marti, 'DELETE', `/Marti/api/video/${draft!.id}`, device)).status, 403, 'what was taken over is not its own any more')
    assert.equal((await ask(ports.marti, 'DELETE', '/Marti/vcm/V-1', device)).status, 200)
    assert.equal((await drafts()).length, 0)
    // What cannot be kept is told and stands in the quarantine.
    const mixed = await ask(ports.marti, 'POST', '/Marti/api/video', { ...device, body: JSON.stringify({ videoConnections: [{ uuid: 'A', alias: 'Good', feeds: [{ uuid: 'A', url: 'srt://a.example:9000' }] }, { uuid: 'B', alias: 'Bad', feeds: [{ uuid: 'B', url: 'file:///etc/passwd' }] }] }) })
    assert.deepEqual([mixed.status, JSON.parse(mixed.text).kept, JSON.parse(mixed.text).refused[0].name], [200, 1, 'Bad'])
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...device, body: '<!DOCTYPE x [<!ENTITY e "e">]><videoConnections>&e;</videoConnections>' })).status, 400)
    const feeds = (await node.call('GET', '/api/records?kind=feed', { as: chief })).json.items as { id: string; data: { codec: string } }[]
    const web = feeds.find((one) => one.data.codec === 'tak-marti')!
    const kept = (await node.call('GET', `/api/feeds/${web.id}/quarantine`, { as: chief })).body
    assert.match(kept, /Bad its address is not an address of a stream/)
    assert.match(kept, /is not a list of/)
    const observer = await node.person('video.observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    assert.equal((await ask(ports.marti, 'POST', '/Marti/vcm', { ...(await enrol(observer, 'ANDROID-12')), body: xml('x.example') })).status, 403)
  })

  test('a camera named on the stream is a draft too, and its event is kept whole', async () => {
    const device = await enrol(scout, 'ANDROID-13')
    const socket = connect({ host: '127.0.0.1', port: ports.stream, ca, ...device })
    await once(socket, 'secureConnect')
    const at = new Date().toISOString()
    socket.write(`<event version="2.0" uid="CAM-1" type="b-m-p-s-p-loc" how="h-e" time="${at}" start="${at}" stale="${new Date(Date.now() + 3_600_000).toISOString()}"><point lat="4" lon="18" hae="0" ce="9" le="9"/><detail><contact callsign="Mast"/><__video url="rtsp://mast.example/1"/><surprise a="1"/></detail></event>`)
    await until(async () => (await node.call('GET', '/api/records?kind=video-source&where.offered=true', { as: chief })).json.items.some((one: { data: { url: string; name: string } }) => one.data.url === 'rtsp://mast.example/1' && one.data.name === 'Mast'), 'the draft')
    await until(async () => (await node.call('GET', '/api/records?kind=field-report', { as: chief })).json.items.some((one: { data: { cot: string } }) => one.data.cot.includes('<surprise a="1"/>')), 'the report')
    socket.destroy()
  })

  test('ExportMissionKML: where devices were, to who may see them; strictly confidential stays out; kml and kmz', async () => {
    const device = await enrol(scout, 'ANDROID-14')
    const standing = await stand(device, 'KML1')
    const span = `startTime=${new Date(Date.now() - 3_600_000).toISOString().replace('Z', '0Z')}&endTime=${new Date(Date.now() + 3_600_000).toISOString()}`
    const get = (query: string, who: Send = device): Promise<Said> => ask(ports.marti, 'GET', `/Marti/ExportMissionKML?${query}`, who)
    await until(async () => (await get(`${span}&uid=UID-KML1`)).text.includes('<gx:coord>18.1 4.1'), 'the position is in the history')
    standing.end()
    const one = await get(`${span}&uid=UID-KML1&multiTrackThreshold=10&extendedData=true&format=kml&optimizeExport=true`)
    assert.equal(one.headers['content-type'], 'application/vnd.google-earth.kml+xml')
    assert.match(one.text, /<name>[^<]*KML1<\/name>[\s\S]*<gx:Track>[\s\S]*<gx:coord>18\.1 4\.1/)
    assert.doesNotMatch((await get(`${span}&uid=UID-NOBODY`)).text, /gx:coord/)
    const all = await get(`interval=2&endTime=${new Date(Date.now() + 3_600_000).toISOString()}`)
    assert.match(all.text, /KML1/)
    const packed = await get(`${span}&uid=UID-KML1&format=kmz`)
    assert.match(strFromU8(unzipSync(packed.bytes)['doc.kml']!), /<gx:coord>18\.1 4\.1/)
    for (const [query, status] of [['', 400], ['interval=-1', 400], ['interval=99999', 400], [`startTime=yesterday&endTime=now`, 400], [`${span}&format=exe`, 400]] as const) {
      assert.equal((await get(query)).status, status, query)
    }
    const observer = await node.person('kml.observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    assert.doesNotMatch((await get(`${span}&uid=UID-KML1`, await enrol(observer, 'ANDROID-15'))).text, /gx:coord/)
    const feeds = (await node.call('GET', '/api/records?kind=feed', { as: chief })).json.items as { id: string; version: number; handling: object; data: { codec: string } }[]
    const stream = feeds.find((feed) => feed.data.codec === 'tak')!
    const level = async (to: string): Promise<void> => {
      const now = (await node.call('GET', `/api/records/${stream.id}`, { as: chief })).json
      assert.equal((await node.call('POST', `/api/records/${stream.id}/actions`, { as: chief, body: { type: 'handle', basedOn: now.version, patch: { handling: { ...now.handling, level: to } }, reason: 'test' } })).status, 200)
    }
    await level('SC')
    await until(async () => !(await get(`${span}&uid=UID-KML1`, await enrol(chief, 'ANDROID-16'))).text.includes('gx:coord'), 'also not for those cleared for it')
    await level('C')
  })

  test('a package from the screen is told to the devices of those who may see it, and to nobody else', async () => {
    const observer = await node.person('observer', { clearance: 'U', grants: [{ role: 'MILOB', area: null }] })
    const bytes = Buffer.from(zipSync({ 'a.txt': Buffer.from('from the operations room') }))
    const sent = await node.call('POST', '/api/tak/packages', { as: chief, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })
    assert.equal(sent.status, 201, sent.body)
    assert.equal((await node.call('POST', '/api/tak/packages', { as: chief, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })).status, 200, 'the same again is the same')
    const [may, mayNot] = [await stand(await enrol(scout, 'ANDROID-8'), 'SCOUT'), await stand(await enrol(observer, 'ANDROID-9'), 'OBS')]
    await until(async () => (await node.call('GET', '/api/tak', { as: chief })).json.clients.filter((one: { callsign: string | null }) => one.callsign !== null).length === 2, 'both are known')
    const offered = await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: chief, body: {} })
    assert.deepEqual([offered.status, offered.json], [200, { devices: 1 }])
    await until(() => may.heard().includes('b-f-t-r'), 'the offer')
    assert.match(may.heard(), new RegExp(`senderUrl="https://tak\\.example\\.org:${ports.marti}/Marti/sync/content\\?hash=${sha256(bytes)}"`))
    assert.deepEqual((await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: chief, body: { callsigns: ['OBS'] } })).json, { devices: 0 })
    assert.equal((await node.call('POST', `/api/tak/packages/${sent.json.id}/offer`, { as: observer, body: {} })).status, 404)
    assert.equal((await node.call('POST', '/api/tak/packages', { as: observer, raw: upload(bytes, '').body as Buffer, headers: upload(bytes, '').headers! })).status, 403)
    assert.doesNotMatch(mayNot.heard(), /b-f-t-r/)
    may.end()
    mayNot.end()
  })

  test('in clear only with login and secret, and no certificates are made there', async () => {
    const clear = (path_: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`http://127.0.0.1:${ports.clear}${path_}`, { headers })
    assert.equal((await clear('/Marti/api/version')).status, 401)
    const signed = { authorization: `Basic ${Buffer.from(`chief:${chief.token}`).toString('base64')}` }
    assert.equal((await clear('/Marti/api/version', signed)).status, 200)
    assert.equal((await clear('/Marti/api/tls/config', signed)).status, 501)
  })
})
