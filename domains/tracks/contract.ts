import type { TrackSort } from '../../core/fix.ts'
import type { LonLat } from '../../core/place-geodesy.ts'
import type { Reader } from '../../core/policy.ts'
import type { VigieRecord } from '../../core/record.ts'
import type { CotEvent } from '../../formats/cot/event.ts'
import type { RoadClosure } from '../../analysis/roads/closures.ts'
import type { WayStretch } from '../../analysis/roads/way.ts'

export { CAPABILITIES } from './shared/capability.ts'
export type { RoadClosure } from '../../analysis/roads/closures.ts'
export type { WayStretch } from '../../analysis/roads/way.ts'

/** What goes: `kmh` is its own usual speed, null for that of its sort; `tonnes` its weight for bridges, null for the usual one. */
export type Traveller = { sort: TrackSort; kmh: number | null; tonnes?: number | null }

/** How a way is known: along roads of the network; straight off the road; through the air; over water; or guessed as `straight` × 1.4. */
export type WayBy = 'road' | 'off-road' | 'air' | 'water' | 'straight'

/** A way and the time it takes. Seconds, metres; `line` is [lon, lat] in degrees from the first place to the last. */
export type KnownWay = {
  by: WayBy
  seconds: number
  metres: number
  /** Of these off the road, at both ends. */
  offM: number
  /** Why no road was taken: none is loaded, or none leads there (for this vehicle, now). Null where one was, or none is needed. */
  because: 'no-network' | 'no-way' | null
  /** Closures it goes through slowly, by their ids. */
  slow: string[]
  line: [number, number][]
}

/** A way over several places, leg by leg, with the roads it goes on. */
export type PlannedWay = { seconds: number; metres: number; legs: (KnownWay & { stretches: WayStretch[] })[] }

/** Closures other domains know of, as a reader may see them. */
export type ClosureSource = (reader: Reader, at: number) => Promise<readonly RoadClosure[]>

/** Ways and times over the road networks a reader may see. `at`: epoch ms of departure, which makes day or night, season and closures. */
export type Roads = {
  /** Of each traveller to one place; null for what does not move. */
  waysTo(reader: Reader, to: LonLat, from: readonly (LonLat & Traveller)[], at: number): Promise<(KnownWay | null)[]>
  /** From place to place in order (two at least); each leg leaves when the one before has arrived. Null for what does not move. */
  plan(reader: Reader, stops: readonly LonLat[], traveller: Traveller, at: number): Promise<PlannedWay | null>
  /** Roads somebody else knows to be closed count from now on. */
  closures(source: ClosureSource): void
}

const offered = new WeakMap<object, Roads>()

/** The roads of a node (`App`), once its services are made. */
export function roadsOf(app: object): Roads {
  const roads = offered.get(app)
  if (!roads) {
    throw new Error('this node has no roads')
  }
  return roads
}

/** Said by the service that keeps them. */
export function offerRoads(app: object, roads: Roads): void {
  offered.set(app, roads)
}

/** What a record shows on TAK devices, and until when (epoch ms); null: nothing, or nothing any more. It carries nothing that a reader of the record may not see. */
export type DeviceShow = (record: VigieRecord) => { event: CotEvent; until: number } | null

const shows = new WeakMap<object, Map<string, DeviceShow>>()

/** Records of this kind go out to the devices whose accounts may read them; said once by the service of their domain. */
export function showOnDevices(app: object, kind: string, show: DeviceShow): void {
  shows.set(app, new Map(shows.get(app)).set(kind, show))
}

/** By kind. */
export function deviceShows(app: object): ReadonlyMap<string, DeviceShow> {
  return shows.get(app) ?? new Map()
}
