import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readLine, refsIn } from './line.ts'

const now = Date.UTC(2026, 7, 18, 13, 50)
const context = { now, zone: 'Africa/Bangui', desk: 'JOC' }
const at = (h: number, m: number, day = 18) => Date.UTC(2026, 7, day, h, m)

test('a whole line: time, means, from and to, words, action, by whom, by when', () => {
  assert.deepEqual(readLine('1345Z r K31>JOC convoy halted !send recovery team @JLOC duty +30', context), {
    at: at(13, 45), stamped: true, way: 'IN', means: 'RADIO', from: 'K31', to: 'JOC', callsign: 'K31', text: 'convoy halted', action: 'send recovery team', actionBy: 'JLOC duty', due: now + 30 * 60_000,
  })
})

test('what is left out: time is now, the desk is our own, nothing to be done', () => {
  assert.deepEqual(readLine('p >Level 2 asked for beds', context), { at: now, stamped: false, way: 'OUT', means: 'PHONE', from: 'JOC', to: 'Level', callsign: 'Level', text: '2 asked for beds' })
  assert.deepEqual(readLine('generator test done', context), { at: now, stamped: false, way: 'NOTE', text: 'generator test done' })
  assert.deepEqual(readLine('K31> in position', context), { at: now, stamped: false, way: 'IN', from: 'K31', to: 'JOC', callsign: 'K31', text: 'in position' })
})

test('a due time without a day is the next one; a local time counts in the zone of the mission', () => {
  assert.equal(readLine('x !call 1300Z', context).due, at(13, 0, 19))
  assert.equal(readLine('x !call 14:55', context).due, at(13, 55))
  assert.equal(readLine('x !call +2h', context).due, now + 2 * 3_600_000)
  assert.deepEqual([readLine('x !call 1300Z', context).action, readLine('x !count 5', context).due], ['call', undefined])
})

test('a word that only looks like a sign stays text', () => {
  assert.equal(readLine('reports 5 > 3 vehicles', context).text, 'reports 5 > 3 vehicles')
  assert.equal(readLine('radio', context).text, 'radio')
  assert.equal(readLine('Alarm! all out', context).text, 'Alarm! all out')
})

test('records are named by # and their reference, and stay in the words', () => {
  assert.deepEqual(refsIn('K31 at the ford #INC-2026-000123, see #ord-2026-000004 and #INC-2026-000123'), ['INC-2026-000123', 'ORD-2026-000004'])
  assert.deepEqual(refsIn('house #5, C#-2026-1, a#INC-2026-000123'), [])
  assert.equal(readLine('r K31>JOC halted #INC-2026-000123 !send', context).text, 'halted #INC-2026-000123')
})
