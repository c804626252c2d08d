import { Fuser, trackState, type FuserOptions } from '../analysis/fusion/fuser.ts'
import { ospa } from '../analysis/fusion/ospa.ts'
import type { Scene } from './fusion-scene.ts'

export type Score = { ospa: number; cardinality: number }
/** OSPA with a cutoff of 100 m and order 2, and by how many things the picture is wrong, both in the mean over all scans. */
export function scoreOf(scene: Scene, found: readonly (readonly { x: number; y: number }[])[]): Score {
  let [sum, wrong] = [0, 0]
  scene.scans.forEach(({ truth }, i) => {
    sum += ospa(truth, found[i] ?? [], 100, 2)
    wrong += Math.abs(truth.length - (found[i]?.length ?? 0))
  })
  return { ospa: sum / scene.scans.length, cardinality: wrong / scene.scans.length }
}

/** What the fuser shows after each scan. */
export function fused(scene: Scene, options: Partial<FuserOptions> = {}): { x: number; y: number }[][] {
  const fuser = new Fuser({ clutter: scene.clutter, detects: scene.detects, ...options })
  return scene.scans.map(({ at, plots }) => {
    fuser.scan(at, plots.map((plot) => ({ ...plot, sigmaM: scene.sigmaM, source: 'radar' })))
    return fuser.tracks.filter((one) => one.confirmed).map((one) => {
      const { x, y } = trackState(one)
      return { x: x.p, y: y.p }
    })
  })
}

export function meanOf(scores: readonly Score[]): Score {
  return { ospa: scores.reduce((sum, one) => sum + one.ospa, 0) / scores.length, cardinality: scores.reduce((sum, one) => sum + one.cardinality, 0) / scores.length }
}
