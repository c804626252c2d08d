import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { consent, dial, feedBench, freePort, position, type FeedBench } from '../../test/feeds.ts'
import { runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'
import { bytesAs } from './routes.ts'
import type { FeedRun } from './run.ts'

describe('feeds over HTTP', () => {
  let node: RunningNode
  let bench: FeedBench
  let desk: Person
  let stranger: Person
  before(async () => {
    node = await runningNode()
    bench = await feedBench(node)
    desk = await node.person('desk')
    stranger = await node.person('stranger', { org: 'partner', side: 'partner', clearance: 'U', grants: [{ role: 'PARTNER', area: null }] })
  })
  after(() => node.close())
  const get = (run: FeedRun, more = '', as: Person = bench.keeper) => node.call('GET', `/api/feeds/${run.view.id}${more}`, { as })

  test('who may not read a feed learns nothing of it, who may not edit it changes nothing', async () => {
    const run = await bench.made({ transport: 'http-push' })
    const list = await node.call('GET', '/api/feeds', { as: stranger })
    assert.deepEqual([list.json.items, list.json.total], [[], 0])
    for (const more of ['', '/quarantine', '/recordings', '/recordings/1700000000000.rec', '/connect']) {
      assert.equal((await get(run, more, stranger)).status, 404, more)
    }
    assert.equal((await get(run, '', desk)).json.mayEdit, false)
    assert.equal((await get(run, '/quarantine', desk)).status, 200)
    assert.equal((await get(run, '/connect', desk)).status, 403, 'the key is for those who edit')
    const writes: [string, string, unknown][] = [['POST', '/quarantine/drop', {}], ['POST', '/quarantine/retry', {}], ['POST', '/key', undefined], ['POST', '/secret', { secret: 'x' }], ['POST', '/replay', { recording: '1700000000000.rec' }], ['POST', '/trial', { recording: '1700000000000.rec' }], ['DELETE', '/replay', undefined], ['DELETE', '/recordings/1700000000000.rec', undefined]]
    for (const [method, more, body] of writes) {
      assert.equal((await node.call(method, `/api/feeds/${run.view.id}${more}`, { as: desk, body })).status, 403, more)
      assert.equal((await node.call(method, `/api/feeds/${run.view.id}${more}`, { as: stranger, body })).status, 404, more)
      assert.equal((await node.call(method, `/api/feeds/${run.view.id}${more}`, { body })).status, 401, more)
    }
  })

  test('phones and programs push with a key, each in its own words', async () => {
    const run = await bench.made({ transport: 'http-push', recordMb: 1 })
    const made = await node.call('POST', `/api/feeds/${run.view.id}/key`, { as: bench.keeper })
    const { key, push } = made.json
    assert.match(push, new RegExp(`^http://localhost(:80)?/api/feeds/in/${key}$`))
    assert.deepEqual((await get(run, '/connect')).json, { key, push })
    const door = `/api/feeds/in/${key}`
    const now = Math.floor(node.clock.now / 1000)
    const phone = await node.call('POST', `${door}/?id=387&lat=4.25&lon=18.5&timestamp=${now}&speed=10&bearing=361&altitude=380&accuracy=5&batt=83`)
    assert.deepEqual([phone.status, phone.body], [200, ''])
    const own = await node.call('POST', door, { body: { _type: 'location', lat: 4.3, lon: 18.6, tst: now, tid: 'am', acc: 12, batt: 50 }, headers: { 'x-limit-u': 'amal', 'x-limit-d': 'phone' } })
    assert.deepEqual([own.status, own.json], [200, []])
    const modern = await node.call('POST', door, { body: { device_id: '99', location: { timestamp: new Date(node.clock.now).toISOString(), coords: { latitude: 4.1, longitude: 18.1, accuracy: 4, speed: 2, heading: -1, altitude: 300 }, battery: { level: 0.5 }, event: 'sos' } } })
    assert.deepEqual([modern.status, modern.json], [200, { taken: 2, bad: 0, refused: 0, because: null }])
    const [first, second, third, alarm] = bench.of(run)
    assert.ok(first?.what === 'position' && second?.what === 'position' && third?.what === 'position' && alarm?.what === 'alarm')
    assert.deepEqual([first.fix.subject, first.fix.at, first.fix.speedMs, first.fix.courseDeg, first.facts?.battery], ['device:387', now * 1000, 5.14444, 1, 0.83])
    assert.deepEqual([second.fix.subject, second.fix.accuracyM], ['device:amal/phone', 12])
    assert.deepEqual([third.fix.subject, third.fix.speedMs, third.fix.courseDeg, third.facts?.battery, alarm.alarm], ['device:99', 2, null, 0.5, 'sos'])

    const bad = await node.call('POST', `${door}?id=387&lat=91&lon=18&timestamp=${now}`)
    assert.equal(bad.status, 202, 'the device goes on to what is newer')
    assert.match(bad.body, /not on Earth/)
    assert.equal((await node.call('GET', door)).status, 400)
    assert.equal((await node.call('GET', '/api/feeds/in/wrong?id=1&lat=1&lon=1')).status, 404)
    await bench.edit(run, { mostPerSecond: 1 })
    assert.equal((await node.call('GET', `${door}?id=1&lat=1&lon=1`)).status, 200)
    const more = await node.call('GET', `${door}?id=1&lat=1&lon=1`)
    assert.deepEqual([more.status, more.headers['retry-after']], [429, '1'])
    await consent(node, 'withdrawn')
    assert.equal((await node.call('GET', `${door}?id=1&lat=1&lon=1`)).status, 403)
    await consent(node, 'granted')
    const renewed = (await node.call('POST', `/api/feeds/${run.view.id}/key`, { as: bench.keeper })).json.key
    assert.equal((await node.call('GET', `${door}?id=1&lat=1&lon=1`)).status, 404, 'the old key opens nothing')
    assert.notEqual(renewed, key)
  })

  test('what could not be read is shown, read again and thrown away', async () => {
    const port = await freePort()
    const run = await bench.made({ port })
    await bench.up(run)
    const socket = await dial(port)
    socket.write(`${JSON.stringify({ lat: 4, lon: 18, time: node.clock.now })}\nnoise\u0000\n`)
    await until(() => run.quarantine.size === 2, 'kept')
    const seen = (await get(run, '/quarantine')).json
    assert.equal(seen.total, 2)
    assert.deepEqual(seen.items.map((one: { reason: string }) => one.reason), ['neither JSON nor fields of a form', 'it does not say which device: no id, deviceid, imei or tid, and none in the topic'])
    assert.equal(seen.items[0].hex, Buffer.from('noise\0').toString('hex'))
    assert.equal(seen.items[0].text, 'noise·')
    assert.match(seen.items[0].from, /127\.0\.0\.1/)
    await bench.edit(run, { options: { device: 'tractor' } })
    const again = await node.call('POST', `/api/feeds/${run.view.id}/quarantine/retry`, { as: bench.keeper, body: {} })
    assert.deepEqual(again.json, { read: 1, still: 1, cut: 0 })
    assert.ok(bench.of(run).some((one) => one.what === 'position' && one.fix.subject === 'device:tractor'))
    const dropped = await node.call('POST', `/api/feeds/${run.view.id}/quarantine/drop`, { as: bench.keeper, body: {} })
    assert.deepEqual([dropped.json.dropped, run.quarantine.size], [1, 0])
    socket.destroy()
    await bench.edit(run, { enabled: false })
  })

  test('what came is recorded, downloaded, tried with a format and played again as a replay', async () => {
    const port = await freePort()
    const run = await bench.made({ port, recordMb: 1 })
    await bench.up(run)
    const socket = await dial(port)
    const before = node.clock.now
    socket.write(position('r', before).slice(0, 10))
    await until(() => run.recorder.bytes > 10, 'recorded')
    node.clock.now += 3_600_000
    socket.write(`${position('r', before).slice(10)}noise\n`)
    await until(() => bench.of(run).length === 1, 'heard')
    socket.destroy()
    await bench.edit(run, { enabled: false })
    const { items } = (await get(run, '/recordings')).json
    assert.equal(items.length, 1)
    const [{ name }] = items
    const tried = () => node.call('POST', `/api/feeds/${run.view.id}/trial`, { as: bench.keeper, body: { recording: name } })
    await until(async () => (await tried()).json.pieces === 2, 'on the disk')
    assert.match((await get(run, `/recordings/${name}`)).body, /^VIGIEREC1\n/)
    const trial = await tried()
    assert.deepEqual([trial.json.heard, trial.json.bad, trial.json.whole, trial.json.reasons], [1, 1, true, [{ reason: 'neither JSON nor fields of a form', count: 1 }]])
    const count = bench.heard.length
    assert.equal((await node.call('POST', `/api/feeds/${run.view.id}/replay`, { as: bench.keeper, body: { recording: name, speed: 1 } })).status, 202)
    assert.equal((await node.call('POST', `/api/feeds/${run.view.id}/replay`, { as: bench.keeper, body: { recording: name } })).status, 409)
    await until(async () => (await get(run)).json.replay !== null, 'it waits for an hour between the pieces')
    assert.deepEqual((await node.call('DELETE', `/api/feeds/${run.view.id}/replay`, { as: bench.keeper })).json, { stopped: true })
    await until(async () => (await get(run)).json.replay === null, 'stopped')
    await node.call('POST', `/api/feeds/${run.view.id}/replay`, { as: bench.keeper, body: { recording: name, speed: 0 } })
    await until(() => bench.heard.length > count, 'played')
    assert.equal(bench.heard.at(-1)?.replay, true)
    assert.equal(run.health().total.in, 1, 'a replay is not counted as what came')
    assert.equal((await node.call('DELETE', `/api/feeds/${run.view.id}/recordings/${name}`, { as: bench.keeper })).status, 204)
    assert.equal((await get(run, `/recordings/${name}`)).status, 404)
    assert.equal((await get(run, '/recordings/..%2Fledger.json')).status, 400)
  })
})

test('bytes that could not be read are told without a name that is to be kept, however it is encoded', () => {
  const cut = (text: string): string => text.replaceAll('حسان', '█')
  for (const bytes of [Buffer.from('at حسان'), Buffer.from('at حسان', 'utf16le'), Buffer.from([0x61, 0x74, 0x20, 0xcd, 0xd3, 0xc7, 0xe4]), Buffer.from('"at \\u062d\\u0633\\u0627\\u0646"')]) {
    const told = bytesAs(bytes, cut)
    assert.match(told.text, /at █/)
    assert.equal(told.hex, Buffer.from(told.text).toString('hex'))
  }
  assert.deepEqual(bytesAs(Buffer.from('noise\0'), cut), { hex: Buffer.from('noise\0').toString('hex'), text: 'noise·' })
})
