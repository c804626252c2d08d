import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { migrate, schemaVersion, stepsOf } from './migrations.ts'
import { databaseFile } from './open.ts'
import { openPostgres } from './postgres-db.ts'
import { openSqlite } from './sqlite-db.ts'
import { ENGINES, ground } from '../../test/store.ts'

for (const engine of ENGINES) {
  describe(`migrations on ${engine.name}`, { skip: engine.skip }, () => {
    test('a new step runs once, after a backup; one that fails leaves nothing behind', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      await (await place.open()).close()
      const db = place.databaseUrl === null ? await openSqlite(databaseFile(place.dataDir), { inline: true }) : await openPostgres(place.databaseUrl)
      try {
        let backups = 0
        const before = async (): Promise<void> => { backups += 1 }
        await migrate(db, 'now', before)
        assert.equal(backups, 0, 'nothing due, nothing backed up')
        const known = stepsOf(db)
        const last = known.at(-1)?.version ?? 0
        const broken = { version: last + 1, name: 'broken', sql: ['create table half (id integer)', 'insert into nowhere values (1)'] }
        await assert.rejects(migrate(db, 'now', before, [...known, broken]))
        assert.equal(backups, 1)
        assert.equal(await schemaVersion(db), last)
        await assert.rejects(db.all('select * from half'))
        const step = { version: last + 1, name: 'more', sql: ['create table more (id integer)'] }
        await migrate(db, 'now', before, [...known, step])
        await migrate(db, 'now', before, [...known, step])
        assert.equal(backups, 2)
        assert.equal(await schemaVersion(db), last + 1)
        assert.deepEqual(await db.all('select * from more'), [])
        await assert.rejects(migrate(db, 'now', async () => { throw new Error('no room for a backup') }, [...known, step, { version: last + 2, name: 'later', sql: ['create table later (id integer)'] }]), /no room/)
        assert.equal(await schemaVersion(db), last + 1)
      } finally {
        await db.close()
      }
    })
  })
}
