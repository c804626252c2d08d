import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BODY_REGIONS, bodyShapes, limbOf, nextRegion, sideOf, type BodyRegion } from './body-map.ts'

test('every part stands on exactly one side of the map, once', () => {
  const drawn = (['front', 'back'] as const).flatMap((side) => bodyShapes(side).map(({ region }) => ({ region, side })))
  assert.deepEqual(drawn.map(({ region }) => region).sort(), [...BODY_REGIONS].sort())
  for (const { region, side } of drawn) {
    assert.equal(sideOf(region), side)
  }
})

test('left is the patient’s left: at the viewer’s right from the front, at the left from behind', () => {
  for (const [side, sign] of [['front', 1], ['back', -1]] as const) {
    for (const { region, x } of bodyShapes(side)) {
      assert.ok(!region.includes('left') || (x - 50) * sign > 0, region)
      assert.ok(!region.includes('right') || (x - 50) * sign < 0, region)
    }
  }
})

test('arrow keys reach every part of a side', () => {
  for (const side of ['front', 'back'] as const) {
    const all = bodyShapes(side).map(({ region }) => region)
    const reached = new Set<BodyRegion>([all[0]!])
    for (let before = 0; before < reached.size;) {
      before = reached.size
      for (const one of [...reached]) {
        for (const to of ['up', 'down', 'left', 'right'] as const) {
          reached.add(nextRegion(side, one, to))
        }
      }
    }
    assert.deepEqual([...reached].sort(), [...all].sort())
  }
})

test('limbs, where a tourniquet goes', () => {
  assert.equal(limbOf('forearm-left-back'), 'arm-left')
  assert.equal(limbOf('foot-right'), 'leg-right')
  assert.equal(limbOf('chest-left'), null)
})
