import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { LiveTrack, Path } from '../shared/wire.ts'
import { LivePicture } from './picture.ts'
import { ageOf, planTracks } from './plan.ts'
import type { Mark } from './plan.ts'
import { lastBefore, standing, tailsAt } from './then.ts'

const NOW = Date.UTC(2026, 7, 18, 13, 45)
const LIMITS = { oldMin: 5, lostMin: 15 }
const OPTIONS = { now: NOW, zoom: 10, limits: LIMITS, hidden: { affiliations: [], sorts: [], feeds: [] }, chosen: null, cluster: true, labels: true, ahead: true, nameOf: (sidc: string, marks: readonly Mark[]) => `${sidc}|${marks.join('')}`, age: (m: number) => `${Math.round(m)} min` }

function track(change: Partial<LiveTrack> = {}): LiveTrack {
  return {
    id: 't1', ref: 'TRK-2026-000001', name: 'Patrol', callsign: 'K31', subject: 'cot:1', sidc: '10031000001211000000', sort: 'vehicle', affiliation: 'friend', capabilities: [], unit: null, feed: 'f', lon: 18.5, lat: 4.4,
    altM: null, speedMs: 8, courseDeg: 90, accuracyM: 5, at: NOW - 10_000, receivedAt: NOW - 9_000, source: 'gps', battery: null, sos: false, level: 'C', ...change,
  }
}

test('the picture follows its frames: set, moved, gone, and all anew', () => {
  const picture = new LivePicture()
  picture.apply({ all: [{ n: 7, track: track() }, { n: 9, track: track({ id: 't2', callsign: 'K32' }) }], total: 2, now: NOW })
  picture.apply({ set: [], moved: [[7, 19, 5, NOW, null, 180, null, null], [99, 0, 0, NOW, null, null, null, null]], gone: [9], dropped: 3, total: 1, now: NOW })
  assert.equal(picture.size, 1)
  assert.deepEqual([picture.track('t1')?.lon, picture.track('t1')?.speedMs, picture.track('t1')?.courseDeg, picture.track('t1')?.callsign], [19, null, 180, 'K31'])
  assert.equal(picture.track('t2'), undefined)
  assert.equal(picture.dropped, 3)
  picture.apply({ set: [{ n: 12, track: track({ id: 't3' }) }], moved: [], gone: [], dropped: 0, total: 2, now: NOW })
  assert.equal(picture.slotOf('t3'), 1, 'the place of what is gone is taken again')
  picture.apply({ all: [], total: 0, now: NOW })
  assert.equal(picture.size, 0)
})

test('the picture holds any number, each where it was put', () => {
  const picture = new LivePicture()
  picture.replace(Array.from({ length: 1000 }, (_, i) => track({ id: `t${i}`, lon: i / 100 })), NOW)
  assert.equal(picture.size, 1000)
  assert.equal(picture.track('t999')?.lon, 9.99)
})

test('ages: five and fifteen minutes, by the limits in force', () => {
  assert.deepEqual([4, 6, 16].map((min) => ageOf(NOW - min * 60_000, NOW, LIMITS)), ['fresh', 'old', 'lost'])
  assert.equal(ageOf(NOW - 6 * 60_000, NOW, { oldMin: 10, lostMin: 20 }), 'fresh')
})

test('marks and names say what the colour says; what is lost claims no course', () => {
  const plan = planTracks([track(), track({ id: 'm', source: 'manual', at: NOW - 40 * 60_000 }), track({ id: 's', sos: true })], { ...OPTIONS, chosen: 't1' })
  assert.deepEqual(plan.ids, ['m', 't1', 's'], 'the chosen and calls for help stand on top')
  assert.deepEqual([...plan.columns.symbol].map((i) => plan.columns.symbols[i]?.split('|')[1]), ['lm', 'c', 's'])
  assert.deepEqual(plan.columns.label, ['K31 · 40 min', 'K31', 'K31'])
  assert.ok(Number.isNaN(plan.columns.course[0]) && plan.columns.course[1] === 90)
})

test('nothing that calls for help, is hostile or chosen disappears into a group, and a call for help cannot be hidden', () => {
  fc.assert(fc.property(fc.array(fc.record({ affiliation: fc.constantFrom('friend', 'hostile', 'suspect', 'neutral', 'unknown'), sos: fc.boolean(), lon: fc.double({ min: 18, max: 19, noNaN: true }) }), { maxLength: 60 }), fc.integer({ min: 1, max: 12 }), (list, zoom) => {
    const things = list.map((one, i) => track({ ...one, id: `t${i}` }))
    const plan = planTracks(things, { ...OPTIONS, zoom, chosen: 't0', hidden: { affiliations: ['friend', 'neutral'], sorts: [], feeds: [] } })
    const grouped = new Set(plan.clusters.flatMap((one) => one.ids))
    for (const one of things) {
      const must = one.sos || one.affiliation === 'hostile' || one.affiliation === 'suspect' || one.id === 't0'
      if (must) {
        assert.ok(plan.ids.includes(one.id) && !grouped.has(one.id))
      }
    }
    assert.equal(plan.shown + plan.hidden, plan.total)
    assert.equal(plan.ids.length + grouped.size, plan.shown, 'drawn alone or in a group, nothing lost')
  }))
})

test('in the past a thing stands at its last true position, and nowhere when nobody knew for an hour', () => {
  const path: Path = { id: 't1', name: 'K31', sidc: '10031000001211000000', lon: [1, 2, 3], lat: [0, 0, 0], at: [1000, 2000, 9000], speedMs: [null, 5, 5], cut: false }
  assert.deepEqual([999, 1000, 1999, 8999, 9000].map((ms) => lastBefore(path.at, ms)), [-1, 0, 0, 1, 2])
  assert.equal(standing(path, 500), null)
  assert.deepEqual([standing(path, 3000)?.lon, standing(path, 3000)?.at, standing(path, 3000)?.affiliation], [2, 2000, 'friend'])
  assert.equal(standing(path, 9000 + 3_600_001), null)
  assert.deepEqual([standing(path, 3000, track({ lon: 50 }))?.lon, standing(path, 3000, track())?.callsign, standing(path, 3000, track())?.courseDeg], [2, 'K31', null], 'who it is may be known from elsewhere, where it was may not')
  assert.deepEqual(tailsAt([path], 9500, 0.1), [[[2, 0], [3, 0]]])
  assert.deepEqual(tailsAt([path], 1500, 1), [])
})
