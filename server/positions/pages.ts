import { COLUMN, PAGE_ROWS } from './columns.ts'
import { QUALITY } from './face.ts'
import { morton } from './morton.ts'
import { encodePage, spanOf } from './page.ts'
import { bitsFor, radixSort } from './radix.ts'
import { metaQuality, ROW, rowAt, rowMeta } from './row.ts'
import type { Table } from './table.ts'

/** Bounds of a page: epoch ms, 1e-7 degrees. `suspects`: it holds positions that are not shown. */
export type Bounds = { rows: number; from: number; to: number; west: number; south: number; east: number; north: number; suspects: boolean }
export type MadePage = Bounds & { bytes: Buffer; identities: Uint32Array }

const DAY_MS = 86_400_000

/**
 * Rows of one day in time order as pages: cut into stretches of time, each sorted by Morton of place and cut into pages. As many
 * stretches as a cube has layers of so many pages, so that a box in time and place touches few. `numbers`: what each identity of the
 * table is called in the pages, in so many bits.
 */
export function* pagesOf(table: Table, order: Uint32Array, numbers: Int32Array, bits: number): Generator<MadePage> {
  const pages = Math.ceil(order.length / PAGE_ROWS)
  const stretch = Math.ceil(pages / Math.max(1, Math.round(Math.cbrt(pages)))) * PAGE_ROWS
  const columns = Array.from({ length: ROW }, () => new Int32Array(PAGE_ROWS))
  for (let from = 0; from < order.length; from += stretch) {
    const slice = order.subarray(from, from + stretch)
    const placed = byPage(table, slice, numbers, bits)
    for (let begin = 0; begin < placed.length; begin += PAGE_ROWS) {
      yield pageOf(table, slice, placed.subarray(begin, begin + PAGE_ROWS), numbers, columns)
    }
  }
}

/** Places in a slice that is in order of time: page after page of neighbours, in each by identity, then time. */
function byPage({ rows }: Table, slice: Uint32Array, numbers: Int32Array, bits: number): Uint32Array {
  const [xs, ys, names] = [new Int32Array(slice.length), new Int32Array(slice.length), new Uint32Array(slice.length)]
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  // Rows lie far apart: each is gone to once.
  for (let i = 0; i < slice.length; i += 1) {
    const offset = slice[i]! * ROW
    const [x, y] = [rows[offset + 1]!, rows[offset + 2]!]
    names[i] = numbers[rows[offset]!]!
    xs[i] = x
    ys[i] = y
    west = x < west ? x : west
    east = x > east ? x : east
    south = y < south ? y : south
    north = y > north ? y : north
  }
  const scaleX = 65_535 / Math.max(1, east - west)
  const scaleY = 65_535 / Math.max(1, north - south)
  const keys = new Uint32Array(slice.length)
  const neighbours = counted(slice.length)
  for (let i = 0; i < slice.length; i += 1) {
    keys[i] = morton(Math.floor((xs[i]! - west) * scaleX), Math.floor((ys[i]! - south) * scaleY))
  }
  radixSort(keys, neighbours, 32)
  const page = new Uint32Array(slice.length)
  for (let i = 0; i < neighbours.length; i += 1) {
    page[neighbours[i]!] = Math.floor(i / PAGE_ROWS)
  }
  const out = counted(slice.length)
  radixSort(names, out, bits)
  for (let i = 0; i < out.length; i += 1) {
    keys[i] = page[out[i]!]!
  }
  radixSort(keys, out, bitsFor(Math.ceil(slice.length / PAGE_ROWS)))
  return out
}

function counted(length: number): Uint32Array {
  const out = new Uint32Array(length)
  for (let i = 0; i < length; i += 1) {
    out[i] = i
  }
  return out
}

/** One page of places in a slice; `columns` is room that is written over. */
function pageOf({ rows }: Table, slice: Uint32Array, places: Uint32Array, numbers: Int32Array, columns: Int32Array[]): MadePage {
  const [identity, lon, lat, at, meta, delay, alt, speed, course, accuracy] = columns as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]
  const first = rowAt(rows, slice[0]! * ROW)
  const day = first - (first % DAY_MS)
  let suspects = false
  // Once through the rows: each is looked at while it is near.
  for (let i = 0; i < places.length; i += 1) {
    const offset = slice[places[i]!]! * ROW
    const what = rowMeta(rows, offset)
    identity[i] = numbers[rows[offset]!]!
    lon[i] = rows[offset + 1]!
    lat[i] = rows[offset + 2]!
    at[i] = rowAt(rows, offset) - day
    meta[i] = what
    delay[i] = rows[offset + 5]!
    alt[i] = rows[offset + 6]!
    speed[i] = rows[offset + 7]!
    course[i] = rows[offset + 8]!
    accuracy[i] = rows[offset + 9]!
    suspects ||= metaQuality(what) === QUALITY.suspect
  }
  const spans = columns.map((column) => spanOf(column, places.length))
  const [x, y, when] = [spans[COLUMN.lon]!, spans[COLUMN.lat]!, spans[COLUMN.at]!]
  return {
    rows: places.length, from: day + when.low, to: day + when.high, west: x.low, south: y.low, east: x.high, north: y.high, suspects,
    bytes: encodePage(columns, spans, places.length, day), identities: distinct(identity, places.length),
  }
}

/** Numbers of a column that is in order, each once. */
function distinct(column: Int32Array, rows: number): Uint32Array {
  const out = new Uint32Array(rows)
  let count = 0
  for (let i = 0; i < rows; i += 1) {
    if (i === 0 || column[i] !== column[i - 1]) {
      out[count] = column[i]!
      count += 1
    }
  }
  return out.slice(0, count)
}
