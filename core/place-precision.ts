/** How well a place is known: the scale 1–7, how it was found, and the guard against a mistyped grid. */
import { distanceM } from './place-geodesy.ts'
import type { LonLat } from './place-geodesy.ts'

/** 1 exact ≤ 100 m · 2 near ≤ 1 km · 3 settlement centroid · 4 admin 3 · 5 admin 2 · 6 admin 1 · 7 unknown. */
export type PlacePrecision = 1 | 2 | 3 | 4 | 5 | 6 | 7
export const PLACE_PRECISIONS = [1, 2, 3, 4, 5, 6, 7] as const

/** Radius in metres drawn and used when a source gives none; a mission may set its own. */
export const DEFAULT_RADIUS_M: Readonly<Record<PlacePrecision, number>> = {
  1: 100, 2: 1_000, 3: 3_000, 4: 15_000, 5: 50_000, 6: 150_000, 7: 500_000,
}

export const PLACE_METHODS = ['GPS', 'GRID', 'GAZETTEER', 'MAPCLICK', 'DESCRIBED', 'IMPORTED'] as const

/** Finest precision class whose default radius holds the given radius in metres. */
export function precisionOfRadius(radiusM: number): PlacePrecision {
  for (const precision of PLACE_PRECISIONS) {
    if (radiusM <= DEFAULT_RADIUS_M[precision]) {
      return precision
    }
  }
  return 7
}

/** Further than this from the reporting unit's area a grid is more often a typing error than a trip. */
export const GUARD_DISTANCE_M = 50_000

/** Distance in metres of a typed position from the centre of the unit's area, and whether it should be questioned. */
export function guardDistance(
  typed: LonLat, centre: LonLat, limitM: number = GUARD_DISTANCE_M,
): { distanceM: number; suspicious: boolean } {
  const metres = distanceM(typed, centre)
  return { distanceM: metres, suspicious: metres > limitM }
}
