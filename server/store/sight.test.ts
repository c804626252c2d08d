import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runningNode } from '../../test/running-node.ts'
import { readerOf } from '../auth/reader.ts'

test('what hangs on a record is seen by those who see the record, and closing it closes both', async () => {
  const node = await runningNode()
  try {
    const duty = readerOf((await node.person('duty')).account, null, node.clock.now)
    const partner = readerOf((await node.person('partner', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })).account, null, node.clock.now)
    const record = { kind: 'track', handling: { level: 'C' as const, compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }, area: null, workflow: 'approved' as const }
    const sees = node.store.sight(duty)
    assert.equal(sees(record), true)
    assert.equal(node.store.sight(partner)(record), false, 'own positions never leave the mission')
    assert.equal(sees({ ...record, handling: { ...record.handling, level: 'SC' } }), false, 'above clearance')
    assert.equal(sees({ ...record, handling: { ...record.handling, compartments: ['PKI'] } }), false)
    assert.equal(sees({ ...record, kind: 'nothing-of-this-name' }), false)
  } finally {
    await node.close()
  }
})
