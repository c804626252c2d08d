import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MOST_IN_BATCH, acknowledged, again, dueAt, failed, hurry, nextBatch, put, restore, sending } from './outbox.ts'
import type { Outbox } from './outbox.ts'

const entry = (key: string, owner = 'me', path = '/api/records') => ({ key, path, body: { id: key }, at: 0, label: key, owner })
const edit = (key: string, record: string) => ({ ...entry(key), path: `/api/records/${record}/actions` })
const two: Outbox = put(put([], entry('a')), entry('b'))
const keys = (box: Outbox, owner = 'me', now = 0) => nextBatch(box, owner, now).map((e) => e.key)

test('oldest first, together, only the owner’s own, and nothing while some are on their way', () => {
  assert.deepEqual(keys(two), ['a', 'b'])
  assert.deepEqual(keys(two, 'somebody-else'), [])
  assert.deepEqual(keys(sending(two, ['a'])), [])
  assert.deepEqual(keys(acknowledged(sending(two, ['a']), 'a')), ['b'])
})

test('an edit goes after the record it changes; other requests go alone, in their turn', () => {
  const box = put(put(put(two, edit('c', 'a')), { ...entry('d'), path: '/api/x' }), entry('e'))
  assert.deepEqual(keys(box), ['a', 'b', 'c'])
  const rest = ['a', 'b', 'c'].reduce<Outbox>(acknowledged, box)
  assert.deepEqual(keys(rest), ['d'])
  assert.deepEqual(keys(acknowledged(rest, 'd')), ['e'])
})

test('a write with a declared purpose goes alone, so that its purpose is that of no other', () => {
  const box = put(put(put([], entry('a')), { ...edit('b', 'x'), purpose: 'welfare check' }), entry('c'))
  assert.deepEqual(keys(box), ['a'])
  assert.deepEqual(keys(acknowledged(box, 'a')), ['b'])
  assert.deepEqual(keys(acknowledged(acknowledged(box, 'a'), 'b')), ['c'])
})

test('what depends on a refused write waits, the rest goes on', () => {
  const box = failed(sending(put(two, edit('c', 'a')), ['a']), 'a', 422, { title: 'no' }, 0)
  assert.deepEqual(keys(box), ['b'])
  const mended = again(box, 'a', { key: 'a2', body: { id: 'a', better: true } })
  assert.deepEqual(keys(mended), ['a2', 'b', 'c'])
})

test('a request carries a bounded number', () => {
  const box = Array.from({ length: MOST_IN_BATCH + 5 }, (_, i) => entry(`k${i}`)).reduce<Outbox>(put, [])
  assert.equal(keys(box).length, MOST_IN_BATCH)
})

test('the same key is kept once', () => {
  assert.equal(put(two, entry('a')).length, 2)
})

test('a broken link waits and tries again, a refusal is kept and passed over', () => {
  const broken = failed(sending(two, ['a']), 'a', 0, {}, 10_000)
  assert.deepEqual(keys(broken, 'me', 10_500), [])
  assert.equal(dueAt(broken, 'me'), 0)
  assert.deepEqual(keys(broken, 'me', 11_000), ['a', 'b'])
  assert.deepEqual(keys(hurry(broken), 'me', 10_001), ['a', 'b'])
  const refused = failed(sending(two, ['a']), 'a', 400, { title: 'no' }, 10_000)
  assert.equal(refused.length, 2)
  assert.equal(refused[0]?.problem?.title, 'no')
  assert.deepEqual(keys(refused, 'me', 10_000), ['b'])
})

test('an ended session, a limit or a fault of the node is not a refusal', () => {
  for (const status of [0, 401, 408, 424, 429, 500, 503, 507]) {
    assert.equal(failed(sending(two, ['a']), 'a', status, {}, 0)[0]?.state, 'waiting', String(status))
  }
})

test('after a reload everything is there again and nothing is under way', () => {
  const stored = JSON.stringify(sending(two, ['a']))
  assert.deepEqual(restore(stored).map((e) => [e.key, e.state]), [['a', 'waiting'], ['b', 'waiting']])
  for (const bad of [null, '', '{', '{"a":1}', '[1,null]', '[{"key":1}]']) {
    assert.deepEqual(restore(bad), [])
  }
})

test('whatever happens, an entry leaves only by acknowledgement', () => {
  const step = fc.record({ key: fc.constantFrom('a', 'b'), how: fc.constantFrom('send', 'fail', 'refuse', 'hurry', 'again', 'reload') })
  fc.assert(fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
    let box: Outbox = two
    for (const { key, how } of steps) {
      box = how === 'send' ? sending(box, [key]) : how === 'fail' ? failed(box, key, 0, {}, 1) : how === 'refuse' ? failed(box, key, 422, {}, 1) : how === 'hurry' ? hurry(box) : how === 'again' ? again(box, key) : restore(JSON.stringify(box))
    }
    assert.deepEqual(box.map((e) => e.key), ['a', 'b'])
  }))
})
