import { complete, draftCost, type Draft } from './draft.ts'
import { compareLex, type Lex } from './lex.ts'
import type { Model } from './model.ts'
import { Picker } from './pricing.ts'
import { routeReason } from './reasons.ts'
import { Search } from './search.ts'
import type { Sortie } from './sorties.ts'
import type { EvacTask, PlanChange, PlanDiff, ReasonCode } from './types.ts'

/** A task that comes so much later than it was planned is open to change. */
const DELAY_MIN = 1

/** What is proposed where a plan stands already. */
export type Mended = Pick<PlanDiff, 'outcome' | 'changes' | 'broken'> & { draft: Draft; before: Lex }

/**
 * Keep a plan as steady as it is worth: as it stands; else with only what is broken, late or new planned again and every other
 * casualty left with its asset and facility; else the best plan. Each step is taken only when it saves an unserved or late
 * casualty, or at least `gain` weighted minutes.
 */
export function* mend(model: Model, sorties: readonly (readonly Sortie[])[], previous: readonly EvacTask[], best: Draft, gain: number, floor: Lex, over: () => boolean): Generator<void, Mended> {
  const { kept, steady, broken } = standing(model, sorties, previous)
  const keep = new Map(steady.flatMap(({ sortie, casualties }) => casualties.map((c) => [c, { asset: sortie.asset, facility: sortie.facility }] as const)))
  const search = new Search(model, sorties, { keep }, complete(model, sorties, new Picker(model), kept.taken, model.carried), floor)
  for (const _ of search.run()) {
    if (over()) {
      break
    }
    yield
  }
  const worth = (from: Lex, to: Lex): boolean => to.k < from.k - 0.5 || (to.k < from.k + 0.5 && to.minutes <= from.minutes - gain)
  const mended = search.best
  let outcome: Mended['outcome'] = 'kept'
  let draft = kept
  if (worth(kept.cost, mended.cost) || worth(kept.cost, best.cost)) {
    const anew = worth(mended.cost, best.cost) || compareLex(kept.cost, mended.cost) <= 0
    outcome = anew ? 'new' : 'mended'
    draft = anew ? best : mended
  }
  return { outcome, draft, broken, before: kept.cost, changes: changesOf(model, previous, draft) }
}

/** The plan before in today's situation: what of it still stands, and what of that comes no later than planned. */
function standing(model: Model, sorties: readonly (readonly Sortie[])[], previous: readonly EvacTask[]): { kept: Draft; steady: Draft['taken']; broken: { asset: string; reason: ReasonCode }[] } {
  const { casualties, facilities, resources, uses } = model
  const index = new Map(casualties.map(({ casualty }, c) => [casualty.id, c]))
  const left = resources.map(({ limit }) => limit)
  const taken: Draft['taken'] = []
  const steady: Draft['taken'] = []
  const broken: { asset: string; reason: ReasonCode }[] = []
  for (const task of previous) {
    const a = model.assets.findIndex(({ id }) => id === task.asset)
    const wanted = task.casualties.flatMap((id) => index.get(id) ?? [])
    const f = facilities.findIndex(({ id }) => id === task.facility)
    if (wanted.length === 0 || model.problem.committed?.some(({ asset }) => asset === task.asset) === true) {
      continue
    }
    if (a < 0 || f < 0) {
      broken.push({ asset: task.asset, reason: a < 0 ? 'ASSET_UNAVAILABLE' : 'FACILITY_CLOSED' })
      continue
    }
    const stops = new Set(wanted.map((c) => casualties[c]!.site))
    const sortie = sorties[a]!.find((one) => one.facility === f && one.stops.length === stops.size && one.stops.every((stop) => stops.has(stop)))
    if (sortie === undefined) {
      broken.push({ asset: task.asset, reason: routeReason(model, a, [...stops], f) })
      continue
    }
    const room = { litters: model.assets[a]!.litters, seats: model.assets[a]!.seats }
    const list = wanted.filter((c) => {
      const kind = casualties[c]!.casualty.litter ? 'litters' : 'seats'
      const fits = sortie.candidates.includes(c) && room[kind] >= 1 && uses[c * facilities.length + f]!.every((r) => left[r]! > 0)
      if (fits) {
        room[kind] -= 1
        uses[c * facilities.length + f]!.forEach((r) => (left[r]! -= 1))
      }
      return fits
    }).toSorted((x, y) => x - y)
    if (list.length < wanted.length && !sortie.stops.every((stop) => list.some((c) => casualties[c]!.site === stop))) {
      list.forEach((c) => uses[c * facilities.length + f]!.forEach((r) => (left[r]! += 1)))
      broken.push({ asset: task.asset, reason: routeReason(model, a, [...stops], f, wanted) })
      continue
    }
    taken.push({ sortie, casualties: list })
    if (sortie.arriveMin <= task.arriveMin + DELAY_MIN && list.length === wanted.length) {
      steady.push({ sortie, casualties: list })
    }
  }
  taken.sort((x, y) => x.sortie.asset - y.sortie.asset)
  return { kept: { taken, cost: draftCost(model, taken) }, steady, broken }
}

function changesOf(model: Model, previous: readonly EvacTask[], draft: Draft): PlanChange[] {
  const flying = new Set(model.problem.committed?.flatMap((task) => task.casualties))
  return model.problem.casualties.filter(({ id }) => !flying.has(id)).flatMap(({ id }): PlanChange[] => {
    const old = previous.find((task) => task.casualties.includes(id))
    const now = draft.taken.find(({ casualties }) => casualties.some((c) => model.casualties[c]!.casualty.id === id))
    const before = old === undefined ? null : { asset: old.asset, facility: old.facility, arriveMin: old.arriveMin }
    const after = now === undefined ? null : { asset: model.assets[now.sortie.asset]!.id, facility: model.facilities[now.sortie.facility]!.id, arriveMin: now.sortie.arriveMin }
    const same = before?.asset === after?.asset && before?.facility === after?.facility && Math.abs((before?.arriveMin ?? 0) - (after?.arriveMin ?? 0)) <= DELAY_MIN
    return same ? [] : [{ casualty: id, before, after }]
  })
}
