import { Identities, Name, ROW, rowAt, type Identity } from './row.ts'

/** Positions in the log before they are put into pages. So many make a large segment: where much comes in nothing is merged. */
export const SEAL_ROWS = 262_144
const FIRST_ROWS = 1024
/** Beyond so many there is room at once for all that come before a seal: what was never written to takes no memory. */
const FEW_ROWS = 32_768
const MANY_ROWS = SEAL_ROWS + SEAL_ROWS / 8

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
    const numbers = Int32Array.from(names, (name) => this.#numberOf(name))
    const needed = this.count * ROW + rows.length
    if (needed > this.rows.length) {
      // A new array: whoever reads goes on in the old one.
      const larger = shared(Math.max(needed, this.rows.length < FEW_ROWS * ROW ? this.rows.length * 2 : MANY_ROWS * ROW))
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
