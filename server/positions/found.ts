import { COLUMN } from './columns.ts'
import type { Kept } from './face.ts'
import type { Page } from './page.ts'
import { keptOf, metaQuality, rowAt, rowMeta } from './row.ts'
import type { Wanted } from './scan.ts'
import type { Selection } from './select.ts'

const FIRST_ROWS = 512
/** Members of a row that was found: as a row of a page, whose it is in the question in place of the identity. */
const HIT = 10
/** Room that one question left, for the next one; more is not held on to. */
const MOST_ROOM = 8192 * HIT
let room: Float64Array | null = null

/** Of one subject: offsets [begin, end) of the order. */
export type FoundSubject = { subject: string; begin: number; end: number }

/** Rows that were found. `done` when they are not looked at any more. */
export class Found {
  #rows: Float64Array
  #count = 0
  readonly #wanted: Wanted

  constructor(wanted: Wanted) {
    this.#wanted = wanted
    this.#rows = room ?? new Float64Array(FIRST_ROWS * HIT)
    room = null
  }

  done(): void {
    if (this.#rows.length <= MOST_ROOM && this.#rows.length > (room?.length ?? 0)) {
      room = this.#rows
    }
  }

  #roomFor(more: number): void {
    if ((this.#count + more) * HIT > this.#rows.length) {
      const larger = new Float64Array(Math.max(this.#rows.length * 2, (this.#count + more) * HIT))
      larger.set(this.#rows.subarray(0, this.#count * HIT))
      this.#rows = larger
    }
  }

  /** Rows of a page. */
  addPage(page: Page, { rows: picked, who, count }: Selection): void {
    if (count === 0) {
      return
    }
    this.#roomFor(count)
    const rows = this.#rows
    const offset = this.#count * HIT
    for (let i = 0; i < count; i += 1) {
      rows[offset + i * HIT] = who[i]!
    }
    for (let k = COLUMN.lon; k <= COLUMN.accuracy; k += 1) {
      page.gather(rows, offset + k, HIT, k, picked, count)
    }
    this.#count += count
  }

  /** A row of memory. */
  addRow(who: number, from: Int32Array, at: number): void {
    this.#roomFor(1)
    const rows = this.#rows
    const offset = this.#count * HIT
    rows[offset] = who
    rows[offset + 1] = from[at + 1]!
    rows[offset + 2] = from[at + 2]!
    rows[offset + 3] = rowAt(from, at)
    rows[offset + 4] = rowMeta(from, at)
    // From the delay on a row and a page have the same numbers.
    for (let k = COLUMN.delay; k <= COLUMN.accuracy; k += 1) {
      rows[offset + k] = from[at + k]!
    }
    this.#count += 1
  }

  /** Offsets of what was found, subject after subject in order of name, in each in order of time; what was said twice stands once. */
  ordered(): { order: Int32Array; subjects: FoundSubject[] } {
    const rows = this.#rows
    const { list } = this.#wanted
    const sizes = new Int32Array(list.length)
    const present: number[] = []
    for (let offset = 0; offset < this.#count * HIT; offset += HIT) {
      const who = rows[offset]!
      if (sizes[who] === 0) {
        present.push(who)
      }
      sizes[who] = sizes[who]! + 1
    }
    present.sort((a, b) => (list[a]!.subject < list[b]!.subject ? -1 : list[a]!.subject > list[b]!.subject ? 1 : 0))
    const subjects: FoundSubject[] = []
    const next = sizes
    let at = 0
    for (const who of present) {
      const { subject } = list[who]!
      const size = sizes[who]!
      const before = subjects.at(-1)
      if (before?.subject === subject) {
        before.end += size
      } else {
        subjects.push({ subject, begin: at, end: at + size })
      }
      next[who] = at
      at += size
    }
    const order = new Int32Array(this.#count)
    for (let offset = 0; offset < this.#count * HIT; offset += HIT) {
      const who = rows[offset]!
      const place = next[who]!
      next[who] = place + 1
      order[place] = offset
    }
    subjects.forEach((one) => this.#order(order, one))
    return { order, subjects }
  }

  #order(order: Int32Array, one: FoundSubject): void {
    const rows = this.#rows
    let rising = true
    for (let i = one.begin + 1; i < one.end; i += 1) {
      rising &&= rows[order[i - 1]! + 3]! < rows[order[i]! + 3]!
    }
    if (rising) {
      return
    }
    const sorted = order.subarray(one.begin, one.end).sort((a, b) => rows[a + 3]! - rows[b + 3]! || rows[a]! - rows[b]! || rows[a + 1]! - rows[b + 1]! || rows[a + 2]! - rows[b + 2]! || metaQuality(rows[a + 4]!) - metaQuality(rows[b + 4]!) || rows[a + 5]! - rows[b + 5]!)
    let kept = 0
    for (const offset of sorted) {
      const before = kept === 0 ? -1 : sorted[kept - 1]!
      if (before === -1 || rows[before + 3] !== rows[offset + 3] || rows[before] !== rows[offset] || rows[before + 1] !== rows[offset + 1] || rows[before + 2] !== rows[offset + 2] || metaQuality(rows[before + 4]!) !== metaQuality(rows[offset + 4]!)) {
        sorted[kept] = offset
        kept += 1
      }
    }
    one.end = one.begin + kept
  }

  at(offset: number): number {
    return this.#rows[offset + 3]!
  }

  kept(offset: number): Kept {
    const rows = this.#rows
    return keptOf(this.#wanted.list[rows[offset]!]!, rows[offset + 3]!, rows[offset + 1]!, rows[offset + 2]!, rows[offset + 4]!, rows[offset + 5]!, rows[offset + 6]!, rows[offset + 7]!, rows[offset + 8]!, rows[offset + 9]!)
  }
}
