import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordView } from '../api/types.ts'
import { bumpMap, mapChange, settledMap } from './map-version.ts'

const record = (id: string): RecordView => ({ id }) as RecordView
const shown = (): unknown[] => [[...mapChange().upsert.keys()], [...mapChange().remove], mapChange().stale]

test('new tiles take away what they hold and keep what came since, so that a busy watch does not grow', () => {
  bumpMap(1, [record('a'), record('b')])
  bumpMap(2, [record('b')], ['c'], true)
  bumpMap(3, [record('d')], ['a'])
  assert.deepEqual(shown(), [['b', 'd'], ['c', 'a'], true])
  settledMap(1)
  assert.deepEqual(shown(), [['b', 'd'], ['c', 'a'], true])
  settledMap(2)
  assert.deepEqual(shown(), [['d'], ['a'], false])
  settledMap(3)
  assert.deepEqual(shown(), [[], [], false])
})

test('what was removed and comes back is drawn again', () => {
  bumpMap(10, [], ['x'])
  bumpMap(11, [record('x')])
  settledMap(10)
  assert.deepEqual(shown(), [['x'], [], false])
  settledMap(11)
})
