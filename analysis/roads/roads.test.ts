import assert from 'node:assert/strict'
import { test } from 'node:test'
import { distanceM, type LonLat } from '../../core/place-geodesy.ts'
import { ROAD_CLASSES, type RoadConditions, type RoadLine, type RoadSpeeds, type RoadVehicle } from './classes.ts'
import { closedParts, type RoadClosure } from './closures.ts'
import { graphOf, RoadGraph } from './graph.ts'
import { waysTo } from './search.ts'
import { RoadIndex } from './snap.ts'
import { lineOfWay, stretchesOf } from './way.ts'
import { RoadWeights } from './weights.ts'

const speeds: RoadSpeeds = {
  classes: { motorway: { paved: 80, unpaved: 40 }, trunk: { paved: 60, unpaved: 40 }, primary: { paved: 50, unpaved: 30 }, secondary: { paved: 40, unpaved: 25 }, tertiary: { paved: 30, unpaved: 20 }, residential: { paved: 20, unpaved: 15 }, track: { paved: 20, unpaved: 12 }, path: { paved: 5, unpaved: 5 } },
  night: 0.6, wetPaved: 0.9, wetUnpaved: 0.5, offRoadKmh: 8, wetOffRoad: 0.4,
}
const day: RoadConditions = { night: false, wet: false }
const car: RoadVehicle = { kmh: 90, offRoadKmh: 8, tonnes: 3, paths: false }
const road = (line: [number, number][], more: Partial<RoadLine> = {}): RoadLine => ({ line, class: 'primary', surface: 'paved', kmh: null, tonnes: null, oneway: false, name: null, ...more })
const at = (lon: number, lat: number): LonLat => ({ lon, lat })
function net(lines: RoadLine[], options: { vehicle?: RoadVehicle; when?: RoadConditions; closures?: RoadClosure[]; now?: number } = {}) {
  const index = new RoadIndex(new RoadGraph(graphOf(lines)))
  const weights = new RoadWeights(index.graph, speeds, options.when ?? day, options.vehicle ?? car, closedParts(index, options.closures ?? [], options.now ?? 0))
  return { index, weights, way: (from: LonLat, to: LonLat, offM = 30_000) => waysTo(index, weights, to, [from], offM)[0] ?? null }
}
const near = (a: number, b: number, part = 0.002) => assert.ok(Math.abs(a - b) <= part * Math.max(1, Math.abs(b)), `${a} is not ${b}`)

test('a line is cut where roads meet, and only there', () => {
  const graph = new RoadGraph(graphOf([road([[0, 0], [0.1, 0], [0.2, 0]]), road([[0.1, 0], [0.1, 0.1]]), road([[0, 0.05], [0.2, 0.05]]), road([[1, 1], [1.1, 1]])]))
  assert.equal(graph.edges, 5, 'two halves, the branch, the one that crosses without meeting, the far one')
  assert.equal(graph.parts.pieceM.length, 3)
  near(graph.parts.metres[0] as number, distanceM(at(0, 0), at(0.1, 0)))
})

test('from a place off the road to another, with the legs to it', () => {
  const { way, index } = net([road([[0, 0], [0.2, 0]], { name: 'N1' })])
  const found = way(at(0.05, 0.01), at(0.15, -0.02))
  assert.ok(found)
  near(found.offM[0], 1112)
  near(found.offM[1], 2224)
  near(found.metres, 1112 + 2224 + 11_120)
  near(found.seconds, 11_120 / (50 / 3.6) + (1112 + 2224) / (8 / 3.6))
  assert.deepEqual(lineOfWay(index.graph, found, at(0.05, 0.01), at(0.15, -0.02)).map(([x, y]) => [Math.round(x * 1e4) / 1e4, Math.round(y * 1e4) / 1e4]), [[0.05, 0.01], [0.05, 0], [0.15, 0], [0.15, -0.02]])
  const [stretch] = stretchesOf(index.graph, found)
  assert.equal(stretch?.name, 'N1')
  near(stretch?.metres ?? 0, 11_120)
  assert.equal(way(at(0.05, 0.5), at(0.15, 0)), null, 'farther from the network than was allowed')
})

test('the better road wins over the shorter, and night, rain and a slow vehicle count', () => {
  const lines = [road([[0, 0], [0.1, 0]], { class: 'track', surface: 'unpaved' }), road([[0, 0], [0.05, 0.05], [0.1, 0]], { class: 'trunk' })]
  const [from, to] = [at(0, 0), at(0.1, 0)]
  const fast = net(lines).way(from, to)
  near(fast?.seconds ?? 0, (2 * distanceM(at(0, 0), at(0.05, 0.05))) / (60 / 3.6))
  const slow = net(lines, { vehicle: { ...car, kmh: 10 } }).way(from, to)
  near(slow?.seconds ?? 0, distanceM(from, to) / (10 / 3.6))
  const night = net(lines, { when: { night: true, wet: true } }).way(from, to)
  near((night?.seconds ?? 0) / (fast?.seconds ?? 1), 1 / (0.6 * 0.9))
})

test('a bridge that carries less is closed to what is heavier; a way in one direction is not driven in the other', () => {
  const lines = [road([[0, 0], [0.1, 0]], { tonnes: 12 }), road([[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0]])]
  const [from, to] = [at(0, 0), at(0.1, 0)]
  const light = net(lines).way(from, to)
  const heavy = net(lines, { vehicle: { ...car, tonnes: 18 } }).way(from, to)
  near(light?.metres ?? 0, 11_120)
  near(heavy?.metres ?? 0, 33_360)
  near(net(lines, { vehicle: { ...car, tonnes: null } }).way(from, to)?.metres ?? 0, 11_120)
  const once = [road([[0, 0], [0.1, 0]], { oneway: true }), road([[0, 0], [0, 0.1], [0.1, 0.1], [0.1, 0]])]
  near(net(once).way(from, to)?.metres ?? 0, 11_120)
  near(net(once).way(to, from)?.metres ?? 0, 33_360)
  near(net(once).way(at(0.03, 0), at(0.06, 0))?.metres ?? 0, 3336)
  assert.ok((net(once).way(at(0.06, 0), at(0.03, 0))?.metres ?? 0) > 30_000, 'back only all the way round')
})

test('a blocked place closes the road there and not on either side, from when it begins to when it ends', () => {
  const lines = [road([[0, 0], [0.4, 0]]), road([[0, 0], [0, 0.1], [0.4, 0.1], [0.4, 0]])]
  const blocked: RoadClosure = { id: 'B', line: [[0.2, 0]], radiusM: 200, from: 1000, to: 2000, factor: 0 }
  const during = net(lines, { closures: [blocked], now: 1500 })
  near(during.way(at(0.05, 0), at(0.15, 0))?.metres ?? 0, 11_120)
  near(during.way(at(0.15, 0), at(0.25, 0))?.metres ?? 0, 0.9 * 111_195)
  for (const now of [999, 2000]) {
    near(net(lines, { closures: [blocked], now }).way(at(0.15, 0), at(0.25, 0))?.metres ?? 0, 11_120)
  }
  assert.equal(net([lines[0] as RoadLine], { closures: [{ ...blocked, to: null }], now: 1e12 }).way(at(0.15, 0), at(0.25, 0)), null)
  const slow = net([lines[0] as RoadLine], { closures: [{ ...blocked, line: [[0.1, 0], [0.3, 0]], factor: 0.5, id: 'S' }], now: 1500 }).way(at(0, 0), at(0.4, 0))
  near(slow?.seconds ?? 0, (4 * 11_120 + 2 * 11_120 + 2 * 200) / (50 / 3.6), 0.01)
  assert.deepEqual(slow?.slow, ['S'])
})

test('a road that leads nowhere does not catch a place that lies nearer to it', () => {
  const { way } = net([road([[0, 0], [0.2, 0]]), road([[0.05, 0.003], [0.06, 0.003]], { class: 'residential' })])
  const found = way(at(0.055, 0.004), at(0.2, 0))
  assert.ok(found && found.offM[0] > 400)
})

test('nothing of an empty network; a place far away asks few cells', () => {
  assert.equal(net([]).way(at(0, 0), at(1, 1)), null)
  assert.equal(net([road([[0, 0], [0.1, 0]])]).way(at(170, 80), at(0, 0)), null)
})

/** A small generator of numbers with a seed (Steele, Lea and Flood's mix as in SplitMix32). */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32
  }
}

test('the same seconds as by trying every edge until nothing changes, on random networks', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    const random = numbers(seed)
    const places = Array.from({ length: 14 }, (): [number, number] => [Math.round(random() * 3e4) / 1e5, Math.round(random() * 3e4) / 1e5])
    const pick = () => places[Math.floor(random() * places.length)] as [number, number]
    const lines: RoadLine[] = []
    while (lines.length < 24) {
      const [a, b] = [pick(), pick()]
      if (a !== b) {
        lines.push(road([a, b], { class: ROAD_CLASSES[Math.floor(random() * 7)] ?? 'track', surface: random() < 0.5 ? 'paved' : 'unpaved', oneway: random() < 0.2, tonnes: random() < 0.2 ? 2 : null }))
      }
    }
    const { index, weights } = net(lines)
    const { graph } = index
    const origins = Array.from({ length: 6 }, () => at(random() * 0.3, random() * 0.3))
    const to = at(random() * 0.3, random() * 0.3)
    const together = waysTo(index, weights, to, origins, 30_000)
    // By hand: seconds from every node to the destination, relaxed until they stand.
    const seconds = new Float64Array(graph.nodes).fill(Infinity)
    const ends = index.snap(to, 30_000)
    for (const end of ends) {
      const [a, b] = [graph.parts.from[end.edge] as number, graph.parts.to[end.edge] as number]
      const off = end.offM / weights.off
      seconds[a] = Math.min(seconds[a] as number, off + weights.part(end.edge, 0, end.alongM))
      if (graph.parts.oneway[end.edge] === 0) {
        seconds[b] = Math.min(seconds[b] as number, off + weights.part(end.edge, end.alongM, weights.length(end.edge)))
      }
    }
    for (let again = true; again; ) {
      again = false
      for (let e = 0; e < graph.edges; e += 1) {
        const [a, b, cost] = [graph.parts.from[e] as number, graph.parts.to[e] as number, weights.seconds[e] as number]
        const on = cost + (seconds[b] as number)
        const back = graph.parts.oneway[e] === 0 ? cost + (seconds[a] as number) : Infinity
        if (on < (seconds[a] as number) - 1e-9) {
          seconds[a] = on
          again = true
        }
        if (back < (seconds[b] as number) - 1e-9) {
          seconds[b] = back
          again = true
        }
      }
    }
    origins.forEach((origin, i) => {
      let best = Infinity
      for (const begin of index.snap(origin, 30_000)) {
        const off = begin.offM / weights.off
        const oneway = graph.parts.oneway[begin.edge] === 1
        best = Math.min(best, off + weights.part(begin.edge, begin.alongM, weights.length(begin.edge)) + (seconds[graph.parts.to[begin.edge] as number] as number))
        best = Math.min(best, oneway ? Infinity : off + weights.part(begin.edge, 0, begin.alongM) + (seconds[graph.parts.from[begin.edge] as number] as number))
        for (const end of ends) {
          if (end.edge === begin.edge && (!oneway || end.alongM >= begin.alongM)) {
            best = Math.min(best, off + end.offM / weights.off + weights.part(end.edge, begin.alongM, end.alongM))
          }
        }
      }
      const alone = waysTo(index, weights, to, [origin], 30_000)[0]
      for (const found of [together[i], alone]) {
        if (best === Infinity) {
          assert.equal(found, null)
        } else {
          assert.ok(found && Math.abs(found.seconds - best) < 1e-3 * best, `seed ${seed}: ${found?.seconds} is not ${best}`)
          // What is said of the way agrees with the edges it names.
          const line = lineOfWay(graph, found, origin, to)
          const metres = line.slice(1).reduce((sum, [lon, lat], k) => sum + distanceM(at(lon, lat), at(line[k]?.[0] ?? lon, line[k]?.[1] ?? lat)), 0)
          near(metres, found.metres, 0.01)
          near(stretchesOf(graph, found).reduce((sum, one) => sum + one.metres, 0) + found.offM[0] + found.offM[1], found.metres, 0.001)
        }
      }
    })
  }
})
