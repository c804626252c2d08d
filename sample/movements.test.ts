import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { checkRecord, reduce } from '../core/reduce.ts'
import type { Action, VigieRecord } from '../core/record.ts'
import { movement as kind } from '../domains/movements/domain.ts'
import { stateOf, type Movement } from '../domains/movements/shared/movement.ts'
import { statusOf } from '../domains/movements/shared/status.ts'
import { sampleMission } from './load.ts'
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
  for (const now of [NOW, NOW + 5 * 3_600_000, NOW + 29 * 3_600_000]) {
    const all = [...movementsAt(now).values()]
    const lamps = all.map(({ data }) => statusOf(data, now).lamp)
    const count = (lamp: string) => lamps.filter((one) => one === lamp).length
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
