import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { action, ENGINES, ground, reader, report, square, SYSTEM, until } from '../../test/store.ts'

const chief = reader('chief')

for (const engine of ENGINES) {
  describe(`two nodes on one store, on ${engine.name}`, { skip: engine.skip }, () => {
    test('both write at once: one chain, no lost edit, no reference twice, each hears the other', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const [one, two] = [await place.open(), await place.open()]
      await Promise.all([one.warmed(), two.warmed()])
      const [made] = await one.commit(chief, [report()])
      assert.ok(made)
      const done = await Promise.all(
        Array.from({ length: 60 }, (_, i) => {
          const store = i % 2 === 0 ? one : two
          return i % 10 === 9 ? store.commit(chief, [action(made.record, 'edit', { fields: { bluf: `from ${i}` } })]) : store.commit(chief, [report()])
        }),
      )
      const refs = done.flat().map((d) => d.record.ref).filter((ref) => ref !== made.record.ref)
      assert.equal(new Set(refs).size, 54)
      const record = (await two.get(chief, made.record.id))?.record
      assert.equal(record?.version, 7)
      assert.equal(record.contested.length, 5, 'the first value stands, the others wait')
      await one.commit(SYSTEM, [square('m', 'mission', null, 10, 0, 30, 12)])
      await until(() => two.areas().nodes.has('m'), 'the area is known to the other node')
      await until(async () => (await one.count(chief, { kind: 'incident' })) === 55 && (await two.count(chief, { kind: 'incident' })) === 55, 'both pictures are whole')
      const same = report()
      const both = await Promise.all([one.commit(chief, [same]), two.commit(chief, [same])])
      assert.deepEqual(both.map((b) => b[0]?.again).sort(), [false, true])
      assert.equal((await one.verify({ replay: true })).broken, null)
    })
  })
}
