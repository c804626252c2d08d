import assert from 'node:assert/strict'
import { test } from 'node:test'
import { historyStands } from './paths.ts'

test('a kept history stands only since its record is here without a break', () => {
  assert.equal(historyStands(2000, 1000), true)
  assert.equal(historyStands(1000, 1000), true)
  assert.equal(historyStands(999, 1000), false, 'closed and opened again in between')
  assert.equal(historyStands(2000, undefined), false, 'the record is not here')
})
