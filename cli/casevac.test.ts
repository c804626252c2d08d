import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { compareObjectives } from '../analysis/casevac/lex.ts'
import { tempDir } from '../test/tmp.ts'
import { vigie } from '../test/vigie.ts'

const file = (name: string): string => path.join(import.meta.dirname, `../test/casevac/${name}.json`)
const instances = <T>(name: string): T[] => (JSON.parse(readFileSync(file(name), 'utf8')) as { instances: T[] }).instances
const lines = <T>(out: string): T[] => out.trim().split('\n').map((line) => JSON.parse(line) as T)

test('casevac plan prints a line for each instance: its objective, the plan, and an equal bound', async () => {
  const known = instances<{ id: string; optimum: { objective: number[] } }>('allocation')
  const { code, out, err } = await vigie(['casevac', 'plan', file('allocation')])
  assert.deepEqual([code, err], [0, ''])
  const printed = lines<{ id: string; objective: number[]; plan: { asset: string; stops: string[]; facility: string; casualties: string[]; arriveMin: number }[]; bound: number[] }>(out)
  assert.deepEqual(printed.map(({ id }) => id), known.map(({ id }) => id))
  printed.forEach(({ objective, bound }, i) => {
    assert.equal(compareObjectives(objective, known[i]!.optimum.objective), 0)
    assert.deepEqual(bound, objective)
  })
  assert.deepEqual(Object.keys(printed[0]!.plan[0]!), ['asset', 'stops', 'facility', 'arriveMin', 'casualties'])
})

test('one instance without a list, from standard input', async () => {
  const [first] = instances<{ id: string }>('allocation')
  const { code, out } = await vigie(['casevac', 'plan', '-', '--seconds', '1'], { stdin: JSON.stringify(first) })
  assert.deepEqual([code, lines<{ id: string }>(out).map(({ id }) => id)], [0, [first!.id]])
})

test('casevac advise prints the value of the advised policy', async () => {
  const known = instances<{ id: string; valueOptimalAllIdle: number; valueClosestAllIdle: number }>('dispatch')
  const { code, out } = await vigie(['casevac', 'advise', file('dispatch')])
  assert.equal(code, 0)
  lines<{ id: string; value: number }>(out).forEach(({ id, value }, i) => {
    assert.equal(id, known[i]!.id)
    assert.ok(value >= 0.99 * known[i]!.valueOptimalAllIdle && value >= known[i]!.valueClosestAllIdle)
  })
})

test('what is wrong is named: no JSON, a field, a site that is not there, a time that is none', async (t) => {
  const folder = tempDir(t)
  const written = (text: string): string => {
    const name = path.join(folder, 'x.json')
    writeFileSync(name, text)
    return name
  }
  const [first] = instances<Record<string, unknown> & { casualties: Record<string, unknown>[] }>('allocation')
  for (const [value, said] of [
    ['{', /is no JSON/], ['{"instances":3}', /instances is no list/], ['[]', /instance is no object/],
    [JSON.stringify({ ...first, night: 'yes' }), /cas00: night is neither true nor false/],
    [JSON.stringify({ ...first, casualties: [{ ...first!.casualties[0], cat: 'D' }] }), /casualties\[0\]: cat is none of A, B, C/],
    [JSON.stringify({ ...first, casualties: [{ ...first!.casualties[0], site: 'S9' }] }), /C0 is at site S9/],
  ] as const) {
    const { code, out, err } = await vigie(['casevac', 'plan', written(value)])
    assert.deepEqual([code, out], [1, ''])
    assert.match(err, said)
  }
  assert.equal((await vigie(['casevac', 'plan', file('allocation'), '--seconds', '0'])).code, 2)
  assert.match((await vigie(['casevac', 'advise', file('allocation')])).err, /units is no number/)
})
