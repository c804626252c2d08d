import { tQuantile, tTwoSided } from './distributions.ts'

/** What can honestly be said of a series. */
export type TrendVerdict = 'rise' | 'fall' | 'none' | 'few'

/**
 * A log-linear trend. `factor` is what one step multiplies the expected count by, `low` and `high` its 95 % interval;
 * `fitted` and its bounds are the expected count at each step. `dispersion` above 1: counts scatter more than chance
 * alone would make them, and the interval is wider for it.
 */
export type Trend = {
  verdict: TrendVerdict
  factor: number
  low: number
  high: number
  p: number
  dispersion: number
  fitted: { at: number; value: number; low: number; high: number }[]
}

/** Fewer steps or fewer events than this say nothing about a trend. */
export const LEAST_STEPS = 8
export const LEAST_EVENTS = 20
const ROUNDS = 60

/**
 * Trend of counts over equal steps by quasi-Poisson regression with a log link: iteratively reweighted least squares,
 * dispersion = Pearson χ² / (n − 2), at least 1, interval by Student's t with n − 2 degrees of freedom (McCullagh and
 * Nelder, Generalized Linear Models, 2nd ed., §6.2). `exposure` (default 1 each) weighs steps that were not whole; a step of
 * exposure 0 is left out. Verdict `few` with fewer than 8 steps or 20 events. Null when nothing can be fitted.
 */
export function trendOf(counts: readonly number[], exposure?: readonly number[]): Trend | null {
  const steps = counts.map((count, at) => ({ at, count, offset: Math.log(exposure?.[at] ?? 1) })).filter((step) => Number.isFinite(step.offset))
  const events = steps.reduce((sum, step) => sum + step.count, 0)
  if (steps.length < 3 || events === 0) {
    return null
  }
  const middle = steps.reduce((sum, step) => sum + step.at, 0) / steps.length
  const fit = regress(steps.map((step) => ({ x: step.at - middle, y: step.count, offset: step.offset })))
  if (!fit) {
    return null
  }
  const df = steps.length - 2
  const pearson = steps.reduce((sum, step) => {
    const mu = Math.exp(fit.a + fit.b * (step.at - middle) + step.offset)
    return sum + (step.count - mu) ** 2 / mu
  }, 0)
  const dispersion = Math.max(1, pearson / df)
  const t = tQuantile(0.975, df)
  const error = Math.sqrt(dispersion * fit.varB)
  const [low, high] = [Math.exp(fit.b - t * error), Math.exp(fit.b + t * error)]
  const enough = steps.length >= LEAST_STEPS && events >= LEAST_EVENTS
  return {
    verdict: !enough ? 'few' : low > 1 ? 'rise' : high < 1 ? 'fall' : 'none',
    factor: Math.exp(fit.b), low, high, p: tTwoSided(fit.b / error, df), dispersion,
    fitted: counts.map((_, at) => {
      const x = at - middle
      const line = fit.a + fit.b * x
      const wide = t * Math.sqrt(dispersion * (fit.varA + 2 * x * fit.covariance + x * x * fit.varB))
      return { at, value: Math.exp(line), low: Math.exp(line - wide), high: Math.exp(line + wide) }
    }),
  }
}

type Fit = { a: number; b: number; varA: number; varB: number; covariance: number }

/** Poisson regression of y on x with an offset; variances are those of dispersion 1. Null when it does not settle. */
export function regress(points: readonly { x: number; y: number; offset: number }[]): Fit | null {
  const total = points.reduce((sum, p) => sum + p.y, 0)
  const exposed = points.reduce((sum, p) => sum + Math.exp(p.offset), 0)
  let a = Math.log(total / exposed)
  let b = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    let [s0, s1, s2, u0, u1] = [0, 0, 0, 0, 0]
    for (const { x, y, offset } of points) {
      const mu = Math.exp(a + b * x + offset)
      s0 += mu
      s1 += mu * x
      s2 += mu * x * x
      u0 += y - mu
      u1 += (y - mu) * x
    }
    const determinant = s0 * s2 - s1 * s1
    if (!(determinant > 1e-12)) {
      return null
    }
    const [da, db] = [(s2 * u0 - s1 * u1) / determinant, (s0 * u1 - s1 * u0) / determinant]
    a += da
    b += db
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      return null
    }
    if (Math.abs(da) + Math.abs(db) < 1e-10) {
      return { a, b, varA: s2 / determinant, varB: s0 / determinant, covariance: -s1 / determinant }
    }
  }
  return null
}

/** Mean of each value and its `reach` neighbours on both sides, null where the window would reach over an end. */
export function movingAverage(values: readonly number[], reach: number): (number | null)[] {
  return values.map((_, i) => (i < reach || i + reach >= values.length ? null : values.slice(i - reach, i + reach + 1).reduce((sum, v) => sum + v, 0) / (2 * reach + 1)))
}
