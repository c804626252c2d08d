import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Store } from '../../../../server/face.ts'
import { notice } from '../../../../test/notifications.ts'
import { ENGINES, freshId, ground, SYSTEM, type Ground } from '../../../../test/store.ts'
import { isRare } from './names.ts'

const DAY_MS = 86_400_000

for (const { name: engine, skip } of ENGINES) {
  describe(`a name that is no word of the mission’s own texts (${engine})`, { skip }, () => {
    let place: Ground
    let store: Store
    before(async () => {
      place = await ground(engine)
      store = await place.open()
    })
    after(() => place?.remove())
    const write = async (narratives: readonly string[], at: string): Promise<void> => {
      await store.commit(SYSTEM, narratives.map((narrative) => ({ id: freshId('act'), record: freshId('incident'), kind: 'incident', type: 'create', at, basedOn: null, patch: { data: { type: 'INCIDENT', title: 'Report', narrative, category: 'AC.03', happened: { from: at, precision: 'EXACT' } } } })), { receivedAt: () => at })
    }

    test('counts once the mission wrote enough to know its words, and only what it wrote before it happened', async () => {
      const now = Date.now()
      const occurredAt = new Date(now - DAY_MS).toISOString()
      const record = freshId('notification')
      await store.commit(SYSTEM, [{ id: freshId('act'), record, kind: 'notification', type: 'create', at: occurredAt, basedOn: null, patch: { data: notice({ occurredAt, learnedAt: occurredAt }) } }])
      const of = [(await store.get(SYSTEM, record))!]
      const rare = async (familyName: string): Promise<boolean> => isRare(store, { familyName }, of)
      const earlier = new Date(now - 9 * DAY_MS).toISOString()
      await write(['Shots in the forest near the bridge.', 'Corporal Kamarandu led the patrol.'], earlier)
      assert.equal(await rare('Kamarandu'), false, 'nothing is known of its words yet')
      await write(Array.from({ length: 500 }, (_, i) => `A quiet day at post ${i}.`), earlier)
      assert.deepEqual([await rare('Kamarandu'), await rare('Forest'), await rare('Bridge'), await rare('Hjalmarquist')], [true, false, false, true])
      await write(['The patrol carried kamarandu to the road.'], new Date(now).toISOString())
      assert.equal(await rare('Kamarandu'), true, 'written about what happened, not before')
      assert.equal(await isRare(store, { familyName: 'Kamarandu' }, []), false, 'about nothing yet')
    })
  })
}
