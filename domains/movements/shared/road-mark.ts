import { Type, type Static } from 'typebox'
import { standardActions } from '../../../core/actions.ts'
import { REPORTERS } from '../../../core/roles.ts'
import { CLEARERS } from './actions.ts'
import type { LonLat } from '../../../core/place.ts'
import type { Movement } from './movement.ts'
import { apart, boxOf, lineRoute, nearestOf } from './near-line.ts'
import { passesAt } from './passing.ts'
import { placeAt, routeOf } from './route.ts'

const closed = { additionalProperties: false }
const short = (max = 200) => Type.Optional(Type.String({ maxLength: max }))

/** What a driver wants to know before it comes: where water goes under or over the road, where one can be held up or is not seen, where no radio is heard. */
export const ROAD_MARK_SORTS = ['culvert', 'bridge', 'ford', 'choke-point', 'dead-ground', 'black-spot', 'landmark'] as const
export type RoadMarkSort = (typeof ROAD_MARK_SORTS)[number]

/** Something at a place or along a stretch of road, entered once and found by every movement that passes. Distances metres. */
export const RoadMark = Type.Object(
  {
    sort: Type.Enum([...ROAD_MARK_SORTS]),
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** A place, or the stretch of road, [lon, lat]. */
    line: Type.Array(Type.Tuple([Type.Number({ minimum: -180, maximum: 180 }), Type.Number({ minimum: -90, maximum: 90 })]), { minItems: 1, maxItems: 500 }),
    /** How far around it reaches; of a place without it, it is a point of the road. */
    radiusM: Type.Optional(Type.Number({ minimum: 20, maximum: 50_000 })),
    /** What a bridge or ford carries, tonnes. */
    loadT: Type.Optional(Type.Number({ minimum: 0.5, maximum: 500 })),
    note: short(1000),
    /** Who said so. */
    source: short(),
  },
  closed,
)
export type RoadMark = Static<typeof RoadMark>

export const roadMarkActions = standardActions<RoadMark>({ edit: REPORTERS, retract: CLEARERS, handle: ['JOC-CH', 'JOC-DO', 'JOC-IM'] })

/** A mark as a movement passes it: from so many metres along its way to so many, from when to when (epoch ms), and where that begins. */
export type Passed = { id: string; ref: string; mark: RoadMark; fromM: number; toM: number; from: number; to: number; place: LonLat }
type Planned = Pick<Movement, 'waypoints' | 'line' | 'sort' | 'newEta' | 'passed' | 'departedAt'>

/** A point of a road this far off a way drawn by hand is still on it. */
const ON_ROAD_M = 300
const FINE_M = 25
const COARSE_M = 250
/** Places of a way looked at, at most. */
const MOST_STEPS = 10_000
/** A gap shorter than this between two stretches of one mark is a bend of the road. */
const SAME_M = 600

/**
 * The marks a movement passes, in the order it passes them; what it passes twice stands there twice. What flies passes none but where no
 * radio is heard.
 */
export function passedMarks(movement: Planned, known: readonly { id: string; ref: string; mark: RoadMark }[]): Passed[] {
  const route = routeOf(movement)
  const box = boxOf(route.points)
  const wanted = movement.sort === 'flight' ? known.filter(({ mark }) => mark.sort === 'black-spot') : known
  return wanted.flatMap(({ id, ref, mark }) => {
    const points = mark.line.map(([lon, lat]) => ({ lon, lat }))
    const reach = mark.radiusM ?? ON_ROAD_M
    if (apart(box, boxOf(points), reach)) {
      return []
    }
    const line = lineRoute(mark.line)
    const step = Math.max(Math.min(COARSE_M, Math.max(FINE_M, reach / 4)), route.lengthM / MOST_STEPS)
    // What is shorter than the places looked at lie apart is a point of the road: none of them may lie beside it.
    const point = mark.radiusM === undefined && line.lengthM < 2 * step
    const spans: { from: number; to: number; best: number; off: number }[] = []
    for (let i = 0, steps = Math.max(1, Math.ceil(route.lengthM / step)); i <= steps; i += 1) {
      const atM = Math.min(route.lengthM, i * step)
      const { atM: along, offM: off } = nearestOf(line, placeAt(route, atM))
      // Of a stretch of road only what lies beside it counts, to its very ends: not what comes near them.
      const left = mark.radiusM === undefined && !point ? Math.min(along, line.lengthM - along) : null
      const last = spans.at(-1)
      if (off > reach || left === 0) {
        continue
      }
      const to = Math.min(route.lengthM, atM + Math.min(left ?? 0, step))
      if (last && atM - last.to <= Math.max(SAME_M, 2 * step)) {
        Object.assign(last, { to }, off < last.off ? { best: atM, off } : {})
      } else {
        spans.push({ from: Math.max(0, atM - Math.min(left ?? 0, step)), to, best: atM, off })
      }
    }
    return spans.map(({ from, to, best }): Passed => {
      const [fromM, toM] = point ? [best, best] : [from, to]
      return { id, ref, mark, fromM, toM, from: passesAt(movement, route, fromM), to: passesAt(movement, route, toM), place: placeAt(route, fromM) }
    })
  }).sort((a, b) => a.fromM - b.fromM || (a.ref < b.ref ? -1 : 1))
}
