import assert from 'node:assert/strict'
import { test } from 'node:test'
import { periodOf } from '../../../core/product-period.ts'
import { inputState } from './inputs.ts'

const MINUTE = 60_000

test('silence of a sector is awaited, due half an hour after the cut-off, and red a quarter of an hour later; NIL is a report', () => {
  const cut = periodOf('DSR', '2026-08-18', 'Africa/Bangui').to
  const at = (minutes: number) => cut + minutes * MINUTE
  assert.deepEqual([-60, 29, 31, 44, 46].map((minutes) => inputState(cut, null, at(minutes))), ['awaited', 'awaited', 'due', 'due', 'missing'])
  assert.deepEqual([inputState(cut, { at: at(20), nil: false }, at(90)), inputState(cut, { at: at(40), nil: false }, at(90)), inputState(cut, { at: at(-10), nil: true }, at(90))], ['received', 'late', 'nil'])
})

test('a mission sets its own cut-off, also across a change of the clock', () => {
  assert.equal(new Date(periodOf('DSR', '2026-08-18', 'Africa/Bangui').to).toISOString(), '2026-08-18T05:00:00.000Z')
  assert.equal(new Date(periodOf('DSR', '2026-08-18', 'Africa/Bangui', '18:30').to).toISOString(), '2026-08-18T17:30:00.000Z')
  const spring = periodOf('DSR', '2026-03-29', 'Asia/Nicosia', '05:00')
  assert.equal((spring.to - spring.from) / 3_600_000, 23)
})
