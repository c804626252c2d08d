import assert from 'node:assert/strict'
import { ROAD_CLASSES, type RoadLine, type RoadVehicle } from '../analysis/roads/classes.ts'
import { graphOf, RoadGraph } from '../analysis/roads/graph.ts'
import { waysTo } from '../analysis/roads/search.ts'
import { RoadIndex } from '../analysis/roads/snap.ts'
import { RoadWeights } from '../analysis/roads/weights.ts'
import { USUAL_SPEEDS } from '../domains/tracks/shared/roads/speeds.ts'
import { randomOf } from '../test/fusion-scene.ts'
import { machine, printTable, round } from './measure.ts'

/** Crossings a side: some 100,000 edges between them. */
const SIDE = 224
const ORIGINS = 50
const ROUNDS = 30
const car: RoadVehicle = { kmh: 70, offRoadKmh: 10, tonnes: 4, paths: false }

/** A country of 4 × 4 degrees: crossings out of line, a bent road of five pieces between neighbours, every ninth wide. */
function country(): RoadLine[] {
  const random = randomOf(7)
  const places = Array.from({ length: SIDE * SIDE }, (_, i): [number, number] => [20 + ((i % SIDE) + random() * 0.6) * (4 / SIDE), 4 + (Math.floor(i / SIDE) + random() * 0.6) * (4 / SIDE)])
  const lines: RoadLine[] = []
  const add = (a: number, b: number, wide: boolean): void => {
    const [from, to] = [places[a] as [number, number], places[b] as [number, number]]
    const line = Array.from({ length: 6 }, (_, k): [number, number] => {
      const bend = k === 0 || k === 5 ? 0 : (random() - 0.5) * 0.002
      return [from[0] + ((to[0] - from[0]) * k) / 5 + bend, from[1] + ((to[1] - from[1]) * k) / 5 - bend]
    })
    lines.push({ line, class: wide ? 'primary' : (ROAD_CLASSES[3 + Math.floor(random() * 4)] ?? 'track'), surface: wide ? 'paved' : 'unpaved', kmh: null, tonnes: random() < 0.02 ? 10 : null, oneway: false, name: null })
  }
  for (let y = 0; y < SIDE; y += 1) {
    for (let x = 0; x < SIDE; x += 1) {
      const i = y * SIDE + x
      if (x + 1 < SIDE) {
        add(i, i + 1, y % 9 === 0)
      }
      if (y + 1 < SIDE) {
        add(i, i + SIDE, x % 9 === 0)
      }
    }
  }
  return lines
}

const lines = country()
const time = <T>(what: () => T): [T, number] => {
  const before = process.cpuUsage()
  const value = what()
  const { user, system } = process.cpuUsage(before)
  return [value, (user + system) / 1000]
}
const memory = process.memoryUsage.rss()
const [graph, graphMs] = time(() => new RoadGraph(graphOf(lines)))
const [index, indexMs] = time(() => new RoadIndex(graph))
const random = randomOf(11)
const place = () => ({ lon: 20.1 + random() * 3.8, lat: 4.1 + random() * 3.8 })
const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const [weighing, many, one]: [number[], number[], number[]] = [[], [], []]
for (let i = 0; i < ROUNDS; i += 1) {
  const [weights, ms] = time(() => new RoadWeights(graph, USUAL_SPEEDS, { night: false, wet: false }, car, new Map()))
  weighing.push(ms)
  const [to, origins] = [place(), Array.from({ length: ORIGINS }, place)]
  const [ways, manyMs] = time(() => waysTo(index, weights, to, origins, 30_000))
  many.push(manyMs)
  const [alone, oneMs] = time(() => waysTo(index, weights, to, origins.slice(0, 1), 30_000))
  one.push(oneMs)
  assert.ok(ways.every((way) => way !== null) && Math.abs((ways[0]?.seconds ?? 0) - (alone[0]?.seconds ?? 1)) < 1e-6)
}
console.log(machine())
printTable(['work', 'ms of processor, middle of 30', 'most'], [
  [`${graph.edges} edges, ${graph.parts.shape.length / 2} vertices: network made of lines, once`, round(graphMs), ''],
  ['grid to find places on it, once', round(indexMs), ''],
  ['seconds of every edge for a vehicle', round(middle(weighing)), round(Math.max(...weighing))],
  [`${ORIGINS} origins to one destination`, round(middle(many)), round(Math.max(...many))],
  ['one to one', round(middle(one)), round(Math.max(...one))],
])
console.log(`memory of the process: ${round((process.memoryUsage.rss() - memory) / 1e6)} MB more`)
