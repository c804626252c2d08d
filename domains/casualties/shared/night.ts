import type { LonLat } from '../../../core/place-geodesy.ts'

const RAD = Math.PI / 180
const DAY = 86_400_000
const J2000 = Date.UTC(2000, 0, 1, 12)
/** Night of aviation: from the end of civil twilight in the evening to its beginning in the morning (ICAO Annex 2). */
const CIVIL_TWILIGHT_DEG = -6

/**
 * Height of the sun's centre above the horizon, degrees; `at` epoch ms. Low-precision formulae of the Astronomical Almanac
 * (0.01° between 1950 and 2050), without refraction.
 */
export function sunAltitudeDeg({ lon, lat }: LonLat, at: number): number {
  const n = (at - J2000) / DAY
  const anomaly = (357.528 + 0.9856003 * n) * RAD
  const longitude = (280.46 + 0.9856474 * n + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD
  const obliquity = (23.439 - 0.0000004 * n) * RAD
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(longitude))
  const ascension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude))
  const sidereal = (280.46061837 + 360.98564736629 * n + lon) * RAD
  const hour = sidereal - ascension
  return Math.asin(Math.sin(lat * RAD) * Math.sin(declination) + Math.cos(lat * RAD) * Math.cos(declination) * Math.cos(hour)) / RAD
}

/** Is it night there, as aviation counts it? */
export function isNight(place: LonLat, at: number): boolean {
  return sunAltitudeDeg(place, at) < CIVIL_TWILIGHT_DEG
}
