import { CELL_KM, CellHeap, HEIGHT, STEPS, WIDTH } from './grid.ts'
import { fractal } from './random.ts'

const N = WIDTH * HEIGHT
const OFFSETS = Int32Array.from(STEPS, ([dx, dy]) => dx + dy * WIDTH)
const LENGTHS = Float64Array.from(STEPS, ([, , length]) => length)

export type Terrain = {
  /** Above zero on land; its zero line is the coast. */
  shore: Float32Array
  /** 0 sea, 1 the main island, 2… smaller islands by size. */
  island: Uint8Array
  /** Metres above the sea; 0 on the sea. */
  elevation: Float32Array
  /** Kilometres to the nearest sea cell (chamfer). */
  coastKm: Float32Array
  /** The cell each land cell drains to; -1 on the sea. */
  downstream: Int32Array
  /** Land cells that drain through a cell, itself included, weighted by rainfall. */
  flow: Float32Array
  /** 0 or the number of the lake. */
  lake: Uint8Array
}

/** Bell-shaped bump with centre and radius in kilometres from the middle of the raster. */
function bump(x: number, y: number, cx: number, cy: number, r: number): number {
  return Math.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (r * r))
}

/** A raw field whose high values become land: a warped, tilted body, an arm, an archipelago, and an estuary cut into it. */
function landField(seed: number): Float32Array {
  const field = new Float32Array(N)
  for (let j = 0; j < HEIGHT; j++) {
    for (let i = 0; i < WIDTH; i++) {
      const kx = (i - WIDTH / 2) * CELL_KM
      const ky = (j - HEIGHT / 2) * CELL_KM
      const x = kx + 34 * fractal(kx / 110, ky / 110, seed, 5)
      const y = ky + 34 * fractal(kx / 110 + 40, ky / 110 - 40, seed + 7, 5)
      const u = (x * 0.93 + y * 0.36) / 140
      const v = (-x * 0.36 + y * 0.93) / 88
      let body = 0.92 - (u * u + v * v) ** 0.8
      body += 0.55 * bump(x, y, 62, -62, 42) + 0.42 * bump(x, y, -105, 12, 40)
      body -= 0.85 * bump(x, y, -18, 96, 34) + 0.7 * bump(x, y, 128, 28, 30) + 0.5 * bump(x, y, -70, -70, 34)
      body += 1.3 * bump(kx, ky, -128, 100, 17) + 1 * bump(kx, ky, -158, 78, 9) + 0.95 * bump(kx, ky, -108, 128, 8) + 1.05 * bump(kx, ky, 140, -98, 14) + 0.9 * bump(kx, ky, 160, -70, 7) + 0.85 * bump(kx, ky, 20, 134, 5) + 0.8 * bump(kx, ky, 38, 128, 4)
      // the estuary: a narrow winding inlet from the southern gulf
      for (let t = 0; t < 12; t++) {
        body -= 0.34 * bump(kx, ky, -18 + 5 * Math.sin(t * 0.9) + t * 1.9, 92 - t * 5.2, 7.5 - t * 0.42)
      }
      field[j * WIDTH + i] = body + 0.62 * fractal(kx / 74, ky / 74, seed + 31, 8, 0.56) + 0.055 * fractal(kx / 11, ky / 11, seed + 53, 4)
      const edge = Math.min(i, j, WIDTH - 1 - i, HEIGHT - 1 - j)
      field[j * WIDTH + i]! -= edge < 25 ? (25 - edge) * 0.12 : 0
    }
  }
  return field
}

/** Connected groups of cells that satisfy a test; the numbers start at 1. */
export function components(inside: (cell: number) => boolean, diagonal: boolean): { label: Int32Array; sizes: number[] } {
  const label = new Int32Array(N)
  const sizes = [0]
  const stack: number[] = []
  for (let start = 0; start < N; start++) {
    if (label[start] !== 0 || !inside(start)) {
      continue
    }
    const id = sizes.length
    sizes.push(0)
    label[start] = id
    stack.push(start)
    while (stack.length > 0) {
      const cell = stack.pop()!
      sizes[id]!++
      const x = cell % WIDTH
      const y = (cell - x) / WIDTH
      for (let s = 0; s < (diagonal ? 8 : 4); s++) {
        const [dx, dy] = STEPS[s]!
        if (x + dx < 0 || x + dx >= WIDTH || y + dy < 0 || y + dy >= HEIGHT) {
          continue
        }
        const next = cell + dx + dy * WIDTH
        if (label[next] === 0 && inside(next)) {
          label[next] = id
          stack.push(next)
        }
      }
    }
  }
  return { label, sizes }
}

/** The coast: the sea level is set so that the land has the wanted area; enclosed water is filled and specks are dropped. */
function makeShore(seed: number, areaKm2: number): { shore: Float32Array; island: Uint8Array } {
  const field = landField(seed)
  const sorted = Float32Array.from(field).sort()
  const level = sorted[N - Math.round(areaKm2 / (CELL_KM * CELL_KM))]!
  const shore = field.map((value) => value - level)
  const water = components((cell) => shore[cell]! <= 0, false)
  const ocean = water.label[0]!
  for (let cell = 0; cell < N; cell++) {
    if (shore[cell]! <= 0 && water.label[cell] !== ocean) {
      shore[cell] = 0.004
    }
  }
  const land = components((cell) => shore[cell]! > 0, true)
  const order = land.sizes.map((size, id) => ({ size, id })).slice(1).sort((a, b) => b.size - a.size)
  const rank = new Map<number, number>()
  for (const { size, id } of order) {
    if (size * CELL_KM * CELL_KM > 2.5 && rank.size < 24) {
      rank.set(id, rank.size + 1)
    }
  }
  const island = new Uint8Array(N)
  for (let cell = 0; cell < N; cell++) {
    island[cell] = rank.get(land.label[cell]!) ?? 0
  }
  return { shore, island }
}

/** Whether a sea cell touches land; only these need to be starting points. */
function isShore(island: Uint8Array, cell: number): boolean {
  const x = cell % WIDTH
  const y = (cell - x) / WIDTH
  return STEPS.some(([dx, dy]) => x + dx >= 0 && x + dx < WIDTH && y + dy >= 0 && y + dy < HEIGHT && island[cell + dx + dy * WIDTH] !== 0)
}

/** Chamfer distance to the sea in kilometres. */
function distanceToSea(island: Uint8Array): Float32Array {
  const km = new Float32Array(N).fill(1e6)
  const heap = new CellHeap()
  for (let cell = 0; cell < N; cell++) {
    if (island[cell] === 0) {
      km[cell] = 0
      if (isShore(island, cell)) {
        heap.push(0, cell)
      }
    }
  }
  while (heap.size > 0) {
    const [d, cell] = heap.pop()
    if (d > km[cell]!) {
      continue
    }
    const x = cell % WIDTH
    const y = (cell - x) / WIDTH
    for (const [dx, dy, length] of STEPS) {
      if (x + dx < 0 || x + dx >= WIDTH || y + dy < 0 || y + dy >= HEIGHT) {
        continue
      }
      const next = cell + dx + dy * WIDTH
      const there = Math.fround(d + length * CELL_KM)
      if (there < km[next]!) {
        km[next] = there
        heap.push(there, next)
      }
    }
  }
  return km
}

/** Where the rock rises: a curved main range, a northern massif, and an island volcano. */
function uplift(cell: number, coastKm: Float32Array, seed: number): number {
  const kx = ((cell % WIDTH) - WIDTH / 2) * CELL_KM
  const ky = (Math.floor(cell / WIDTH) - HEIGHT / 2) * CELL_KM
  const bend = ky - (-16 + 0.3 * kx + 22 * fractal(kx / 90, 3.3, seed + 400, 2))
  const range = Math.exp(-(bend * bend) / (20 * 20)) * (0.55 + 0.45 * fractal(kx / 60, ky / 60, seed + 410, 3))
  const massif = 0.85 * bump(kx, ky, 58, -62, 24) + 0.6 * bump(kx, ky, -112, 98, 16) + 0.35 * bump(kx, ky, -92, 26, 24)
  const hills = 0.1 + 0.1 * fractal(kx / 25, ky / 25, seed + 420, 4)
  return Math.max(0.02, (range + massif + hills) * Math.min(1, coastKm[cell]! / 16))
}

/** Directions of flow on a surface without pits (priority flood), and the land cells from low to high. */
function drain(height: Float32Array, island: Uint8Array, starts: readonly number[]): { downstream: Int32Array; order: Int32Array } {
  const downstream = new Int32Array(N).fill(-1)
  const done = new Uint8Array(N)
  const heap = new CellHeap()
  const order: number[] = []
  for (let cell = 0; cell < N; cell++) {
    done[cell] = island[cell] === 0 ? 1 : 0
  }
  for (const cell of starts) {
    heap.push(0, cell)
  }
  while (heap.size > 0) {
    const [level, cell] = heap.pop()
    if (island[cell] !== 0) {
      order.push(cell)
      height[cell] = level
    }
    // land never touches the edge of the raster, so its neighbours need no bounds
    for (let s = 0; s < 8; s++) {
      const next = cell + OFFSETS[s]!
      if (done[next] !== 0) {
        continue
      }
      done[next] = 1
      downstream[next] = cell
      heap.push(Math.max(height[next]!, Math.fround(level + 0.02)), next)
    }
  }
  // the steepest way down is more natural than the order of flooding
  for (const cell of order) {
    let best = 0
    for (let s = 0; s < 8; s++) {
      const next = cell + OFFSETS[s]!
      const drop = (height[cell]! - (island[next] === 0 ? 0 : height[next]!)) / LENGTHS[s]!
      if (drop > best) {
        best = drop
        downstream[cell] = next
      }
    }
  }
  return { downstream, order: Int32Array.from(order) }
}

function accumulate(downstream: Int32Array, order: Int32Array, rain: Float32Array): Float32Array {
  const flow = new Float32Array(N)
  for (let k = order.length - 1; k >= 0; k--) {
    const cell = order[k]!
    flow[cell]! += rain[cell]!
    const to = downstream[cell]!
    if (to >= 0) {
      flow[to]! += flow[cell]!
    }
  }
  return flow
}

/**
 * Makes the land: coast, then a landscape carved by its own rivers. Rock is lifted and worn by the stream-power law
 * dh/dt = U − K·A^½·S, solved implicitly from the mouth upwards (Braun & Willett 2013), so that valleys branch as real ones do.
 */
export function makeTerrain(seed: number, areaKm2: number): Terrain {
  const { shore, island } = makeShore(seed, areaKm2)
  const coastKm = distanceToSea(island)
  const rise = new Float32Array(N)
  const rain = new Float32Array(N)
  const height = new Float32Array(N)
  for (let cell = 0; cell < N; cell++) {
    if (island[cell] === 0) {
      continue
    }
    rise[cell] = uplift(cell, coastKm, seed)
    const x = cell % WIDTH
    const y = (cell - x) / WIDTH
    height[cell] = rise[cell]! * 300 + Math.min(20, coastKm[cell]!) * 3 + 12 * (1 + fractal(x / 9, y / 9, seed + 77, 4))
    rain[cell] = 1 + 0.5 * fractal(x / 160, y / 160, seed + 88, 2)
  }
  const starts = Array.from(island.keys()).filter((cell) => island[cell] === 0 && isShore(island, cell))
  let { downstream, order } = drain(height, island, starts)
  let flow = accumulate(downstream, order, rain)
  for (let step = 0; step < 26; step++) {
    for (const cell of order) {
      const to = downstream[cell]!
      const base = island[to] === 0 ? 0 : height[to]!
      const diagonal = Math.abs(to - cell) !== 1 && Math.abs(to - cell) !== WIDTH
      const wear = (0.055 * Math.sqrt(flow[cell]!)) / (diagonal ? Math.SQRT2 : 1)
      height[cell] = (height[cell]! + rise[cell]! * 62 + wear * base) / (1 + wear)
    }
    ;({ downstream, order } = drain(height, island, starts))
    flow = accumulate(downstream, order, rain)
  }
  const lake = makeLakes(height, downstream, order, flow, coastKm)
  return { shore, island, elevation: height, coastKm, downstream, flow, lake }
}

/** Lakes behind natural dams: the valley above a narrow place fills to the level that gives the wanted area. */
function makeLakes(height: Float32Array, downstream: Int32Array, order: Int32Array, flow: Float32Array, coastKm: Float32Array): Uint8Array {
  const lake = new Uint8Array(N)
  const wanted = [280, 170, 110, 70, 48, 36]
  const sites: number[] = []
  const candidates = Array.from(order)
    .filter((cell) => flow[cell]! > 420 && coastKm[cell]! > 11 && height[cell]! > 15)
    .sort((a, b) => height[a]! / Math.sqrt(flow[a]!) - height[b]! / Math.sqrt(flow[b]!) || a - b)
  for (const dam of candidates) {
    if (sites.length === wanted.length) {
      break
    }
    if (sites.some((other) => Math.hypot((other % WIDTH) - (dam % WIDTH), Math.floor(other / WIDTH) - Math.floor(dam / WIDTH)) < 62)) {
      continue
    }
    const target = wanted[sites.length]! / (CELL_KM * CELL_KM)
    const above = new Uint8Array(N)
    above[dam] = 1
    const valley: number[] = []
    for (const cell of order) {
      const to = downstream[cell]!
      if (cell === dam || (to >= 0 && above[to] === 1)) {
        above[cell] = 1
        valley.push(cell)
      }
    }
    valley.sort((a, b) => height[a]! - height[b]! || a - b)
    const level = height[valley[Math.min(valley.length - 1, Math.round(target))]!]!
    if (valley.length < target * 2 || level - height[dam]! > 120) {
      continue
    }
    sites.push(dam)
    for (const cell of valley) {
      if (height[cell]! <= level) {
        lake[cell] = sites.length
        height[cell] = level
      }
    }
  }
  return openWater(lake)
}

/** Share of lake around each cell (0–1), blurred over about two kilometres; its 0.5 line is the shore of a lake. */
export function lakeShare(lake: Uint8Array): Float32Array {
  let share: Float32Array = Float32Array.from(lake, (id) => (id === 0 ? 0 : 1))
  for (let pass = 0; pass < 2; pass++) {
    const next = share.slice()
    for (let cell = WIDTH + 1; cell < N - WIDTH - 1; cell++) {
      next[cell] = (share[cell]! * 4 + (share[cell - 1]! + share[cell + 1]! + share[cell - WIDTH]! + share[cell + WIDTH]!) * 2 + share[cell - WIDTH - 1]! + share[cell - WIDTH + 1]! + share[cell + WIDTH - 1]! + share[cell + WIDTH + 1]!) / 16
    }
    share = next
  }
  return share
}

/** Keeps the open water of each lake: flooded gullies a cell or two wide go back to being rivers. */
function openWater(lake: Uint8Array): Uint8Array {
  const share = lakeShare(lake)
  const open = components((cell) => lake[cell] !== 0 && share[cell]! > 0.5, false)
  const largest = new Map<number, number>()
  for (let cell = 0; cell < N; cell++) {
    const part = open.label[cell]!
    const best = largest.get(lake[cell]!)
    if (part > 0 && (best === undefined || open.sizes[part]! > open.sizes[best]!)) {
      largest.set(lake[cell]!, part)
    }
  }
  return lake.map((id, cell) => (id !== 0 && open.label[cell] === largest.get(id) ? id : 0))
}
