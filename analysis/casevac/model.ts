import { legBetween, type LegEnd } from './legs.ts'
import { radixOf, type Radix } from './lex.ts'
import { assetBarred, assetClosed, careAt, carriageOf, deliveryAt, isStale, pickupAt } from './openings.ts'
import { darkAt, standOf } from './ports.ts'
import { agoMin, deadlineMin } from './rules.ts'
import type { AssetLegs, AssetOpenings } from './schedule.ts'
import type { EvacAsset, EvacCasualty, EvacFacility, EvacProblem, EvacRules, EvacSite, PlaceRef } from './types.ts'

/** One casualty as the search counts it. */
export type ModelCasualty = { casualty: EvacCasualty; site: number; weight: number; agoMin: number; deadlineMin: number; lateK: number; unservedK: number; unservedMinutes: number }

/** Something of a facility that may run out: beds, or places in one of its capabilities. */
export type Resource = { facility: number; capability: string | null; limit: number }

/** The problem with everything looked up: indices for names, what is open, ways, what each service costs. Committed tasks are taken out. */
export type Model = {
  problem: EvacProblem
  rules: EvacRules
  radix: Radix
  sites: readonly EvacSite[]
  facilities: readonly EvacFacility[]
  assets: readonly EvacAsset[]
  casualties: readonly ModelCasualty[]
  /** Casualty × asset: 1 when it may be carried. */
  carried: Uint8Array
  /** Casualty × facility: minute from which care begins; NaN where it is not given. */
  careFrom: Float64Array
  /** Minutes a facility counts as farther. */
  marginMin: Float64Array
  resources: readonly Resource[]
  /** Casualty × facility: the resources it uses there. */
  uses: readonly (readonly number[])[]
  legs: readonly AssetLegs[]
  openings: readonly AssetOpenings[]
  maxStops: number
}

/** Casualties that fly already in committed tasks. */
export function committedCasualties(problem: EvacProblem): Set<string> {
  return new Set(problem.committed?.flatMap((task) => task.casualties))
}

/** Look everything up. Throws RangeError for a name that is not there or used twice, or figures that are no figures. */
export function modelOf(problem: EvacProblem, rules: EvacRules): Model {
  mustBeSound(problem)
  const gone = committedCasualties(problem)
  const siteIndex = new Map(problem.sites.map(({ id }, i) => [id, i]))
  const { sites, facilities, assets } = problem
  const counts = { A: 0, B: 0, C: 0 }
  problem.casualties.forEach(({ category }) => (counts[category] += 1))
  const radix = radixOf(counts)
  const casualties = problem.casualties.filter(({ id }) => !gone.has(id)).map((casualty): ModelCasualty => {
    const weight = rules.weightPerMin[casualty.category]
    return { casualty, site: siteIndex.get(casualty.site)!, weight, agoMin: agoMin(casualty), deadlineMin: deadlineMin(casualty, rules), lateK: radix.late[casualty.category], unservedK: radix.unserved[casualty.category], unservedMinutes: weight * rules.unservedMin }
  })
  const carried = new Uint8Array(casualties.length * assets.length)
  const careFrom = new Float64Array(casualties.length * facilities.length)
  casualties.forEach(({ casualty }, c) => {
    assets.forEach((asset, a) => (carried[c * assets.length + a] = carriageOf(asset, casualty) === null ? 1 : 0))
    facilities.forEach((facility, f) => {
      const care = careAt(facility, casualty)
      careFrom[c * facilities.length + f] = 'reason' in care ? NaN : care.readyMin
    })
  })
  const resources = resourcesOf(problem)
  const uses = casualties.flatMap(({ casualty }) => facilities.map((_, f) => resources.flatMap(({ facility, capability }, r) => (facility === f && (capability === null || casualty.needs.includes(capability)) ? [r] : []))))
  return {
    problem, rules, radix, sites, facilities, assets, casualties, carried, careFrom, resources, uses,
    marginMin: Float64Array.from(facilities, (facility) => (isStale(facility, rules) ? rules.staleMarginMin : 0)),
    legs: assets.map((asset) => legsOf(problem, asset)),
    openings: assets.map((asset) => openingsOf(problem, asset)),
    maxStops: problem.maxStops,
  }
}

/** The same model with the tiers weighed by who can come late at all, once every sortie is listed. */
export function weighed(model: Model, sorties: readonly (readonly { facility: number; arriveMin: number; candidates: readonly number[] }[])[]): Model {
  const { problem, casualties } = model
  const late = new Set<number>()
  for (const { facility, arriveMin, candidates } of sorties.flat()) {
    candidates.forEach((c) => {
      if (!late.has(c) && serviceOf(model, c, facility, arriveMin).late) {
        late.add(c)
      }
    })
  }
  const counts = { A: 0, B: 0, C: 0 }
  problem.casualties.forEach(({ category }) => (counts[category] += 1))
  const lates = { A: 0, B: 0, C: 0 }
  late.forEach((c) => (lates[casualties[c]!.casualty.category] += 1))
  const flying = committedCasualties(problem)
  problem.casualties.forEach(({ id, category }) => (lates[category] += flying.has(id) ? 1 : 0))
  const radix = radixOf(counts, lates)
  return { ...model, radix, casualties: casualties.map((one) => ({ ...one, lateK: radix.late[one.casualty.category], unservedK: radix.unserved[one.casualty.category] })) }
}

/** Later than the deadline by more than rounding. */
export function isLate(elapsedMin: number, limitMin: number): boolean {
  return elapsedMin > limitMin + 1e-9
}

/** Weighted minutes and lateness of a casualty that reaches a facility at `arriveMin`. */
export function serviceOf(model: Model, casualty: number, facility: number, arriveMin: number): { elapsedMin: number; late: boolean; minutes: number } {
  const one = model.casualties[casualty]!
  const elapsedMin = Math.max(arriveMin, model.careFrom[casualty * model.facilities.length + facility]!) + one.agoMin
  return { elapsedMin, late: isLate(elapsedMin, one.deadlineMin), minutes: one.weight * (elapsedMin + model.marginMin[facility]!) }
}

function resourcesOf(problem: EvacProblem): Resource[] {
  const flying = problem.committed ?? []
  const byId = new Map(problem.casualties.map((one) => [one.id, one]))
  return problem.facilities.flatMap((facility, f): Resource[] => {
    const coming = flying.filter((task) => task.facility === facility.id).flatMap((task) => task.casualties)
    const beds: Resource = { facility: f, capability: null, limit: Math.max(0, Math.floor(facility.beds ?? 0) - coming.length) }
    const slots = Object.entries(facility.capabilities).filter(([, { slots: limit }]) => (limit ?? null) !== null).map(([capability, { slots: limit }]): Resource => ({
      facility: f, capability, limit: Math.max(0, Math.floor(limit!) - coming.filter((id) => byId.get(id)?.needs.includes(capability)).length),
    }))
    return [beds, ...slots]
  })
}

function legsOf(problem: EvacProblem, asset: EvacAsset): AssetLegs {
  const { sites, facilities } = problem
  const empty = (size: number): Float64Array => new Float64Array(size).fill(NaN)
  const legs: AssetLegs = {
    outMin: empty(sites.length), outKm: empty(sites.length), siteMin: empty(sites.length ** 2), siteKm: empty(sites.length ** 2),
    inMin: empty(sites.length * facilities.length), inKm: empty(sites.length * facilities.length), backMin: empty(facilities.length), backKm: empty(facilities.length),
  }
  const start: LegEnd = { ref: { kind: 'start', asset: asset.id }, position: asset.position }
  const base: LegEnd = { ref: { kind: 'return', asset: asset.id }, position: asset.returnTo ?? asset.position }
  const stops = sites.map((site): LegEnd => endAt(problem, asset, { kind: 'site', id: site.id }, site, false))
  const ends = facilities.map((facility): LegEnd => endAt(problem, asset, { kind: 'facility', id: facility.id }, facility, true))
  stops.forEach((stop, i) => {
    const out = legBetween(problem, asset, start, stop)
    legs.outMin[i] = out?.minutes ?? NaN
    legs.outKm[i] = out?.km ?? NaN
    stops.forEach((other, j) => {
      const leg = i === j ? null : legBetween(problem, asset, stop, other)
      legs.siteMin[i * sites.length + j] = leg?.minutes ?? NaN
      legs.siteKm[i * sites.length + j] = leg?.km ?? NaN
    })
    ends.forEach((end, f) => {
      const leg = legBetween(problem, asset, stop, end)
      legs.inMin[i * facilities.length + f] = leg?.minutes ?? NaN
      legs.inKm[i * facilities.length + f] = leg?.km ?? NaN
    })
  })
  ends.forEach((end, f) => {
    const leg = legBetween(problem, asset, end, base)
    legs.backMin[f] = leg?.minutes ?? NaN
    legs.backKm[f] = leg?.km ?? NaN
  })
  return legs
}

function endAt(problem: EvacProblem, asset: EvacAsset, ref: PlaceRef, place: EvacSite | EvacFacility, drives: boolean): LegEnd {
  const stand = standOf(asset, place, problem)
  return stand && { ref, position: stand.position, ...(drives ? { roadMin: stand.roadMin } : {}) }
}

function openingsOf(problem: EvacProblem, asset: EvacAsset): AssetOpenings {
  const closed = assetClosed(asset, problem) !== null || assetBarred(asset, problem) !== null
  const pickup = problem.sites.map((site) => {
    const found = closed ? null : pickupAt(asset, site, problem)
    return typeof found === 'string' ? null : found
  })
  const delivery = problem.facilities.map((facility) => {
    const found = closed ? null : deliveryAt(asset, facility, problem)
    return found === null || typeof found === 'string' ? null : found.forbidden
  })
  const startDark = asset.kind !== 'ground' && asset.night !== true ? darkAt(asset, problem) : []
  const dutyEndMin = asset.crewDutyEndMin ?? Infinity
  return {
    pickup, delivery, startDark, dutyEndMin, readyMin: asset.readyMin, maxKm: asset.maxKm, loadMin: asset.loadMin,
    timeless: startDark.length === 0 && delivery.every((one) => one === null || one.length === 0) && pickup.every((one) => one === null || (one.land !== null && one.land.forbidden.length === 0)),
  }
}

function mustBeSound(problem: EvacProblem): void {
  if (problem.maxStops !== 1 && problem.maxStops !== 2 && problem.maxStops !== 3) {
    throw new RangeError(`${problem.id}: ${problem.maxStops} stops in one sortie are not planned for; 1, 2 or 3 are`)
  }
  for (const [what, list] of [['site', problem.sites], ['facility', problem.facilities], ['asset', problem.assets], ['casualty', problem.casualties]] as const) {
    const seen = new Set<string>()
    for (const { id } of list) {
      if (seen.has(id)) {
        throw new RangeError(`${what} ${id} is given twice`)
      }
      seen.add(id)
    }
  }
  const sites = new Set(problem.sites.map(({ id }) => id))
  for (const { id, site } of problem.casualties) {
    if (!sites.has(site)) {
      throw new RangeError(`casualty ${id} is at site ${site}, which is not given`)
    }
  }
  for (const asset of problem.assets) {
    if (!(asset.speedKmh > 0) || !(asset.readyMin >= 0) || !(asset.loadMin >= 0) || Number.isNaN(asset.maxKm)) {
      throw new RangeError(`asset ${asset.id}: speed, readiness, loading time or range is no sound figure`)
    }
  }
}
