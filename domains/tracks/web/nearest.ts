import { distanceM } from '../../../core/place-geodesy.ts'
import type { TrackSort } from '../../../core/fix.ts'
import type { LiveTrack } from '../shared/wire.ts'
import { ageOf } from './plan.ts'
import type { Limits } from './plan.ts'

/** Usual speeds over ground when asked to come, km/h; the record of a track may say otherwise. */
const USUAL_KMH: Record<TrackSort, number> = { person: 4, team: 4, animal: 4, vehicle: 45, armoured: 35, truck: 35, motorcycle: 45, convoy: 25, aircraft: 350, helicopter: 220, uas: 80, vessel: 20, base: 0, unknown: 0 }
const AIR: ReadonlySet<TrackSort> = new Set(['aircraft', 'helicopter', 'uas'])
/** Ways on the ground are so much longer than the straight line, on average over rural networks. */
export const WINDING = 1.4
/** Minutes until a helicopter or aeroplane that stands is in the air. */
const START_MIN = 10

export type Means = 'road' | 'air' | 'foot' | 'water'
export type Candidate = {
  track: LiveTrack
  metres: number
  means: Means
  /** Minutes until it could be there, the start included; null where nobody can say. */
  minutes: number | null
  /** Speed the time was worked out with, km/h. */
  kmh: number
  /** Why it stands lower or what to ask first. */
  doubts: ('old' | 'lost' | 'manual' | 'start' | 'sos')[]
}

/**
 * Who could be at a place soonest, best first: own and friendly things that can move and have what is asked for. Times are the straight
 * line (over ground times `WINDING`) at the usual speed; what is only last known comes after what is known, whatever its time.
 */
export function nearest(tracks: Iterable<LiveTrack>, place: { lon: number; lat: number }, options: { now: number; limits: Limits; capability: string | null; cruise?: ReadonlyMap<string, number>; except?: string | null }): Candidate[] {
  const out: Candidate[] = []
  for (const track of tracks) {
    if ((track.affiliation !== 'friend' && track.affiliation !== 'assumed-friend') || track.sort === 'base' || track.id === options.except) {
      continue
    }
    if (options.capability !== null && !track.capabilities.includes(options.capability)) {
      continue
    }
    const metres = distanceM(track, place)
    const means: Means = AIR.has(track.sort) ? 'air' : track.sort === 'vessel' ? 'water' : track.sort === 'person' || track.sort === 'team' || track.sort === 'animal' ? 'foot' : 'road'
    const kmh = options.cruise?.get(track.id) ?? (USUAL_KMH[track.sort] || (track.speedMs ?? 0) * 3.6)
    const age = ageOf(track.at, options.now, options.limits)
    const standing = means === 'air' && track.sort !== 'uas' && (track.speedMs ?? 0) < 5
    const way = means === 'air' || means === 'water' ? metres : metres * WINDING
    const minutes = kmh > 0 ? way / 1000 / kmh * 60 + (standing ? START_MIN : 0) : null
    out.push({ track, metres, means, minutes, kmh, doubts: [...(track.sos ? ['sos'] as const : []), ...(age === 'fresh' ? [] : [age]), ...(track.source === 'manual' ? ['manual'] as const : []), ...(standing ? ['start'] as const : [])] })
  }
  const order = (one: Candidate) => (one.doubts.includes('sos') ? 3 : one.doubts.includes('lost') ? 2 : one.minutes === null ? 1 : 0)
  return out.sort((a, b) => order(a) - order(b) || (a.minutes ?? Infinity) - (b.minutes ?? Infinity) || a.metres - b.metres)
}
