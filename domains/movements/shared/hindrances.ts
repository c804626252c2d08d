import type { LonLat } from '../../../core/place.ts'
import type { Movement } from './movement.ts'
import { apart, boxOf, lineRoute, offOf } from './near-line.ts'
import { passesAt } from './passing.ts'
import { inForce, USUAL_RADIUS_M, type Restriction, type RestrictionSort } from './restriction.ts'
import { placeAt, routeOf, type Route } from './route.ts'

/** What a movement meets on its way while it is in force. `at` is when it gets there, epoch ms; `atM` metres from its beginning, `metres` how much of the way. */
export type Hindrance = { id: string; ref: string; name: string; sort: RestrictionSort; at: number; atM: number; metres: number; lon: number; lat: number; to: string | null; why: string | null }
export type Known = { id: string; ref: string; data: Restriction }
type Planned = Pick<Movement, 'sort' | 'waypoints' | 'line' | 'newEta' | 'passed' | 'departedAt'>

const FINE_M = 25
const COARSE_M = 500
/** Places of a way looked at, at most. */
const MOST_STEPS = 10_000
const STAY_STEP_MS = 5 * 60_000
const OFF_ROAD: ReadonlySet<Movement['sort']> = new Set(['flight', 'boat'])

/**
 * The restrictions a movement meets by its plan, as late as it is known to be, in the order it meets them. `inArea` says whether a place
 * lies in an area; the hours of a day are those of `zone`. Roads are nothing to what flies or floats.
 */
export function hindrancesOf(movement: Planned, known: readonly Known[], zone: string, inArea: (place: LonLat, area: string) => boolean): Hindrance[] {
  const route = routeOf(movement)
  const box = boxOf(route.points)
  const out: Hindrance[] = []
  for (const { id, ref, data } of known) {
    if (data.sort !== 'curfew' && OFF_ROAD.has(movement.sort)) {
      continue
    }
    const reach = data.radiusM ?? USUAL_RADIUS_M
    if (data.line && apart(box, boxOf(data.line.map(([lon, lat]) => ({ lon, lat }))), reach)) {
      continue
    }
    const line = data.line ? lineRoute(data.line) : null
    const step = Math.max(data.sort === 'curfew' && line === null ? COARSE_M : Math.min(COARSE_M, Math.max(FINE_M, reach / 2)), route.lengthM / MOST_STEPS)
    const touches = (place: LonLat): boolean => (line ? offOf(line, place) <= reach : data.area === undefined || inArea(place, data.area))
    let first: { at: number; atM: number; place: LonLat } | null = null
    let metres = 0
    for (let i = 0, steps = Math.max(1, Math.ceil(route.lengthM / step)); i <= steps; i += 1) {
      const atM = Math.min(route.lengthM, i * step)
      const at = passesAt(movement, route, atM)
      // Who stands still is met by what begins meanwhile.
      const stay = stayAt(movement, route, atM, step)
      const when = [at, ...Array.from({ length: Math.ceil(stay / STAY_STEP_MS) }, (_, k) => at + Math.min(stay, (k + 1) * STAY_STEP_MS))].find((one) => inForce(data, one, zone))
      if (when !== undefined) {
        const place = placeAt(route, atM)
        if (touches(place)) {
          first ??= { at: when, atM, place }
          metres += step
        }
      }
    }
    if (first) {
      out.push({ id, ref, name: data.name, sort: data.sort, at: first.at, atM: Math.round(first.atM), metres: Math.round(Math.min(metres, route.lengthM)), lon: first.place.lon, lat: first.place.lat, to: data.to ?? null, why: data.why ?? null })
    }
  }
  return out.sort((a, b) => a.at - b.at)
}

function stayAt({ waypoints }: Planned, { waypointM }: Route, atM: number, step: number): number {
  const i = waypointM.findIndex((one, k) => k > 0 && k < waypoints.length - 1 && Math.abs(one - atM) <= step / 2)
  return i < 0 ? 0 : (waypoints[i]?.stayMin ?? 0) * 60_000
}
