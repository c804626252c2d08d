import { compareLex, ZERO, type Lex } from './lex.ts'
import { serviceOf, type Model } from './model.ts'
import type { Picker, Prices } from './pricing.ts'
import type { Sortie } from './sorties.ts'

/** A plan as the search holds it: at most one entry an asset, in the order of assets. */
export type Draft = { taken: { sortie: Sortie; casualties: readonly number[] }[]; cost: Lex }

/** What a sortie with these casualties costs. */
export function costOf(model: Model, sortie: Sortie, casualties: readonly number[]): Lex {
  const cost = { k: 0, minutes: 0, km: sortie.km }
  for (const c of casualties) {
    const { late, minutes } = serviceOf(model, c, sortie.facility, sortie.arriveMin)
    cost.k += late ? model.casualties[c]!.lateK : 0
    cost.minutes += minutes
  }
  return cost
}

/** What a plan costs, the unserved counted. */
export function draftCost(model: Model, taken: Draft['taken']): Lex {
  const cost = { k: 0, minutes: 0, km: 0 }
  const served = new Set<number>()
  for (const { sortie, casualties } of taken) {
    const one = costOf(model, sortie, casualties)
    cost.k += one.k
    cost.minutes += one.minutes
    cost.km += one.km
    casualties.forEach((c) => served.add(c))
  }
  model.casualties.forEach(({ unservedK, unservedMinutes }, c) => {
    if (!served.has(c)) {
      cost.k += unservedK
      cost.minutes += unservedMinutes
    }
  })
  return cost
}

/**
 * A whole plan from wishes: each wish is taken as far as asset, casualties and resources are still free, then room aboard is filled
 * at stops that are made anyway, then the idle asset whose best sortie gains most is sent, again and again.
 */
export function complete(model: Model, sorties: readonly (readonly Sortie[])[], picker: Picker, wishes: Draft['taken'], may: Uint8Array, within: (sortie: Sortie) => boolean = () => true): Draft {
  const { casualties, assets, facilities, resources, uses } = model
  const F = facilities.length
  const left = resources.map(({ limit }) => limit)
  const bedOf = facilities.map((_, f) => resources.findIndex(({ facility, capability }) => facility === f && capability === null))
  const served = new Uint8Array(casualties.length)
  const taken: { sortie: Sortie; casualties: number[] }[] = []
  const idle = new Set(assets.keys())
  const fits = (c: number, f: number): boolean => served[c] === 0 && uses[c * F + f]!.every((r) => left[r]! > 0)
  const take = (c: number, f: number, list: number[]): void => {
    served[c] = 1
    uses[c * F + f]!.forEach((r) => (left[r]! -= 1))
    list.push(c)
  }
  const send = (sortie: Sortie, wanted: readonly number[]): boolean => {
    const list: number[] = []
    wanted.forEach((c) => {
      if (fits(c, sortie.facility)) {
        take(c, sortie.facility, list)
      }
    })
    // A stop that is left without anybody would be flown for nothing: the wish is taken back.
    if (list.length === 0 || sortie.stops.some((stop) => !list.some((c) => casualties[c]!.site === stop))) {
      list.forEach((c) => {
        served[c] = 0
        uses[c * F + sortie.facility]!.forEach((r) => (left[r]! += 1))
      })
      return false
    }
    taken.push({ sortie, casualties: list })
    idle.delete(sortie.asset)
    return true
  }
  for (const { sortie, casualties: wanted } of wishes) {
    if (idle.has(sortie.asset)) {
      send(sortie, wanted)
    }
  }
  const fill = (): void => {
    for (const { sortie, casualties: list } of taken) {
      for (const c of sortie.candidates) {
        const { litter } = casualties[c]!.casualty
        const aboard = list.filter((other) => casualties[other]!.casualty.litter === litter).length
        const room = litter ? assets[sortie.asset]!.litters : assets[sortie.asset]!.seats
        if (aboard < room && may[c * assets.length + sortie.asset] === 1 && fits(c, sortie.facility)) {
          take(c, sortie.facility, list)
        }
      }
    }
  }
  fill()
  const prices: Prices = { k: new Float64Array(casualties.length * F), minutes: new Float64Array(casualties.length * F), km: new Float64Array(casualties.length * F), late: ZERO }
  while (idle.size > 0) {
    for (let c = 0; c < casualties.length; c += 1) {
      for (let f = 0; f < F; f += 1) {
        const free = fits(c, f)
        prices.k[c * F + f] = free ? casualties[c]!.unservedK : -1
        prices.minutes[c * F + f] = free ? casualties[c]!.unservedMinutes : -1e9
      }
    }
    let best: { lex: Lex; sortie: Sortie; casualties: number[] } | null = null
    for (const a of idle) {
      for (const sortie of sorties[a]!) {
        if (!within(sortie)) {
          continue
        }
        if (picker.pick(sortie, prices, may, left[bedOf[sortie.facility]!]!)) {
          const { gain } = picker
          const lex = { k: gain.k, minutes: gain.minutes, km: gain.km + sortie.km }
          if (compareLex(lex, best?.lex ?? ZERO) < 0) {
            best = { lex, sortie, casualties: picker.casualties.slice() }
          }
        }
      }
    }
    if (best === null || !send(best.sortie, best.casualties)) {
      break
    }
  }
  const draft = taken.toSorted((a, b) => a.sortie.asset - b.sortie.asset).map(({ sortie, casualties: list }) => ({ sortie, casualties: list.toSorted((x, y) => x - y) }))
  return { taken: draft, cost: draftCost(model, draft) }
}

/**
 * The plan a dispatcher without a computer makes: the most urgent first (longest injured first among equals), each by the idle asset
 * that brings it in soonest, with whoever else is at that site and fits.
 */
export function closestFirst(model: Model, sorties: readonly (readonly Sortie[])[], picker: Picker): Draft {
  const { casualties, assets, facilities, resources, uses } = model
  const wishes: { sortie: Sortie; casualties: number[] }[] = []
  const left = resources.map(({ limit }) => limit)
  const served = new Set<number>()
  const idle = new Set(assets.keys())
  const order = [...casualties.keys()].toSorted((a, b) => casualties[b]!.weight - casualties[a]!.weight || casualties[b]!.agoMin - casualties[a]!.agoMin || a - b)
  const singles = sorties.flat().filter(({ stops }) => stops.length === 1).toSorted((a, b) => a.arriveMin - b.arriveMin || a.asset - b.asset || a.facility - b.facility)
  for (const c of order) {
    const sortie = served.has(c) ? undefined : singles.find((one) => idle.has(one.asset) && one.candidates.includes(c) && uses[c * facilities.length + one.facility]!.every((r) => left[r]! > 0))
    if (sortie === undefined) {
      continue
    }
    const room = { litters: assets[sortie.asset]!.litters, seats: assets[sortie.asset]!.seats }
    const list: number[] = []
    for (const other of [c, ...order]) {
      const kind = casualties[other]!.casualty.litter ? 'litters' : 'seats'
      const needed = uses[other * facilities.length + sortie.facility]!
      if (!served.has(other) && sortie.candidates.includes(other) && room[kind] >= 1 && needed.every((r) => left[r]! > 0)) {
        served.add(other)
        room[kind] -= 1
        needed.forEach((r) => (left[r]! -= 1))
        list.push(other)
      }
    }
    idle.delete(sortie.asset)
    wishes.push({ sortie, casualties: list })
  }
  return complete(model, sorties, picker, wishes, model.carried)
}
