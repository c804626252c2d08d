/** The raster everything is made on: a plane of square cells, row 0 in the north, mapped to longitude and latitude. */
export const WIDTH = 620
export const HEIGHT = 560
/** Cell side in kilometres. */
export const CELL_KM = 0.65
/** Centre of the raster: open ocean, more than 700 km from the nearest land. */
export const CENTRE: readonly [number, number] = [-24.1, 5.05]
const KM_PER_DEGREE = 111.195
const KM_PER_DEGREE_LON = KM_PER_DEGREE * Math.cos((CENTRE[1] * Math.PI) / 180)

export type Point = [number, number]

/** Longitude and latitude in degrees (5 decimals, about a metre) of a place in cell units. */
export function toLonLat(x: number, y: number): Point {
  const lon = CENTRE[0] + ((x - WIDTH / 2) * CELL_KM) / KM_PER_DEGREE_LON
  const lat = CENTRE[1] - ((y - HEIGHT / 2) * CELL_KM) / KM_PER_DEGREE
  return [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5]
}

/** Cell units of a longitude and latitude; the inverse of toLonLat. */
export function toCell(lon: number, lat: number): Point {
  return [
    WIDTH / 2 + ((lon - CENTRE[0]) * KM_PER_DEGREE_LON) / CELL_KM,
    HEIGHT / 2 - ((lat - CENTRE[1]) * KM_PER_DEGREE) / CELL_KM,
  ]
}

/** Distance in kilometres between two cells given by index. */
export function cellKm(a: number, b: number): number {
  const dx = (a % WIDTH) - (b % WIDTH)
  const dy = Math.floor(a / WIDTH) - Math.floor(b / WIDTH)
  return Math.hypot(dx, dy) * CELL_KM
}

/** Steps to the eight neighbours: x, y and length in cells. */
export const STEPS: readonly (readonly [number, number, number])[] = [
  [1, 0, 1], [0, 1, 1], [-1, 0, 1], [0, -1, 1],
  [1, 1, Math.SQRT2], [-1, 1, Math.SQRT2], [-1, -1, Math.SQRT2], [1, -1, Math.SQRT2],
]

/** A binary heap of cell indexes by key, smallest first; ties leave in order of cell index so that results never vary. */
export class CellHeap {
  private readonly keys: number[] = []
  private readonly cells: number[] = []

  get size(): number {
    return this.cells.length
  }

  /** Adds a cell with its key. */
  push(key: number, cell: number): void {
    let at = this.cells.length
    this.keys.push(key)
    this.cells.push(cell)
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!this.before(key, cell, up)) {
        break
      }
      this.keys[at] = this.keys[up]!
      this.cells[at] = this.cells[up]!
      at = up
    }
    this.keys[at] = key
    this.cells[at] = cell
  }

  /** Removes the smallest: [key, cell]; throws when empty. */
  pop(): [number, number] {
    const top: [number, number] = [this.keys[0]!, this.cells[0]!]
    const key = this.keys.pop()!
    const cell = this.cells.pop()!
    const n = this.cells.length
    if (n === 0) {
      return top
    }
    let at = 0
    for (;;) {
      let child = at * 2 + 1
      if (child >= n) {
        break
      }
      if (child + 1 < n && this.before(this.keys[child + 1]!, this.cells[child + 1]!, child)) {
        child++
      }
      if (this.before(key, cell, child)) {
        break
      }
      this.keys[at] = this.keys[child]!
      this.cells[at] = this.cells[child]!
      at = child
    }
    this.keys[at] = key
    this.cells[at] = cell
    return top
  }

  private before(key: number, cell: number, slot: number): boolean {
    const other = this.keys[slot]!
    return key < other || (key === other && cell < this.cells[slot]!)
  }
}
