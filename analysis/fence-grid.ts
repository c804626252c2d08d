import { ringHolds, type FencePart } from './fence-shapes.ts'

/** Cells of level 0 are this many degrees wide (38 m at the equator); each level doubles it, and all go round the world evenly. */
const FINEST = 360 / 2 ** 20
const LEVELS = 17
/** A piece is laid on the finest level where it is at most this many cells wide and high. */
const MOST_CELLS = 8
const EMPTY = -1

/** Cells lie together in blocks of so many each way, as a power of two: neighbours are near in memory too. */
const BLOCK_BITS = 3
const BLOCK_CELLS = 1 << (2 * BLOCK_BITS)
const BLOCK_MASK = (1 << BLOCK_BITS) - 1

/**
 * One size of cells, all in typed arrays: an open-addressed table of blocks, whose cells hold nothing (−1), one piece as
 * `piece × 2 + full`, or, where there are several, −2 less the number of their list.
 */
class Level {
  readonly size: number
  readonly #inverse: number
  readonly #around: number
  /** Block by block: its two numbers, where its cells are (−1 where there is none), and how many pieces they hold. */
  #table = emptyTable(64)
  #mask = 63
  #used = 0
  #cells = new Int32Array(16 * BLOCK_CELLS).fill(EMPTY)
  #blocks = 0
  /** Where blocks were that hold nothing any more. */
  readonly #freeBlocks: number[] = []
  /** Lists: a piece, and the entry after it. */
  #lists = new Int32Array(256)
  #free = EMPTY
  #length = 0
  pieces = 0

  constructor(level: number) {
    this.size = FINEST * 2 ** level
    this.#inverse = 1 / this.size
    this.#around = Math.round(360 / this.size)
  }

  /** Every cell a piece may lie in; `lay` is called with its numbers. */
  cells(part: FencePart, lay: (x: number, y: number) => void): void {
    const around = this.#around
    const { west, east, south, north } = part.box
    const [x0, x1] = [Math.floor((west + 180) * this.#inverse), Math.min(Math.floor((east + 180) * this.#inverse), Math.floor((west + 180) * this.#inverse) + around - 1)]
    for (let x = x0; x <= x1; x++) {
      for (let y = Math.max(0, Math.floor((south + 90) * this.#inverse)); y <= Math.floor((north + 90) * this.#inverse); y++) {
        lay(((x % around) + around) % around, y)
      }
    }
  }

  /** What the cell of a place holds. */
  at(lon: number, lat: number): number {
    const x = Math.floor((lon + 180) * this.#inverse)
    // A hair west of the 180° meridian the sum is rounded up to the whole way round.
    return this.cell(x >= this.#around ? x - this.#around : x, Math.floor((lat + 90) * this.#inverse))
  }

  /** What a cell holds: −1, the one item in it, or less than −1, where `item` and `next` tell one after another. */
  cell(x: number, y: number): number {
    const block = this.#table[this.#slot(x >> BLOCK_BITS, y >> BLOCK_BITS) + 2] as number
    return block === EMPTY ? EMPTY : (this.#cells[block + placeIn(x, y)] as number)
  }

  item(list: number): number {
    return this.#lists[2 * (-2 - list)] as number
  }

  /** What follows in a list; −1 at its end. */
  next(list: number): number {
    return this.#lists[2 * (-2 - list) + 1] as number
  }

  column(lon: number): number {
    return Math.floor((lon + 180) * this.#inverse)
  }

  row(lat: number): number {
    return Math.floor((lat + 90) * this.#inverse)
  }

  add(x: number, y: number, item: number): void {
    const slot = this.#block(x >> BLOCK_BITS, y >> BLOCK_BITS)
    const at = (this.#table[slot + 2] as number) + placeIn(x, y)
    this.#table[slot + 3] = (this.#table[slot + 3] as number) + 1
    const before = this.#cells[at] as number
    if (before === EMPTY) {
      this.#cells[at] = item
    } else {
      this.#cells[at] = this.#listed(item, before < EMPTY ? before : this.#listed(before, EMPTY))
    }
  }

  /** Take a piece out of a cell. A block that becomes empty goes when the table is laid anew. */
  drop(x: number, y: number, piece: number): void {
    const slot = this.#slot(x >> BLOCK_BITS, y >> BLOCK_BITS)
    const block = this.#table[slot + 2] as number
    if (block !== EMPTY && this.#taken(block + placeIn(x, y), piece)) {
      this.#table[slot + 3] = (this.#table[slot + 3] as number) - 1
    }
  }

  /** Was the piece in the cell? It is so no longer. */
  #taken(at: number, piece: number): boolean {
    const first = this.#cells[at] as number
    if (first >= 0 && first >> 1 === piece) {
      this.#cells[at] = EMPTY
      return true
    }
    let before = EMPTY
    for (let list = first; list < EMPTY; before = list, list = this.next(list)) {
      if (this.item(list) >> 1 !== piece) {
        continue
      }
      const after = this.next(list)
      if (before === EMPTY) {
        this.#cells[at] = after
      } else {
        this.#lists[2 * (-2 - before) + 1] = after
      }
      this.#lists[2 * (-2 - list) + 1] = this.#free
      this.#free = list
      return true
    }
    return false
  }

  /** An entry of a list; answers its number. */
  #listed(item: number, next: number): number {
    let list = this.#free
    if (list === EMPTY) {
      list = -2 - this.#length++
      if (this.#length * 2 > this.#lists.length) {
        this.#lists = widened(this.#lists, 0)
      }
    } else {
      this.#free = this.next(list)
    }
    this.#lists[2 * (-2 - list)] = item
    this.#lists[2 * (-2 - list) + 1] = next
    return list
  }

  /** Where a block stands in the table; it is made when there is none. */
  #block(x: number, y: number): number {
    let slot = this.#slot(x, y)
    if (this.#table[slot + 2] !== EMPTY) {
      return slot
    }
    if (this.#used * 2 > this.#mask) {
      this.#lay()
      slot = this.#slot(x, y)
    }
    this.#used++
    const block = this.#freeBlocks.pop() ?? this.#blocks++ * BLOCK_CELLS
    if (block >= this.#cells.length) {
      this.#cells = widened(this.#cells, EMPTY)
    }
    this.#table.set([x, y, block, 0], slot)
    return slot
  }

  /** Where the block stands in the table, or may. */
  #slot(x: number, y: number): number {
    const [mask, table] = [this.#mask, this.#table]
    let slot = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
    slot = (slot ^ (slot >>> 15)) & mask
    for (;;) {
      const at = slot << 2
      if (table[at + 2] === EMPTY || (table[at] === x && table[at + 1] === y)) {
        return at
      }
      slot = (slot + 1) & mask
    }
  }

  /** Lay the table anew, without blocks that hold nothing; larger where it is still full. */
  #lay(): void {
    const old = this.#table
    let live = 0
    for (let at = 0; at < old.length; at += 4) {
      live += (old[at + 3] as number) > 0 ? 1 : 0
    }
    const length = live * 3 >= this.#mask + 1 ? (this.#mask + 1) * 2 : this.#mask + 1
    this.#table = emptyTable(length)
    this.#mask = length - 1
    this.#used = live
    for (let at = 0; at < old.length; at += 4) {
      if ((old[at + 3] as number) > 0) {
        this.#table.set(old.subarray(at, at + 4), this.#slot(old[at] as number, old[at + 1] as number))
      } else if (old[at + 2] !== EMPTY) {
        this.#freeBlocks.push(old[at + 2] as number)
      }
    }
  }
}

/** Where a cell lies in its block. */
function placeIn(x: number, y: number): number {
  return ((y & BLOCK_MASK) << BLOCK_BITS) | (x & BLOCK_MASK)
}

function emptyTable(blocks: number): Int32Array<ArrayBuffer> {
  return new Int32Array(blocks * 4).fill(EMPTY)
}

/**
 * Which pieces hold a place: cells of several sizes that know of each piece whether it fills them; only in the others the
 * piece itself is asked. Pieces may be added and taken out at any time.
 */
export class FenceGrid {
  readonly #levels: (Level | undefined)[] = []
  /** Levels in use, so that a question looks at no other. */
  #used: Level[] = []
  readonly #parts: (FencePart | undefined)[] = []
  readonly #rings: (Float64Array | undefined)[] = []
  readonly #levelOf: number[] = []
  readonly #free: number[] = []

  /** Lay a piece; answers its number. */
  add(part: FencePart): number {
    const number = this.#free.pop() ?? this.#parts.length
    const spread = Math.max(part.box.east - part.box.west, part.box.north - part.box.south)
    const wanted = Math.min(LEVELS - 1, Math.max(0, Math.ceil(Math.log2(Math.max(spread, FINEST) / (FINEST * MOST_CELLS)))))
    const level = (this.#levels[wanted] ??= new Level(wanted))
    this.#parts[number] = part
    this.#rings[number] = part.ring
    this.#levelOf[number] = wanted
    level.pieces++
    level.cells(part, (x, y) => {
      const how = part.cell(x * level.size - 180, y * level.size - 90, level.size)
      if (how > 0) {
        level.add(x, y, number * 2 + (how === 2 ? 1 : 0))
      }
    })
    this.#used = this.#levels.filter((one): one is Level => one !== undefined && one.pieces > 0)
    return number
  }

  remove(number: number): void {
    const part = this.#parts[number]
    const level = this.#levels[this.#levelOf[number] ?? -1]
    if (!part || !level) {
      return
    }
    level.cells(part, (x, y) => level.drop(x, y, number))
    level.pieces--
    this.#parts[number] = undefined
    this.#rings[number] = undefined
    this.#free.push(number)
    this.#used = this.#levels.filter((one): one is Level => one !== undefined && one.pieces > 0)
  }

  /** Numbers of the pieces that hold a place, written into `out`; answers how many. `lon` lies in −180 … 180. */
  at(lon: number, lat: number, out: Int32Array): number {
    let found = 0
    const east = lon >= 180 ? lon - 360 : lon
    const levels = this.#used
    for (let i = 0; i < levels.length; i++) {
      const level = levels[i] as Level
      let cell = level.at(east, lat)
      for (; cell < EMPTY; cell = level.next(cell)) {
        found = this.#ask(level.item(cell), east, lat, out, found)
      }
      if (cell >= 0) {
        found = this.#ask(cell, east, lat, out, found)
      }
    }
    return found
  }

  #ask(item: number, lon: number, lat: number, out: Int32Array, found: number): number {
    if (found < out.length && ((item & 1) === 1 || this.#holds(item >> 1, lon, lat))) {
      out[found] = item >> 1
      return found + 1
    }
    return found
  }

  #holds(piece: number, lon: number, lat: number): boolean {
    const ring = this.#rings[piece]
    return ring === undefined ? (this.#parts[piece] as FencePart).holds(lon, lat) : ringHolds(ring, lon, lat)
  }

  /** Numbers of pieces whose cells lie in the box of a way, each at least once; the shorter way round the world. */
  along(fromLon: number, fromLat: number, toLon: number, toLat: number, visit: (number: number) => void): void {
    const d = toLon - fromLon
    const to = d > 180 ? toLon - 360 : d < -180 ? toLon + 360 : toLon
    const [west, east, south, north] = [Math.min(fromLon, to), Math.max(fromLon, to), Math.min(fromLat, toLat), Math.max(fromLat, toLat)]
    for (const level of this.#used) {
      const around = Math.round(360 / level.size)
      const [x0, x1, y0, y1] = [level.column(west), level.column(east), level.row(south), level.row(north)]
      if ((x1 - x0 + 1) * (y1 - y0 + 1) > 4 * level.pieces + 64) {
        // A leap over half the map: asking each piece is quicker than every cell between.
        this.#parts.forEach((part, number) => part && this.#levels[this.#levelOf[number] as number] === level && visit(number))
        continue
      }
      for (let x = x0; x <= x1; x++) {
        for (let y = y0; y <= y1; y++) {
          let cell = level.cell(((x % around) + around) % around, y)
          for (; cell < EMPTY; cell = level.next(cell)) {
            visit(level.item(cell) >> 1)
          }
          if (cell >= 0) {
            visit(cell >> 1)
          }
        }
      }
    }
  }

  part(number: number): FencePart | undefined {
    return this.#parts[number]
  }
}

function widened(array: Int32Array<ArrayBuffer>, rest: number): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(array.length * 2)
  wide.set(array)
  return rest === 0 ? wide : wide.fill(rest, array.length)
}
