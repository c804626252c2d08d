import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seen, showing } from './account-rule.ts'

const ANNA = { mine: 'anna', left: false }

test('a page is left when another account is seen, and only then', () => {
  assert.deepEqual(seen(ANNA, 'ben'), { mine: 'anna', left: true })
  assert.equal(seen(ANNA, 'anna'), ANNA)
  assert.equal(seen(ANNA, null), ANNA, 'an answer to nobody says nothing')
  assert.equal(seen(ANNA, ''), ANNA)
  const nobody = { mine: '', left: false }
  assert.equal(seen(nobody, 'ben'), nobody, 'the sign-in page belongs to nobody')
})

test('a page that was left does not come back by itself, whoever signs in', () => {
  const left = seen(ANNA, 'ben')
  assert.equal(seen(left, 'anna'), left)
  assert.equal(showing(left, 'ben'), left)
  assert.equal(showing(left, 'anna'), left)
  assert.deepEqual(showing(ANNA, ''), { mine: '', left: false }, 'signing out and in again in one page is no change under it')
})
