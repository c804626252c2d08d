import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../core/problem.ts'
import { runningNode } from '../test/running-node.ts'
import { SYSTEM } from './auth/reader.ts'

const DAY_MS = 86_400_000

test('nothing runs without consent; withdrawal and expiry bind', async () => {
  const node = await runningNode()
  try {
    const { gate } = node.node.app
    const day = (offset: number): string => new Date(node.clock.now + offset * DAY_MS).toISOString().slice(0, 10)
    const refused = (error: unknown): boolean => error instanceof Problem && error.id === 'no-consent'
    let ran = 0
    const work = (): number => gate.run('tracker', () => (ran += 1))
    assert.throws(work, refused)
    const withdrawn: string[] = []
    gate.onWithdrawn((code, because) => withdrawn.push(`${code}: ${because}`))

    const consent = { status: 'granted', by: 'Ministry', reference: 'N-1', from: day(-10), until: day(10) }
    const diligence = { status: 'cleared', by: 'Officer', reference: 'D-1', on: day(-10), reviewBy: day(100) }
    const entry = { name: 'Trackers', code: 'tracker', type: 'tracker', purpose: 'Safety' }
    const at = new Date().toISOString()
    await node.store.commit(SYSTEM, [{ id: 't-1', record: 'tech', kind: 'technology', type: 'create', at, basedOn: null, patch: { data: entry } }])
    assert.throws(work, refused, 'an entry alone is no consent')
    await node.store.commit(SYSTEM, [{ id: 't-2', record: 'tech', kind: 'technology', type: 'edit', at, basedOn: 1, patch: { fields: { consent, diligence } } }])
    assert.equal(work(), 1)
    assert.deepEqual(gate.permits().map((permit) => permit.valid), [true])

    await node.store.commit(SYSTEM, [{ id: 't-3', record: 'tech', kind: 'technology', type: 'edit', at, basedOn: 2, patch: { fields: { consent: { ...consent, status: 'withdrawn' } } } }])
    assert.throws(work, refused)
    assert.deepEqual(withdrawn, ['tracker: host-state consent withdrawn'], 'told with the commit that records it')

    await node.store.commit(SYSTEM, [{ id: 't-4', record: 'tech', kind: 'technology', type: 'edit', at, basedOn: 3, patch: { fields: { consent } } }])
    assert.equal(work(), 2)
    node.clock.now += 12 * DAY_MS
    assert.throws(work, refused, 'expired with the day')
    await node.store.commit(SYSTEM, [{ id: 't-5', record: 'tech', kind: 'technology', type: 'retract', at, basedOn: 4, patch: {}, reason: 'gone' }])
    assert.throws(work, /register/)
    assert.equal(ran, 2)
  } finally {
    await node.close()
  }
})
