import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { until } from '../../test/store.ts'
import { Recorder } from './recorder.ts'
import { pieces, type Piece } from './replay.ts'

async function all(file: string): Promise<Piece[]> {
  const found: Piece[] = []
  for await (const one of pieces(file)) {
    found.push(one)
  }
  return found
}

test('what was recorded is read back piece by piece, also after a torn end', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-rec-'))
  const recorder = await Recorder.open(folder, assert.fail)
  recorder.limit(10_000_000)
  const big = new Uint8Array(300_000).fill(7)
  recorder.write(1, 1000.5, Buffer.from('a'), 'vigie/é/x')
  recorder.write(2, 2000, big, undefined)
  await recorder.close()
  const again = await Recorder.open(folder, assert.fail)
  const [file] = again.list().map((one) => again.path(one.name))
  appendFileSync(file as string, Buffer.from([1, 2, 3]))
  const found = await all(file as string)
  assert.deepEqual(found.map((one) => [one.at, one.line, one.topic, one.bytes.length]), [[1000.5, 1, 'vigie/é/x', 1], [2000, 2, '', 300_000]])
  rmSync(folder, { recursive: true })
})

test('the oldest goes when there is no room, and nothing but recordings is found by name', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-rec-'))
  const recorder = await Recorder.open(folder, assert.fail)
  recorder.limit(1_000_000)
  for (let n = 0; n < 60; n += 1) {
    recorder.write(1, 1000 + n, new Uint8Array(50_000), undefined)
  }
  await recorder.close()
  assert.ok(recorder.bytes <= 1_000_000 + 262_144, `${recorder.bytes} bytes`)
  assert.ok(recorder.list().length > 1)
  assert.equal(recorder.path('../ledger.json'), null)
  rmSync(folder, { recursive: true })
})

test('a disk that refuses is said and counted, not thrown', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-rec-'))
  const failed: string[] = []
  const recorder = await Recorder.open(folder, (error) => failed.push(error.message))
  recorder.limit(1_000_000)
  rmSync(folder, { recursive: true })
  recorder.write(1, 1000, new Uint8Array(10), undefined)
  await until(() => recorder.failed !== null, 'told')
  recorder.write(1, 1001, new Uint8Array(10), undefined)
  assert.equal(recorder.left, 1)
  assert.deepEqual(recorder.list(), [], 'what is not there is not offered')
  assert.match(String(failed[0]), /ENOENT/)
  await recorder.close()
})
