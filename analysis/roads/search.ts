import { distanceM, type LonLat } from '../../core/place-geodesy.ts'
import type { RoadGraph } from './graph.ts'
import { KeyHeap } from './heap.ts'
import type { RoadIndex, Snapped } from './snap.ts'
import type { RoadWeights } from './weights.ts'

/** A way by road: off the road to the network, along it, and off it again. Seconds and metres. */
export type RoadWay = {
  seconds: number
  metres: number
  /** Of these off the road: at the beginning and at the end. */
  offM: readonly [number, number]
  /** Closures it goes through slowly. */
  slow: readonly string[]
  /** Edges in the order they are driven, 2·edge and plus 1 where against its drawing. */
  arcs: readonly number[]
  begin: Snapped
  end: Snapped
}

/** An edge at one end of a way: which node it leads on to, how long that takes. */
type Tail = { arc: number; node: number; seconds: number }

/**
 * The fastest ways by road from many places to one, in one search from the destination against the direction of travel
 * (Dijkstra 1959; with one origin A*, Hart, Nilsson and Raphael 1968, by the straight line at the fastest speed of the network).
 * `offM` is how far a place may lie from the network, metres. Null where no road leads.
 */
export function waysTo(index: RoadIndex, weights: RoadWeights, to: LonLat, origins: readonly LonLat[], offM: number): (RoadWay | null)[] {
  const { graph } = index
  const ends = index.snap(to, offM)
  const begins = origins.map((one) => index.snap(one, offM))
  const reached = new Reached(graph, weights)
  for (const end of ends) {
    for (const tail of tailsInto(graph, weights, end)) {
      reached.seed(tail, end)
    }
  }
  const reachable = new Set(ends.map((one) => pieceOf(graph, one)))
  const wanted = new Set(begins.flat().filter((one) => reachable.has(pieceOf(graph, one))).flatMap((one) => tailsFrom(graph, weights, one).map((tail) => tail.node)))
  const [only] = origins
  reached.run(wanted, origins.length === 1 && only && weights.fastest > 0 ? (node) => (distanceM(graph.node(node), only) / weights.fastest) * 0.999 : null)
  return begins.map((snaps) => best(graph, weights, reached, snaps, ends))
}

function best(graph: RoadGraph, weights: RoadWeights, reached: Reached, begins: readonly Snapped[], ends: readonly Snapped[]): RoadWay | null {
  let found = null as { seconds: number; begin: Snapped; end: Snapped; tail: Tail | null } | null
  const offer = (seconds: number, begin: Snapped, end: Snapped | undefined, tail: Tail | null): void => {
    if (end !== undefined && seconds < (found?.seconds ?? Infinity)) {
      found = { seconds, begin, end, tail }
    }
  }
  for (const begin of begins) {
    const off = begin.offM / weights.off
    for (const tail of tailsFrom(graph, weights, begin)) {
      offer(off + tail.seconds + reached.seconds(tail.node), begin, reached.endOf(tail.node), tail)
    }
    for (const end of ends) {
      if (end.edge === begin.edge && (end.alongM >= begin.alongM || graph.parts.oneway[end.edge] === 0)) {
        offer(off + weights.part(end.edge, begin.alongM, end.alongM) + end.offM / weights.off, begin, end, null)
      }
    }
  }
  return found === null ? null : wayOf(graph, weights, reached, found)
}

function wayOf(graph: RoadGraph, weights: RoadWeights, reached: Reached, { seconds, begin, end, tail }: { seconds: number; begin: Snapped; end: Snapped; tail: Tail | null }): RoadWay {
  const arcs: number[] = []
  let metres = begin.offM + end.offM
  if (tail === null) {
    arcs.push(2 * begin.edge + (end.alongM >= begin.alongM ? 0 : 1))
    metres += Math.abs(end.alongM - begin.alongM)
  } else {
    arcs.push(tail.arc)
    metres += (tail.arc & 1) === 1 ? begin.alongM : weights.length(begin.edge) - begin.alongM
    let node = tail.node
    for (let arc = reached.arc(node); arc >= 0; arc = reached.arc(node)) {
      arcs.push(arc)
      metres += weights.length(arc >> 1)
      node = ((arc & 1) === 1 ? graph.parts.from[arc >> 1] : graph.parts.to[arc >> 1]) as number
    }
    const last = reached.seedArc(node)
    arcs.push(last)
    metres += (last & 1) === 1 ? weights.length(end.edge) - end.alongM : end.alongM
  }
  const slow = new Set(arcs.flatMap((arc) => (weights.parts.get(arc >> 1) ?? []).map((part) => part.id)))
  return { seconds, metres, offM: [begin.offM, end.offM], slow: [...slow], arcs, begin, end }
}

/** How one leaves a place on an edge: on to its end, and back to its beginning where that is allowed. */
function tailsFrom(graph: RoadGraph, weights: RoadWeights, { edge, alongM }: Snapped): Tail[] {
  const on: Tail = { arc: 2 * edge, node: graph.parts.to[edge] as number, seconds: weights.part(edge, alongM, weights.length(edge)) }
  const back: Tail = { arc: 2 * edge + 1, node: graph.parts.from[edge] as number, seconds: weights.part(edge, 0, alongM) }
  return (graph.parts.oneway[edge] === 1 ? [on] : [on, back]).filter((one) => one.seconds < Infinity)
}

/** How one comes to a place on an edge, by the node one comes from. */
function tailsInto(graph: RoadGraph, weights: RoadWeights, { edge, alongM }: Snapped): Tail[] {
  const on: Tail = { arc: 2 * edge, node: graph.parts.from[edge] as number, seconds: weights.part(edge, 0, alongM) }
  const back: Tail = { arc: 2 * edge + 1, node: graph.parts.to[edge] as number, seconds: weights.part(edge, alongM, weights.length(edge)) }
  return (graph.parts.oneway[edge] === 1 ? [on] : [on, back]).filter((one) => one.seconds < Infinity)
}

const pieceOf = (graph: RoadGraph, { edge }: Snapped): number => graph.parts.piece[graph.parts.from[edge] as number] as number

/** What a search from the destination has found so far. */
class Reached {
  readonly #graph: RoadGraph
  readonly #weights: RoadWeights
  readonly #seconds: Float64Array
  /** The arc driven from a node towards the destination; -1: none, -2 − i: seed i. */
  readonly #arc: Int32Array
  readonly #seeds: { arc: number; end: Snapped }[] = []
  readonly #nodes: number[] = []

  constructor(graph: RoadGraph, weights: RoadWeights) {
    this.#graph = graph
    this.#weights = weights
    this.#seconds = new Float64Array(graph.nodes).fill(Infinity)
    this.#arc = new Int32Array(graph.nodes).fill(-1)
  }

  seed(tail: Tail, end: Snapped): void {
    const seconds = tail.seconds + end.offM / this.#weights.off
    const number = this.#seeds.push({ arc: tail.arc, end }) - 1
    if (seconds < (this.#seconds[tail.node] as number)) {
      this.#seconds[tail.node] = seconds
      this.#arc[tail.node] = -2 - number
      this.#nodes.push(tail.node)
    }
  }

  /** Settle nodes until all of `wanted` are, or nothing is left. `least`: what is at least to go beyond a node, seconds. */
  run(wanted: Set<number>, least: ((node: number) => number) | null): void {
    const { first, arcs, from, to, oneway } = this.#graph.parts
    const { seconds: cost } = this.#weights
    const seconds = this.#seconds
    const heap = new KeyHeap()
    const settled = new Uint8Array(this.#graph.nodes)
    const key = (node: number): number => (seconds[node] as number) + (least === null ? 0 : least(node))
    for (const node of this.#nodes) {
      heap.push(key(node), node)
    }
    let left = wanted.size
    while (heap.size > 0 && left > 0) {
      const node = heap.pop()
      if (settled[node] === 1) {
        continue
      }
      settled[node] = 1
      left -= wanted.has(node) ? 1 : 0
      const sofar = seconds[node] as number
      for (let i = first[node] as number; i < (first[node + 1] as number); i += 1) {
        const arc = arcs[i] as number
        const edge = arc >> 1
        // At its end (odd) the edge is driven forward to come here; at its beginning (even) against its drawing.
        if ((arc & 1) === 0 && oneway[edge] === 1) {
          continue
        }
        const other = ((arc & 1) === 1 ? from[edge] : to[edge]) as number
        const at = sofar + (cost[edge] as number)
        if (at < (seconds[other] as number)) {
          seconds[other] = at
          this.#arc[other] = (arc & 1) === 1 ? 2 * edge : 2 * edge + 1
          heap.push(least === null ? at : key(other), other)
        }
      }
    }
  }

  seconds(node: number): number {
    return this.#seconds[node] as number
  }

  /** The whole edge driven next from a node; below 0 where only the last piece is left. */
  arc(node: number): number {
    return this.#arc[node] as number
  }

  /** The edge of the last piece, from the node where it begins. */
  seedArc(node: number): number {
    return this.#seeds[-2 - (this.#arc[node] as number)]?.arc ?? -1
  }

  /** Where a way through a node ends. */
  endOf(node: number): Snapped | undefined {
    let at = node
    for (let arc = this.#arc[at] as number; arc >= 0; arc = this.#arc[at] as number) {
      at = ((arc & 1) === 1 ? this.#graph.parts.from[arc >> 1] : this.#graph.parts.to[arc >> 1]) as number
    }
    return this.#seeds[-2 - (this.#arc[at] as number)]?.end
  }
}
