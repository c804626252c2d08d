import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import type { Problem } from '../../core/problem.ts'
import { until } from '../../test/store.ts'
import { tempDir } from '../../test/tmp.ts'
import { copyPositions } from './copy.ts'
import { openPositions } from './open.ts'
import { bySubject, DAY_MS, fixAt, T0 } from './testing/model.ts'
import { verifyPositions } from './verify.ts'

const CHILD = path.join(import.meta.dirname, '../../test/positions-writer.ts')
const everything = { from: 0, to: T0 + 40 * DAY_MS, limit: 10_000_000 }
const CEILING = 60_000

function files(dataDir: string, ends: string): string[] {
  const folder = path.join(dataDir, 'positions')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(ends)).map((name) => path.join(folder, name)).sort()
}

test('kill −9 at many moments of writing, sealing and merging: nothing acknowledged is lost, nothing is there twice', async (t) => {
  const dataDir = tempDir(t, 'crash')
  const acked: number[] = []
  for (let round = 0; round < 7; round += 1) {
    const child = spawn(process.execPath, [CHILD, dataDir, String(round * CEILING), '150'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    const ended = new Promise((resolve) => child.on('close', resolve))
    await until(() => out.split('\n').length > 2 + 9 * round, `round ${round} writes`)
    // So that it ends at another point of its work each time.
    await delay((round * 7) % 23)
    child.kill('SIGKILL')
    await ended
    acked.push(...out.split('\n').slice(1, out.endsWith('\n') ? undefined : -1).filter((line) => line !== '').map(Number))
  }
  assert.ok(acked.length > 120)
  const positions = await openPositions({ dataDir, sealRows: 150 })
  for (const what of ['opened again', 'sealed']) {
    const kept = (await bySubject(positions.read(everything)))
    const numbers = [...kept.values()].flat().map((one) => Math.round((one.lon - 18) * 1e6))
    assert.equal(new Set(numbers).size, numbers.length, what)
    const there = new Set(numbers)
    assert.deepEqual(acked.flatMap((first) => Array.from({ length: 20 }, (_, i) => first + i)).filter((one) => !there.has(one)), [], what)
    assert.deepEqual(positions.state().damaged, [], what)
    assert.equal(positions.state().positions, numbers.length, what)
    await positions.settle()
  }
  assert.equal(positions.state().waiting, 0)
  await positions.close()
  assert.deepEqual((await verifyPositions(dataDir)).damaged, [])
})

test('a log torn at any byte of its last record gives everything before it', async (t) => {
  const dataDir = tempDir(t, 'torn')
  const positions = await openPositions({ dataDir })
  await positions.append([fixAt('a', T0, 18, 4), fixAt('b', T0, 18, 4)], 'standard')
  await positions.append([fixAt('a', T0 + 1000, 18, 4)], 'standard')
  await positions.close()
  const [log = ''] = files(dataDir, '.wal')
  const whole = readFileSync(log)
  const last = whole.lastIndexOf('VPR1')
  for (let length = last; length < whole.length; length += 1) {
    const copy = path.join(tempDir(t, 'torn'), 'data')
    cpSync(dataDir, copy, { recursive: true })
    truncateSync(files(copy, '.wal')[0]!, length)
    const opened = await openPositions({ dataDir: copy })
    const kept = await bySubject(opened.read(everything))
    assert.deepEqual([...kept.values()].flat().map((one) => `${one.subject}${one.at - T0}`), ['a0', 'b0'], `${length} of ${whole.length} bytes`)
    const { tornBytes } = opened.state()
    assert.ok(length === last ? tornBytes === 0 : tornBytes > 0 && tornBytes <= length - last, `${tornBytes} of ${length - last} bytes`)
    assert.deepEqual(opened.state().damaged, [])
    await opened.close()
  }
})

test('a flipped bit in the log is named, and everything after it is there', async (t) => {
  const dataDir = tempDir(t, 'flip')
  const positions = await openPositions({ dataDir })
  for (let i = 0; i < 3; i += 1) {
    await positions.append([fixAt(`s${i}`, T0 + i * 1000, 18, 4)], 'standard')
  }
  await positions.close()
  const whole = readFileSync(files(dataDir, '.wal')[0]!)
  const [first, second] = [whole.indexOf('VPR1', 1), whole.lastIndexOf('VPR1')]
  for (let at = first; at < second; at += 5) {
    const copy = path.join(tempDir(t, 'flip'), 'data')
    cpSync(dataDir, copy, { recursive: true })
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1 << (at % 8)
    writeFileSync(files(copy, '.wal')[0]!, bytes)
    const found = await verifyPositions(copy)
    assert.deepEqual([found.positions, found.damaged.length, found.tornBytes], [2, 1, 0], `byte ${at}`)
    const opened = await openPositions({ dataDir: copy })
    assert.deepEqual([...(await bySubject(opened.read(everything))).keys()].sort(), ['s0', 's2'], `byte ${at}`)
    assert.equal(opened.state().damaged.length, 1)
    await opened.close()
  }
})

/** A sealed history of three pages and the segment it lies in. */
async function sealed(t: TestContext): Promise<{ dataDir: string; segment: string }> {
  const dataDir = tempDir(t, 'pages')
  const positions = await openPositions({ dataDir })
  await positions.append(Array.from({ length: 3000 }, (_, i) => fixAt(`s${i % 3}`, T0 + i * 1000, 18 + i / 1e4, 4)), 'standard')
  await positions.settle()
  await positions.close()
  return { dataDir, segment: files(dataDir, '.seg')[0]! }
}

test('a flipped bit anywhere in a segment costs at most its page, which is named', async (t) => {
  const { dataDir, segment } = await sealed(t)
  const whole = readFileSync(segment)
  let harmless = 0
  for (let at = 0; at < whole.length; at += 1501) {
    const bytes = Buffer.from(whole)
    bytes[at]! ^= 1 << (at % 8)
    writeFileSync(segment, bytes)
    const positions = await openPositions({ dataDir })
    const kept = [...(await bySubject(positions.read(everything))).values()].flat()
    const { damaged } = positions.state()
    if (kept.length === 3000) {
      harmless += 1
      assert.deepEqual(damaged, [], `byte ${at}`)
    } else {
      assert.deepEqual(damaged.map((one) => one.page >= 0 && one.file.endsWith('.standard.seg')), [true], `byte ${at}`)
      assert.ok(kept.length >= 3000 - 1024, `byte ${at}`)
      const found = await verifyPositions(dataDir)
      assert.deepEqual([found.positions, found.damaged.map((one) => one.page)], [kept.length, damaged.map((one) => one.page)])
    }
    assert.ok(kept.every((one) => one.at >= T0 && Math.round((one.lon - 18) * 1e4) === (one.at - T0) / 1000), `byte ${at}: what is given is right`)
    await positions.close()
  }
  assert.ok(harmless > 0, 'each index and head stands twice')
})

test('a segment that is cut short or empty is named, never taken for an empty day', async (t) => {
  const { dataDir, segment } = await sealed(t)
  const whole = readFileSync(segment)
  for (const length of [0, 10, 700, Math.floor(whole.length / 2)]) {
    writeFileSync(segment, whole.subarray(0, length))
    const positions = await openPositions({ dataDir })
    await bySubject(positions.read(everything))
    assert.ok(positions.state().damaged.length > 0, `${length} bytes`)
    await positions.close()
    assert.ok((await verifyPositions(dataDir)).damaged.length > 0)
    assert.equal(statSync(segment).size, length, 'it is left as it is')
  }
})

test('merging leaves a segment with a damaged page as it is', async (t) => {
  const { dataDir, segment } = await sealed(t)
  const bytes = readFileSync(segment)
  bytes[2000]! ^= 4
  writeFileSync(segment, bytes)
  const positions = await openPositions({ dataDir })
  for (let i = 0; i < 10; i += 1) {
    await positions.append([fixAt('new', T0 + i, 18, 4)], 'standard')
    await positions.settle()
  }
  assert.ok(files(dataDir, '.seg').includes(segment))
  assert.equal((await bySubject(positions.read(everything))).get('new')?.length, 10)
  assert.equal(positions.state().damaged[0]?.page, 0)
  for (let i = 0; i < 10; i += 1) {
    await positions.append([fixAt('new', T0 + 100 + i, 18, 4)], 'standard')
    await positions.settle()
  }
  assert.ok(files(dataDir, '.seg').length <= 10, 'the others are merged')
  await positions.close()
})

test('room made ahead for the next log holds nothing: it is used, not copied, and gone after a stop', async (t) => {
  const dataDir = tempDir(t, 'ahead')
  const logs = (): string[] => readdirSync(path.join(dataDir, 'positions', 'log')).sort()
  const positions = await openPositions({ dataDir, sealRows: 100 })
  const put = (first: number): Promise<void> => positions.append(Array.from({ length: 60 }, (_, i) => fixAt('a', T0 + (first + i) * 1000, 18, 4)), 'standard')
  await put(0)
  await until(() => logs().length === 2, 'room is made')
  assert.match(logs().join(' '), /^\d{10}\.wal next\.new$/)
  const copy = path.join(tempDir(t, 'ahead'), 'data')
  await copyPositions(dataDir, copy)
  assert.deepEqual([files(copy, '.new'), (await verifyPositions(copy)).positions], [[], 60])
  await put(60)
  await put(120)
  await positions.settle()
  await put(180)
  assert.equal((await bySubject(positions.read(everything))).get('a')?.length, 240)
  await positions.close()
  assert.deepEqual(logs().filter((name) => name.endsWith('.new')), [])
  writeFileSync(path.join(dataDir, 'positions', 'log', 'next.new'), Buffer.alloc(5000))
  const again = await openPositions({ dataDir })
  assert.deepEqual(logs().filter((name) => name.endsWith('.new')), [])
  assert.deepEqual([again.state().positions, again.state().tornBytes, again.state().damaged], [240, 0, []])
  await again.close()
})

const root = process.getuid?.() === 0

test('a full disk refuses clearly, keeps what it had, serves reads, and goes on when there is space', { skip: root ? false : 'mounting a small disk needs root' }, async (t) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vigie-full-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', dataDir], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    rmSync(dataDir, { recursive: true })
    return t.skip(`a small disk cannot be mounted here: ${mounted.stderr.trim()}`)
  }
  try {
    const positions = await openPositions({ dataDir, sealRows: 4000 })
    const { bavail, bsize } = statfsSync(dataDir)
    writeFileSync(path.join(dataDir, 'ballast'), Buffer.alloc(bavail * bsize - 400_000))
    let kept = 0
    let refusal: Problem | null = null
    for (let i = 0; refusal === null && i < 200; i += 1) {
      await positions.append(Array.from({ length: 500 }, (_, k) => fixAt('a', T0 + (i * 500 + k) * 1000, 18, 4)), 'standard').then(() => { kept += 500 }, (error: Problem) => { refusal = error })
    }
    assert.equal((refusal as Problem | null)?.id, 'storage-full')
    assert.equal((await bySubject(positions.read(everything))).get('a')?.length, kept)
    // What could not be finished takes no room: others have need of it.
    await positions.settle().catch(() => {})
    assert.deepEqual([...files(dataDir, '.part'), ...files(dataDir, '.new')], [])
    rmSync(path.join(dataDir, 'ballast'))
    await positions.append([fixAt('b', T0, 18, 4)], 'standard')
    await positions.settle()
    assert.equal(positions.state().failure, null)
    await positions.close()
    const again = await openPositions({ dataDir })
    const read = await bySubject(again.read(everything))
    assert.deepEqual([read.get('a')?.length, read.get('b')?.length, again.state().damaged], [kept, 1, []])
    await again.close()
    return undefined
  } finally {
    spawnSync('umount', ['-l', dataDir])
    rmSync(dataDir, { recursive: true, force: true })
  }
})
