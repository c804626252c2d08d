import type { Draft } from './draft.ts'
import { serviceOf, type Model } from './model.ts'
import { assetBarred, assetClosed, careAt, carriageOf, deliveryAt, isStale, pickupAt, weatherUnknown } from './openings.ts'
import { darkAt, standOf, usesPorts } from './ports.ts'
import { scheduleOf, type AssetOpenings } from './schedule.ts'
import type { Sortie } from './sorties.ts'
import type { CasualtyReason, EvacAsset, EvacProblem, EvacTask, ReasonCode, RuledOut } from './types.ts'

/** Sooner by less than this is not worth a word. */
const SOONER_MIN = 0.5

/** Why an asset cannot fly these stops and this facility with these casualties; `ASSET_TAKEN` when nothing forbids it. */
export function routeReason(model: Model, asset: number, stops: readonly number[], facility: number, casualties: readonly number[] = []): ReasonCode {
  const { problem } = model
  const one = model.assets[asset]!
  const closed = assetClosed(one, problem) ?? assetBarred(one, problem)
  if (closed !== null) {
    return closed
  }
  for (const stop of stops) {
    const pickup = pickupAt(one, model.sites[stop]!, problem)
    if (typeof pickup === 'string') {
      return pickup
    }
  }
  const delivery = deliveryAt(one, model.facilities[facility]!, problem)
  if (typeof delivery === 'string') {
    return delivery
  }
  for (const c of casualties) {
    const { casualty } = model.casualties[c]!
    const care = careAt(model.facilities[facility]!, casualty)
    const reason = carriageOf(one, casualty)?.reason ?? ('reason' in care ? care.reason : null)
    if (reason !== null) {
      return reason
    }
  }
  return wayReason(model, asset, stops, facility) ?? (casualties.length > 0 ? 'BEDS_TAKEN' : 'ASSET_TAKEN')
}

/** What closes a way whose places are all open: no road, range, dark at the time, end of duty. */
function wayReason(model: Model, asset: number, stops: readonly number[], facility: number): ReasonCode | null {
  const legs = model.legs[asset]!
  const open = model.openings[asset]!
  if (scheduleOf(legs, open, stops, facility) !== null) {
    return null
  }
  const unlimited = { ...open, maxKm: Infinity }
  if (scheduleOf(legs, unlimited, stops, facility) !== null) {
    return 'RANGE'
  }
  if (scheduleOf(legs, { ...unlimited, dutyEndMin: Infinity }, stops, facility) !== null) {
    return 'CREW_DUTY'
  }
  return scheduleOf(legs, inDaylight({ ...unlimited, dutyEndMin: Infinity }), stops, facility) === null ? 'NO_WAY' : 'NIGHT'
}

function inDaylight(open: AssetOpenings): AssetOpenings {
  return { ...open, startDark: [], delivery: open.delivery.map((one) => one && []), pickup: open.pickup.map((one) => one && { ...one, land: one.land && { ...one.land, forbidden: [] }, hoist: one.hoist && { ...one.hoist, forbidden: [] } }) }
}

/** Reasons for every casualty of the plan but those that fly already. */
export function reasonsOf(model: Model, sorties: readonly (readonly Sortie[])[], plan: Draft, tasks: readonly EvacTask[]): CasualtyReason[] {
  const single = new Map<string, Sortie>()
  for (const sortie of sorties.flat()) {
    if (sortie.stops.length === 1) {
      single.set(`${sortie.asset}/${sortie.stops[0]!}/${sortie.facility}`, sortie)
    }
  }
  return model.casualties.map((_, c) => reasonOf(model, single, plan, tasks, c))
}

/** One way of serving a casualty alone: how soon it would be there, and why it is not open. */
type Option = { asset: number; facility: number; atMin: number; out: RuledOut | null }

function reasonOf(model: Model, single: ReadonlyMap<string, Sortie>, plan: Draft, tasks: readonly EvacTask[], c: number): CasualtyReason {
  const { casualty, site, deadlineMin } = model.casualties[c]!
  const at = plan.taken.findIndex(({ casualties }) => casualties.includes(c))
  const mine = plan.taken[at]
  const task = tasks[at]
  const service = mine === undefined ? null : serviceOf(model, c, mine.sortie.facility, mine.sortie.arriveMin)
  const ruledOut = new Map<string, RuledOut>()
  const options: Option[] = []
  model.assets.forEach((asset, a) => {
    model.facilities.forEach((facility, f) => {
      const sortie = single.get(`${a}/${site}/${f}`)
      const open = sortie !== undefined && sortie.candidates.includes(c)
      const out = open ? null : closedBy(model, a, f, c)
      if (out !== null) {
        ruledOut.set(`${out.asset}/${out.facility}`, out)
      }
      const ofAsset = out !== null && out.facility === null && isClosed(asset, model.problem)
      options.push({ asset: a, facility: f, atMin: sortie?.arriveMin ?? (ofAsset ? freedMin(model, a, site, f) : nominalMin(model, a, site, f)), out: out && { ...out, asset: asset.id, facility: facility.id } })
      const lit = open ? inDaylightOf(model, a, site, f) : null
      if (lit !== null && lit.atMin < sortie!.arriveMin - SOONER_MIN) {
        options.push({ asset: a, facility: f, atMin: lit.atMin, out: { asset: asset.id, facility: facility.id, reason: lit.reason } })
      }
    })
  })
  const reachedMin = mine?.sortie.arriveMin ?? Infinity
  options.sort((x, y) => x.atMin - y.atMin || x.asset - y.asset || x.facility - y.facility)
  const first = options.find((one) => Number.isFinite(one.atMin) && one.atMin < reachedMin - SOONER_MIN)
  const binding = first === undefined ? null : { ...(first.out ?? takenBy(model, plan, first, c)), soonerMin: mine === undefined ? null : reachedMin - first.atMin }
  return {
    casualty: casualty.id, asset: task?.asset ?? null, facility: task?.facility ?? null, arriveMin: task?.arriveMin ?? null,
    elapsedMin: service?.elapsedMin ?? null, deadlineMin, late: service?.late ?? false,
    binding, cautions: mine === undefined || task === undefined ? unknownTime(model, c) : cautionsOf(model, mine.sortie, task, c), ruledOut: [...ruledOut.values()],
  }
}

/** When an asset would be at a facility by way of one site, were nothing closed; NaN where there is no way. */
function nominalMin(model: Model, a: number, site: number, f: number): number {
  const { outMin, inMin } = model.legs[a]!
  return model.assets[a]!.readyMin + outMin[site]! + model.assets[a]!.loadMin + inMin[site * model.facilities.length + f]!
}

function isClosed(asset: EvacAsset, problem: EvacProblem): boolean {
  return (assetClosed(asset, problem) ?? assetBarred(asset, problem)) !== null
}

/** When an asset that is closed would be there were it free: what closes its places, the dark and its range still hold. NaN where it could not go. */
function freedMin(model: Model, a: number, site: number, f: number): number {
  const { problem } = model
  const asset = model.assets[a]!
  const open = model.openings[a]!
  const pickup = pickupAt(asset, model.sites[site]!, problem)
  const delivery = deliveryAt(asset, model.facilities[f]!, problem)
  if (typeof pickup === 'string' || typeof delivery === 'string') {
    return Number.NaN
  }
  const freed = { ...open, pickup: open.pickup.map((one, i) => (i === site ? pickup : one)), delivery: open.delivery.map((one, i) => (i === f ? delivery.forbidden : one)) }
  return scheduleOf(model.legs[a]!, freed, [site], f)?.arriveMin ?? Number.NaN
}

/** When an asset that waits for daylight would be there if no place were dark, and whose darkness it is. */
function inDaylightOf(model: Model, a: number, site: number, f: number): { atMin: number; reason: ReasonCode } | null {
  const asset = model.assets[a]!
  const open = model.openings[a]!
  const lit = open.timeless || usesPorts(asset) ? null : scheduleOf(model.legs[a]!, inDaylight(open), [site], f)
  return lit && { atMin: lit.arriveMin, reason: asset.night === true ? 'NIGHT_LANDING' : 'NIGHT' }
}

/** The first constraint that closes a pair of asset and facility to a casualty, named as widely as it holds. */
function closedBy(model: Model, a: number, f: number, c: number): RuledOut {
  const { problem } = model
  const asset = model.assets[a]!
  const facility = model.facilities[f]!
  const { casualty, site } = model.casualties[c]!
  const carriage = carriageOf(asset, casualty)
  if (carriage?.reason === 'NOT_AUTHORISED') {
    return { asset: null, facility: null, ...carriage }
  }
  const closed = assetClosed(asset, problem) ?? assetBarred(asset, problem)
  if (closed !== null) {
    return { asset: asset.id, facility: null, reason: closed }
  }
  if (carriage !== null) {
    return { asset: asset.id, facility: null, ...carriage }
  }
  const pickup = pickupAt(asset, model.sites[site]!, problem)
  if (typeof pickup === 'string') {
    return { asset: asset.id, facility: null, reason: pickup }
  }
  const care = careAt(facility, casualty)
  if ('reason' in care) {
    return { asset: null, facility: facility.id, ...care }
  }
  const delivery = deliveryAt(asset, facility, problem)
  if (typeof delivery === 'string') {
    return delivery === 'FACILITY_CLOSED' ? { asset: null, facility: facility.id, reason: delivery } : { asset: asset.id, facility: facility.id, reason: delivery }
  }
  return { asset: asset.id, facility: facility.id, reason: wayReason(model, a, [site], f) ?? 'ASSET_TAKEN' }
}

/** Who or what holds an option that is open in itself. */
function takenBy(model: Model, plan: Draft, { asset, facility }: Option, c: number): RuledOut {
  const out = { asset: model.assets[asset]!.id, facility: model.facilities[facility]!.id }
  const { casualty, site } = model.casualties[c]!
  const entry = plan.taken.find(({ sortie }) => sortie.asset === asset)
  const used = (capability: string | null): number => plan.taken.filter(({ sortie }) => sortie.facility === facility).flatMap(({ casualties }) => casualties).filter((other) => other !== c && (capability === null || model.casualties[other]!.casualty.needs.includes(capability))).length
  for (const r of model.uses[c * model.facilities.length + facility]!) {
    const { capability, limit } = model.resources[r]!
    if (used(capability) >= limit) {
      return { ...out, reason: capability === null ? 'BEDS_TAKEN' : 'SLOTS_TAKEN', ...(capability === null ? {} : { about: capability }) }
    }
  }
  if (entry?.casualties.includes(c) === true && entry.sortie.facility === facility) {
    return { ...out, reason: 'SORTIE_SHARED' }
  }
  if (entry !== undefined && entry.sortie.facility === facility && entry.sortie.stops.includes(site)) {
    const { litter } = casualty
    const aboard = entry.casualties.filter((other) => model.casualties[other]!.casualty.litter === litter).length
    if (aboard >= (litter ? model.assets[asset]!.litters : model.assets[asset]!.seats)) {
      return { ...out, reason: 'PLACES_TAKEN' }
    }
  }
  return { ...out, reason: 'ASSET_TAKEN' }
}

function unknownTime(model: Model, c: number): ReasonCode[] {
  return model.casualties[c]!.casualty.injuredMinAgo === null ? ['INJURY_TIME_UNKNOWN'] : []
}

function cautionsOf(model: Model, sortie: Sortie, task: EvacTask, c: number): ReasonCode[] {
  const asset = model.assets[sortie.asset]!
  const facility = model.facilities[sortie.facility]!
  const cautions = unknownTime(model, c)
  if (isStale(facility, model.rules)) {
    cautions.push('STALE_FACILITY')
  }
  if (weatherUnknown(asset, facility, model.problem) || sortie.stops.some((stop) => weatherUnknown(asset, model.sites[stop]!, model.problem))) {
    cautions.push('WEATHER_UNKNOWN')
  }
  const driven = sortie.stops.map((stop) => standOf(asset, model.sites[stop]!, model.problem)?.roadMin ?? 0)
  // One that leaves later only so as not to be there before those it fetches does not wait for the light.
  if (task.departMin > asset.readyMin + 1e-6 && !task.stopArriveMin.some((at, i) => Math.abs(at - driven[i]!) < 1e-6)) {
    cautions.push('WAITS_FOR_DAYLIGHT')
  }
  if (usesPorts(asset)) {
    cautions.push('ROAD_TO_PORT')
  }
  if (model.careFrom[c * model.facilities.length + sortie.facility]! > task.arriveMin + 1e-6) {
    cautions.push('WAITS_FOR_CARE')
  }
  if (asset.kind !== 'ground' && asset.night !== true && darkAt(asset, model.problem).some(([from, to]) => task.returnMin >= from && task.returnMin < to)) {
    cautions.push('RETURN_IN_THE_DARK')
  }
  return cautions
}
