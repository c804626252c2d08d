import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Unplaced } from './unplaced.ts'

test('facts of things that never come anywhere take bounded room: those that were silent longest go first', () => {
  const unplaced = new Unplaced()
  for (let n = 0; n < 10_000; n += 1) {
    unplaced.keep('f', `s:${n}`, { callsign: `C ${n}` })
  }
  unplaced.keep('f', 's:0', { battery: 1 })
  unplaced.keep('f', 's:new', { callsign: 'New' })
  assert.equal(unplaced.take('f', 's:1'), undefined)
  assert.deepEqual(unplaced.take('f', 's:0'), { callsign: 'C 0', battery: 1 })
  assert.deepEqual([unplaced.take('f', 's:new'), unplaced.take('f', 's:new'), unplaced.take('g', 's:2')], [{ callsign: 'New' }, undefined, undefined])
})
