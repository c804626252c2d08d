import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { checkRecord, reduce } from '../core/reduce.ts'
import type { Action, VigieRecord } from '../core/record.ts'
import { movement as kind, roadMark as roadMarkKind } from '../domains/movements/domain.ts'
import { passedMarks } from '../domains/movements/shared/road-mark.ts'
import { stateOf, type Movement } from '../domains/movements/shared/movement.ts'
import { statusOf } from '../domains/movements/shared/status.ts'
import { sampleMission } from './load.ts'
import { makeRoadMarks } from './make/road-marks.ts'
import { movementsOf } from './source.ts'

const NOW = Date.parse('2026-03-18T13:45:00Z')

/** Every movement of the sample as its actions make it, at a moment. */
function movementsAt(now: number): Map<string, VigieRecord<Movement>> {
  const out = new Map<string, VigieRecord>()
  const check = Compile(kind.data)
  const ids = new Set<string>()
  for (const { action, receivedAt } of movementsOf(sampleMission({ now }), now)) {
    assert.ok(Date.parse(receivedAt) <= now, `${action.id} lies ahead`)
    assert.ok(!ids.has(action.id), action.id)
    ids.add(action.id)
    const rule = kind.actions[action.type]
    assert.ok(!rule || Compile(rule.patch).Check(action.patch), `${action.type}: ${JSON.stringify(action.patch)}`)
    const full = { ...action, node: 'n', seq: 1, actor: 'sample', role: 'JOC-IM', receivedAt, reason: action.reason ?? null, purpose: null, patch: action.type === 'create' ? { ...action.patch, ref: action.record } : action.patch } as Action
    const record = reduce(kind, out.get(action.record) ?? null, full)
    assert.ok(check.Check(record.data), JSON.stringify([...check.Errors(record.data)][0]))
    checkRecord(kind, record)
    out.set(action.record, record)
  }
  return out as Map<string, VigieRecord<Movement>>
}

test('two weeks of movements fit their kind; one convoy is late, one patrol silent, others are out and well, whatever the hour', () => {
  for (const now of [NOW, NOW + 5 * 3_600_000, NOW + 29 * 3_600_000, Date.parse('2026-11-22T19:03:00Z')]) {
    const all = [...movementsAt(now).values()]
    const lamps = all.map(({ data }) => statusOf(data, now).lamp)
    const count = (lamp: string) => lamps.filter((one) => one === lamp).length
    const fast = all.flatMap(({ data }) => (data.sort !== 'flight' && (data.speedKmh > 70 || (data.sort === 'foot-patrol' && data.speedKmh > 7)) ? [`${data.callsign} ${data.speedKmh} km/h`] : []))
    assert.deepEqual(fast, [], 'nobody is planned to go faster than a road allows')
    assert.ok(all.length > 60 && all.length < 250, `${all.length} movements`)
    assert.deepEqual([count('lost'), count('trouble')], [1, 0], lamps.join(' '))
    assert.equal(count('overdue'), 1, lamps.join(' '))
    assert.ok(count('on-time') + count('due') >= 3, lamps.join(' '))
    assert.ok(count('planned') >= 3 && count('cleared') >= 2)
    const lost = all.find(({ data }) => statusOf(data, now).lamp === 'lost')?.data
    assert.ok(lost && statusOf(lost, now).silentMin >= 30)
    assert.equal(all.filter(({ data }) => stateOf(data) === 'returned' && now - Date.parse(data.returnedAt ?? '') > 24 * 3_600_000).length, 0, 'all reported within a day')
  }
})

test('roads that are used have marks that fit their kind, and movements pass them', () => {
  const mission = sampleMission({ now: NOW })
  const check = Compile(roadMarkKind.data)
  const marks = makeRoadMarks(mission)
  marks.forEach((mark) => assert.ok(check.Check(mark), JSON.stringify([...check.Errors(mark)][0])))
  assert.deepEqual([...new Set(marks.map(({ sort }) => sort))].sort(), ['black-spot', 'bridge', 'choke-point', 'culvert'])
  const known = marks.map((mark, i) => ({ id: `road-mark-${i}`, ref: String(i), mark }))
  const passing = [...movementsAt(NOW).values()].filter(({ data }) => data.sort !== 'flight' && passedMarks(data, known).length > 0)
  assert.ok(passing.length > 20, `${passing.length} movements pass a mark`)
})
