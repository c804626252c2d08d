import { readFile } from 'node:fs/promises'
import { checkPlan } from '../../analysis/casevac/check.ts'
import { dispatchOf, solveDispatch } from '../../analysis/casevac/dispatch.ts'
import { problemOf } from '../../analysis/casevac/instance.ts'
import { compareObjectives } from '../../analysis/casevac/lex.ts'
import { planEvacuation } from '../../analysis/casevac/plan.ts'
import { DEFAULT_RULES } from '../../analysis/casevac/rules.ts'
import { CommandError } from '../args.ts'
import type { Command, Terminal } from '../command.ts'

const planCommand: Command = {
  name: 'casevac plan',
  summary: 'Plan an evacuation exactly: who goes with which asset, in what order, to which facility',
  positionals: ['FILE'],
  options: { seconds: { value: 'N', help: 'most time for one instance', default: '5' } },
  about: `FILE - reads standard input: one instance or {"instances":[...]}, as docs/interfaces/casevac-plan.md says. Prints one JSON object a line,
{"id","objective","plan","bound"}: objective and bound are [unserved A, late A, unserved B, late B, unserved C, late C, weighted minutes, km]; no
plan is better than the bound, and the plan is proven to be the best where both are equal. Every plan is checked independently before it is
printed.`,
  async run(given, terminal) {
    const seconds = Number(given.get('seconds'))
    if (!(seconds > 0)) {
      throw new CommandError(`--seconds ${given.get('seconds')} is no time; write a number above 0`, 2)
    }
    await eachInstance(given.positionals[0], terminal, (value) => {
      const problem = problemOf(value)
      const { id, objective, tasks, bound } = planEvacuation(problem, { budgetMs: seconds * 1000, alternatives: 0 })
      const check = checkPlan(problem, tasks, DEFAULT_RULES)
      if (check.breaches.length > 0 || compareObjectives(check.objective, objective) !== 0) {
        throw new RangeError(`${id}: the plan did not pass its check and is not printed: ${check.breaches.join('; ') || 'its objective differs'}`)
      }
      return { id, objective, plan: tasks.map(({ asset, stops, facility, arriveMin, casualties }) => ({ asset, stops, facility, arriveMin, casualties })), bound }
    })
    return 0
  },
}

const adviseCommand: Command = {
  name: 'casevac advise',
  summary: 'Solve dispatch decision problems and print the value of the advised policy',
  positionals: ['FILE'],
  options: {},
  about: `FILE - reads standard input: one problem or {"instances":[...]}, as docs/interfaces/casevac-plan.md says. Prints one JSON object a line,
{"id","value"}: the exact expected discounted reward of the advised policy when all units are idle.`,
  async run(given, terminal) {
    await eachInstance(given.positionals[0], terminal, (value) => {
      const problem = dispatchOf(value)
      return { id: problem.id, value: solveDispatch(problem).values[0] }
    })
    return 0
  },
}

/** Work through the instances of a file in their order, a line for each as soon as it is done. */
async function eachInstance(file = '-', terminal: Terminal, work: (value: unknown) => unknown): Promise<void> {
  const text = file === '-' ? await terminal.stdin() : await readFile(file, 'utf8')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new CommandError(`${file} is no JSON: ${(error as Error).message}`)
  }
  const many = typeof value === 'object' && value !== null && 'instances' in value ? value.instances : [value]
  if (!Array.isArray(many)) {
    throw new CommandError(`${file}: instances is no list`)
  }
  for (const one of many) {
    try {
      terminal.out(`${JSON.stringify(work(one))}\n`)
    } catch (error) {
      if (error instanceof RangeError) {
        throw new CommandError(`${file}: ${error.message}`)
      }
      throw error
    }
  }
}

export const casevacCommands: readonly Command[] = [planCommand, adviseCommand]
