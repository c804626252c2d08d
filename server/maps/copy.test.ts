import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../../test/tmp.ts'
import { ground, KINDS } from '../../test/store.ts'
import { checkBackup } from '../store/backup.ts'
import { restoreStore } from '../store/restore.ts'

const FILES = { 'maps/relief.pmtiles': 'the relief', 'maps/town/3/4/5.png': 'a picture', 'maps/town/3/4/6.png': 'another' }

test('maps go with a backup when asked, once however often, and come back', async (t) => {
  const place = await ground('sqlite')
  t.after(() => place.remove())
  const store = await place.open()
  const put = (name: string, text: string) => {
    mkdirSync(path.join(place.dataDir, path.dirname(name)), { recursive: true })
    writeFileSync(path.join(place.dataDir, name), text)
  }
  Object.entries(FILES).forEach(([name, text]) => put(name, text))
  put('maps/.uploads/9-half.pmtiles', 'half of it')
  const folder = tempDir(t, 'backup')
  const [bare, first, second, third] = ['bare', 'first', 'second', 'third'].map((name) => path.join(folder, name)) as [string, string, string, string]
  const names = (files: readonly { name: string }[]) => files.map((file) => file.name).filter((name) => name.startsWith('maps'))

  assert.deepEqual(names((await store.backup(bare)).files), [], 'not unless asked for')
  const made = await store.backup(first, { maps: true })
  assert.deepEqual([names(made.files), made.mapsLeftOut], [Object.keys(FILES), []], 'an upload under way stays')
  put('maps/town/3/4/6.png', 'a new one')
  await store.backup(second, { maps: true, before: first })
  const file = (of: string, name: string) => statSync(path.join(of, name)).ino
  assert.equal(file(second, 'maps/relief.pmtiles'), file(first, 'maps/relief.pmtiles'), 'what did not change takes room once')
  assert.notEqual(file(second, 'maps/town/3/4/6.png'), file(first, 'maps/town/3/4/6.png'))
  assert.equal(readFileSync(path.join(first, 'maps/town/3/4/6.png'), 'utf8'), 'another')

  // The copy before rotted on its disk with its time unchanged: it is not carried on.
  const rotten = statSync(path.join(second, 'maps/relief.pmtiles'))
  writeFileSync(path.join(second, 'maps/relief.pmtiles'), 'the relieg')
  utimesSync(path.join(second, 'maps/relief.pmtiles'), rotten.atime, rotten.mtime)
  await store.backup(third, { maps: true, before: second })
  assert.equal(readFileSync(path.join(third, 'maps/relief.pmtiles'), 'utf8'), 'the relief')
  await assert.rejects(checkBackup(second), /relief.pmtiles is not as it was written/)
  await store.close()

  const target = path.join(folder, 'restored')
  assert.deepEqual((await restoreStore(third, { dataDir: target, kinds: KINDS })).mapsLeftOut, [])
  assert.deepEqual(readdirSync(path.join(target, 'maps')).sort(), ['relief.pmtiles', 'town'])
  assert.equal(readFileSync(path.join(target, 'maps/town/3/4/6.png'), 'utf8'), 'a new one')
  // What is changed in the folder in use must not change the backup.
  appendFileSync(path.join(target, 'maps/relief.pmtiles'), 'x')
  await checkBackup(third)

  const trial = path.join(folder, 'trial')
  await restoreStore(third, { dataDir: trial, kinds: KINDS, maps: false })
  assert.equal(existsSync(path.join(trial, 'maps')), false, 'a trial leaves them where they are')
})
