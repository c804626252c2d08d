import assert from 'node:assert/strict'
import test from 'node:test'
import { Value } from 'typebox/value'
import { Incident } from '../shared/model.ts'
import { byDay, outcomeOf } from './forecast.ts'

const NOW = Date.parse('2026-11-22T14:00:00Z')
const planned = (from: string, more: object = {}) => ({ id: `e-${from}`, ref: 'INC-2026-000001', data: { type: 'EVENT', title: 'Rally', narrative: '', category: 'EV.02', happened: { from, precision: 'HOUR' }, ...more } })

test('planned events stand under the mission’s days; what has begun and still lasts is of today', () => {
  const days = byDay([planned('2026-11-20T09:00:00Z', { happened: { from: '2026-11-20T09:00:00Z', to: '2026-11-24T09:00:00Z', precision: 'DAY' } }), planned('2026-11-22T22:00:00Z'), planned('2026-11-22T23:30:00Z')], 'Etc/GMT-1', NOW)
  assert.deepEqual(days.map(({ day, records }) => [day, records.length]), [['2026-11-22', 2], ['2026-11-23', 1]])
})

test('what came of a plan is a record of its own that follows it, with the time the plan had once that is over', () => {
  const over = planned('2026-11-22T09:00:00Z', { place: { lon: 1, lat: 2, precision: 3, radiusM: 2500, method: 'GRID' } })
  const data = outcomeOf(over, 'Planned as INC-2026-000001', NOW)
  assert.ok(Value.Check(Incident, data), JSON.stringify([...Value.Errors(Incident, data)]))
  assert.deepEqual([data['type'], data['links'], data['happened']], ['INCIDENT', [{ type: 'FOLLOWS', record: over.id }], { from: '2026-11-22T09:00:00Z', precision: 'HOUR' }])
  assert.deepEqual(data['place'], { lon: 1, lat: 2, precision: 3, radiusM: 2500, method: 'GRID' })
  assert.deepEqual(outcomeOf(planned('2026-11-23T09:00:00Z'), '', NOW)['happened'], { from: '2026-11-22T14:00:00.000Z', precision: 'EXACT' }, 'it came earlier than planned')
})
