import { longer } from './postings.ts'

/** All slots in one order, kept as records come: new ones wait and are placed at the next reading. */
export class OrderIndex {
  #order: Uint32Array
  #size: number
  #pending: number[] = []
  readonly #compare: (a: number, b: number) => number

  /** `compare` orders two slots totally; slots 0 to `size` − 1 are in from the start, sorted by `first`, which orders them alike. */
  constructor(size: number, compare: (a: number, b: number) => number, first = compare) {
    this.#compare = compare
    this.#size = size
    this.#order = Uint32Array.from({ length: size }, (_, slot) => slot).sort(first)
  }

  add(slot: number): void {
    this.#pending.push(slot)
  }

  /**
   * Walk from a place on and gather up to `limit` slots for which `wanted[slot]` is `mark`. `after` answers how a slot
   * stands to the place (negative: before it, in ascending order); null starts at the end the direction begins with.
   */
  page(descending: boolean, after: ((slot: number) => number) | null, wanted: Uint32Array, mark: number, limit: number): number[] {
    this.#settle()
    const order = this.#order
    const out: number[] = []
    const step = descending ? -1 : 1
    let i = descending ? this.#size - 1 : 0
    if (after) {
      i = descending ? this.#bound((slot) => after(slot) < 0) - 1 : this.#bound((slot) => after(slot) <= 0)
    }
    for (; i >= 0 && i < this.#size && out.length < limit; i += step) {
      const slot = order[i]!
      if (wanted[slot] === mark) {
        out.push(slot)
      }
    }
    return out
  }

  get bytes(): number {
    return this.#order.byteLength
  }

  /** How many slots in front satisfy a test that holds for a beginning of the order. */
  #bound(test: (slot: number) => boolean): number {
    let low = 0
    let high = this.#size
    while (low < high) {
      const middle = (low + high) >>> 1
      if (test(this.#order[middle]!)) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  #settle(): void {
    const more = this.#pending
    if (more.length === 0) {
      return
    }
    more.sort(this.#compare)
    const size = this.#size + more.length
    if (size > this.#order.length) {
      this.#order = longer(this.#order, Math.ceil(size * 1.5))
    }
    // From the back, so that nothing is written over before it has moved; the rest already stands right.
    const order = this.#order
    let from = this.#size - 1
    let at = size - 1
    for (let k = more.length - 1; k >= 0; k -= 1) {
      const slot = more[k]!
      const place = this.#bound((other) => this.#compare(other, slot) < 0)
      const moving = from - place + 1
      order.copyWithin(at - moving + 1, place, from + 1)
      at -= moving
      from = place - 1
      order[at] = slot
      at -= 1
      // Later places hold moved slots now; what is left to search ends before this one.
      this.#size = place
    }
    this.#size = size
    this.#pending = []
  }
}
