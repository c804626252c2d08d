import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { metresBetween } from './fence-shapes.ts'
import { Proximity } from './proximity.ts'

test('near is what every pair asked by itself says, anywhere on earth, after moving and leaving', () => {
  const spot = fc.tuple(fc.double({ min: -180, max: 179.999, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: -0.02, max: 0.02, noNaN: true }), fc.double({ min: -0.02, max: 0.02, noNaN: true }))
  fc.assert(
    fc.property(fc.constantFrom([179.999, 0], [10, 60], [0, 84.99], [-180, -89.9], [5, 5]), fc.array(spot, { minLength: 2, maxLength: 40 }), fc.constantFrom(500, 5000), (base, spots, reachM) => {
      const near = new Proximity(reachM)
      const at = spots.map(([lon, lat, dx, dy], i): [number, number] => (i % 4 === 0 ? [lon, lat] : [(((base[0]! + dx * 3 + 540) % 360) - 180), Math.max(-90, Math.min(90, base[1]! + dy))]))
      at.forEach((_, i) => near.put(i, at[(i + 1) % at.length]![0], at[(i + 1) % at.length]![1]))
      at.forEach(([lon, lat], i) => near.put(i, lon, lat))
      near.drop(1)
      for (const [lon, lat] of at) {
        const expected = at.flatMap(([x, y], i) => (i !== 1 && metresBetween(lon, lat, x, y) <= reachM ? [i] : []))
        assert.deepEqual(near.near(lon, lat).map((one) => one.thing).sort((a, b) => a - b), expected)
      }
    }),
    { numRuns: 200 },
  )
})
