import { betaQuantile, gammaQuantile, Z95 } from './distributions.ts'

export type Interval = { value: number; low: number; high: number }

/** Events over a time of watching, in any unit that is the same for both. */
export type Rate = { events: number; exposure: number }

/**
 * Ratio of the rate of `after` to that of `before` with its exact 95 % interval: given the sum of both, the events after
 * are binomial, and the interval of their share (Clopper and Pearson 1934) is turned into one of the ratio (Rothman,
 * Greenland and Lash, Modern Epidemiology, 3rd ed., ch. 14). Open ends are 0 and Infinity; null without any event.
 */
export function rateRatio(before: Rate, after: Rate): Interval | null {
  const total = before.events + after.events
  if (total === 0 || !(before.exposure > 0) || !(after.exposure > 0)) {
    return null
  }
  const asRatio = (share: number): number => (share >= 1 ? Infinity : (share / (1 - share)) * (before.exposure / after.exposure))
  const low = after.events === 0 ? 0 : betaQuantile(0.025, after.events, before.events + 1)
  const high = before.events === 0 ? 1 : betaQuantile(0.975, after.events + 1, before.events)
  return { value: before.events === 0 ? Infinity : (after.events / after.exposure) / (before.events / before.exposure), low: asRatio(low), high: asRatio(high) }
}

/**
 * Events per unit of exposure with the exact 95 % interval of a Poisson count (Garwood 1936): half the χ² quantiles with 2n and
 * 2n + 2 degrees of freedom. Null without exposure; without events the lower end is 0.
 */
export function poissonRate({ events, exposure }: Rate): Interval | null {
  if (!(exposure > 0)) {
    return null
  }
  const low = events === 0 ? 0 : gammaQuantile(0.025, events)
  return { value: events / exposure, low: low / exposure, high: gammaQuantile(0.975, events + 1) / exposure }
}

/** How the events of each equal step scatter around the mean: Pearson χ² / (n − 1) over both periods, at least 1. */
export function dispersionOf(...periods: readonly (readonly number[])[]): number {
  let [sum, df] = [0, 0]
  for (const counts of periods) {
    const mean = counts.reduce((a, b) => a + b, 0) / counts.length
    if (counts.length > 1 && mean > 0) {
      sum += counts.reduce((acc, count) => acc + (count - mean) ** 2 / mean, 0)
      df += counts.length - 1
    }
  }
  return df > 0 ? Math.max(1, sum / df) : 1
}

export type BeforeAfter = { verdict: 'rise' | 'fall' | 'none' | 'few'; before: Rate; after: Rate; ratio: Interval | null; dispersion: number }

/** With fewer events than this in both periods together nothing is said. */
export const LEAST_COMPARED = 10

/**
 * Counts of equal steps before and after a moment compared. Events that come in bursts make an exact interval too
 * narrow; with a dispersion above 1 the log-normal interval of a quasi-Poisson rate ratio, standard error
 * √(dispersion · (1/a + 1/b)), is taken where it is the wider one.
 */
export function beforeAfter(before: readonly number[], after: readonly number[]): BeforeAfter {
  const sum = (counts: readonly number[]): Rate => ({ events: counts.reduce((a, b) => a + b, 0), exposure: counts.length })
  const [a, b] = [sum(before), sum(after)]
  const exact = rateRatio(a, b)
  const dispersion = dispersionOf(before, after)
  let ratio = exact
  if (exact && a.events > 0 && b.events > 0) {
    const wide = Math.exp(Z95 * Math.sqrt(dispersion * (1 / a.events + 1 / b.events)))
    ratio = { value: exact.value, low: Math.min(exact.low, exact.value / wide), high: Math.max(exact.high, exact.value * wide) }
  }
  const verdict = !ratio || a.events + b.events < LEAST_COMPARED ? 'few' : ratio.low > 1 ? 'rise' : ratio.high < 1 ? 'fall' : 'none'
  return { verdict, before: a, after: b, ratio, dispersion }
}

/** Share with its 95 % score interval (Wilson 1927). Null of nothing. */
export function share(part: number, of: number): Interval | null {
  if (of <= 0) {
    return null
  }
  const p = part / of
  const z2 = Z95 * Z95
  const centre = (p + z2 / (2 * of)) / (1 + z2 / of)
  const half = (Z95 * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of))) / (1 + z2 / of)
  return { value: p, low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

/** Second share minus first with its 95 % interval by the two score intervals (Newcombe 1998, method 10). Null of nothing. */
export function shareChange(before: { part: number; of: number }, after: { part: number; of: number }): Interval | null {
  const [a, b] = [share(before.part, before.of), share(after.part, after.of)]
  if (!a || !b) {
    return null
  }
  const value = b.value - a.value
  return { value, low: value - Math.hypot(b.value - b.low, a.high - a.value), high: value + Math.hypot(b.high - b.value, a.value - a.low) }
}
