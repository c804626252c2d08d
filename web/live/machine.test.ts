import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { SILENCE_MS, backoff, bars, idle, step } from './machine.ts'
import type { Effect, LiveEvent, LiveState } from './machine.ts'

const QUERY = { kind: 'incident' }

function run(events: readonly (LiveEvent | [LiveEvent, number])[], from: LiveState = idle()): { state: LiveState; effects: Effect[] } {
  let state = from
  const effects: Effect[] = []
  for (const entry of events) {
    const [event, now] = Array.isArray(entry) ? entry : [entry, 1000]
    const next = step(state, event, now)
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}

const sent = (effects: readonly Effect[]) => effects.flatMap((e) => (e.do === 'send' ? [e.frame] : []))

test('subscribes once the link is open, and at once when it is open already', () => {
  const early = run([{ type: 'start' }, { type: 'subscribe', id: 'a', query: QUERY }, { type: 'opened' }])
  assert.deepEqual(sent(early.effects).map((f) => f['op']), ['subscribe', 'ping'])
  assert.deepEqual(sent(run([{ type: 'subscribe', id: 'b', query: QUERY }], early.state).effects), [{ op: 'subscribe', id: 'b', query: QUERY }])
})

test('resumes from the last position after a gap', () => {
  const { state } = run([
    { type: 'start' }, { type: 'subscribe', id: 'a', query: QUERY }, { type: 'opened' },
    { type: 'frame', frame: { op: 'snapshot', id: 'a', position: 40, total: 0, items: [] } },
    { type: 'frame', frame: { op: 'heartbeat', position: 44, serverTime: '2026-08-18T13:45:00Z', dataAt: null } },
    { type: 'closed', random: 0.5 }, { type: 'retry' },
  ])
  assert.equal(state.link, 'connecting')
  assert.deepEqual(sent(run([{ type: 'opened' }], state).effects)[0], { op: 'resume', id: 'a', query: QUERY, from: 44 })
})

test('a subscription that has seen no snapshot does not claim a position', () => {
  const { state } = run([{ type: 'start' }, { type: 'subscribe', id: 'a', query: QUERY }, { type: 'opened' }, { type: 'frame', frame: { op: 'heartbeat', position: 9, serverTime: '', dataAt: null } }])
  assert.equal(state.subscriptions['a']?.position, null)
})

test('late deltas and those of ended subscriptions are not delivered', () => {
  const open = run([{ type: 'start' }, { type: 'subscribe', id: 'a', query: QUERY }, { type: 'opened' }, { type: 'frame', frame: { op: 'snapshot', id: 'a', position: 40, total: 0, items: [] } }]).state
  const delta = (id: string, position: number): LiveEvent => ({ type: 'frame', frame: { op: 'delta', id, position, seq: 1, upsert: [], remove: [], total: 0 } })
  assert.equal(run([delta('a', 39)], open).effects.length, 0)
  assert.equal(run([delta('gone', 41)], open).effects.length, 0)
  assert.equal(run([delta('a', 41)], open).effects[0]?.do, 'deliver')
})

test('a silent link is given up, a lost one is retried, a stopped one stays down', () => {
  const open = run([{ type: 'start' }, [{ type: 'opened' }, 1000]]).state
  assert.deepEqual(run([[{ type: 'tick' }, 1000 + SILENCE_MS + 1]], open).effects, [{ do: 'disconnect' }])
  assert.equal(run([[{ type: 'tick' }, 2000]], open).effects[0]?.do, 'send')
  const lost = run([{ type: 'closed', random: 0 }], open)
  assert.equal(lost.effects[0]?.do, 'retry-in')
  assert.equal(bars(lost.state), 0)
  assert.deepEqual(run([{ type: 'stop' }, { type: 'closed', random: 0 }, { type: 'retry' }], open).state, idle())
})

test('waits grow, stay within bounds and differ between screens', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, random) => {
    const wait = backoff(n, random)
    assert.ok(wait >= 250 && wait <= 30_000)
  }))
  assert.notEqual(backoff(5, 0), backoff(5, 1))
})

test('the age of the data is that of the newest, from wherever it came', () => {
  const heard = (dataAt: string | null): LiveEvent => ({ type: 'frame', frame: { op: 'heartbeat', position: 1, serverTime: '', dataAt } })
  const { state } = run([{ type: 'start' }, { type: 'opened' }, { type: 'data', at: 5000 }, heard(null), heard('1970-01-01T00:00:03.000Z')])
  assert.equal(state.dataAt, 5000)
  assert.equal(run([heard('1970-01-01T00:00:09.000Z')], state).state.dataAt, 9000)
})

test('measures the round trip and hands on the server clock', () => {
  const open = run([{ type: 'start' }, { type: 'opened' }]).state
  const { state, effects } = run([[{ type: 'frame', frame: { op: 'pong', t: 1000, serverTime: '2026-08-18T13:45:00.000Z' } }, 1210]], open)
  assert.equal(state.rtt, 210)
  assert.equal(bars(state), 3)
  assert.deepEqual(effects, [{ do: 'clock', serverTime: Date.parse('2026-08-18T13:45:00Z'), rtt: 210 }])
})

test('a channel is opened when the link is, again from its beginning after a gap, and closed when nobody looks', () => {
  const open: LiveEvent = { type: 'open', id: 'c', channel: 'tracks', params: { bbox: '1,2,3,4' } }
  const wanted = { op: 'open', id: 'c', channel: 'tracks', params: { bbox: '1,2,3,4' } }
  const early = run([{ type: 'start' }, open, { type: 'opened' }])
  assert.deepEqual(sent(early.effects)[0], wanted)
  const frame = { op: 'channel', id: 'c', seq: 7, data: { now: 1 } } as const
  assert.deepEqual(run([{ type: 'frame', frame }], early.state).effects, [{ do: 'deliver', frame }])
  const back = run([{ type: 'closed', random: 0.5 }, { type: 'retry' }, { type: 'opened' }], early.state)
  assert.deepEqual(sent(back.effects)[0], wanted)
  const closed = run([{ type: 'close', id: 'c' }], back.state)
  assert.deepEqual(sent(closed.effects), [{ op: 'close', id: 'c' }])
  assert.deepEqual(run([{ type: 'frame', frame }], closed.state).effects, [], 'a late frame of a closed channel reaches nobody')
  assert.deepEqual(sent(run([{ type: 'closed', random: 0 }, { type: 'retry' }, { type: 'opened' }], closed.state).effects).map((f) => f['op']), ['ping'])
})
