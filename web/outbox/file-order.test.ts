import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goesSmall, nextFile, UNMEASURED_MS } from './file-order.ts'
import type { Queued } from './file-order.ts'

const file = (id: string, more: Partial<Queued> = {}): Queued => ({ id, record: `rec-${id}`, state: 'waiting', sentAs: null, sentAt: 0, notBefore: 0, at: 1, auto: true, ...more })
const NONE = new Set<string>()

test('a photo goes after its record; that of another record does not wait for it', () => {
  const files = [file('a'), file('b', { at: 2 })]
  assert.equal(nextFile(files, new Set(['rec-a']), 'good', 0).id, 'b')
  assert.deepEqual(nextFile(files, new Set(['rec-a', 'rec-b']), 'good', 0), { id: null, lookAt: null })
  assert.equal(nextFile(files, NONE, 'good', 0).id, 'a')
})

test('over a thin link the smaller picture first, the full one when the link is good or a person asks', () => {
  assert.equal(goesSmall(file('a'), true, 'thin'), true)
  assert.equal(goesSmall(file('a'), false, 'thin'), false)
  assert.equal(goesSmall(file('a'), true, 'good'), false)
  assert.equal(goesSmall(file('a', { auto: false }), true, 'thin'), false)
  const half = file('a', { sentAs: 'small' })
  assert.equal(goesSmall(half, true, 'thin'), false)
  assert.deepEqual(nextFile([half], NONE, 'thin', 0), { id: null, lookAt: null })
  assert.equal(nextFile([half], NONE, 'good', 0).id, 'a')
  assert.equal(nextFile([file('a', { sentAs: 'small', auto: false })], NONE, 'thin', 0).id, 'a')
})

test('something of every picture before the whole of any, then in the order taken; one at a time, refused ones for a person', () => {
  const files = [file('half', { sentAs: 'small', at: 1 }), file('late', { at: 3 }), file('early', { at: 2 }), file('no', { at: 0, state: 'refused' }), file('going', { at: 0, state: 'sending' })]
  assert.equal(nextFile(files, NONE, 'good', 0).id, 'early')
  assert.equal(nextFile(files.filter((one) => !['early', 'late'].includes(one.id)), NONE, 'good', 0).id, 'half')
})

test('after a failure it waits its time, and the next one goes meanwhile', () => {
  const failed = file('a', { notBefore: 5000 })
  assert.deepEqual(nextFile([failed], NONE, 'good', 1000), { id: null, lookAt: 5000 })
  assert.equal(nextFile([failed, file('b', { at: 2 })], NONE, 'good', 1000).id, 'b')
  assert.equal(nextFile([failed], NONE, 'good', 5000).id, 'a')
})

test('a link that is never measured gets the smaller picture first and the whole one a minute later; measured good, at once', () => {
  assert.equal(goesSmall(file('a'), true, 'unmeasured'), true)
  const half = file('a', { sentAs: 'small', sentAt: 1000 })
  assert.deepEqual(nextFile([half], NONE, 'unmeasured', 2000), { id: null, lookAt: 1000 + UNMEASURED_MS })
  assert.equal(nextFile([half], NONE, 'unmeasured', 1000 + UNMEASURED_MS).id, 'a')
  assert.equal(nextFile([half], NONE, 'good', 2000).id, 'a')
  assert.deepEqual(nextFile([half], NONE, 'thin', 1000 + UNMEASURED_MS), { id: null, lookAt: null })
})
