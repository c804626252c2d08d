import { longer, room } from './columns.ts'

/** Bytes of a piece of the store, as a power of two; no name reaches across two. */
const PIECE_BITS = 18
const PIECE = 1 << PIECE_BITS
/** Longest name, UTF-16 units. */
export const LONGEST_NAME = 4_000
/** Bytes before each name: its length, and whether its units take two bytes each. */
const HEAD = 2
const WIDE = 0x8000
/** So much of what was forgotten may lie about, and no more than what is in use. */
const WASTE = 1 << 20
const FIRST_CELLS = 2048

/**
 * Names by number, found by their text, kept as bytes outside the heap: a million of twenty letters take some 40 MB. A name that was
 * cut out of a message does not hold the message in memory, as a string may.
 */
export class NameTable {
  /** Numbers by hash, open addressing; −1 is free. At most three quarters are taken. */
  #cells = new Int32Array(FIRST_CELLS).fill(-1)
  #hashes = new Uint32Array(1024)
  /** Where a name begins, plus one; 0 where the number is free. */
  #begins = new Uint32Array(1024)
  #pieces: Uint8Array[] = [new Uint8Array(PIECE)]
  #end = 0
  #used = 0
  #wasted = 0
  #size = 0
  #numbers = 0
  readonly #free: number[] = []
  readonly #seed = Math.floor(Math.random() * 0x1_0000_0000) | 0

  /** Names there are. */
  get size(): number {
    return this.#size
  }

  /** Numbers ever given. */
  get numbers(): number {
    return this.#numbers
  }

  /** The number of a name, −1 when it is not known. */
  find(name: string): number {
    return this.#find(name, this.#hashOf(name))
  }

  /** The number of a name, given to it when it is new. Throws RangeError when it is longer than any name may be. */
  add(name: string): number {
    const hash = this.#hashOf(name)
    const known = this.#find(name, hash)
    if (known >= 0) {
      return known
    }
    if (name.length > LONGEST_NAME) {
      throw new RangeError(`a name of ${name.length} letters is longer than ${LONGEST_NAME}`)
    }
    const number = this.#free.pop() ?? this.#numbers
    if (number === this.#numbers) {
      this.#numbers += 1
      if (number >= this.#begins.length) {
        const size = room(this.#begins.length)
        this.#hashes = longer(this.#hashes, new Uint32Array(size))
        this.#begins = longer(this.#begins, new Uint32Array(size))
      }
    }
    this.#hashes[number] = hash
    this.#begins[number] = this.#write(name) + 1
    this.#size += 1
    if (this.#size * 4 > this.#cells.length * 3) {
      this.#spread(this.#cells.length * 2)
    } else {
      this.#enter(number, hash)
    }
    return number
  }

  /** The name of a number; undefined where it is free. */
  of(number: number): string | undefined {
    const begin = (this.#begins[number] ?? 0) - 1
    if (begin < 0) {
      return undefined
    }
    const [piece, at] = [this.#pieces[begin >>> PIECE_BITS] as Uint8Array, begin & (PIECE - 1)]
    const head = (piece[at] as number) | ((piece[at + 1] as number) << 8)
    const length = head & (WIDE - 1)
    const units: number[] = new Array<number>(length)
    for (let i = 0; i < length; i += 1) {
      units[i] = (head & WIDE) === 0 ? (piece[at + HEAD + i] as number) : (piece[at + HEAD + 2 * i] as number) | ((piece[at + HEAD + 2 * i + 1] as number) << 8)
    }
    return String.fromCharCode(...units)
  }

  /** Forget a name; its number is given to another. Answers whether there was one. */
  drop(number: number): boolean {
    const begin = (this.#begins[number] ?? 0) - 1
    if (begin < 0) {
      return false
    }
    this.#leave(number)
    this.#begins[number] = 0
    this.#free.push(number)
    this.#size -= 1
    this.#wasted += bytesOf(this.#pieces, begin)
    if (this.#wasted > WASTE && this.#wasted > this.#used - this.#wasted) {
      this.#gather()
    }
    return true
  }

  #find(name: string, hash: number): number {
    const mask = this.#cells.length - 1
    for (let cell = hash & mask; ; cell = (cell + 1) & mask) {
      const number = this.#cells[cell] as number
      if (number < 0 || (this.#hashes[number] === hash && this.#is(number, name))) {
        return number
      }
    }
  }

  #is(number: number, name: string): boolean {
    const begin = (this.#begins[number] as number) - 1
    const [piece, at] = [this.#pieces[begin >>> PIECE_BITS] as Uint8Array, begin & (PIECE - 1)]
    const head = (piece[at] as number) | ((piece[at + 1] as number) << 8)
    if ((head & (WIDE - 1)) !== name.length) {
      return false
    }
    if ((head & WIDE) === 0) {
      for (let i = 0; i < name.length; i += 1) {
        if (piece[at + HEAD + i] !== name.charCodeAt(i)) {
          return false
        }
      }
      return true
    }
    for (let i = 0; i < name.length; i += 1) {
      if (((piece[at + HEAD + 2 * i] as number) | ((piece[at + HEAD + 2 * i + 1] as number) << 8)) !== name.charCodeAt(i)) {
        return false
      }
    }
    return true
  }

  /** With a number of this table's own, so that nobody outside can make names that fall together. */
  #hashOf(name: string): number {
    let hash = this.#seed
    for (let i = 0; i < name.length; i += 1) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
      hash ^= hash >>> 15
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    return (hash ^ (hash >>> 13)) >>> 0
  }

  #write(name: string): number {
    let wide = false
    for (let i = 0; i < name.length && !wide; i += 1) {
      wide = name.charCodeAt(i) > 0xff
    }
    const begin = this.#place(HEAD + name.length * (wide ? 2 : 1))
    const [piece, at] = [this.#pieces[begin >>> PIECE_BITS] as Uint8Array, begin & (PIECE - 1)]
    const head = name.length | (wide ? WIDE : 0)
    piece[at] = head & 0xff
    piece[at + 1] = head >>> 8
    for (let i = 0; i < name.length; i += 1) {
      const unit = name.charCodeAt(i)
      if (wide) {
        piece[at + HEAD + 2 * i] = unit & 0xff
        piece[at + HEAD + 2 * i + 1] = unit >>> 8
      } else {
        piece[at + HEAD + i] = unit
      }
    }
    return begin
  }

  /** Where so many bytes may be written. */
  #place(bytes: number): number {
    if (this.#end + bytes > this.#pieces.length * PIECE) {
      this.#end = this.#pieces.push(new Uint8Array(PIECE)) * PIECE - PIECE
    }
    this.#end += bytes
    this.#used += bytes
    return this.#end - bytes
  }

  #enter(number: number, hash: number): void {
    const mask = this.#cells.length - 1
    let cell = hash & mask
    while ((this.#cells[cell] as number) >= 0) {
      cell = (cell + 1) & mask
    }
    this.#cells[cell] = number
  }

  /** Take a number out of the cells; those behind it move up, so that nothing lies between a name and its place. */
  #leave(number: number): void {
    const [cells, mask] = [this.#cells, this.#cells.length - 1]
    let hole = (this.#hashes[number] as number) & mask
    while (cells[hole] !== number) {
      hole = (hole + 1) & mask
    }
    for (let cell = (hole + 1) & mask; (cells[cell] as number) >= 0; cell = (cell + 1) & mask) {
      const home = (this.#hashes[cells[cell] as number] as number) & mask
      if (((cell - home) & mask) >= ((cell - hole) & mask)) {
        cells[hole] = cells[cell] as number
        hole = cell
      }
    }
    cells[hole] = -1
  }

  #spread(cells: number): void {
    this.#cells = new Int32Array(cells).fill(-1)
    for (let number = 0; number < this.#numbers; number += 1) {
      if (this.#begins[number] !== 0) {
        this.#enter(number, this.#hashes[number] as number)
      }
    }
  }

  /** Write the names that are left together. */
  #gather(): void {
    const before = this.#pieces
    this.#pieces = [new Uint8Array(PIECE)]
    ;[this.#end, this.#used, this.#wasted] = [0, 0, 0]
    for (let number = 0; number < this.#numbers; number += 1) {
      const begin = (this.#begins[number] as number) - 1
      if (begin >= 0) {
        const bytes = bytesOf(before, begin)
        const to = this.#place(bytes)
        ;(this.#pieces[to >>> PIECE_BITS] as Uint8Array).set((before[begin >>> PIECE_BITS] as Uint8Array).subarray(begin & (PIECE - 1), (begin & (PIECE - 1)) + bytes), to & (PIECE - 1))
        this.#begins[number] = to + 1
      }
    }
  }
}

/** Bytes a name takes that begins here. */
function bytesOf(pieces: readonly Uint8Array[], begin: number): number {
  const [piece, at] = [pieces[begin >>> PIECE_BITS] as Uint8Array, begin & (PIECE - 1)]
  const head = (piece[at] as number) | ((piece[at + 1] as number) << 8)
  return HEAD + (head & (WIDE - 1)) * ((head & WIDE) === 0 ? 1 : 2)
}
