import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { NewAction } from '../../../core/record.ts'
import { action, ENGINES, freshId, ground, reader, until } from '../../../test/store.ts'
import type { LogEntry } from '../shared/entry.ts'

const duty = reader('duty', { grants: [{ role: 'JOC-DO', area: null }] })
const AT = '2026-08-18T14:00:00Z'
const made = (kind: string, data: object, record = freshId('rec')): NewAction => ({ id: freshId('act'), record, kind, type: 'create', at: AT, basedOn: null, patch: { data: data as never } })
const watch = (name = 'NIGHT'): NewAction => made('watch-shift', { desk: 'JOC', name, from: AT, officers: [{ name: 'A. Duty' }] })
const line = (log: string, more: object = {}): NewAction => made('log-entry', { log, at: AT, way: 'IN', text: 'Radio check', ...more })
const n = (record: { data: unknown }): number | undefined => (record.data as LogEntry).n

for (const engine of ENGINES) {
  describe(`numbers of a log, on ${engine.name}`, { skip: engine.skip }, () => {
    test('two nodes write at once into two watches: each counts from 1 without a gap, refused lines use none up', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const [one, two] = [await place.open(), await place.open()]
      const [[a], [b]] = [await one.commit(duty, [watch()]), await one.commit(duty, [watch('DAY')])]
      assert.ok(a && b)
      await until(async () => (await two.count(duty, { kind: 'watch-shift' })) === 2, 'the other node knows both')
      const done = await Promise.allSettled(Array.from({ length: 80 }, (_, i) => {
        const log = i % 3 === 0 ? b.record.id : a.record.id
        return (i % 2 === 0 ? one : two).commit(duty, [i % 10 === 9 ? line(log, { text: '' }) : line(log)])
      }))
      const records = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value[0]!.record] : []))
      assert.equal(records.length, 72)
      for (const log of [a.record.id, b.record.id]) {
        const numbers = records.filter((record) => record.data['log'] === log).map((record) => n(record) as number).sort((x, y) => x - y)
        assert.deepEqual(numbers, numbers.map((_one, i) => i + 1))
      }
      assert.equal((await one.verify({ replay: true })).broken, null)
    })

    test('a line sent late, again, or after a restart takes the next number, once; a void one keeps its own', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const first = await place.open()
      const [shift] = await first.commit(duty, [watch()])
      assert.ok(shift)
      const kept = line(shift.record.id, { text: 'Written without a link' })
      await first.commit(duty, [line(shift.record.id)])
      const [, third] = await first.commit(duty, [line(shift.record.id), line(shift.record.id)])
      await first.commit(duty, [action(third!.record, 'void', {}, { reason: 'Wrong callsign' })])
      await first.close()
      const again = await place.open()
      const late = await again.commit(duty, [kept])
      const twice = await again.commit(duty, [kept])
      assert.deepEqual([n(late[0]!.record), n(twice[0]!.record), twice[0]!.again], [4, 4, true])
      const [next] = await again.commit(duty, [line(shift.record.id)])
      assert.equal(n(next!.record), 5)
      const voided = (await again.get(duty, third!.record.id))?.record.data as unknown as LogEntry
      assert.deepEqual([voided.n, voided.voided?.reason], [3, 'Wrong callsign'])
      assert.equal((await again.verify({ replay: true })).broken, null)
    })

    test('who may not: a number of one’s own, a log that is none or may not be seen, a number changed, a line taken out', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const store = await place.open()
      const [shift] = await store.commit(duty, [watch()])
      const [secret] = await store.commit(reader('pki', { compartments: ['PKI'] }), [{ ...watch('PKI'), patch: { ...watch('PKI').patch, handling: { level: 'C', compartments: ['PKI'], owner: 'MISSION', releasableTo: ['*'], caveats: [] } } }])
      assert.ok(shift && secret)
      await assert.rejects(store.commit(duty, [line(shift.record.id, { n: 7 })]), /actions of its own/)
      for (const log of ['nothing', secret.record.id, 'a b']) {
        await assert.rejects(store.commit(duty, [line(log)]), /numbered here/)
      }
      const [entry] = await store.commit(duty, [line(shift.record.id)])
      await assert.rejects(store.commit(duty, [line(entry!.record.id)]), /numbered here/)
      await assert.rejects(store.commit(duty, [action(entry!.record, 'edit', { fields: { n: 9 } })]), /actions of its own/)
      await assert.rejects(store.commit(duty, [action(entry!.record, 'retract', {}, { reason: 'x' })]), /role/)
      await assert.rejects(store.commit(duty, [action(entry!.record, 'void')]), /reason/)
      await assert.rejects(store.commit(reader('audit', { grants: [{ role: 'AUDIT', area: null }] }), [line(shift.record.id)]), /role/)
      assert.equal(n((await store.commit(duty, [line(shift.record.id)]))[0]!.record), 2)
    })
  })
}
