import type { FeedConfig } from '../../core/feed-config.ts'
import { TRACK_SORTS, type Affiliation, type TrackSort } from '../../core/fix.ts'
import type { Heard } from '../../core/feed.ts'
import type { Handling } from '../../core/handling.ts'
import { simplified } from '../../core/place-outline.ts'
import { distanceM, type LonLat } from '../../core/place.ts'
import type { Track } from '../../domains/tracks/shared/track.ts'
import { onTheirWays, subjectOf, waysOf, wayText, type Way } from '../../server/feeds/simulate-ways.ts'
import type { Geography } from './geography.ts'
import { RoadNet } from './road-net.ts'
import type { SampleUnit } from './world.ts'

/** Own positions: the whole mission, nobody outside it. */
export const CONFIDENTIAL: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
/** What is open anyway. */
export const OPEN: Handling = { ...CONFIDENTIAL, level: 'U' }

/** Hours of positions before the present. */
const HOURS = 6
const EVERY_MS = 60_000
const MOST_POINTS = 22
const SILENT_MIN = 42

export type MovingThing = { track: Track; id: string; area: string | null; handling: Handling }
export type Moving = {
  feeds: { id: string; data: FeedConfig; handling: Handling }[]
  tracks: MovingThing[]
  /** Ways of what fell silent. */
  lost: Way[]
  /** What the feeds heard before `now` (epoch ms), oldest first. */
  past(now: number): Iterable<{ feed: string; heard: Heard[]; receivedAt: number }>
}

type Plan = { feed: 'patrols' | 'air' | 'river'; callsign: string; sort: TrackSort; kmh: number; altM?: number; way: readonly LonLat[]; capabilities?: Track['capabilities']; unit?: SampleUnit; affiliation?: Affiliation; name?: string; lost?: true }

/** Patrols on the roads, convoys, foot teams, headquarters, helicopters, vessels on the rivers; one vehicle that fell silent. */
export function makeMoving(geography: Geography, units: readonly SampleUnit[]): Moving {
  const plans = [...patrols(geography, units), ...flights(geography), ...vessels(geography)]
  const ways = (feed: Plan['feed']): Way[] => plans.filter((plan) => plan.feed === feed && !plan.lost).map(wayOf)
  const config = (name: string, technology: string, feed: Plan['feed'], more: Partial<FeedConfig>): FeedConfig => ({
    name, technology, codec: 'simulator', transport: 'simulator', enabled: true, registers: false, retention: 'short', note: 'Made up, for the sample mission.',
    options: { everyS: 5, ...Object.fromEntries(ways(feed).map((way, i) => [`way${String(i + 1).padStart(2, '0')}`, wayText(way)])) }, ...more,
  })
  const lost = plans.filter((plan) => plan.lost).map(wayOf)
  const feeds: Moving['feeds'] = [
    { id: 'feed-patrols', data: config('Vehicle trackers', 'trackers', 'patrols', { affiliation: 'friend', sort: 'vehicle' }), handling: CONFIDENTIAL },
    { id: 'feed-air', data: config('Mission aircraft', 'trackers', 'air', { affiliation: 'friend', sort: 'helicopter' }), handling: CONFIDENTIAL },
    { id: 'feed-river', data: config('Vessels on the rivers', 'ais', 'river', { affiliation: 'neutral', sort: 'vessel' }), handling: OPEN },
  ]
  // As the feeds read them, to the last digit: where a thing is follows from the length of its way.
  const read = feeds.map((feed) => ({ feed: feed.id, ways: waysOf(feed.data.options ?? {}) }))
  return {
    feeds,
    tracks: plans.map(thingOf),
    lost,
    * past(now) {
      for (let at = now - HOURS * 3_600_000; at < now; at += EVERY_MS) {
        for (const one of read) {
          yield { feed: one.feed, heard: onTheirWays(one.ways, at), receivedAt: at + 800 }
        }
        if (at < now - SILENT_MIN * 60_000) {
          yield { feed: 'feed-patrols', heard: onTheirWays(lost, at), receivedAt: at + 800 }
        }
      }
    },
  }
}

function wayOf({ callsign, sort, kmh, altM, way }: Plan): Way {
  return { name: callsign, sort, kmh, altM: altM ?? null, points: [...way] }
}

function thingOf({ feed, callsign, sort, kmh, capabilities, unit, affiliation, name }: Plan): MovingThing {
  const key = subjectOf(callsign).slice(4)
  return {
    id: `track-${key}`, area: unit?.area ?? null, handling: feed === 'river' ? OPEN : CONFIDENTIAL,
    track: {
      name: name ?? callsign, callsign, subjects: [subjectOf(callsign)], sort: TRACK_SORTS.includes(sort) ? sort : 'unknown', affiliation: affiliation ?? 'friend', feed: `feed-${feed}`, cruiseKmh: kmh, retention: 'short',
      ...(capabilities ? { capabilities } : {}), ...(unit ? { unit: unit.id } : {}),
    },
  }
}

function patrols(geography: Geography, units: readonly SampleUnit[]): Plan[] {
  const net = new RoadNet(geography.roads.features.map((road) => road.geometry.coordinates))
  const plans: Plan[] = []
  geography.bases.features.forEach((base, k) => {
    const unit = units.find((one) => one.code === `CO-${base.id}`)
    const [lon, lat] = base.geometry.coordinates
    const home = { lon, lat }
    const villages = geography.places.filter((place) => place.base === base.id).map((place) => ({ lon: place.at[0], lat: place.at[1] })).sort((a, b) => distanceM(home, b) - distanceM(home, a))
    const goal = villages[Math.floor(villages.length / 4)]
    const sign = unit?.callsigns?.[k % 2]
    if (k % 3 !== 2 && goal && unit && sign) {
      plans.push({ feed: 'patrols', callsign: sign, sort: k % 6 === 0 ? 'armoured' : 'vehicle', kmh: k % 6 === 0 ? 28 : 36, way: thinned(net.way(home, goal)), unit, capabilities: k % 4 === 0 ? ['qrf', 'medical'] : k % 4 === 1 ? ['qrf'] : ['recovery'], ...(k === 13 ? { lost: true } : {}) })
    }
    const near = villages.at(-2)
    const foot = unit?.callsigns?.[2]
    if (k % 8 === 3 && near && unit && foot) {
      plans.push({ feed: 'patrols', callsign: foot, sort: 'team', kmh: 4, way: [home, near], unit, capabilities: ['interpreter'] })
    }
    if (base.properties.type === 'HQ' && unit) {
      plans.push({ feed: 'patrols', callsign: 'ROLE 3', sort: 'base', kmh: 1, way: [home], unit, name: `Hospital, ${base.properties.name}`, capabilities: ['medical', 'casevac'] })
    }
  })
  const [capital, ...others] = geography.bases.features.filter((base) => base.properties.type !== 'TOB').map((base) => ({ lon: base.geometry.coordinates[0], lat: base.geometry.coordinates[1] }))
  others.slice(0, 3).forEach((end, i) => capital && plans.push({ feed: 'patrols', callsign: `CONVOY ${i + 1}`, sort: 'convoy', kmh: 24, way: thinned(net.way(capital, end)) }))
  return plans
}

function flights({ airfields }: Geography): Plan[] {
  const fields = airfields.features.map((field) => ({ lon: field.geometry.coordinates[0], lat: field.geometry.coordinates[1] }))
  return [[0, 6, 'HAWK 1'], [0, 10, 'HAWK 2'], [0, 7, 'MEDEVAC 1']].flatMap(([from, to, callsign]): Plan[] => {
    const [a, b] = [fields[Number(from)], fields[Number(to)]]
    return a && b ? [{ feed: 'air', callsign: String(callsign), sort: 'helicopter', kmh: 210, altM: 900, way: [a, b], capabilities: callsign === 'MEDEVAC 1' ? ['casevac', 'medical', 'air-lift'] : ['air-lift', 'qrf'] }] : []
  })
}

function vessels({ rivers }: Geography): Plan[] {
  return rivers.features.filter((river) => river.properties.class === 'major').slice(0, 4).map((river, i): Plan => {
    const line = river.geometry.coordinates.slice(-Math.ceil(river.geometry.coordinates.length / 2)).map(([lon, lat]) => ({ lon, lat }))
    return { feed: 'river', callsign: `BARGE ${i + 1}`, sort: 'vessel', kmh: 9, way: thinned(line), affiliation: 'neutral', name: `Barge on the ${river.properties.name ?? 'river'}` }
  })
}

/** So few points that a feed can hold them. */
function thinned(line: readonly LonLat[]): LonLat[] {
  const corners = line.map(({ lon, lat }): [number, number] => [lon, lat])
  for (let tolerance = 0.001; ; tolerance *= 1.4) {
    const few = simplified(corners, tolerance)
    if (few.length <= MOST_POINTS) {
      return few.map(([lon, lat]) => ({ lon, lat }))
    }
  }
}
