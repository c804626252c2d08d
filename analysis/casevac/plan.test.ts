import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { closestByHand, tryAll } from '../../test/casevac/reference.ts'
import { evacScene, liveScene } from '../../test/casevac/scene.ts'
import { checkPlan } from './check.ts'
import { problemOf } from './instance.ts'
import { compareObjectives } from './lex.ts'
import { planEvacuation, planSteps } from './plan.ts'
import { DEFAULT_RULES } from './rules.ts'
import type { EvacPlan, EvacProblem, PlanOptions } from './types.ts'

type Instance = { id: string; optimum: { objective: number[] }; greedyClosest: { objective: number[] } }
const FILE = JSON.parse(readFileSync(new URL('../../test/casevac/allocation.json', import.meta.url), 'utf8')) as { instances: Instance[] }
/** Sizes that are quick to solve and still hold every conflict: places, beds, stops, assets. */
const SMALL = { casualties: 5, assets: 3, facilities: 3, sites: 3 }
const NO_END: PlanOptions = { budgetMs: Infinity }

function checked(problem: EvacProblem, options: PlanOptions = {}): EvacPlan {
  const plan = planEvacuation(problem, { ...NO_END, ...options })
  for (const one of [plan, ...plan.alternatives]) {
    const { breaches, objective } = checkPlan(problem, one.tasks, DEFAULT_RULES)
    assert.deepEqual(breaches, [], problem.id)
    assert.equal(compareObjectives(objective, one.objective), 0, `${problem.id}: ${objective.join()} is stated as ${one.objective.join()}`)
  }
  return plan
}

describe('the exercise file', () => {
  for (const instance of FILE.instances) {
    test(`${instance.id} comes out at its known best, proven`, () => {
      const plan = checked(problemOf(instance))
      instance.optimum.objective.forEach((value, i) => assert.ok(Math.abs(plan.objective[i]! - value) <= 1e-6, `${plan.objective.join()} for ${instance.optimum.objective.join()}`))
      assert.equal(plan.proven, true)
      assert.deepEqual(plan.bound, plan.objective)
      assert.ok(compareObjectives(plan.objective, instance.greedyClosest.objective) <= 0)
    })
  }
})

describe('random problems', () => {
  test('120: the best of all plans tried one by one, and the alternatives are the next best', () => {
    for (let seed = 0; seed < 120; seed += 1) {
      const problem = evacScene(seed, { casualties: 4, assets: 2, facilities: 2, sites: 2 + (seed % 2) })
      const plan = checked(problem)
      assert.equal(compareObjectives(plan.objective, tryAll(problem)), 0, `${problem.id}: ${plan.objective.join()} for ${tryAll(problem).join()}`)
      plan.alternatives.forEach((other, i) => assert.ok(compareObjectives(other.objective, (plan.alternatives[i - 1] ?? plan).objective) >= 0, problem.id))
      const ways = [plan, ...plan.alternatives].map(({ tasks }) => tasks.map(({ asset, stops, facility }) => `${asset}>${stops.join()}>${facility}`).join(' '))
      assert.equal(new Set(ways).size, ways.length, ways.join(' | '))
    }
  })

  test('1,000: the plan passes the check and is never worse than closest first', () => {
    for (let seed = 1000; seed < 2000; seed += 1) {
      const problem = evacScene(seed, SMALL)
      const plan = checked(problem, { alternatives: 0 })
      assert.equal(plan.proven, true)
      assert.ok(compareObjectives(plan.objective, closestByHand(problem)) <= 0, `${problem.id}: ${plan.objective.join()} for ${closestByHand(problem).join()}`)
    }
  })

  test('300 with everything a live mission adds: the plan passes the check', () => {
    for (let seed = 0; seed < 300; seed += 1) {
      checked(liveScene(seed, SMALL), { alternatives: seed % 10 === 0 ? 2 : 0 })
    }
  })

  test('500: another asset, bed or capability never makes it worse', () => {
    for (let seed = 3000; seed < 3500; seed += 1) {
      const rich = evacScene(seed, SMALL)
      const poorer: EvacProblem[] = [
        { ...rich, assets: rich.assets.slice(1) },
        { ...rich, facilities: rich.facilities.map((one, i) => (i === seed % 3 ? { ...one, beds: Math.max(0, one.beds! - 1) } : one)) },
        { ...rich, facilities: rich.facilities.map((one, i) => (i === seed % 3 ? { ...one, capabilities: { R1: { state: 'yes' } } } : one)) },
      ]
      const { objective } = planEvacuation(rich, { ...NO_END, alternatives: 0 })
      const other = planEvacuation(poorer[seed % poorer.length]!, { ...NO_END, alternatives: 0 })
      assert.ok(compareObjectives(objective, other.objective) <= 0, rich.id)
    }
  })

  test('200: nobody is left whom an idle asset could still fetch', () => {
    for (let seed = 4000; seed < 4200; seed += 1) {
      const problem = evacScene(seed, SMALL)
      const plan = planEvacuation(problem, { ...NO_END, alternatives: 0 })
      const idle = problem.assets.filter(({ id }) => !plan.tasks.some(({ asset }) => asset === id))
      const facilities = problem.facilities.map((one) => ({ ...one, beds: one.beds! - plan.tasks.filter(({ facility }) => facility === one.id).flatMap(({ casualties }) => casualties).length }))
      const left = planEvacuation({ ...problem, assets: idle, facilities, casualties: problem.casualties.filter(({ id }) => plan.unserved.includes(id)) }, NO_END)
      assert.deepEqual(left.tasks, [], problem.id)
    }
  })

  test('the same problem gives the same plan', () => {
    for (let seed = 5000; seed < 5030; seed += 1) {
      const problem = liveScene(seed, { casualties: 8, assets: 4, facilities: 3, sites: 4 })
      const strip = ({ took: _, ...rest }: EvacPlan) => rest
      assert.deepEqual(strip(planEvacuation(problem, NO_END)), strip(planEvacuation(problem, NO_END)))
    }
  })

  test('300, too large to try all: proven from the list given and from the list turned round, the worth is the same', () => {
    for (let seed = 20_200; seed < 20_500; seed += 1) {
      const problem = (seed % 2 === 0 ? evacScene : liveScene)(seed, { casualties: 11, assets: 5, facilities: 4, sites: 3 + (seed % 6) })
      const turned = { ...problem, sites: problem.sites.toReversed(), assets: problem.assets.toReversed(), facilities: problem.facilities.toReversed(), casualties: problem.casualties.toReversed() }
      const [one, other] = [checked(problem, { alternatives: 0 }), checked(turned, { alternatives: 0 })]
      assert.equal(compareObjectives(one.objective, other.objective), 0, `${problem.id}: ${one.objective.join()} and ${other.objective.join()}`)
    }
  })
})

describe('twenty casualties, eight assets, six facilities', () => {
  const problem = evacScene(20, { casualties: 20, assets: 8, facilities: 6, sites: 8 })

  test('stopped at any moment there is a plan that passes the check and a bound that holds', () => {
    const best = planEvacuation(problem, { ...NO_END, alternatives: 0 })
    assert.equal(best.proven, true)
    for (const pauses of [0, 1, 3, 10, 30]) {
      let asked = 0
      const plan = checked(problem, { stop: () => (asked += 1) > pauses, alternatives: 0 })
      assert.ok(compareObjectives(plan.bound, best.objective) <= 0, `${plan.bound.join()} above ${best.objective.join()}`)
      assert.ok(compareObjectives(plan.objective, best.objective) >= 0)
      assert.equal(plan.proven && compareObjectives(plan.bound, plan.objective) !== 0, false)
    }
  })

  test('it pauses often, so that whoever drives it can do other work', () => {
    const steps = planSteps(problem, NO_END)
    let pauses = 0
    while (steps.next().done !== true) {
      pauses += 1
    }
    assert.ok(pauses > 10, `${pauses}`)
  })
})
