import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COLUMN, PAGE_ROWS } from './columns.ts'
import { Page } from './page.ts'
import { pagesOf } from './pages.ts'
import { radixSort } from './radix.ts'
import { metaQuality, NONE, putRow, ROW, rowAt, rowMeta } from './row.ts'
import { groupsOf, ordered, renumbered, type Table } from './table.ts'

const DAY = Date.UTC(2026, 7, 18)

function tableOf(fixes: readonly { who: number; at: number; lon: number; lat: number; speedMs: number | null; suspect: boolean }[]): Table {
  const rows = new Int32Array(fixes.length * ROW)
  fixes.forEach(({ who, at, lon, lat, speedMs, suspect }, i) => putRow(rows, i * ROW, { subject: '', at: DAY + at, receivedAt: DAY + at + 1_000, lon, lat, altM: null, speedMs, courseDeg: null, accuracyM: 5, source: 'gps', quality: suspect ? 1 : 0 }, who, 'standard'))
  return { rows, count: fixes.length }
}

test('numbers are sorted by their keys, equal ones as they came', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 0xffff_ffff })), { maxLength: 300 }), (given) => {
    const [keys, values] = [Uint32Array.from(given), Uint32Array.from(given.keys())]
    radixSort(keys, values, 32)
    assert.deepEqual([...values], [...given.keys()].sort((a, b) => given[a]! - given[b]! || a - b))
    assert.deepEqual([...keys], given.toSorted((a, b) => a - b))
  }))
})

const fix = fc.record({
  who: fc.integer({ min: 0, max: 3 }), at: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 86_399_999 })),
  lon: fc.constantFrom(-180, -1.5, 0, 2, 180), lat: fc.constantFrom(-90, 0, 1, 90), speedMs: fc.constantFrom(null, 0, 4, 300), suspect: fc.boolean(),
})

test('what is put into pages comes out of them: every position once, in order of identity and time, within the bounds it is found by', () => {
  fc.assert(fc.property(fc.array(fix, { minLength: 1, maxLength: 80 }), fc.nat(30), (few, times) => {
    // Some more than one page, with doubles.
    const fixes = Array.from({ length: times + 1 }, () => few).flat()
    const table = tableOf(fixes)
    const [group] = groupsOf(table)
    assert.deepEqual([...group!.picked], [...fixes.keys()])
    const order = ordered(table, group!.picked, 4)
    const { list, numbers, bits } = renumbered(table, order, [0, 1, 2, 3].map((one) => ({ subject: String(one), feed: '' })))
    const said: string[] = []
    for (const made of pagesOf(table, order, numbers, bits)) {
      const page = new Page(made.bytes)
      assert.ok(page.rows <= PAGE_ROWS)
      const columns = Array.from({ length: ROW }, (_, k) => page.column(k))
      const [identity, lon, lat, at, meta, , , speed] = columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
      let suspects = false
      for (let i = 0; i < page.rows; i += 1) {
        said.push(JSON.stringify([Number(list[identity[i]!]!.subject), at[i], lon[i], lat[i], metaQuality(meta[i]!)]))
        assert.ok(speed[i] === NONE || [0, 400, 30_000].includes(speed[i]!))
        assert.ok(at[i]! >= made.from && at[i]! <= made.to && lon[i]! >= made.west && lon[i]! <= made.east && lat[i]! >= made.south && lat[i]! <= made.north)
        assert.ok(i === 0 || identity[i]! > identity[i - 1]! || (identity[i] === identity[i - 1] && at[i]! >= at[i - 1]!), 'by identity, then time')
        suspects ||= metaQuality(meta[i]!) === 1
      }
      assert.deepEqual([...made.identities], [...new Set(page.column(COLUMN.identity))])
      assert.equal(made.suspects, suspects)
    }
    const expected = fixes.map((_, i) => JSON.stringify([table.rows[i * ROW], rowAt(table.rows, i * ROW), table.rows[i * ROW + 1], table.rows[i * ROW + 2], metaQuality(rowMeta(table.rows, i * ROW))]))
    assert.deepEqual(said.sort(), [...new Set(expected)].sort())
  }), { numRuns: 60 })
})
