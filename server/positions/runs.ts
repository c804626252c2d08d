import { COLUMN, PAGE_ROWS } from './columns.ts'
import type { Page } from './page.ts'

/**
 * Rows of a page that stand together: mostly those of one identity, in order of time. So what lies outside a time and box is left out
 * without looking at its rows. The i-th run is [begin[i], begin[i + 1]); bounds in epoch ms and 1e-7 degrees. `identity` is null where a
 * page names so many that a list of them would be longer than it helps: then there is one run, of all rows, in no order of time.
 */
export type Runs = { identity: Uint32Array | null; begin: Uint32Array; from: Float64Array; to: Float64Array; west: Float64Array; south: Float64Array; east: Float64Array; north: Float64Array }

/** Beyond so many identities a page is one run. What is remembered of a page stays below a fifth of it. */
const MOST_RUNS = PAGE_ROWS / 16

const [WHO, AT, LON, LAT] = [0, 1, 2, 3].map(() => new Float64Array(PAGE_ROWS)) as [Float64Array, Float64Array, Float64Array, Float64Array]

/** The runs of a page. */
export function runsOf(page: Page): Runs {
  page.into(WHO, COLUMN.identity, 0, page.rows)
  page.into(AT, COLUMN.at, 0, page.rows)
  page.into(LON, COLUMN.lon, 0, page.rows)
  page.into(LAT, COLUMN.lat, 0, page.rows)
  let count = page.rows === 0 ? 0 : 1
  for (let i = 1; i < page.rows; i += 1) {
    count += WHO[i] === WHO[i - 1] ? 0 : 1
  }
  const many = count > MOST_RUNS
  const runs = many ? 1 : count
  const bounds = (): Float64Array => new Float64Array(runs)
  const out: Runs = { identity: many ? null : new Uint32Array(runs), begin: new Uint32Array(runs + 1), from: bounds(), to: bounds(), west: bounds(), south: bounds(), east: bounds(), north: bounds() }
  let first = 0
  for (let run = 0; run < runs; run += 1) {
    let end = many ? page.rows : first + 1
    while (end < page.rows && WHO[end] === WHO[first]) {
      end += 1
    }
    if (out.identity !== null) {
      out.identity[run] = WHO[first]!
    }
    out.begin[run] = first
    bound(AT, first, end, out.from, out.to, run)
    bound(LON, first, end, out.west, out.east, run)
    bound(LAT, first, end, out.south, out.north, run)
    first = end
  }
  out.begin[runs] = page.rows
  return out
}

function bound(column: Float64Array, from: number, to: number, least: Float64Array, most: Float64Array, run: number): void {
  let [low, high] = [Infinity, -Infinity]
  for (let i = from; i < to; i += 1) {
    const value = column[i]!
    low = value < low ? value : low
    high = value > high ? value : high
  }
  least[run] = low
  most[run] = high
}
