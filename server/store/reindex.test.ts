import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import test from 'node:test'
import { KINDS, SYSTEM, ground, report } from '../../test/store.ts'
import { databaseFile, openStore } from './open.ts'

test('a store of an earlier edition gets its words anew when it is opened, told kind by kind; the next opening has nothing to do', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const before = await place.open()
  await before.commit(SYSTEM, [report(), report()])
  await before.close()
  const file = new DatabaseSync(databaseFile(place.dataDir))
  file.exec(`update settings set value = 'older' where name = 'kind incident'; update records set words = ''`)
  file.close()
  const told: [string, number][] = []
  const opening = (): ReturnType<typeof openStore> => openStore({ dataDir: place.dataDir, kinds: KINDS, onDerived: (kind, done) => told.push([kind, done]) })
  const store = await opening()
  assert.equal((await store.list(SYSTEM, { kind: 'incident', text: 'market' })).items.length, 2)
  await store.close()
  assert.deepEqual(told, [['incident', 2]])
  await (await opening()).close()
  assert.equal(told.length, 1)
})
