import type { LonLat } from '../../core/place-geodesy.ts'
import type { MinuteInterval } from './types.ts'

/**
 * Where the sun stands, after the Solar Calculator of the NOAA Global Monitoring Laboratory, which follows Meeus, Astronomical
 * Algorithms, chapter 25 (low accuracy, about 0.01°). Rise and set come out within a minute between 72° N and 72° S, where the
 * horizon is level and the air is usual.
 */

const RAD = Math.PI / 180
const DAY_MS = 86_400_000
/** 1 January 2000, 12:00 UTC. */
const J2000_MS = 946_728_000_000

/** How low the sun stands when it is dark, degrees: at rise and set with refraction and half its disc, and the ends of the twilights. */
export const SUN_BELOW = { horizon: -0.833, civil: -6, nautical: -12 } as const
export type SunBelow = keyof typeof SUN_BELOW

/** Height of the sun's centre above the level horizon in degrees, without refraction. `at`: epoch ms. */
export function sunElevationDeg(at: number, place: LonLat): number {
  const century = (at - J2000_MS) / DAY_MS / 36_525
  const meanLon = 280.46646 + century * (36_000.76983 + century * 0.0003032)
  const meanAnomaly = (357.52911 + century * (35_999.05029 - 0.0001537 * century)) * RAD
  const eccentricity = 0.016708634 - century * (0.000042037 + 0.0000001267 * century)
  const centre = Math.sin(meanAnomaly) * (1.914602 - century * (0.004817 + 0.000014 * century))
    + Math.sin(2 * meanAnomaly) * (0.019993 - 0.000101 * century) + Math.sin(3 * meanAnomaly) * 0.000289
  const node = (125.04 - 1934.136 * century) * RAD
  const apparentLon = (meanLon + centre - 0.00569 - 0.00478 * Math.sin(node)) * RAD
  const meanObliquity = 23 + (26 + (21.448 - century * (46.815 + century * (0.00059 - century * 0.001813))) / 60) / 60
  const obliquity = (meanObliquity + 0.00256 * Math.cos(node)) * RAD
  const declination = Math.asin(Math.sin(obliquity) * Math.sin(apparentLon))
  const y = Math.tan(obliquity / 2) ** 2
  const lon = meanLon * RAD
  const equationMin = (y * Math.sin(2 * lon) - 2 * eccentricity * Math.sin(meanAnomaly) + 4 * eccentricity * y * Math.sin(meanAnomaly) * Math.cos(2 * lon)
    - 0.5 * y * y * Math.sin(4 * lon) - 1.25 * eccentricity ** 2 * Math.sin(2 * meanAnomaly)) / RAD * 4
  const solarMin = (at % DAY_MS) / 60_000 + equationMin + 4 * place.lon
  const hourAngle = (solarMin / 4 - 180) * RAD
  const lat = place.lat * RAD
  return Math.asin(Math.sin(lat) * Math.sin(declination) + Math.cos(lat) * Math.cos(declination) * Math.cos(hourAngle)) / RAD
}

/** Whether it is dark at a place: the sun is lower than the limit. For flying the default is the end of civil twilight. */
export function isDark(at: number, place: LonLat, below: SunBelow = 'civil'): boolean {
  return sunElevationDeg(at, place) < SUN_BELOW[below]
}

/** Next time the sun goes through the limit after `at`, and whether it goes up; null when it does not within `withinMs`. To the second. */
export function nextSunCrossing(at: number, place: LonLat, below: SunBelow = 'horizon', withinMs = 2 * DAY_MS): { at: number; rises: boolean } | null {
  const step = 600_000
  const limit = SUN_BELOW[below]
  const was = sunElevationDeg(at, place) >= limit
  for (let from = at; from < at + withinMs; from += step) {
    if (sunElevationDeg(from + step, place) >= limit !== was) {
      let low = from
      let high = from + step
      while (high - low > 500) {
        const middle = (low + high) / 2
        if (sunElevationDeg(middle, place) >= limit === was) {
          low = middle
        } else {
          high = middle
        }
      }
      return { at: Math.round((low + high) / 2), rises: !was }
    }
  }
  return null
}

/** When it is dark at a place in the next `horizonMin` minutes after `now` (epoch ms), as the planner takes it; a night that outlasts them has no end. */
export function darkIntervals(place: LonLat, now: number, horizonMin = 2880, below: SunBelow = 'civil'): MinuteInterval[] {
  const out: MinuteInterval[] = []
  const minutes = (at: number): number => (at - now) / 60_000
  let dark = isDark(now, place, below)
  let from = now
  let at = now
  while (minutes(at) < horizonMin) {
    const next = nextSunCrossing(at, place, below, now + horizonMin * 60_000 - at)
    if (next === null) {
      return dark ? [...out, [minutes(from), Infinity]] : out
    }
    if (next.rises) {
      out.push([minutes(from), minutes(next.at)])
    }
    dark = !next.rises
    from = next.at
    // A second past the crossing, so that it is not found again.
    at = next.at + 1000
  }
  return dark ? [...out, [minutes(from), Infinity]] : out
}
