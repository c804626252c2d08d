import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lru } from './lru.ts'

test('the one longest unused goes first', () => {
  const lru = new Lru<number>(2)
  lru.set('a', 1)
  lru.set('b', 2)
  assert.equal(lru.get('a'), 1)
  lru.set('c', 3)
  assert.deepEqual([lru.get('a'), lru.get('b'), lru.get('c')], [1, undefined, 3])
})

test('weights are kept below the limit, also when a value is replaced or too heavy alone', () => {
  const lru = new Lru<string>(10, (value) => value.length)
  lru.set('a', 'xxxxxx')
  lru.set('a', 'xx')
  lru.set('b', 'xxxxxxxx')
  assert.deepEqual([lru.get('a'), lru.get('b')], ['xx', 'xxxxxxxx'])
  lru.set('c', 'x')
  assert.deepEqual([lru.get('a'), lru.get('b'), lru.get('c')], [undefined, 'xxxxxxxx', 'x'])
  lru.set('d', 'x'.repeat(11))
  assert.deepEqual([lru.get('b'), lru.get('d')], [undefined, undefined])
})
