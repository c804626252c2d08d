import { assign } from './assignment.ts'

type Spot = { x: number; y: number }

/**
 * How far a set of places is from the true set, in metres: what is missing or too much costs the `cutoff`, the rest its distance,
 * in the mean of order `p` (Schuhmacher, Vo and Vo, 2008, equation 3). 0 for two empty sets.
 */
export function ospa(truth: readonly Spot[], found: readonly Spot[], cutoff: number, p: number): number {
  const [few, many] = truth.length <= found.length ? [truth, found] : [found, truth]
  if (many.length === 0) {
    return 0
  }
  const costs = new Float64Array(few.length * many.length)
  few.forEach((a, i) => many.forEach((b, j) => {
    costs[i * many.length + j] = Math.min(cutoff, Math.hypot(a.x - b.x, a.y - b.y)) ** p
  }))
  const chosen = few.length === 0 ? new Int32Array(0) : assign(costs, few.length, many.length)
  let sum = cutoff ** p * (many.length - few.length)
  chosen.forEach((column, row) => {
    sum += costs[row * many.length + column] as number
  })
  return (sum / many.length) ** (1 / p)
}
