import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bodyShapes, limbOf, marksOn, nextShape } from './body-map.ts'
import { BODY_REGIONS, BODY_SIDES, BODY_VIEWS } from './vocabulary.ts'

test('every part of the list stands on the map, and every mark lies in the figure', () => {
  for (const region of BODY_REGIONS) {
    for (const side of BODY_SIDES) {
      for (const view of [...BODY_VIEWS, undefined]) {
        const marks = BODY_VIEWS.flatMap((one) => marksOn(one, { region, side, view }))
        assert.ok(marks.length > 0 && marks.length < 3, `${region} ${side} ${view}`)
        assert.ok(marks.every(({ x, y }) => x > 10 && x < 90 && y > 0 && y < 210))
      }
    }
  }
})

test('left is the patient’s left: at the viewer’s right from the front, at the left from behind', () => {
  for (const [view, sign] of [['front', 1], ['back', -1]] as const) {
    for (const { side, x } of bodyShapes(view)) {
      assert.ok(side === 'middle' ? x === 50 : ((x - 50) * sign > 0) === (side === 'left'))
    }
  }
  assert.ok(marksOn('front', { region: 'hand', side: 'left' })[0]!.x > 50)
  assert.deepEqual(marksOn('back', { region: 'hand', side: 'left' }), [])
  assert.ok(marksOn('back', { region: 'hand', side: 'left', view: 'back' })[0]!.x < 50)
  assert.equal(marksOn('front', { region: 'thigh', side: 'both' }).length, 2)
})

test('arrow keys reach every part of a view', () => {
  for (const view of BODY_VIEWS) {
    const all = bodyShapes(view).map(({ key }) => key)
    assert.equal(new Set(all).size, all.length)
    const reached = new Set<string>([all[0]!])
    for (let before = 0; before < reached.size;) {
      before = reached.size
      for (const one of reached) {
        for (const to of ['up', 'down', 'left', 'right'] as const) {
          reached.add(nextShape(view, one, to)!.key)
        }
      }
    }
    assert.deepEqual([...reached].sort(), [...all].sort())
  }
})

test('limbs, where a tourniquet goes', () => {
  assert.equal(limbOf({ region: 'forearm', side: 'left', view: 'back' }), 'left-arm')
  assert.equal(limbOf({ region: 'foot', side: 'right' }), 'right-leg')
  assert.equal(limbOf({ region: 'foot', side: 'both' }), null)
  assert.equal(limbOf({ region: 'chest', side: 'left' }), null)
})
