import { logGamma, Z95 } from './distributions.ts'
import type { Interval } from './rates.ts'

/** Records with both of two things, with each, and all. */
export type Joint = { both: number; first: number; second: number; all: number }

/** How much more often two things stand in one record than if they had nothing to do with each other. */
export type Association = { lift: number; odds: Interval; p: number }

/**
 * Association of two things over records. `lift` is both · all / (first · second). `odds` is the odds ratio with ½ added to
 * each cell (Haldane 1956, Anscombe 1956) and its 95 % log-normal interval (Woolf 1955). `p` is that of Fisher's exact
 * test, two-sided: all tables no likelier than the one seen. Null when a thing is in no record or in every one.
 */
export function association({ both, first, second, all }: Joint): Association | null {
  const [b, c, d] = [first - both, second - both, all - first - second + both]
  if (first === 0 || second === 0 || first === all || second === all || b < 0 || c < 0 || d < 0) {
    return null
  }
  const cells = [both, b, c, d].map((n) => n + 0.5)
  const odds = (cells[0]! * cells[3]!) / (cells[1]! * cells[2]!)
  const wide = Math.exp(Z95 * Math.sqrt(cells.reduce((sum, n) => sum + 1 / n, 0)))
  return { lift: (both * all) / (first * second), odds: { value: odds, low: odds / wide, high: odds * wide }, p: fisher({ both, first, second, all }) }
}

/** Two-sided p of Fisher's exact test. */
export function fisher({ both, first, second, all }: Joint): number {
  const choose = (n: number, k: number): number => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  const chance = (k: number): number => Math.exp(choose(first, k) + choose(all - first, second - k) - choose(all, second))
  const seen = chance(both)
  let p = 0
  for (let k = Math.max(0, first + second - all); k <= Math.min(first, second); k += 1) {
    const own = chance(k)
    p += own <= seen * (1 + 1e-7) ? own : 0
  }
  return Math.min(1, p)
}

export type Pair = { first: string; second: string; joint: Joint; association: Association }

/**
 * The pairs whose odds interval lies wholly above 1, strongest evidence first (by its lower end). Pairs seen together fewer
 * than `least` times are left out. With many pairs asked at once, p is held to the false-discovery rate of 5 %
 * (Benjamini and Hochberg 1995).
 */
export function strongPairs(cells: readonly { first: string; second: string; both: number }[], firsts: ReadonlyMap<string, number>, seconds: ReadonlyMap<string, number>, all: number, least = 3): Pair[] {
  const tested = cells.flatMap(({ first, second, both }): Pair[] => {
    const joint = { both, first: firsts.get(first) ?? 0, second: seconds.get(second) ?? 0, all }
    const found = both >= least ? association(joint) : null
    return found ? [{ first, second, joint, association: found }] : []
  })
  const byP = [...tested].sort((a, b) => a.association.p - b.association.p)
  const last = byP.findLastIndex((pair, i) => pair.association.p <= (0.05 * (i + 1)) / byP.length)
  return byP.slice(0, last + 1).filter((pair) => pair.association.odds.low > 1).sort((a, b) => b.association.odds.low - a.association.odds.low)
}
