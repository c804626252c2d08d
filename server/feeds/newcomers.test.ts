import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { feedBench, type FeedBench } from '../../test/feeds.ts'
import { runningNode, type RunningNode } from '../../test/running-node.ts'
import { until } from '../../test/store.ts'
import { Newcomers } from './newcomers.ts'

const HOUR = 3_600_000

test('by the hour and by the day, over a restart', () => {
  const one = new Newcomers()
  const at = 1_800_000_000_000
  assert.deepEqual([one.take(at, 2, 3), one.take(at, 2, 3), one.take(at, 2, 3), one.take(at + HOUR, 2, 3), one.take(at + HOUR, 2, 3), one.take(at + 25 * HOUR, 2, 3)], [null, null, 'hour', null, 'day', null])
  const two = new Newcomers(one.kept())
  assert.deepEqual([two.counts(at + 25 * HOUR), new Newcomers('rubbish').counts(at), new Newcomers('[["a",1],2]').counts(at)], [{ hour: 1, day: 1 }, { hour: 0, day: 0 }, { hour: 0, day: 0 }])
})

describe('identities nobody has met', () => {
  let node: RunningNode
  let bench: FeedBench
  before(async () => {
    node = await runningNode()
    bench = await feedBench(node)
  })
  after(() => node.close())

  test('one key brings no more of them than its feed may; who is known, and who calls for help, always comes in; it is counted and shown', async () => {
    const run = await bench.made({ transport: 'http-push', codec: 'json', mostNewPerHour: 3, mostNewPerDay: 4 })
    const { push } = (await node.call('POST', `/api/feeds/${run.view.id}/key`, { as: bench.keeper })).json
    const door = new URL(push).pathname
    const send = async (...ids: string[]) => (await node.call('POST', door, { raw: JSON.stringify(ids.map((id) => ({ id, lat: 4, lon: 18, time: node.clock.now }))), headers: { 'content-type': 'application/json' } })).json
    const heard = () => bench.of(run).flatMap((one) => (one.what === 'position' ? one.fix.subject : []))
    const first = await send('a', 'b', 'a', 'c', 'd', 'e')
    assert.deepEqual([first.taken, first.refused], [4, 2])
    assert.deepEqual(heard(), ['device:a', 'device:b', 'device:a', 'device:c'])
    assert.equal((await send('a')).taken, 1, 'a known one')
    assert.equal(node.node.app.feeds.inject(run.view.id, [{ what: 'alarm', subject: 'device:x', alarm: 'sos', at: null }], node.clock.now).refused, 0)
    const { hour, day, mostHour, mostDay } = (await node.call('GET', `/api/feeds/${run.view.id}`, { as: bench.keeper })).json.newcomers
    assert.deepEqual([hour, day, mostHour, mostDay], [3, 3, 3, 4])
    const shown = (await node.call('GET', `/api/feeds/${run.view.id}`, { as: bench.keeper })).json.refusedBy
    assert.deepEqual(shown, [{ reason: 'an identity nobody has met, and more of them in an hour than the feed may bring (3)', count: 2 }])
    node.clock.now += HOUR + 300_000
    assert.deepEqual([(await send('f', 'g')).taken, (await send('h')).refused], [1, 1], 'by the day')
    await bench.edit(run, { mostNewPerDay: 10 })
    await until(async () => (await send('i')).taken === 1, 'the limit is the feed’s')
  })
})
