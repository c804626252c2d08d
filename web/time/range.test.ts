import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatRange, monthBins, monthSpan, parseRange, rangeInstants, rangeSpan, shiftRange, timeBins } from './range.ts'
import type { TimeRange } from './range.ts'

const NOW = Date.parse('2026-08-18T13:45:30Z')
const anyRange = fc.oneof(
  fc.record({ kind: fc.constant('last' as const), hours: fc.integer({ min: 1, max: 99_999 }) }, { noNullPrototype: true }),
  fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e11 })).map(([from, length]): TimeRange => ({ kind: 'fixed', from, to: from + length })),
  fc.constant<TimeRange>({ kind: 'all' }),
)

test('a range survives the address', () => {
  fc.assert(fc.property(anyRange, (range) => { assert.deepEqual(parseRange(formatRange(range)), range) }))
})

test('what is not a range is not taken for one', () => {
  for (const text of ['', '0h', '-4h', 'yesterday', '2026-08-01..', '2026-08-02T00:00:00Z..2026-08-01T00:00:00Z', '24h..48h']) {
    assert.equal(parseRange(text), undefined, text)
  }
})

test('a moving window reaches half a day ahead and stays the same for a minute', () => {
  const a = rangeInstants({ kind: 'last', hours: 24 }, NOW)
  assert.deepEqual(a, { from: '2026-08-17T13:45:00.000Z', to: '2026-08-19T01:45:00.000Z' })
  assert.deepEqual(rangeInstants({ kind: 'last', hours: 24 }, NOW + 20_000), a)
  assert.deepEqual(rangeInstants({ kind: 'all' }, NOW), {})
})

test('going back makes a moving window fixed, going forward to now makes it move again', () => {
  const back = shiftRange({ kind: 'last', hours: 24 }, -1, NOW)
  assert.equal(back.kind, 'fixed')
  assert.equal(rangeSpan(back, NOW)?.to, NOW - 24 * 3_600_000)
  assert.deepEqual(shiftRange(back, 1, NOW), { kind: 'last', hours: 24 })
  assert.deepEqual(shiftRange({ kind: 'all' }, -1, NOW), { kind: 'all' })
})

test('bars hold every instant of the span once and none from outside', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 1050 }), { maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (instants, count) => {
    const bins = timeBins(instants, { from: 0, to: 1000 }, count)
    assert.equal(bins.reduce((sum, b) => sum + b.count, 0), instants.filter((at) => at >= 0 && at < 1000).length)
  }))
})

test('months without records are bars of zero', () => {
  const counts = [{ value: '2025-11', count: 4 }, { value: '2026-02', count: 9 }]
  const span = monthSpan(counts)
  assert.deepEqual(span, { from: Date.UTC(2025, 10, 1), to: Date.UTC(2026, 2, 1) })
  assert.deepEqual(monthBins(counts, span!).map((b) => b.count), [4, 0, 0, 9])
  assert.equal(monthSpan([{ value: '' }]), null)
})
