import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readinessOf } from './evac-asset.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const ago = (hours: number) => new Date(NOW - hours * 3_600_000).toISOString()

test('what was said of an asset grows old, then says nothing; nobody having said is unknown', () => {
  assert.equal(readinessOf({ status: 'ready', statusAt: ago(1) }, NOW), 'ready')
  assert.equal(readinessOf({ status: 'ready', statusAt: ago(13) }, NOW), 'stale')
  assert.equal(readinessOf({ status: 'ready', statusAt: ago(300 * 24) }, NOW), 'unknown')
  assert.equal(readinessOf({ status: 'down', statusAt: ago(13) }, NOW), 'not-ready')
  assert.equal(readinessOf({ status: 'down', statusAt: ago(300 * 24) }, NOW), 'unknown')
  assert.equal(readinessOf({ status: 'ready' }, NOW), 'unknown')
  assert.equal(readinessOf({}, NOW), 'unknown')
})
