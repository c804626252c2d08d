import assert from 'node:assert/strict'
import { test } from 'node:test'
import { categoryWords, fieldOf, stillMissing, withField } from './mapping.ts'
import type { Preview } from './types.ts'

test('a field is held by one column, and a column by one field', () => {
  const mapping = withField(withField({ columns: { date: 'A' } }, 'B', 'date'), 'B', 'place')
  assert.deepEqual(mapping.columns, { place: 'B' })
  assert.deepEqual([fieldOf(mapping, 'B'), fieldOf(mapping, 'A'), withField(mapping, 'B', '').columns], ['place', '', {}])
})

test('what is missing is said until it is there; coordinates need both halves', () => {
  assert.deepEqual(stillMissing({ columns: { latitude: 'A' } }), ['date', 'category', 'place'])
  assert.deepEqual(stillMissing({ columns: { latitude: 'A', longitude: 'B', date: 'C' }, constants: { category: 'AC.01' } }), [])
})

test('codes need no category said for them', () => {
  const preview = { words: { C: [{ word: 'AC.01', count: 3 }, { word: 'Ambush', count: 1 }] } } as unknown as Preview
  assert.deepEqual(categoryWords(preview, { columns: { category: 'C' } }), [{ word: 'Ambush', count: 1 }])
  assert.deepEqual(categoryWords(preview, { columns: {} }), [])
})
