import { distanceM, type LonLat } from '../../../core/place-geodesy.ts'
import { LOAD_MIN, noticeMin, type EvacAsset } from './evac-asset.ts'
import type { Facility } from './facility.ts'
import { degreesOf, nearest, surveyedAt } from './landing-place.ts'
import type { LandingSite } from './landing-site.ts'
import { isNight } from './night.ts'
import type { CasevacRequest } from './request.ts'

const MINUTE = 60_000
/** Straight line to road, and how far anybody is driven to an airstrip or a landing, as plans count them. */
const GROUND_DETOUR = 1.4
const PORT_KM = 40

/**
 * A place that is reached in the dark where it should not be: `asset` does not go by night; `unlit`: there is no landing there by
 * night; `unknown`: nobody has said that there is. `name` null: the place of the call. `when` is epoch ms, `about` where it was
 * reckoned by the straight line because no plan said it.
 */
export type DarkLanding = { at: 'pickup' | 'handover'; name: string | null; when: number; about: boolean; why: 'asset' | 'unlit' | 'unknown' }

/** The way that is about to be launched. Times of a plan are ISO. */
export type Way = {
  request: Pick<CasevacRequest, 'four' | 'nine'>
  asset: Pick<EvacAsset, 'kind' | 'night' | 'base' | 'speedKmh' | 'loadMin' | 'noticeDayMin' | 'noticeNightMin' | 'waterway'>
  facility: Pick<Facility, 'name' | 'place' | 'state'> | null
  sites: readonly { data: LandingSite }[]
  etaPickup?: string | undefined
  etaHandover?: string | undefined
}

/** Where it would land in the dark, as a plan made now would rule it out; empty where nobody knows the place. */
export function darkLandings(way: Way, now: number): DarkLanding[] {
  const { request, asset, facility, sites } = way
  const scene = degreesOf(request.nine?.place) ?? degreesOf(request.four.place)
  if (scene === null) {
    return []
  }
  const base = degreesOf(asset.base)
  const told = reached(way.etaPickup, now)
  const pickup = told ?? now + noticeMin(asset, isNight(base ?? scene, now)) * MINUTE + (base ? travel(asset, base, scene) : 0)
  const found: (DarkLanding | null)[] = [pickUp(asset, scene, sites, { when: pickup, about: told === null })]
  const to = facility && degreesOf(facility.place)
  if (facility && to && asset.kind !== 'ground') {
    const arrival = reached(way.etaHandover, now)
    found.push(handOver(asset, facility, to, sites, { when: arrival ?? pickup + (asset.loadMin ?? LOAD_MIN) * MINUTE + travel(asset, scene, to), about: arrival === null }))
  }
  return found.filter((one) => one !== null)
}

type Arrival = Pick<DarkLanding, 'when' | 'about'>

function pickUp(asset: Way['asset'], scene: LonLat, sites: Way['sites'], arrival: Arrival): DarkLanding | null {
  if (asset.kind === 'ground') {
    return inTheDark(asset, scene, true, { at: 'pickup', name: null, ...arrival })
  }
  const site = asset.kind === 'helo' ? surveyedAt(scene, sites) : portAt(asset, scene, sites)
  // Whoever asks says where a helicopter can land; an aeroplane or a boat goes where its landing is, or nowhere.
  return site === undefined && asset.kind !== 'helo' ? null : inTheDark(asset, degreesOf(site?.data.place) ?? scene, site?.data.night, { at: 'pickup', name: site?.data.name ?? null, ...arrival })
}

function handOver(asset: Way['asset'], { name, state }: NonNullable<Way['facility']>, to: LonLat, sites: Way['sites'], arrival: Arrival): DarkLanding | null {
  if (asset.kind === 'helo') {
    return state?.helipad === 'none' ? null : inTheDark(asset, to, state?.helipad === undefined ? undefined : state.helipad === 'day-night', { at: 'handover', name, ...arrival })
  }
  const port = portAt(asset, to, sites)
  return port === undefined ? null : inTheDark(asset, degreesOf(port.data.place) ?? to, port.data.night, { at: 'handover', name: port.data.name, ...arrival })
}

function inTheDark(asset: Way['asset'], place: LonLat, lit: boolean | undefined, landing: Omit<DarkLanding, 'why'>): DarkLanding | null {
  if ((asset.night && lit === true) || !isNight(place, landing.when)) {
    return null
  }
  return { ...landing, why: !asset.night ? 'asset' : lit === false ? 'unlit' : 'unknown' }
}

/** The nearest airstrip, or landing on its water. */
function portAt({ kind, waterway }: Way['asset'], place: LonLat, sites: Way['sites']): { data: LandingSite } | undefined {
  return nearest(place, sites, PORT_KM).find(({ data }) => data.kinds?.some((one) => one === kind) === true && data.usable !== false && (kind !== 'boat' || waterway === undefined || data.waterway === waterway))
}

/** A time a plan gave, or now where that is over; null where none was given. */
function reached(eta: string | undefined, now: number): number | null {
  const at = Date.parse(eta ?? '')
  return Number.isFinite(at) ? Math.max(at, now) : null
}

function travel({ kind, speedKmh }: Way['asset'], from: LonLat, to: LonLat): number {
  return ((distanceM(from, to) / 1000) * (kind === 'ground' ? GROUND_DETOUR : 1)) / speedKmh * 3_600_000
}
