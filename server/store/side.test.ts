import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import { ground } from '../../test/store.ts'
import { databaseFile } from './open.ts'

const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'

test('shared secrets of authenticators lie encrypted, bound to their account and to the master key', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const store = await place.open()
  await store.side.setSecret('anna', { password: 'hash', totp: SECRET, totpUsed: 7, totpPending: { secret: `${SECRET}AA`, until: 9 } })
  assert.deepEqual(await store.side.secret('anna'), { password: 'hash', totp: SECRET, totpUsed: 7, totpPending: { secret: `${SECRET}AA`, until: 9 } })
  await store.close()
  const db = new DatabaseSync(databaseFile(place.dataDir))
  const { value } = db.prepare("select value from secrets where user_id = 'anna'").get() as { value: string }
  assert.ok(!value.includes(SECRET), value)
  const insert = db.prepare('insert into secrets (user_id, value) values (?, ?)')
  insert.run('thief', value)
  insert.run('older', JSON.stringify({ password: 'hash', totp: SECRET }))
  db.close()
  const again = await place.open()
  assert.equal((await again.side.secret('anna'))?.totp, SECRET, 'after a restart')
  await assert.rejects(again.side.secret('thief'), (error: Problem) => error.id === 'unavailable')
  assert.equal((await again.side.secret('older'))?.totp, SECRET, 'what was kept in clear before still works')
  await again.close()
  rmSync(path.join(place.dataDir, 'keys', 'master.key'))
  const strange = await place.open()
  await assert.rejects(strange.side.secret('anna'), (error: Problem) => error.id === 'unavailable' && error.message.includes('restore the keys'))
})
