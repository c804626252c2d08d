import { ALL_MISSION, type Handling } from '../../core/handling.ts'
import type { LonLat } from '../../core/place.ts'
import { lineRoute, offOf } from '../../domains/movements/shared/near-line.ts'
import type { RoadMark } from '../../domains/movements/shared/road-mark.ts'
import { placeAt, routeOf, stretch } from '../../domains/movements/shared/route.ts'
import { waysOf } from '../../server/feeds/simulate-ways.ts'
import type { Geography } from './geography.ts'
import type { Moving } from './moving.ts'
import { hash, random } from './random.ts'

/** A bridge this near to a way is one of its own. */
const NEAR_M = 400
/** Ways whose roads somebody has written down. */
const WAYS = 12
/** Shorter ways are those around a base. */
const LEAST_M = 8_000
const LOADS = [20, 30, 40, 60] as const

export const ROAD_MARK_HANDLING: Handling = { level: 'U', compartments: [], owner: 'MISSION', releasableTo: [ALL_MISSION], caveats: [] }

/** What engineers and patrols wrote down of the roads that patrols and convoys use: bridges, culverts, a narrow place, stretches without radio. */
export function makeRoadMarks({ moving, geography }: { moving: Moving; geography: Geography }): RoadMark[] {
  const ways = waysOf(moving.feeds.find((one) => one.id === 'feed-patrols')?.data.options ?? {}).filter((way) => way.sort !== 'base' && way.points.length > 1).slice(0, WAYS)
  const bridges = new Map<string, RoadMark>()
  const marks = ways.flatMap((way, k): RoadMark[] => {
    const by = random(hash(k, 417, 3))
    const line = lineRoute(way.points.map(({ lon, lat }) => [lon, lat] as const))
    const route = routeOf({ waypoints: [], line: way.points.map(({ lon, lat }): [number, number] => [lon, lat]) })
    for (const { geometry: { coordinates: [lon, lat] }, properties } of geography.bridges.features) {
      if (!bridges.has(properties.name) && offOf(line, { lon, lat }) < NEAR_M) {
        bridges.set(properties.name, { sort: 'bridge', name: properties.name, line: [[lon, lat]], loadT: by.pick(LOADS), source: 'Engineers, road survey' })
      }
    }
    if (route.lengthM < LEAST_M) {
      return []
    }
    const at = (share: number): [number, number] => pair(placeAt(route, share * route.lengthM))
    const from = (0.45 + by.next() * 0.2) * route.lengthM
    return [
      { sort: 'culvert', name: `Culvert C${k + 1}`, line: [at(0.22)], note: by.chance(0.4) ? 'Edge broken on the south side; one vehicle at a time.' : 'Pipe of 1.2 m, look before crossing.', source: 'Patrol report' },
      ...(by.chance(0.5) ? [{ sort: 'choke-point', name: 'Cutting between banks', line: [at(0.71)], radiusM: 150, source: 'Patrol report' } satisfies RoadMark] : []),
      ...(by.chance(0.6) ? [{ sort: 'black-spot', name: 'No VHF behind the ridge', line: thinned(stretch(route, from, Math.min(route.lengthM, from + 3000 + by.int(5000)))), note: 'HF only; call before and after.', source: 'Signals, drive test' } satisfies RoadMark] : []),
    ]
  })
  return [...bridges.values(), ...marks]
}

function pair({ lon, lat }: LonLat): [number, number] {
  return [Math.round(lon * 1e5) / 1e5, Math.round(lat * 1e5) / 1e5]
}

/** A mark holds 500 places at most. */
function thinned(points: readonly LonLat[]): [number, number][] {
  const each = Math.ceil(points.length / 400)
  return points.filter((_, i) => i % each === 0 || i === points.length - 1).map(pair)
}
