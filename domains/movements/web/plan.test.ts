import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Check } from 'typebox/value'
import { Movement } from '../shared/movement.ts'
import { alongRoads, draftOf, EMPTY, localText, localTime, planned, roadSort, withPoint, withReturn, type Draft } from './plan.ts'

const ZONE = 'Africa/Bangui'
const draft: Draft = { ...EMPTY, name: 'Water', callsign: 'k 31', departs: '2026-08-18T07:00', speed: '60', vehicles: 'UN 1, truck\nUN 2', phones: '+236 70 00 00 01 Awa\n', primary: 'VHF', points: [] }
const two = withPoint(withPoint(draft, { lon: 18, lat: 4, name: 'Base' }, 'a'), { lon: 18.5, lat: 4, name: 'Well' }, 'b')

test('a draft says a plan in the times of the mission, and comes back as it was', () => {
  const plan = planned(two, ZONE)
  assert.ok(plan && Check(Movement, plan))
  assert.deepEqual([plan.callsign, plan.waypoints[0]?.eta, plan.waypoints[1]?.eta, plan.vehicles, plan.phones], ['K 31', '2026-08-18T06:00:00.000Z', '2026-08-18T06:55:00.000Z', [{ name: 'UN 1', what: 'truck' }, { name: 'UN 2' }], [{ number: '+236 70 00 00 01', name: 'Awa' }]])
  assert.deepEqual(planned(draftOf(plan, two.departs), ZONE), plan)
  assert.equal(localText(localTime('2026-08-18T07:00', ZONE)!, ZONE), '2026-08-18T07:00')
})

test('incomplete it says none; a click twice on one place is one waypoint; the way back is the way out', () => {
  for (const less of [{ ...two, callsign: ' ' }, { ...two, departs: '' }, { ...two, speed: '0' }, { ...two, points: two.points.slice(0, 1) }]) {
    assert.equal(planned(less, ZONE), null)
  }
  assert.equal(withPoint(two, { lon: 18.5, lat: 4, name: 'Well' }, 'c').points.length, 2)
  assert.deepEqual(withReturn(two, () => 'n').points.map(({ name }) => name), ['Base', 'Well', 'Base'])
})

test('roads are followed where there are some, and a leg without one stays straight', () => {
  const three = withPoint(two, { lon: 18.6, lat: 4.2, name: 'Far' }, 'c')
  const found = alongRoads(three, [{ by: 'road', line: [[18, 4], [18.2, 4.1], [18.5, 4]] }, { by: 'straight', line: [] }])
  assert.deepEqual([found?.straight, found?.draft.line], [1, [[18, 4], [18.2, 4.1], [18.5, 4], [18.6, 4.2]]])
  assert.equal(alongRoads(three, [{ by: 'straight', line: [] }, { by: 'straight', line: [] }]), null)
  assert.deepEqual([roadSort('flight'), roadSort('foot-patrol')], [null, 'team'])
})
