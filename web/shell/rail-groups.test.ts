import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GROUPS, LINE_PX, PLACE_PX, barPlaces, foldedToFit, groupOrder } from './rail-groups.ts'

const SECTIONS = [{ id: 'room', size: 2 }, { id: 'watch', size: 3 }, { id: 'live', size: 1 }, { id: 'study', size: 2 }, { id: 'setup', size: 6 }] as const
const ALL_PX = 14 * PLACE_PX + 4 * LINE_PX

test('sections fold from the last until every one of them is in sight; the room and single places never', () => {
  assert.deepEqual([...foldedToFit(SECTIONS, ALL_PX, [])], [])
  assert.deepEqual([...foldedToFit(SECTIONS, ALL_PX - 1, [])], ['setup'])
  assert.deepEqual([...foldedToFit(SECTIONS, ALL_PX - 5 * PLACE_PX - 1, [])], ['setup', 'study'])
  assert.deepEqual([...foldedToFit(SECTIONS, 0, [])], ['setup', 'study', 'watch'])
})

test('what a person folded stays folded, and counts for what else must', () => {
  assert.deepEqual([...foldedToFit(SECTIONS, ALL_PX, ['watch', 'room', 'live'])], ['watch'])
  assert.deepEqual([...foldedToFit(SECTIONS, ALL_PX - 2 * PLACE_PX, ['watch'])], ['watch'])
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
