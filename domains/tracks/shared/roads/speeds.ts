import { Type, type Static } from 'typebox'
import { ROAD_CLASSES, type RoadClass, type RoadConditions, type RoadSpeeds, type RoadVehicle } from '../../../../analysis/roads/classes.ts'
import type { TrackSort } from '../../../../core/fix.ts'

const closed = { additionalProperties: false }
const kmh = Type.Number({ minimum: 1, maximum: 160 })
const factor = Type.Number({ minimum: 0.05, maximum: 1 })
const hour = Type.Integer({ minimum: 0, maximum: 23 })

/** How fast a mission goes on its roads, and when its nights and wet months are. One record a mission. */
export const RoadPace = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 120 }),
    /** By day in the dry season, km/h. */
    classes: Type.Object(Object.fromEntries(ROAD_CLASSES.map((one) => [one, Type.Object({ paved: kmh, unpaved: kmh }, closed)])) as { [C in RoadClass]: ReturnType<typeof classPace> }, closed),
    /** Parts of the speed by day that are left. */
    night: factor, wetPaved: factor, wetUnpaved: factor, wetOffRoad: factor,
    offRoadKmh: Type.Number({ minimum: 0.5, maximum: 60 }),
    /** Hours of mission time between which it is night, and months of the wet season, 1 to 12. */
    nightFrom: hour, nightTo: hour,
    wetMonths: Type.Array(Type.Integer({ minimum: 1, maximum: 12 }), { maxItems: 12, uniqueItems: true }),
  },
  closed,
)
export type RoadPace = Static<typeof RoadPace>

function classPace() {
  return Type.Object({ paved: kmh, unpaved: kmh }, closed)
}

/** Speeds where the mission has not set its own: escorted vehicles on roads that are little kept up. */
export const USUAL_SPEEDS: RoadSpeeds = {
  classes: {
    motorway: { paved: 80, unpaved: 50 }, trunk: { paved: 70, unpaved: 40 }, primary: { paved: 60, unpaved: 35 }, secondary: { paved: 50, unpaved: 30 },
    tertiary: { paved: 40, unpaved: 25 }, residential: { paved: 25, unpaved: 15 }, track: { paved: 20, unpaved: 15 }, path: { paved: 5, unpaved: 5 },
  },
  night: 0.7, wetPaved: 0.9, wetUnpaved: 0.6, offRoadKmh: 8, wetOffRoad: 0.4,
}
export const USUAL_PACE: RoadPace = { name: 'Speeds on roads', ...USUAL_SPEEDS, nightFrom: 18, nightTo: 6, wetMonths: [] }

/** What the hour and the month make of a moment in mission time: `local` is an ISO date and time of the mission's zone. */
export function conditionsAt(pace: RoadPace, local: { month: number; hour: number }): RoadConditions {
  const { nightFrom, nightTo } = pace
  const night = nightFrom <= nightTo ? local.hour >= nightFrom && local.hour < nightTo : local.hour >= nightFrom || local.hour < nightTo
  return { night, wet: pace.wetMonths.includes(local.month) }
}

/** Usual weight in tonnes, for bridges. */
const TONNES: Partial<Record<TrackSort, number>> = { person: 0.1, team: 0.1, motorcycle: 0.3, vehicle: 4, truck: 20, armoured: 20, convoy: 25 }
const WALKS: ReadonlySet<TrackSort> = new Set(['person', 'team'])

/** What a sort of thing is on the road; `kmh` is its own usual speed, for those who walk the only one. */
export function vehicleOf(sort: TrackSort, kmh: number): RoadVehicle {
  const walks = WALKS.has(sort)
  return { kmh: walks ? Math.min(kmh, 6) : kmh, offRoadKmh: walks ? Math.min(kmh, 6) : kmh, tonnes: TONNES[sort] ?? null, paths: walks || sort === 'motorcycle' }
}
