import { metaQuality, ROW, rowAt, rowClass, rowMeta, type Identity } from './row.ts'
import type { RetentionClass } from '../../core/observation.ts'
import { QUALITY } from './face.ts'
import { morton } from './morton.ts'
import { COLUMN, encodePage, PAGE_ROWS, type Page } from './page.ts'

/** Positions in columns, in the units of a row; what segments are made of. */
export type Table = { columns: Float64Array[]; rows: number }

/** A key and a row in one number below 2^53: sorts as numbers do, and the row comes back out of it. Times of a day have 27 bits, places and identities 32. */
const TIME_ROWS = 2 ** 24
const PLACE_ROWS = 2 ** 20

export function newTable(capacity: number): Table {
  return { columns: Array.from({ length: 10 }, () => new Float64Array(capacity)), rows: 0 }
}

/** Add rows as they lie in memory; answers them by retention class and UTC day. */
export function tablesOf(rows: Int32Array, count: number): Map<string, { retention: RetentionClass; day: number; table: Table }> {
  const groups = new Map<string, { retention: RetentionClass; day: number; offsets: number[] }>()
  // Nearly all of a memory are of one day and class.
  let [lastDay, lastClass, last]: [number, RetentionClass | null, number[]] = [-1, null, []]
  for (let i = 0; i < count; i += 1) {
    const retention = rowClass(rows, i * ROW)
    const day = Math.floor(rowAt(rows, i * ROW) / 86_400_000)
    if (day !== lastDay || retention !== lastClass) {
      const key: string = `${day}.${retention}`
      const group: { retention: RetentionClass; day: number; offsets: number[] } = groups.get(key) ?? { retention, day, offsets: [] }
      groups.set(key, group)
      ;[lastDay, lastClass, last] = [day, retention, group.offsets]
    }
    last.push(i * ROW)
  }
  return new Map([...groups].map(([key, { retention, day, offsets }]) => {
    const table = newTable(offsets.length)
    const [identity, lon, lat, at, meta, delay, alt, speed, course, accuracy] = table.columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array, Float64Array]
    // Once through the rows: each is looked at while it is near.
    for (let i = 0; i < offsets.length; i += 1) {
      const offset = offsets[i]!
      identity[i] = rows[offset]!
      lon[i] = rows[offset + 1]!
      lat[i] = rows[offset + 2]!
      at[i] = rowAt(rows, offset)
      meta[i] = rowMeta(rows, offset)
      delay[i] = rows[offset + 5]!
      alt[i] = rows[offset + 6]!
      speed[i] = rows[offset + 7]!
      course[i] = rows[offset + 8]!
      accuracy[i] = rows[offset + 9]!
    }
    table.rows = offsets.length
    return [key, { retention, day, table }]
  }))
}

/** Add the rows of a page; `numbers` are the identities of its file as numbers of the table. */
export function addPage(table: Table, page: Page, numbers: readonly number[]): void {
  for (let k = 0; k < 10; k += 1) {
    const [from, to] = [page.column(k), table.columns[k]!]
    for (let i = 0; i < page.rows; i += 1) {
      to[table.rows + i] = k === COLUMN.identity ? numbers[from[i]!]! : from[i]!
    }
  }
  table.rows += page.rows
}

/** Row numbers by time, then identity, then when they were received; the same position said twice stands once. */
export function ordered(table: Table): Uint32Array {
  const { rows } = table
  const [at, identity, lon, lat, meta, delay] = [table.columns[COLUMN.at]!, table.columns[COLUMN.identity]!, table.columns[COLUMN.lon]!, table.columns[COLUMN.lat]!, table.columns[COLUMN.meta]!, table.columns[COLUMN.delay]!]
  let first = Infinity
  for (let i = 0; i < rows; i += 1) {
    first = Math.min(first, at[i]!)
  }
  const keys = new Float64Array(rows)
  for (let i = 0; i < rows; i += 1) {
    keys[i] = (at[i]! - first) * TIME_ROWS + i
  }
  keys.sort()
  const out = new Uint32Array(rows)
  let kept = 0
  for (let i = 0; i < rows;) {
    const moment = Math.floor(keys[i]! / TIME_ROWS)
    if (i + 1 === rows || keys[i + 1]! >= (moment + 1) * TIME_ROWS) {
      // Alone at its moment.
      out[kept] = keys[i]! % TIME_ROWS
      kept += 1
      i += 1
      continue
    }
    const same: number[] = []
    for (; i < rows && Math.floor(keys[i]! / TIME_ROWS) === moment; i += 1) {
      same.push(keys[i]! % TIME_ROWS)
    }
    if (same.length > 1) {
      same.sort((a, b) => identity[a]! - identity[b]! || lon[a]! - lon[b]! || lat[a]! - lat[b]! || metaQuality(meta[a]!) - metaQuality(meta[b]!) || delay[a]! - delay[b]! || a - b)
    }
    let before = -1
    for (const row of same) {
      if (before < 0 || identity[row] !== identity[before] || lon[row] !== lon[before] || lat[row] !== lat[before] || metaQuality(meta[row]!) !== metaQuality(meta[before]!)) {
        out[kept] = row
        kept += 1
        before = row
      }
    }
  }
  return out.subarray(0, kept)
}

/**
 * Of rows in time order: the first shown position of each identity in every slot of `everyS` seconds, and everything that
 * was said by a person. Identities that `exempt` names stay as they are. `everyS` null leaves only those.
 */
export function thinned(table: Table, order: Uint32Array, everyS: number | null, exempt: ReadonlySet<number>): Uint32Array {
  const slots = new Map<number, number>()
  const [at, identity, meta] = [table.columns[COLUMN.at]!, table.columns[COLUMN.identity]!, table.columns[COLUMN.meta]!]
  return order.filter((row) => {
    const who = identity[row]!
    if (exempt.has(who)) {
      return true
    }
    const quality = metaQuality(meta[row]!)
    if (everyS === null || quality === QUALITY.suspect) {
      return false
    }
    if (quality === QUALITY.manual) {
      return true
    }
    const slot = Math.floor(at[row]! / (everyS * 1000))
    if (slots.get(who) === slot) {
      return false
    }
    slots.set(who, slot)
    return true
  })
}

/** Bounds of a page: epoch ms, 1e-7 degrees. `suspects`: it holds positions that are not shown. */
export type Bounds = { rows: number; from: number; to: number; west: number; south: number; east: number; north: number; suspects: boolean }
export type MadePage = Bounds & { bytes: Buffer; identities: number[] }

/**
 * Rows in time order as pages: cut into stretches of time, each sorted by Morton of place and cut into pages. As many stretches
 * as a cube has layers of so many pages, so that a box in time and place touches few.
 */
export function* pagesOf(table: Table, order: Uint32Array): Generator<MadePage> {
  const pages = Math.ceil(order.length / PAGE_ROWS)
  const stretch = Math.ceil(pages / Math.max(1, Math.round(Math.cbrt(pages)))) * PAGE_ROWS
  const [lon, lat, identity] = [table.columns[COLUMN.lon]!, table.columns[COLUMN.lat]!, table.columns[COLUMN.identity]!]
  for (let from = 0; from < order.length; from += stretch) {
    const slice = order.subarray(from, from + stretch)
    const box = boundsOf(table, slice)
    const scaleX = 65_535 / Math.max(1, box.east - box.west)
    const scaleY = 65_535 / Math.max(1, box.north - box.south)
    const keys = new Float64Array(slice.length)
    for (let i = 0; i < slice.length; i += 1) {
      const row = slice[i]!
      keys[i] = morton(Math.floor((lon[row]! - box.west) * scaleX), Math.floor((lat[row]! - box.south) * scaleY)) * PLACE_ROWS + i
    }
    keys.sort()
    for (let begin = 0; begin < keys.length; begin += PAGE_ROWS) {
      // The slice is in order of time: its own numbers keep that order within an identity.
      const placed = keys.subarray(begin, begin + PAGE_ROWS)
      for (let i = 0; i < placed.length; i += 1) {
        const number = placed[i]! % PLACE_ROWS
        placed[i] = identity[slice[number]!]! * PLACE_ROWS + number
      }
      placed.sort()
      const rows = new Uint32Array(placed.length)
      for (let i = 0; i < rows.length; i += 1) {
        rows[i] = slice[placed[i]! % PLACE_ROWS]!
      }
      const columns = table.columns.map((column) => taken(column, rows))
      yield { ...boundsOf(table, rows), bytes: encodePage(columns, rows.length), identities: [...new Set(columns[COLUMN.identity])] }
    }
  }
}

function taken(column: Float64Array, rows: Uint32Array): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i += 1) {
    out[i] = column[rows[i]!]!
  }
  return out
}

function boundsOf(table: Table, rows: Uint32Array): Bounds {
  const [lon, lat, at, meta] = [table.columns[COLUMN.lon]!, table.columns[COLUMN.lat]!, table.columns[COLUMN.at]!, table.columns[COLUMN.meta]!]
  let [from, to, west, south, east, north, suspects] = [Infinity, -Infinity, Infinity, Infinity, -Infinity, -Infinity, false]
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!
    const [when, x, y] = [at[row]!, lon[row]!, lat[row]!]
    from = when < from ? when : from
    to = when > to ? when : to
    west = x < west ? x : west
    east = x > east ? x : east
    south = y < south ? y : south
    north = y > north ? y : north
    suspects ||= metaQuality(meta[row]!) === QUALITY.suspect
  }
  return { rows: rows.length, from, to, west, south, east, north, suspects }
}

/** The identities that rows name, numbered anew from 0. */
export function renumber(table: Table, order: Uint32Array, identities: readonly Identity[]): Identity[] {
  const column = table.columns[COLUMN.identity]!
  const numbers = new Map<number, number>()
  const list: Identity[] = []
  for (const row of order) {
    const old = column[row]!
    let number = numbers.get(old)
    if (number === undefined) {
      number = list.length
      numbers.set(old, number)
      list.push(identities[old]!)
    }
    column[row] = number
  }
  return list
}
