import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figureMonths, monthsBetween, recordsNamed, type Fact, type Section } from './product.ts'

const section = (facts: Partial<Fact>[]): Section => ({ id: 's', title: 'S', mode: 'live', blocks: [], facts: facts.map((fact, i) => ({ id: String(i), value: '1', kind: 'incident', total: 0, records: [], ...fact })), handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: [], caveats: [] }, asOf: '2026-08-18T00:00:00Z' })
const over = (from: string, to: string) => ({ kind: 'incident', time: { axis: 'logged', from, to } })

test('a figure that names every record is found by them; one over more by each month it was counted over, its end left out', () => {
  const named = { total: 1, records: [{ id: 'a', version: 2 }], query: over('2026-07-01T00:00:00Z', '2026-08-01T00:00:00Z') }
  const figure = { total: 900, query: over('2026-11-30T23:00:00Z', '2027-02-01T00:00:00Z') }
  const sections = [section([named, figure, { total: 5, query: { kind: 'incident' } }])]
  assert.deepEqual([...recordsNamed(sections)], ['a'])
  assert.deepEqual([...figureMonths(sections)], ['incident@2026-11', 'incident@2026-12', 'incident@2027-01'])
})

test('months between two instants: both ends, none twice, also from the last day of a long month; nonsense is none', () => {
  const months = (from: string, to: string): string[] => monthsBetween(Date.parse(from), Date.parse(to)).map((at) => at.toISOString().slice(0, 7))
  assert.deepEqual(months('2026-01-31T12:00:00Z', '2026-03-01T00:00:00Z'), ['2026-01', '2026-02', '2026-03'])
  assert.deepEqual(months('2026-01-31T12:00:00Z', '2026-01-31T12:00:00Z'), ['2026-01'])
  assert.deepEqual([months('2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z'), months('x', '2026-01-01T00:00:00Z')], [[], []])
})
