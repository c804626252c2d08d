import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countText, shownAt } from './ring.ts'

const T0 = Date.UTC(2026, 7, 18, 12)
const at = (minute: number) => new Date(T0 + minute * 60_000).toISOString()
const clock = { state: 'running' as const, startedAt: at(0), dueAt: at(10), warnAt: at(9) }

test('a ring empties, warns, and counts up once it is overdue', () => {
  assert.deepEqual(shownAt(clock, T0), { state: 'running', ms: 600_000, left: 1 })
  assert.deepEqual(shownAt(clock, T0 + 300_000), { state: 'running', ms: 300_000, left: 0.5 })
  assert.equal(shownAt(clock, T0 + 9 * 60_000).state, 'soon')
  assert.deepEqual(shownAt(clock, T0 + 660_000), { state: 'overdue', ms: -60_000, left: 0 })
})

test('an unknown start counts nothing, not zero; what stands still does not count either', () => {
  assert.deepEqual(shownAt({ state: 'unknown-start', startedAt: null, dueAt: null, warnAt: null }, T0), { state: 'unknown-start', ms: null, left: 0 })
  assert.equal(shownAt({ ...clock, state: 'paused' }, T0 + 9e6).ms, null)
})

test('minutes and seconds below an hour, the two largest units above', () => {
  assert.deepEqual([countText(272_000, 'en'), countText(-9_000, 'en'), countText(7_800_000, 'en')], ['4:32', '0:09', '2\u00a0hrs 10\u00a0mins'])
})
