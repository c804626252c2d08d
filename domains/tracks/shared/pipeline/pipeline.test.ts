import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { TrackSort } from '../../../../core/fix.ts'
import { Twins } from './dedupe.ts'
import { order } from './order.ts'
import { PIPELINE, runPipeline, type Run } from './pipeline.ts'
import { GOOD, reportOf, SUSPECT, type Refusal, type Report } from './report.ts'
import { Subjects } from './subjects.ts'

const T0 = Date.UTC(2026, 7, 18, 12)

type Said = { subject?: string; lon?: number; lat?: number; at?: number | null; receivedAt?: number; speedMs?: number; courseDeg?: number; accuracyM?: number }

/** A pipeline of its own; `say` takes reports of one delivery through it. */
function pipeline(sort: TrackSort = 'vehicle') {
  const subjects = new Subjects()
  const noted: Refusal[] = []
  const [kept, shown]: [Report[], Report[]] = [[], []]
  const run: Run = {
    subjects, twins: new Twins(), note: (reason) => noted.push(reason), identify: (report) => subjects.slot(report.subject), sortOf: () => sort,
    associate: (batch) => [...batch], geofence: () => {}, persist: (batch) => kept.push(...batch), head: (batch) => shown.push(...batch.filter((one) => !one.late && one.quality !== SUSPECT)), rules: () => {}, publish: () => {},
  }
  const say = (...said: Said[]): Report[] => runPipeline(said.map((one) => reportOf({
    subject: one.subject ?? 'a', at: one.at === undefined ? T0 : one.at, lon: one.lon ?? 18.5, lat: one.lat ?? 4.3, altM: null, speedMs: one.speedMs ?? null, courseDeg: one.courseDeg ?? null, accuracyM: one.accuracyM ?? null, source: 'gps',
  }, one.receivedAt ?? T0, undefined, 'feed')), run)
  return { subjects, noted, kept, shown, say }
}

test('the stages are those of the documents, in their order', () => {
  assert.deepEqual(PIPELINE.map((stage) => stage.name), ['normalise', 'order', 'de-duplicate', 'plausibility', 'associate', 'geofence', 'persist', 'head', 'rules', 'publish'])
})

test('normalise: what cannot be is refused with its reason, a wrong clock is put right, wrong extras are left out', () => {
  const cases: [Said, Refusal][] = [
    [{ lon: NaN }, 'no-number'], [{ lat: Infinity }, 'no-number'], [{ lon: 181 }, 'out-of-range'], [{ lat: -90.01 }, 'out-of-range'], [{ lon: 0, lat: 0 }, 'null-island'],
    [{ lon: 0.0004, lat: -0.0004 }, 'null-island'], [{ lat: 90 }, 'pole'], [{ subject: '' }, 'no-identity'], [{ subject: 'x'.repeat(161) }, 'no-identity'], [{ subject: 'a\u0000' }, 'no-identity'],
  ]
  for (const [said, reason] of cases) {
    const one = pipeline()
    assert.deepEqual([one.say(said).length, one.noted], [0, [reason]], JSON.stringify(said))
  }
  for (const [said, reason] of [[{ at: 0 }, 'before-2000'], [{ at: NaN }, 'before-2000'], [{ at: T0 + 300_001 }, 'future']] as [Said, Refusal][]) {
    const one = pipeline()
    assert.deepEqual([one.say(said)[0]?.at, one.noted], [T0, [reason]])
  }
  const good = pipeline()
  assert.deepEqual(good.say({ at: T0 + 300_000, speedMs: -1, courseDeg: 360, accuracyM: -5 }).map(({ at, speedMs, courseDeg, accuracyM }) => [at, speedMs, courseDeg, accuracyM]), [[T0 + 300_000, null, 0, null]])
  assert.deepEqual(good.noted, [])
  assert.equal(pipeline().say({ at: null })[0]?.at, T0, 'a source without a clock counts from its receipt')
  assert.equal(pipeline().say({ lon: 0, lat: 12 }).length, 1, 'the meridian is a place')
})

test('order: by fix time, equal times as they came, nothing lost', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), (times) => {
    const reports = times.map((at, i) => ({ ...reportOf({ subject: String(i), at, lon: 1, lat: 1, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' }, 0, undefined, null) }))
    const sorted = order(reports)
    assert.deepEqual(sorted.map((one) => [one.at, Number(one.subject)]), times.map((at, i) => [at, i] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]))
  }))
})

test('de-duplicate: the same identity, time and place is taken once, whatever came between; another is not', () => {
  const { say, noted, kept } = pipeline()
  say({ lon: 18.5 }, { lon: 18.5 }, { lon: 18.5001, at: T0 + 1000 })
  for (let i = 0; i < 1000; i += 1) {
    say({ subject: `other ${i}`, lon: 18 + i / 1000 })
  }
  say({ lon: 18.5 }, { subject: 'b', lon: 18.5 })
  assert.deepEqual(noted, ['duplicate', 'duplicate'])
  assert.equal(kept.length, 1003)
  for (let i = 0; i < 200_000; i += 1) {
    say({ subject: 'c', at: T0 + i * 1000, receivedAt: T0 + i * 1000 })
  }
  say({ lon: 18.5001, at: T0 + 1000 })
  assert.equal(noted.length, 3, 'the last of an identity is known however much came between')
})

test('de-duplicate: in whatever deliveries they come, late, jumping and doubled, each time and place of an identity is kept once', () => {
  const said = fc.record({ subject: fc.constantFrom('a', 'b'), at: fc.integer({ min: 0, max: 6 }).map((n) => T0 - n * 10_000), lon: fc.constantFrom(18.5, 18.5001, 21), lat: fc.constantFrom(4.3, 4.3001) })
  fc.assert(fc.property(fc.array(fc.array(said, { maxLength: 8 }), { maxLength: 8 }), (deliveries) => {
    const { say, kept } = pipeline()
    deliveries.forEach((some) => say(...some))
    const name = (one: Pick<Report, 'subject' | 'at' | 'lon' | 'lat'>): string => JSON.stringify([one.subject, one.at, one.lon, one.lat])
    assert.deepEqual(kept.map(name).sort(), [...new Set(deliveries.flat().map(name))].sort())
  }))
})

test('de-duplicate: a jump nobody believed, said again after late reports, is kept once', () => {
  const { say, noted, kept } = pipeline()
  say({ lon: 21 }, { lon: 18.5, at: T0 - 10_000 })
  say({ lon: 18.5, at: T0 - 20_000 })
  say({ lon: 21 })
  assert.deepEqual(noted, ['implausible', 'duplicate'])
  assert.equal(kept.length, 3)
})

test('a late report goes into history and does not move what is shown', () => {
  const { say, kept, shown, subjects } = pipeline()
  say({ at: T0, lon: 18.5 })
  say({ at: T0 - 60_000, lon: 18.49 })
  assert.deepEqual(kept.map((one) => one.late), [false, true])
  assert.equal(shown.length, 1)
  assert.equal(subjects.lon[subjects.find('a')], 18.5)
  say({ at: T0 + 2000, lon: 18.5003 }, { at: T0 + 1000, lon: 18.5001 })
  assert.deepEqual(kept.slice(2).map((one) => [one.at - T0, one.late]), [[1000, false], [2000, false]], 'within a delivery the order is put right')
})

test('plausibility: 80 km in a minute is kept and not shown; a jump that is true wins with the third report that agrees', () => {
  const { say, kept, shown, noted, subjects } = pipeline()
  say({ lon: 18.5 })
  say({ lon: 19.22, at: T0 + 60_000 })
  assert.deepEqual([kept.map((one) => one.quality), shown.length, noted], [[GOOD, SUSPECT], 1, ['implausible']])
  say({ lon: 18.501, at: T0 + 70_000 })
  say({ lon: 19.22, at: T0 + 80_000 })
  say({ lon: 19.2201, at: T0 + 90_000 })
  assert.equal(subjects.lon[subjects.find('a')], 18.501, 'an answer from where it was ends the doubt: it begins anew')
  say({ lon: 19.2202, at: T0 + 100_000 })
  assert.equal(subjects.lon[subjects.find('a')], 19.2202)
  assert.deepEqual([kept.at(-1)?.quality, shown.length], [GOOD, 3])
  say({ lon: 19.2203, at: T0 + 110_000 })
  assert.equal(shown.length, 4, 'from there on it goes as usual')
})

test('plausibility: outliers that do not agree with each other never win; what a helicopter can do, a lorry cannot', () => {
  const jumpy = pipeline()
  jumpy.say({ lon: 18.5 })
  for (let i = 1; i < 20; i += 1) {
    jumpy.say({ lon: 18.5 + (i % 2 === 0 ? 5 : -5), at: T0 + i * 1000 })
  }
  assert.equal(jumpy.shown.length, 1)
  for (const [sort, count] of [['helicopter', 2], ['truck', 1]] as [TrackSort, number][]) {
    const one = pipeline(sort)
    one.say({ lon: 18.5 })
    one.say({ lon: 18.554, at: T0 + 60_000 })
    assert.equal(one.shown.length, count, `6 km in a minute by ${sort}`)
  }
  const coarse = pipeline()
  coarse.say({ lon: 18.5, accuracyM: 9000 })
  coarse.say({ lon: 18.57, at: T0 + 1000 })
  assert.equal(coarse.shown.length, 2, 'within the error it states')
})

test('whatever comes, the newest believed time of a subject never goes back and nothing throws', () => {
  const number = fc.oneof(fc.double({ min: -200, max: 200 }), fc.constantFrom(NaN, Infinity, 0, 90, 180))
  fc.assert(fc.property(fc.array(fc.record({ subject: fc.constantFrom('a', 'b', ''), lon: number, lat: number, at: fc.oneof(fc.integer({ min: T0 - 1e6, max: T0 + 1e6 }), fc.constantFrom(0, NaN, 1e18)) }), { maxLength: 60 }), (said) => {
    const { say, subjects, kept } = pipeline()
    let last = -Infinity
    for (const one of said) {
      say(one)
      const slot = subjects.find('a')
      const at = slot < 0 ? NaN : (subjects.at[slot] as number)
      assert.ok(Number.isNaN(at) || at >= last)
      last = Number.isNaN(at) ? last : at
    }
    assert.ok(kept.every((one) => Math.abs(one.lon) <= 180 && Math.abs(one.lat) <= 90 && Number.isFinite(one.at)))
  }))
})
