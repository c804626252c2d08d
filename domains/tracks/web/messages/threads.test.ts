import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ALL_ROOMS, type Message } from '../../shared/message.ts'
import { threadsOf, unreadOf, type Source } from './threads.ts'

let count = 0
const said = (from: string, text: string, more: Partial<Message> = {}): Source => {
  count += 1
  return { id: `m${count}`, ref: `MSG-${count}`, withdrawn: false, data: { uid: `u${count}`, from: { uid: from, callsign: from.replace('VIGIE-', 'Duty '), ...(from.startsWith('VIGIE-') ? { account: from.slice(6) } : {}) }, room: ALL_ROOMS, text, sentAt: new Date(count * 60_000).toISOString(), feed: 'f', ...more } }
}

test('rooms and direct threads apart, last written first; both directions of one talk are one thread', () => {
  const threads = threadsOf([
    said('LION-2', 'all well'), said('VIGIE-me', 'return', { to: ['LION-2'], room: 'LION-2' }), said('LION-2', 'returning', { to: ['VIGIE-me'], room: 'Duty me' }),
    said('LION-2', 'to wolf', { to: ['WOLF-1'], room: 'WOLF-1' }), said('LION-2', 'team', { room: 'Cyan', to: ['Cyan'] }), said('WOLF-1', 'to lion', { to: ['LION-2'], room: 'LION-2' }),
  ].toReversed(), 'me')
  assert.deepEqual(threads.map((one) => [one.kind, one.name, one.lines.map((line) => line.text), one.to?.uid ?? null]), [
    ['direct', 'LION-2 – WOLF-1', ['to wolf', 'to lion'], null], ['room', 'Cyan', ['team'], null], ['direct', 'LION-2', ['return', 'returning'], 'LION-2'], ['all', ALL_ROOMS, ['all well'], null],
  ])
})

test('a room of the same name on another feed is another; unread are those of others since it was looked at', () => {
  const own = said('VIGIE-me', 'mine')
  const [a, b] = [said('LION-2', 'one'), said('LION-2', 'two', { feed: 'g' })]
  const threads = threadsOf([own, a, b], 'me')
  assert.equal(threads.length, 2)
  const room = threads.find((one) => one.feed === 'f')
  assert.deepEqual([room && unreadOf(room, 0), room && unreadOf(room, Date.parse(a.data.sentAt))], [1, 0])
})

test('receipts by the names of those who gave them', () => {
  const [thread] = threadsOf([said('LION-2', 'x'), said('VIGIE-me', 'y', { receipts: [{ uid: 'LION-2', deliveredAt: 't' }, { uid: 'W', callsign: 'WOLF', deliveredAt: 't', readAt: 't' }] })], 'me')
  assert.deepEqual([thread?.lines[1]?.delivered, thread?.lines[1]?.read], [['LION-2', 'WOLF'], ['WOLF']])
})
