import type { FencePart } from './fence-shapes.ts'

/** Cells of level 0 are this many degrees wide (38 m at the equator); each level doubles it, and all go round the world evenly. */
const FINEST = 360 / 2 ** 20
const LEVELS = 17
/** A piece is laid on the finest level where it is at most this many cells wide and high. */
const MOST_CELLS = 16
const EMPTY = -1
/** Where in the entry of a cell its list begins. */
const HEAD = 2

/** One size of cells: an open-addressed table from cell to a list of pieces, all in typed arrays. */
class Level {
  readonly size: number
  readonly #inverse: number
  readonly #around: number
  /** Cell by cell: its two numbers, where its list begins, and one for nothing, so that a look at a cell is one look at memory. */
  #table = emptyTable(64)
  #mask = 63
  #used = 0
  /** Lists: `piece × 2 + full`, and where the list goes on. */
  #items = new Int32Array(256)
  #next = new Int32Array(256)
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

  /** Where the list of a place begins, or −1. */
  head(lon: number, lat: number): number {
    const x = Math.floor((lon + 180) * this.#inverse)
    // A hair west of the 180° meridian the sum is rounded up to the whole way round.
    return this.headAt(x >= this.#around ? x - this.#around : x, Math.floor((lat + 90) * this.#inverse))
  }

  headAt(x: number, y: number): number {
    return this.#table[this.#slot(x, y) + HEAD] as number
  }

  item(entry: number): number {
    return this.#items[entry] as number
  }

  next(entry: number): number {
    return this.#next[entry] as number
  }

  column(lon: number): number {
    return Math.floor((lon + 180) * this.#inverse)
  }

  row(lat: number): number {
    return Math.floor((lat + 90) * this.#inverse)
  }

  add(x: number, y: number, item: number): void {
    if (this.#used * 2 > this.#mask) {
      this.#grow()
    }
    let entry = this.#free
    if (entry === EMPTY) {
      entry = this.#length++
      if (entry >= this.#items.length) {
        this.#items = widened(this.#items)
        this.#next = widened(this.#next)
      }
    } else {
      this.#free = this.#next[entry] as number
    }
    const slot = this.#slot(x, y)
    const table = this.#table
    if (table[slot + HEAD] === EMPTY) {
      this.#used++
      table[slot] = x
      table[slot + 1] = y
    }
    this.#items[entry] = item
    this.#next[entry] = table[slot + HEAD] as number
    table[slot + HEAD] = entry
  }

  /** Take a piece out of a cell. A cell that becomes empty goes when the table is laid anew. */
  drop(x: number, y: number, piece: number): void {
    const slot = this.#slot(x, y)
    let before = EMPTY
    for (let entry = this.#table[slot + HEAD] as number; entry >= 0; before = entry, entry = this.#next[entry] as number) {
      if ((this.#items[entry] as number) >> 1 !== piece) {
        continue
      }
      const after = this.#next[entry] as number
      if (before === EMPTY) {
        // −2: the cell is empty but was taken, so that what lies behind it in the table is still found.
        this.#table[slot + HEAD] = after === EMPTY ? -2 : after
      } else {
        this.#next[before] = after === -2 ? EMPTY : after
      }
      this.#next[entry] = this.#free
      this.#free = entry
      return
    }
  }

  /** Where the cell stands in the table, or may. */
  #slot(x: number, y: number): number {
    const [mask, table] = [this.#mask, this.#table]
    let slot = (Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)) & mask
    slot = (slot ^ (slot >>> 7)) & mask
    for (;;) {
      const at = slot << 2
      if (table[at + HEAD] === EMPTY || (table[at] === x && table[at + 1] === y)) {
        return at
      }
      slot = (slot + 1) & mask
    }
  }

  #grow(): void {
    const old = this.#table
    let live = 0
    for (let at = 0; at < old.length; at += 4) {
      live += (old[at + HEAD] as number) >= 0 ? 1 : 0
    }
    let length = this.#mask + 1
    while (live * 3 >= length) {
      length *= 2
    }
    this.#table = emptyTable(length)
    this.#mask = length - 1
    this.#used = live
    for (let at = 0; at < old.length; at += 4) {
      if ((old[at + HEAD] as number) >= 0) {
        this.#table.set(old.subarray(at, at + 4), this.#slot(old[at] as number, old[at + 1] as number))
      }
    }
  }
}

function emptyTable(cells: number): Int32Array<ArrayBuffer> {
  return new Int32Array(cells * 4).fill(EMPTY)
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
  readonly #levelOf: number[] = []
  readonly #free: number[] = []

  /** Lay a piece; answers its number. */
  add(part: FencePart): number {
    const number = this.#free.pop() ?? this.#parts.length
    const spread = Math.max(part.box.east - part.box.west, part.box.north - part.box.south)
    const wanted = Math.min(LEVELS - 1, Math.max(0, Math.ceil(Math.log2(Math.max(spread, FINEST) / (FINEST * MOST_CELLS)))))
    const level = (this.#levels[wanted] ??= new Level(wanted))
    this.#parts[number] = part
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
    this.#free.push(number)
    this.#used = this.#levels.filter((one): one is Level => one !== undefined && one.pieces > 0)
  }

  /** Numbers of the pieces that hold a place, written into `out`; answers how many. `lon` lies in −180 … 180. */
  at(lon: number, lat: number, out: Int32Array): number {
    let found = 0
    const east = lon >= 180 ? lon - 360 : lon
    for (const level of this.#used) {
      for (let entry = level.head(east, lat); entry >= 0; entry = level.next(entry)) {
        const item = level.item(entry)
        if (((item & 1) === 1 || (this.#parts[item >> 1] as FencePart).holds(east, lat)) && found < out.length) {
          out[found++] = item >> 1
        }
      }
    }
    return found
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
          for (let entry = level.headAt(((x % around) + around) % around, y); entry >= 0; entry = level.next(entry)) {
            visit(level.item(entry) >> 1)
          }
        }
      }
    }
  }

  part(number: number): FencePart | undefined {
    return this.#parts[number]
  }
}

function widened(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wide = new Int32Array(array.length * 2)
  wide.set(array)
  return wide
}
