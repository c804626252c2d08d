import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOMAINS } from '../../domains/index.ts'
import type { RecordView } from '../api/types.ts'
import { evaluate } from '../offline/evaluate.ts'
import { failed, put } from './outbox.ts'
import type { Outbox } from './outbox.ts'
import { isOwnRef, ownRef, unsentOf, withUnsent } from './unsent.ts'

const kinds = DOMAINS.flatMap((domain) => domain.kinds)
const ID = '01890000-0000-7000-8000-0000007f3a9c'
const data = { type: 'INCIDENT', title: 'Shots at the bridge', narrative: 'Told by radio.', category: 'AC.03', severity: 3, happened: { from: '2026-08-18T13:00:00.000Z', precision: 'EXACT' }, place: { lon: -3.9, lat: 15.2, precision: 2, radiusM: 500, method: 'GRID' } }
const made = (owner: string, id = ID): Outbox => put([], { key: id, path: '/api/records', label: 'line', at: Date.parse('2026-08-18T13:05:00Z'), owner, body: { id, kind: 'incident', workflow: 'submitted', data, at: '2026-08-18T13:05:00Z' } })
const NONE = new Map<string, RecordView>()
const listed = (box: Outbox, owner: string, search = '') => (evaluate(`/api/records?kind=incident${search}`, { records: withUnsent(NONE, box, owner, kinds, 'mission'), areas: [], kinds }) as { items: RecordView[] }).items

test('a record that waits has a name of its own, its time, place and severity', () => {
  assert.deepEqual(unsentOf(made('ben'), 'ben', 'incident'), [{ id: ID, ref: '~7F3A9C', kind: 'incident', title: 'Shots at the bridge', at: Date.parse('2026-08-18T13:00:00Z'), severity: 3, place: { lon: -3.9, lat: 15.2, radiusM: 500 }, state: 'waiting' }])
  assert.deepEqual(unsentOf(made('ben'), 'ben', 'overlay'), [])
  assert.ok(isOwnRef(ownRef(ID)) && !isOwnRef('INC-2026-000001'))
})

test('without a link it stands in lists where it belongs, for its author alone, and nothing can be done to it', () => {
  const [only] = listed(made('ben'), 'ben', '&severity=3&where.category=AC.03&q=bridge')
  assert.deepEqual([only?.ref, only?.workflow, only?.veracity, only?.happened?.from, only?.geometry?.coordinates, only?.can], ['~7F3A9C', 'submitted', 'reported', data.happened.from, [-3.9, 15.2], []])
  assert.deepEqual(listed(made('ben'), 'ben', '&severity=4'), [])
  assert.deepEqual(listed(made('ben'), 'anna'), [])
})

test('an edit that waits shows on its record, unless it was refused; a record the node has is not doubled', () => {
  const edited = put(made('ben'), { key: 'e', path: `/api/records/${ID}/actions`, label: 'edit', at: 2, owner: 'ben', body: { type: 'edit', patch: { fields: { title: 'Shots at the ford', unit: null } } } })
  assert.equal(listed(edited, 'ben')[0]?.title, 'Shots at the ford')
  assert.equal(listed(failed(edited, 'e', 422, {}, 0), 'ben')[0]?.title, 'Shots at the bridge')
  const known = listed(made('ben'), 'ben')[0]!
  const all = withUnsent(new Map([[ID, { ...known, ref: 'INC-2026-000001', version: 1 }]]), made('ben'), 'ben', kinds, 'mission')
  assert.deepEqual([...all.values()].map((one) => one.ref), ['INC-2026-000001'])
})
