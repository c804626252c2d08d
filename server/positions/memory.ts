import { Identities, Name, ROW, rowAt, type Identity } from './row.ts'

/** Positions in the log before they are put into pages. So many make a large segment: where much comes in nothing is merged. */
export const SEAL_ROWS = 262_144
const FIRST_ROWS = 1024
/** Beyond so many there is room at once for all that come before a seal: what was never written to takes no memory. */
const FEW_ROWS = 32_768
const MANY_ROWS = SEAL_ROWS + SEAL_ROWS / 8

/** What a memory holds once rows that were laid down count. */
export type Staged = { from: number; to: number; count: number }

/** Committed positions that are not yet in sealed pages, and the logs they stand in meanwhile. */
export class Memory {
  /** The number of its first log; its segments are named by it. */
  readonly number: number
  readonly logs: string[] = []
  logBytes = 0
  /** By number. */
  readonly identities: Identity[] = []
  /** Shared with the thread that makes pages of them. */
  rows = shared(FIRST_ROWS * ROW)
  count = 0
  from = Infinity
  to = -Infinity

  /** Numbers of identities that came by name alone, as from a log. */
  readonly #byName = new Identities()
  readonly #places: number[] = []

  constructor(number: number) {
    this.number = number
  }

  /** Take rows whose identities are numbers in `names`. */
  add(names: readonly Identity[], rows: Int32Array): void {
    this.publish(this.stage(names, rows))
  }

  /** Make room for so many numbers. Throws a RangeError where there is no memory for them. */
  reserve(length: number): void {
    const needed = this.count * ROW + length
    if (needed > this.rows.length) {
      // A new array: whoever reads goes on in the old one.
      const larger = shared(Math.max(needed, this.rows.length < FEW_ROWS * ROW ? this.rows.length * 2 : MANY_ROWS * ROW))
      larger.set(this.rows.subarray(0, this.count * ROW))
      this.rows = larger
    }
  }

  /** Lay rows down where nobody looks yet, while they go to the disk; what is not published is written over. */
  stage(names: readonly Identity[], rows: Int32Array): Staged {
    const numbers = new Int32Array(names.length)
    for (let i = 0; i < names.length; i += 1) {
      numbers[i] = this.#numberOf(names[i]!)
    }
    this.reserve(rows.length)
    const needed = this.count * ROW + rows.length
    const all = this.rows
    all.set(rows, this.count * ROW)
    let [from, to] = [this.from, this.to]
    let [offset, own] = [this.count * ROW, 0]
    // What was just given is near; where it was laid is shared, and slower to look at.
    for (; offset < needed; offset += ROW, own += ROW) {
      all[offset] = numbers[rows[own]!]!
      const at = rowAt(rows, own)
      from = at < from ? at : from
      to = at > to ? at : to
    }
    return { from, to, count: this.count + rows.length / ROW }
  }

  /** What was laid down last is there from now on. */
  publish({ from, to, count }: Staged): void {
    this.from = from
    this.to = to
    this.count = count
  }

  #numberOf(name: Identity): number {
    if (!(name instanceof Name)) {
      const known = this.#byName.of(name.subject, name.feed)
      this.#places[known] ??= this.identities.push(name) - 1
      return this.#places[known]
    }
    if (name.memory !== this.number) {
      name.inMemory = this.identities.push(name) - 1
      name.memory = this.number
    }
    return name.inMemory
  }
}

function shared(length: number): Int32Array<SharedArrayBuffer> {
  return new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))
}
