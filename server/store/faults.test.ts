import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import { tempDir } from '../../test/tmp.ts'
import { Registry } from './kinds.ts'
import { databaseFile, openStore } from './open.ts'
import { openSqlite } from './sqlite-db.ts'
import { KINDS, reader, report, until } from '../../test/store.ts'
import { verifyStore } from './verify.ts'

const CHILD = path.join(import.meta.dirname, '../../test/crash-writer.ts')
const chief = reader('chief')

async function verified(dataDir: string) {
  const db = await openSqlite(databaseFile(dataDir), { inline: true })
  try {
    return await verifyStore(db, new Registry(KINDS), path.join(dataDir, 'keys'), { replay: true })
  } finally {
    await db.close()
  }
}

test('kill −9 in a loop while writing: nothing acknowledged is lost, nothing is there twice, verify is clean', async (t) => {
  const dataDir = tempDir(t, 'crash')
  const acked: string[] = []
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, [CHILD, dataDir, '4'], { stdio: ['ignore', 'pipe', 'inherit'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
    const ended = new Promise((resolve) => child.on('close', resolve))
    // Each round is killed at another point of its work.
    await until(() => out.split('\n').length > 2 + 7 * round, `round ${round} writes`)
    child.kill('SIGKILL')
    await ended
    acked.push(...out.split('\n').slice(1, out.endsWith('\n') ? undefined : -1).filter((line) => line !== ''))
  }
  assert.ok(acked.length > 100)
  const outcome = await verified(dataDir)
  assert.equal(outcome.broken, null)
  const db = await openSqlite(databaseFile(dataDir), { inline: true })
  const kept = (await db.all<{ id: string }>("select id from actions where type = 'create'")).map((row) => row.id)
  await db.close()
  assert.equal(new Set(kept).size, kept.length)
  assert.deepEqual(acked.filter((id) => !kept.includes(id)), [])
})

const strace = spawnSync('strace', ['-V']).status === 0
const required = process.env['CI'] === 'true'

test('an acknowledged commit has waited for the disk', { skip: strace || required ? false : 'strace is not installed' }, (t) => {
  assert.ok(strace, 'strace is needed here: apt-get install strace')
  const dataDir = tempDir(t, 'trace')
  const log = path.join(tempDir(t, 'strace'), 'log')
  const run = spawnSync('strace', ['-f', '-y', '-s', '64', '-e', 'trace=fdatasync,fsync,write,pwrite64', '-o', log, process.execPath, CHILD, dataDir, '1', '5'], { encoding: 'utf8' })
  assert.equal(run.status, 0, run.stderr)
  const acked = run.stdout.trim().split('\n').slice(1)
  assert.equal(acked.length, 5)
  const lines = readFileSync(log, 'utf8').split('\n')
  let from = lines.findIndex((line) => line.includes('"ready\\n"'))
  assert.ok(from > 0)
  for (const id of acked) {
    const ack = lines.findIndex((line, i) => i > from && line.includes(`"${id}\\n"`))
    const written = lines.findLastIndex((line, i) => i < ack && i > from && line.includes('pwrite64(') && line.includes('vigie.db-wal'))
    const synced = lines.findLastIndex((line, i) => i < ack && i > from && /f(data)?sync\(/.test(line) && line.includes('vigie.db-wal'))
    assert.ok(ack > 0 && written > from, `${id}: its write-ahead log was written`)
    assert.ok(synced > written, `${id}: fdatasync of the log lies between the write and the acknowledgement`)
    from = ack
  }
})

const root = process.getuid?.() === 0

test('a full disk refuses clearly, serves reads, and recovers when space returns', { skip: root ? false : 'mounting a small disk needs root' }, async (t) => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vigie-full-'))
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', dataDir], { encoding: 'utf8' })
  if (mounted.status !== 0) {
    rmSync(dataDir, { recursive: true })
    return t.skip(`a small disk cannot be mounted here: ${mounted.stderr.trim()}`)
  }
  const store = await openStore({ dataDir, kinds: KINDS })
  try {
    const [first] = await store.commit(chief, [report()])
    const [secret] = await store.commit(chief, [report({}, { handling: { level: 'SC' } })])
    assert.ok(first && secret)
    await store.warmed()
    const { bavail, bsize } = statfsSync(dataDir)
    writeFileSync(path.join(dataDir, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 300_000)))
    let refusedWith: Problem | null = null
    let written = 2
    while (!refusedWith) {
      try {
        await store.commit(chief, [report({ narrative: 'x'.repeat(19_000) })])
        written += 1
        assert.ok(written < 200, 'the disk never became full')
      } catch (error) {
        refusedWith = error as Problem
      }
    }
    assert.equal(refusedWith.id, 'storage-full')
    assert.equal((await store.get(chief, first.record.id))?.record.ref, first.record.ref)
    assert.equal((await store.list(chief, { kind: 'incident', limit: 5 })).total, written)
    await assert.rejects(store.commit(chief, [report({ narrative: 'x'.repeat(19_000) })]), (error: Problem) => error.id === 'storage-full')
    assert.ok(await store.get(chief, secret.record.id))
    rmSync(path.join(dataDir, 'ballast'))
    const [after] = await store.commit(chief, [report()])
    assert.equal(Number(after?.record.ref.slice(-6)), written + 1, 'no reference was used up')
    assert.equal(await store.count(chief, { kind: 'incident' }), written + 1)
    await store.close()
    const db = await openSqlite(databaseFile(dataDir), { inline: true })
    assert.equal((await db.all("select id from actions where type = 'read'")).length, 1, 'the read made while the disk was full is recorded')
    await db.close()
    assert.equal((await verified(dataDir)).broken, null)
  } finally {
    await store.close()
    spawnSync('umount', ['-l', dataDir])
    rmSync(dataDir, { recursive: true, force: true })
  }
})

test('two processes on one embedded store: each writes, both see, one chain', async (t) => {
  const dataDir = tempDir(t, 'two')
  const store = await openStore({ dataDir, kinds: KINDS })
  const heard: string[] = []
  store.onCommit((batch) => batch.changes.forEach((c) => heard.push(c.action.id)))
  await store.warmed()
  const child = spawn(process.execPath, [CHILD, dataDir, '2', '40'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out += text })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  await until(() => out.includes('ready'), 'the other process is ready')
  for (let i = 0; i < 40; i++) {
    await store.commit(chief, [report()])
  }
  assert.equal(await ended, 0)
  const theirs = out.trim().split('\n').slice(1)
  assert.equal(theirs.length, 40)
  await until(() => theirs.every((id) => heard.includes(id)), 'the commits of the other process are told here')
  assert.equal(new Set(heard).size, heard.length)
  assert.equal(await store.count(chief, { kind: 'incident' }), 80)
  const refs = (await store.list(chief, { kind: 'incident', limit: 100 })).items.map((i) => Number(i.record.ref.slice(-6))).sort((a, b) => a - b)
  assert.deepEqual(refs, Array.from({ length: 80 }, (_, i) => i + 1))
  await assert.rejects(openStore({ dataDir, kinds: KINDS, exclusive: true }), (error: Problem) => error.id === 'unavailable')
  await store.close()
  assert.equal((await verified(dataDir)).broken, null)
  assert.ok(!readdirSync(dataDir).includes('vigie.lock'))
})

test('a lock left by a dead process is taken over', async (t) => {
  const dataDir = tempDir(t, 'lock')
  const dead = spawnSync(process.execPath, ['-e', '0'])
  writeFileSync(path.join(dataDir, 'vigie.lock'), JSON.stringify({ pid: dead.pid, started: '1' }))
  const store = await openStore({ dataDir, kinds: KINDS, exclusive: true })
  await store.close()
})
