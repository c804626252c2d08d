import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tipOn, tipsFor } from './tips.ts'

const watch = { logs: true, searches: true, administers: false }

test('a watchkeeper is told of the quick-log first, each tip once, only where it applies', () => {
  assert.equal(tipOn('/', watch, [])?.key, 'tip.quick')
  assert.equal(tipOn('/', watch, ['tip.quick'])?.key, 'tip.undo')
  assert.equal(tipOn('/', watch, ['tip.quick', 'tip.undo', 'tip.palette']), undefined)
  assert.equal(tipOn('/k/incident', watch, [])?.key, 'tip.facets')
  assert.equal(tipOn('/me', watch, []), undefined)
})

test('who may not log or administer is not told how to', () => {
  assert.deepEqual(tipsFor({ logs: false, searches: true, administers: false }).map((tip) => tip.key), ['tip.palette', 'tip.facets', 'tip.saved'])
  assert.equal(tipOn('/k/user', { logs: false, searches: false, administers: true }, [])?.key, 'tip.accounts')
})
