import assert from 'node:assert/strict'
import { Fences, type FenceEvent, type FencePoint } from '../analysis/fences.ts'
import { inPolygon } from '../core/place.ts'
import { randomOf } from '../test/fusion-scene.ts'
import { machine, printTable, round } from './measure.ts'

const SUBJECTS = 20_000
const SECONDS = 3
type Polygon = { ring: FencePoint[]; west: number; south: number; east: number; north: number }

/** Fences of 24 corners scattered over 10 × 10 degrees. */
function fencesOf(count: number, sizeDeg: number): Polygon[] {
  const random = randomOf(count)
  return Array.from({ length: count }, () => {
    const [lon, lat] = [15 + random() * 10, random() * 10]
    const ring = Array.from({ length: 24 }, (_, i): FencePoint => {
      const r = sizeDeg * (0.5 + random() * 0.5)
      return [lon + r * Math.cos((i / 24) * 2 * Math.PI), lat + r * Math.sin((i / 24) * 2 * Math.PI)]
    })
    const [xs, ys] = [ring.map((c) => c[0]), ring.map((c) => c[1])]
    return { ring: [...ring, ring[0] as FencePoint], west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) }
  })
}

/** A packed tree over boxes, sorted by strips (Leutenegger 1997), 16 to a node: what a library would do. */
class Tree {
  readonly #polygons: Polygon[]
  readonly #levels: { west: number; south: number; east: number; north: number; from: number; to: number }[][] = []
  constructor(polygons: readonly Polygon[]) {
    const strips = Math.ceil(Math.sqrt(polygons.length / 16))
    const byX = [...polygons].sort((a, b) => a.west + a.east - b.west - b.east)
    const per = Math.ceil(byX.length / strips)
    this.#polygons = Array.from({ length: strips }, (_, i) => byX.slice(i * per, (i + 1) * per).sort((a, b) => a.south + a.north - b.south - b.north)).flat()
    let below: { west: number; south: number; east: number; north: number }[] = this.#polygons
    do {
      const level = Array.from({ length: Math.ceil(below.length / 16) }, (_, i) => {
        const part = below.slice(i * 16, i * 16 + 16)
        return { west: Math.min(...part.map((p) => p.west)), south: Math.min(...part.map((p) => p.south)), east: Math.max(...part.map((p) => p.east)), north: Math.max(...part.map((p) => p.north)), from: i * 16, to: i * 16 + part.length }
      })
      this.#levels.push(level)
      below = level
    } while (below.length > 1)
  }
  at(lon: number, lat: number): number {
    return this.#walk(this.#levels.length - 1, 0, lon, lat)
  }
  #walk(level: number, index: number, lon: number, lat: number): number {
    const node = this.#levels[level]![index]!
    if (lon < node.west || lon > node.east || lat < node.south || lat > node.north) {
      return 0
    }
    let found = 0
    for (let i = node.from; i < node.to; i++) {
      if (level > 0) {
        found += this.#walk(level - 1, i, lon, lat)
      } else {
        const p = this.#polygons[i]!
        found += lon >= p.west && lon <= p.east && lat >= p.south && lat <= p.north && holds(p.ring, lon, lat) ? 1 : 0
      }
    }
    return found
  }
}

/** Even–odd without anything else, so that the others lose nothing to generality. */
function holds(ring: readonly FencePoint[], lon: number, lat: number): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) {
      odd = !odd
    }
  }
  return odd
}

console.log(`${machine()}; ${SUBJECTS} subjects that move, fences of 24 corners over 10 × 10 degrees; updates a second on one core`)
const rows: (string | number)[][] = []
for (const [count, size] of [[1_000, 0.1], [10_000, 0.1], [10_000, 0.03]] as const) {
  const polygons = fencesOf(count, size)
  const fences = new Fences()
  const began = performance.now()
  polygons.forEach(({ ring }) => fences.add({ polygons: [[ring]] }, { leaveS: 30 }))
  const laid = performance.now() - began
  const tree = new Tree(polygons)
  const random = randomOf(1)
  const lon = Float64Array.from({ length: SUBJECTS }, () => 15 + random() * 10)
  const lat = Float64Array.from({ length: SUBJECTS }, () => random() * 10)
  for (let i = 0; i < 500; i++) {
    assert.equal(fences.inside(lon[i]!, lat[i]!).length, polygons.filter(({ ring }) => inPolygon({ lon: lon[i]!, lat: lat[i]! }, [ring])).length)
    assert.equal(tree.at(lon[i]!, lat[i]!), fences.inside(lon[i]!, lat[i]!).length)
  }
  let at = 0
  let told = 0
  const out: FenceEvent[] = []
  const run = (each: (i: number) => void, batch: number): number => {
    const end = performance.now() + SECONDS * 1000
    let done = 0
    const from = performance.now()
    while (performance.now() < end) {
      for (let k = 0; k < batch; k++, done++) {
        const i = done % SUBJECTS
        lon[i] = 15 + ((lon[i]! - 15 + 0.0004) % 10)
        each(i)
      }
    }
    return done / ((performance.now() - from) / 1000)
  }
  run((i) => fences.update(i, lon[i]!, lat[i]!, (at += 1), out), 1000)
  out.length = 0
  const ours = run((i) => {
    fences.update(i, lon[i]!, lat[i]!, (at += 1), out)
    if (out.length > 1000) {
      told += out.length
      out.length = 0
    }
  }, 1000)
  run((i) => { told += tree.at(lon[i]!, lat[i]!) }, 1000)
  const trees = run((i) => { told += tree.at(lon[i]!, lat[i]!) }, 1000)
  const linear = run((i) => {
    for (const p of polygons) {
      told += lon[i]! >= p.west && lon[i]! <= p.east && lat[i]! >= p.south && lat[i]! <= p.north && holds(p.ring, lon[i]!, lat[i]!) ? 1 : 0
    }
  }, 50)
  const inside = Array.from({ length: 2000 }, (_, i) => fences.inside(lon[i]!, lat[i]!).length).reduce((a, b) => a + b, 0) / 2000
  rows.push([`${count} fences, ${round(size * 2 * 111)} km wide, each place in ${round(inside)}`, round(ours / 1000), round(trees / 1000), round(linear / 1000), round(ours / trees), round(laid), told > 0 ? 'yes' : 'no'])
}
printTable(['', 'Vigie, with entries and exits (k/s)', 'R-tree, containment alone (k/s)', 'linear (k/s)', 'times the R-tree', 'laid in ms', 'counted'], rows)
