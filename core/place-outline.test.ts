import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { atMost, fitOf, selfCrossing, simplified, turned, type Corner } from './place-outline.ts'

const square = (w: number, s: number, e: number, n: number): Corner[] => [[w, s], [e, s], [e, n], [w, n], [w, s]]

test('a bow tie crosses itself, and says where', () => {
  const at = selfCrossing([[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]])
  assert.ok(at && Math.abs(at[0] - 1) < 1e-9 && Math.abs(at[1] - 1) < 1e-9)
  assert.equal(selfCrossing(square(0, 0, 1, 1)), null)
  assert.equal(selfCrossing([[0, 0], [4, 0], [4, 4], [2, 0], [0, 4], [0, 0]]), null, 'a corner that only touches')
})

test('a ring around its middle, corner by corner, never crosses itself', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 3, maxLength: 60 }), (radii) => {
    const corners = radii.map((r, i): Corner => [r * Math.cos((2 * Math.PI * i) / radii.length), r * Math.sin((2 * Math.PI * i) / radii.length)])
    assert.equal(selfCrossing([...corners, corners[0] ?? [0, 0]]), null)
  }))
})

test('outer rings turn counter-clockwise, holes clockwise, from either way', () => {
  const ring = square(0, 0, 1, 1)
  for (const given of [ring, [...ring].reverse()]) {
    assert.deepEqual(turned(given, false), ring)
    assert.deepEqual(turned(given, true), [...ring].reverse())
  }
})

test('simplified lines stay within the tolerance, keep their ends, and keep to a number of corners', () => {
  const wavy = Array.from({ length: 400 }, (_, i): Corner => [i / 100, Math.sin(i / 7) / 50])
  const less = simplified(wavy, 0.05)
  assert.deepEqual([less[0], less.at(-1)], [wavy[0], wavy.at(-1)])
  assert.equal(less.length, 2)
  const { ring, tolerance } = atMost(wavy, 50)
  assert.ok(ring.length <= 50 && ring.length > 2 && tolerance > 0 && tolerance < 0.05)
  assert.deepEqual(atMost(wavy, 400), { ring: wavy, tolerance: 0 })
})

test('gaps and overlaps between siblings are found where they are', () => {
  const fit = fitOf([[square(0, 0, 10, 10)]], [{ id: 'a', polygons: [[square(0, 0, 6, 10)]] }, { id: 'b', polygons: [[square(5, 0, 9, 10)]] }])
  assert.equal(fit.looked, 3600)
  assert.ok(fit.gaps.every(([lon]) => lon > 9) && Math.abs(fit.gaps.length / fit.looked - 0.1) < 0.02)
  assert.ok(fit.overlaps.every(({ at, ids }) => at[0] > 5 && at[0] < 6 && ids.join() === 'a,b') && Math.abs(fit.overlaps.length / fit.looked - 0.1) < 0.02)
})
