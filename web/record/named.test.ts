import assert from 'node:assert/strict'
import { test } from 'node:test'
import { namesRecord } from './named.ts'

test('a text names a record where it is an id: of any kind by its form, of a kind the field holds ids of also when it is short', () => {
  const uuid = '0198c0de-0000-7000-8000-000000000001'
  assert.equal(namesRecord(uuid, uuid, false), true)
  assert.equal(namesRecord('trk-7', 'trk-7', true), true)
  assert.equal(namesRecord('trk-7', 'trk-7', false), false)
  assert.equal(namesRecord('day', 'Day', true), false, 'a code with words is no id')
  assert.equal(namesRecord('two words', 'two words', true), false)
})
