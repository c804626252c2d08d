import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { HOURLY_MS, barsOf, dayEdges, formatRange, hourEdges, instantOfCount, parseRange, rangeInstants, rangeSpan, shiftRange } from './range.ts'
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

test('bars hold every count of the span once and none from outside', () => {
  fc.assert(fc.property(fc.array(fc.record({ at: fc.integer({ min: -500, max: 1500 }), count: fc.integer({ min: 1, max: 9 }) })), fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2 }), (counts, some) => {
    const edges = some.sort((a, b) => a - b)
    const bins = barsOf(counts, edges)
    assert.equal(bins.length, edges.length - 1)
    for (const bin of bins) {
      assert.equal(bin.count, counts.filter((c) => c.at >= bin.from && c.at < bin.to).reduce((n, c) => n + c.count, 0))
    }
  }))
})

test('bars are whole hours or whole local days, cover the span and are few enough to tell apart', () => {
  const zone = 'Africa/Casablanca'
  fc.assert(fc.property(fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2026, 0) }), fc.integer({ min: 60_000, max: 4 * 365 * 86_400_000 }), (from, length) => {
    for (const edges of [hourEdges({ from, to: from + Math.min(length, HOURLY_MS) }), dayEdges({ from, to: from + length }, zone)]) {
      assert.ok(edges[0]! <= from && edges.length <= 93 && edges.length > 1)
      assert.ok(edges.every((edge, i) => i === 0 || edge > edges[i - 1]!))
    }
    assert.ok(hourEdges({ from, to: from + Math.min(length, HOURLY_MS) }).at(-1)! >= from + Math.min(length, HOURLY_MS))
    assert.ok(dayEdges({ from, to: from + length }, zone).at(-1)! >= from + length)
  }))
  assert.deepEqual(hourEdges({ from: Date.UTC(2026, 7, 18, 13, 45), to: Date.UTC(2026, 7, 18, 15) }).map((e) => new Date(e).toISOString().slice(11, 16)), ['13:00', '14:00', '15:00'])
})

test('days and hours of a facet are read as their first instant', () => {
  assert.equal(instantOfCount('2026-08-18', 'Africa/Bangui'), Date.UTC(2026, 7, 17, 23))
  assert.equal(instantOfCount('2026-08-18T13:00Z', 'Africa/Bangui'), Date.UTC(2026, 7, 18, 13))
  assert.ok(Number.isNaN(instantOfCount('', 'UTC')))
})
