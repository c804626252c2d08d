import { distanceM } from '../../core/place-geodesy.ts'
import type { EvacAsset, EvacProblem, Leg, PlaceRef, Position } from './types.ts'

/** Straight distance in kilometres: great circle, or plane. A place of each kind has no distance: NaN. */
export function straightKm(a: Position, b: Position): number {
  if ('xKm' in a || 'xKm' in b) {
    return 'xKm' in a && 'xKm' in b ? Math.hypot(a.xKm - b.xKm, a.yKm - b.yKm) : NaN
  }
  return distanceM(a, b) / 1000
}

/** Travel of one asset between two places; null where there is no way. */
export function legBetween(problem: EvacProblem, asset: EvacAsset, from: PlaceRef, to: PlaceRef, straight: number): Leg | null {
  const given = problem.legOf?.(asset, from, to)
  if (given !== undefined) {
    return given
  }
  const km = asset.kind === 'ground' ? straight * problem.groundDetour : straight
  return { km, minutes: (km / asset.speedKmh) * 60 }
}
