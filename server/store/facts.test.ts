import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Clock } from '../../core/clock.ts'
import type { Observation } from '../../core/observation.ts'
import type { Receipt, Rule } from '../../core/rule.ts'
import { ENGINES, ground } from '../../test/store.ts'

for (const engine of ENGINES) {
  describe(`facts beside the records on ${engine.name}`, { skip: engine.skip }, () => {
    test('clocks, heads, rules, alerts and receipts are kept as given, and the latest counts', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      let store = await place.open()
      const clock: Clock = { id: 'c1', record: 'r1', kind: 'incident', name: 'flash', state: 'running', startedAt: '2026-08-18T13:45:00Z', dueAt: '2026-08-18T14:45:00Z', warnAt: null, metAt: null, pausedAt: null, run: 'r', version: 2 }
      await store.facts.putClock({ ...clock, state: 'paused' }, null)
      await store.facts.putClock(clock, clock.dueAt)
      await store.facts.putClock({ ...clock, state: 'met', version: 1 }, null)
      await store.facts.putClock({ ...clock, id: 'c2', state: 'met', metAt: '2026-08-18T14:00:00Z' }, null)
      await store.facts.putClock({ ...clock, id: 'c3', state: 'unknown-start', startedAt: null, dueAt: null }, null)
      assert.deepEqual((await store.facts.clocksOf('r1')).map((c) => c.id), ['c1', 'c2', 'c3'])
      assert.deepEqual(await store.facts.clocksNext('2026-08-19T00:00:00Z', 10), [clock], 'what comes from an older version changes nothing')
      assert.deepEqual(await store.facts.clocksNext('2026-08-18T14:00:00Z', 10), [])
      assert.equal(await store.facts.nextClock(), clock.dueAt)
      assert.deepEqual((await store.facts.clocksIn(['running', 'unknown-start'])).map((c) => c.id), ['c1', 'c3'])
      assert.deepEqual([...(await store.facts.clockVersions('incident'))], [['r1', 2]])
      const crossing = { clock: 'c1', run: 'r', rung: 1, at: '2026-08-18T14:45:00Z', crossedAt: '2026-08-18T14:45:01Z', by: 'one' }
      assert.deepEqual(await Promise.all([store.facts.cross(crossing, { ...clock, state: 'overdue' }, null), store.facts.cross({ ...crossing, by: 'two' }, { ...clock, state: 'overdue' }, null)]), [true, false])
      assert.deepEqual([await store.facts.nextClock(), await store.facts.crossed('c1', 'r'), await store.facts.crossed('c1', 'other')], [null, 1, -1])
      assert.deepEqual(await store.facts.untold('2026-08-18T15:00:00Z'), [crossing])
      await store.facts.told(crossing)
      assert.deepEqual(await store.facts.untold('2026-08-18T15:00:00Z'), [])

      await store.facts.putStream({ id: 's1', feed: 'ais', name: 'Ships', unit: null, retention: 'short', level: 'C', owner: 'MISSION' })
      const seen: Observation = { stream: 's1', subject: 'ship', at: 2000, receivedAt: 2100, lon: 20.5, lat: -3.25, value: null, quality: 0 }
      await store.facts.putHead(seen)
      await store.facts.putHead({ ...seen, at: 1000, lon: 0 })
      assert.deepEqual(await store.facts.headsOf('s1'), [seen])
      await store.facts.putHead({ ...seen, at: 3000, lon: 21 })
      assert.equal((await store.facts.headsOf('s1'))[0]?.lon, 21)
      await assert.rejects(store.facts.putHead({ ...seen, stream: 'none' }))

      const rule: Rule = { name: 'near', label: { en: 'Near', fr: 'Proche' }, when: [{ on: 'record', query: { kind: 'incident', severity: 4 } }], severity: 4, notify: [{ role: 'JOC-DO' }] }
      await store.facts.putRule(rule)
      await store.facts.putRule({ ...rule, severity: 5 })
      await store.facts.putAlert({ id: 'a1', rule: 'near', subject: 'r1', state: 'raised', severity: 5, raisedAt: '2026-08-18T13:46:00Z', closedAt: null })
      await store.facts.putAlert({ id: 'a2', rule: 'near', subject: 'r2', state: 'closed', severity: 5, raisedAt: '2026-08-18T13:46:00Z', closedAt: '2026-08-18T15:00:00Z' })
      const receipt: Receipt = { alert: 'a1', recipient: 'awa', channel: 'sms', sentAt: '2026-08-18T13:46:05Z', deliveredAt: null, acknowledgedAt: null, failure: null }
      await store.facts.putReceipt(receipt)
      await store.facts.putReceipt({ ...receipt, deliveredAt: '2026-08-18T13:46:09Z' })
      await store.close()

      store = await place.open()
      assert.deepEqual(await store.facts.rules(), [{ ...rule, severity: 5 }])
      assert.deepEqual((await store.facts.openAlerts()).map((a) => a.id), ['a1'])
      assert.deepEqual(await store.facts.receiptsOf('a1'), [{ ...receipt, deliveredAt: '2026-08-18T13:46:09Z' }])
      assert.deepEqual((await store.facts.streams()).map((s) => s.id), ['s1'])
    })
  })
}
