import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { tempDir } from '../../test/tmp.ts'
import type { Kept, Positions } from './face.ts'
import { openPositions } from './open.ts'
import { anyFix, bySubject, DAY_MS, fixAt, Model, sorted, T0 } from './testing/model.ts'

const SUBJECTS = ['cot:ANDROID-1', 'mmsi:211234567', 'imei:1', 'manual:قافلة', 'x']
const everything = { from: 0, to: T0 + 400 * DAY_MS, limit: 1_000_000 }

const span = fc.record({
  subjects: fc.option(fc.subarray(SUBJECTS, { minLength: 1 }), { nil: undefined }),
  from: fc.integer({ min: T0 - 1000, max: T0 + 3 * DAY_MS }), length: fc.oneof(fc.integer({ min: 1, max: 3 * DAY_MS }), fc.integer({ min: 1, max: 3_600_000 })),
  box: fc.option(fc.constantFrom([18, 4, 19, 5], [179.5, -90, -179.5, 90], [-180, -90, 180, 90], [-20.5, -10, 30, 60.25] as const), { nil: undefined }),
  everyS: fc.constantFrom(undefined, 60, 3600), suspect: fc.boolean(),
}).map(({ from, length, box, ...rest }) => ({ ...rest, from, to: from + length, ...(box === undefined ? {} : { box: box as [number, number, number, number] }) }))

function oldestFirst(list: readonly Kept[]): boolean {
  return list.every((one, i) => i === 0 || list[i - 1]!.at <= one.at)
}

async function same(positions: Positions, model: Model, options: Parameters<Model['read']>[0]): Promise<void> {
  const got = await bySubject(positions.read({ ...options, limit: 1_000_000 }))
  const expected = model.read(options)
  assert.deepEqual([...got.keys()].sort(), [...expected.keys()].sort())
  for (const [subject, list] of expected) {
    assert.ok(oldestFirst(got.get(subject)!))
    if (options.everyS === undefined) {
      assert.deepEqual(sorted(got.get(subject)!), sorted(list))
    } else {
      // Of several at one moment either may stand for its slot.
      assert.deepEqual(got.get(subject)!.map((one) => one.at), list.map((one) => one.at))
    }
  }
  if (options.everyS === undefined && options.suspect !== true) {
    assert.deepEqual(await positions.subjects(options), [...expected.keys()].sort())
  }
}

test('appended and read: equal to a list, sealed or not, merged or not, and after opening again', async (t) => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.record({ fixes: fc.array(anyFix(SUBJECTS), { maxLength: 40 }), retention: fc.constantFrom('short' as const, 'standard' as const), then: fc.constantFrom('nothing', 'settle', 'reopen') }), { minLength: 1, maxLength: 14 }),
    fc.array(span, { minLength: 1, maxLength: 6 }),
    async (steps, spans) => {
      const dataDir = tempDir(t, 'positions')
      const model = new Model()
      let positions = await openPositions({ dataDir, sealRows: 60 })
      for (const { fixes, retention, then } of steps) {
        await positions.append(fixes, retention)
        model.append(fixes)
        if (then === 'settle') {
          await positions.settle()
        } else if (then === 'reopen') {
          await positions.close()
          positions = await openPositions({ dataDir, sealRows: 60 })
        }
      }
      await same(positions, model, everything)
      for (const options of spans) {
        await same(positions, model, options)
      }
      const moment = spans[0]!.from
      const at = await positions.at(moment, 7200)
      const last = model.read({ from: moment - 7_200_000, to: moment + 1 })
      assert.deepEqual([...at.keys()].sort(), [...last.keys()].sort())
      for (const [subject, list] of last) {
        assert.equal(at.get(subject)?.at, list.at(-1)?.at)
      }
      assert.deepEqual(positions.state().damaged, [])
      await positions.close()
    },
  ), { numRuns: 25 })
})

test('what may not be read is neither given nor counted', async (t) => {
  const positions = await openPositions({ dataDir: tempDir(t, 'positions') })
  await positions.append([fixAt('a', T0, 18, 4, { feed: 'open' }), fixAt('a', T0 + 1000, 18, 4, { feed: 'closed' }), fixAt('b', T0, 18, 4, { feed: 'closed' })], 'standard')
  const allow = (_subject: string, feed: string): boolean => feed === 'open'
  for (const round of ['in the log', 'in pages']) {
    assert.deepEqual(await positions.subjects({ ...everything, allow }), ['a'], round)
    assert.deepEqual((await bySubject(positions.read({ ...everything, allow }))).get('a')?.map((one) => one.at), [T0], round)
    assert.deepEqual([...(await positions.at(T0 + 5000, 60, { allow })).values()].map((one) => one.at), [T0], round)
    await positions.settle()
  }
  await positions.close()
})

test('what says no place or no time is left out and counted, the others are kept', async (t) => {
  const positions = await openPositions({ dataDir: tempDir(t, 'positions') })
  const bad = [fixAt('a', Number.NaN, 18, 4), fixAt('a', -5, 18, 4), fixAt('a', T0, 181, 4), fixAt('a', T0, Number.NaN, 4), fixAt('', T0, 18, 4), fixAt('x'.repeat(500), T0, 18, 4), fixAt('a', Infinity, 18, 4)]
  await positions.append([...bad, fixAt('a', T0, 18, 4, { altM: Number.NaN, courseDeg: -90, receivedAt: T0 + 10 * 365 * DAY_MS })], 'standard')
  const [one] = (await bySubject(positions.read(everything))).get('a')!
  assert.equal(positions.state().refused, bad.length)
  assert.deepEqual([one?.altM, one?.courseDeg, one?.receivedAt], [null, 270, T0 + 10 * 365 * DAY_MS])
  await positions.close()
})

test('no more than was asked for, and a second node is told who keeps the history', async (t) => {
  const dataDir = tempDir(t, 'positions')
  const positions = await openPositions({ dataDir })
  await positions.append(Array.from({ length: 5000 }, (_, i) => fixAt(`s${i % 7}`, T0 + i * 1000, 18 + i / 1e5, 4)), 'standard')
  let n = 0
  for await (const batch of positions.read({ ...everything, limit: 2345 })) {
    n += batch.length
  }
  assert.equal(n, 2345)
  await assert.rejects(openPositions({ dataDir }), /another process/)
  await positions.close()
  await assert.rejects(positions.append([fixAt('a', T0, 18, 4)], 'standard'), /closed/)
})
