import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { checkPlan } from '../analysis/casevac/check.ts'
import { closestPolicy, dispatchOf, solveDispatch } from '../analysis/casevac/dispatch.ts'
import { problemOf } from '../analysis/casevac/instance.ts'
import { compareObjectives } from '../analysis/casevac/lex.ts'
import { planEvacuation } from '../analysis/casevac/plan.ts'
import { DEFAULT_RULES } from '../analysis/casevac/rules.ts'
import type { EvacProblem } from '../analysis/casevac/types.ts'
import { closestByHand, tryAll } from '../test/casevac/reference.ts'
import { evacScene } from '../test/casevac/scene.ts'
import { machine, printTable, round } from './measure.ts'

/** A plan on the screen before the voice on the radio has finished; the best plan, or how far it can be off, before launch. */
const FIRST_MS = 500
const PROOF_MS = 5000
const EACH = 20

/** Time of this process on a processor: the machine may have other work. */
const processorMs = (): number => process.cpuUsage().user / 1000

const read = (name: string): { instances: unknown[] } => JSON.parse(readFileSync(new URL(`../test/casevac/${name}.json`, import.meta.url), 'utf8')) as { instances: unknown[] }

console.log(machine())
console.log(`\nFirst plan and proof, ${EACH} random problems each, at most ${PROOF_MS} ms of processor`)
const rows: (string | number)[][] = []
for (const sites of [5, 8, 12, 20]) {
  const first: number[] = []
  const whole: number[] = []
  let proven = 0
  let unequal = 0
  for (let seed = 0; seed < EACH; seed += 1) {
    const problem = evacScene(100 * sites + seed, { casualties: 20, assets: 8, facilities: 6, sites })
    const plan = planEvacuation({ ...problem, maxStops: 3 }, { budgetMs: PROOF_MS, alternatives: 0, clockMs: processorMs })
    const { breaches, objective } = checkPlan({ ...problem, maxStops: 3 }, plan.tasks, DEFAULT_RULES)
    assert.deepEqual([breaches, compareObjectives(objective, plan.objective)], [[], 0])
    assert.ok(compareObjectives(plan.bound, plan.objective) <= 0)
    first.push(plan.took.firstPlanMs)
    whole.push(plan.took.totalMs)
    proven += plan.proven ? 1 : 0
    // Not proven, but no casualty more could be reached or in time.
    unequal += compareObjectives(plan.bound.slice(0, 6), plan.objective.slice(0, 6)) === 0 ? 0 : 1
  }
  const most = (list: readonly number[]): number => Math.max(...list)
  const median = (list: readonly number[]): number => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)]!
  rows.push([`20 casualties at ${sites} sites × 8 assets × 6 facilities`, `${round(median(first))} / ${round(most(first))}`, `${round(median(whole))} / ${round(most(whole))}`, `${proven} of ${EACH}`, `${EACH - unequal} of ${EACH}`])
  assert.ok(most(first) < FIRST_MS, `the first plan took ${most(first)} ms`)
}
printTable(['', 'first plan ms, median / most', 'proof or end ms, median / most', 'proven best', 'tiers 1–6 proven'], rows)

console.log('\nThe exercise file (30 instances of 3–5 casualties) and 100 random problems of 5 × 3 × 3')
const file = read('allocation').instances.map((one) => problemOf(one))
const random = Array.from({ length: 100 }, (_, i) => evacScene(i, { casualties: 5, assets: 3, facilities: 3, sites: 3 }))
const timed = (work: (problem: EvacProblem) => readonly number[], problems: readonly EvacProblem[]): { ms: number; found: (readonly number[])[] } => {
  const began = processorMs()
  const found = problems.map(work)
  return { ms: processorMs() - began, found }
}
const best = (problem: EvacProblem): readonly number[] => planEvacuation(problem, { alternatives: 0 }).objective
timed(best, file)
timed(tryAll, file)
const compared = ([['file', file], ['random', random]] as const).flatMap(([name, problems]) => {
  const plan = timed(best, problems)
  const all = timed(tryAll, problems)
  const hand = timed(closestByHand, problems)
  const equal = plan.found.filter((one, i) => compareObjectives(one, all.found[i]!) === 0).length
  const better = plan.found.filter((one, i) => compareObjectives(one, hand.found[i]!) < 0).length
  return [[name, problems.length, round(plan.ms), round(all.ms), round(all.ms / plan.ms), equal, better]]
})
printTable(['', 'problems', 'Vigie ms', 'all plans tried ms', 'ratio', 'equal to the best', 'better than closest first'], compared)

console.log('\nDispatch with more calls to come (exact)')
printTable(['', 'advised', 'closest', 'closest loses %', 'ms'], read('dispatch').instances.map((one) => {
  const problem = dispatchOf(one)
  const began = processorMs()
  const value = solveDispatch(problem).values[0]!
  const ms = processorMs() - began
  const closest = closestPolicy(problem).values[0]!
  return [problem.id, value.toFixed(3), closest.toFixed(3), round((1 - closest / value) * 100), round(ms)]
}))
