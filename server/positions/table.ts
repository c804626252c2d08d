import type { RetentionClass } from '../../core/observation.ts'
import { COLUMN } from './columns.ts'
import { QUALITY } from './face.ts'
import type { Page } from './page.ts'
import { bitsFor, radixSort } from './radix.ts'
import { metaQuality, packAt, ROW, rowAt, rowClass, rowMeta, type Identity } from './row.ts'

/** Rows as they lie in memory (row.ts), one after another; what segments are made of. They are only read: others may read them too. */
export type Table = { rows: Int32Array; count: number }

/** Bits of a time of one day, in milliseconds. */
const TIME_BITS = 27
const DAY_MS = 86_400_000

export function newTable(capacity: number): Table {
  return { rows: new Int32Array(capacity * ROW), count: 0 }
}

/** Row numbers of one UTC day (a number since 1970) and one retention class, in the order they came. */
export type Group = { retention: RetentionClass; day: number; picked: Uint32Array }

/** Where rows of a group begin and end, one run after another. */
type Runs = { retention: RetentionClass; day: number; ends: number[]; count: number }

/** Rows by retention class and UTC day. */
export function groupsOf({ rows, count }: Table): Group[] {
  const groups = new Map<string, Runs>()
  // Nearly all of a memory are of one day and class.
  let [lastDay, lastClass, last]: [number, RetentionClass | null, Runs | null] = [-1, null, null]
  for (let i = 0; i < count; i += 1) {
    const day = Math.floor((rows[i * ROW + 3]! >>> 0) / 86_400)
    const retention = rowClass(rows, i * ROW)
    if (day !== lastDay || retention !== lastClass) {
      last?.ends.push(i)
      const key = `${day}.${retention}`
      const group: Runs = groups.get(key) ?? { retention, day, ends: [], count: 0 }
      groups.set(key, group)
      group.ends.push(i)
      ;[lastDay, lastClass, last] = [day, retention, group]
    }
    last!.count += 1
  }
  last?.ends.push(count)
  return [...groups.values()].map(({ retention, day, ends, count: size }) => {
    const picked = new Uint32Array(size)
    let at = 0
    for (let k = 0; k < ends.length; k += 2) {
      for (let i = ends[k]!; i < ends[k + 1]!; i += 1) {
        picked[at] = i
        at += 1
      }
    }
    return { retention, day, picked }
  })
}

/** Every row. */
export function allOf({ count }: Table): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i)
}

/** Add the rows of a page; `numbers` are the identities of its file as numbers of the table. */
export function addPage(table: Table, page: Page, numbers: readonly number[]): void {
  const columns = Array.from({ length: ROW }, (_, k) => page.column(k))
  const [identity, at, meta] = [columns[COLUMN.identity]!, columns[COLUMN.at]!, columns[COLUMN.meta]!]
  const { rows } = table
  for (let i = 0; i < page.rows; i += 1) {
    const offset = (table.count + i) * ROW
    for (let k = 0; k < ROW; k += 1) {
      rows[offset + k] = columns[k]![i]!
    }
    rows[offset] = numbers[identity[i]!]!
    packAt(rows, offset, at[i]!, meta[i]!)
  }
  table.count += page.rows
}

/**
 * Row numbers of one day by time; the same position said twice stands once, as it was received first. `identities` is how many
 * the rows may name.
 */
export function ordered({ rows }: Table, picked: Uint32Array, identities: number): Uint32Array {
  let [first, before, sorted] = [Infinity, -Infinity, true]
  for (const row of picked) {
    const at = rowAt(rows, row * ROW)
    sorted &&= at >= before
    before = at
    first = at < first ? at : first
  }
  const day = first - (first % DAY_MS)
  const keys = new Uint32Array(picked.length)
  for (let i = 0; i < picked.length; i += 1) {
    keys[i] = rowAt(rows, picked[i]! * ROW) - day
  }
  const order = picked.slice()
  if (!sorted) {
    radixSort(keys, order, TIME_BITS)
  }
  return once(rows, order, keys, new Int32Array(identities).fill(-1))
}

/** Leave out what is there twice. `met`: where each identity was met last, by number; −1 in all. */
function once(rows: Int32Array, order: Uint32Array, moments: Uint32Array, met: Int32Array): Uint32Array {
  let kept = 0
  for (let from = 0; from < order.length;) {
    const moment = moments[from]!
    let to = from + 1
    while (to < order.length && moments[to] === moment) {
      to += 1
    }
    // Mostly nobody is at two places at once: then there is nothing to compare.
    kept += to > from + 1 && meets(rows, order, from, to, met) ? onceAtOnce(rows, order.subarray(from, to), order, kept) : moved(order, from, to, kept)
    from = to
  }
  return order.subarray(0, kept)
}

/** Does an identity stand in [from, to) twice? */
function meets(rows: Int32Array, order: Uint32Array, from: number, to: number, met: Int32Array): boolean {
  let twice = false
  for (let i = from; i < to; i += 1) {
    const who = rows[order[i]! * ROW]!
    twice ||= met[who]! >= from
    met[who] = i
  }
  return twice
}

/** Rows of one moment, written to `out` from `at` on without those that say the same; answers how many. */
function onceAtOnce(rows: Int32Array, stretch: Uint32Array, out: Uint32Array, at: number): number {
  const quality = (row: number): number => metaQuality(rowMeta(rows, row * ROW))
  const same = [...stretch].sort((a, b) => rows[a * ROW]! - rows[b * ROW]! || rows[a * ROW + 1]! - rows[b * ROW + 1]! || rows[a * ROW + 2]! - rows[b * ROW + 2]! || quality(a) - quality(b) || rows[a * ROW + 5]! - rows[b * ROW + 5]! || a - b)
  let kept = 0
  same.forEach((row, i) => {
    const before = same[i - 1]
    if (before === undefined || rows[row * ROW] !== rows[before * ROW] || rows[row * ROW + 1] !== rows[before * ROW + 1] || rows[row * ROW + 2] !== rows[before * ROW + 2] || quality(row) !== quality(before)) {
      out[at + kept] = row
      kept += 1
    }
  })
  return kept
}

/** Move [from, to) down to `at`; answers how many. */
function moved(order: Uint32Array, from: number, to: number, at: number): number {
  if (at !== from) {
    for (let i = from; i < to; i += 1) {
      order[at + i - from] = order[i]!
    }
  }
  return to - from
}

/**
 * Of rows in time order: the first shown position of each identity in every slot of `everyS` seconds, and everything that
 * was said by a person. Identities that `exempt` names stay as they are. `everyS` null leaves only those.
 */
export function thinned({ rows }: Table, order: Uint32Array, everyS: number | null, exempt: ReadonlySet<number>): Uint32Array {
  const slots = new Map<number, number>()
  return order.filter((row) => {
    const who = rows[row * ROW]!
    if (exempt.has(who)) {
      return true
    }
    const quality = metaQuality(rowMeta(rows, row * ROW))
    if (everyS === null || quality === QUALITY.suspect) {
      return false
    }
    if (quality === QUALITY.manual) {
      return true
    }
    const slot = Math.floor(rowAt(rows, row * ROW) / (everyS * 1000))
    if (slots.get(who) === slot) {
      return false
    }
    slots.set(who, slot)
    return true
  })
}

/** The identities that some rows name, numbered anew from 0, and the new number of each old one. */
export function renumbered({ rows }: Table, some: Uint32Array, identities: readonly Identity[]): { list: Identity[]; numbers: Int32Array; bits: number } {
  const numbers = new Int32Array(identities.length).fill(-1)
  const list: Identity[] = []
  for (const row of some) {
    const old = rows[row * ROW]!
    if (numbers[old] === -1) {
      numbers[old] = list.length
      list.push(identities[old]!)
    }
  }
  return { list, numbers, bits: bitsFor(list.length) }
}
