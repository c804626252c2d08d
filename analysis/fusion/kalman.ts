/**
 * Where something is and how it moves along one axis: position (m), velocity (m/s), and their covariance. The two axes of a plane
 * are filtered side by side, which is exact for measurements whose error is a circle.
 */
export type Axis = { p: number; v: number; pp: number; pv: number; vv: number }
export type State = { x: Axis; y: Axis }
/** Models of motion that take turns: how much each wanders (spectral density of acceleration, m²/s³), and how likely it stays. */
export type Motion = { q: readonly number[]; stay: number }
/** A state under every model of motion with the weight of each. */
export type Belief = { models: State[]; weights: number[] }

/** One interval of constant velocity with white acceleration of density `q`. */
export function predict(axis: Axis, dt: number, q: number): Axis {
  const { p, v, pp, pv, vv } = axis
  return { p: p + v * dt, v, pp: pp + 2 * dt * pv + dt * dt * vv + (q * dt ** 3) / 3, pv: pv + dt * vv + (q * dt * dt) / 2, vv: vv + q * dt }
}

/** A measured position with variance `r` (m²). */
export function correct(axis: Axis, z: number, r: number): Axis {
  const s = axis.pp + r
  const [k, l] = [axis.pp / s, axis.pv / s]
  const residual = z - axis.p
  return { p: axis.p + k * residual, v: axis.v + l * residual, pp: (1 - k) * axis.pp, pv: (1 - k) * axis.pv, vv: axis.vv - l * axis.pv }
}

/** The first belief of what was measured once: it may move at up to some `speedMs`. */
export function begin(x: number, y: number, r: number, speedMs: number, motion: Motion): Belief {
  const axis = (p: number): Axis => ({ p, v: 0, pp: r, pv: 0, vv: (speedMs / 2) ** 2 })
  return { models: motion.q.map(() => ({ x: axis(x), y: axis(y) })), weights: motion.q.map(() => 1 / motion.q.length) }
}

/** Interacting multiple models: mix, and let each go on by its own motion. With one model this is the plain filter. */
export function goOn(belief: Belief, dt: number, motion: Motion): Belief {
  const n = motion.q.length
  const leave = n > 1 ? (1 - motion.stay) / (n - 1) : 0
  const to = motion.q.map((_, j) => belief.weights.map((w, i) => w * (i === j ? (n > 1 ? motion.stay : 1) : leave)))
  const weights = to.map((row) => Math.max(1e-12, row.reduce((a, b) => a + b, 0)))
  const models = motion.q.map((q, j) => {
    const mixed = n === 1 ? (belief.models[0] as State) : blend(belief.models, (to[j] as number[]).map((w) => w / (weights[j] as number)))
    return { x: predict(mixed.x, dt, q), y: predict(mixed.y, dt, q) }
  })
  return { models, weights }
}

/** Take a measurement; `r` is the variance of its error along each axis. */
export function take(belief: Belief, x: number, y: number, r: number): Belief {
  const likely = belief.models.map((state, j) => (belief.weights[j] as number) * Math.exp(logLikelihood(state, x, y, r)))
  const sum = likely.reduce((a, b) => a + b, 0)
  return { models: belief.models.map((state) => ({ x: correct(state.x, x, r), y: correct(state.y, y, r) })), weights: sum > 0 ? likely.map((one) => one / sum) : belief.weights }
}

/** What is believed, over all models. */
export function stateOf(belief: Belief): State {
  return belief.models.length === 1 ? (belief.models[0] as State) : blend(belief.models, belief.weights)
}

/** ln of the density of a measurement under a state. */
export function logLikelihood(state: State, x: number, y: number, r: number): number {
  const [sx, sy] = [state.x.pp + r, state.y.pp + r]
  return -0.5 * (Math.log(4 * Math.PI * Math.PI * sx * sy) + distance2(state, x, y, r))
}

/** Squared distance in standard deviations (Mahalanobis, two degrees of freedom). */
export function distance2(state: State, x: number, y: number, r: number): number {
  return (x - state.x.p) ** 2 / (state.x.pp + r) + (y - state.y.p) ** 2 / (state.y.pp + r)
}

/** Mean and covariance of a mixture, axis by axis. */
function blend(states: readonly State[], weights: readonly number[]): State {
  return { x: blendAxis(states.map((one) => one.x), weights), y: blendAxis(states.map((one) => one.y), weights) }
}

function blendAxis(axes: readonly Axis[], weights: readonly number[]): Axis {
  const out: Axis = { p: 0, v: 0, pp: 0, pv: 0, vv: 0 }
  axes.forEach((axis, i) => {
    out.p += (weights[i] as number) * axis.p
    out.v += (weights[i] as number) * axis.v
  })
  axes.forEach((axis, i) => {
    const [w, dp, dv] = [weights[i] as number, axis.p - out.p, axis.v - out.v]
    out.pp += w * (axis.pp + dp * dp)
    out.pv += w * (axis.pv + dp * dv)
    out.vv += w * (axis.vv + dv * dv)
  })
  return out
}
