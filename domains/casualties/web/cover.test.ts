import assert from 'node:assert/strict'
import { test } from 'node:test'
import { destination, distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { reachKm, uncovered, USUAL } from './cover.ts'

test('reach is 138 km by day and 110 km by night', () => {
  assert.equal(reachKm(USUAL, false), 138)
  assert.equal(reachKm(USUAL, true), 110)
  assert.equal(reachKm({ ...USUAL, reactDayMin: 200 }, false), 0)
})

const within = (...rings: (LonLat & { radiusM: number })[]) => (place: LonLat) => rings.some((ring) => distanceM(ring, place) <= ring.radiusM)

test('the stretch of a way outside every ring is found to the hundred metres, and nothing of one inside', () => {
  const hospital = { lon: 0, lat: 15 }
  const out = destination(hospital, 90, 200_000)
  const [stretch, ...more] = uncovered([hospital, out], within({ ...hospital, radiusM: 138_000 }))
  assert.equal(more.length, 0)
  assert.ok(stretch && Math.abs(stretch.fromM - 138_000) < 200 && Math.abs(stretch.toM - 200_000) < 200, JSON.stringify(stretch))
  assert.deepEqual(uncovered([hospital, destination(hospital, 0, 137_000)], within({ ...hospital, radiusM: 138_000 })), [])
  const back = uncovered([hospital, out, hospital], within({ ...hospital, radiusM: 138_000 }))
  assert.equal(back.length, 1, 'out and back beyond the ring is one stretch')
  assert.equal(uncovered([hospital, out], within({ ...hospital, radiusM: 110_000 }, { ...out, radiusM: 30_000 })).length, 1)
  assert.equal(uncovered([hospital, out], within()).length, 1, 'no facility covers nothing')
  assert.deepEqual(uncovered([hospital], within()), [])
})
