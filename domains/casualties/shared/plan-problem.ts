import { darkIntervals } from '../../../analysis/casevac/sun.ts'
import { portAt, usesPorts } from '../../../analysis/casevac/ports.ts'
import type { EvacAsset, EvacBar, EvacCasualty, EvacFacility, EvacPort, EvacProblem, EvacSite, EvacTask, EvacWeather, Leg, PlaceRef, WeatherMinima } from '../../../analysis/casevac/types.ts'
import { sha256Hex } from '../../../core/digest.ts'
import { canonical, type Json } from '../../../core/json.ts'
import type { LonLat } from '../../../core/place-geodesy.ts'
import { at, statusOf, type Casualty } from './casualty.ts'
import { capabilitiesOf } from './capability.ts'
import { LOAD_MIN, noticeMin, readinessOf, STALE_MARGIN_MIN, type EvacAsset as Asset } from './evac-asset.ts'
import { freeBeds, freshness, type Facility } from './facility.ts'
import { weatherAt, type FlyingWeather } from './flying-weather.ts'
import { degreesOf, nearest, SAME_SITE_M, surveyedAt } from './landing-place.ts'
import type { LandingSite } from './landing-site.ts'
import { isNight } from './night.ts'
import { stateOf, toldPatients, type CasevacRequest } from './request.ts'
import { NAMED_AUTHORITY } from './vocabulary.ts'

type Kept<T> = { id: string; ref: string; createdAt: string; data: T }
/** Everything a plan is made of, as it stands. `where` are the places of assets that are seen now. */
export type PlanInputs = {
  now: number
  requests: readonly Kept<CasevacRequest>[]
  casualties: ReadonlyMap<string, Casualty>
  facilities: readonly Kept<Facility>[]
  assets: readonly Kept<Asset>[]
  sites: readonly Kept<LandingSite>[]
  weather: readonly Kept<FlyingWeather>[]
  where: ReadonlyMap<string, LonLat & { at: number }>
  /** A named authority has decided for those who are not of the United Nations; without it nobody goes for them. */
  authorised: boolean
}
/** What a plan was made without, or had to assume; `about` is the id of the record. */
export const PLAN_NOTES = ['no-place', 'not-surveyed', 'needs-assumed', 'litter-assumed', 'facility-no-place', 'asset-no-place', 'minima-unknown', 'water-unknown', 'water-straight', 'position-base', 'asset-stale', 'asset-unknown', 'facility-stale', 'facility-never'] as const
export type PlanNote = { code: (typeof PLAN_NOTES)[number]; about: string }
export type Built = {
  problem: EvacProblem
  notes: PlanNote[]
  /** Hash of all that went into it but the passing of time. */
  inputs: string
  /** What people call what stands in the plan: casualties, assets, facilities, pick-up sites. */
  names: { [id: string]: string }
  /** Landing sites safe by night near a pick-up site where none may land in the dark, nearest first. */
  rendezvous: { request: string; sites: { site: string; name: string; km: number }[] }[]
}
/** Where an aeroplane or a boat of a plan takes in and sets down, and the minutes by road to and from there. */
export type PortUsed = { asset: string; place: string; port: string; name: string; roadMin: number }

const MINUTE = 60_000
const RENDEZVOUS_KM = 30
/** Straight line to road, where no road is known. */
const GROUND_DETOUR = 1.4
const MOST_STOPS = 3
/** Nobody is driven farther than this to an airstrip or a landing, and no farther from one. */
const PORT_KM = 40
const MOST_PORTS = 3
/** How fast whoever has the casualty drives there, and minutes for the change of vehicle. */
export const PORT_KMH = 40
const CHANGE_MIN = 10

/** The problem of the requests that wait for a decision: what is not known is left unknown, never taken as there. */
export function buildProblem(input: PlanInputs): Built {
  const { now } = input
  const notes: PlanNote[] = []
  const names: Built['names'] = {}
  const sites: EvacSite[] = []
  const casualties: EvacCasualty[] = []
  const rendezvous: Built['rendezvous'] = []
  const bars: EvacBar[] = []
  for (const request of input.requests.filter(({ data }) => ['ALERT', 'VALIDATED'].includes(stateOf(data)))) {
    const place = degreesOf(request.data.nine?.place) ?? degreesOf(request.data.four.place)
    if (!place) {
      notes.push({ code: 'no-place', about: request.id })
      continue
    }
    const surveyed = surveyedAt(place, input.sites)
    if (!surveyed) {
      notes.push({ code: 'not-surveyed', about: request.id })
    }
    const site: EvacSite = {
      // Whoever asks says where it can land; by night only what somebody has looked at.
      id: request.id, position: surveyed ? (degreesOf(surveyed.data.place) ?? place) : place, landing: true, landingByNight: surveyed?.data.night ?? null, landingSizeM: surveyed?.data.sizeM ?? null,
      weather: weatherAt(place, input.weather, now), ports: portsNear(place, input, names),
      hoistPossible: true, red: ['E', 'X'].includes(surveyed?.data.security ?? request.data.nine?.security ?? request.data.four.threat), darkMin: darkIntervals(place, now),
    }
    sites.push(site)
    names[request.id] = request.data.four.place.name ?? surveyed?.data.name ?? request.ref
    if (site.landingByNight !== true && isNight(place, now)) {
      const near = nearest(place, input.sites, RENDEZVOUS_KM).filter(({ data }) => data.night === true && data.usable !== false)
      rendezvous.push({ request: request.id, sites: near.slice(0, 3).map(({ id, data, km }) => ({ site: id, name: data.name, km: Math.round(km * 10) / 10 })) })
    }
    for (const one of patientsOf(request, input, notes)) {
      casualties.push(one.patient)
      names[one.patient.id] = one.name
    }
  }
  const facilities = input.facilities.flatMap((one) => facilityOf(one, input, notes, names) ?? [])
  const assets = input.assets.flatMap((one) => assetOf(one, input, notes, names, bars) ?? [])
  const problem: EvacProblem = { id: 'now', night: false, groundDetour: GROUND_DETOUR, maxStops: MOST_STOPS, sites, facilities, assets, casualties, bars }
  const standing = { requests: input.requests.map(({ id, data }) => [id, data.four, data.nine ?? null, data.patients ?? null, stateOf(data)]), casualties: casualties.map(({ injuredMinAgo: _a, alertedMinAgo: _b, ...rest }) => rest), facilities: input.facilities.map(({ id, data }) => [id, data]), assets: input.assets.map(({ id, data }) => [id, data]), sites: input.sites.map(({ id, data }) => [id, data]), weather: input.weather.map(({ id, data }) => [id, data]) }
  return { problem, notes, inputs: sha256Hex(canonical(JSON.parse(JSON.stringify(standing)) as Json)), names, rendezvous }
}

/** Legs by road where the network knows them; `known` by `asset|from|to`. */
export function withRoads(problem: EvacProblem, known: ReadonlyMap<string, Leg | null>): EvacProblem {
  return { ...problem, legOf: (asset, from, to) => known.get(legKey(asset.id, from, to)) }
}

export function legKey(asset: string, from: PlaceRef, to: PlaceRef): string {
  return [asset, refKey(from), refKey(to)].join('|')
}

function refKey(ref: PlaceRef): string {
  return `${ref.kind} ${'asset' in ref ? ref.asset : ref.id}`
}

function patientsOf(request: Kept<CasevacRequest>, { casualties, now, authorised }: PlanInputs, notes: PlanNote[]): { patient: EvacCasualty; name: string }[] {
  const { data } = request
  const alertedMinAgo = Math.max(0, (now - (Date.parse(data.heardAt ?? '') || Date.parse(request.createdAt))) / MINUTE)
  const linked = (data.patients ?? []).flatMap(({ casualty }) => {
    const one = casualties.get(casualty)
    return one ? [{ id: casualty, one }] : []
  })
  if (linked.length === 0) {
    const { A, B, C, total } = toldPatients(data)
    if (total > 0) {
      notes.push({ code: 'needs-assumed', about: request.id })
    }
    const lying = data.nine?.litter
    if (lying === undefined && total > 0) {
      notes.push({ code: 'litter-assumed', about: request.id })
    }
    const waits = !authorised && (data.nine?.status?.['non-un-civilian'] ?? 0) > 0
    return (['A', 'B', 'C'] as const).flatMap((category) => Array.from({ length: { A, B, C }[category] }, (_, i) => ({ category, n: i + 1 }))).map(({ category, n }, i) => ({
      // An urgent one of whom nothing else is known may need surgery; who lies is not known, and lying takes more room.
      patient: { id: `${request.id}:${category}${n}`, site: request.id, category, injuredMinAgo: null, alertedMinAgo, litter: i < (lying ?? total), needs: category === 'A' ? ['R1', 'DCS'] : ['R1'], ...(waits ? { authorised: false } : {}) },
      name: `${data.four.callsign} ${category}${n}`,
    }))
  }
  return linked.flatMap(({ id, one }) => {
    const status = statusOf(one)
    if ((status !== 'POI' && status !== 'MISSING') || one.priority === 'NONE' || one.triage === 'DEAD') {
      return []
    }
    if (one.needs === undefined) {
      notes.push({ code: 'needs-assumed', about: id })
    }
    if (one.litter === undefined) {
      notes.push({ code: 'litter-assumed', about: id })
    }
    const hurt = at(one, 'T0')
    const alerted = at(one, 'T2')
    const waits = !authorised && NAMED_AUTHORITY.includes(one.category)
    const needs = one.needs ?? (one.priority === 'A' ? ['R1', 'DCS'] : ['R1'])
    return [{
      patient: { id, site: request.id, category: one.priority, injuredMinAgo: hurt === null ? null : (now - hurt) / MINUTE, alertedMinAgo: alerted === null ? alertedMinAgo : (now - alerted) / MINUTE, litter: one.litter ?? true, needs: one.contagious ? [...new Set([...needs, 'ISOLATION'])] : needs, ...(waits ? { authorised: false } : {}) },
      name: one.battleNo,
    }]
  })
}

function facilityOf({ id, data }: Kept<Facility>, input: PlanInputs, notes: PlanNote[], names: Built['names']): EvacFacility | null {
  const { now } = input
  const position = degreesOf(data.place)
  if (!position) {
    notes.push({ code: 'facility-no-place', about: id })
    return null
  }
  const age = freshness(data, now)
  if (age !== 'fresh') {
    notes.push({ code: age === 'stale' ? 'facility-stale' : 'facility-never', about: id })
  }
  names[id] = data.name
  const helipad = data.state?.helipad
  return {
    id, position, helipad: helipad === undefined ? null : helipad !== 'none', helipadByNight: helipad === undefined ? null : helipad === 'day-night', capabilities: capabilitiesOf(data, now), beds: freeBeds(data),
    stateAgeMin: data.updatedAt === undefined ? null : (now - Date.parse(data.updatedAt)) / MINUTE, darkMin: darkIntervals(position, now),
    weather: weatherAt(position, input.weather, now), ports: portsNear(position, input, names),
  }
}

function assetOf({ id, data }: Kept<Asset>, { now, where, sites, weather }: PlanInputs, notes: PlanNote[], names: Built['names'], bars: EvacBar[]): EvacAsset | null {
  const base = degreesOf(data.base)
  const seen = where.get(id)
  const position = seen ? { lon: seen.lon, lat: seen.lat } : base
  if (!position) {
    notes.push({ code: 'asset-no-place', about: id })
    return null
  }
  if (!seen) {
    notes.push({ code: 'position-base', about: id })
  }
  names[id] = data.name
  const waterway = data.kind === 'boat' ? waterwayOf(data, position, sites) : undefined
  const minima = minimaOf(data)
  if (data.kind === 'boat' && waterway === undefined) {
    notes.push({ code: 'water-unknown', about: id })
  } else if (data.kind === 'boat') {
    notes.push({ code: 'water-straight', about: id })
  }
  if (data.kind !== 'ground' && minima === undefined && weather.length > 0) {
    notes.push({ code: 'minima-unknown', about: id })
  }
  const readiness = readinessOf(data, now)
  if (readiness === 'stale' || readiness === 'unknown') {
    notes.push({ code: `asset-${readiness}`, about: id })
  }
  if (data.task) {
    bars.push({ asset: id, reason: 'ASSET_COMMITTED' })
  }
  const ends = Date.parse(data.crewDutyEnds ?? '')
  return {
    id, kind: data.kind, position, ...(base ? { returnTo: base } : {}), speedKmh: data.speedKmh, maxKm: data.rangeKm, litters: data.litters, seats: data.seats, readyMin: noticeMin(data, isNight(position, now)) + (readiness === 'stale' ? STALE_MARGIN_MIN : 0), loadMin: data.loadMin ?? LOAD_MIN,
    night: data.night, protected: data.protected === true, hoist: data.hoist === true, crewDutyEndMin: Number.isFinite(ends) ? (ends - now) / MINUTE : null, darkMin: darkIntervals(position, now),
    available: readiness === 'unknown' ? null : readiness !== 'not-ready', runwayM: data.runwayM ?? null, ...(waterway === undefined ? {} : { waterway }), ...(minima ? { minima } : {}), weather: weatherAt(position, weather, now),
  }
}

/** Airstrips and landings for boats near a place, the nearest of each first; the way there by the straight line until a road is known. */
function portsNear(place: LonLat, { sites, weather, now }: PlanInputs, names: Built['names']): EvacPort[] {
  return (['fixed', 'boat'] as const).flatMap((serves) => nearest(place, sites.filter(({ data }) => data.kinds?.includes(serves) === true && data.usable !== false), PORT_KM).slice(0, MOST_PORTS).flatMap(({ id, data, km }): EvacPort[] => {
    const position = degreesOf(data.place)
    if (!position) {
      return []
    }
    names[id] = data.name
    const road = km * GROUND_DETOUR
    return [{
      id, serves, position, road: { km: road, minutes: (road / PORT_KMH) * 60 + CHANGE_MIN }, runwayM: data.runwayM ?? null, byNight: data.night ?? null, red: ['E', 'X'].includes(data.security ?? ''), waterway: data.waterway ?? null,
      darkMin: darkIntervals(position, now), weather: weatherAt(position, weather, now),
    }]
  }))
}

/** The water a boat is on: as it says, or that of the landing it lies at. */
function waterwayOf({ waterway }: Asset, position: LonLat, sites: readonly Kept<LandingSite>[]): string | undefined {
  return waterway ?? nearest(position, sites, SAME_SITE_M / 1000).find(({ data }) => data.kinds?.includes('boat') === true && data.waterway !== undefined)?.data.waterway
}

function minimaOf({ minVisibilityM, minCeilingM, maxWindKmh }: Asset): WeatherMinima | undefined {
  return minVisibilityM === undefined && minCeilingM === undefined && maxWindKmh === undefined ? undefined : { visibilityM: minVisibilityM ?? null, ceilingM: minCeilingM ?? null, windKmh: maxWindKmh ?? null }
}

/** The same problem with the drives to and from ports as the roads know them; `road` answers undefined where no road is known. */
export function withPortRoads(problem: EvacProblem, road: (place: string, port: string) => Leg | undefined): EvacProblem {
  const of = <T extends { id: string; ports?: readonly EvacPort[] }>(place: T): T => ({
    ...place, ports: (place.ports ?? []).map((port) => {
      const known = road(place.id, port.id)
      return known ? { ...port, road: { km: known.km, minutes: known.minutes + CHANGE_MIN } } : port
    }),
  })
  return { ...problem, sites: problem.sites.map(of), facilities: problem.facilities.map(of) }
}

/** Which ports the tasks of a plan go by. */
export function portsOf(problem: EvacProblem, tasks: readonly EvacTask[], names: Built['names']): PortUsed[] {
  return tasks.flatMap((task) => {
    const asset = problem.assets.find(({ id }) => id === task.asset)
    const places = [...task.stops.map((id) => problem.sites.find((one) => one.id === id)), problem.facilities.find(({ id }) => id === task.facility)]
    return !asset || !usesPorts(asset) ? [] : places.flatMap((place): PortUsed[] => {
      const port = place && portAt(asset, place, problem)
      return !place || !port || typeof port === 'string' ? [] : [{ asset: asset.id, place: place.id, port: port.id, name: names[port.id] ?? port.id, roadMin: Math.round(port.road.minutes) }]
    })
  })
}

/** Weather at the places of a problem, for those who decide; null where nobody reported. */
export function weatherOf(problem: EvacProblem): { [place: string]: EvacWeather | null } {
  return Object.fromEntries([...problem.sites, ...problem.facilities].map(({ id, weather }) => [id, weather ?? null]))
}
