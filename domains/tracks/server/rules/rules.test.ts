import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Heard } from '../../../../core/feed.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { NewAction } from '../../../../core/record.ts'
import { createApp, type Node } from '../../../../server/app.ts'
import { readConfig } from '../../../../server/config.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { ground, reader, SYSTEM } from '../../../../test/store.ts'
import type { Alert } from '../../../watch/contract.ts'
import { pictureOf } from '../live/of-app.ts'
import { rulesOf } from './rules.ts'

const CONFIDENTIAL: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const ring = [[18, 4], [18.2, 4], [18.2, 4.2], [18, 4.2], [18, 4]]
const rule = (more: object = {}) => ({ name: 'No-go village', enabled: true, condition: 'enter', severity: 4, shape: { is: 'polygon', corners: ring }, endS: 0, ...more })
let made = 0
const create = (kind: string, record: string, data: object, more: object = {}): NewAction => ({ id: `c-${(made += 1)}`, record, kind, type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data, handling: CONFIDENTIAL, ...more } as NewAction['patch'] })
const feedData = { name: 'Trackers', technology: 'trackers', codec: 'nmea', transport: 'udp', enabled: false, registers: false, affiliation: 'friend', sort: 'vehicle' }

function hear(node: Node, now: number, subject: string, lon: number, lat: number, feed = 'fed'): void {
  const picture = pictureOf(node.app)
  const view = picture.book.feeds.get(feed) ?? assert.fail('no such feed')
  const heard: Heard[] = [{ what: 'position', fix: { subject, at: now, lon, lat, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' } }]
  picture.take({ feed: view, heard, receivedAt: now, replay: false })
}

describe('track rules on a node', () => {
  let run: RunningNode
  let chief: Person
  before(async () => {
    run = await runningNode()
    chief = await run.person('chief', { grants: [{ role: 'JOC-CH', area: null }] })
    await run.store.commit(SYSTEM, [create('feed', 'fed', feedData), create('feed', 'fed-sc', { ...feedData, name: 'Watchers' }, { handling: { ...CONFIDENTIAL, level: 'SC' } })])
    await run.store.commit(SYSTEM, [create('track', 'trk', { name: 'Lion', subjects: ['imei:1', 'imei:2'], sort: 'vehicle', affiliation: 'friend' })])
    await run.store.commit(SYSTEM, [create('track-rule', 'rule', rule())])
    await rulesOf(run.node.app)?.settled()
  })
  after(() => run.close())
  const alerts = async (who = reader('chief', { org: 'mission' })) => (await run.store.list(who, { kind: 'alert', limit: 100, sort: { by: 'logged', dir: 'asc' } })).items.map(({ record }) => record.data as unknown as Alert)
  const settled = () => rulesOf(run.node.app)!.settled()

  test('raises one alert a visit, whichever device of the track says it, and ends it', async () => {
    const t = run.clock.now
    hear(run.node, t, 'imei:1', 17.999, 4.1)
    hear(run.node, t + 60_000, 'imei:1', 18.001, 4.1)
    hear(run.node, t + 61_000, 'imei:2', 18.001, 4.1)
    await settled()
    const [one, ...others] = await alerts()
    assert.equal(others.length, 0)
    assert.deepEqual([one?.title.en, one?.title.fr, one?.severity, one?.track, one?.place?.lon], ['Lion entered the area of “No-go village”', 'Lion est entré dans la zone de « No-go village »', 4, 'trk', 18.001])
    hear(run.node, t + 120_000, 'imei:1', 17.999, 4.1)
    await settled()
    assert.ok((await alerts())[0]?.endedAt, 'loud and unseen: it is over, and stays until somebody saw it')
    hear(run.node, t + 90_000, 'imei:1', 18.001, 4.1)
    await settled()
    assert.equal((await alerts()).length, 1, 'a late position raises nothing')
  })

  test('who may not see the track sees no alert of it', async () => {
    const t = run.clock.now
    hear(run.node, t + 60_000, 'imei:9', 18.001, 4.1, 'fed-sc')
    await settled()
    const all = await alerts(reader('chief', { org: 'mission', clearance: 'SC' }))
    const some = await alerts(reader('duty', { org: 'mission', clearance: 'C' }))
    assert.deepEqual([all.some((a) => a.subject === 'imei:9'), some.some((a) => a.subject === 'imei:9'), some.length], [true, false, 1])
  })

  test('an alert is handled as strictly as its rule and its track together', async () => {
    await run.store.commit(SYSTEM, [create('track-rule', 'close', rule({ name: 'Close watch' }), { handling: { ...CONFIDENTIAL, level: 'SC' } })])
    await settled()
    const t = run.clock.now
    hear(run.node, t + 100_000, 'imei:10', 17.999, 4.1)
    hear(run.node, t + 160_000, 'imei:10', 18.001, 4.1)
    await settled()
    const about = async (clearance: 'C' | 'SC') => (await alerts(reader('who', { org: 'mission', clearance }))).filter((a) => a.subject === 'imei:10').map((a) => a.rule).sort()
    assert.deepEqual([await about('SC'), await about('C')], [['close', 'rule'], ['rule']])
    await run.store.commit(SYSTEM, [{ id: 'close-off', record: 'close', kind: 'track-rule', type: 'retract', at: new Date().toISOString(), basedOn: 1, patch: {}, reason: 'tested' }])
    await settled()
  })

  test('a rule that is switched off tells nothing more; one that cannot fire is refused', async () => {
    await run.store.commit(SYSTEM, [create('track-rule', 'fast', rule({ condition: 'speed-above', kmh: 10, shape: undefined, beginS: 0 }))].map((a) => JSON.parse(JSON.stringify(a)) as NewAction))
    await settled()
    const t = run.clock.now
    hear(run.node, t + 200_000, 'imei:3', 17, 4)
    hear(run.node, t + 260_000, 'imei:3', 17.01, 4)
    await settled()
    assert.equal((await alerts()).filter((a) => a.rule === 'fast').length, 1)
    await run.store.commit(SYSTEM, [{ id: 'off', record: 'fast', kind: 'track-rule', type: 'edit', at: new Date().toISOString(), basedOn: 1, patch: { fields: { enabled: false } } }])
    await settled()
    hear(run.node, t + 300_000, 'imei:3', 17.01, 4)
    hear(run.node, t + 360_000, 'imei:3', 17.02, 4)
    await settled()
    assert.equal((await alerts()).filter((a) => a.rule === 'fast').length, 1)
    await assert.rejects(run.store.commit(SYSTEM, [create('track-rule', 'never', rule({ condition: 'dwell' }))]), /minutes/)
  })

  test('what a draft would have told, of what the reader may see, to those who make rules', async () => {
    const day = Date.UTC(2026, 9, 1)
    const at = (minute: number, subject: string, lon: number, feed: string) => ({ subject, at: day + minute * 60_000, receivedAt: day + minute * 60_000, lon, lat: 4.1, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' as const, quality: 0 as const, feed })
    await run.node.app.positions.append([at(0, 'imei:1', 17.999, 'fed'), at(5, 'imei:1', 18.001, 'fed'), at(10, 'imei:1', 17.999, 'fed'), at(15, 'imei:1', 18.001, 'fed'), at(5, 'imei:9', 18.001, 'fed-sc')], 'standard')
    const body = { rule: rule({ enabled: false }), from: '2026-10-01T00:00:00Z', to: '2026-10-02T00:00:00Z' }
    const answer = await run.call('POST', '/api/tracks/rules/test', { as: chief, body })
    assert.deepEqual([answer.status, answer.json.fired, answer.json.subjects, answer.json.more], [200, 2, 1, false], answer.body)
    assert.deepEqual([answer.json.told[0].at, answer.json.told[1].ended], ['2026-10-01T00:15:00.000Z', '2026-10-01T00:10:00.000Z'])
    const high = Date.UTC(2026, 9, 3)
    const fly = (minute: number, altM: number) => ({ ...at(0, 'imei:1', 18, 'fed'), at: high + minute * 60_000, receivedAt: high + minute * 60_000, altM })
    await run.node.app.positions.append([fly(0, 300), fly(5, 90), fly(10, 80), fly(15, 300), fly(20, 300), fly(25, 70), fly(30, 60)], 'standard')
    const low = await run.call('POST', '/api/tracks/rules/test', { as: chief, body: { rule: rule({ condition: 'height-below', metres: 100, shape: undefined }), from: '2026-10-03T00:00:00Z', to: '2026-10-04T00:00:00Z' } })
    assert.deepEqual([low.json.fired, low.json.told[0]?.text.en.replace(/^.* is/, 'is')], [2, 'is down to 60 m'], low.body)
    const cleared = await run.person('head', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    assert.equal((await run.call('POST', '/api/tracks/rules/test', { as: cleared, body })).json.fired, 3)
    const observer = await run.person('observer', { grants: [{ role: 'MILOB', area: null }] })
    assert.equal((await run.call('POST', '/api/tracks/rules/test', { as: observer, body })).status, 403)
    assert.equal((await run.call('POST', '/api/tracks/rules/test', { as: chief, body: { ...body, rule: rule({ condition: 'dwell' }) } })).status, 422)
    assert.equal((await run.call('POST', '/api/tracks/rules/test', { as: chief, body: { ...body, to: '2027-10-02T00:00:00Z' } })).status, 400)
  })
})

test('over a restart: nothing is raised again, and what had begun ends', async () => {
  const place = await ground('sqlite')
  const now = { t: Date.now() }
  const start = async () => {
    const store = await place.open()
    const node = await createApp({ store, dataDir: place.dataDir, config: { ...readConfig({ VIGIE_LOG: 'silent' }, null) }, clock: () => now.t })
    return { store, node }
  }
  try {
    const first = await start()
    await first.store.commit(SYSTEM, [create('feed', 'fed', feedData), create('track-rule', 'rule', rule({ severity: 2 }))])
    await rulesOf(first.node.app)?.settled()
    hear(first.node, now.t, 'imei:1', 17.999, 4.1)
    hear(first.node, now.t + 30_000, 'imei:1', 18.001, 4.1)
    await first.node.close()
    await first.store.close()
    const second = await start()
    hear(second.node, now.t + 60_000, 'imei:1', 18.001, 4.1)
    await rulesOf(second.node.app)?.settled()
    const alerts = async () => (await second.store.list(SYSTEM, { kind: 'alert', limit: 10 })).items.map(({ record }) => record.data as unknown as Alert)
    assert.deepEqual((await alerts()).map((a) => a.state), [undefined])
    hear(second.node, now.t + 120_000, 'imei:1', 17.999, 4.1)
    await rulesOf(second.node.app)?.settled()
    assert.deepEqual((await alerts()).map((a) => [a.state, a.closed?.how]), [['closed', 'ended']])
    await second.node.close()
  } finally {
    await place.remove()
  }
})
