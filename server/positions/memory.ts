import { Identities, Name, ROW, rowAt, type Identity } from './row.ts'

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
    const numbers = Int32Array.from(names, (name) => this.#numberOf(name))
    const needed = this.count * ROW + rows.length
    if (needed > this.rows.length) {
      // A new array: whoever reads goes on in the old one.
      const larger = new Int32Array(Math.max(needed, this.rows.length * 2))
      larger.set(this.rows.subarray(0, this.count * ROW))
      this.rows = larger
    }
    let offset = this.count * ROW
    this.rows.set(rows, offset)
    const all = this.rows
    let [from, to] = [this.from, this.to]
    for (; offset < needed; offset += ROW) {
      all[offset] = numbers[all[offset]!]!
      const at = rowAt(all, offset)
      from = at < from ? at : from
      to = at > to ? at : to
    }
    this.from = from
    this.to = to
    this.count += rows.length / ROW
  }

  #numberOf(name: Identity): number {
    if (!(name instanceof Name)) {
      return this.identities.of(name.subject, name.feed)
    }
    if (name.memory !== this.number) {
      name.inMemory = this.identities.of(name.subject, name.feed)
      name.memory = this.number
    }
    return name.inMemory
  }
}
