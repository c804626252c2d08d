import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COLUMN, PAGE_ROWS } from './columns.ts'
import { Page } from './page.ts'
import { pagesOf } from './pages.ts'
import { metaQuality, NONE, putRow, ROW, type Identity } from './row.ts'
import { Numbers, partsOf, Wanted } from './scan.ts'
import { selected } from './select.ts'
import { groupsOf, ordered, renumbered } from './table.ts'
import { fixAt, T0 } from './testing/model.ts'

const HOUR = 3_600_000

const question = fc.record({
  from: fc.integer({ min: -1, max: 3 * HOUR }), length: fc.oneof(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 3 * HOUR })),
  box: fc.option(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 15 }), fc.integer({ min: 0, max: 15 })), { nil: undefined }),
  // Whether every which one is asked for.
  every: fc.constantFrom(1, 2, 3), suspects: fc.boolean(), crossing: fc.boolean(),
})

/** Positions of so many subjects that drive about, a page or two of them. */
function fixesOf(subjects: number, seed: number): Parameters<typeof putRow>[2][] {
  let state = seed
  const random = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: 200 + random(1200) }, (_, i) => {
    const who = random(subjects)
    // In whole hundredths of a degree, so that many lie on the edge of a box.
    return fixAt(String(who), T0 + random(4) * HOUR + i * 1000, (i % 2 === 0 ? 18 : 179.9) + (((who * 7) % 20) + random(4)) / 100, 4 + ((who % 20) + random(4)) / 100, { quality: random(9) === 0 ? 1 : 0, altM: random(3) === 0 ? null : random(100) })
  }).filter((fix) => fix.lon <= 180)
}

test('the rows of a page that are asked for, whether it names few or very many', () => {
  fc.assert(fc.property(fc.constantFrom(1, 7, 40, 300), fc.nat(), fc.array(question, { minLength: 1, maxLength: 5 }), (subjects, seed, questions) => {
    const fixes = fixesOf(subjects, seed)
    const rows = new Int32Array(fixes.length * ROW)
    fixes.forEach((fix, i) => putRow(rows, i * ROW, fix, Number(fix.subject), 'standard'))
    const table = { rows, count: fixes.length }
    const identities = Array.from({ length: subjects }, (_, i): Identity => ({ subject: String(i), feed: '' }))
    const order = ordered(table, groupsOf(table)[0]!.picked, subjects)
    const { list, numbers, bits } = renumbered(table, order, identities)
    for (const made of pagesOf(table, order, numbers, bits)) {
      const page = new Page(made.bytes)
      const columns = Array.from({ length: ROW }, (_, k) => page.column(k))
      for (const { from, length, box, every, suspects, crossing } of questions) {
        const west = crossing ? 179.9 : 18
        const asked = box && ([west + box[0] / 100, 4 + box[1] / 100, crossing ? -180 + box[2] / 1000 : west + (box[0] + box[2]) / 100, 4 + (box[1] + box[3]) / 100] as const)
        const [begin, end] = [T0 + from, T0 + from + length]
        const wanted = new Wanted({ allow: (subject) => Number(subject) % every === 0 })
        const { rows: picked, who, count } = selected(page, { numbers: new Numbers(wanted, list), entry: { ...made, offset: 0, bytes: made.bytes.length } }, begin, end, partsOf(asked), suspects)
        const isIn = (lon: number, lat: number): boolean => asked === undefined || (lat >= Math.round(asked[1] * 1e7) && lat <= Math.round(asked[3] * 1e7) && lon >= Math.round(asked[0] * 1e7) && (crossing || lon <= Math.round(asked[2] * 1e7)))
        const expected = Array.from({ length: page.rows }, (_, row) => row).filter((row) => {
          const at = columns[COLUMN.at]![row]!
          return at >= begin && at < end && isIn(columns[COLUMN.lon]![row]!, columns[COLUMN.lat]![row]!)
            && Number(list[columns[COLUMN.identity]![row]!]!.subject) % every === 0 && (suspects || metaQuality(columns[COLUMN.meta]![row]!) !== 1)
        })
        assert.deepEqual([...picked.subarray(0, count)], expected)
        assert.deepEqual([...who.subarray(0, count)].map((one) => wanted.list[one]!.subject), expected.map((row) => list[columns[COLUMN.identity]![row]!]!.subject))
        for (let k = 0; k < ROW; k += 1) {
          const out = new Float64Array(PAGE_ROWS * 2).fill(7)
          page.gather(out, 1, 2, k, picked, count)
          assert.deepEqual([...out.subarray(0, count * 2 + 1)], [7, ...expected.flatMap((row) => [columns[k]![row]!, 7])])
        }
      }
    }
  }), { numRuns: 60 })
})

test('the greatest and least values there are come back out of a page beside ones that are missing', () => {
  const fixes = [1e12, -1e12, null, 0].map((value, i) => fixAt('a', T0 + i * 1000, 18, 4, { altM: value, speedMs: value, accuracyM: value }))
  const rows = new Int32Array(fixes.length * ROW)
  fixes.forEach((fix, i) => putRow(rows, i * ROW, fix, 0, 'standard'))
  const table = { rows, count: fixes.length }
  const [made] = [...pagesOf(table, ordered(table, groupsOf(table)[0]!.picked, 1), Int32Array.of(0), 0)]
  const page = new Page(made!.bytes)
  for (const k of [COLUMN.alt, COLUMN.speed, COLUMN.accuracy]) {
    assert.deepEqual([...page.column(k)], fixes.map((_, i) => rows[i * ROW + k]), `column ${k}`)
    assert.equal(page.value(k, 2), NONE)
  }
})
