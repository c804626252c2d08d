import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import { MOST_WAITING, Outbox } from './outbox.ts'
import { element } from '../../../../formats/cot/detail.ts'
import { Parcel } from './parcel.ts'

const gate = { n: 0, sensitive: false, access: { kind: 'track', handling: { level: 'U' as const, compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }, area: null, workflow: 'approved' as const } }
const parcel = (uid: string, options: { replaces?: boolean; urgent?: boolean; bytes?: number } = {}) =>
  new Parcel(makeEvent({ uid, type: 'a-f-G' }, 1, 1), gate, { feed: null, replaces: options.replaces ? uid : null, urgent: options.urgent ?? false, ...(options.bytes ? { xml: new Uint8Array(options.bytes) } : {}) })
const drained = (box: Outbox) => {
  const uids: string[] = []
  for (let next = box.next(); next; next = box.next()) {
    uids.push(next.event.uid)
  }
  return uids
}

test('calls first, then messages in order, then of each position the newest in the turn of its first', () => {
  const box = new Outbox()
  const newest = parcel('p1', { replaces: true })
  for (const one of [parcel('p1', { replaces: true }), parcel('m1'), parcel('p2', { replaces: true }), newest, parcel('sos', { urgent: true }), parcel('m2')]) {
    assert.equal(box.put(one), true)
  }
  assert.deepEqual([box.size, box.coalesced, box.dropped], [5, 1, 0])
  assert.deepEqual(drained(box), ['sos', 'm1', 'm2', 'p1', 'p2'])
  assert.equal(box.size, 0)
})

test('is bounded in number and in bytes, each kind by itself, and counts what it leaves out', () => {
  const box = new Outbox()
  for (let i = 0; i < MOST_WAITING + 7; i += 1) {
    box.put(parcel(`m${i}`))
  }
  assert.equal(box.dropped, 7)
  assert.equal(box.put(parcel('p', { replaces: true })), true, 'positions have room of their own')
  const heavy = new Outbox()
  let taken = 0
  for (let i = 0; i < 100; i += 1) {
    taken += heavy.put(parcel(`p${i}`, { replaces: true, bytes: 1_000_000 })) ? 1 : 0
  }
  assert.deepEqual([taken, heavy.dropped], [67, 33])
  assert.equal(drained(heavy).length, 67)
  assert.equal(heavy.put(parcel('after', { replaces: true, bytes: 1_000_000 })), true, 'what was taken is free again')
})

test('forgets what was taken back and what may not be seen any more', () => {
  const box = new Outbox()
  box.put(parcel('p1', { replaces: true }))
  box.put(parcel('m1'))
  box.put(parcel('m2'))
  box.forget('p1')
  box.keep(({ event }) => event.uid !== 'm1')
  assert.deepEqual(drained(box), ['m2'])
})

test('a report that was taken back or may not be seen any more is not told after all; others are, and their bytes are counted', () => {
  const box = new Outbox()
  for (const one of [parcel('r1', { bytes: 700 }), parcel('m1', { bytes: 300 }), parcel('r1', { bytes: 700 }), parcel('r1-9-1-1', { urgent: true })]) {
    box.put(one)
  }
  assert.equal(box.next()?.event.uid, 'r1-9-1-1')
  assert.equal(box.next()?.event.uid, 'r1')
  box.forget('r1')
  assert.equal(box.size, 1)
  for (let i = 0; i < 16; i += 1) {
    assert.equal(box.put(parcel(`w${i}`, { bytes: 1_000_000 })), true, 'what was forgotten takes no room')
  }
  assert.equal(drained(box).length, 17)
})

test('words that come to be kept are kept from what waits as well', () => {
  const box = new Outbox()
  const named = (uid: string, options: { replaces?: boolean; urgent?: boolean }) => {
    const bare = parcel(uid, options)
    return new Parcel({ ...bare.event, detail: [element('contact', { callsign: 'Haddad' })] }, gate, { feed: null, replaces: bare.replaces, urgent: bare.urgent })
  }
  for (const one of [named('p', { replaces: true }), named('m', {}), named('sos', { urgent: true }), parcel('bare')]) {
    box.put(one)
  }
  box.reword((one) => one.reworded((text) => text.replaceAll('Haddad', '█')))
  const told: string[] = []
  for (let next = box.next(); next; next = box.next()) {
    told.push(`${next.event.uid} ${next.event.detail.map(({ attrs }) => attrs.join('=')).join()}`)
  }
  assert.deepEqual(told, ['sos callsign=█', 'm callsign=█', 'bare ', 'p callsign=█'])
})
