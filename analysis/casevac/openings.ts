import { belowMinima, darkAt, isAlways, portAt, portDark, usesPorts } from './ports.ts'
import type { EvacAsset, EvacBar, EvacCasualty, EvacFacility, EvacPort, EvacProblem, EvacRules, EvacSite, EvacWeather, MinuteInterval, ReasonCode } from './types.ts'

/** Which options are open at all, before any plan: each function answers null or the one reason that closes the option. */

const NEVER: readonly MinuteInterval[] = []

export function assetClosed(asset: EvacAsset, problem: EvacProblem): ReasonCode | null {
  if (asset.available === null) {
    return 'ASSET_UNKNOWN'
  }
  if (asset.available === false) {
    return 'ASSET_UNAVAILABLE'
  }
  if (problem.committed?.some((task) => task.asset === asset.id) === true) {
    return 'ASSET_COMMITTED'
  }
  if (asset.kind === 'boat' && !asset.waterway) {
    return 'NO_WATERWAY'
  }
  return asset.kind !== 'ground' && belowMinima(asset.weather, asset.minima) ? 'WEATHER' : null
}

function barOf(problem: EvacProblem, asset: string, place: { site: string } | { facility: string } | null): ReasonCode | null {
  const holds = (bar: EvacBar): boolean => {
    if (bar.asset !== asset) {
      return false
    }
    if (place === null) {
      return bar.site === undefined && bar.facility === undefined
    }
    return 'site' in place ? bar.site === place.site : bar.facility === place.facility
  }
  return problem.bars?.find(holds)?.reason ?? null
}

/** Bars on an asset wherever it goes. */
export function assetBarred(asset: EvacAsset, problem: EvacProblem): ReasonCode | null {
  return barOf(problem, asset.id, null)
}

/** True where an asset with minima goes to a place whose weather is not known in full. */
export function weatherUnknown(asset: EvacAsset, place: { weather?: EvacWeather | null; ports?: readonly EvacPort[] }, problem: EvacProblem): boolean {
  const { minima } = asset
  if (asset.kind === 'ground' || !minima) {
    return false
  }
  const port = usesPorts(asset) ? portAt(asset, place, problem) : null
  const weather = (port === null || typeof port === 'string' ? place : port).weather ?? { visibilityM: null, ceilingM: null, windKmh: null }
  return (['visibilityM', 'ceilingM', 'windKmh'] as const).some((name) => minima[name] !== null && weather[name] === null)
}

/** How an asset takes people in at a site: minutes on the ground, or over it with the hoist, and when each is forbidden. */
export type Pickup = {
  /** Null: cannot land (or halt) here. */
  land: { minutes: number; forbidden: readonly MinuteInterval[] } | null
  hoist: { minutes: number; forbidden: readonly MinuteInterval[] } | null
  /** What `forbidden` of landing is due to. */
  darkReason: 'NIGHT' | 'NIGHT_LANDING'
}

/** Whether an asset may pick up at a site: how, or the reason why not. */
export function pickupAt(asset: EvacAsset, site: EvacSite, problem: EvacProblem): Pickup | ReasonCode {
  if (site.red && !asset.protected) {
    return 'RED_ZONE'
  }
  const bar = barOf(problem, asset.id, { site: site.id })
  if (bar !== null) {
    return bar
  }
  if (asset.kind === 'ground') {
    return { land: { minutes: asset.loadMin, forbidden: NEVER }, hoist: null, darkReason: 'NIGHT' }
  }
  if (usesPorts(asset)) {
    const port = portAt(asset, site, problem)
    if (typeof port === 'string') {
      return port
    }
    // Nobody can be loaded before the road has brought them.
    const brought: readonly MinuteInterval[] = port.road.minutes > 0 ? [[0, port.road.minutes]] : NEVER
    return { land: { minutes: asset.loadMin, forbidden: [...brought, ...portDark(asset, port, problem)] }, hoist: null, darkReason: asset.night === true ? 'NIGHT_LANDING' : 'NIGHT' }
  }
  if (belowMinima(site.weather, asset.minima)) {
    return 'WEATHER'
  }
  const dark = darkAt(site, problem)
  const flies = asset.night === true
  const wide = (asset.landingSizeM ?? 0) <= (site.landingSizeM ?? Infinity)
  const lit = site.landingByNight === undefined || site.landingByNight === true
  const land = site.landing === true && wide ? { minutes: asset.loadMin, forbidden: flies && lit ? NEVER : dark } : null
  const hoist = site.hoistPossible === true && asset.hoist === true ? { minutes: asset.hoistLoadMin ?? asset.loadMin, forbidden: flies ? NEVER : dark } : null
  const darkReason = flies ? 'NIGHT_LANDING' : 'NIGHT'
  if (land === null && hoist === null) {
    if (site.hoistPossible === true) {
      return 'NO_HOIST'
    }
    return site.landing === null ? 'LANDING_UNKNOWN' : site.landing ? 'LANDING_SIZE' : 'NO_LANDING'
  }
  if ((land === null || isAlways(land.forbidden)) && (hoist === null || isAlways(hoist.forbidden))) {
    return darkReason
  }
  return { land, hoist, darkReason }
}

/** Whether an asset may deliver at a facility: when not, or the reason why never. */
export function deliveryAt(asset: EvacAsset, facility: EvacFacility, problem: EvacProblem): { forbidden: readonly MinuteInterval[]; darkReason: 'NIGHT' | 'NIGHT_LANDING' } | ReasonCode {
  if (facility.open === false) {
    return 'FACILITY_CLOSED'
  }
  const bar = barOf(problem, asset.id, { facility: facility.id })
  if (bar !== null) {
    return bar
  }
  if (asset.kind === 'ground') {
    return { forbidden: NEVER, darkReason: 'NIGHT' }
  }
  if (usesPorts(asset)) {
    const port = portAt(asset, facility, problem)
    // It must land in the light; they are at the facility a drive later.
    return typeof port === 'string' ? port : { forbidden: portDark(asset, port, problem).map(([from, to]) => [from + port.road.minutes, to + port.road.minutes] as const), darkReason: asset.night === true ? 'NIGHT_LANDING' : 'NIGHT' }
  }
  if (facility.helipad !== true) {
    return facility.helipad === null ? 'HELIPAD_UNKNOWN' : 'NO_HELIPAD'
  }
  if ((asset.landingSizeM ?? 0) > (facility.helipadSizeM ?? Infinity)) {
    return 'HELIPAD_SIZE'
  }
  if (belowMinima(facility.weather, asset.minima)) {
    return 'WEATHER'
  }
  const flies = asset.night === true
  const lit = facility.helipadByNight === undefined || facility.helipadByNight === true
  const forbidden = flies && lit ? NEVER : darkAt(facility, problem)
  const darkReason = flies ? 'NIGHT_LANDING' : 'NIGHT'
  return isAlways(forbidden) ? darkReason : { forbidden, darkReason }
}

/** Whether an asset can carry a casualty at all. */
export function carriageOf(asset: EvacAsset, casualty: EvacCasualty): { reason: ReasonCode; about?: string } | null {
  if (casualty.authorised === false) {
    return { reason: 'NOT_AUTHORISED' }
  }
  if (casualty.litter ? asset.litters < 1 : asset.seats < 1) {
    return { reason: casualty.litter ? 'NO_LITTER' : 'NO_SEAT' }
  }
  const lacking = casualty.needsAboard?.find((need) => !(asset.aboard ?? []).includes(need))
  return lacking === undefined ? null : { reason: 'CARE_ABOARD', about: lacking }
}

/** Whether a facility can take a casualty at all: from when care begins there, or the reason why not. */
export function careAt(facility: EvacFacility, casualty: EvacCasualty): { readyMin: number } | { reason: ReasonCode; about?: string } {
  let readyMin = 0
  for (const need of casualty.needs) {
    const found = Object.hasOwn(facility.capabilities, need) ? facility.capabilities[need] : undefined
    if (found?.state !== 'yes') {
      return { reason: found?.why ?? (found?.state === 'unknown' ? 'CAPABILITY_UNKNOWN' : 'CAPABILITY_MISSING'), about: need }
    }
    readyMin = Math.max(readyMin, found.readyMin ?? 0)
  }
  if (facility.beds === null) {
    return { reason: 'BEDS_UNKNOWN' }
  }
  return facility.beds < 1 ? { reason: 'BEDS_NONE' } : { readyMin }
}

/** Whether the state of a facility is too old to lean on. */
export function isStale(facility: EvacFacility, rules: EvacRules): boolean {
  if (rules.staleAfterMin === null || facility.stateAgeMin === undefined) {
    return false
  }
  return facility.stateAgeMin === null || facility.stateAgeMin > rules.staleAfterMin
}
