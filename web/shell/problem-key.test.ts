import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PROBLEMS } from '../../core/problem.ts'
import { problemKey } from './problem-key.ts'

test('every problem a node may tell has words of its own here', () => {
  assert.deepEqual(Object.keys(PROBLEMS).filter((id) => problemKey(id) === undefined), [])
  assert.equal(new Set(Object.keys(PROBLEMS).map(problemKey)).size, Object.keys(PROBLEMS).length)
  assert.equal(problemKey('from-a-newer-node'), undefined)
})
