import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { KINDS, report, SYSTEM } from '../../test/store.ts'
import { tempDir } from '../../test/tmp.ts'
import { openStore } from '../store/open.ts'
import { restoreStore } from '../store/restore.ts'
import { readLedger, writeLedger } from './ledger.ts'
import { Quarantine } from './quarantine.ts'

test('what feeds remember goes with a backup and comes back with it; recordings stay', async (t) => {
  const dataDir = tempDir(t, 'backup')
  const store = await openStore({ dataDir, kinds: KINDS })
  await store.commit(SYSTEM, [report()])
  const folder = path.join(dataDir, 'feeds', 'one')
  await writeLedger(folder, { ...(await readLedger(folder)), newest: 17, memory: { offset: 4096 } })
  const fail = (error: Error) => assert.fail(error)
  const quarantine = await Quarantine.open(folder, fail)
  quarantine.add({ at: 1, from: 'here', reason: 'noise', bytes: Uint8Array.of(1, 2, 3) })
  await quarantine.flush()
  await mkdir(path.join(folder, 'recordings'))
  await writeFile(path.join(folder, 'recordings', '1700000000000.rec'), 'VIGIEREC1\n')
  const backup = path.join(tempDir(t, 'backup'), 'b')
  const { files } = await store.backup(backup)
  assert.deepEqual(files.map(({ name }) => name).filter((name) => name.startsWith('feeds/')), ['feeds/one/ledger.json', 'feeds/one/quarantine.jsonl'])
  await store.close()
  const target = path.join(tempDir(t, 'backup'), 'data')
  await restoreStore(backup, { dataDir: target, kinds: KINDS })
  const restored = path.join(target, 'feeds', 'one')
  const ledger = await readLedger(restored)
  assert.deepEqual([ledger.newest, ledger.memory], [17, { offset: 4096 }])
  assert.deepEqual((await Quarantine.open(restored, fail)).list().map(({ reason, bytes }) => [reason, [...bytes]]), [['noise', [1, 2, 3]]])
  assert.ok(!existsSync(path.join(restored, 'recordings')))
})
