import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkIsThin } from './thin.ts'

test('a link is thin by its round trip; before that was measured, by the fastest answer', () => {
  assert.equal(linkIsThin(900, [10]), true)
  assert.equal(linkIsThin(40, [2000]), false)
  assert.equal(linkIsThin(null, [950, 1800]), true)
  assert.equal(linkIsThin(null, [120, 1800]), false)
  assert.equal(linkIsThin(null, []), false)
})
