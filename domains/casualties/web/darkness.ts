import type { LonLat } from '../../../core/place-geodesy.ts'
import { isNight } from '../shared/night.ts'
import type { CasevacRequest } from '../shared/request.ts'

const STEP_MS = 60_000
const DAY_MS = 86_400_000

/** Where the patients of a request are, by the nine lines where they name it; null when nobody knows. */
export function placeOf({ four, nine }: Pick<CasevacRequest, 'four' | 'nine'>): LonLat | null {
  const spot = nine?.place?.lon === undefined ? four.place : nine.place
  return spot.lon === undefined || spot.lat === undefined ? null : { lon: spot.lon, lat: spot.lat }
}

/** Night or day at a place, and until when (epoch ms, to the minute); null where it does not change within a day. */
export function darkness(place: LonLat, at: number): { night: boolean; until: number | null } {
  const night = isNight(place, at)
  const from = Math.floor(at / STEP_MS) * STEP_MS
  // Coarse steps first: the sun crosses the mark at most twice a day, hours apart below the polar circles.
  for (let t = from; t < from + DAY_MS; t += 15 * STEP_MS) {
    if (isNight(place, t + 15 * STEP_MS) !== night) {
      let until = t
      while (isNight(place, until + STEP_MS) === night) {
        until += STEP_MS
      }
      return { night, until: until + STEP_MS }
    }
  }
  return { night, until: null }
}
