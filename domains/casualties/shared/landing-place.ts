import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { parseMgrs } from '../../../core/place-mgrs.ts'
import type { LandingSite } from './landing-site.ts'
import type { Spot } from './schema.ts'

/** A surveyed landing site so near is the one that is meant. */
export const SAME_SITE_M = 2000

/** Where something said to be at a place is: its degrees, or those of its grid reference. */
export function degreesOf(spot: Spot | undefined): LonLat | null {
  if (spot?.lon !== undefined && spot.lat !== undefined) {
    return { lon: spot.lon, lat: spot.lat }
  }
  const grid = spot?.grid === undefined ? null : parseMgrs(spot.grid)
  return grid?.ok && grid.digits >= 4 ? grid.point : null
}

/** Landing sites about a place, nearest first. */
export function nearest<T extends { data: LandingSite }>(place: LonLat, sites: readonly T[], withinKm: number): (T & { km: number })[] {
  return sites.flatMap((site) => {
    const spot = degreesOf(site.data.place)
    const km = spot ? distanceM(place, spot) / 1000 : Infinity
    return km <= withinKm ? [{ ...site, km }] : []
  }).toSorted((a, b) => a.km - b.km)
}

/** The surveyed site for helicopters that is meant by a place; undefined where nobody has looked at one. */
export function surveyedAt<T extends { data: LandingSite }>(place: LonLat, sites: readonly T[]): T | undefined {
  return nearest(place, sites, SAME_SITE_M / 1000).find(({ data }) => data.usable !== false && (data.kinds === undefined || data.kinds.includes('helo')))
}
