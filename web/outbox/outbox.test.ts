import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { acknowledged, failed, hurry, next, put, restore, sending } from './outbox.ts'
import type { Outbox } from './outbox.ts'

const entry = (key: string, owner = 'me') => ({ key, path: '/api/records', body: { id: key }, at: 0, label: key, owner })
const two: Outbox = put(put([], entry('a')), entry('b'))

test('oldest first, one at a time, only the owner’s own', () => {
  assert.equal(next(two, 'me', 0)?.key, 'a')
  assert.equal(next(two, 'somebody-else', 0), null)
  assert.equal(next(sending(two, 'a'), 'me', 0), null)
  assert.equal(next(acknowledged(sending(two, 'a'), 'a'), 'me', 0)?.key, 'b')
})

test('the same key is kept once', () => {
  assert.equal(put(two, entry('a')).length, 2)
})

test('a broken link waits and tries again, a refusal is kept and passed over', () => {
  const broken = failed(sending(two, 'a'), 'a', 0, {}, 10_000)
  assert.equal(next(broken, 'me', 10_500), null)
  assert.equal(next(broken, 'me', 11_000)?.key, 'a')
  assert.equal(next(hurry(broken), 'me', 10_001)?.key, 'a')
  const refused = failed(sending(two, 'a'), 'a', 400, { title: 'no' }, 10_000)
  assert.equal(refused.length, 2)
  assert.equal(refused[0]?.problem?.title, 'no')
  assert.equal(next(refused, 'me', 10_000)?.key, 'b')
})

test('an ended session, a limit or a fault of the node is not a refusal', () => {
  for (const status of [0, 401, 408, 429, 500, 503, 507]) {
    assert.equal(failed(sending(two, 'a'), 'a', status, {}, 0)[0]?.state, 'waiting', String(status))
  }
})

test('after a reload everything is there again and nothing is under way', () => {
  const stored = JSON.stringify(sending(two, 'a'))
  assert.deepEqual(restore(stored).map((e) => [e.key, e.state]), [['a', 'waiting'], ['b', 'waiting']])
  for (const bad of [null, '', '{', '{"a":1}', '[1,null]', '[{"key":1}]']) {
    assert.deepEqual(restore(bad), [])
  }
})

test('whatever happens, an entry leaves only by acknowledgement', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b'), how: fc.constantFrom('send', 'fail', 'refuse', 'hurry', 'reload') })
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let box: Outbox = two
    for (const { key, how } of steps) {
      box = how === 'send' ? sending(box, key) : how === 'fail' ? failed(box, key, 0, {}, 1) : how === 'refuse' ? failed(box, key, 422, {}, 1) : how === 'hurry' ? hurry(box) : restore(JSON.stringify(box))
    }
    assert.deepEqual(box.map((e) => e.key), ['a', 'b'])
  }))
})
