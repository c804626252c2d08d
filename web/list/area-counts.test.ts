import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AreaItem } from '../api/types.ts'
import { rolledUp } from './area-counts.ts'

const area = (id: string, parent: string | null): AreaItem => ({ id, code: id, name: id.toUpperCase(), type: 'sector', parent })

test('counts roll up, empty places are left out, the fullest come first', () => {
  const areas = [area('m', null), area('n', 'm'), area('s', 'm'), area('n1', 'n'), area('empty', 'm'), area('lost', 'not-known')]
  const tree = rolledUp(areas, [{ value: 'n1', count: 4 }, { value: 'n', count: 1 }, { value: 's', count: 9 }, { value: 'lost', count: 2 }, { value: 'stranger', count: 7 }])
  assert.deepEqual(tree.map((b) => [b.id, b.count]), [['m', 14], ['lost', 2]])
  assert.deepEqual(tree[0]?.below.map((b) => [b.id, b.count]), [['s', 9], ['n', 5]])
  assert.deepEqual(tree[0]?.below[1]?.below.map((b) => [b.id, b.count]), [['n1', 4]])
})
