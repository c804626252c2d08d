import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordView } from '../api/types.ts'
import { chosenCount, isChosen, MOST_CHOSEN, NONE, rangeOf, toggled, withRange } from './selection.ts'

const record = (id: number) => ({ id: `r${id}` }) as RecordView

test('rows are chosen, let go, and added by range', () => {
  let now = toggled(NONE, record(4), 4)
  assert.deepEqual([chosenCount(now, 90), now.anchor, isChosen(now, 'r4'), isChosen(now, 'r5')], [1, 4, true, false])
  assert.deepEqual(rangeOf(now.anchor ?? 0, 2), { from: 2, count: 3 })
  now = withRange(now, [record(2), record(3), record(4)])
  assert.deepEqual([chosenCount(now, 90), now.anchor], [3, 4])
  now = toggled(now, record(3), 3)
  assert.deepEqual([chosenCount(now, 90), isChosen(now, 'r3')], [2, false])
})

test('everything that matches is as many as match; one row out of it stands alone', () => {
  const all = { ...NONE, all: true }
  assert.equal(chosenCount(all, 41_211), 41_211)
  assert.ok(isChosen(all, 'anything'))
  assert.equal(chosenCount(toggled(all, record(1), 1), 41_211), 1)
})

test('a range never takes more than can be worked on', () => {
  assert.equal(withRange(NONE, Array.from({ length: MOST_CHOSEN + 9 }, (_, i) => record(i))).records.size, MOST_CHOSEN)
})
