import { Identities, ROW, rowAt, type Identity } from './row.ts'

const FIRST_ROWS = 1024

/** Committed positions that are not yet in sealed pages, and the logs they stand in meanwhile. */
export class Memory {
  /** The number of its first log; its segments are named by it. */
  readonly number: number
  readonly logs: string[] = []
  logBytes = 0
  readonly identities = new Identities()
  rows = new Int32Array(FIRST_ROWS * ROW)
  count = 0
  from = Infinity
  to = -Infinity

  constructor(number: number) {
    this.number = number
  }

  /** Take rows whose identities are numbers in `names`. */
  add(names: readonly Identity[], rows: Int32Array): void {
    const numbers = names.map(({ subject, feed }) => this.identities.of(subject, feed))
    const needed = this.count * ROW + rows.length
    if (needed > this.rows.length) {
      // A new array: whoever reads goes on in the old one.
      const larger = new Int32Array(Math.max(needed, this.rows.length * 2))
      larger.set(this.rows.subarray(0, this.count * ROW))
      this.rows = larger
    }
    let offset = this.count * ROW
    this.rows.set(rows, offset)
    for (; offset < needed; offset += ROW) {
      this.rows[offset] = numbers[this.rows[offset]!]!
      const at = rowAt(this.rows, offset)
      this.from = Math.min(this.from, at)
      this.to = Math.max(this.to, at)
    }
    this.count += rows.length / ROW
  }
}
