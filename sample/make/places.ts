import { CELL_KM, HEIGHT, WIDTH, cellKm } from './grid.ts'
import { NameMaker, type Name } from './names.ts'
import { RoadBuilder, STREAM_FLOW } from './network.ts'
import { hash, type Random } from './random.ts'
import type { Terrain } from './terrain.ts'

const N = WIDTH * HEIGHT

const CAPITAL: Name = { name: 'Port-Sélivé', en: 'Port Selive', plain: 'Port-Selive', ar: 'بورت سيليفي' }

export type PlaceType = 'capital' | 'town' | 'village'
export type Settlement = { cell: number; type: PlaceType; name: Name; population: number; marketDay: number | null }

function slopeAt(terrain: Terrain, cell: number): number {
  const e = terrain.elevation
  return Math.hypot(e[cell + 1]! - e[cell - 1]!, e[cell + WIDTH]! - e[cell - WIDTH]!) / (2 * CELL_KM * 1000)
}

/** How good a cell is to live in: flat, low, near water and the coast. */
function appeal(terrain: Terrain, riverKm: Float32Array, cell: number): number {
  const coast = terrain.coastKm[cell]!
  return 1.2 * Math.exp(-riverKm[cell]! / 4) + (coast < 14 ? 0.7 * Math.exp(-coast / 6) : 0) - slopeAt(terrain, cell) * 9 - terrain.elevation[cell]! / 1500 + (hash(cell, 5) / 4294967296) * 0.7
}

/** Straight-line kilometres to the nearest drawn stream, exact to a cell within 20 km. */
function distanceToStream(terrain: Terrain): Float32Array {
  const km = new Float32Array(N).fill(99)
  const reach = 30
  for (let cell = 0; cell < N; cell++) {
    if (terrain.island[cell] === 0 || terrain.flow[cell]! < STREAM_FLOW * 2) {
      continue
    }
    const x = cell % WIDTH
    const y = (cell - x) / WIDTH
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const next = cell + dx + dy * WIDTH
        if (x + dx < 0 || x + dx >= WIDTH || y + dy < 0 || y + dy >= HEIGHT) {
          continue
        }
        km[next] = Math.min(km[next]!, Math.hypot(dx, dy) * CELL_KM)
      }
    }
  }
  return km
}

/** Chooses the capital, 21 towns and the villages, and builds the roads between them in the order a country does. */
export function settle(terrain: Terrain, rng: Random, villages: number): { settlements: Settlement[]; roads: RoadBuilder } {
  const riverKm = distanceToStream(terrain)
  const names = new NameMaker(rng)
  const usable = (cell: number): boolean => terrain.island[cell] !== 0 && terrain.lake[cell] === 0 && terrain.coastKm[cell]! > 1.3 && slopeAt(terrain, cell) < 0.09
  const east = (cell: number): number => Math.min(0.95, Math.max(0.05, ((cell % WIDTH) / WIDTH - 0.2) / 0.6))
  const land: { cell: number; score: number }[] = []
  for (let cell = WIDTH; cell < N - WIDTH; cell++) {
    if (usable(cell)) {
      land.push({ cell, score: appeal(terrain, riverKm, cell) })
    }
  }
  land.sort((a, b) => b.score - a.score || a.cell - b.cell)
  const main = land.filter(({ cell }) => terrain.island[cell] === 1)
  // the capital sits where the greatest river of the south meets the sea
  const mouth = main.reduce((best, { cell }) => (terrain.coastKm[cell]! < 4 && cell > N * 0.56 && terrain.flow[cell]! > terrain.flow[best]! ? cell : best), main.at(-1)!.cell)
  const seat = main.filter(({ cell }) => cellKm(cell, mouth) < 8 && terrain.flow[cell]! < STREAM_FLOW)[0]!.cell
  const towns = [seat]
  for (const spacing of [42, 34, 28]) {
    for (const { cell } of main) {
      if (towns.length < 22 && towns.every((town) => cellKm(town, cell) > spacing)) {
        towns.push(cell)
      }
    }
  }
  const roads = new RoadBuilder(terrain)
  roads.plant(seat)
  const byReach = towns.slice(1).sort((a, b) => cellKm(a, seat) - cellKm(b, seat))
  // trunk roads to the towns that are far apart, the others by the rule of Gabriel: linked when no third town lies between
  for (const town of byReach.filter((_, k) => k % 3 === 2)) {
    roads.link(town, seat, 'primary')
  }
  towns.forEach((a, i) => {
    towns.slice(i + 1).forEach((b) => {
      const d2 = cellKm(a, b) ** 2
      const between = towns.some((c) => c !== a && c !== b && cellKm(a, c) ** 2 + cellKm(b, c) ** 2 < d2)
      if (!between && d2 < 105 ** 2) {
        roads.link(a, b, 'secondary', 900)
      }
    })
  })
  const settlements: Settlement[] = towns.map((cell, k) => ({
    cell, type: k === 0 ? 'capital' : 'town', name: k === 0 ? CAPITAL : names.make('settlement', east(cell)),
    population: k === 0 ? 486000 : Math.round(95000 * (k + 1) ** -0.62 / 100) * 100 + 4000 + rng.int(40) * 100, marketDay: rng.int(7),
  }))
  const chosen: number[] = []
  // people live along the roads and rivers first, then everywhere else
  for (const [share, spacing] of [[0.55, 5.2], [0.85, 6.4], [1, 7]] as const) {
    for (const { cell } of shuffled(land, rng)) {
      if (chosen.length >= villages * share) {
        break
      }
      const near = share < 0.6 ? nearRoad(roads, cell) || (riverKm[cell]! < 3 && rng.chance(0.1)) : share < 0.9 ? terrain.elevation[cell]! < 420 : true
      if (near && towns.every((town) => cellKm(town, cell) > 4) && chosen.every((other) => cellKm(other, cell) > spacing)) {
        chosen.push(cell)
      }
    }
  }
  // every small island that is large enough has at least one village
  for (let island = 2; island < 16; island++) {
    const spots = land.filter(({ cell }) => terrain.island[cell] === island)
    if (spots.length > 40 && !chosen.some((cell) => terrain.island[cell] === island)) {
      chosen.push(spots[0]!.cell)
    }
  }
  const late = chosen.slice().sort((a, b) => a - b)
  for (const cell of late) {
    const population = Math.round(Math.exp(6.7 + 0.75 * rng.normal()) / 10) * 10 + 120
    settlements.push({ cell, type: 'village', name: names.make('settlement', east(cell)), population, marketDay: population > 1500 && rng.chance(0.7) ? rng.int(7) : null })
    if (terrain.island[cell] === 1 && (population > 1500 || rng.chance(0.8))) {
      roads.link(cell, null, 'track', 140)
    }
  }
  return { settlements, roads }
}

function nearRoad(roads: RoadBuilder, cell: number): boolean {
  for (let dy = -2; dy <= 2; dy++) {
    for (let dx = -2; dx <= 2; dx++) {
      if (roads.has(cell + dx + dy * WIDTH)) {
        return true
      }
    }
  }
  return false
}

function shuffled<T>(list: readonly T[], rng: Random): T[] {
  const out = list.slice()
  for (let k = out.length - 1; k > 0; k--) {
    const other = rng.int(k + 1)
    ;[out[k], out[other]] = [out[other]!, out[k]!]
  }
  return out
}
