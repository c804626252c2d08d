import { longer, room } from '../../shared/pipeline/columns.ts'

/** Edge of a cell in degrees: 1.04 million cells over the world, 4 MB. */
const CELL = 0.25
const COLUMNS = 360 / CELL
const ROWS = 180 / CELL

/** West, south, east, north. */
type Corners = readonly [number, number, number, number]

/**
 * Which things are in which cell of a uniform grid: a list in typed arrays for each cell, changed only when a thing leaves its
 * cell, so that moving costs next to nothing and asking a box costs the cells it touches.
 */
export class Grid {
  // All of it one more than it says, 0 for none: what was never written to takes no memory.
  readonly #first = new Int32Array(COLUMNS * ROWS)
  #next = new Int32Array(1024)
  #before = new Int32Array(1024)
  #cell = new Int32Array(1024)

  /** Put a thing where it is now. Degrees, finite, within ±180 and ±90. */
  put(slot: number, lon: number, lat: number): void {
    if (slot >= this.#cell.length) {
      this.#grow(slot)
    }
    const cell = rowOf(lat) * COLUMNS + columnOf(lon)
    if (this.#cell[slot] === cell + 1) {
      return
    }
    this.remove(slot)
    const first = this.#first[cell] as number
    this.#cell[slot] = cell + 1
    this.#next[slot] = first
    this.#before[slot] = 0
    if (first > 0) {
      this.#before[first - 1] = slot + 1
    }
    this.#first[cell] = slot + 1
  }

  remove(slot: number): void {
    const cell = (this.#cell[slot] ?? 0) - 1
    if (cell < 0) {
      return
    }
    const [next, before] = [this.#next[slot] as number, this.#before[slot] as number]
    if (before > 0) {
      this.#next[before - 1] = next
    } else {
      this.#first[cell] = next
    }
    if (next > 0) {
      this.#before[next - 1] = before
    }
    this.#cell[slot] = 0
  }

  /** Visit everything in the cells a box touches; the caller looks whether it is inside. West > east crosses the antimeridian. */
  near(box: Corners, visit: (slot: number) => void): void {
    eachCell(box, (cell) => {
      for (let one = this.#first[cell] as number; one > 0; one = this.#next[one - 1] as number) {
        visit(one - 1)
      }
    })
  }

  /** Some things by their cells, for many boxes that ask of the same few. */
  some(slots: readonly number[]): Some {
    const lists = new Map<number, number[]>()
    for (const slot of slots) {
      const cell = (this.#cell[slot] ?? 0) - 1
      const list = lists.get(cell)
      if (list) {
        list.push(slot)
      } else if (cell >= 0) {
        lists.set(cell, [slot])
      }
    }
    return new Some(slots, lists)
  }

  #grow(slot: number): void {
    const size = Math.max(slot + 1, room(this.#cell.length))
    this.#next = longer(this.#next, new Int32Array(size))
    this.#before = longer(this.#before, new Int32Array(size))
    this.#cell = longer(this.#cell, new Int32Array(size))
  }
}

/** Some of the things of a grid, by their cells. */
export class Some {
  readonly all: readonly number[]
  readonly #lists: ReadonlyMap<number, readonly number[]>

  constructor(all: readonly number[], lists: ReadonlyMap<number, readonly number[]>) {
    this.all = all
    this.#lists = lists
  }

  /** Those in the cells a box touches; null where to look at all of them is less work. */
  near(box: Corners): number[] | null {
    const [west, south, east, north] = box
    const columns = west <= east ? columnOf(east) - columnOf(west) + 1 : COLUMNS - columnOf(west) + columnOf(east) + 1
    if (columns * (rowOf(north) - rowOf(south) + 1) > this.all.length) {
      return null
    }
    const found: number[] = []
    eachCell(box, (cell) => {
      for (const slot of this.#lists.get(cell) ?? []) {
        found.push(slot)
      }
    })
    return found
  }
}

function eachCell([west, south, east, north]: Corners, visit: (cell: number) => void): void {
  const spans: [number, number][] = west <= east ? [[west, east]] : [[west, 180], [-180, east]]
  for (const [from, to] of spans) {
    for (let row = rowOf(south); row <= rowOf(north); row += 1) {
      for (let column = columnOf(from); column <= columnOf(to); column += 1) {
        visit(row * COLUMNS + column)
      }
    }
  }
}

function columnOf(lon: number): number {
  return Math.min(COLUMNS - 1, Math.max(0, Math.floor((lon + 180) / CELL)))
}

function rowOf(lat: number): number {
  return Math.min(ROWS - 1, Math.max(0, Math.floor((lat + 90) / CELL)))
}
