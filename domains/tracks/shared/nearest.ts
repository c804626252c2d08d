import type { TrackSort } from '../../../core/fix.ts'
import { bearingDeg, distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import type { LiveTrack } from './wire.ts'

/** Usual speed over ground in km/h where the track says none: bad roads by day, a helicopter's cruise. Null: it does not come. */
export const USUAL_KMH: Record<TrackSort, number | null> = {
  person: 4, team: 4, vehicle: 40, truck: 30, motorcycle: 35, armoured: 30, convoy: 20, aircraft: 250, helicopter: 200, uas: 60, vessel: 15, animal: null, base: null, unknown: null,
}
const BY_AIR: readonly TrackSort[] = ['aircraft', 'helicopter', 'uas']
/**
 * How much longer the way over ground is than the great circle: 1.4 is usual for sparse road networks (Ballou, Rahardja and Sakai
 * 2002 give 1.2 to 2.1 by country). Over water the bends of a river are taken alike.
 */
export const DETOUR = 1.4
const STALE_MS = 5 * 60_000
const LOST_MS = 15 * 60_000
const OLD_MS = 60 * 60_000
/** Nothing is supposed to have gone on moving for longer than this since it was last heard. */
const DRIFT_MS = 60 * 60_000
const COARSE_M = 1_000

export const REASONS = ['stale', 'lost', 'old', 'manual', 'usual-speed', 'detour', 'by-air', 'coarse', 'sos', 'not-own'] as const
export type Reason = (typeof REASONS)[number]

/** One that could come, as far as is known. Distances in metres along the great circle, times in seconds. */
export type Candidate = {
  track: LiveTrack
  distanceM: number
  bearingDeg: number
  /** The way it would go: longer than the distance over ground. */
  wayM: number
  kmh: number
  etaS: number
  /** Earliest and latest, as it may have moved since it was heard. */
  earliestS: number
  latestS: number
  /** 0 to 1: how far the figure can be trusted; `reasons` say what takes from it or what was supposed. */
  confidence: number
  reasons: Reason[]
}

/** What one thing's way to a place would take; null where it does not move by itself. `now` is epoch ms. */
export function candidate(track: LiveTrack, to: LonLat, now: number, cruiseKmh: number | null): Candidate | null {
  const kmh = cruiseKmh ?? USUAL_KMH[track.sort]
  if (kmh === null) {
    return null
  }
  const air = BY_AIR.includes(track.sort)
  const metres = distanceM(track, to)
  const wayM = air ? metres : metres * DETOUR
  const ms = kmh / 3.6
  const age = Math.max(0, now - track.at)
  const drift = (Math.min(age, DRIFT_MS) / 1000) * ms + (track.accuracyM ?? 0)
  const reasons: Reason[] = []
  let confidence = 1
  const less = (reason: Reason, factor: number): void => {
    reasons.push(reason)
    confidence *= factor
  }
  if (age > OLD_MS) {
    less('old', 0.2)
  } else if (age > LOST_MS) {
    less('lost', 0.5)
  } else if (age > STALE_MS) {
    less('stale', 0.8)
  }
  if (track.source === 'manual') {
    less('manual', 0.8)
  }
  if ((track.accuracyM ?? 0) > COARSE_M) {
    less('coarse', 0.8)
  }
  if (track.sos) {
    less('sos', 0.1)
  }
  if (track.affiliation !== 'friend' && track.affiliation !== 'assumed-friend') {
    less('not-own', 0.5)
  }
  if (cruiseKmh === null) {
    less('usual-speed', 0.9)
  }
  if (air) {
    less('by-air', 1)
  } else {
    less('detour', 0.9)
  }
  const etaS = wayM / ms
  return {
    track, distanceM: Math.round(metres), bearingDeg: Math.round(bearingDeg(to, track)), wayM: Math.round(wayM), kmh, etaS: Math.round(etaS),
    earliestS: Math.round(Math.max(0, wayM - drift * (air ? 1 : DETOUR)) / ms), latestS: Math.round((wayM + drift * (air ? 1 : DETOUR)) / ms),
    confidence: Math.round(confidence * 100) / 100, reasons,
  }
}

/** Soonest first, where what is not sure counts as later: by the time divided by the confidence. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => (a.etaS + 60) / a.confidence - (b.etaS + 60) / b.confidence)
}
