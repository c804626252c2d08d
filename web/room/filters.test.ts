import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conditions, queryParams } from '../api/query.ts'
import { areaOutline } from './areas.ts'
import { countFilters, readFilters, toQuery, writeFilters } from './filters.ts'
import { applyDelta } from './pages.ts'
import type { RecordPage, RecordView } from '../api/types.ts'

const ADDRESS = 't=24h&q=ambush&severity=3&area=s-1%2Cs-2&workflow=submitted&veracity=reported&f.family=AC%2CEX'

test('filters survive the address', () => {
  const filters = readFilters(new URLSearchParams(ADDRESS))
  assert.equal(countFilters(filters), 6)
  assert.deepEqual(readFilters(writeFilters(filters)), filters)
  assert.equal(writeFilters(readFilters(new URLSearchParams())).toString(), '')
})

test('an address nobody wrote is not trusted', () => {
  const filters = readFilters(new URLSearchParams('severity=9&workflow=secret,approved&t=never&veracity='))
  assert.deepEqual([filters.severity, filters.workflow, filters.veracity, filters.range], [0, ['approved'], [], { kind: 'last', hours: 168 }])
})

test('one query drives everything, in one spelling', () => {
  const query = toQuery('incident', readFilters(new URLSearchParams(ADDRESS)), Date.parse('2026-08-18T13:45:30Z'))
  assert.equal(queryParams(query).toString(), 'kind=incident&q=ambush&from=2026-08-17T13%3A45%3A00.000Z&to=2026-08-19T01%3A45%3A00.000Z&area=s-1%2Cs-2&workflow=submitted&veracity=reported&severity=3&where.family=AC%2CEX&sort=-happened')
  assert.ok(!queryParams(conditions(query)).has('sort'))
})

const record = (id: string, from: string) => ({ id, happened: { from, to: null } }) as RecordView
const page = (next: string | null, ...items: RecordView[]): RecordPage => ({ items, total: 3, next })

test('a delta puts records where they belong, takes out removed ones and counts as the node does', () => {
  const pages = [page('c', record('a', '2026-08-03'), record('b', '2026-08-02')), page(null, record('c', '2026-08-01'))]
  const after = applyDelta(pages, [record('new', '2026-08-02T12'), record('c', '2026-08-04')], ['b'], 9)
  assert.deepEqual(after.map((p) => p.items.map((r) => r.id)), [['c', 'a'], ['new']])
  assert.ok(after.every((p) => p.total === 9))
  assert.deepEqual(pages[0]?.items.map((r) => r.id), ['a', 'b'], 'the old pages are left as they were')
})

test('a record older than what is loaded waits for its page', () => {
  const after = applyDelta([page('more', record('a', '2026-08-03'))], [record('old', '2020-01-01')], [], 2)
  assert.deepEqual(after[0]?.items.map((r) => r.id), ['a'])
})

test('areas are outlined below their parents, those without one at the root', () => {
  const area = (id: string, parent: string | null) => ({ id, parent, name: id, code: id, type: 'sector' })
  assert.deepEqual(areaOutline([area('b', 'm'), area('m', null), area('a', 'm'), area('x', 'unknown')]).map((e) => `${e.area.id}${e.depth}`), ['m0', 'a1', 'b1', 'x0'])
})
