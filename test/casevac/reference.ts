import type { EvacAsset, EvacCasualty, EvacFacility, EvacProblem } from '../../analysis/casevac/types.ts'

/**
 * Two ways of planning that share nothing with the product's: all plans tried one by one (small instances of the exercise model
 * only), and what a dispatcher does by hand. Both answer the eight tiers.
 */

type Sortie = { facility: number; casualties: number[]; arriveMin: number; km: number }

const DEADLINE = (one: EvacCasualty): number => (one.category === 'A' ? (one.needs.includes('DCS') ? 120 : 60) : one.category === 'B' ? 240 : 1440)
const WEIGHT = { A: 100, B: 10, C: 1 } as const
const TIER = { A: 0, B: 2, C: 4 } as const

/** The best objective of all plans. */
export function tryAll(problem: EvacProblem): number[] {
  const options = problem.assets.map((asset) => allSorties(problem, asset))
  const beds = problem.facilities.map(({ beds: free }) => free ?? 0)
  let best: number[] | null = null
  const go = (a: number, taken: (Sortie | null)[], served: Set<number>): void => {
    if (a === problem.assets.length) {
      const found = score(problem, taken)
      if (best === null || less(found, best)) {
        best = found
      }
      return
    }
    go(a + 1, [...taken, null], served)
    for (const sortie of options[a]!) {
      if (beds[sortie.facility]! >= sortie.casualties.length && !sortie.casualties.some((c) => served.has(c))) {
        beds[sortie.facility]! -= sortie.casualties.length
        go(a + 1, [...taken, sortie], new Set([...served, ...sortie.casualties]))
        beds[sortie.facility]! += sortie.casualties.length
      }
    }
  }
  go(0, [], new Set())
  return best!
}

/** The most urgent first, each by the idle asset nearest to it, to the nearest facility that can take it, with whoever fits from the same site. */
export function closestByHand(problem: EvacProblem): number[] {
  const beds = problem.facilities.map(({ beds: free }) => free ?? 0)
  const taken: (Sortie | null)[] = problem.assets.map(() => null)
  const served = new Set<number>()
  const order = [...problem.casualties.keys()].sort((a, b) => TIER[problem.casualties[a]!.category] - TIER[problem.casualties[b]!.category] || a - b)
  for (const c of order.filter((one) => !served.has(one))) {
    const at = placeOf(problem, problem.casualties[c]!.site)
    const near = [...problem.assets.keys()].filter((a) => taken[a] === null).sort((a, b) => apart(problem.assets[a]!.position, at) - apart(problem.assets[b]!.position, at))
    const facilities = [...problem.facilities.keys()].sort((a, b) => apart(problem.facilities[a]!.position, at) - apart(problem.facilities[b]!.position, at))
    found: for (const a of near) {
      for (const f of facilities) {
        const sortie = flight(problem, problem.assets[a]!, [problem.casualties[c]!.site], f)
        const list: number[] = []
        for (const other of [c, ...order]) {
          if (!served.has(other) && !list.includes(other) && problem.casualties[other]!.site === problem.casualties[c]!.site && list.length < beds[f]! && allowed(problem, problem.assets[a]!, f, [...list, other])) {
            list.push(other)
          }
        }
        if (sortie !== null && list[0] === c) {
          list.forEach((one) => served.add(one))
          beds[f]! -= list.length
          taken[a] = { ...sortie, casualties: list }
          break found
        }
      }
    }
  }
  return score(problem, taken)
}

function allSorties(problem: EvacProblem, asset: EvacAsset): Sortie[] {
  const out = new Map<string, Sortie>()
  const sites = problem.sites.map(({ id }) => id)
  const routes: string[][] = sites.map((id) => [id])
  for (let i = 0; i < routes.length; i += 1) {
    if (routes[i]!.length < problem.maxStops) {
      routes.push(...sites.filter((id) => !routes[i]!.includes(id)).map((id) => [...routes[i]!, id]))
    }
  }
  for (const route of routes) {
    for (let f = 0; f < problem.facilities.length; f += 1) {
      const way = flight(problem, asset, route, f)
      const there = problem.casualties.flatMap((one, c) => (route.includes(one.site) ? [c] : []))
      for (let mask = 1; way !== null && mask < 1 << there.length; mask += 1) {
        const casualties = there.filter((_, i) => (mask & (1 << i)) !== 0)
        const key = `${f}:${casualties.join()}`
        const before = out.get(key)
        // Of the routes to the same people the first to arrive, then the shortest: with the same people it is never worse.
        if (allowed(problem, asset, f, casualties) && (before === undefined || way.arriveMin < before.arriveMin - 1e-9 || (way.arriveMin < before.arriveMin + 1e-9 && way.km < before.km))) {
          out.set(key, { ...way, casualties })
        }
      }
    }
  }
  return [...out.values()]
}

function flight(problem: EvacProblem, asset: EvacAsset, route: readonly string[], f: number): Omit<Sortie, 'casualties'> | null {
  const facility = problem.facilities[f]!
  const flies = asset.kind === 'helo'
  const stops = route.map((id) => problem.sites.find((site) => site.id === id)!)
  if (flies && (facility.helipad !== true || (problem.night && asset.night !== true) || stops.some((site) => site.landing !== true))) {
    return null
  }
  if (stops.some((site) => site.red && !asset.protected)) {
    return null
  }
  const places = [asset.position, ...stops.map((site) => site.position), facility.position]
  const factor = flies ? 1 : problem.groundDetour
  let out = 0
  for (let i = 1; i < places.length; i += 1) {
    out += apart(places[i - 1]!, places[i]!) * factor
  }
  const km = out + apart(facility.position, asset.position) * factor
  return km > asset.maxKm ? null : { facility: f, arriveMin: asset.readyMin + (out / asset.speedKmh) * 60 + asset.loadMin * stops.length, km }
}

function allowed(problem: EvacProblem, asset: EvacAsset, f: number, list: readonly number[]): boolean {
  const people = list.map((c) => problem.casualties[c]!)
  const facility: EvacFacility = problem.facilities[f]!
  const litters = people.filter(({ litter }) => litter).length
  return litters <= asset.litters && people.length - litters <= asset.seats && people.every(({ needs }) => needs.every((need) => need in facility.capabilities))
}

function score(problem: EvacProblem, taken: readonly (Sortie | null)[]): number[] {
  const tiers = [0, 0, 0, 0, 0, 0, 0, 0]
  const arrival = new Map<number, number>()
  for (const sortie of taken) {
    sortie?.casualties.forEach((c) => arrival.set(c, sortie.arriveMin))
    tiers[7]! += sortie?.km ?? 0
  }
  problem.casualties.forEach((one, c) => {
    const at = arrival.get(c)
    const since = at === undefined ? 1440 : at + (one.injuredMinAgo ?? 0)
    tiers[6]! += WEIGHT[one.category] * since
    tiers[TIER[one.category] + (at === undefined ? 0 : 1)]! += at === undefined || since > DEADLINE(one) ? 1 : 0
  })
  return tiers
}

function less(a: readonly number[], b: readonly number[]): boolean {
  const i = a.findIndex((value, k) => Math.abs(value - b[k]!) > 1e-6)
  return i >= 0 && a[i]! < b[i]!
}

function placeOf(problem: EvacProblem, site: string): EvacProblem['sites'][number]['position'] {
  return problem.sites.find(({ id }) => id === site)!.position
}

function apart(a: EvacAsset['position'], b: EvacAsset['position']): number {
  return 'xKm' in a && 'xKm' in b ? Math.hypot(a.xKm - b.xKm, a.yKm - b.yKm) : NaN
}
