import { metresBetween } from './fence-shapes.ts'

const DEGREE_M = 111_195
/** Beyond this parallel a degree of longitude is too short for cells; everything there is one column. */
const MOST_LAT = 85

/** Who is near whom: things on a grid whose cells are as wide as the farthest question, so that nine of them answer it. */
export class Proximity {
  readonly #reachM: number
  readonly #cell: number
  readonly #cells = new Map<number, Set<number>>()
  readonly #spots = new Map<number, { lon: number; lat: number; key: number }>()

  /** `reachM`: no question is asked for more metres. */
  constructor(reachM: number) {
    this.#reachM = reachM
    this.#cell = Math.min(30, Math.max(reachM / DEGREE_M, 1e-4))
  }

  put(thing: number, lon: number, lat: number): void {
    const key = this.#key(this.#column(lon, this.#row(lat)), this.#row(lat))
    const known = this.#spots.get(thing)
    if (known?.key === key) {
      known.lon = lon
      known.lat = lat
      return
    }
    this.drop(thing)
    this.#spots.set(thing, { lon, lat, key })
    const cell = this.#cells.get(key)
    if (cell) {
      cell.add(thing)
    } else {
      this.#cells.set(key, new Set([thing]))
    }
  }

  drop(thing: number): void {
    const known = this.#spots.get(thing)
    if (!known) {
      return
    }
    this.#spots.delete(thing)
    const cell = this.#cells.get(known.key)
    cell?.delete(thing)
    if (cell?.size === 0) {
      this.#cells.delete(known.key)
    }
  }

  /** Things within the reach of a place, with their metres; the asking one itself is among them when it was put. */
  near(lon: number, lat: number): { thing: number; metres: number }[] {
    const out: { thing: number; metres: number }[] = []
    const row = this.#row(lat)
    for (let y = row - 1; y <= row + 1; y++) {
      const around = this.#around(y)
      const x = this.#column(lon, y)
      for (const column of new Set([x - 1, x, x + 1].map((one) => ((one % around) + around) % around))) {
        for (const thing of this.#cells.get(this.#key(column, y)) ?? []) {
          const spot = this.#spots.get(thing)
          const metres = spot ? metresBetween(lon, lat, spot.lon, spot.lat) : Infinity
          if (metres <= this.#reachM) {
            out.push({ thing, metres })
          }
        }
      }
    }
    return out
  }

  #row(lat: number): number {
    return Math.floor((lat + 90) / this.#cell)
  }

  /** Columns of a row: at least as wide in metres as the reach, on the narrower of its two parallels. */
  #around(row: number): number {
    const lat = Math.min(90, Math.max(Math.abs(row * this.#cell - 90), Math.abs((row + 1) * this.#cell - 90)))
    return lat > MOST_LAT ? 1 : Math.max(1, Math.floor((360 / this.#cell) * Math.cos((lat * Math.PI) / 180)))
  }

  #column(lon: number, row: number): number {
    const around = this.#around(row)
    return Math.min(around - 1, Math.floor(((((lon + 180) % 360) + 360) % 360 / 360) * around))
  }

  #key(column: number, row: number): number {
    return row * 4_194_304 + column
  }
}
