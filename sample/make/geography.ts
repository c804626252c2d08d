import { CELL_KM, HEIGHT, type Point, WIDTH, cellKm, toLonLat } from './grid.ts'
import { NameMaker, spellings } from './names.ts'
import { findBridges, makeRivers, type RoadClass } from './network.ts'
import { type MultiPolygon, Partition, smooth, thin } from './partition.ts'
import { settle, type PlaceType } from './places.ts'
import { random } from './random.ts'
import { group, grow, neighbours } from './regions.ts'
import { lakeShare, makeTerrain, type Terrain } from './terrain.ts'

const N = WIDTH * HEIGHT
/** Country code from the user-assigned range of ISO 3166 (XA–XZ), so it can never be a real country's. */
export const CODE = 'XV'
export const STATE = { code: CODE, name: 'Orsuma', fr: 'Orsouma', ar: 'أورسوما', demonym: 'Orsuman' }
const SEED = 4
const AREA_KM2 = 45000
const RELIEF_M = [150, 350, 650, 1050] as const

type Feature<G, P> = { type: 'Feature'; id: string; geometry: G; properties: P }
type Layer<G, P> = { type: 'FeatureCollection'; features: Feature<G, P>[] }
type Line = { type: 'LineString'; coordinates: Point[] }
type Dot = { type: 'Point'; coordinates: Point }

export type Place = {
  id: string; name: string; alt: string[]; ar: string; type: PlaceType; at: Point; population: number
  admin1: string; admin2: string; base: string; sector: string
  /** 0 Monday … 6 Sunday, or null where there is no weekly market. */
  marketDay: number | null
}
export type Named = { name: string; ar: string }
export type Admin = Named & { pcode: string; parent: string; seat: string; km2: number }
export type Base = Named & { place: string; type: 'HQ' | 'BN-HQ' | 'COB' | 'TOB'; sector: string; battalion: string; strength: number }
export type Site = { name: string; place: string; admin2: string; base: string }

/** All layers of the invented country; polygons share their borders vertex for vertex. */
export type Geography = {
  state: typeof STATE
  bounds: [number, number, number, number]
  land: Layer<MultiPolygon, { name: string; km2: number }>
  relief: Layer<MultiPolygon, { above: number }>
  lakes: Layer<MultiPolygon, Named>
  rivers: Layer<Line, { name: string | null; class: 'major' | 'river' | 'stream' }>
  roads: Layer<Line, { class: RoadClass; name: string | null }>
  bridges: Layer<Dot, { name: string; road: RoadClass }>
  admin1: Layer<MultiPolygon, Admin>
  admin2: Layer<MultiPolygon, Admin>
  places: Place[]
  sectors: Layer<MultiPolygon, { name: string; bases: string[] }>
  bases: Layer<Dot, Base>
  aors: Layer<MultiPolygon, { base: string; sector: string; km2: number }>
  idpSites: Layer<Dot, Site & { openedYearsAgo: number; households: number }>
  hospitals: Layer<Dot, Site & { level: 2 | 3; beds: number }>
  airfields: Layer<Dot, Site & { type: 'airport' | 'airstrip' | 'helipad'; runwayM: number | null }>
  bufferLine: Layer<Line, { name: string; fr: string; ar: string }>
}

const layer = <G, P>(features: Feature<G, P>[]): Layer<G, P> => ({ type: 'FeatureCollection', features })
const feature = <G, P>(id: string, geometry: G, properties: P): Feature<G, P> => ({ type: 'Feature', id, geometry, properties })
const two = (n: number): string => String(n).padStart(2, '0')

function at(cell: number): Point {
  return toLonLat((cell % WIDTH) + 0.5, Math.floor(cell / WIDTH) + 0.5)
}

/** Contours of the wide relief: heights averaged so that the bands read as hills, not as noise. */
function makeRelief(terrain: Terrain): Geography['relief'] {
  let smoothHeight = terrain.elevation
  for (let pass = 0; pass < 3; pass++) {
    const next = smoothHeight.slice()
    for (let cell = WIDTH + 1; cell < N - WIDTH - 1; cell++) {
      let sum = 0
      for (const step of [-WIDTH - 1, -WIDTH, -WIDTH + 1, -1, 0, 1, WIDTH - 1, WIDTH, WIDTH + 1]) {
        sum += smoothHeight[cell + step]!
      }
      next[cell] = sum / 9
    }
    smoothHeight = next
  }
  const height = smoothHeight
  const bands = new Int32Array(N)
  for (let cell = 0; cell < N; cell++) {
    bands[cell] = terrain.island[cell] === 0 ? 0 : RELIEF_M.filter((level) => height[cell]! >= level).length
  }
  const partition = new Partition(bands, {
    crossing: (a, b) => {
      const level = RELIEF_M[Math.min(bands[a]!, bands[b]!)]!
      return Math.min(0.95, Math.max(0.05, (level - height[a]!) / (height[b]! - height[a]! || 1)))
    },
    passes: () => 3,
    tolerance: () => 0.3,
  })
  return layer(RELIEF_M.map((above, k) => {
    const shape = partition.polygon((label) => label > k)
    shape.coordinates = shape.coordinates.filter((rings) => rings[0]!.length > 12).map((rings) => rings.filter((ring, r) => r === 0 || ring.length > 12))
    return feature(`relief-${above}`, shape, { above })
  }))
}

/** Makes the whole geography from its seed; the same on every machine. */
export function makeGeography(): Geography {
  const rng = random(SEED * 7919)
  const terrain = makeTerrain(SEED, AREA_KM2)
  const { settlements, roads: builder } = settle(terrain, rng, 400)
  const namer = new NameMaker(random(SEED * 104729))
  const towns = settlements.filter((s) => s.type !== 'village')
  const cellOf = settlements.map((s) => s.cell)
  // second-level districts have their seats in the towns and in six large villages far from them
  const seats = towns.map((_, k) => k)
  while (seats.length < 28) {
    const far = settlements.map((_, k) => k).filter((k) => terrain.island[cellOf[k]!] === 1 && terrain.elevation[cellOf[k]!]! < 700)
      .map((k) => ({ k, d: Math.min(...seats.map((other) => cellKm(cellOf[k]!, cellOf[other]!))) })).sort((a, b) => b.d - a.d || a.k - b.k)[0]!
    seats.push(far.k)
  }
  const districts = grow(terrain, seats.map((k) => cellOf[k]!), 611)
  const sizes = new Array<number>(seats.length).fill(0)
  districts.forEach((owner) => {
    if (owner >= 0) {
      sizes[owner]!++
    }
  })
  const apart = (a: number, b: number): number => cellKm(cellOf[seats[a]!]!, cellOf[seats[b]!]!)
  const heads = [0]
  while (heads.length < 7) {
    heads.push(towns.map((_, k) => k).filter((k) => !heads.includes(k)).sort((a, b) => Math.min(...heads.map((h) => apart(b, h))) - Math.min(...heads.map((h) => apart(a, h))) || a - b)[0]!)
  }
  const rawProvince = group(neighbours(districts, seats.length), heads, (k) => sizes[k]!, apart)
  const provinceOrder = heads.map((_, p) => p).sort((a, b) => (cellOf[seats[heads[a]!]!]! - cellOf[seats[heads[b]!]!]!))
  const province = rawProvince.map((p) => provinceOrder.indexOf(p))
  const districtCode = new Array<string>(seats.length)
  const counters = new Array<number>(7).fill(0)
  seats.map((_, k) => k).sort((a, b) => cellOf[seats[a]!]! - cellOf[seats[b]!]!).forEach((k) => {
    districtCode[k] = `${CODE}${two(province[k]! + 1)}${two(++counters[province[k]!]!)}`
  })

  // 24 bases: the towns, and villages that fill the widest gaps; six to a sector
  const baseAt = towns.map((_, k) => k)
  while (baseAt.length < 24) {
    baseAt.push(settlements.map((_, k) => k).filter((k) => terrain.island[cellOf[k]!] === 1 && !baseAt.includes(k)).sort((a, b) => Math.min(...baseAt.map((o) => cellKm(cellOf[b]!, cellOf[o]!))) - Math.min(...baseAt.map((o) => cellKm(cellOf[a]!, cellOf[o]!))) || a - b)[0]!)
  }
  const sectorOf = shareSectors(baseAt.map((k) => cellOf[k]!))
  const zones = grow(terrain, baseAt.map((k) => cellOf[k]!), 733)
  const zoneSizes = baseAt.map((_, z) => zones.reduce((sum, owner) => sum + (owner === z ? 1 : 0), 0))

  const labels = new Int32Array(N)
  for (let cell = 0; cell < N; cell++) {
    labels[cell] = districts[cell]! < 0 ? 0 : 1 + districts[cell]! * 64 + zones[cell]!
  }
  const districtOf = (label: number): number => (label === 0 ? -1 : Math.floor((label - 1) / 64))
  const zoneOf = (label: number): number => (label === 0 ? -1 : (label - 1) % 64)
  const partition = new Partition(labels, {
    crossing: (a, b) => {
      if (labels[a] !== 0 && labels[b] !== 0) {
        return 0.5
      }
      const fa = terrain.shore[a]!
      const fb = terrain.shore[b]!
      return fa > 0 === fb > 0 ? 0.5 : Math.min(0.92, Math.max(0.08, fa / (fa - fb)))
    },
    passes: (l, r) => (l === 0 || r === 0 ? 1 : 4),
    tolerance: (l, r) => (l === 0 || r === 0 ? 0.035 : 0.12),
  })
  const km2 = (cells: number): number => Math.round(cells * CELL_KM * CELL_KM)
  const ids = settlements.map((_, k) => `P${String(k + 1).padStart(4, '0')}`)
  const baseIds = baseAt.map((_, z) => `B${two(z + 1)}`)
  const SECTORS = ['N', 'E', 'S', 'W'] as const
  const sectorIds = baseAt.map((_, z) => `S-${SECTORS[sectorOf[z]!]}`)
  const where = (cell: number): { admin1: string; admin2: string; base: string; sector: string } => {
    const d = districts[cell]!
    const z = zones[cell]!
    return { admin1: `${CODE}${two(province[d]! + 1)}`, admin2: districtCode[d]!, base: baseIds[z]!, sector: sectorIds[z]! }
  }
  const places: Place[] = settlements.map((s, k) => ({ id: ids[k]!, name: s.name.name, alt: spellings(s.name), ar: s.name.ar, type: s.type, at: at(s.cell), population: s.population, ...where(s.cell), marketDay: s.marketDay }))
  const admin1 = heads.map((_, raw) => raw).map((raw) => {
    const p = provinceOrder.indexOf(raw)
    const name = namer.make('region')
    const code = `${CODE}${two(p + 1)}`
    return feature(code, partition.polygon((label) => label !== 0 && province[districtOf(label)] === p), { name: name.name, ar: name.ar, pcode: code, parent: CODE, seat: ids[seats[heads[raw]!]!]!, km2: km2(sizes.reduce((sum, size, d) => sum + (province[d] === p ? size : 0), 0)) })
  }).sort((a, b) => (a.id < b.id ? -1 : 1))
  const admin2 = seats.map((k, d) => feature(districtCode[d]!, partition.polygon((label) => districtOf(label) === d), { name: places[k]!.name, ar: places[k]!.ar, pcode: districtCode[d]!, parent: districtCode[d]!.slice(0, 4), seat: ids[k]!, km2: km2(sizes[d]!) })).sort((a, b) => (a.id < b.id ? -1 : 1))
  const rivers = makeRivers(terrain)
  const riverName = new Map<number, string>()
  for (const river of rivers) {
    if (river.km > 32 || river.class === 'major') {
      riverName.set(river.id, namer.make('river').name)
    }
  }
  const roads = builder.lines(cellOf)
  const bridges = findBridges(roads, rivers)
  const bases = baseAt.map((k, z): Feature<Dot, Base> => {
    const inSector = baseAt.map((_, other) => other).filter((other) => sectorOf[other] === sectorOf[z])
    const place = inSector.indexOf(z)
    const battalion = `${SECTORS[sectorOf[z]!]}${place % 2 === 0 ? 1 : 2}`
    const type = place < 2 ? (z === 0 ? 'HQ' : 'BN-HQ') : place < 4 ? 'COB' : 'TOB'
    const strength = type === 'HQ' ? 1900 : type === 'BN-HQ' ? 820 : type === 'COB' ? 430 : 210
    return feature(baseIds[z]!, { type: 'Point', coordinates: nudge(terrain, cellOf[k]!, 2, -1) }, { name: `${type === 'HQ' ? 'HQ' : type} ${places[k]!.name}`, ar: places[k]!.ar, place: ids[k]!, type, sector: sectorIds[z]!, battalion, strength })
  })
  const isLand = (label: number): boolean => label !== 0
  const north = (label: number): boolean => label !== 0 && sectorOf[zoneOf(label)] === 0
  const separation = partition.border(north, (label) => isLand(label) && !north(label)).sort((a, b) => b.length - a.length)[0]!
  const site = (k: number): Site => ({ name: places[k]!.name, place: ids[k]!, admin2: places[k]!.admin2, base: places[k]!.base })
  const beside = (k: number, dx: number, dy: number): Dot => ({ type: 'Point', coordinates: nudge(terrain, cellOf[k]!, dx, dy) })
  const villages = settlements.map((_, k) => k).filter((k) => settlements[k]!.type === 'village' && terrain.island[cellOf[k]!] === 1)
  const spread = (count: number, among: number[], start: number): number[] => {
    const picked = [start]
    while (picked.length < count) {
      picked.push(among.filter((k) => !picked.includes(k)).sort((a, b) => Math.min(...picked.map((o) => cellKm(cellOf[b]!, cellOf[o]!))) - Math.min(...picked.map((o) => cellKm(cellOf[a]!, cellOf[o]!))) || a - b)[0]!)
    }
    return picked
  }
  const idp = spread(11, [...towns.keys()].slice(1).concat(villages.filter((k) => settlements[k]!.population > 2400)), 1)
  const clinics = spread(4, [...towns.keys()], 0)
  const strips = spread(6, [...towns.keys()], 0)
  const pads = baseAt.filter((k) => !strips.includes(k)).slice(0, 10)
  const lakeCount = terrain.lake.reduce((a, b) => Math.max(a, b), 0)
  const share = lakeShare(terrain.lake)
  const water = new Partition(Int32Array.from(terrain.lake), { crossing: (a, b) => Math.min(0.9, Math.max(0.1, (share[a]! - 0.5) / (share[a]! - share[b]! || 1))), passes: () => 2, tolerance: () => 0.04 })
  const lons = places.map((p) => p.at[0])
  const lats = places.map((p) => p.at[1])
  return {
    state: STATE,
    bounds: [Math.min(...lons) - 0.2, Math.min(...lats) - 0.2, Math.max(...lons) + 0.2, Math.max(...lats) + 0.2].map((v) => Math.round(v * 100) / 100) as [number, number, number, number],
    land: layer([feature(CODE, partition.polygon(isLand), { name: STATE.name, km2: km2(sizes.reduce((a, b) => a + b, 0)) })]),
    relief: makeRelief(terrain),
    lakes: layer(Array.from({ length: lakeCount }, (_, k) => {
      const name = namer.make('river')
      return feature(`L${k + 1}`, water.polygon((label) => label === k + 1), { name: `Lac ${name.name}`, ar: `بحيرة ${name.ar}` })
    })),
    rivers: layer(rivers.map((river, k) => feature(`R${k + 1}`, { type: 'LineString', coordinates: river.points }, { name: riverName.get(river.id) ?? null, class: river.class }))),
    roads: layer(roads.map((road, k) => feature(`W${k + 1}`, { type: 'LineString', coordinates: road.points }, { class: road.class, name: null }))),
    bridges: layer(bridges.map((bridge, k) => feature(`BR${k + 1}`, { type: 'Point', coordinates: bridge.at }, { name: `Bridge ${k + 1}${riverName.has(rivers[bridge.river]!.id) ? ` over the ${riverName.get(rivers[bridge.river]!.id)}` : ''}`, road: roads[bridge.road]!.class }))),
    admin1: layer(admin1),
    admin2: layer(admin2),
    places,
    sectors: layer(SECTORS.map((letter, s) => feature(`S-${letter}`, partition.polygon((label) => label !== 0 && sectorOf[zoneOf(label)] === s), { name: `Sector ${['North', 'East', 'South', 'West'][s]}`, bases: baseIds.filter((_, z) => sectorOf[z] === s) }))),
    bases: layer(bases),
    aors: layer(baseIds.map((id, z) => feature(`AOR-${id}`, partition.polygon((label) => zoneOf(label) === z), { base: id, sector: sectorIds[z]!, km2: km2(zoneSizes[z]!) }))),
    idpSites: layer(idp.map((k, n) => feature(`IDP-${two(n + 1)}`, beside(k, 3, -2), { ...site(k), name: `Site ${places[k]!.name}`, openedYearsAgo: 1 + rng.int(5), households: 400 + rng.int(60) * 50 }))),
    hospitals: layer(clinics.map((k, n) => feature(`H${n + 1}`, beside(k, -2, 1), { ...site(k), name: `Level ${n === 0 ? 3 : 2} ${places[k]!.name}`, level: n === 0 ? 3 as const : 2 as const, beds: n === 0 ? 60 : 20 }))),
    airfields: layer([...strips, ...pads].map((k, n) => feature(`A${two(n + 1)}`, beside(k, n < 6 ? 4 : 2, 3), { ...site(k), name: n === 0 ? `${places[k]!.name} International` : places[k]!.name, type: n === 0 ? 'airport' as const : n < 6 ? 'airstrip' as const : 'helipad' as const, runwayM: n === 0 ? 2800 : n < 6 ? 1200 + rng.int(6) * 100 : null }))),
    bufferLine: layer([feature('BL1', { type: 'LineString', coordinates: thinLine(separation) }, { name: 'Separation Line', fr: 'Ligne de séparation', ar: 'خط الفصل' })]),
  }
}

function thinLine(points: Point[]): Point[] {
  return thin(smooth(points, 3, false), 2e-5).map(([x, y]) => [Math.round(x * 1e5) / 1e5, Math.round(y * 1e5) / 1e5])
}

/** A place some cells aside that is still dry land, or the cell itself. */
function nudge(terrain: Terrain, cell: number, dx: number, dy: number): Point {
  for (const [x, y] of [[dx, dy], [-dx, dy], [dx, -dy], [-dx, -dy]] as const) {
    const next = cell + x + y * WIDTH
    if (terrain.island[next] !== 0 && terrain.lake[next] === 0 && terrain.coastKm[next]! > 1.2) {
      return at(next)
    }
  }
  return at(cell)
}

/** Six bases to each sector: the nearest to its compass direction first. */
function shareSectors(cells: readonly number[]): number[] {
  const cx = cells.reduce((sum, cell) => sum + (cell % WIDTH), 0) / cells.length
  const cy = cells.reduce((sum, cell) => sum + Math.floor(cell / WIDTH), 0) / cells.length
  const directions = [[0, -1.25], [1, 0], [0, 1.25], [-1, 0]] as const
  const pairs = cells.flatMap((cell, z) => directions.map(([dx, dy], s) => ({ z, s, reach: ((cell % WIDTH) - cx) * dx + (Math.floor(cell / WIDTH) - cy) * dy })))
  const of = new Array<number>(cells.length).fill(-1)
  const load = [0, 0, 0, 0]
  for (const { z, s } of pairs.sort((a, b) => b.reach - a.reach || a.z - b.z)) {
    if (of[z] === -1 && load[s]! < 6) {
      of[z] = s
      load[s]!++
    }
  }
  return of
}
