import { distanceM } from '../../core/place-geodesy.ts'
import type { EvacAsset, EvacProblem, Leg, PlaceRef, Position } from './types.ts'

/** Straight line to the way by water, where the problem does not say. */
const WATER_DETOUR = 1.3

const SAME_PORT_KM = 1

/** Straight distance in kilometres: great circle, or plane. A place of each kind has no distance: NaN. */
export function straightKm(a: Position, b: Position): number {
  if ('xKm' in a || 'xKm' in b) {
    return 'xKm' in a && 'xKm' in b ? Math.hypot(a.xKm - b.xKm, a.yKm - b.yKm) : NaN
  }
  return distanceM(a, b) / 1000
}

/** Where a leg begins or ends, and how long they are driven on from there while the asset itself stays or goes back. */
export type LegEnd = { ref: PlaceRef; position: Position; roadMin?: number } | null

/** Travel of one asset between two places; null where there is no way, or no place of its own to stand at. */
export function legBetween(problem: EvacProblem, asset: EvacAsset, from: LegEnd, to: LegEnd): Leg | null {
  if (from === null || to === null) {
    return null
  }
  // From one airstrip to itself nobody is flown.
  if ((asset.kind === 'fixed' || asset.kind === 'boat') && from.ref.kind === 'site' && to.ref.kind === 'facility' && straightKm(from.position, to.position) < SAME_PORT_KM) {
    return null
  }
  const given = problem.legOf?.(asset, from.ref, to.ref)
  const drive = (to.roadMin ?? 0) - (from.roadMin ?? 0)
  if (given !== undefined) {
    return given && drive !== 0 ? { km: given.km, minutes: given.minutes + drive } : given
  }
  const detour = asset.kind === 'ground' ? problem.groundDetour : asset.kind === 'boat' ? (problem.waterDetour ?? WATER_DETOUR) : 1
  const km = straightKm(from.position, to.position) * detour
  return { km, minutes: (km / asset.speedKmh) * 60 + drive }
}
