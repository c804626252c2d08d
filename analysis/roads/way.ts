import type { LonLat } from '../../core/place-geodesy.ts'
import { ROAD_CLASSES, ROAD_SURFACES, type RoadClass, type RoadSurface } from './classes.ts'
import type { RoadGraph } from './graph.ts'
import type { RoadWay } from './search.ts'

/** One stretch of a way on roads of one name, class and surface, metres. */
export type WayStretch = { name: string | null; class: RoadClass; surface: RoadSurface; metres: number }

/** The line of a way from the first place to the last, [lon, lat] in degrees; the legs off the road are straight. */
export function lineOfWay(graph: RoadGraph, way: RoadWay, from: LonLat, to: LonLat): [number, number][] {
  const out: [number, number][] = [[from.lon, from.lat], [way.begin.lon, way.begin.lat]]
  way.arcs.forEach((arc, i) => {
    const [low, high] = driven(graph, way, i)
    const vertices: [number, number][] = []
    let sofar = 0
    const edge = arc >> 1
    const start = graph.parts.shapeAt[edge] as number
    const end = (graph.parts.shapeAt[edge + 1] as number) - 1
    // Lengths of segments on the plane are near enough to tell which vertices lie on the piece that is driven.
    const parts = segments(graph, start, end)
    const scale = (graph.parts.metres[edge] as number) / (parts.reduce((sum, one) => sum + one, 0) || 1)
    for (let v = start; v <= end; v += 1) {
      if (sofar > low && sofar < high) {
        const { lon, lat } = graph.vertex(v)
        vertices.push([lon, lat])
      }
      sofar += (parts[v - start] ?? 0) * scale
    }
    out.push(...((arc & 1) === 1 ? vertices.reverse() : vertices))
    const next = way.arcs[i + 1]
    if (next !== undefined) {
      const { lon, lat } = graph.node(((arc & 1) === 1 ? graph.parts.from[edge] : graph.parts.to[edge]) as number)
      out.push([lon, lat])
    }
  })
  out.push([way.end.lon, way.end.lat], [to.lon, to.lat])
  return out.filter((one, i) => i === 0 || one[0] !== out[i - 1]?.[0] || one[1] !== out[i - 1]?.[1])
}

/** What roads a way goes on, in order; neighbours of one sort are one stretch. */
export function stretchesOf(graph: RoadGraph, way: RoadWay): WayStretch[] {
  const out: WayStretch[] = []
  way.arcs.forEach((arc, i) => {
    const edge = arc >> 1
    const [low, high] = driven(graph, way, i)
    // A place at a crossing lies on every road there; one that is not driven is not named.
    if (high - low < 0.5 && way.arcs.length > 1) {
      return
    }
    const one = { name: graph.parts.names[graph.parts.road[edge] as number] ?? null, class: ROAD_CLASSES[graph.parts.classes[edge] as number] ?? 'track', surface: ROAD_SURFACES[graph.parts.surfaces[edge] as number] ?? 'unknown', metres: high - low }
    const last = out.at(-1)
    if (last && last.name === one.name && last.class === one.class && last.surface === one.surface) {
      last.metres += one.metres
    } else {
      out.push(one)
    }
  })
  return out
}

/** Which piece of the i-th edge is driven, metres from its drawn beginning. */
function driven(graph: RoadGraph, way: RoadWay, i: number): [number, number] {
  const arc = way.arcs[i] as number
  const length = graph.parts.metres[arc >> 1] as number
  const back = (arc & 1) === 1
  const enters = i === 0 ? way.begin.alongM : back ? length : 0
  const leaves = i === way.arcs.length - 1 ? way.end.alongM : back ? 0 : length
  return [Math.min(enters, leaves), Math.max(enters, leaves)]
}

function segments(graph: RoadGraph, start: number, end: number): number[] {
  const out: number[] = []
  const scale = Math.cos((graph.vertex(start).lat * Math.PI) / 180)
  for (let v = start; v < end; v += 1) {
    const [a, b] = [graph.vertex(v), graph.vertex(v + 1)]
    out.push(Math.hypot((b.lon - a.lon) * scale, b.lat - a.lat))
  }
  return out
}
