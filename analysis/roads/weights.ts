import { kmhOff, kmhOn, ROAD_CLASSES, ROAD_SURFACES, type RoadConditions, type RoadSpeeds, type RoadVehicle } from './classes.ts'
import type { SlowPart } from './closures.ts'
import type { RoadGraph } from './graph.ts'

/** What each edge of a network takes one vehicle at one time. */
export class RoadWeights {
  /** Seconds for the whole edge; Infinity where it cannot go. */
  readonly seconds: Float32Array
  /** Metres a second of the fastest edge, for what is still to go at least. */
  readonly fastest: number
  /** Metres a second off the road. */
  readonly off: number
  readonly parts: ReadonlyMap<number, readonly SlowPart[]>
  readonly #metres: Float32Array
  /** Metres a second without closures. */
  readonly #plain: (edge: number) => number

  constructor(graph: RoadGraph, speeds: RoadSpeeds, when: RoadConditions, vehicle: RoadVehicle, parts: ReadonlyMap<number, readonly SlowPart[]>) {
    // Few roads differ in all four: the speed of each sort is worked out once.
    const known = new Map<number, number>()
    const speedOf = (edge: number): number => {
      const [road, surface, kmh, tonnes] = [graph.parts.classes[edge] as number, graph.parts.surfaces[edge] as number, graph.parts.kmh[edge] as number, graph.parts.tonnes[edge] as number]
      const key = ((road * ROAD_SURFACES.length + surface) * 256 + kmh) * 256 + tonnes
      let found = known.get(key)
      if (found === undefined) {
        found = kmhOn(ROAD_CLASSES[road] ?? 'track', ROAD_SURFACES[surface] ?? 'unknown', kmh, tonnes, speeds, when, vehicle) / 3.6
        known.set(key, found)
      }
      return found
    }
    this.parts = parts
    this.#metres = graph.parts.metres
    this.#plain = speedOf
    this.off = kmhOff(speeds, when, vehicle) / 3.6
    this.seconds = new Float32Array(graph.edges)
    let fastest = 0
    for (let e = 0; e < graph.edges; e += 1) {
      const speed = speedOf(e)
      fastest = Math.max(fastest, speed)
      this.seconds[e] = (graph.parts.metres[e] as number) / speed
    }
    for (const e of parts.keys()) {
      this.seconds[e] = this.part(e, 0, graph.parts.metres[e] as number)
    }
    this.fastest = fastest
  }

  /** Seconds along a piece of an edge, in metres from its beginning, either way; Infinity where it is blocked or cannot be driven. */
  part(edge: number, aM: number, bM: number): number {
    const [from, to] = [Math.min(aM, bM), Math.max(aM, bM)]
    const speed = this.#plain(edge)
    let seconds = (to - from) / speed
    if (Number.isNaN(seconds)) {
      // Nothing to go on a road it may not use.
      return 0
    }
    for (const part of this.parts.get(edge) ?? []) {
      const metres = Math.min(to, part.toM) - Math.max(from, part.fromM)
      if (metres < 0) {
        continue
      }
      if (part.factor === 0) {
        return Infinity
      }
      seconds += (metres / speed) * (1 / part.factor - 1)
    }
    return seconds
  }

  /** Metres of an edge. */
  length(edge: number): number {
    return this.#metres[edge] as number
  }
}
