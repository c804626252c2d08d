import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { InOrder } from './in-order.ts'

test('whatever order writes end in, what came first is done first, and everything is', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 20 }).chain((came) => fc.tuple(fc.constant(came), fc.shuffledSubarray(came, { minLength: came.length, maxLength: came.length }))), ([came, written]) => {
    const line = new InOrder()
    const done: string[] = []
    came.forEach((key) => line.enter(key))
    written.forEach((key) => line.ready(key, () => done.push(key)))
    assert.deepEqual(done, came)
  }))
})

test('one that comes again keeps its place; what never waited is done at once', () => {
  const line = new InOrder()
  const done: string[] = []
  line.ready('free', () => done.push('free'))
  line.enter('a')
  line.enter('b')
  line.enter('a')
  line.ready('b', () => done.push('b'))
  assert.deepEqual(done, ['free'])
  line.ready('a', () => done.push('a'))
  line.ready('a', () => done.push('a again'))
  assert.deepEqual(done, ['free', 'a', 'b', 'a again'])
})
