import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../../test/tmp.ts'
import { QUALITY } from './face.ts'
import { openPositions } from './open.ts'
import { bySubject, DAY_MS, fixAt, T0 } from './testing/model.ts'

const everything = { from: 0, to: T0 + 400 * DAY_MS, limit: 1_000_000, suspect: true }
const minute = Array.from({ length: 120 }, (_, i) => T0 + i * 1000)

test('each class is thinned and removed when its time has come, and it is said', async (t) => {
  const dataDir = tempDir(t, 'retention')
  let positions = await openPositions({ dataDir })
  await positions.append(minute.map((at) => fixAt('eph', at, 18, 4)), 'ephemeral')
  await positions.append([...minute.map((at) => fixAt('short', at, 18, 4)), fixAt('short', T0 + 30_500, 18, 5, { quality: QUALITY.manual }), fixAt('short', T0 + 31_000, 18, 6, { quality: QUALITY.suspect })], 'short')
  await positions.append(minute.map((at) => fixAt('std', at, 18, 4)), 'standard')
  await positions.append(minute.map((at) => fixAt('held', at, 18, 4)), 'held')
  const left = async (): Promise<Record<string, number>> => Object.fromEntries([...(await bySubject(positions.read(everything)))].map(([subject, list]) => [subject, list.length]))
  // The day itself, then so many days.
  const after = (days: number): number => T0 + DAY_MS + days * DAY_MS
  assert.deepEqual(await positions.retain(after(1), new Set()), [])
  assert.deepEqual(await left(), { eph: 120, short: 122, std: 120, held: 120 })
  assert.deepEqual((await positions.retain(after(2), new Set())).map((one) => [one.day, one.retention, one.what, one.positions]), [['2026-11-20', 'ephemeral', 'removed', 120]])
  assert.deepEqual((await positions.retain(after(30), new Set())).map((one) => [one.retention, one.what, one.positions, one.everyS]), [['short', 'thinned', 119, 60]])
  assert.deepEqual(await left(), { short: 3, std: 120, held: 120 })
  assert.deepEqual(await positions.retain(after(31), new Set()), [], 'once is enough')
  await positions.close()
  positions = await openPositions({ dataDir })
  assert.deepEqual((await positions.retain(after(95), new Set())).map((one) => [one.retention, one.what]).sort(), [['short', 'removed'], ['standard', 'thinned']])
  assert.deepEqual(await left(), { std: 1, held: 120 })
  // What comes late into a thinned day is thinned with the next run.
  await positions.append([fixAt('std', T0 + 500, 18, 4), fixAt('std', T0 + 400_000, 18, 4)], 'standard')
  await positions.retain(after(96), new Set())
  assert.ok((await left())['std']! <= 3)
  await positions.retain(after(366), new Set())
  assert.deepEqual(await left(), { held: 120 })
  const said = await positions.removed()
  assert.deepEqual([...new Set(said.filter((one) => one.what === 'removed').map((one) => one.retention))].sort(), ['ephemeral', 'short', 'standard'])
  assert.ok(said.every((one) => one.positions > 0 && one.day === '2026-11-20'))
  assert.deepEqual(said.map((one) => one.at), said.map((one) => one.at).toSorted((a, b) => b - a), 'newest first')
  await positions.close()
})

test('what is held for an inquiry is left alone as long as it is held', async (t) => {
  const positions = await openPositions({ dataDir: tempDir(t, 'retention') })
  await positions.append(minute.flatMap((at) => [fixAt('a', at, 18, 4), fixAt('b', at, 18, 4)]), 'short')
  const left = async (): Promise<Record<string, number>> => Object.fromEntries([...(await bySubject(positions.read(everything)))].map(([subject, list]) => [subject, list.length]))
  await positions.retain(T0 + 32 * DAY_MS, new Set(['a']))
  assert.deepEqual(await left(), { a: 120, b: 2 })
  await positions.retain(T0 + 100 * DAY_MS, new Set(['a']))
  assert.deepEqual(await left(), { a: 120 })
  assert.deepEqual(await positions.retain(T0 + 101 * DAY_MS, new Set(['a'])), [])
  await positions.retain(T0 + 102 * DAY_MS, new Set())
  assert.deepEqual(await left(), {})
  await positions.close()
})

/** The segments of a history. */
function segments(dataDir: string): string[] {
  const folder = path.join(dataDir, 'positions')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.seg/.test(name)).map((name) => path.join(folder, name))
}

test('a segment of which nobody can tell who is in it is left alone as long as anybody is held', async (t) => {
  const dataDir = tempDir(t, 'retention')
  let positions = await openPositions({ dataDir })
  await positions.append(minute.map((at) => fixAt('a', at, 18, 4)), 'ephemeral')
  await positions.settle()
  await positions.close()
  const [segment = ''] = segments(dataDir)
  const bytes = readFileSync(segment)
  const [first, second] = [bytes.indexOf('VPI1'), bytes.lastIndexOf('VPI1')]
  bytes[first + 20]! ^= 1
  bytes[second + 20]! ^= 1
  writeFileSync(segment, bytes)
  positions = await openPositions({ dataDir })
  assert.deepEqual(await positions.retain(T0 + 9 * DAY_MS, new Set(['b'])), [])
  assert.deepEqual(segments(dataDir), [segment])
  assert.deepEqual((await positions.retain(T0 + 9 * DAY_MS, new Set())).map((one) => [one.what, one.positions]), [['removed', 120]])
  assert.deepEqual(segments(dataDir), [])
  await positions.close()
})

test('what cannot be written down is not done, and leaves no draft behind', async (t) => {
  const dataDir = tempDir(t, 'retention')
  const positions = await openPositions({ dataDir })
  await positions.append(minute.map((at) => fixAt('a', at, 18, 4)), 'short')
  const note = path.join(dataDir, 'positions', 'removed.ndjson')
  mkdirSync(note)
  await assert.rejects(positions.retain(T0 + 40 * DAY_MS, new Set()))
  assert.deepEqual(segments(dataDir).filter((name) => name.endsWith('.part')), [])
  assert.equal((await bySubject(positions.read(everything))).get('a')?.length, 120)
  rmdirSync(note)
  assert.equal((await positions.retain(T0 + 40 * DAY_MS, new Set())).length, 1)
  assert.equal((await bySubject(positions.read(everything))).get('a')?.length, 2)
  await positions.close()
})
