import { CellHeap, HEIGHT, STEPS, WIDTH } from './grid.ts'
import { fractal } from './random.ts'
import type { Terrain } from './terrain.ts'

const N = WIDTH * HEIGHT

/**
 * Shares the land among seeds by cost of travel, so that borders settle on rivers and ridges; the sea can be crossed at a price,
 * so small islands join the nearest coast. Returns the index of the seed for each land cell and -1 on the sea.
 */
export function grow(terrain: Terrain, seeds: readonly number[], noiseSeed: number): Int32Array {
  const { island, elevation, flow, downstream } = terrain
  const owner = new Int32Array(N).fill(-1)
  const cost = new Float64Array(N).fill(Infinity)
  const rough = new Float32Array(N)
  for (let cell = 0; cell < N; cell++) {
    rough[cell] = 1 + 0.5 * fractal((cell % WIDTH) / 14, Math.floor(cell / WIDTH) / 14, noiseSeed, 3)
  }
  const heap = new CellHeap()
  seeds.forEach((cell, k) => {
    cost[cell] = 0
    owner[cell] = k
    heap.push(0, cell)
  })
  while (heap.size > 0) {
    const [c, cell] = heap.pop()
    if (c > cost[cell]!) {
      continue
    }
    const x = cell % WIDTH
    const y = (cell - x) / WIDTH
    for (const [dx, dy, length] of STEPS) {
      if (x + dx < 0 || x + dx >= WIDTH || y + dy < 0 || y + dy >= HEIGHT) {
        continue
      }
      const next = cell + dx + dy * WIDTH
      let step = length * rough[next]!
      if (island[next] === 0) {
        step = length * 2.2
      } else {
        step += (length * Math.abs(elevation[next]! - (island[cell] === 0 ? 0 : elevation[cell]!))) / 45
        // a border may follow a river but is dear to push across one
        step += flow[next]! > 700 && downstream[cell] !== next && downstream[next] !== cell ? 6 : 0
      }
      if (c + step < cost[next]!) {
        cost[next] = c + step
        owner[next] = owner[cell]!
        heap.push(c + step, next)
      }
    }
  }
  for (let cell = 0; cell < N; cell++) {
    if (island[cell] === 0) {
      owner[cell] = -1
    }
  }
  tidy(owner)
  return owner
}

/** Gives stray cells to the majority around them, so that borders are clean lines. */
function tidy(owner: Int32Array): void {
  for (let pass = 0; pass < 3; pass++) {
    const before = owner.slice()
    for (let y = 1; y < HEIGHT - 1; y++) {
      for (let x = 1; x < WIDTH - 1; x++) {
        const cell = y * WIDTH + x
        const own = before[cell]!
        if (own < 0) {
          continue
        }
        const votes = new Map<number, number>()
        for (const [dx, dy] of STEPS) {
          const other = before[cell + dx + dy * WIDTH]!
          if (other >= 0) {
            votes.set(other, (votes.get(other) ?? 0) + 1)
          }
        }
        for (const [other, count] of votes) {
          if (other !== own && count >= 5 && count > (votes.get(own) ?? 0)) {
            owner[cell] = other
          }
        }
      }
    }
  }
}

/** Which regions touch. */
export function neighbours(owner: Int32Array, count: number): Set<number>[] {
  const touch = Array.from({ length: count }, () => new Set<number>())
  for (let cell = 0; cell < N - WIDTH; cell++) {
    for (const next of [cell + 1, cell + WIDTH]) {
      const a = owner[cell]!
      const b = owner[next]!
      if (a >= 0 && b >= 0 && a !== b) {
        touch[a]!.add(b)
        touch[b]!.add(a)
      }
    }
  }
  return touch
}

/** Joins regions into groups that hang together and have similar weight: the lightest group takes its nearest free neighbour. */
export function group(touch: readonly Set<number>[], seeds: readonly number[], weight: (region: number) => number, distance: (a: number, b: number) => number): number[] {
  const of = new Array<number>(touch.length).fill(-1)
  const load = seeds.map((region, g) => {
    of[region] = g
    return weight(region)
  })
  for (let left = touch.length - seeds.length; left > 0; left--) {
    const order = seeds.map((_, g) => g).sort((a, b) => load[a]! - load[b]!)
    let done = false
    for (const g of order) {
      const free = touch.flatMap((_, region) => (of[region] === g ? [...touch[region]!].filter((other) => of[other] === -1) : []))
      if (free.length > 0) {
        const best = free.reduce((a, b) => (distance(seeds[g]!, a) <= distance(seeds[g]!, b) ? a : b))
        of[best] = g
        load[g]! += weight(best)
        done = true
        break
      }
    }
    if (!done) {
      const rest = of.indexOf(-1)
      of[rest] = seeds.map((_, g) => g).sort((a, b) => distance(seeds[a]!, rest) - distance(seeds[b]!, rest))[0]!
    }
  }
  return of
}
