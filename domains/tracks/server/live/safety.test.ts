import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { SYSTEM } from '../../../../server/auth/reader.ts'
import type { FeedRun } from '../../../../server/feeds/run.ts'
import { consent, feedBench, type FeedBench } from '../../../../test/feeds.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { stateOf, type Alert } from '../../../watch/contract.ts'
import { isSafety, safetyOf } from './safety.ts'

const MINUTE = 60_000

test('a radar is watched, another sensor when its feed says so, and neither when it says not', () => {
  assert.deepEqual([isSafety({}, 'radar'), isSafety({}, 'tracker'), isSafety({ options: { safety: true } }, undefined), isSafety({ options: { safety: false } }, 'radar')], [true, false, true, false])
})

describe('sensors that safety hangs on', () => {
  let node: RunningNode
  let bench: FeedBench
  let low: Person
  let radar: FeedRun
  before(async () => {
    node = await runningNode()
    bench = await feedBench(node)
    low = await node.person('low', { clearance: 'U' })
    radar = await bench.made({ name: 'Radar north', codec: 'sensor-plots', transport: 'http-push', options: { safety: true } })
    await bench.made({ name: 'Telephones', transport: 'http-push' })
  })
  after(() => node.close())
  const look = async (minutes: number) => {
    node.clock.now += minutes * MINUTE
    safetyOf(node.node.app)!.look()
    await safetyOf(node.node.app)!.settled()
    return (await node.store.list(SYSTEM, { kind: 'alert', limit: 50, sort: { by: 'logged', dir: 'asc' } })).items.map(({ record }) => ({ ...record, alert: record.data as unknown as Alert }))
  }
  const says = () => radar.inject([{ what: 'position', fix: { subject: 'plot:north:1', at: node.clock.now, lon: 18, lat: 4, altM: null, speedMs: null, courseDeg: null, accuracyM: 20, source: 'radar' } }], node.clock.now, 'test')

  test('silent for five minutes it raises one alert, handled as the feed, and none for feeds nobody’s safety hangs on', async () => {
    await look(0)
    says()
    assert.equal((await look(4)).length, 0)
    const [first, ...others] = await look(2)
    await look(60)
    assert.equal(others.length, 0)
    assert.deepEqual([first?.alert.rule, first?.alert.severity, first?.alert.title.en, first?.alert.record, first?.handling.level], ['feed-silent', 5, 'Safety sensor silent: Radar north', radar.view.id, radar.view.handling.level])
    assert.equal((await look(0)).length, 1, 'however long')
    const seen = async (as: Person) => (await node.call('GET', '/api/records?kind=alert', { as })).json.total
    assert.deepEqual([await seen(bench.keeper), await seen(low)], [1, 0])
  })

  test('newer data ends it; unseen it stays for a person, and the next silence is another alert', async () => {
    says()
    const [first] = await look(0)
    assert.ok(first?.alert.endedAt)
    assert.notEqual(stateOf(first.alert), 'closed', 'nobody had seen it')
    const both = await look(6)
    assert.equal(both.length, 2)
    const seen = await node.call('POST', `/api/records/${both[1]!.id}/actions`, { as: bench.keeper, body: { type: 'acknowledge', basedOn: both[1]!.version, patch: {} } })
    assert.equal(seen.status, 200, seen.body)
    says()
    assert.equal(stateOf((await look(0))[1]!.alert), 'closed')
  })

  test('a consent that ran out is silence too; switching it off is not', async () => {
    await consent(node, 'withdrawn')
    says()
    assert.equal((await look(6)).length, 3)
    await consent(node, 'granted')
    await bench.edit(radar, { enabled: false })
    const all = await look(6)
    assert.deepEqual([all.length, all[2]?.alert.endedAt !== undefined], [3, true])
  })
})
