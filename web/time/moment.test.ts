import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asOfText, played, readMoment, stepped, withMoment } from './moment.ts'

const at = Date.UTC(2026, 7, 18, 13, 45)

test('a moment is read from the address; nonsense is now', () => {
  assert.equal(readMoment(new URLSearchParams('at=2026-08-18T13:45:00Z&open=x')), at)
  assert.equal(readMoment(new URLSearchParams('at=soon')), null)
  assert.equal(readMoment(new URLSearchParams('')), null)
  assert.equal(asOfText(at), '2026-08-18T13:45:00.000Z')
  assert.equal(asOfText(null), undefined)
})

test('a link goes on at the moment on screen, with what it asks and where on the page; one that names its own keeps it', () => {
  assert.equal(withMoment('/records/INC-1', null), '/records/INC-1')
  assert.equal(withMoment('/k/incident?where.family=AC#new', 'nonsense'), '/k/incident?where.family=AC#new')
  assert.equal(withMoment('/k/incident?severity=4#top', '2026-08-18T13:45:00Z'), '/k/incident?severity=4&at=2026-08-18T13%3A45%3A00Z#top')
  assert.equal(withMoment('/records/INC-1?at=2026-08-01T00:00:00Z', '2026-08-18T13:45:00Z'), '/records/INC-1?at=2026-08-01T00%3A00%3A00Z')
})

test('playing goes on at its speed and stops at now', () => {
  assert.equal(played(at, 60, 2, at + 86_400_000), at + 2 * 3_600_000)
  assert.equal(played(at, 360, 5, at + 3_600_000), at + 3_600_000)
  const loop = { from: at, to: at + 60_000 }
  assert.equal(played(at + 30_000, 1 / 60, 10, at + 86_400_000, loop), at + 40_000, 'once its own speed')
  assert.equal(played(at + 55_000, 1 / 60, 10, at + 86_400_000, loop), at, 'a loop begins anew')
  assert.equal(played(at + 55_000, 1, 10, at + 56_000, { from: at, to: at + 86_400_000 }), at, 'also where it meets the present')
})

test('steps fall on whole multiples, also from in between', () => {
  const five = 5 * 60_000
  assert.equal(stepped(at + 61_000, 1, 5), at + five)
  assert.equal(stepped(at + 61_000, -1, 5), at)
  assert.equal(stepped(at, 1, 5), at + five)
  assert.equal(stepped(at, -1, 5), at - five)
})
