import { assign, IMPOSSIBLE } from './assignment.ts'
import { predict, type Axis, type State } from './kalman.ts'

/** A track of one sensor: where it was at `at` (s), what it is made of, and its identity when it bears one. */
export type SensorTrack = { id: string; at: number; state: State; identity: string | null; lineage: readonly string[] }
export type JoinedTrack = { state: State; at: number; lineage: string[]; parts: [string, string] | [string] }

/** χ² of four degrees of freedom at 99 %. */
const GATE = 13.277
/** How much things wander between the times of two tracks, m²/s³. */
const Q = 1
const STEPS = 24

/**
 * Tracks of two sensors that are one thing: held against each other at the same time, the nearest together. One that bears an
 * identity joins nothing: position alone never merges it. What joins nothing is answered as it is.
 */
export function joinTracks(left: readonly SensorTrack[], right: readonly SensorTrack[]): JoinedTrack[] {
  const at = Math.max(0, ...[...left, ...right].map((one) => one.at))
  const [a, b] = [left, right].map((side) => side.map((one) => ({ ...one, state: { x: predict(one.state.x, at - one.at, Q), y: predict(one.state.y, at - one.at, Q) } }))) as [SensorTrack[], SensorTrack[]]
  const columns = b.length + a.length
  const costs = new Float64Array(a.length * columns).fill(IMPOSSIBLE)
  a.forEach((one, row) => {
    b.forEach((other, column) => {
      const d2 = apart(one.state.x, other.state.x) + apart(one.state.y, other.state.y)
      if (one.identity === null && other.identity === null && d2 <= GATE) {
        costs[row * columns + column] = d2 - GATE
      }
    })
    costs[row * columns + b.length + row] = 0
  })
  const chosen = a.length === 0 ? new Int32Array(0) : assign(costs, a.length, columns)
  const joined = new Set<number>()
  const out: JoinedTrack[] = a.map((one, row) => {
    const other = b[chosen[row] as number]
    if (!other || (costs[row * columns + (chosen[row] as number)] as number) >= 0) {
      return alone(one, at)
    }
    joined.add(chosen[row] as number)
    return { state: intersect(one.state, other.state), at, lineage: [...new Set([...one.lineage, ...other.lineage])], parts: [one.id, other.id] }
  })
  return [...out, ...b.filter((_, i) => !joined.has(i)).map((one) => alone(one, at))]
}

/**
 * Covariance intersection: two estimates whose errors may be alike in ways nobody knows. Never more certain than it may be
 * (Julier and Uhlmann, 1997); the weight is the one that leaves the least uncertainty of position.
 */
export function intersect(a: State, b: State): State {
  let best: State | null = null
  let least = Infinity
  for (let i = 0; i <= STEPS; i++) {
    const w = i / STEPS
    const state = { x: weigh(a.x, b.x, w), y: weigh(a.y, b.y, w) }
    const trace = state.x.pp + state.y.pp
    if (trace < least) {
      least = trace
      best = state
    }
  }
  return best ?? a
}

function alone(one: SensorTrack, at: number): JoinedTrack {
  return { state: one.state, at, lineage: [...one.lineage], parts: [one.id] }
}

/** Squared distance of two estimates of one axis, in standard deviations of both together. */
function apart(a: Axis, b: Axis): number {
  const [pp, pv, vv] = [a.pp + b.pp, a.pv + b.pv, a.vv + b.vv]
  const det = pp * vv - pv * pv
  const [dp, dv] = [a.p - b.p, a.v - b.v]
  return (vv * dp * dp - 2 * pv * dp * dv + pp * dv * dv) / det
}

function weigh(a: Axis, b: Axis, w: number): Axis {
  const [ia, ib] = [inverse(a), inverse(b)]
  const [pp, pv, vv] = [w * ia.pp + (1 - w) * ib.pp, w * ia.pv + (1 - w) * ib.pv, w * ia.vv + (1 - w) * ib.vv]
  const det = pp * vv - pv * pv
  const [cpp, cpv, cvv] = [vv / det, -pv / det, pp / det]
  const p = w * (ia.pp * a.p + ia.pv * a.v) + (1 - w) * (ib.pp * b.p + ib.pv * b.v)
  const v = w * (ia.pv * a.p + ia.vv * a.v) + (1 - w) * (ib.pv * b.p + ib.vv * b.v)
  return { p: cpp * p + cpv * v, v: cpv * p + cvv * v, pp: cpp, pv: cpv, vv: cvv }
}

function inverse({ pp, pv, vv }: Axis): { pp: number; pv: number; vv: number } {
  const det = pp * vv - pv * pv
  return { pp: vv / det, pv: -pv / det, vv: pp / det }
}
