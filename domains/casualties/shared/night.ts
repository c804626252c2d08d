import { isDark } from '../../../analysis/casevac/sun.ts'
import type { LonLat } from '../../../core/place-geodesy.ts'

/** Is it night there, as aviation counts it: between the end and the beginning of civil twilight (ICAO Annex 2)? `at`: epoch ms. */
export function isNight(place: LonLat, at: number): boolean {
  return isDark(at, place, 'civil')
}
