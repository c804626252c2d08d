import { bearingDeg, destination, distanceM, type LonLat } from '../../core/place-geodesy.ts'

/** What of the time from injury to the surgeon's hands is not flight. */
export type ReachTimeline = {
  /** From injury to surgery. */
  limitMin: number
  /** Injury to the alert at the operations room. */
  alertMin: number
  /** Alert to wheels up. */
  reactMin: number
  /** On the ground at the point of injury. */
  groundMin: number
  /** Helipad to the operating table. */
  handoverMin: number
}

/** Usual figures: two hours, 10 to alert, 15 to react by day and 30 by night, 10 on the ground, 10 for the hand-over. */
export const REACH_DAY: ReachTimeline = { limitMin: 120, alertMin: 10, reactMin: 15, groundMin: 10, handoverMin: 10 }
export const REACH_NIGHT: ReachTimeline = { ...REACH_DAY, reactMin: 30 }

/** Minutes left for flying, base → casualty → facility; 0 when nothing is left. */
export function flightMin(timeline: ReachTimeline): number {
  const { limitMin, alertMin, reactMin, groundMin, handoverMin } = timeline
  return Math.max(0, limitMin - alertMin - reactMin - groundMin - handoverMin)
}

/** Both legs together, kilometres. */
export function reachTotalKm(timeline: ReachTimeline, speedKmh: number): number {
  return (flightMin(timeline) / 60) * speedKmh
}

/** Radius where aircraft and facility stand together, kilometres: half the way there is. */
export function reachRadiusKm(timeline: ReachTimeline, speedKmh: number): number {
  return reachTotalKm(timeline, speedKmh) / 2
}

/** Somewhere an aircraft stands ready, and the facility it would go to. */
export type ReachPair = { asset: string; facility: string; base: LonLat; hospital: LonLat; speedKmh: number; timeline: ReachTimeline }

/** Minutes from injury at a place to surgery by one pair. */
export function minutesToSurgery(place: LonLat, { base, hospital, speedKmh, timeline }: ReachPair): number {
  const km = (distanceM(base, place) + distanceM(place, hospital)) / 1000
  return timeline.alertMin + timeline.reactMin + timeline.groundMin + timeline.handoverMin + (km / speedKmh) * 60
}

/** Cover of a place: the pair that is soonest, and whether that is in time; null when there is no pair. */
export function coverAt(place: LonLat, pairs: readonly ReachPair[]): { asset: string; facility: string; minutes: number; spareMin: number; inTime: boolean } | null {
  let best: { asset: string; facility: string; minutes: number; spareMin: number; inTime: boolean } | null = null
  for (const pair of pairs) {
    const minutes = minutesToSurgery(place, pair)
    if (best === null || minutes < best.minutes) {
      const spareMin = pair.timeline.limitMin - minutes
      best = { asset: pair.asset, facility: pair.facility, minutes, spareMin, inTime: spareMin >= 0 }
    }
  }
  return best
}

/**
 * Outline of what one pair covers in time: a circle where base and facility are one, else the ellipse with both as its foci (on the
 * sphere). `points` corners, anticlockwise is not promised, the first repeated at the end; null when the two are farther apart than
 * the way there is. Each corner is found on its bearing from the middle to within 10 m.
 */
export function reachOutline(pair: ReachPair, points = 72): LonLat[] | null {
  const { base, hospital, speedKmh, timeline } = pair
  const totalM = reachTotalKm(timeline, speedKmh) * 1000
  const apartM = distanceM(base, hospital)
  if (apartM > totalM || totalM === 0) {
    return null
  }
  const middle = apartM < 1 ? base : destination(base, bearingDeg(base, hospital), apartM / 2)
  const ring: LonLat[] = []
  for (let i = 0; i < points; i += 1) {
    const bearing = (i * 360) / points
    let low = 0
    let high = totalM / 2 + 1
    while (high - low > 5) {
      const far = (low + high) / 2
      const there = destination(middle, bearing, far)
      if (distanceM(base, there) + distanceM(there, hospital) <= totalM) {
        low = far
      } else {
        high = far
      }
    }
    ring.push(destination(middle, bearing, (low + high) / 2))
  }
  return [...ring, ring[0]!]
}
