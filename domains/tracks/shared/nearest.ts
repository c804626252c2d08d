import type { TrackSort } from '../../../core/fix.ts'
import { bearingDeg, distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import type { KnownWay, WayBy } from '../contract.ts'
import type { LiveTrack } from './wire.ts'

/** Usual speed over ground in km/h where the track says none: bad roads by day, a helicopter's cruise. Null: it does not come. */
export const USUAL_KMH: Record<TrackSort, number | null> = {
  person: 4, team: 4, vehicle: 40, truck: 30, motorcycle: 35, armoured: 30, convoy: 20, aircraft: 250, helicopter: 200, uas: 60, vessel: 15, animal: null, base: null, unknown: null,
}
/** No faster than this on the best road where the track says nothing, km/h; the mission's speeds on its roads are mostly lower. */
const FASTEST_KMH: Partial<Record<TrackSort, number>> = { vehicle: 90, truck: 70, motorcycle: 80, armoured: 60, convoy: 50 }

/** The fastest a thing goes by itself, km/h; null where it does not. */
export function fastestKmh(sort: TrackSort, cruiseKmh: number | null): number | null {
  return cruiseKmh ?? FASTEST_KMH[sort] ?? USUAL_KMH[sort]
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
/** Who needs longer than a day is no help: a list of the nearest leaves it out. */
export const MOST_S = 86_400

export const REASONS = ['stale', 'lost', 'old', 'manual', 'usual-speed', 'detour', 'by-air', 'coarse', 'sos', 'not-own', 'by-road', 'off-road', 'no-way', 'slow'] as const
export type Reason = (typeof REASONS)[number]

/** One that could come, as far as is known. Distances in metres along the great circle, times in seconds. */
export type Candidate = {
  track: LiveTrack
  distanceM: number
  bearingDeg: number
  /** How the way is known: along roads, off them, by air or water, or guessed of the straight line. */
  by: WayBy
  /** The way it would go: longer than the distance over ground. */
  wayM: number
  /** Of these off the road. */
  offM: number
  /** On the whole of the way. */
  kmh: number
  etaS: number
  /** Earliest and latest, as it may have moved since it was heard. */
  earliestS: number
  latestS: number
  /** 0 to 1: how far the figure can be trusted; `reasons` say what takes from it or what was supposed. */
  confidence: number
  reasons: Reason[]
  /** Along the roads, [lon, lat]; only where the way is known. */
  line?: [number, number][]
}

/** The least a thing needs, seconds: straight at its best speed; for telling whom it is worth to look for a way for. */
export function leastS(track: LiveTrack, to: LonLat, cruiseKmh: number | null): number | null {
  const kmh = fastestKmh(track.sort, cruiseKmh)
  return kmh === null ? null : distanceM(track, to) / (kmh / 3.6)
}

/** What one thing's way to a place would take; null where it does not move by itself, or would be under way for more than a day. `now` is epoch ms; `known`: its way by road. */
export function candidate(track: LiveTrack, to: LonLat, now: number, cruiseKmh: number | null, known?: KnownWay | null): Candidate | null {
  const kmh = cruiseKmh ?? USUAL_KMH[track.sort]
  if (kmh === null) {
    return null
  }
  const air = BY_AIR.includes(track.sort)
  const metres = distanceM(track, to)
  const by: WayBy = known?.by ?? (air ? 'air' : track.sort === 'vessel' ? 'water' : 'straight')
  const wayM = known?.metres ?? (air ? metres : metres * DETOUR)
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
  } else if (by === 'road') {
    less('by-road', 1)
  } else {
    less(by === 'off-road' ? 'off-road' : 'detour', by === 'off-road' ? 0.7 : 0.9)
  }
  if (known?.because === 'no-way') {
    less('no-way', 0.5)
  }
  if (known && known.slow.length > 0) {
    less('slow', 0.9)
  }
  const etaS = known?.seconds ?? wayM / ms
  if (etaS > MOST_S) {
    return null
  }
  // What it may have moved meanwhile, it must go back or has gone already.
  const aside = (drift / ms) * (by === 'straight' || by === 'water' ? DETOUR : 1)
  return {
    track, distanceM: Math.round(metres), bearingDeg: Math.round(bearingDeg(to, track)), by, wayM: Math.round(wayM), offM: Math.round(known?.offM ?? 0), kmh: known && etaS > 0 ? Math.round((wayM / etaS) * 3.6) : kmh, etaS: Math.round(etaS),
    earliestS: Math.round(Math.max(0, etaS - aside)), latestS: Math.round(etaS + aside),
    confidence: Math.round(confidence * 100) / 100, reasons, ...(known && by === 'road' ? { line: known.line } : {}),
  }
}

/** What candidates are put in order by: what is not sure counts as later. */
export function scoreOf(seconds: number, confidence: number): number {
  return (seconds + 60) / confidence
}

/** Soonest first, where what is not sure counts as later: by the time divided by the confidence. */
export function ranked(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => scoreOf(a.etaS, a.confidence) - scoreOf(b.etaS, b.confidence))
}
