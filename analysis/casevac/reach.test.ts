import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { destination, distanceM } from '../../core/place-geodesy.ts'
import { coverAt, flightMin, minutesToSurgery, reachOutline, reachRadiusKm, reachTotalKm, REACH_DAY, REACH_NIGHT, type ReachPair } from './reach.ts'
import { darkIntervals, isDark, nextSunCrossing, sunElevationDeg } from './sun.ts'

const BASE = { lon: 18.5, lat: 4.4 }
const pair = (given: Partial<ReachPair> = {}): ReachPair => ({ asset: 'H1', facility: 'L2', base: BASE, hospital: BASE, speedKmh: 220, timeline: REACH_DAY, ...given })

describe('reach', () => {
  test('by day 75 minutes of flight, 275 km, a radius of 138; by night 60, 220, 110', () => {
    assert.deepEqual([flightMin(REACH_DAY), reachTotalKm(REACH_DAY, 220), Math.round(reachRadiusKm(REACH_DAY, 220))], [75, 275, 138])
    assert.deepEqual([flightMin(REACH_NIGHT), reachTotalKm(REACH_NIGHT, 220), reachRadiusKm(REACH_NIGHT, 220)], [60, 220, 110])
    assert.equal(flightMin({ ...REACH_NIGHT, alertMin: 100 }), 0)
  })

  test('the outline is where surgery begins at 120 minutes: a circle, or an ellipse round base and hospital', () => {
    for (const hospital of [BASE, destination(BASE, 70, 90_000)]) {
      const ring = reachOutline(pair({ hospital }))!
      assert.equal(ring.length, 73)
      assert.deepEqual(ring[0], ring.at(-1))
      ring.forEach((corner) => assert.ok(Math.abs(minutesToSurgery(corner, pair({ hospital })) - 120) < 0.01))
    }
    assert.ok(reachOutline(pair())!.every((corner) => Math.abs(distanceM(BASE, corner) / 1000 - 137.5) < 0.01))
    assert.equal(reachOutline(pair({ hospital: destination(BASE, 70, 300_000) })), null)
  })

  test('cover of a place names the soonest pair and what is to spare', () => {
    const far = pair({ asset: 'H2', hospital: destination(BASE, 90, 100_000), facility: 'L3' })
    const near = coverAt(destination(BASE, 90, 80_000), [pair(), far])!
    assert.deepEqual([near.asset, near.inTime], ['H2', true])
    const out = coverAt(destination(BASE, 270, 140_000), [pair(), far])!
    assert.deepEqual([out.asset, out.inTime, Math.round(out.spareMin * 10) / 10], ['H1', false, -1.4])
    assert.equal(coverAt(BASE, []), null)
  })
})

describe('the sun', () => {
  const time = (text: string): number => Date.parse(text)
  const off = (found: { at: number } | null, text: string): number => Math.abs(found!.at - time(text)) / 1000

  test('the worked example of Reda & Andreas 2003: height, sunrise and sunset at Golden, Colorado', () => {
    const golden = { lon: -105.1786, lat: 39.742476 }
    // Zenith 50.11162° in thin air; refraction of 0.016° and parallax are not in ours.
    assert.ok(Math.abs(sunElevationDeg(time('2003-10-17T19:30:30Z'), golden) - (90 - 50.11162)) < 0.02)
    assert.ok(off(nextSunCrossing(time('2003-10-17T08:00:00Z'), golden), '2003-10-17T13:12:43Z') < 5)
    assert.ok(off(nextSunCrossing(time('2003-10-16T20:00:00Z'), golden), '2003-10-17T00:20:19Z') < 5)
  })

  test('the almanac at London on the longest and the shortest day, within a minute', () => {
    const london = { lon: -0.1278, lat: 51.5074 }
    for (const [from, rises, sets] of [['2024-06-21', '03:43', '20:21'], ['2024-12-21', '08:04', '15:53']] as const) {
      assert.ok(off(nextSunCrossing(time(`${from}T00:00:00Z`), london), `${from}T${rises}:00Z`) <= 60)
      assert.ok(off(nextSunCrossing(time(`${from}T12:00:00Z`), london), `${from}T${sets}:00Z`) <= 60)
    }
  })

  test('dark for flying begins after sunset and ends before sunrise; nights follow each other', () => {
    const noon = time('2026-11-22T11:00:00Z')
    const nights = darkIntervals(BASE, noon)
    assert.equal(nights.length, 2)
    const [[dusk, dawn]] = nights as [[number, number]]
    const sunset = (nextSunCrossing(noon, BASE)!.at - noon) / 60_000
    assert.ok(dusk > sunset + 15 && dusk < sunset + 30, `${dusk} after ${sunset}`)
    assert.ok(dawn - dusk > 11 * 60 && dawn - dusk < 12 * 60)
    assert.deepEqual([isDark(noon, BASE), isDark(noon + (dusk + 1) * 60_000, BASE), isDark(noon + (dusk - 1) * 60_000, BASE)], [false, true, false])
    const [[from]] = darkIntervals(BASE, noon + (dusk + 30) * 60_000) as [[number, number]]
    assert.equal(from, 0)
  })

  test('where the sun does not set, or does not rise', () => {
    const spitsbergen = { lon: 15.6, lat: 78.2 }
    assert.deepEqual(darkIntervals(spitsbergen, time('2026-06-22T12:00:00Z')), [])
    assert.deepEqual(darkIntervals(spitsbergen, time('2026-12-22T12:00:00Z')), [[0, Infinity]])
    assert.equal(nextSunCrossing(time('2026-06-22T12:00:00Z'), spitsbergen), null)
  })
})
