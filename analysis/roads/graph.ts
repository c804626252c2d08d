import { distanceM, fromE7, toE7, type LonLat } from '../../core/place-geodesy.ts'
import { ROAD_CLASSES, ROAD_SURFACES, type RoadLine } from './classes.ts'

/** Places nearer than this to each other are one: 1e-5 degrees, about a metre. */
const GRID = 1e5
const KEY = 40_000_000

/** A network in typed arrays alone, so that another thread can make it and hand it over. */
export type GraphParts = {
  /** Places of nodes, 1e-7 degrees. */
  nodeLon: Int32Array
  nodeLat: Int32Array
  from: Int32Array
  to: Int32Array
  /** Length, metres. */
  metres: Float32Array
  /** Index into ROAD_CLASSES and ROAD_SURFACES. */
  classes: Uint8Array
  surfaces: Uint8Array
  /** km/h and tonnes; 0: nobody said. */
  kmh: Uint8Array
  tonnes: Uint8Array
  oneway: Uint8Array
  /** Which of the lines it was made of. */
  road: Int32Array
  /** Vertices of edge e: `shape[2·shapeAt[e]] …`, lon and lat in 1e-7 degrees, both ends included. */
  shapeAt: Int32Array
  shape: Int32Array
  /** Edges at node n: `arcs[first[n]] … arcs[first[n + 1]]`, each edge·2, plus 1 where n is its end. */
  first: Int32Array
  arcs: Int32Array
  /** Which connected piece a node belongs to, and how many metres of road each piece has. */
  piece: Int32Array
  pieceM: Float64Array
  /** Names of the lines. */
  names: (string | null)[]
}

/**
 * A network of roads. A node is where roads meet or end; an edge is the road between two nodes, cut where a
 * vertex is shared with another road. Roads that cross without a common vertex (a bridge over a road) are not joined.
 */
export class RoadGraph {
  readonly parts: GraphParts
  readonly nodes: number
  readonly edges: number

  constructor(parts: GraphParts) {
    this.parts = parts
    this.nodes = parts.nodeLon.length
    this.edges = parts.from.length
  }

  /** A vertex by its place in `shape`, degrees. */
  vertex(v: number): LonLat {
    const { shape } = this.parts
    return { lon: fromE7(shape[2 * v] as number), lat: fromE7(shape[2 * v + 1] as number) }
  }

  node(n: number): LonLat {
    const { nodeLon, nodeLat } = this.parts
    return { lon: fromE7(nodeLon[n] as number), lat: fromE7(nodeLat[n] as number) }
  }
}

/** Lines made into a network. */
export function graphOf(lines: readonly RoadLine[]): GraphParts {
  const made = cut(lines)
  const [from, to, road, shapeAt, shape] = [made.from, made.to, made.road, made.shapeAt, made.shape].map((one) => Int32Array.from(one)) as [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array]
  const n = from.length
  const nodes = made.nodeLon.length
  const metres = new Float32Array(n)
  const [classes, surfaces, kmh, tonnes, oneway] = [new Uint8Array(n), new Uint8Array(n), new Uint8Array(n), new Uint8Array(n), new Uint8Array(n)]
  const vertex = (v: number): LonLat => ({ lon: fromE7(shape[2 * v] as number), lat: fromE7(shape[2 * v + 1] as number) })
  for (let e = 0; e < n; e += 1) {
    const line = lines[road[e] as number] as RoadLine
    classes[e] = ROAD_CLASSES.indexOf(line.class)
    surfaces[e] = ROAD_SURFACES.indexOf(line.surface)
    kmh[e] = line.kmh === null ? 0 : Math.min(255, Math.max(1, Math.round(line.kmh)))
    // A limit is never rounded up: nothing heavier than what was said may be sent over it.
    tonnes[e] = line.tonnes === null ? 0 : Math.min(255, Math.max(1, Math.floor(line.tonnes)))
    oneway[e] = line.oneway ? 1 : 0
    let sum = 0
    for (let v = shapeAt[e] as number; v < (shapeAt[e + 1] as number) - 1; v += 1) {
      sum += distanceM(vertex(v), vertex(v + 1))
    }
    metres[e] = sum
  }
  const [first, arcs] = joined(nodes, from, to)
  const [piece, pieceM] = pieces(nodes, from, to, metres)
  return { nodeLon: Int32Array.from(made.nodeLon), nodeLat: Int32Array.from(made.nodeLat), from, to, metres, classes, surfaces, kmh, tonnes, oneway, road, shapeAt, shape, first, arcs, piece, pieceM, names: lines.map((one) => one.name) }
}

type Cut = { nodeLon: number[]; nodeLat: number[]; from: number[]; to: number[]; road: number[]; shapeAt: number[]; shape: number[] }

const keyOf = (lon: number, lat: number): number => (Math.round(lon * GRID) + 18_000_000) * KEY + Math.round(lat * GRID) + 9_000_000

/** Whole numbers by place: open addressing over typed arrays, several times faster than a Map of half a million doubles. */
class Places {
  readonly #keys: Float64Array
  readonly values: Int32Array

  /** `most` places at the most; each value is `begin` until it is set. */
  constructor(most: number, begin: number) {
    const room = 2 ** Math.ceil(Math.log2(Math.max(16, most * 2)))
    this.#keys = new Float64Array(room).fill(-1)
    this.values = new Int32Array(room).fill(begin)
  }

  /** Where the value of a place stands. */
  at(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    let slot = (Math.imul(key % 4_294_967_296 | 0, 0x9e3779b1) ^ Math.imul(Math.floor(key / 4_294_967_296), 0x85ebca6b)) >>> 7 & mask
    while (keys[slot] !== key && keys[slot] !== -1) {
      slot = (slot + 1) & mask
    }
    keys[slot] = key
    return slot
  }
}

/** A place that is the end of a line is a node however few lines meet there. */
const END = 2

/** Lines cut into edges at ends and at vertices they share. */
function cut(lines: readonly RoadLine[]): Cut {
  const out: Cut = { nodeLon: [], nodeLat: [], from: [], to: [], road: [], shapeAt: [0], shape: [] }
  const vertices = lines.reduce((sum, { line }) => sum + line.length, 0)
  const met = new Places(vertices, 0)
  for (const { line } of lines) {
    let before = -1
    line.forEach(([lon, lat], i) => {
      const key = keyOf(lon, lat)
      if (key !== before || i === line.length - 1) {
        met.values[met.at(key)]! += i === 0 || i === line.length - 1 ? END : 1
      }
      before = key
    })
  }
  const nodes = new Places(vertices, -1)
  const nodeOf = (key: number, lon: number, lat: number): number => {
    const slot = nodes.at(key)
    if (nodes.values[slot] === -1) {
      nodes.values[slot] = out.nodeLon.push(toE7(lon)) - 1
      out.nodeLat.push(toE7(lat))
    }
    return nodes.values[slot] as number
  }
  lines.forEach(({ line }, road) => {
    let begin = -1
    let open: number[] = []
    let before = -1
    for (const [lon, lat] of line) {
      const key = keyOf(lon, lat)
      if (key === before) {
        continue
      }
      before = key
      open.push(toE7(lon), toE7(lat))
      if ((met.values[met.at(key)] as number) < END) {
        continue
      }
      const node = nodeOf(key, lon, lat)
      if (begin >= 0) {
        out.from.push(begin)
        out.to.push(node)
        out.road.push(road)
        for (const value of open) {
          out.shape.push(value)
        }
        out.shapeAt.push(out.shape.length / 2)
      }
      begin = node
      open = [toE7(lon), toE7(lat)]
    }
  })
  return out
}

function joined(nodes: number, from: Int32Array, to: Int32Array): [Int32Array, Int32Array] {
  const first = new Int32Array(nodes + 1)
  for (let e = 0; e < from.length; e += 1) {
    first[(from[e] as number) + 1]! += 1
    first[(to[e] as number) + 1]! += 1
  }
  for (let n = 0; n < nodes; n += 1) {
    first[n + 1]! += first[n] as number
  }
  const next = first.slice(0, nodes)
  const arcs = new Int32Array(2 * from.length)
  for (let e = 0; e < from.length; e += 1) {
    const [a, b] = [from[e] as number, to[e] as number]
    arcs[next[a] as number] = 2 * e
    next[a]! += 1
    arcs[next[b] as number] = 2 * e + 1
    next[b]! += 1
  }
  return [first, arcs]
}

/** Connected pieces, numbered from 0, by uniting the ends of each edge. */
function pieces(nodes: number, from: Int32Array, to: Int32Array, metres: Float32Array): [Int32Array, Float64Array] {
  const above = Int32Array.from({ length: nodes }, (_, i) => i)
  const top = (node: number): number => {
    let at = node
    while (above[at] !== at) {
      above[at] = above[above[at] as number] as number
      at = above[at] as number
    }
    return at
  }
  for (let e = 0; e < from.length; e += 1) {
    above[top(from[e] as number)] = top(to[e] as number)
  }
  const numbers = new Map<number, number>()
  const piece = new Int32Array(nodes)
  for (let n = 0; n < nodes; n += 1) {
    const key = top(n)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    piece[n] = number
  }
  const sums = new Float64Array(numbers.size)
  for (let e = 0; e < from.length; e += 1) {
    sums[piece[from[e] as number] as number]! += metres[e] as number
  }
  return [piece, sums]
}
