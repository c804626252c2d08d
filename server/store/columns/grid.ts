import { Postings } from './postings.ts'

/** Cells of a quarter degree; a mission spans a few hundred of them. */
const CELL_E7 = 2_500_000
const ROWS = 721

/** Bounds in degrees × 1e7, edges included; west > east crosses the antimeridian. */
export type Box = { west: number; south: number; east: number; north: number }

/** Where slots are, coarsely. */
export class Grid {
  readonly #cells = new Map<number, number>()
  #postings = new Postings()

  add(slot: number, lonE7: number, latE7: number): void {
    const key = column(lonE7) * ROWS + row(latE7)
    let list = this.#cells.get(key)
    if (list === undefined) {
      list = this.#cells.size
      this.#cells.set(key, list)
    }
    this.#postings.add(list, slot)
  }

  /** Lists of the cells a box touches, and how many slots they hold. */
  within(box: Box): { lists: number[]; total: number } {
    if (box.west > box.east) {
      const a = this.within({ ...box, east: 1_800_000_000 })
      const b = this.within({ ...box, west: -1_800_000_000 })
      const lists = [...new Set([...a.lists, ...b.lists])]
      return { lists, total: lists.reduce((sum, list) => sum + this.#postings.count(list), 0) }
    }
    const [x0, x1, y0, y1] = [column(box.west), column(box.east), row(box.south), row(box.north)]
    const lists: number[] = []
    if ((x1 - x0 + 1) * (y1 - y0 + 1) > this.#cells.size) {
      for (const [key, list] of this.#cells) {
        const x = Math.floor(key / ROWS)
        const y = key % ROWS
        if (x >= x0 && x <= x1 && y >= y0 && y <= y1) {
          lists.push(list)
        }
      }
    } else {
      for (let x = x0; x <= x1; x += 1) {
        for (let y = y0; y <= y1; y += 1) {
          const list = this.#cells.get(x * ROWS + y)
          if (list !== undefined) {
            lists.push(list)
          }
        }
      }
    }
    return { lists, total: lists.reduce((sum, list) => sum + this.#postings.count(list), 0) }
  }

  /** Slots of some cells, each once (a slot is in one cell). */
  slots(cells: { lists: readonly number[]; total: number }): Uint32Array {
    const out = new Uint32Array(cells.total)
    let at = 0
    for (const list of cells.lists) {
      at = this.#postings.copy(list, out, at)
    }
    return out
  }

  remap(moved: Uint32Array): void {
    this.#postings = this.#postings.remapped(moved)
  }

  get bytes(): number {
    return this.#postings.bytes
  }
}

function column(lonE7: number): number {
  return Math.floor((lonE7 + 1_800_000_000) / CELL_E7)
}

function row(latE7: number): number {
  return Math.floor((latE7 + 900_000_000) / CELL_E7)
}
