import assert from 'node:assert/strict'
import { test } from 'node:test'
import { report, SYSTEM, KINDS, until } from '../../test/store.ts'
import { tempDir } from '../../test/tmp.ts'
import { openStore } from '../store/open.ts'
import { restoreStore } from '../store/restore.ts'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { copyPositions } from './copy.ts'
import type { Positions } from './face.ts'
import { openPositions } from './open.ts'
import { bySubject, DAY_MS, fixAt, T0 } from './testing/model.ts'
import { verifyPositions } from './verify.ts'

const everything = { from: 0, to: T0 + 40 * DAY_MS, limit: 10_000_000 }

test('a copy made while positions are written, sealed and merged holds all that was acknowledged before it, once', async (t) => {
  const dataDir = tempDir(t, 'copy')
  const positions = await openPositions({ dataDir, sealRows: 50 })
  let acked = 0
  let writing = true
  const writer = (async () => {
    while (writing) {
      await positions.append(Array.from({ length: 20 }, (_, i) => fixAt(`s${(acked + i) % 3}`, T0 + (acked + i) * 1000, 18, 4)), 'standard')
      acked += 20
    }
  })()
  for (let round = 0; round < 12; round += 1) {
    const before = acked
    const copy = path.join(tempDir(t, 'copy'), 'data')
    await copyPositions(dataDir, copy)
    const opened = await openPositions({ dataDir: copy })
    const times = [...(await bySubject(opened.read(everything))).values()].flat().map((one) => (one.at - T0) / 1000).sort((a, b) => a - b)
    assert.equal(new Set(times).size, times.length)
    assert.deepEqual(times, times.map((_, i) => i))
    assert.ok(times.length >= before, `round ${round}: ${times.length} of ${before}`)
    assert.deepEqual(opened.state().damaged, [])
    await opened.close()
  }
  writing = false
  await writer
  await positions.close()
})

test('a copy that has to begin anew holds nothing older than what it holds besides', async (t) => {
  const [dataDir, later] = [tempDir(t, 'anew'), tempDir(t, 'anew')]
  const put = (positions: Positions, first: number): Promise<void> => positions.append(Array.from({ length: 20 }, (_, i) => fixAt('a', T0 + (first + i) * 1000, 18, 4)), 'standard')
  const positions = await openPositions({ dataDir: later })
  await put(positions, 0)
  cpSync(later, dataDir, { recursive: true })
  // The same a little later: written on, sealed, and written on.
  await put(positions, 20)
  await positions.settle()
  await put(positions, 40)
  await positions.close()
  // Many folders to go through, which are gone before their turn.
  const folders = Array.from({ length: 3000 }, (_, i) => path.join(dataDir, 'positions', `x${i}`))
  folders.forEach((folder) => mkdirSync(folder))
  const copy = path.join(tempDir(t, 'anew'), 'data')
  const copied = copyPositions(dataDir, copy)
  await until(() => existsSync(path.join(copy, 'positions', 'log')) && readdirSync(path.join(copy, 'positions')).length > 1, 'the log is copied')
  rmSync(path.join(dataDir, 'positions'), { recursive: true })
  cpSync(later, dataDir, { recursive: true })
  await copied
  const opened = await openPositions({ dataDir: copy })
  const times = ((await bySubject(opened.read(everything))).get('a') ?? []).map((one) => (one.at - T0) / 1000)
  assert.deepEqual(times, Array.from({ length: 60 }, (_, i) => i))
  await opened.close()
})

test('positions go with a backup and come back with it', async (t) => {
  const dataDir = tempDir(t, 'backup')
  const store = await openStore({ dataDir, kinds: KINDS })
  await store.commit(SYSTEM, [report()])
  const positions = await openPositions({ dataDir })
  await positions.append([fixAt('a', T0, 18, 4)], 'standard')
  await positions.settle()
  await positions.append([fixAt('a', T0 + 1000, 18, 4)], 'standard')
  const backup = path.join(tempDir(t, 'backup'), 'b')
  const manifest = await store.backup(backup)
  assert.equal(manifest.files.filter((file) => file.name.startsWith('positions/')).length, 2)
  await positions.append([fixAt('a', T0 + 2000, 18, 4)], 'standard')
  await positions.close()
  await store.close()
  const target = path.join(tempDir(t, 'backup'), 'data')
  await restoreStore(backup, { dataDir: target, kinds: KINDS })
  assert.deepEqual(await verifyPositions(target), { files: 2, positions: 2, tornBytes: 0, damaged: [] })
  const restored = await openPositions({ dataDir: target })
  assert.deepEqual((await bySubject(restored.read(everything))).get('a')?.map((one) => one.at - T0), [0, 1000])
  await restored.close()
})
