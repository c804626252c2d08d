import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROUPS, LINE_PX, PLACE_PX, barPlaces, groupOrder, placesShown } from './rail-groups.ts'

const SECTIONS = [{ id: 'room', size: 2 }, { id: 'watch', size: 3 }, { id: 'live', size: 1 }, { id: 'study', size: 2 }, { id: 'setup', size: 6 }] as const
const ALL_PX = 14 * PLACE_PX + 4 * LINE_PX

test('all places where there is room; else the first of every section before the second of any, and most of the first section', () => {
  const shown = (height: number, byHand: string[] = []) => [...placesShown(SECTIONS, height, byHand).values()]
  assert.deepEqual(shown(ALL_PX), [2, 3, 1, 2, 6])
  assert.deepEqual(shown(ALL_PX - 1), [2, 3, 1, 2, 4])
  assert.deepEqual(shown(ALL_PX - 3 * PLACE_PX), [2, 3, 1, 2, 2])
  assert.deepEqual(shown(ALL_PX - 5 * PLACE_PX), [2, 3, 1, 2, 0])
  assert.deepEqual(shown(ALL_PX - 7 * PLACE_PX), [2, 1, 1, 0, 0])
  assert.deepEqual(shown(0), [2, 0, 1, 0, 0], 'never less than a sign each')
  assert.deepEqual(shown(Infinity), [2, 3, 1, 2, 6])
})

test('what a person folded stays folded, and leaves its room to others', () => {
  assert.deepEqual([...placesShown(SECTIONS, ALL_PX, ['watch', 'room', 'live']).values()], [2, 0, 1, 2, 6])
  assert.deepEqual([...placesShown(SECTIONS, ALL_PX - 2 * PLACE_PX, ['watch']).values()], [2, 0, 1, 2, 6])
})

test('the section one works in stands under the room; the watch floor is everybody else’s', () => {
  const usual = GROUPS.map((g) => g.id)
  assert.deepEqual(groupOrder(['JOC-DO']), usual)
  assert.deepEqual(groupOrder(['JOC-CH', 'ADMIN', 'JMAC-A']), usual)
  assert.deepEqual(groupOrder(['PARTNER']), usual)
  assert.deepEqual(groupOrder(['JMAC-A']).slice(0, 3), ['room', 'study', 'watch'])
  assert.deepEqual(groupOrder(['ADMIN']).slice(0, 3), ['room', 'setup', 'watch'])
  assert.deepEqual(groupOrder(['MOVCON']).toSorted(), usual.toSorted())
})

test('a phone’s bar holds the room’s places and the first of every section, as many as fit', () => {
  const sections = [{ id: 'room', places: ['a', 'b'] }, { id: 'watch', places: ['c', 'd'] }, { id: 'live', places: [] }, { id: 'setup', places: ['e', 'f'] }] as const
  assert.deepEqual(barPlaces(sections, 9), ['a', 'b', 'c', 'e'])
  assert.deepEqual(barPlaces(sections, 3), ['a', 'b', 'c'])
})
