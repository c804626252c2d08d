import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Heard } from '../../../core/feed.ts'
import type { Handling } from '../../../core/handling.ts'
import type { NewAction } from '../../../core/record.ts'
import { QUALITY, type Kept } from '../../../server/face.ts'
import { consent, feedBench, freePort, dial, position } from '../../../test/feeds.ts'
import { runningNode, type Answered, type Person, type RunningNode } from '../../../test/running-node.ts'
import { SYSTEM, until } from '../../../test/store.ts'
import { pictureOf } from './live/of-app.ts'
import { rulesOf } from './rules/rules.ts'

const CONFIDENTIAL: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const STRICT: Handling = { ...CONFIDENTIAL, level: 'SC' }
const HOUR = 3_600_000
let numbers = 0

function action(kind: string, record: string, type: string, patch: object, basedOn: number | null = null): NewAction {
  return { id: `n-${(numbers += 1)}`, record, kind, type, at: new Date().toISOString(), basedOn, patch: patch as NewAction['patch'], reason: 'test' }
}

function create(kind: string, record: string, data: object, handling: Handling): NewAction {
  return action(kind, record, 'create', { data, handling })
}

const feedData = (name: string): object => ({ name, technology: 'tracker', codec: 'nmea', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' })
const trackData = (name: string, subjects: string[]): object => ({ name, subjects, sort: 'vehicle', affiliation: 'friend' })

describe('need-to-know of what moves, by its back doors', () => {
  let node: RunningNode
  let duty: Person
  let chief: Person
  let t0 = 0
  const call = (method: string, url: string, as: Person, body?: object): Promise<Answered> => node.call(method, url, { as, ...(body ? { body } : {}) })
  const hear = (feed: string, ...heard: Heard[]): void => {
    const picture = pictureOf(node.node.app)
    picture.take({ feed: picture.book.feeds.get(feed) ?? assert.fail(feed), heard, receivedAt: node.clock.now, replay: false })
  }
  const heard = (subject: string, lon: number, at = node.clock.now): Heard => ({ what: 'position', fix: { subject, at, lon, lat: 4, altM: null, speedMs: 3, courseDeg: null, accuracyM: null, source: 'gps' } })
  const kept = (subject: string, feed: string, ms: number, lon = 18.1): Kept => ({ subject, feed, at: t0 + ms, receivedAt: t0 + ms, lon, lat: 4, altM: null, speedMs: null, courseDeg: null, accuracyM: 5, source: 'gps', quality: QUALITY.good })
  const paths = async (as: Person): Promise<string[]> => (await call('GET', `/api/tracks/paths?from=${new Date(t0).toISOString()}&to=${new Date(t0 + 2 * HOUR).toISOString()}`, as)).json.paths.map((one: { id: string }) => one.id).sort()

  before(async () => {
    node = await runningNode()
    t0 = Math.floor(node.clock.now / HOUR) * HOUR - 5 * HOUR
    duty = await node.person('duty')
    chief = await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
  })
  after(() => node.close())

  test('what a strict feed brought stays strict when the feed is retracted and somebody claims its identities, also over a restart', async () => {
    await node.store.commit(SYSTEM, [create('feed', 'fed-watch', feedData('Watchers'), STRICT), create('track', 'trk-claim', trackData('Claim', ['imei:watched']), CONFIDENTIAL)])
    await node.node.app.positions.append([kept('imei:watched', 'fed-watch', 1000), kept('imei:watched', 'fed-watch', 61_000)], 'standard')
    assert.deepEqual(await paths(duty), [])
    await node.store.commit(SYSTEM, [action('feed', 'fed-watch', 'retract', {}, 1)])
    assert.deepEqual(await paths(duty), [])
    assert.deepEqual(await paths(chief), ['fed-watch/imei:watched'])
    const picture = pictureOf(node.node.app)
    picture.restore({ ...kept('imei:watched', 'fed-watch', 61_000), feed: 'fed-watch' })
    assert.equal(picture.find('trk-claim'), -1, 'nor does it come back under the track that claims it')
  })

  test('nobody says by hand that a feed reports a track; kept and split ones know it', async () => {
    await node.store.commit(SYSTEM, [create('feed', 'fed-sc', feedData('Quiet'), STRICT), create('feed', 'fed-c', feedData('Open'), CONFIDENTIAL)])
    const forged = await call('POST', '/api/records', duty, { kind: 'track', data: { ...trackData('Forged', ['imei:quiet']), feed: 'fed-sc' } })
    assert.equal(forged.status, 400, forged.body)
    hear('fed-c', heard('imei:k1', 18.2), heard('imei:k2', 18.3))
    const made = await call('POST', '/api/tracks/keep', duty, { items: [{ id: 'fed-c/imei:k1', name: 'Kept' }] })
    assert.deepEqual([made.status, made.json.items.length, made.json.items[0]?.data.feed], [201, 1, 'fed-c'], made.body)
    const { id, version } = made.json.items[0]
    assert.equal((await call('POST', `/api/records/${id}/actions`, duty, { type: 'edit', basedOn: version, patch: { fields: { feed: 'fed-sc' } } })).status, 400)
    assert.ok([400, 403, 409].includes((await call('POST', `/api/records/${id}/actions`, duty, { type: 'reported-by', basedOn: version, patch: { feed: 'fed-sc' } })).status))
    await node.store.commit(SYSTEM, [action('track', id, 'edit', { fields: { subjects: ['imei:k1', 'imei:k2'] } }, version)])
    const split = await call('POST', `/api/tracks/${id}/split`, duty, { subjects: ['imei:k2'], name: 'Second' })
    assert.equal(split.json.items.find((one: { data: { name: string } }) => one.data.name === 'Second')?.data.feed, 'fed-c', split.body)
  })

  test('a rule tried over the past names no track one may not see, and notes whom it named', async () => {
    await node.store.commit(SYSTEM, [
      create('feed', 'fed-a', feedData('A'), CONFIDENTIAL), create('feed', 'fed-s', feedData('S'), STRICT),
      // Closer in one thing and wider in another: what the feed brings stays the feed's.
      create('track', 'trk-hidden', trackData('Hidden name', ['imei:both']), { ...CONFIDENTIAL, level: 'U', compartments: ['MED'] }),
    ])
    await node.node.app.positions.append([kept('imei:both', 'fed-a', 600_000, 17), kept('imei:both', 'fed-a', 700_000, 18.1), kept('imei:strict', 'fed-s', 600_000, 17), kept('imei:strict', 'fed-s', 700_000, 18.1)], 'standard')
    const tried = (as: Person) => call('POST', '/api/tracks/rules/test', as, { rule: { name: 'In', enabled: true, condition: 'enter', severity: 3, shape: { is: 'polygon', corners: [[18, 3.9], [18.2, 3.9], [18.2, 4.1], [18, 4.1], [18, 3.9]] }, endS: 0 }, from: new Date(t0).toISOString(), to: new Date(t0 + 2 * HOUR).toISOString() })
    const keeper = await node.person('keeper', { grants: [{ role: 'JOC-CH', area: null }] })
    const { json, body, status } = await tried(keeper)
    assert.equal(status, 200, body)
    assert.ok(json.fired >= 1, 'the position itself may be seen')
    assert.ok(!body.includes('Hidden name'))
    assert.ok(!body.includes('strict'))
    assert.ok((await tried(chief)).body.includes('imei:strict'))
    const read = (await node.store.history(SYSTEM, 'fed-s')).filter((one) => one.type === 'read')
    assert.deepEqual(read.map((one) => one.actor), [chief.account.id], 'what has no track is noted under its feed')
  })

  test('a track that is closed more strictly takes its alerts with it', async () => {
    const ring = [[18, 3.9], [18.2, 3.9], [18.2, 4.1], [18, 4.1], [18, 3.9]]
    await node.store.commit(SYSTEM, [create('feed', 'fed-al', feedData('Alarmed'), CONFIDENTIAL), create('track', 'trk-al', trackData('Envoy', ['imei:envoy']), CONFIDENTIAL), create('track-rule', 'rul-al', { name: 'Gate', enabled: true, condition: 'enter', severity: 4, shape: { is: 'polygon', corners: ring }, endS: 0 }, CONFIDENTIAL)])
    await rulesOf(node.node.app)?.settled()
    hear('fed-al', heard('imei:envoy', 17.99, node.clock.now))
    hear('fed-al', heard('imei:envoy', 18.01, node.clock.now + 60_000))
    await rulesOf(node.node.app)?.settled()
    const seen = async (as: Person): Promise<number> => (await call('GET', '/api/records?kind=alert', as)).json.items.filter((one: { data: { track?: string } }) => one.data.track === 'trk-al').length
    assert.deepEqual([await seen(duty), await seen(chief)], [1, 1])
    await node.store.commit(SYSTEM, [action('track', 'trk-al', 'handle', { handling: STRICT }, 1)])
    await until(async () => (await seen(duty)) === 0, 'the alert is closed to who may not see the track')
    assert.equal(await seen(chief), 1)
    await node.store.commit(SYSTEM, [action('track', 'trk-al', 'handle', { handling: CONFIDENTIAL }, null)])
    await until(async () => (await node.store.history(SYSTEM, 'trk-al')).length >= 3, 'opened again')
    assert.equal(await seen(duty), 0, 'opening the track opens no alert by itself')
  })
})

describe('feeds, by their back doors', () => {
  let node: RunningNode
  before(async () => { node = await runningNode() })
  after(() => node.close())

  test('bytes as they came are not for who may not see every track they may be about; a replay ends with the consent', async () => {
    const bench = await feedBench(node)
    const desk = await node.person('desk')
    const port = await freePort()
    const run = await bench.made({ port, recordMb: 1 })
    await bench.up(run)
    const socket = await dial(port)
    socket.write(`${position('truck', node.clock.now)}noise\n`)
    await until(() => run.quarantine.size === 1 && run.recorder.bytes > 10, 'recorded')
    node.clock.now += HOUR
    socket.write(position('truck', node.clock.now))
    await until(() => bench.of(run).length === 2, 'heard')
    socket.destroy()
    const get = (more: string, as: Person) => node.call('GET', `/api/feeds/${run.view.id}${more}`, { as })
    const { name } = (await get('/recordings', desk)).json.items[0]
    assert.deepEqual([(await get('/quarantine', desk)).status, (await get(`/recordings/${name}`, desk)).status], [200, 200])
    await node.store.commit(SYSTEM, [create('track', 'trk-s', trackData('Closed', ['device:truck']), STRICT)])
    for (const as of [desk, bench.keeper]) {
      // As of a feed of which nothing is kept: a refusal would say that a track is hidden.
      const none = await bench.made({ transport: 'http-push' })
      const of = async (id: string, more: string) => (await node.call('GET', `/api/feeds/${id}${more}`, { as }))
      const counts = async (id: string) => { const { quarantined, recordedBytes } = (await of(id, '')).json; return [quarantined, recordedBytes] }
      assert.deepEqual((await get('/quarantine', as)).json, (await of(none.view.id, '/quarantine')).json)
      assert.deepEqual([(await get('/recordings', as)).json.items, (await get('/recordings', as)).json.bytes, await counts(run.view.id)], [[], 0, await counts(none.view.id)])
      const [hidden, missing] = [await get(`/recordings/${name}`, as), await of(none.view.id, `/recordings/${name}`)]
      assert.deepEqual([hidden.status, hidden.json.detail], [missing.status, missing.json.detail])
      assert.equal(hidden.status, 404)
      const listed = (await node.call('GET', '/api/feeds', { as })).json.items.find((one: { id: string }) => one.id === run.view.id)
      assert.deepEqual([listed.quarantined, listed.recordedBytes], [0, 0])
    }
    for (const path of ['/trial', '/replay']) {
      assert.equal((await node.call('POST', `/api/feeds/${run.view.id}${path}`, { as: bench.keeper, body: { recording: name } })).status, 404)
    }
    assert.deepEqual((await node.call('POST', `/api/feeds/${run.view.id}/quarantine/drop`, { as: bench.keeper, body: {} })).json, { dropped: 0 })
    const cleared = await node.person('cleared', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    assert.equal((await get('/quarantine', cleared)).json.total, 1)
    assert.equal((await node.call('POST', `/api/feeds/${run.view.id}/replay`, { as: cleared, body: { recording: name, speed: 1 } })).status, 202)
    await until(() => node.node.app.feeds.replays.of(run.view.id) !== null, 'it plays, and waits an hour between the pieces')
    await consent(node, 'withdrawn')
    await until(() => node.node.app.feeds.replays.of(run.view.id) === null, 'it ends with the consent')
  })
})
