import type { Model } from './model.ts'
import { scheduleOf } from './schedule.ts'

/**
 * One way an asset can go: which sites, which facility, at what time. Everybody aboard arrives together, so of all orders of the
 * same stops only the one that arrives first (then the shortest) can be part of a best plan.
 */
export type Sortie = {
  asset: number
  facility: number
  /** Sites in the order flown. */
  stops: readonly number[]
  arriveMin: number
  km: number
  /** Casualties at the stops that this asset may carry to this facility, by index. */
  candidates: readonly number[]
}

/** More ways than this are not listed; the search then works without its strong bound. */
export const MOST_SORTIES = 400_000

/** Every sortie worth flying of every asset, listed with pauses. Answers false when there are too many to list. */
export function* listSorties(model: Model, out: Sortie[][]): Generator<void, boolean> {
  const { assets, facilities, sites, casualties, careFrom, carried, maxStops } = model
  let listed = 0
  let steps = 0
  for (let size = 1; size <= maxStops; size += 1) {
    for (let a = 0; a < assets.length; a += 1) {
      const open = model.openings[a]!
      const legs = model.legs[a]!
      out[a] ??= []
      for (let f = 0; f < facilities.length; f += 1) {
        if (open.delivery[f] === null) {
          continue
        }
        const atSite: number[][] = sites.map(() => [])
        casualties.forEach(({ site }, c) => {
          if (carried[c * assets.length + a] === 1 && !Number.isNaN(careFrom[c * facilities.length + f]!)) {
            atSite[site]!.push(c)
          }
        })
        const useful = sites.flatMap((_, i) => (open.pickup[i] !== null && atSite[i]!.length > 0 && Number.isFinite(legs.outMin[i]!) ? [i] : []))
        for (const set of subsets(useful, size)) {
          steps += 1
          if (steps % 2000 === 0) {
            yield
          }
          const best = bestOrder(model, a, f, set)
          if (best !== null) {
            listed += 1
            if (listed > MOST_SORTIES) {
              return false
            }
            out[a]!.push({ asset: a, facility: f, stops: best.stops, arriveMin: best.arriveMin, km: best.km, candidates: set.flatMap((i) => atSite[i]!).toSorted((x, y) => x - y) })
          }
        }
      }
    }
  }
  return true
}

function* subsets(items: readonly number[], size: number): Generator<readonly number[]> {
  for (let i = 0; i < items.length; i += 1) {
    if (size === 1) {
      yield [items[i]!]
      continue
    }
    for (let j = i + 1; j < items.length; j += 1) {
      if (size === 2) {
        yield [items[i]!, items[j]!]
        continue
      }
      for (let k = j + 1; k < items.length; k += 1) {
        yield [items[i]!, items[j]!, items[k]!]
      }
    }
  }
}

const ORDERS: readonly (readonly (readonly number[])[])[] = [
  [],
  [[0]],
  [[0, 1], [1, 0]],
  [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]],
]

type Best = { stops: readonly number[]; arriveMin: number; km: number }

function bestOrder(model: Model, a: number, f: number, set: readonly number[]): Best | null {
  const open = model.openings[a]!
  let best: Best | null = null
  for (const order of ORDERS[set.length]!) {
    const found = open.timeless ? sumsOf(model, a, f, set, order) : timedOf(model, a, f, order.map((i) => set[i]!))
    if (found !== null && (best === null || found.arriveMin < best.arriveMin - 1e-9 || (found.arriveMin < best.arriveMin + 1e-9 && found.km < best.km - 1e-9))) {
      best = { ...found, stops: order.map((i) => set[i]!) }
    }
  }
  return best
}

function timedOf(model: Model, a: number, f: number, stops: readonly number[]): { arriveMin: number; km: number } | null {
  return scheduleOf(model.legs[a]!, model.openings[a]!, stops, f)
}

/** The same as `scheduleOf` where nothing depends on the time of day: sums alone. */
function sumsOf(model: Model, a: number, f: number, set: readonly number[], order: readonly number[]): { arriveMin: number; km: number } | null {
  const legs = model.legs[a]!
  const open = model.openings[a]!
  const sites = model.sites.length
  const facilities = model.facilities.length
  let from = set[order[0]!]!
  let arriveMin = open.readyMin + legs.outMin[from]! + open.loadMin * order.length
  let km = legs.outKm[from]! + legs.backKm[f]!
  for (let i = 1; i < order.length; i += 1) {
    const to = set[order[i]!]!
    arriveMin += legs.siteMin[from * sites + to]!
    km += legs.siteKm[from * sites + to]!
    from = to
  }
  arriveMin += legs.inMin[from * facilities + f]!
  km += legs.inKm[from * facilities + f]!
  return km <= open.maxKm + 1e-9 && arriveMin + legs.backMin[f]! <= open.dutyEndMin + 1e-9 ? { arriveMin, km } : null
}
