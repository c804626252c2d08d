import { distanceM, fromE7, type LonLat } from '../../core/place-geodesy.ts'
import type { GraphParts, RoadGraph } from './graph.ts'

/** Metres of a degree of latitude (IUGG mean radius). */
const DEGREE_M = 111_195
/** Smallest cell, degrees, and most cells. */
const CELL = 0.02
const MOST_CELLS = 1_000_000

/** A place on the network: on edge `edge`, `alongM` metres from its beginning, `offM` metres from the place that was asked for. */
export type Snapped = { edge: number; alongM: number; offM: number; lon: number; lat: number }

type OnSegment = Omit<Snapped, 'alongM'> & { segment: number; fraction: number }

/** A grid over a network: segments, by their first vertex, of each cell. In typed arrays, as the network itself. */
export type RoadGrid = { west: number; south: number; cell: number; wide: number; high: number; starts: Int32Array; segments: Int32Array }

/** The grid of a network. */
export function gridOf({ shape, shapeAt }: GraphParts): RoadGrid {
  let [west, south, east, north] = shape.length === 0 ? [0, 0, 0, 0] : [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < shape.length; i += 2) {
    west = Math.min(west, shape[i] as number)
    east = Math.max(east, shape[i] as number)
    south = Math.min(south, shape[i + 1] as number)
    north = Math.max(north, shape[i + 1] as number)
  }
  const [width, height] = [fromE7(east) - fromE7(west), fromE7(north) - fromE7(south)]
  const cell = Math.max(CELL, Math.sqrt((width * height) / MOST_CELLS), width / MOST_CELLS, height / MOST_CELLS)
  const [wide, high] = [Math.floor(width / cell) + 1, Math.floor(height / cell) + 1]
  const column = (lon: number): number => Math.max(0, Math.min(wide - 1, Math.floor((fromE7(lon) - fromE7(west)) / cell)))
  const row = (lat: number): number => Math.max(0, Math.min(high - 1, Math.floor((fromE7(lat) - fromE7(south)) / cell)))
  const each = (take: (cell: number, segment: number) => void): void => {
    for (let e = 0; e < shapeAt.length - 1; e += 1) {
      for (let v = shapeAt[e] as number; v < (shapeAt[e + 1] as number) - 1; v += 1) {
        const [x0, x1] = [column(shape[2 * v] as number), column(shape[2 * v + 2] as number)]
        const [y0, y1] = [row(shape[2 * v + 1] as number), row(shape[2 * v + 3] as number)]
        for (let y = Math.min(y0, y1); y <= Math.max(y0, y1); y += 1) {
          for (let x = Math.min(x0, x1); x <= Math.max(x0, x1); x += 1) {
            take(y * wide + x, v)
          }
        }
      }
    }
  }
  const starts = new Int32Array(wide * high + 1)
  each((at) => { starts[at + 1]! += 1 })
  for (let i = 1; i < starts.length; i += 1) {
    starts[i]! += starts[i - 1] as number
  }
  const next = starts.slice(0, -1)
  const segments = new Int32Array(starts.at(-1) as number)
  each((at, segment) => {
    segments[next[at] as number] = segment
    next[at]! += 1
  })
  return { west: fromE7(west), south: fromE7(south), cell, wide, high, starts, segments }
}

/** Finds what of a network lies near a place. */
export class RoadIndex {
  readonly graph: RoadGraph
  readonly #grid: RoadGrid

  constructor(graph: RoadGraph, grid: RoadGrid = gridOf(graph.parts)) {
    this.graph = graph
    this.#grid = grid
  }

  /**
   * The nearest place of each connected piece within `mostM` metres, nearest first: at most `limit` pieces, none farther than
   * three times the nearest and a kilometre. Several, because the nearest road may be one that leads nowhere.
   */
  snap(place: LonLat, mostM: number, limit = 4): Snapped[] {
    const best = new Map<number, OnSegment>()
    let nearest = Infinity
    const x = Math.floor((place.lon - this.#grid.west) / this.#grid.cell)
    const y = Math.floor((place.lat - this.#grid.south) / this.#grid.cell)
    const perCell = this.#grid.cell * DEGREE_M * Math.max(0.01, Math.cos((Math.min(89, Math.abs(place.lat) + this.#grid.cell) * Math.PI) / 180))
    const reach = (): number => Math.min(mostM, 3 * nearest + 1000)
    const farthest = Math.max(Math.abs(x), Math.abs(x - this.#grid.wide), Math.abs(y), Math.abs(y - this.#grid.high))
    for (let ring = 0; ring <= farthest && (ring - 1) * perCell <= reach(); ring += 1) {
      this.#ring(x, y, ring, (segment) => {
        const found = this.#onSegment(place, segment)
        const piece = this.graph.parts.piece[this.graph.parts.from[found.edge] as number] as number
        if (found.offM <= mostM && found.offM < (best.get(piece)?.offM ?? Infinity)) {
          best.set(piece, found)
          nearest = Math.min(nearest, found.offM)
        }
      })
    }
    return [...best.values()].filter((one) => one.offM <= reach()).sort((a, b) => a.offM - b.offM).slice(0, limit)
      .map(({ edge, segment, fraction, offM, lon, lat }) => ({ edge, alongM: this.#along(edge, segment, fraction), offM, lon, lat }))
  }

  /** Edges with a segment whose box meets the box (degrees), each once. */
  within(west: number, south: number, east: number, north: number): number[] {
    const edges = new Set<number>()
    const clamp = (v: number, most: number) => Math.max(0, Math.min(most - 1, v))
    if (east < this.#grid.west || north < this.#grid.south || west > this.#grid.west + this.#grid.wide * this.#grid.cell || south > this.#grid.south + this.#grid.high * this.#grid.cell) {
      return []
    }
    const { shape } = this.graph.parts
    for (let cy = clamp(Math.floor((south - this.#grid.south) / this.#grid.cell), this.#grid.high); cy <= clamp(Math.floor((north - this.#grid.south) / this.#grid.cell), this.#grid.high); cy += 1) {
      for (let cx = clamp(Math.floor((west - this.#grid.west) / this.#grid.cell), this.#grid.wide); cx <= clamp(Math.floor((east - this.#grid.west) / this.#grid.cell), this.#grid.wide); cx += 1) {
        const cell = cy * this.#grid.wide + cx
        for (let i = this.#grid.starts[cell] as number; i < (this.#grid.starts[cell + 1] as number); i += 1) {
          const v = this.#grid.segments[i] as number
          const [x0, y0, x1, y1] = [fromE7(shape[2 * v] as number), fromE7(shape[2 * v + 1] as number), fromE7(shape[2 * v + 2] as number), fromE7(shape[2 * v + 3] as number)]
          if (Math.max(x0, x1) >= west && Math.min(x0, x1) <= east && Math.max(y0, y1) >= south && Math.min(y0, y1) <= north) {
            edges.add(this.#edgeOf(v))
          }
        }
      }
    }
    return [...edges]
  }

  #ring(x: number, y: number, ring: number, take: (segment: number) => void): void {
    for (let dy = -ring; dy <= ring; dy += 1) {
      const row = y + dy
      if (row < 0 || row >= this.#grid.high) {
        continue
      }
      const step = Math.abs(dy) === ring || ring === 0 ? 1 : 2 * ring
      for (let dx = -ring; dx <= ring; dx += step) {
        const column = x + dx
        if (column < 0 || column >= this.#grid.wide) {
          continue
        }
        const cell = row * this.#grid.wide + column
        for (let i = this.#grid.starts[cell] as number; i < (this.#grid.starts[cell + 1] as number); i += 1) {
          take(this.#grid.segments[i] as number)
        }
      }
    }
  }

  /** Nearest place of a segment on the plane that touches the Earth at the place asked for: good to a part in a thousand within 50 km. */
  #onSegment(place: LonLat, v: number): OnSegment {
    const { shape } = this.graph.parts
    const scale = Math.cos((place.lat * Math.PI) / 180)
    const [aLon, aLat, bLon, bLat] = [fromE7(shape[2 * v] as number), fromE7(shape[2 * v + 1] as number), fromE7(shape[2 * v + 2] as number), fromE7(shape[2 * v + 3] as number)]
    const [ax, ay] = [(aLon - place.lon) * scale, aLat - place.lat]
    const [dx, dy] = [(bLon - aLon) * scale, bLat - aLat]
    const length = dx * dx + dy * dy
    const fraction = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
    return { edge: this.#edgeOf(v), segment: v, fraction, offM: Math.hypot(ax + fraction * dx, ay + fraction * dy) * DEGREE_M, lon: aLon + fraction * (bLon - aLon), lat: aLat + fraction * (bLat - aLat) }
  }

  #along(edge: number, segment: number, fraction: number): number {
    const { graph } = this
    let metres = 0
    for (let v = graph.parts.shapeAt[edge] as number; v < segment; v += 1) {
      metres += distanceM(graph.vertex(v), graph.vertex(v + 1))
    }
    return Math.min(graph.parts.metres[edge] as number, metres + fraction * distanceM(graph.vertex(segment), graph.vertex(segment + 1)))
  }

  #edgeOf(segment: number): number {
    const { shapeAt } = this.graph.parts
    let [low, high] = [0, this.graph.edges - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((shapeAt[middle] as number) <= segment) {
        low = middle
      } else {
        high = middle - 1
      }
    }
    return low
  }
}
