import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, test } from 'node:test'
import { action, ENGINES, ground, reader, report, SYSTEM, type Ground } from '../../test/store.ts'
import { exportRecords } from '../jobs/export.ts'
import { listSql } from './compile.ts'
import { SQLITE } from './dialect.ts'
import { databaseFile, type OpenedStore } from './open.ts'

const MANY = 900

for (const engine of ENGINES) {
  describe(`many records handed out, on ${engine.name}`, { skip: engine.skip }, () => {
    const who = reader('chief', { purpose: 'test' })
    let place: Ground
    let store: OpenedStore

    before(async () => {
      place = await ground(engine.name)
      store = await place.open()
      for (let i = 0; i < MANY; i += 300) {
        await store.commit(SYSTEM, Array.from({ length: 300 }, (_, n) => report({ title: `Shots ${i + n}` }, { handling: { level: (i + n) % 100 === 7 ? 'SC' : 'U', caveats: (i + n) % 90 === 3 ? ['ORCON'] : [] } })))
      }
    })
    after(() => place.remove())

    test('let others be answered in between, however fast they are taken', async () => {
      let turns = 0
      let taking = true
      const turn = (): void => { turns += 1; if (taking) { setImmediate(turn) } }
      setImmediate(turn)
      let count = 0
      for await (const _seen of store.stream(who, { kind: 'incident' })) {
        count += 1
      }
      taking = false
      assert.equal(count, MANY)
      assert.ok(turns >= 3, `${turns} turns`)
    })

    test('are marked alike whether they lie in memory or not, and what needs a purpose is refused before the first byte', async () => {
      const told = async (from: OpenedStore) => {
        const { count, marking, content } = await exportRecords(from, who, { kind: 'incident' }, 'csv', { scratch: `${place.dataDir}/scratch`, now: 0 })
        let lines = 0
        for await (const chunk of content) {
          lines += String(chunk).split('\n').length - 1
        }
        return { count, marking, lines }
      }
      await store.warmed()
      const warm = await told(store)
      const aside = await place.open()
      assert.equal(await aside.extent(who, { kind: 'incident' }), null, 'nothing is in memory yet')
      assert.deepEqual(await told(aside), warm)
      assert.deepEqual([warm.count, warm.lines > MANY], [MANY, true])
      assert.match(warm.marking, /STRICTLY CONFIDENTIAL.*ORCON/i)
      for (const one of [store, aside]) {
        await assert.rejects(exportRecords(one, { ...who, purpose: null }, { kind: 'incident' }, 'csv', { scratch: '', now: 0 }), { id: 'purpose-needed' })
        await assert.rejects(exportRecords(one, who, { kind: 'incident' }, 'csv', { scratch: '', now: 0, signal: AbortSignal.abort() }), { name: 'AbortError' })
      }
    })

    if (engine.name === 'sqlite') {
      test('are found from page to page by the index, not by passing over those before', async () => {
        const first = await store.list(who, { kind: 'incident', limit: 10 })
        const { page } = listSql(SQLITE, who, { kind: 'incident', limit: 10, cursor: first.next! }, store.kinds().need('incident'), store.areas())
        const db = new DatabaseSync(databaseFile(place.dataDir), { readOnly: true })
        const plan = db.prepare(`explain query plan ${page.sql}`).all(...(page.params as string[])) as { detail: string }[]
        db.close()
        assert.match(plan[0]!.detail, /records_standing \(kind=\? AND <expr><\?\)/)
      })
    }
  })
}

for (const engine of ENGINES) {
  test(`every version of a record since a moment is what it stood at then, read in one go, on ${engine.name}`, { skip: engine.skip }, async () => {
    const place = await ground(engine.name)
    try {
      const store = await place.open()
      const [chief, outsider] = [reader('chief', { purpose: 'test' }), reader('low', { clearance: 'U' })]
      let { record } = (await store.commit(SYSTEM, [report({ title: 'First' })]))[0]!
      const moments: string[] = [record.updatedAt]
      for (const title of ['Second', 'Third', 'Fourth']) {
        await new Promise((resolve) => { setTimeout(resolve, 3) })
        record = (await store.commit(SYSTEM, [action(record, 'edit', { fields: { title } })]))[0]!.record
        moments.push(record.updatedAt)
      }
      await new Promise((resolve) => { setTimeout(resolve, 3) })
      record = (await store.commit(SYSTEM, [action(record, 'handle', { handling: { ...record.handling, level: 'C' } }, { reason: 'said so' })]))[0]!.record
      await store.audit(chief, [record.id], 'export', { format: 'csv' })
      const from = Date.parse(moments[2]!)
      const versions = await store.versions(chief, record.id, from)
      assert.deepEqual(versions.map((seen) => [seen.record.data['title'], seen.record.version]), [['Second', 2], ['Third', 3], ['Fourth', 4], ['Fourth', 5]])
      for (const seen of versions.slice(0, 3)) {
        assert.deepEqual(seen.record, (await store.asOf(chief, record.id, seen.record.updatedAt))?.record)
      }
      assert.deepEqual(await store.versions(outsider, record.id, 0), [], 'closed by now, so closed then')
    } finally {
      await place.remove()
    }
  })
}
