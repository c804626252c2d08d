import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AreaTree } from '../../../core/area.ts'
import { compileMatch, DEFAULT_SORT, factsOf, facetValues, monthOf, normalizeQuery, sortKey, timeBounds } from '../../../core/match.ts'
import { accessClassOf, mayRead, type Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import { VERACITIES, WORKFLOWS, type VigieRecord } from '../../../core/record.ts'
import { localDate } from '../../../core/time-local.ts'
import { incident } from '../../../domains/incidents/domain.ts'
import { anyIncident, anyQuery, anyReader, AREAS } from '../../../test/incidents.ts'
import { Columns } from './columns.ts'
import { countable, without } from './facets.ts'
import { Table } from './table.ts'

const SYSTEM: Reader = { user: 'node', name: 'node', org: 'UN', side: 'mission', clearance: 'SC', compartments: [], grants: [], purpose: null, system: true }

/** Its clocks change twice within the days of the test records. */
const ZONE = 'Africa/Casablanca'

/** The last state of each record, judged one by one: what Columns must equal. */
function reference(records: readonly VigieRecord[], reader: Reader, query: Query): VigieRecord[] {
  const match = compileMatch(query, incident, AREAS)
  const last = new Map(records.map((record) => [record.id, record]))
  const { by, dir } = query.sort ?? DEFAULT_SORT
  const sign = dir === 'desc' ? -1 : 1
  return [...last.values()]
    .filter((record) => mayRead(reader, incident, accessClassOf(record), AREAS).allow && match(record))
    .map((record) => ({ record, key: sortKey(by, factsOf(incident, record), record.ref) }))
    .sort((a, b) => sign * (a.key < b.key ? -1 : a.key > b.key ? 1 : a.record.id < b.record.id ? -1 : 1))
    .map(({ record }) => record)
}

function valuesOf(name: string, record: VigieRecord): readonly string[] {
  const facts = factsOf(incident, record)
  switch (name) {
    case 'area':
      return record.area === null ? [] : [record.area]
    case 'places':
      return record.places
    case 'workflow':
      return [record.workflow]
    case 'veracity':
      return record.veracity === null ? [] : [record.veracity]
    case 'severity':
      return [String(facts.severity)]
    case 'month':
      return [monthOf(facts.happenedFrom)].filter((month) => month !== undefined)
    case 'day':
      return Number.isNaN(facts.happenedFrom) ? [] : [localDate(facts.happenedFrom, ZONE)]
    case 'hour':
      return Number.isNaN(facts.happenedFrom) ? [] : [`${new Date(facts.happenedFrom).toISOString().slice(0, 13)}:00Z`]
    default:
      return facetValues(name, record, facts.projection)
  }
}

function counted(name: string, records: readonly VigieRecord[]): { value: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const value of records.flatMap((record) => valuesOf(name, record))) {
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function filled(records: readonly VigieRecord[]): Columns {
  const columns = new Columns([incident], AREAS)
  records.forEach((record) => columns.put(record))
  return columns
}

const manyRecords = fc.array(anyIncident, { minLength: 1, maxLength: 120, size: 'max' })

test('select equals policy and match over every record, in order, page by page', () => {
  fc.assert(fc.property(manyRecords, fc.array(fc.tuple(anyReader, anyQuery), { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 9 }), (records, asked, limit) => {
    const columns = filled(records)
    for (const [reader, query] of asked) {
      const wanted = reference(records, reader, query).map((record) => record.id)
      const ids: string[] = []
      let cursor: string | undefined
      do {
        const page = columns.select(reader, { ...query, limit, ...(cursor ? { cursor } : {}) })
        assert.equal(page.total, wanted.length)
        assert.ok(page.ids.length <= limit)
        ids.push(...page.ids)
        cursor = page.next ?? undefined
      } while (cursor)
      assert.deepEqual(ids, wanted)
    }
  }), { numRuns: 150 })
})

test('facets equal counting by hand, each without its own condition', () => {
  fc.assert(fc.property(manyRecords, anyReader, anyQuery, (records, reader, query) => {
    const bounded = timeBounds(query)
    const hours = bounded?.axis === 'happened' && bounded.to - bounded.from <= 62 * 86_400_000
    const names = countable(incident).filter((name) => name !== 'hour' || hours)
    const facets = filled(records).facets(reader, query, names, ZONE)
    for (const name of names) {
      assert.deepEqual(facets[name], counted(name, reference(records, reader, without(normalizeQuery(query, incident), name))), name)
    }
  }), { numRuns: 100 })
})

test('changes arrive between questions: orders, caches and indexes follow', () => {
  fc.assert(fc.property(fc.array(fc.tuple(anyIncident, anyReader, anyQuery), { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
    const columns = new Columns([incident], AREAS)
    const records: VigieRecord[] = []
    for (const [record, reader, query] of steps) {
      columns.put(record)
      records.push(record)
      assert.deepEqual(columns.select(reader, { ...query, limit: 10_000 }).ids, reference(records, reader, query).map((r) => r.id))
      assert.deepEqual(columns.facets(reader, query, ['category'])['category'], counted('category', reference(records, reader, without(normalizeQuery(query, incident), 'category'))))
    }
  }), { numRuns: 40 })
})

test('points: nothing left out is worse than anything shown, and the total says how many there are', () => {
  fc.assert(fc.property(manyRecords, anyReader, anyQuery, fc.integer({ min: 0, max: 20 }), (records, reader, query, limit) => {
    const points = filled(records).points(reader, query, limit)
    const placed = reference(records, reader, query).filter((record) => !Number.isNaN(factsOf(incident, record).lonE7))
    assert.equal(points.total, placed.length)
    assert.equal(points.ids.length, Math.min(limit, placed.length))
    const worst = placed.map((record) => factsOf(incident, record).severity).sort((a, b) => b - a).slice(0, limit)
    assert.deepEqual(points.severity, worst)
  }), { numRuns: 100 })
})

test('more hits than are sorted outright are taken from the kept order, and stay right after compaction', () => {
  const base = fc.sample(anyIncident, { seed: 7, numRuns: 1500 })
  const records = base.map((record, i) => ({ ...record, id: `id-${i}`, ref: `INC-2026-${String(i).padStart(6, '0')}` }))
  const columns = filled(records)
  const queries: Query[] = (['happened', 'reported', 'logged', 'updated', 'severity', 'ref'] as const)
    .flatMap((by) => (['asc', 'desc'] as const).map((dir): Query => ({ kind: 'incident', sort: { by, dir } })))
  const check = (): void => {
    for (const query of queries) {
      const wanted = reference(records, SYSTEM, query).map((record) => record.id)
      const first = columns.select(SYSTEM, { ...query, limit: 500 })
      const second = columns.select(SYSTEM, { ...query, limit: 500, cursor: first.next ?? '' })
      assert.equal(first.total, wanted.length)
      assert.deepEqual([...first.ids, ...second.ids], wanted.slice(0, 1000))
    }
  }
  check()
  fc.sample(anyIncident, { seed: 8, numRuns: 6500 }).forEach((record, i) => {
    const changed = { ...record, id: `id-${i % 1500}`, ref: `INC-2026-${String(i % 1500).padStart(6, '0')}` }
    records.push(changed)
    columns.put(changed)
    if (i % 3000 === 3) {
      check()
    }
  })
  check()
  const [memory] = columns.memory()
  assert.equal(memory?.records, 1500)
  assert.ok(memory.slots < 8000, 'dead slots are given back')
  for (const query of fc.sample(anyQuery, { seed: 9, numRuns: 30 })) {
    assert.deepEqual(columns.select(SYSTEM, { ...query, limit: 10_000 }).ids, reference(records, SYSTEM, query).map((r) => r.id))
  }
})

test('compaction changes no answer', () => {
  fc.assert(fc.property(manyRecords, (records) => {
    const table = new Table(incident)
    records.forEach((record) => table.put(record))
    const last = new Map(records.map((record) => [record.id, record]))
    const words = (): string[] => Array.from(table.text.find(['2026'], table.size)).filter((slot) => table.state[slot] !== 0).map((slot) => table.ids[slot]!).sort()
    const before = words()
    table.compact()
    assert.equal(table.size, last.size)
    assert.deepEqual(words(), before)
    assert.deepEqual(before, [...last.keys()].sort())
  }), { numRuns: 50 })
})

test('a person whose rights change sees the change: areas are read anew', () => {
  const record = fc.sample(anyIncident, { seed: 3, numRuns: 1 })[0]!
  const open: VigieRecord = { ...record, area: 'a11', places: [], workflow: 'approved', handling: { level: 'U', compartments: [], owner: 'UN', releasableTo: ['*'], caveats: [] } }
  const columns = filled([open])
  const reader: Reader = { ...SYSTEM, system: undefined, grants: [{ role: 'JOC-DO', area: 's1' }] }
  assert.equal(columns.count(reader, { kind: 'incident' }), 1)
  columns.setAreas(new AreaTree([]))
  assert.equal(columns.count(reader, { kind: 'incident' }), 0)
})

test('questions that cannot be asked are refused by name', () => {
  const columns = filled([])
  const refused = (run: () => unknown, field: RegExp): void => {
    assert.throws(run, (error: unknown) => error instanceof Problem && error.id === 'invalid-query' && field.test(error.message))
  }
  refused(() => columns.select(SYSTEM, { kind: 'nothing' }), /^kind: .*incident/)
  refused(() => columns.select(SYSTEM, { kind: 'incident', where: { colour: ['red'] } }), /^where\/colour: .*category/)
  refused(() => columns.facets(SYSTEM, { kind: 'incident' }, ['colour']), /^facets: .*category/)
  refused(() => columns.facets(SYSTEM, { kind: 'incident' }, ['hour']), /^facets: .*62 days/)
  refused(() => columns.select(SYSTEM, { kind: 'incident', cursor: 'made-up' }), /^cursor: /)
})

test('a state taken in place equals the record taken in whole, whatever is asked before and after', () => {
  const state = fc.record({ which: fc.nat(), workflow: fc.constantFrom(...WORKFLOWS), veracity: fc.constantFrom(...VERACITIES), ask: fc.boolean() })
  fc.assert(fc.property(manyRecords, fc.array(state, { minLength: 1, maxLength: 30 }), fc.array(fc.tuple(anyReader, anyQuery), { minLength: 1, maxLength: 6 }), (records, states, asked) => {
    const columns = filled(records)
    const last = new Map(records.map((record) => [record.id, record]))
    const ids = [...last.keys()]
    states.forEach(({ which, workflow, veracity, ask }, i) => {
      const before = last.get(ids[which % ids.length] as string) as VigieRecord
      const after: VigieRecord = { ...before, workflow, veracity, version: before.version + 1, updatedAt: new Date(Date.UTC(2030, 0, 1) + i * 1000).toISOString() }
      last.set(after.id, after)
      columns.put(after, true)
      if (ask) {
        const [reader, query] = asked[i % asked.length] as [Reader, Query]
        assert.equal(columns.count(reader, query), reference([...last.values()], reader, query).length)
      }
    })
    for (const [reader, query] of asked) {
      for (const by of ['happened', 'updated'] as const) {
        const sorted: Query = { ...query, sort: { by, dir: 'desc' }, limit: 1000 }
        assert.deepEqual(columns.select(reader, sorted).ids, reference([...last.values()], reader, sorted).map((record) => record.id))
      }
    }
  }), { numRuns: 60 })
})
