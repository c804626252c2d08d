import { distanceM, type LonLat } from '../../core/place-geodesy.ts'
import type { RoadIndex } from './snap.ts'

/** Metres of a degree of latitude (IUGG mean radius). */
const DEGREE_M = 111_195
/** Roads are looked at so finely, metres: at most, and at least. */
const COARSE_M = 50
const FINE_M = 2

/** Where roads are blocked or slow, and from when to when. */
export type RoadClosure = {
  /** Its own name for it, told with a way it touches. */
  id: string
  /** A place, or a line along the road, [lon, lat] in degrees, and how far around it. */
  line: readonly (readonly [number, number])[]
  radiusM: number
  /** Epoch ms; `to` is not included, null: until further notice. */
  from: number
  to: number | null
  /** 0: blocked; else the part of the usual speed that is left, below 1. */
  factor: number
}

/** A piece of an edge where the speed is not the usual one, metres from its beginning. */
export type SlowPart = { fromM: number; toM: number; factor: number; id: string }

/** What closures in force at `at` (epoch ms) do to each edge they touch. */
export function closedParts(index: RoadIndex, closures: readonly RoadClosure[], at: number): Map<number, SlowPart[]> {
  const out = new Map<number, SlowPart[]>()
  for (const closure of closures) {
    if (closure.from > at || (closure.to !== null && closure.to <= at) || closure.factor >= 1 || closure.line.length === 0) {
      continue
    }
    for (const edge of index.within(...boxOf(closure))) {
      const parts = partsOf(index, edge, closure)
      if (parts.length > 0) {
        out.set(edge, [...(out.get(edge) ?? []), ...parts])
      }
    }
  }
  return out
}

function boxOf({ line, radiusM }: RoadClosure): [number, number, number, number] {
  const lats = line.map(([, lat]) => lat)
  const high = radiusM / DEGREE_M
  const wide = high / Math.max(0.01, Math.cos((Math.min(89, Math.max(...lats.map(Math.abs)) + high) * Math.PI) / 180))
  const lons = line.map(([lon]) => lon)
  return [Math.min(...lons) - wide, Math.min(...lats) - high, Math.max(...lons) + wide, Math.max(...lats) + high]
}

/** Stretches of an edge within the closure, found by steps of a quarter of its radius. */
function partsOf({ graph }: RoadIndex, edge: number, closure: RoadClosure): SlowPart[] {
  const step = Math.max(FINE_M, Math.min(COARSE_M, closure.radiusM / 4))
  const parts: SlowPart[] = []
  let sofar = 0
  let open: SlowPart | null = null
  const look = (at: number, place: LonLat): void => {
    if (!near(place, closure)) {
      open = null
    } else if (open) {
      open.toM = at
    } else {
      open = { fromM: at, toM: at, factor: Math.max(0, closure.factor), id: closure.id }
      parts.push(open)
    }
  }
  for (let v = graph.parts.shapeAt[edge] as number; v < (graph.parts.shapeAt[edge + 1] as number) - 1; v += 1) {
    const [a, b] = [graph.vertex(v), graph.vertex(v + 1)]
    const length = distanceM(a, b)
    const steps = Math.max(1, Math.ceil(length / step))
    for (let i = 0; i < steps; i += 1) {
      look(sofar + (length * i) / steps, { lon: a.lon + ((b.lon - a.lon) * i) / steps, lat: a.lat + ((b.lat - a.lat) * i) / steps })
    }
    sofar += length
  }
  look(sofar, graph.vertex((graph.parts.shapeAt[edge + 1] as number) - 1))
  return parts
}

function near(place: LonLat, { line, radiusM }: RoadClosure): boolean {
  const scale = Math.cos((place.lat * Math.PI) / 180)
  let before: readonly [number, number] | undefined
  for (const here of line) {
    const from = before ?? here
    const [ax, ay] = [(from[0] - place.lon) * scale, from[1] - place.lat]
    const [dx, dy] = [(here[0] - from[0]) * scale, here[1] - from[1]]
    const length = dx * dx + dy * dy
    const part = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length))
    if (Math.hypot(ax + part * dx, ay + part * dy) * DEGREE_M <= radiusM && (before !== undefined || line.length === 1)) {
      return true
    }
    before = here
  }
  return false
}
