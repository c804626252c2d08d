import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { areaLevel, COARSEST, isBucket, lagOf, type Aggregate, type AggregateSpec } from '../../../core/aggregate.ts'
import { compileMatch, factsOf, facetValues, timeBounds } from '../../../core/match.ts'
import { accessClassOf, mayRead, type Reader } from '../../../core/policy.ts'
import { Problem } from '../../../core/problem.ts'
import type { Query } from '../../../core/query.ts'
import type { VigieRecord } from '../../../core/record.ts'
import { epiWeek, formatEpiWeek, localDate, localParts } from '../../../core/time-local.ts'
import { TIME_PRECISIONS } from '../../../core/time-precision.ts'
import { incident } from '../../../domains/incidents/domain.ts'
import { anyIncident, anyQuery, anyReader, AREAS } from '../../../test/incidents.ts'
import { Columns } from './columns.ts'

const SYSTEM: Reader = { user: 'node', name: 'node', org: 'UN', side: 'mission', clearance: 'SC', compartments: [], grants: [], purpose: null, system: true }
// Clocks that change, clocks that never do, and one half an hour off.
const ZONES = ['UTC', 'Africa/Bangui', 'Europe/Paris', 'Asia/Kabul']

function keysOf(name: string, record: VigieRecord, query: Query, zone: string): string[] {
  const facts = factsOf(incident, record)
  if (isBucket(name)) {
    const at = facts.happenedFrom
    const bounds = timeBounds(query)
    const outside = bounds?.axis === 'happened' && (at < bounds.from || at >= bounds.to)
    if (Number.isNaN(at) || outside || TIME_PRECISIONS.indexOf(facts.projection.precision ?? 'EXACT') > TIME_PRECISIONS.indexOf(COARSEST[name])) {
      return []
    }
    const parts = localParts(at, zone)
    const day = localDate(at, zone)
    return [{ day, week: formatEpiWeek(epiWeek(at, zone)), month: day.slice(0, -3), weekhour: `${parts.weekday}-${String(parts.hour).padStart(2, '0')}` }[name]]
  }
  const level = areaLevel(name)
  if (level) {
    return [...new Set([record.area, ...record.places].flatMap((id) => (id === null ? [] : AREAS.lineage(id))))].filter((id) => AREAS.nodes.get(id)?.type === level)
  }
  switch (name) {
    case 'workflow':
      return [record.workflow]
    case 'veracity':
      return record.veracity === null ? [] : [record.veracity]
    case 'severity':
      return [String(facts.severity)]
    case 'mark':
      return [...(facts.projection.marks ?? [])]
    default:
      return facetValues(name, record, facts.projection).filter((value) => value !== '')
  }
}

/** The meaning of an aggregate, one record at a time. */
function plain(records: readonly VigieRecord[], reader: Reader, query: Query, spec: AggregateSpec): Aggregate {
  const match = compileMatch(query, incident, AREAS)
  const hits = [...new Map(records.map((record) => [record.id, record])).values()].filter((record) => mayRead(reader, incident, accessClassOf(record), AREAS).allow && match(record))
  const cells = new Map<string, { keys: string[]; records: VigieRecord[] }>()
  const without = spec.by.map(() => 0)
  for (const record of hits) {
    const keys = spec.by.map((name) => keysOf(name, record, query, spec.zone ?? 'UTC'))
    keys.forEach((list, i) => { without[i]! += list.length === 0 ? 1 : 0 })
    for (const first of keys[0]!) {
      for (const second of keys[1] ?? [null]) {
        const own = second === null ? [first] : [first, second]
        const cell = cells.get(own.join('\n')) ?? { keys: own, records: [] }
        cell.records.push(record)
        cells.set(own.join('\n'), cell)
      }
    }
  }
  const rows = [...cells.values()].map(({ keys, records: inside }) => {
    const measure = spec.measure ?? 'count'
    const lag = lagOf(measure)
    if (lag) {
      const time = (record: VigieRecord, axis: string): number => {
        const facts = factsOf(incident, record)
        return axis === 'happened' ? facts.happenedFrom : axis === 'reported' ? facts.reported : facts.logged
      }
      const sorted = inside.map((record) => time(record, lag[1]) - time(record, lag[0])).filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b)
      const at = (q: number): number => {
        const place = (sorted.length - 1) * q
        const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
        return low + (place - Math.floor(place)) * (high - low)
      }
      return { keys, count: inside.length, known: sorted.length, ...(sorted.length > 0 ? { median: at(0.5), p90: at(0.9) } : {}) }
    }
    if (measure !== 'count') {
      const known = inside.map((record) => factsOf(incident, record).projection.measures?.[measure]).filter((range) => range !== undefined)
      return { keys, count: inside.length, known: known.length, min: known.reduce((sum, [min]) => sum + min, 0), max: known.reduce((sum, [, max]) => sum + max, 0) }
    }
    return { keys, count: inside.length }
  })
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
  rows.sort((a, b) => order(a.keys[0]!, b.keys[0]!) || order(a.keys[1] ?? '', b.keys[1] ?? ''))
  const ranks = ['U', 'C', 'SC'] as const
  const union = <T extends string>(of: (record: VigieRecord) => readonly T[]): T[] => [...new Set(hits.flatMap(of))].sort()
  const level = ranks[Math.max(0, ...hits.map((record) => ranks.indexOf(record.handling.level)))]!
  const handling = { level, compartments: union((r) => r.handling.compartments), caveats: union((r) => r.handling.caveats) }
  return { total: hits.length, without, withheld: 0, handling, rows }
}

function filled(records: readonly VigieRecord[]): Columns {
  const columns = new Columns([incident], AREAS)
  records.forEach((record) => columns.put(record))
  return columns
}

const anySpec: fc.Arbitrary<AggregateSpec> = fc.record({
  by: fc.uniqueArray(fc.constantFrom('day', 'week', 'month', 'weekhour', 'family', 'category', 'actor', 'unit', 'grade', 'handling', 'workflow', 'veracity', 'severity', 'mark', 'area:sector', 'area:aor', 'area:admin2', 'area:admin1'), { minLength: 1, maxLength: 2 }),
  measure: fc.constantFrom('count', 'count', 'killed', 'injured', 'happened-reported', 'reported-logged', 'happened-logged'),
  zone: fc.constantFrom(...ZONES),
})
const manyRecords = fc.array(anyIncident, { minLength: 1, maxLength: 120, size: 'max' })

test('an aggregate equals policy, match and counting over every record', () => {
  fc.assert(fc.property(manyRecords, fc.array(fc.tuple(anyReader, anyQuery, anySpec), { minLength: 1, maxLength: 8 }), (records, asked) => {
    const columns = filled(records)
    for (const [reader, query, spec] of asked) {
      assert.deepEqual(columns.aggregate(reader, query, spec), plain(records, reader, query, spec))
    }
  }), { numRuns: 150 })
})

test('every cell opens as many records as it says, and the records without a value are found too', () => {
  fc.assert(fc.property(manyRecords, anyReader, anyQuery, anySpec, (records, reader, query, spec) => {
    const columns = filled(records)
    const { rows, without } = columns.aggregate(reader, query, spec)
    for (const row of rows.slice(0, 12)) {
      const opened = columns.cell(reader, { ...query, limit: 10_000 }, spec, row.keys)
      assert.equal(opened.total, row.count)
      assert.equal(opened.ids.length, row.count)
    }
    if (spec.by.length === 1) {
      assert.equal(columns.cell(reader, query, spec, ['*']).total, columns.count(reader, query) - without[0]!)
      assert.equal(columns.cell(reader, query, spec, ['']).total, without[0])
    }
  }), { numRuns: 60 })
})

test('area cells are what the query finds for that area', () => {
  const records = fc.sample(anyIncident, { seed: 5, numRuns: 200 })
  const columns = filled(records)
  for (const level of ['area:sector', 'area:admin1', 'area:admin2']) {
    for (const { keys, count } of columns.aggregate(SYSTEM, { kind: 'incident' }, { by: [level] }).rows) {
      assert.equal(columns.count(SYSTEM, { kind: 'incident', area: keys }), count)
    }
  }
})

test('cells about persons below five are withheld, and a lone one takes the next smallest along', () => {
  const [base] = fc.sample(anyIncident, { seed: 3, numRuns: 1 })
  const make = (n: number, category: string, compartments: ('PERS' | 'HR')[]): VigieRecord[] => Array.from({ length: n }, (_, i) => ({
    ...base!, id: `${category}-${i}`, workflow: 'approved', data: { ...base!.data, category }, handling: { level: 'U', compartments, owner: 'UN', releasableTo: ['*'], caveats: [] },
  }))
  const ask = (records: VigieRecord[]): (number | null)[] => filled(records).aggregate(SYSTEM, { kind: 'incident' }, { by: ['category'] }).rows.map((row) => row.count)
  assert.deepEqual(ask([...make(3, 'AC.01', ['PERS']), ...make(9, 'AC.03', ['PERS']), ...make(6, 'HA.02', ['PERS'])]), [null, 9, null])
  assert.deepEqual(ask([...make(3, 'AC.01', ['PERS']), ...make(4, 'AC.03', ['PERS']), ...make(6, 'HA.02', ['PERS'])]), [null, null, 6])
  assert.deepEqual(ask([...make(3, 'AC.01', ['HR']), ...make(4, 'AC.03', ['HR']), ...make(6, 'HA.02', ['HR'])]), [3, 4, 6])
})

test('harm of a merged record is a range over its reports, never their sum', () => {
  const [base] = fc.sample(anyIncident, { seed: 3, numRuns: 1 })
  const impact = (killed: number) => [{ group: 'CIV', killed: { est: killed }, status: 'REPORTED' }]
  const record: VigieRecord = { ...base!, workflow: 'approved', data: { ...base!.data, category: 'CV.01', impact: impact(3), absorbed: [{ record: 'x', ref: 'INC-2026-000002', sources: [], impact: impact(5), title: 't', narrative: '' }] } }
  const [row] = filled([record]).aggregate(SYSTEM, { kind: 'incident' }, { by: ['category'], measure: 'killed' }).rows
  assert.deepEqual(row, { keys: ['CV.01'], count: 1, known: 1, min: 3, max: 5 })
})

test('a time known to the day is in no hour, one known to the month in no week', () => {
  const [base] = fc.sample(anyIncident, { seed: 3, numRuns: 1 })
  const at = (precision: string): Columns => filled([{ ...base!, workflow: 'approved', data: { ...base!.data, happened: { from: '2026-08-18T13:45:00Z', precision } } }])
  const counted = (columns: Columns, by: string): number => columns.aggregate(SYSTEM, { kind: 'incident' }, { by: [by] }).rows.length
  assert.deepEqual(['weekhour', 'day', 'week', 'month'].map((by) => counted(at('DAY'), by)), [0, 1, 1, 1])
  assert.deepEqual(['weekhour', 'day', 'week', 'month'].map((by) => counted(at('MONTH'), by)), [0, 0, 0, 1])
  assert.deepEqual(['weekhour', 'day', 'week', 'month'].map((by) => counted(at('HOUR'), by)), [1, 1, 1, 1])
})

test('what cannot be counted by is refused by name', () => {
  const columns = filled([])
  for (const [spec, field] of [[{ by: [] }, /^by: /], [{ by: ['colour'] }, /^by: .*colour.*family/], [{ by: ['area:moon'] }, /^by: /], [{ by: ['day', 'family', 'unit'] }, /^by: /], [{ by: ['day'], measure: 'joy' }, /^measure: .*killed/]] as [AggregateSpec, RegExp][]) {
    assert.throws(() => columns.aggregate(SYSTEM, { kind: 'incident' }, spec), (error: unknown) => error instanceof Problem && error.id === 'invalid-query' && field.test(error.message))
  }
})
