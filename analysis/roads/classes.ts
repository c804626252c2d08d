/** What is known of roads, and how fast one goes on them. */

/** From the widest to the narrowest; `path` is for feet and motorcycles. */
export const ROAD_CLASSES = ['motorway', 'trunk', 'primary', 'secondary', 'tertiary', 'residential', 'track', 'path'] as const
export type RoadClass = (typeof ROAD_CLASSES)[number]
export const ROAD_SURFACES = ['unknown', 'paved', 'unpaved'] as const
export type RoadSurface = (typeof ROAD_SURFACES)[number]

/** One road as it was surveyed: places as [lon, lat] in degrees, in order. */
export type RoadLine = {
  line: readonly (readonly [number, number])[]
  class: RoadClass
  surface: RoadSurface
  /** What is allowed or possible there, km/h; null where nobody said. */
  kmh: number | null
  /** Heaviest vehicle its bridges carry, tonnes; null where nobody said. */
  tonnes: number | null
  /** Only in the order of its places. */
  oneway: boolean
  name: string | null
}

/** Speeds on one class of road by day in the dry season, km/h. */
export type ClassSpeed = { paved: number; unpaved: number }

/** How fast a mission goes on its roads. Factors are of the speed by day in the dry season. */
export type RoadSpeeds = {
  classes: { [C in RoadClass]: ClassSpeed }
  night: number
  wetPaved: number
  wetUnpaved: number
  /** From a place to the network, km/h. */
  offRoadKmh: number
  /** Factor in the wet season, off road. */
  wetOffRoad: number
}

/** When one drives. */
export type RoadConditions = { night: boolean; wet: boolean }

/** What drives. */
export type RoadVehicle = {
  /** No faster than this anywhere, km/h. */
  kmh: number
  /** Off the road, km/h; no faster than the mission's own figure. */
  offRoadKmh: number
  /** Its weight, tonnes: bridges that carry less are closed to it; null: not known, every bridge is open. */
  tonnes: number | null
  /** Takes paths that are too narrow for cars. */
  paths: boolean
}

const USUALLY_PAVED: ReadonlySet<RoadClass> = new Set(['motorway', 'trunk', 'primary'])

/** Speed on a road that carries the vehicle, km/h; 0 where it cannot go. `limit`: what was said of this road, km/h or 0. */
export function kmhOn(road: RoadClass, surface: RoadSurface, limit: number, tonnes: number, speeds: RoadSpeeds, when: RoadConditions, vehicle: RoadVehicle): number {
  if ((road === 'path' && !vehicle.paths) || (tonnes > 0 && vehicle.tonnes !== null && vehicle.tonnes > tonnes)) {
    return 0
  }
  const paved = surface === 'paved' || (surface === 'unknown' && USUALLY_PAVED.has(road))
  const usual = speeds.classes[road][paved ? 'paved' : 'unpaved']
  const factor = (when.night ? speeds.night : 1) * (when.wet ? (paved ? speeds.wetPaved : speeds.wetUnpaved) : 1)
  return Math.min((limit > 0 ? Math.min(limit, usual) : usual) * factor, vehicle.kmh)
}

/** Speed from a place to the network, km/h. */
export function kmhOff(speeds: RoadSpeeds, when: RoadConditions, vehicle: RoadVehicle): number {
  return Math.min(speeds.offRoadKmh * (when.night ? speeds.night : 1) * (when.wet ? speeds.wetOffRoad : 1), vehicle.offRoadKmh)
}
