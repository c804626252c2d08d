import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOMAINS } from '../../domains/index.ts'
import type { RecordView } from '../api/types.ts'
import { evaluate, evaluateTile } from './evaluate.ts'
import type { Picture } from './evaluate.ts'
import { historyPaths, isOfRecords, keeping, mayLie, recordAt } from './paths.ts'

function view(i: number, more: Partial<RecordView> = {}): RecordView {
  const from = new Date(Date.UTC(2026, 7, 1 + i, 12)).toISOString()
  return {
    id: `id-${i}`, kind: 'incident', ref: `INC-2026-${String(i).padStart(6, '0')}`, version: 1, workflow: 'submitted', veracity: 'reported', marking: 'UNCLASSIFIED', area: i % 2 === 0 ? 'east' : 'west', places: [],
    handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] },
    data: { type: 'INCIDENT', title: `Shots ${i}`, narrative: i === 3 ? 'near Ménaka' : 'elsewhere', category: i % 2 === 0 ? 'AC.01' : 'AC.03', severity: i % 5, happened: { from, precision: 'EXACT' }, place: { lon: -4 + i / 10, lat: 15, precision: 1, radiusM: 50, method: 'GPS' } },
    title: `Shots ${i}`, severity: i % 5, happened: { from, to: null }, reported: null, createdAt: from, createdBy: 'ben', deviceAt: from, updatedAt: from, contested: [], mergedInto: null, erased: false, withheld: {}, can: [], warnings: [],
    geometry: { type: 'Point', coordinates: [-4 + i / 10, 15] }, radiusM: 50, clockSkewMs: null, ...more,
  } as RecordView
}

const records = [...Array.from({ length: 6 }, (_, i) => view(i)), view(6, { workflow: 'retracted' }), view(7, { kind: 'own-well', title: 'Well seven', data: { title: 'Well seven' } })]
const picture: Picture = {
  records: new Map(records.map((r) => [r.id, r])), kinds: DOMAINS.flatMap((d) => d.kinds),
  areas: [{ id: 'all', code: 'M', name: 'M', type: 'mission', parent: null, polygons: null }, { id: 'east', code: 'E', name: 'E', type: 'sector', parent: 'all', polygons: null }, { id: 'west', code: 'W', name: 'W', type: 'sector', parent: 'all', polygons: null }],
}
type Page = { items: RecordView[]; total: number; next: string | null }
const ask = (path: string) => evaluate(path, picture) as Page
const ids = (path: string) => ask(path).items.map((r) => r.id)

test('lists answer as the node would: newest first, without what was retracted, by every condition', () => {
  assert.deepEqual(ids('/api/records?kind=incident'), ['id-5', 'id-4', 'id-3', 'id-2', 'id-1', 'id-0'])
  assert.deepEqual(ids('/api/records?kind=incident&q=menaka'), ['id-3'])
  assert.deepEqual(ids('/api/records?kind=incident&area=east&sort=happened'), ['id-0', 'id-2', 'id-4'])
  assert.deepEqual(ids('/api/records?kind=incident&from=2026-08-02T00:00:00Z&to=2026-08-04T00:00:00Z'), ['id-2', 'id-1'])
  assert.deepEqual(ids('/api/records?kind=incident&where.category=AC.03&severity=3'), ['id-3'])
  assert.deepEqual(ids('/api/records?kind=incident&workflow=retracted'), ['id-6'])
  assert.deepEqual(ids('/api/records?kind=incident&bbox=-4,14,-3.85,16'), ['id-1', 'id-0'])
})

test('pages follow each other, windows too, and totals are those of the kept records', () => {
  const first = ask('/api/records?kind=incident&limit=4')
  const rest = ask(`/api/records?kind=incident&limit=4&cursor=${encodeURIComponent(first.next ?? '')}`)
  assert.deepEqual([first.items.length, first.total, rest.items.length, rest.next], [4, 6, 2, null])
  assert.deepEqual(ask('/api/window?kind=incident&offset=4&limit=4').items.map((r) => r.id), ['id-1', 'id-0'])
  assert.equal(ask('/api/records?kind=incident&limit=0').total, 6)
})

test('facets leave their own condition out', () => {
  const facets = evaluate('/api/facets?kind=incident&where.category=AC.01&facets=category,area,month', picture) as Record<string, { value: string; count: number }[]>
  assert.deepEqual(facets['category'], [{ value: 'AC.01', count: 3 }, { value: 'AC.03', count: 3 }])
  assert.deepEqual(facets['area'], [{ value: 'east', count: 3 }])
  assert.deepEqual(facets['month'], [{ value: '2026-08', count: 3 }])
})

test('a kind the mission made is listed and searched by what was shown of it', () => {
  assert.deepEqual(ids('/api/records?kind=own-well&q=seven'), ['id-7'])
})

test('a question it cannot answer stays unanswered: the past, strangers, nonsense', () => {
  for (const path of ['/api/records?kind=incident&asOf=2026-08-02T00:00:00Z', '/api/records', '/api/records?kind=incident&severity=9', '/api/audit?x=1']) {
    assert.equal(evaluate(path, picture), undefined, path)
  }
  assert.equal(evaluateTile('/api/tiles/incident/0/0/0.mvt?asOf=2026-08-02T00:00:00Z', picture), null)
})

test('tiles of the kept records', () => {
  assert.ok((evaluateTile('/api/tiles/incident/0/0/0.mvt?kind=incident', picture)?.length ?? 0) > 100)
  assert.equal(evaluateTile('/api/tiles/incident/4/0/0.mvt?kind=incident', picture)?.length, 0)
})

test('what is kept whole, as records, and never', () => {
  assert.deepEqual(['/api/session', '/api/kinds?for=page', '/api/basemap/world-land', '/api/records?kind=incident', '/api/records/INC-1', '/api/records/INC-1/history', '/api/setup'].map(keeping), ['whole', 'whole', 'whole', 'page', 'one', 'whole', 'setup'])
  assert.deepEqual(['/api/sessions', '/api/tokens', '/api/records/INC-1?asOf=2026-01-01T00:00:00Z', '/api/export?kind=incident', '/api/jobs/1'].map(keeping), [null, null, null, null, null])
  assert.equal(recordAt('/api/records/INC-1/history'), 'INC-1')
  assert.ok(isOfRecords('/api/records/x/history') && isOfRecords('/api/window?kind=a') && !isOfRecords('/api/kinds'))
})

test('what was known at a moment is kept by nobody as what stands; accounts and closed records stay at the node', () => {
  assert.deepEqual(['/api/records?kind=incident&asOf=2026-08-02T00:00:00Z', '/api/records?asOf=2026-08-02T00:00:00Z&kind=incident', '/api/records?kind=incident'].map(keeping), [null, null, 'page'])
  const { handling } = view(1)
  assert.deepEqual([view(1), view(1, { kind: 'user' }), view(1, { handling: { ...handling, level: 'SC' } }), view(1, { handling: { ...handling, compartments: ['PERS'] } })].map(mayLie), [true, false, false, false])
})

test('the history that goes with a record is found under both its names', () => {
  const paths = historyPaths('id-1', 'INC-2026-000001')
  assert.deepEqual(paths.map(recordAt), ['id-1', 'INC-2026-000001'])
  assert.deepEqual(paths.map(keeping), ['whole', 'whole'])
  assert.equal(historyPaths('id-1', undefined).length, 1)
})
