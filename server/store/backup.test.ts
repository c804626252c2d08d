import assert from 'node:assert/strict'
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import { freshDatabase, skipWithoutPostgres } from '../../test/postgres.ts'
import { tempDir } from '../../test/tmp.ts'
import { checksum, SQLITE_MIGRATIONS } from './migrations.ts'
import { migrateTo } from './migrate-to.ts'
import { databaseFile, openStore } from './open.ts'
import { restoreStore } from './restore.ts'
import { openSqlite } from './sqlite-db.ts'
import { action, ENGINES, ground, KINDS, reader, report, square, SYSTEM } from '../../test/store.ts'

const dpo = reader('dpo', { compartments: ['SOURCE'], grants: [{ role: 'DPO', area: null }, { role: 'JOC-CH', area: null }] })
const contacts = [{ source: 's', name: 'Awa Diarro' }]

for (const engine of ENGINES) {
  describe(`backup and restore on ${engine.name}`, { skip: engine.skip }, () => {
    test('a store in use is copied, restored elsewhere, and what was erased since stays erased', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const store = await place.open()
      await store.commit(SYSTEM, [square('m', 'mission', null, 10, 0, 30, 12)])
      const [kept] = await store.commit(dpo, [report({ title: 'Kept', contacts })])
      const [gone] = await store.commit(dpo, [report({ title: 'Gone', contacts })])
      assert.ok(kept && gone)
      const folder = path.join(tempDir(t, 'backup'), 'one')
      const writing = Promise.all(Array.from({ length: 20 }, () => store.commit(dpo, [report()])))
      const manifest = await store.backup(folder)
      await writing
      assert.ok(manifest.files.some((f) => f.name.startsWith('keys/')))
      assert.equal(statSync(path.join(folder, 'keys', 'master.key')).mode & 0o077, 0)
      await assert.rejects(store.backup(folder), (error: Problem) => error.id === 'duplicate')
      await store.erase(dpo, gone.record.id, 'asked for')
      await store.close()

      const fresh = engine.name === 'postgres' ? await freshDatabase() : null
      t.after(() => fresh?.drop())
      const options = { dataDir: place.dataDir, databaseUrl: fresh?.url ?? null, kinds: KINDS }
      await assert.rejects(restoreStore(folder, options), (error: Problem) => error.id === 'duplicate')
      const restored = await restoreStore(folder, { ...options, force: true })
      assert.ok(restored.movedAside && existsSync(restored.movedAside))
      t.after(() => rmSync(restored.movedAside ?? '', { recursive: true, force: true }))
      assert.equal(restored.keysDestroyedAgain, 1)
      const again = await openStore({ dataDir: place.dataDir, databaseUrl: fresh?.url ?? null, kinds: KINDS })
      try {
        assert.equal(((await again.get(dpo, kept.record.id))?.record.data['contacts'] as { name: string }[] | undefined)?.[0]?.name, 'Awa Diarro')
        assert.equal((await again.get(dpo, gone.record.id))?.record.data['contacts'], undefined)
        await again.commit(dpo, [action(kept.record, 'edit', { fields: { title: 'Goes on' } })])
        assert.equal((await again.verify({ replay: true })).broken, null)
      } finally {
        await again.close()
      }
    })

    test('a damaged backup is refused and named', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      const store = await place.open()
      await store.commit(dpo, [report()])
      const folder = path.join(tempDir(t, 'backup'), 'one')
      await store.backup(folder)
      await store.close()
      const victim = engine.name === 'sqlite' ? 'vigie.db' : 'tables/actions.ndjson'
      appendFileSync(path.join(folder, victim), ' ')
      const target = path.join(tempDir(t, 'target'), 'data')
      await assert.rejects(restoreStore(folder, { dataDir: target, databaseUrl: place.databaseUrl, kinds: KINDS }), (error: Problem) => error.message.includes(victim))
      assert.ok(!existsSync(target))
    })
  })
}

test('an embedded store moves to PostgreSQL and is proved equal', { skip: skipWithoutPostgres() }, async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const database = await freshDatabase()
  t.after(() => database.drop())
  const store = await place.open()
  await store.commit(SYSTEM, [square('m', 'mission', null, 10, 0, 30, 12)])
  const made = await store.commit(dpo, Array.from({ length: 30 }, (_, i) => report({ title: `Événement ${i} "quoted" \\ 😀`, contacts, place: { lon: 20.1234567, lat: 8, precision: 1, radiusM: 0.1, method: 'GPS' } })))
  await store.side.setSecret('u', { password: 'x', totp: null })
  const options = { dataDir: place.dataDir, databaseFile: databaseFile(place.dataDir), databaseUrl: database.url, kinds: KINDS }
  await assert.rejects(migrateTo(options), (error: Problem) => error.id === 'unavailable' && error.message.includes(String(process.pid)))
  const before = await store.list(dpo, { kind: 'incident', limit: 100 })
  await store.close()
  const moved = await migrateTo(options)
  assert.equal(moved.verification.broken, null)
  assert.equal(moved.tables['records']?.rows, 31)
  await assert.rejects(migrateTo(options), (error: Problem) => error.id === 'duplicate')
  const there = await openStore({ dataDir: place.dataDir, databaseUrl: database.url, kinds: KINDS })
  try {
    assert.equal(there.node, store.node)
    assert.deepEqual(await there.list(dpo, { kind: 'incident', limit: 100 }), before)
    assert.deepEqual(await there.side.secret('u'), { password: 'x', totp: null })
    const [next] = await there.commit(dpo, [report()])
    assert.equal(Number(next?.record.ref.slice(-6)), made.length + 1)
    assert.equal((await there.verify({ replay: true })).broken, null)
  } finally {
    await there.close()
  }
})

test('a store of a newer schema, or of a changed step, is refused and left alone', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  await (await place.open()).close()
  const change = async (sql: string): Promise<void> => {
    const db = await openSqlite(databaseFile(place.dataDir), { inline: true })
    await db.run([{ sql, params: [] }])
    await db.close()
  }
  await change("update migrations set checksum = 'other' where version = 1")
  await assert.rejects(place.open(), /Schema step 1/)
  await change(`update migrations set checksum = '${checksum(SQLITE_MIGRATIONS[0] as (typeof SQLITE_MIGRATIONS)[number])}' where version = 1`)
  await (await place.open()).close()
  await change("insert into migrations (version, name, checksum, at) values (99, 'later', 'x', 'x')")
  await assert.rejects(place.open(), /newer Vigie \(schema 99/)
  assert.ok(!readdirSync(place.dataDir).includes('vigie.lock'))
})

test('a copied database without its keys opens no sealed field, and no secret lies in it in clear', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const store = await place.open()
  const [made] = await store.commit(dpo, [report({ contacts: [{ source: 's', name: 'Awa-Diarro-Secret' }] })])
  assert.ok(made)
  await store.close()
  const bytes = readFileSync(databaseFile(place.dataDir), 'latin1')
  assert.ok(bytes.includes('Shots near the market'))
  assert.ok(!bytes.includes('Awa-Diarro-Secret'))
  rmSync(path.join(place.dataDir, 'keys', 'master.key'))
  const other = await openStore({ dataDir: place.dataDir, kinds: KINDS })
  await assert.rejects(other.get(dpo, made.record.id), (error: Problem) => error.id === 'unavailable')
  await other.close()
})

test('after erasure the wrapped key is gone from every file of the database', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const store = await place.open()
  const [made] = await store.commit(dpo, [report({ contacts })])
  assert.ok(made)
  const db = await openSqlite(databaseFile(place.dataDir), { inline: true })
  const [key] = await db.all<{ wrapped: string }>('select wrapped from keys')
  await db.close()
  assert.ok(key)
  const everywhere = () => readdirSync(place.dataDir).filter((f) => f.startsWith('vigie.db')).map((f) => readFileSync(path.join(place.dataDir, f), 'latin1')).join('')
  assert.ok(everywhere().includes(key.wrapped))
  await store.erase(dpo, made.record.id, 'asked for')
  await store.close()
  assert.ok(!everywhere().includes(key.wrapped))
})
