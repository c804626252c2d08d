import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { distanceM } from '../core/place.ts'
import { reduce } from '../core/reduce.ts'
import type { Action, VigieRecord } from '../core/record.ts'
import { feed, track } from '../domains/tracks/domain.ts'
import { alert } from '../domains/watch/domain.ts'
import { onTheirWays, waysOf } from '../server/feeds/simulate-ways.ts'
import { sampleMission } from './load.ts'
import { callForHelp } from './source.ts'

const NOW = Date.parse('2026-03-18T13:45:00Z')

test('what moves in the sample mission fits its kinds, stays in the country, and one fell silent', () => {
  const { moving, geography, areas, units, technologies } = sampleMission({ now: NOW })
  const [checkFeed, checkTrack] = [Compile(feed.data), Compile(track.data)]
  moving.feeds.forEach((one) => {
    assert.ok(checkFeed.Check(one.data), `${one.id}: ${JSON.stringify([...checkFeed.Errors(one.data)][0])}`)
    assert.ok(technologies.some(({ data }) => data.code === one.data.technology && data.diligence?.status === 'cleared'), 'every feed stands on a technology that is cleared')
  })
  const [knownAreas, knownUnits] = [new Set(areas.map((one) => one.id)), new Set(units.map((one) => one.id))]
  for (const one of moving.tracks) {
    assert.ok(checkTrack.Check(one.track), `${one.id}: ${JSON.stringify([...checkTrack.Errors(one.track)][0])}`)
    assert.ok((one.area === null || knownAreas.has(one.area)) && (one.track.unit === undefined || knownUnits.has(one.track.unit)), one.id)
  }
  assert.ok(moving.tracks.length >= 25)
  assert.deepEqual(moving.tracks.filter((one) => one.handling.level === 'U').map((one) => one.track.affiliation), ['neutral', 'neutral', 'neutral'], 'only vessels are open')

  const [west, south, east, north] = geography.bounds
  const last = new Map<string, { lon: number; lat: number; at: number }>()
  let count = 0
  for (const { heard, receivedAt } of moving.past(NOW)) {
    assert.ok(receivedAt < NOW + 1000)
    for (const one of heard) {
      assert.ok(one.what === 'position' && one.fix.at !== null)
      const { subject, lon, lat, at } = one.fix
      assert.ok(lon > west && lon < east && lat > south && lat < north, subject)
      const before = last.get(subject)
      const air = one.fix.subject.includes('hawk') || one.fix.subject.includes('medevac')
      assert.ok(!before || distanceM(before, { lon, lat }) / ((at - before.at) / 1000) < (air ? 70 : 15), `${subject} jumps`)
      last.set(subject, { lon, lat, at })
      count += 1
    }
  }
  for (const { data } of moving.feeds) {
    for (const one of onTheirWays(waysOf(data.options ?? {}), NOW + 5000)) {
      const before = one.what === 'position' && last.get(one.fix.subject)
      assert.ok(before && distanceM(before, one.fix) < 6000, 'the feed goes on where the hours before ended')
    }
  }
  assert.ok(count > 9000 && count < 12_000, `${count} positions`)
  assert.deepEqual([...last.values()].map((one) => one.at).filter((at) => NOW - at > 30 * 60_000).length, 1)
  assert.deepEqual(new Set(last.keys()), new Set(moving.tracks.flatMap((one) => one.track.subjects)))
})

test('the call for help of the sample mission was seen, answered and closed', () => {
  let record: VigieRecord | null = null
  for (const { action, receivedAt } of callForHelp(sampleMission({ now: NOW }), NOW)) {
    assert.ok(record === null || Compile(alert.actions[action.type]!.patch).Check(action.patch), action.type)
    record = reduce(alert, record, { ...action, node: 'n', seq: 1, actor: 'sample', role: 'JOC-IM', receivedAt, reason: action.reason ?? null, purpose: null, patch: { ...action.patch, ...(record ? {} : { ref: 'ALT-1', area: null, places: [] }) } } as Action)
  }
  assert.ok(record && Compile(alert.data).Check(record.data))
  assert.deepEqual([record.data['state'], record.data['sos'], record.handling.level], ['closed', true, 'C'])
})
