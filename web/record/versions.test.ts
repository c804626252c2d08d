import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HistoryItem } from '../api/types.ts'
import { changedBetween, stepsOf } from './versions.ts'

const item = (type: string, actor: string, minute: number, patch = {}): HistoryItem => ({
  id: `${type}-${minute}`, node: 'n', seq: minute, record: 'r', kind: 'incident', type, actor, actorName: `Name of ${actor}`, role: 'JOC-DO',
  at: `2026-08-18T13:${String(minute).padStart(2, '0')}:00Z`, receivedAt: `2026-08-18T13:${String(minute).padStart(2, '0')}:00Z`, basedOn: null, patch, reason: null, purpose: null,
})

test('each version knows who had read or exported it before the next one came', () => {
  const steps = stepsOf([item('create', 'a', 1), item('read', 'b', 2), item('read', 'b', 3), item('edit', 'a', 4), item('export', 'c', 5, { format: 'csv' })])
  assert.deepEqual(steps.map((s) => [s.item.type, s.version, s.readers.map((r) => [r.actor, r.reads, r.exports, r.formats])]), [
    ['create', 1, [['b', 2, 0, []]]],
    ['edit', 2, [['b', 2, 0, []], ['c', 0, 1, ['csv']]]],
  ])
})

test('differences are by field, in the order of the form; equal values in another order of keys are none', () => {
  assert.deepEqual(changedBetween({ title: 'A', place: { lon: 1, lat: 2 }, old: 1 }, { place: { lat: 2, lon: 1 }, title: 'B', tags: ['x'] }, ['tags', 'title']), [
    { field: 'tags', was: undefined, is: ['x'] }, { field: 'title', was: 'A', is: 'B' }, { field: 'old', was: 1, is: undefined },
  ])
  assert.deepEqual(changedBetween(null, { title: 'A' }).map((c) => c.field), ['title'])
})
