/** A seeded source of random numbers: the same seed gives the same sample mission on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  next: () => number
  /** Integer in [0, n). */
  int: (n: number) => number
  /** Uniform in [lo, hi). */
  range: (lo: number, hi: number) => number
  /** One element; throws on an empty list. */
  pick: <T>(list: readonly T[]) => T
  /** One element with probability proportional to its weight. */
  weighted: <T>(list: readonly T[], weight: (item: T, index: number) => number) => T
  /** True with probability p. */
  chance: (p: number) => boolean
  /** Standard normal (Box–Muller). */
  normal: () => number
  /** Poisson count with the given mean (Knuth below 30, normal approximation above). */
  poisson: (mean: number) => number
}

/** 32-bit hash of integers (murmur3 finaliser chain), for noise lattices and derived seeds. */
export function hash(...parts: number[]): number {
  let h = 0x9e3779b9
  for (const part of parts) {
    h = Math.imul(h ^ (part | 0), 0x85ebca6b)
    h ^= h >>> 13
    h = Math.imul(h, 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** Starts a sequence (mulberry32, public domain) from a 32-bit seed. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const int = (n: number): number => Math.floor(next() * n)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return {
    next,
    int,
    normal,
    range: (lo, hi) => lo + next() * (hi - lo),
    chance: (p) => next() < p,
    pick: (list) => {
      const item = list[int(list.length)]
      if (item === undefined) {
        throw new RangeError('pick: the list is empty')
      }
      return item
    },
    weighted: (list, weight) => {
      let total = 0
      for (let i = 0; i < list.length; i++) {
        total += weight(list[i]!, i)
      }
      let left = next() * total
      for (let i = 0; i < list.length; i++) {
        left -= weight(list[i]!, i)
        if (left < 0) {
          return list[i]!
        }
      }
      return list[list.length - 1]!
    },
    poisson: (mean) => {
      if (mean > 30) {
        return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
      }
      const limit = Math.exp(-mean)
      let count = 0
      for (let p = next(); p > limit; p *= next()) {
        count++
      }
      return count
    },
  }
}

/** Value noise in [-1, 1] on a unit lattice with quintic easing. */
export function noise(x: number, y: number, seed: number): number {
  const xi = Math.floor(x)
  const yi = Math.floor(y)
  const fx = x - xi
  const fy = y - yi
  const u = fx * fx * fx * (fx * (fx * 6 - 15) + 10)
  const v = fy * fy * fy * (fy * (fy * 6 - 15) + 10)
  const at = (i: number, j: number): number => hash(i, j, seed) / 2147483648 - 1
  const top = at(xi, yi) * (1 - u) + at(xi + 1, yi) * u
  const bottom = at(xi, yi + 1) * (1 - u) + at(xi + 1, yi + 1) * u
  return top * (1 - v) + bottom * v
}

/** Fractal noise: octaves of value noise, each turned a little so that the lattice does not show; about [-1, 1]. */
export function fractal(x: number, y: number, seed: number, octaves: number, gain = 0.5): number {
  let sum = 0
  let amplitude = 1
  let norm = 0
  let px = x
  let py = y
  for (let octave = 0; octave < octaves; octave++) {
    sum += amplitude * noise(px, py, seed + octave * 101)
    norm += amplitude
    amplitude *= gain
    const rx = px * 1.6 - py * 1.2 + 17.3
    py = px * 1.2 + py * 1.6 - 9.1
    px = rx
  }
  return (sum / norm) * 1.6
}
