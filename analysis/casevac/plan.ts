import { alternativesTo } from './alternatives.ts'
import { closestFirst, complete, type Draft } from './draft.ts'
import { compareLex, tiersOf, type Lex, type Radix } from './lex.ts'
import { isLate, modelOf, weighed, type Model } from './model.ts'
import { Picker } from './pricing.ts'
import { reasonsOf } from './reasons.ts'
import { mend, type Mended } from './replan.ts'
import { agoMin, deadlineMin, DEFAULT_RULES } from './rules.ts'
import { scheduleOf } from './schedule.ts'
import { Search } from './search.ts'
import { listSorties, type Sortie } from './sorties.ts'
import { isStale } from './openings.ts'
import type { EvacObjective, EvacPlan, EvacProblem, EvacTask, PlanOptions } from './types.ts'

/** Of the time given, the search for the best plan may take so much, mending the plan before so much of what is then left. */
const SHARE_OF_SEARCH = 0.7
const SHARE_OF_MEND = 0.5

/** Which asset goes where for whom: the best plan that is found in the time, with reasons, alternatives and a bound. Throws RangeError for a problem that is not sound. */
export function planEvacuation(problem: EvacProblem, options: PlanOptions = {}): EvacPlan {
  const steps = planSteps(problem, options)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) {
      return value
    }
  }
}

/** The same with a pause every few milliseconds, for whoever has other work to do in between. */
export function* planSteps(problem: EvacProblem, options: PlanOptions = {}): Generator<void, EvacPlan> {
  const rules = { ...DEFAULT_RULES, ...options.rules }
  const clock = options.clockMs ?? (() => Date.now())
  const began = clock()
  const budget = options.budgetMs ?? 5000
  const over = (share: number) => (): boolean => clock() - began >= budget * share || options.stop?.() === true
  const plain = modelOf(problem, rules)
  const sorties: Sortie[][] = []
  const whole = yield* listSorties(plain, sorties)
  const model = whole ? weighed(plain, sorties) : plain
  const picker = new Picker(model)
  const start = better(complete(model, sorties, picker, [], model.carried), closestFirst(model, sorties, picker))
  const firstPlanMs = clock() - began
  const floor = floorOf(model, sorties)
  const search = new Search(model, sorties, {}, start, floor)
  const wanted = Math.max(0, options.alternatives ?? 2)
  yield* drive(search, over(wanted === 0 && options.previous === undefined ? 1 : SHARE_OF_SEARCH))
  const proven = search.proven && whole
  const { best } = search
  const mended: Mended | null = options.previous === undefined
    ? null
    : yield* mend(model, sorties, options.previous, best, options.replanGainWeightedMin ?? 1000, floor, over(SHARE_OF_SEARCH + (1 - SHARE_OF_SEARCH) * SHARE_OF_MEND))
  const chosen = mended?.draft ?? best
  const tasks = tasksOf(model, chosen)
  const constant = committedCost(problem, model)
  const objective = objectiveOf(chosen.cost, constant, model.radix)
  const others = yield* alternativesTo(model, sorties, chosen, wanted, floor, over(1))
  const committed = problem.committed ?? []
  const used = new Set([...committed, ...tasks].map((task) => task.facility))
  return {
    id: problem.id,
    tasks: [...committed, ...tasks],
    unserved: unservedOf(model, chosen),
    objective,
    bound: proven ? objectiveOf(best.cost, constant, model.radix) : objectiveOf(whole ? soundBound(search.bound, floor) : floor, constant, model.radix),
    proven,
    reasons: reasonsOf(model, sorties, chosen, tasks),
    alternatives: others.map((draft) => {
      const other = objectiveOf(draft.cost, constant, model.radix)
      return { tasks: [...committed, ...tasksOf(model, draft)], unserved: unservedOf(model, draft), objective: other, difference: other.map((value, i) => value - objective[i]!) as unknown as EvacObjective }
    }),
    diff: mended === null ? null : { outcome: mended.outcome, changes: mended.changes, broken: mended.broken, before: objectiveOf(mended.before, constant, model.radix), best: objectiveOf(best.cost, constant, model.radix) },
    staleFacilities: problem.facilities.filter((facility) => used.has(facility.id) && isStale(facility, rules)).map(({ id }) => id),
    took: { firstPlanMs, totalMs: clock() - began },
    complete: whole,
  }
}

function better(a: Draft, b: Draft): Draft {
  return compareLex(b.cost, a.cost) < 0 ? b : a
}

/** Run a search until it is done or the time is over. */
export function* drive(search: Search, over: () => boolean): Generator<void, void> {
  for (const _ of search.run()) {
    if (over()) {
      return
    }
    yield
  }
}

/** What no plan can beat, from each casualty alone: at its soonest, or left where nothing reaches it. */
function floorOf(model: Model, sorties: readonly (readonly Sortie[])[]): Lex {
  const soonest = model.casualties.map(({ unservedK, unservedMinutes }) => ({ k: unservedK, minutes: unservedMinutes }))
  for (const { stops, candidates, facility, arriveMin } of sorties.flat()) {
    if (stops.length === 1) {
      for (const c of candidates) {
        const one = model.casualties[c]!
        const elapsed = Math.max(arriveMin, model.careFrom[c * model.facilities.length + facility]!) + one.agoMin
        const found = soonest[c]!
        found.k = Math.min(found.k, isLate(elapsed, one.deadlineMin) ? one.lateK : 0)
        found.minutes = Math.min(found.minutes, one.weight * (elapsed + model.marginMin[facility]!))
      }
    }
  }
  return soonest.reduce((sum, { k, minutes }) => ({ k: sum.k + k, minutes: sum.minutes + minutes, km: 0 }), { k: 0, minutes: 0, km: 0 })
}

/** Counts are whole: a bound between two of them is the higher, with the lower tiers no longer bounded by it. */
function soundBound(bound: Lex, floor: Lex): Lex {
  const k = Math.ceil(bound.k - 1e-3)
  return k - bound.k > 1e-3 ? { k, minutes: floor.minutes, km: 0 } : { k, minutes: Math.max(bound.minutes, floor.minutes), km: bound.minutes > floor.minutes ? Math.max(0, bound.km) : 0 }
}

function objectiveOf(cost: Lex, constant: Lex, radix: Radix): EvacObjective {
  return tiersOf({ k: cost.k + constant.k, minutes: cost.minutes + constant.minutes, km: cost.km + constant.km }, radix)
}

/** What the tasks that fly already cost. */
function committedCost(problem: EvacProblem, model: Model): Lex {
  const { rules, radix } = model
  const casualties = new Map(problem.casualties.map((one) => [one.id, one]))
  const facilities = new Map(problem.facilities.map((one) => [one.id, one]))
  const cost = { k: 0, minutes: 0, km: 0 }
  for (const task of problem.committed ?? []) {
    cost.km += task.km
    const facility = facilities.get(task.facility)
    const margin = facility !== undefined && isStale(facility, rules) ? rules.staleMarginMin : 0
    for (const id of task.casualties) {
      const casualty = casualties.get(id)
      if (casualty !== undefined) {
        const ready = Math.max(0, ...casualty.needs.map((need) => facility?.capabilities[need]?.readyMin ?? 0))
        const elapsed = Math.max(task.arriveMin, ready) + agoMin(casualty)
        cost.k += isLate(elapsed, deadlineMin(casualty, rules)) ? radix.late[casualty.category] : 0
        cost.minutes += rules.weightPerMin[casualty.category] * (elapsed + margin)
      }
    }
  }
  return cost
}

function unservedOf(model: Model, draft: Draft): string[] {
  const served = new Set(draft.taken.flatMap(({ casualties }) => casualties))
  return model.casualties.flatMap(({ casualty }, c) => (served.has(c) ? [] : [casualty.id]))
}

/** The tasks of a draft with their times. */
export function tasksOf(model: Model, draft: Draft): EvacTask[] {
  return draft.taken.map(({ sortie, casualties }) => {
    const { departMin, stopArriveMin, arriveMin, returnMin, km } = scheduleOf(model.legs[sortie.asset]!, model.openings[sortie.asset]!, sortie.stops, sortie.facility)!
    return {
      asset: model.assets[sortie.asset]!.id, stops: sortie.stops.map((i) => model.sites[i]!.id), facility: model.facilities[sortie.facility]!.id,
      casualties: casualties.map((c) => model.casualties[c]!.casualty.id), departMin, stopArriveMin, arriveMin, returnMin, km,
    }
  })
}
