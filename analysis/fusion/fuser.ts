import { assign, IMPOSSIBLE } from './assignment.ts'
import { begin, distance2, goOn, logLikelihood, stateOf, take, type Belief, type Motion, type State } from './kalman.ts'

/** A report without identity: metres in a plane, standard deviation of its error along each axis, where it came from. */
export type Plot = { x: number; y: number; sigmaM: number; source: string }

/** How well the sensors see, and what is believed of what they see. */
export type FuserOptions = {
  /** Chance that a thing in view is reported in a scan. */
  detects: number
  /** False reports per square metre and scan. */
  clutter: number
  /** What things do at most, m/s. */
  fastestMs: number
  motion: Motion
  /** Log-likelihood ratio and hits from which a track is told of. */
  confirmAt: number
  confirmHits: number
  /** Misses in a row after which a track ends: one that is told of, and one that is not yet. */
  misses: number
  tentativeMisses: number
}

export const FUSER_OPTIONS: FuserOptions = {
  detects: 0.9, clutter: 1e-6, fastestMs: 40, motion: { q: [0.05, 6], stay: 0.95 }, confirmAt: 8, confirmHits: 3, misses: 3, tentativeMisses: 2,
}

/** A track made of reports without identity. `sources` counts the reports of each source it is made of: its lineage. */
export type FusedTrack = { n: number; confirmed: boolean; belief: Belief; at: number; hits: number; missed: number; llr: number; best: number; sources: Map<string, number> }

/** χ² of two degrees of freedom at 99 %. */
const GATE = 9.210
/** A track whose ratio fell so far below its best has lost what it followed. */
const DROP = 12
const LOWEST_LLR = -3
/** Scans longer apart than this are not bridged: everything begins anew. */
const LONGEST_GAP_S = 120

/**
 * Global nearest neighbour in two stages – what is told of first, then what is not yet – over Kalman filters that take turns in
 * how they move; confirmed by the ratio of likelihoods. Reports that bear an identity do not belong here: they are never merged by
 * where they are.
 */
export class Fuser {
  readonly #options: FuserOptions
  #tracks: FusedTrack[] = []
  #at = NaN
  #made = 0

  constructor(options: Partial<FuserOptions> = {}) {
    this.#options = { ...FUSER_OPTIONS, ...options }
  }

  get tracks(): readonly FusedTrack[] {
    return this.#tracks
  }

  /** The density of false reports as it is seen to be, per square metre and scan. */
  set clutter(density: number) {
    this.#options.clutter = Math.max(1e-12, density)
  }

  /**
   * Take one scan: all plots of one moment (s). Answers the tracks that took one of them, with the number of the plot; a scan that
   * is older than the last is not taken.
   */
  scan(at: number, plots: readonly Plot[]): { track: FusedTrack; plot: number }[] {
    const dt = at - this.#at
    if (dt < 0) {
      return []
    }
    if (dt > LONGEST_GAP_S) {
      this.#tracks = []
    }
    this.#at = at
    const { motion } = this.#options
    for (const track of this.#tracks) {
      track.belief = dt > 0 ? goOn(track.belief, dt, motion) : track.belief
    }
    const free = plots.map((_, i) => i)
    const taken: { track: FusedTrack; plot: number }[] = []
    for (const stage of [this.#tracks.filter((one) => one.confirmed), this.#tracks.filter((one) => !one.confirmed)]) {
      for (const pair of this.#match(stage, plots, free)) {
        taken.push(pair)
        free.splice(free.indexOf(pair.plot), 1)
      }
    }
    const hit = new Set(taken.map(({ track }) => track))
    for (const { track, plot } of taken) {
      this.#hit(track, plots[plot] as Plot, at)
    }
    for (const track of this.#tracks) {
      if (!hit.has(track)) {
        track.missed++
        track.llr += Math.log(1 - this.#options.detects)
      }
    }
    this.#tracks = this.#tracks.filter((one) => this.#lives(one))
    for (const plot of free) {
      const { x, y, sigmaM, source } = plots[plot] as Plot
      const track: FusedTrack = { n: ++this.#made, confirmed: false, belief: begin(x, y, sigmaM ** 2, this.#options.fastestMs, motion), at, hits: 1, missed: 0, llr: 0, best: 0, sources: new Map([[source, 1]]) }
      this.#tracks.push(track)
      taken.push({ track, plot })
    }
    return taken
  }

  #lives({ confirmed, missed, llr, best }: FusedTrack): boolean {
    return confirmed ? missed < this.#options.misses && best - llr < DROP : missed < this.#options.tentativeMisses && llr > LOWEST_LLR
  }

  #hit(track: FusedTrack, plot: Plot, at: number): void {
    const { detects, clutter, confirmAt, confirmHits } = this.#options
    const r = plot.sigmaM ** 2
    track.llr += Math.log(detects / clutter) + mixedLikelihood(track.belief, plot.x, plot.y, r)
    track.best = Math.max(track.best, track.llr)
    track.belief = take(track.belief, plot.x, plot.y, r)
    track.hits++
    track.missed = 0
    track.at = at
    track.sources.set(plot.source, (track.sources.get(plot.source) ?? 0) + 1)
    track.confirmed ||= track.llr > confirmAt && track.hits >= confirmHits
    if (track.llr > 40) {
      // What has been followed for long is lost as quickly as anything else.
      track.best -= track.llr - 40
      track.llr = 40
    }
  }

  /** Which of these tracks takes which of the plots that are free; each track may as well take none. */
  #match(tracks: readonly FusedTrack[], plots: readonly Plot[], free: readonly number[]): { track: FusedTrack; plot: number }[] {
    if (tracks.length === 0 || free.length === 0) {
      return []
    }
    const { detects, clutter } = this.#options
    const columns = free.length + tracks.length
    const costs = new Float64Array(tracks.length * columns).fill(IMPOSSIBLE)
    tracks.forEach((track, row) => {
      const state = stateOf(track.belief)
      free.forEach((at, column) => {
        const { x, y, sigmaM } = plots[at] as Plot
        if (distance2(state, x, y, sigmaM ** 2) <= GATE) {
          costs[row * columns + column] = -(Math.log(detects / clutter) + logLikelihood(state, x, y, sigmaM ** 2))
        }
      })
      costs[row * columns + free.length + row] = -Math.log(1 - detects)
    })
    const chosen = assign(costs, tracks.length, columns)
    return tracks.flatMap((track, row) => {
      const plot = free[chosen[row] as number]
      return plot === undefined || (costs[row * columns + (chosen[row] as number)] as number) >= IMPOSSIBLE ? [] : [{ track, plot }]
    })
  }
}

/** Where a track is by now and how fast it moves. */
export function trackState(track: FusedTrack): State {
  return stateOf(track.belief)
}

function mixedLikelihood({ models, weights }: Belief, x: number, y: number, r: number): number {
  let sum = 0
  models.forEach((state, i) => {
    sum += (weights[i] as number) * Math.exp(logLikelihood(state, x, y, r))
  })
  return Math.log(Math.max(1e-300, sum))
}
