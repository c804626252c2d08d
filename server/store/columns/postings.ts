const LARGEST_BLOCK = 1024

/**
 * Many growing lists of slots in one pool. A list is a chain of blocks of 1, 2, 4 … 1024 entries, each followed by the
 * place of the next, so that rare words cost little and common ones are read in long runs. Slots are added in rising
 * order and never taken out: a dead slot is dropped by the reader and leaves at compaction.
 */
export class Postings {
  #pool = new Uint32Array(1024)
  #end = 1
  #head = new Uint32Array(256)
  #next = new Uint32Array(256)
  #link = new Uint32Array(256)
  #count = new Uint32Array(256)
  #last = new Uint32Array(256)

  /** Entries of a list, dead ones included. */
  count(list: number): number {
    return list < this.#count.length ? this.#count[list]! : 0
  }

  /** Append a slot; the same slot twice in a row counts once. */
  add(list: number, slot: number): void {
    if (list >= this.#count.length) {
      this.#lists(list)
    }
    const count = this.#count[list]!
    if (count > 0 && this.#last[list] === slot) {
      return
    }
    if (this.#next[list] === this.#link[list]) {
      this.#block(list, count)
    }
    this.#pool[this.#next[list]!] = slot
    this.#next[list] = this.#next[list]! + 1
    this.#last[list] = slot
    this.#count[list] = count + 1
  }

  /** Write the list into `out` from place `at` on; returns the place after its last entry. */
  copy(list: number, out: Uint32Array, at: number): number {
    const pool = this.#pool
    let rest = this.count(list)
    let from = rest > 0 ? this.#head[list]! : 0
    let size = 1
    let to = at
    while (rest > 0) {
      const take = rest < size ? rest : size
      for (let i = from; i < from + take; i += 1) {
        out[to++] = pool[i]!
      }
      rest -= take
      from = pool[from + size]!
      size = size < LARGEST_BLOCK ? size * 2 : LARGEST_BLOCK
    }
    return to
  }

  /** The same lists after slots moved: `moved[slot]` is its new place, or 0xffffffff when it is gone. */
  remapped(moved: Uint32Array): Postings {
    const out = new Postings()
    let buffer = new Uint32Array(1024)
    for (let list = 0; list < this.#count.length; list += 1) {
      const count = this.#count[list]!
      if (count > buffer.length) {
        buffer = new Uint32Array(count * 2)
      }
      this.copy(list, buffer, 0)
      for (let i = 0; i < count; i += 1) {
        const slot = moved[buffer[i]!]!
        if (slot !== 0xffffffff) {
          out.add(list, slot)
        }
      }
    }
    return out
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#pool.byteLength + this.#head.byteLength * 5
  }

  #lists(list: number): void {
    const length = Math.max(list + 1, this.#count.length * 2)
    this.#head = longer(this.#head, length)
    this.#next = longer(this.#next, length)
    this.#link = longer(this.#link, length)
    this.#count = longer(this.#count, length)
    this.#last = longer(this.#last, length)
  }

  #block(list: number, count: number): void {
    // Blocks of 1, 2, 4 … hold 2^k − 1 entries when full, so the next has one entry more than all before it together.
    const size = Math.min(count + 1, LARGEST_BLOCK)
    const start = this.#end
    this.#end += size + 1
    if (this.#end > this.#pool.length) {
      this.#pool = longer(this.#pool, Math.max(this.#end, Math.ceil(this.#pool.length * 1.5)))
    }
    if (count === 0) {
      this.#head[list] = start
    } else {
      this.#pool[this.#link[list]!] = start
    }
    this.#next[list] = start
    this.#link[list] = start + size
  }
}

type Growing = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** A copy of a typed array with room for `length` entries. */
export function longer<T extends Growing>(array: T, length: number): T {
  const out = new (array.constructor as new (length: number) => T)(length)
  out.set(array)
  return out
}
