/** Distribution functions that intervals are made of; pure, deterministic, no tables. */

/** Lanczos coefficients for g = 7 (Numerical Recipes, 3rd ed., §6.1 uses the same series); error below 1e-14. */
const LANCZOS = [0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7]

/** Natural logarithm of the gamma function, x > 0. */
export function logGamma(x: number): number {
  if (x < 0.5) {
    return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x)
  }
  const z = x - 1
  const t = z + 7.5
  const sum = LANCZOS.reduce((acc, c, i) => (i === 0 ? c : acc + c / (z + i)), 0)
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum)
}

/** Regularized incomplete beta function I_x(a, b), by the continued fraction of Lentz (Numerical Recipes §6.4). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0 || x >= 1) {
    return x <= 0 ? 0 : 1
  }
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x))
  return x < (a + 1) / (a + b + 2) ? (front * fraction(x, a, b)) / a : 1 - (front * fraction(1 - x, b, a)) / b
}

function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const bounded = (n: number): number => (Math.abs(n) < tiny ? tiny : n)
  let c = 1
  let d = 1 / bounded(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m <= 1000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / bounded(1 + even * d)
    c = bounded(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / bounded(1 + odd * d)
    c = bounded(1 + odd / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-15) {
      break
    }
  }
  return h
}

/** Regularized lower incomplete gamma function P(a, x): its series below a + 1, else the continued fraction (Numerical Recipes §6.2). */
export function incompleteGamma(a: number, x: number): number {
  if (x <= 0) {
    return 0
  }
  const front = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x < a + 1) {
    let [term, sum] = [1 / a, 1 / a]
    for (let n = 1; n <= 10_000 && Math.abs(term) > Math.abs(sum) * 1e-17; n += 1) {
      term *= x / (a + n)
      sum += term
    }
    return front * sum
  }
  const tiny = 1e-300
  let b = x + 1 - a
  let c = 1 / tiny
  let d = 1 / b
  let h = d
  for (let n = 1; n <= 10_000; n += 1) {
    const an = -n * (n - a)
    b += 2
    d = an * d + b
    d = 1 / (Math.abs(d) < tiny ? tiny : d)
    c = b + an / c
    c = Math.abs(c) < tiny ? tiny : c
    h *= d * c
    if (Math.abs(d * c - 1) < 1e-16) {
      break
    }
  }
  return 1 - front * h
}

/** x with P(a, x) = p, 0 ≤ p < 1, by bisection to the last bit that matters. */
export function gammaQuantile(p: number, a: number): number {
  let high = a + 1
  while (incompleteGamma(a, high) < p) {
    high *= 2
  }
  return bisect((x) => incompleteGamma(a, x), p, 0, high)
}

/** x with I_x(a, b) = p, by bisection to the last bit that matters. */
export function betaQuantile(p: number, a: number, b: number): number {
  return bisect((x) => incompleteBeta(x, a, b), p, 0, 1)
}

/** Value the t distribution with `df` degrees of freedom stays below with probability p. */
export function tQuantile(p: number, df: number): number {
  if (p === 0.5) {
    return 0
  }
  const upper = p > 0.5
  const x = betaQuantile(2 * (upper ? 1 - p : p), df / 2, 0.5)
  const t = Math.sqrt((df * (1 - x)) / x)
  return upper ? t : -t
}

/** Probability that the t distribution is at least as far from 0 as `t`. */
export function tTwoSided(t: number, df: number): number {
  return incompleteBeta(df / (df + t * t), df / 2, 0.5)
}

/** Standard normal value of the two-sided 95 % interval. */
export const Z95 = 1.959963984540054

function bisect(f: (x: number) => number, wanted: number, from: number, to: number): number {
  let [low, high] = [from, to]
  for (let i = 0; i < 200; i += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) {
      break
    }
    if (f(middle) < wanted) {
      low = middle
    } else {
      high = middle
    }
  }
  return (low + high) / 2
}
