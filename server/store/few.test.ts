import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DOMAINS } from '../../domains/index.ts'
import { ENGINES, ground, reader, report } from '../../test/store.ts'
import { openStore } from './open.ts'

const chief = reader('chief')
const outside = reader('field', { clearance: 'U' })

for (const engine of ENGINES) {
  describe(`questions before the picture is whole, on ${engine.name}`, { skip: engine.skip }, () => {
    test('are counted as they are counted from memory, for each reader', async (t) => {
      const place = await ground(engine.name)
      const first = await place.open()
      await first.commit(chief, Array.from({ length: 30 }, (_, i) => report({ severity: 1 + (i % 4), category: i % 3 === 0 ? 'AC.01' : 'CR.01' }, { record: `r${i}`, handling: { level: i % 5 === 0 ? 'C' : 'U' } })))
      await first.warmed()
      const lazy = await openStore({ dataDir: place.dataDir, databaseUrl: place.databaseUrl, kinds: DOMAINS.flatMap((d) => d.kinds), lazy: true })
      t.after(async () => { await lazy.close(); await place.remove() })
      for (const who of [chief, outside]) {
        for (const query of [{ kind: 'incident' }, { kind: 'incident', severity: 3 }, { kind: 'incident', where: { family: ['AC'] } }]) {
          const spec = { by: ['family'] }
          const [now, later] = [await lazy.aggregate(who, query, spec), await first.aggregate(who, query, spec)]
          assert.deepEqual(now, later, JSON.stringify([who.user, query]))
          const keys = later.rows[0]?.keys ?? ['AC']
          assert.deepEqual((await lazy.cell(who, query, spec, keys)).items.map((one) => one.record.id), (await first.cell(who, query, spec, keys)).items.map((one) => one.record.id))
        }
      }
      assert.ok((await lazy.aggregate(chief, { kind: 'incident' }, { by: ['family'] })).total > (await lazy.aggregate(outside, { kind: 'incident' }, { by: ['family'] })).total)
      await lazy.warmed()
      assert.equal(await lazy.count(chief, { kind: 'incident' }), 30)
    })
  })
}
