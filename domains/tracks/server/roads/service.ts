import { standingAttachments } from '../../../../core/attachment.ts'
import { distanceM, type LonLat } from '../../../../core/place-geodesy.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { VigieRecord } from '../../../../core/record.ts'
import type { RoadConditions } from '../../../../analysis/roads/classes.ts'
import { localParts } from '../../../../core/time-local.ts'
import { closedParts, type RoadClosure, type SlowPart } from '../../../../analysis/roads/closures.ts'
import { RoadGraph } from '../../../../analysis/roads/graph.ts'
import { waysTo } from '../../../../analysis/roads/search.ts'
import { RoadIndex } from '../../../../analysis/roads/snap.ts'
import { lineOfWay, stretchesOf } from '../../../../analysis/roads/way.ts'
import { RoadWeights } from '../../../../analysis/roads/weights.ts'
import { missionOf, type App, type Service } from '../../../../server/face.ts'
import { offerRoads, type ClosureSource, type KnownWay, type PlannedWay, type Roads, type Traveller } from '../../contract.ts'
import { DETOUR, fastestKmh, USUAL_KMH } from '../../shared/nearest.ts'
import type { RoadNetwork } from '../../shared/roads/network.ts'
import { conditionsAt, USUAL_PACE, vehicleOf, type RoadPace } from '../../shared/roads/speeds.ts'
import { inWorkshop } from './workshop.ts'

/** How far from a road a place may lie that is reached by road, metres. */
const OFF_M = 30_000
/** Sets of networks kept ready: readers differ little in what they may see. */
const MOST_KEPT = 3
const BY_AIR: ReadonlySet<string> = new Set(['aircraft', 'helicopter', 'uas'])

type Going = LonLat & Traveller
type Scene = { index: RoadIndex | null; pace: RoadPace; when: RoadConditions; parts: Map<number, SlowPart[]> }

/** The road networks of a node: made when first asked for, anew when they change. */
export class RoadService implements Roads {
  readonly #app: App
  readonly #kept = new Map<string, Promise<RoadIndex>>()
  readonly #sources: ClosureSource[] = []

  constructor(app: App) {
    this.#app = app
  }

  closures(source: ClosureSource): void {
    this.#sources.push(source)
  }

  async waysTo(reader: Reader, to: LonLat, from: readonly Going[], at: number): Promise<(KnownWay | null)[]> {
    return (await this.#ways(reader, to, from, at)).map((one) => one?.way ?? null)
  }

  async plan(reader: Reader, stops: readonly LonLat[], traveller: Traveller, at: number): Promise<PlannedWay | null> {
    const legs: PlannedWay['legs'] = []
    let seconds = 0
    for (let i = 0; i + 1 < stops.length; i += 1) {
      const [found] = await this.#ways(reader, stops[i + 1] as LonLat, [{ ...(stops[i] as LonLat), ...traveller }], at + seconds * 1000)
      if (!found) {
        return null
      }
      legs.push({ ...found.way, stretches: found.stretches() })
      seconds += found.way.seconds
    }
    return { seconds, metres: legs.reduce((sum, leg) => sum + leg.metres, 0), legs }
  }

  /** The network a reader may see, with what it is made of; null where none is loaded. */
  async network(reader: Reader): Promise<RoadIndex | null> {
    const records: VigieRecord[] = []
    for await (const { record } of this.#app.store.stream(reader, { kind: 'road-network', sort: { by: 'logged', dir: 'asc' } })) {
      if ((record.data as unknown as RoadNetwork).enabled) {
        records.push(record)
      }
    }
    if (records.length === 0) {
      return null
    }
    const key = records.map((one) => `${one.id} ${one.version}`).join()
    const known = this.#kept.get(key) ?? this.#make(records)
    this.#kept.delete(key)
    this.#kept.set(key, known)
    known.catch(() => this.#kept.delete(key))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) {
      this.#kept.delete(oldest)
    }
    return known
  }

  /** The speeds the mission has set, or the usual ones. */
  async pace(reader: Reader): Promise<{ pace: RoadPace; record: VigieRecord | null }> {
    const page = await this.#app.store.list(reader, { kind: 'road-pace', sort: { by: 'logged', dir: 'desc' }, limit: 1 })
    const record = page.items[0]?.record ?? null
    return { pace: record === null ? USUAL_PACE : (record.data as unknown as RoadPace), record }
  }

  async #make(records: readonly VigieRecord[]): Promise<RoadIndex> {
    const networks: { packed: boolean; bytes: Uint8Array }[] = []
    for (const record of records) {
      const data = record.data as unknown as RoadNetwork
      const file = standingAttachments(record).find((one) => one.copy.sha256 === data.sha256)
      const layer = data.source === 'geography' ? await this.#app.basemap.layer('roads') : null
      if (layer) {
        networks.push({ packed: false, bytes: layer.bytes })
      } else if (file) {
        networks.push({ packed: true, bytes: await this.#app.store.files.read(file, 'copy') })
      }
    }
    const made = await inWorkshop({ do: 'build', networks })
    if (!('graph' in made)) {
      throw new Error('the workshop answered something else')
    }
    return new RoadIndex(new RoadGraph(made.graph), made.grid)
  }

  /** A network that cannot be read leaves the straight line; `GET /api/roads` says what is wrong with it. */
  async #found(reader: Reader): Promise<RoadIndex | null> {
    return this.network(reader).catch((error: unknown) => {
      this.#app.log.error({ err: error }, 'a road network cannot be used')
      return null
    })
  }

  async #scene(reader: Reader, at: number): Promise<Scene> {
    const [index, { pace }, mission, ...closures] = await Promise.all([this.#found(reader), this.pace(reader), missionOf(this.#app.store), ...this.#sources.map((source) => source(reader, at))])
    const said = closures.flat() as RoadClosure[]
    return { index, pace, when: conditionsAt(pace, localParts(at, mission?.zone ?? 'UTC')), parts: index === null || said.length === 0 ? new Map() : closedParts(index, said, at) }
  }

  async #ways(reader: Reader, to: LonLat, from: readonly Going[], at: number): Promise<({ way: KnownWay; stretches: () => PlannedWay['legs'][number]['stretches'] } | null)[]> {
    const out = from.map((one) => plainWay(one, to))
    const ground = from.flatMap((_, i) => (out[i]?.by === 'straight' ? [i] : []))
    const told = out.map((way) => way && { way, stretches: (): PlannedWay['legs'][number]['stretches'] => [] })
    if (ground.length === 0) {
      return told
    }
    const scene = await this.#scene(reader, at)
    const { index } = scene
    if (index === null) {
      return told
    }
    for (const group of Map.groupBy(ground, (i) => JSON.stringify(vehicleFor(from[i] as Going))).values()) {
      const weights = new RoadWeights(index.graph, scene.pace, scene.when, vehicleFor(from[group[0] as number] as Going), scene.parts)
      const origins = group.map((i) => from[i] as Going)
      waysTo(index, weights, to, origins, OFF_M).forEach((found, k) => {
        const i = group[k] as number
        const origin = origins[k] as Going
        const metres = distanceM(origin, to) * DETOUR
        const across = metres / weights.off
        if (found === null || across < found.seconds) {
          // Near each other, away from every road: across the country. Where no road leads there at all, the guess stands, and says so.
          const walks = found !== null || metres <= OFF_M
          const guess = out[i] as KnownWay
          told[i] = { way: walks ? { ...guess, by: 'off-road', seconds: across, offM: metres, because: found === null ? 'no-way' : null } : { ...guess, because: 'no-way' }, stretches: () => [] }
          return
        }
        told[i] = {
          way: { by: 'road', seconds: found.seconds, metres: found.metres, offM: found.offM[0] + found.offM[1], because: null, slow: [...found.slow], line: lineOfWay(index.graph, found, origin, to) },
          stretches: () => stretchesOf(index.graph, found),
        }
      })
    }
    return told
  }
}

const vehicleFor = (one: Traveller) => {
  const vehicle = vehicleOf(one.sort, fastestKmh(one.sort, one.kmh) ?? 1)
  return one.tonnes === undefined || one.tonnes === null ? vehicle : { ...vehicle, tonnes: one.tonnes }
}

/** The way without roads: as the crow flies, or that times 1.4; null for what does not move. */
function plainWay(from: Going, to: LonLat): KnownWay | null {
  const kmh = from.kmh ?? USUAL_KMH[from.sort]
  if (kmh === null) {
    return null
  }
  const by = BY_AIR.has(from.sort) ? 'air' : from.sort === 'vessel' ? 'water' : 'straight'
  const metres = distanceM(from, to) * (by === 'air' ? 1 : DETOUR)
  return { by, seconds: metres / (kmh / 3.6), metres, offM: 0, because: by === 'straight' ? 'no-network' : null, slow: [], line: [[from.lon, from.lat], [to.lon, to.lat]] }
}

const services = new WeakMap<App, RoadService>()

/** The service itself, for the routes of this domain. */
export function roadService(app: App): RoadService {
  const service = services.get(app)
  if (!service) {
    throw new Error('this node has no roads')
  }
  return service
}

/** Offer the roads of a node to every domain. */
export function startRoads(app: App): Promise<Service> {
  const service = new RoadService(app)
  services.set(app, service)
  offerRoads(app, service)
  return Promise.resolve({ close: () => Promise.resolve() })
}

