import { CELL_KM, CellHeap, HEIGHT, type Point, STEPS, WIDTH, toLonLat } from './grid.ts'
import { smooth, thin } from './partition.ts'
import { fractal, hash } from './random.ts'
import type { Terrain } from './terrain.ts'

const N = WIDTH * HEIGHT
/** A stream is drawn where at least this much flow (in cells of mean rain) passes. */
export const STREAM_FLOW = 190

export type River = { id: number; parent: number; flow: number; km: number; class: 'major' | 'river' | 'stream'; points: Point[]; cells: number[] }
export type RoadClass = 'primary' | 'secondary' | 'track'
export type Road = { class: RoadClass; points: Point[] }
const RANK: Record<RoadClass, number> = { primary: 3, secondary: 2, track: 1 }

/** The drawn place of a cell: shifted a little inside the cell so that lines do not show the raster. */
function jittered(cell: number): Point {
  const h = hash(cell, 4711)
  return [(cell % WIDTH) + 0.5 + ((h & 1023) / 1023 - 0.5) * 0.62, Math.floor(cell / WIDTH) + 0.5 + (((h >>> 10) & 1023) / 1023 - 0.5) * 0.62]
}

function draw(cells: number[], passes: number, tolerance: number): Point[] {
  return thin(smooth(cells.map(jittered), passes, false), tolerance).map((p) => toLonLat(p[0], p[1]))
}

/** The rivers: from each mouth up the strongest branch; every branch that is left over starts where it joins. */
export function makeRivers(terrain: Terrain): River[] {
  const { flow, downstream, island, lake } = terrain
  const upstream = new Map<number, number[]>()
  const mouths: number[] = []
  for (let cell = 0; cell < N; cell++) {
    if (island[cell] === 0 || flow[cell]! < STREAM_FLOW) {
      continue
    }
    const to = downstream[cell]!
    if (island[to] === 0) {
      mouths.push(cell)
    } else {
      upstream.set(to, [...(upstream.get(to) ?? []), cell])
    }
  }
  mouths.sort((a, b) => flow[b]! - flow[a]! || a - b)
  const rivers: River[] = []
  const starts = mouths.map((cell) => ({ cell, below: downstream[cell]!, parent: -1 }))
  for (let k = 0; k < starts.length; k++) {
    const { cell: start, below, parent } = starts[k]!
    const cells = [below]
    const id = rivers.length
    for (let cell: number | undefined = start; cell !== undefined; ) {
      cells.push(cell)
      const [main, ...others]: number[] = (upstream.get(cell) ?? []).toSorted((a, b) => flow[b]! - flow[a]! || a - b)
      for (const other of others) {
        starts.push({ cell: other, below: cell, parent: id })
      }
      cell = main
    }
    cells.reverse()
    const km = cells.length * CELL_KM * 1.15
    if (km < 8) {
      continue
    }
    const strength = flow[start]!
    const dry = cells.filter((cell) => lake[cell] === 0)
    if (dry.length > 3) {
      rivers.push({ id, parent, flow: strength, km: Math.round(km), class: strength > 5000 ? 'major' : strength > 1300 ? 'river' : 'stream', points: draw(cells, 3, 0.045), cells })
    }
  }
  return rivers
}

/** Roads as they come to be: each new link follows the cheapest way over the ground and joins what is already there. */
export class RoadBuilder {
  private readonly edges = new Map<number, RoadClass>()
  private readonly onRoad = new Uint8Array(N)
  private readonly rough: Float32Array
  private readonly terrain: Terrain

  constructor(terrain: Terrain) {
    this.terrain = terrain
    this.rough = new Float32Array(N)
    for (let cell = 0; cell < N; cell++) {
      this.rough[cell] = 1 + 0.25 * (fractal((cell % WIDTH) / 7, Math.floor(cell / WIDTH) / 7, 991, 3) + 1)
    }
  }

  /** Whether a road of any class passes the cell. */
  has(cell: number): boolean {
    return this.onRoad[cell] === 1
  }

  /** Links a cell to a target cell, or to the nearest road when there is none; false when no way leads there within the limit of cost. */
  link(from: number, target: number | null, road: RoadClass, limit = 4000): boolean {
    const { island, lake, elevation, flow } = this.terrain
    const cost = new Float64Array(N).fill(Infinity)
    const back = new Int32Array(N).fill(-1)
    const heap = new CellHeap()
    cost[from] = 0
    heap.push(0, from)
    let end = -1
    while (heap.size > 0) {
      const [c, cell] = heap.pop()
      if (c > cost[cell]!) {
        continue
      }
      if (c > limit) {
        break
      }
      if (cell === target || (target === null && cell !== from && this.onRoad[cell] === 1)) {
        end = cell
        break
      }
      const x = cell % WIDTH
      for (const [dx, dy, length] of STEPS) {
        const next = cell + dx + dy * WIDTH
        if (x + dx < 0 || x + dx >= WIDTH || next < 0 || next >= N || island[next] === 0 || lake[next] !== 0) {
          continue
        }
        const slope = Math.abs(elevation[next]! - elevation[cell]!) / (length * CELL_KM * 1000)
        let step = length * this.rough[next]! * (1 + (slope * 30) ** 1.6)
        if (this.onRoad[next] === 1 && this.onRoad[cell] === 1 && this.edges.has(edgeKey(cell, next))) {
          step *= 0.3
        } else {
          step += flow[next]! >= STREAM_FLOW ? 3 + Math.sqrt(flow[next]!) / 12 : 0
          step += this.terrain.coastKm[next]! < 1 ? 0.8 * length : 0
        }
        if (c + step < cost[next]!) {
          cost[next] = c + step
          back[next] = cell
          heap.push(c + step, next)
        }
      }
    }
    if (end < 0) {
      return false
    }
    for (let cell = end; back[cell]! >= 0; cell = back[cell]!) {
      const key = edgeKey(cell, back[cell]!)
      const old = this.edges.get(key)
      if (old === undefined || RANK[old] < RANK[road]) {
        this.edges.set(key, road)
      }
      this.onRoad[cell] = 1
    }
    this.onRoad[from] = 1
    return true
  }

  /** Marks a cell as part of the network before its first road. */
  plant(cell: number): void {
    this.onRoad[cell] = 1
  }

  /** The network as lines that end where roads meet or change class; a meeting point is the same vertex in every line. */
  lines(keep: readonly number[]): Road[] {
    const around = new Map<number, { to: number; road: RoadClass }[]>()
    for (const [key, road] of this.edges) {
      const a = Math.floor(key / N)
      const b = key % N
      around.set(a, [...(around.get(a) ?? []), { to: b, road }])
      around.set(b, [...(around.get(b) ?? []), { to: a, road }])
    }
    const stops = new Set(keep)
    const isNode = (cell: number): boolean => {
      const links = around.get(cell)!
      return stops.has(cell) || links.length !== 2 || links[0]!.road !== links[1]!.road
    }
    const used = new Set<number>()
    const roads: Road[] = []
    for (const [start, links] of around) {
      if (!isNode(start)) {
        continue
      }
      for (const first of links) {
        if (used.has(edgeKey(start, first.to))) {
          continue
        }
        const cells = [start]
        let at = start
        let link = first
        for (;;) {
          used.add(edgeKey(at, link.to))
          cells.push(link.to)
          const before = at
          at = link.to
          if (isNode(at)) {
            break
          }
          link = around.get(at)!.find((candidate) => candidate.to !== before)!
        }
        roads.push({ class: first.road, points: draw(cells, 4, 0.05) })
      }
    }
    return roads.sort((a, b) => RANK[b.class] - RANK[a.class])
  }
}

function edgeKey(a: number, b: number): number {
  return a < b ? a * N + b : b * N + a
}

/** Where roads cross rivers: exact crossings of the drawn lines. */
export function findBridges(roads: readonly Road[], rivers: readonly River[]): { at: Point; road: number; river: number }[] {
  const size = 0.02
  const index = new Map<string, { river: number; a: Point; b: Point }[]>()
  rivers.forEach((river, k) => {
    for (let s = 0; s + 1 < river.points.length; s++) {
      const a = river.points[s]!
      const b = river.points[s + 1]!
      for (const key of boxes(a, b, size)) {
        index.set(key, [...(index.get(key) ?? []), { river: k, a, b }])
      }
    }
  })
  const found: { at: Point; road: number; river: number }[] = []
  const seen = new Set<string>()
  roads.forEach((road, k) => {
    for (let s = 0; s + 1 < road.points.length; s++) {
      const a = road.points[s]!
      const b = road.points[s + 1]!
      for (const key of boxes(a, b, size)) {
        for (const segment of index.get(key) ?? []) {
          const at = crossing(a, b, segment.a, segment.b)
          const name = at === null ? '' : `${at[0]},${at[1]}`
          if (at !== null && !seen.has(name)) {
            seen.add(name)
            found.push({ at, road: k, river: segment.river })
          }
        }
      }
    }
  })
  return found
}

function boxes(a: Point, b: Point, size: number): string[] {
  const keys: string[] = []
  for (let x = Math.floor(Math.min(a[0], b[0]) / size); x <= Math.floor(Math.max(a[0], b[0]) / size); x++) {
    for (let y = Math.floor(Math.min(a[1], b[1]) / size); y <= Math.floor(Math.max(a[1], b[1]) / size); y++) {
      keys.push(`${x},${y}`)
    }
  }
  return keys
}

function crossing(a: Point, b: Point, c: Point, d: Point): Point | null {
  const det = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0])
  if (det === 0) {
    return null
  }
  const t = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / det
  const u = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / det
  if (t < 0 || t >= 1 || u < 0 || u >= 1) {
    return null
  }
  return [Math.round((a[0] + (b[0] - a[0]) * t) * 1e5) / 1e5, Math.round((a[1] + (b[1] - a[1]) * t) * 1e5) / 1e5]
}
