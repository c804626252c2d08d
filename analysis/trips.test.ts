import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { destination, distanceM, type LonLat } from '../core/place-geodesy.ts'
import { circle, distanceMoved, journeyOf, speedProfile, stopsOf, timeInside, topSpeed, USUAL_STOP, type Point } from './trips.ts'

const T0 = Date.UTC(2026, 10, 20, 6)

function point(place: LonLat, at: number, more: Partial<Point> = {}): Point {
  return { lon: place.lon, lat: place.lat, at, accuracyM: 5, speedMs: null, ...more }
}

/** Legs driven and waited, one position every `everyS` seconds, each off by up to `errorM`. */
function drive(start: LonLat, legs: readonly { course: number; ms: number; seconds: number }[], everyS: number, errorM: number, noise: (i: number) => { angle: number; part: number }): { points: Point[]; truth: number } {
  const points: Point[] = []
  let [here, at, truth] = [start, T0, 0]
  for (const leg of legs) {
    for (let s = 0; s < leg.seconds; s += everyS) {
      const { angle, part } = noise(points.length)
      points.push(point(destination(here, angle, part * errorM), at, { accuracyM: errorM }))
      here = destination(here, leg.course, leg.ms * everyS)
      truth += leg.ms * everyS
      at += everyS * 1000
    }
  }
  return { points, truth }
}

const anyPlace = fc.record({ lon: fc.oneof(fc.double({ min: -179.9, max: 179.9, noNaN: true }), fc.constantFrom(179.9995, -179.9995)), lat: fc.double({ min: -70, max: 70, noNaN: true }) })
/** The same off-sets for the same number, none beyond seven tenths of the error. */
const anyNoise = fc.integer({ min: 1, max: 1e6 }).map((seed) => (i: number) => {
  const mixed = (salt: number): number => (Math.imul((seed + salt) ^ Math.imul(i + 1, 0x9e3779b1), 0x85ebca6b) >>> 8) / 2 ** 24
  return { angle: mixed(1) * 360, part: mixed(2) * 0.7 }
})

describe('distance moved', () => {
  test('standing still is no distance, however long and however it jitters', () => {
    fc.assert(fc.property(anyPlace, anyNoise, fc.constantFrom(3, 10, 50), fc.integer({ min: 2, max: 400 }), (start, noise, errorM, n) => {
      const { points } = drive(start, [{ course: 0, ms: 0, seconds: n * 10 }], 10, errorM, noise)
      assert.equal(distanceMoved(points).metres, 0)
    }), { numRuns: 60 })
  })

  test('a straight drive is as long as it is, within the error of its ends', () => {
    fc.assert(fc.property(anyPlace, fc.integer({ min: 0, max: 359 }), fc.integer({ min: 3, max: 30 }), fc.integer({ min: 20, max: 300 }), (start, course, ms, n) => {
      const { points, truth } = drive(start, [{ course, ms, seconds: n * 10 }], 10, 0, () => ({ angle: 0, part: 0 }))
      const { metres } = distanceMoved(points)
      const toLast = truth - ms * 10
      assert.ok(Math.abs(metres - toLast) <= Math.max(5, toLast * 0.001), `${metres} of ${toLast}`)
    }), { numRuns: 60 })
  })

  test('noise on a drive of 20 km makes less than 3 % of it', () => {
    fc.assert(fc.property(anyPlace, anyNoise, (start, noise) => {
      const { points, truth } = drive(start, [{ course: 80, ms: 12, seconds: 850 }, { course: 20, ms: 12, seconds: 850 }], 10, 8, noise)
      const { metres } = distanceMoved(points)
      assert.ok(Math.abs(metres / truth - 1) < 0.03, `${metres} of ${truth}`)
    }), { numRuns: 40 })
  })

  test('it is never less than the straight line between points that count, nor more than all steps together', () => {
    fc.assert(fc.property(fc.array(anyPlace, { minLength: 1, maxLength: 40 }), (places) => {
      const points = places.map((one, i) => point(one, T0 + i * 60_000))
      const { metres } = distanceMoved(points)
      const all = points.reduce((sum, one, i) => sum + (i === 0 ? 0 : distanceM(points[i - 1]!, one)), 0)
      assert.ok(metres <= all * (1 + 1e-6) + 1 && metres >= distanceM(points[0]!, points.at(-1)!) * (1 - 1e-6) - 15)
    }))
  })

  test('a silence is bridged straight and said', () => {
    const there = destination({ lon: 18, lat: 4 }, 90, 10_000)
    const found = distanceMoved([point({ lon: 18, lat: 4 }, T0), point(there, T0 + 3_600_000)])
    assert.deepEqual([Math.round(found.metres), Math.round(found.bridgedM), found.gaps], [10_000, 10_000, 1])
  })
})

describe('stops and trips', () => {
  test('drive, wait, drive on, wait: two trips and two stops where they were', () => {
    fc.assert(fc.property(anyPlace, anyNoise, fc.integer({ min: 400, max: 3600 }), (start, noise, waited) => {
      const { points } = drive(start, [{ course: 90, ms: 15, seconds: 900 }, { course: 0, ms: 0, seconds: waited }, { course: 200, ms: 10, seconds: 600 }, { course: 0, ms: 0, seconds: 600 }], 10, 6, noise)
      const { stops, trips } = journeyOf(points)
      assert.equal(stops.length, 2)
      assert.equal(trips.length, 2)
      const first = destination(start, 90, 15 * 900)
      const [stop] = stops
      // The positions of arriving and leaving that lie within the radius draw its centre along.
      assert.ok(distanceM(stop!, first) < 40, `${distanceM(stop!, first)} m off`)
      // The last and first positions of a drive that lie within the radius belong to the stop.
      assert.ok(Math.abs(stop!.to - stop!.from - waited * 1000) <= 40_000)
      assert.ok(Math.abs(trips[0]!.distanceM / (15 * 900) - 1) < 0.05)
      assert.ok(trips.every((trip) => trip.to > trip.from) && trips[0]!.to <= stop!.from && trips[1]!.from >= stop!.to)
    }), { numRuns: 40 })
  })

  test('stops do not overlap, last as long as asked, and lie within the radius', () => {
    const near = fc.array(fc.record({ angle: fc.integer({ min: 0, max: 359 }), metres: fc.integer({ min: 0, max: 400 }), seconds: fc.integer({ min: 1, max: 240 }) }), { maxLength: 60 })
    fc.assert(fc.property(anyPlace, near, (centre, steps) => {
      let at = T0
      const points = steps.map((one) => point(destination(centre, one.angle, one.metres), (at += one.seconds * 1000)))
      const stops = stopsOf(points)
      stops.forEach((stop, i) => {
        assert.ok(stop.to - stop.from >= USUAL_STOP.dwellS * 1000)
        assert.ok(i === 0 || stops[i - 1]!.to < stop.from)
      })
    }))
  })

  test('one wild position does not end a stop', () => {
    const here = { lon: 18, lat: 4 }
    const points = Array.from({ length: 100 }, (_, i) => point(i === 50 ? { lon: 18.5, lat: 4.5 } : here, T0 + i * 10_000))
    assert.equal(stopsOf(points).length, 1)
  })

  test('a silence while it stood is said', () => {
    const here = { lon: 18, lat: 4 }
    assert.deepEqual(stopsOf([point(here, T0), point(here, T0 + 3_600_000)]).map((one) => one.silent), [true])
    assert.deepEqual(stopsOf([point(here, T0), point(here, T0 + 400_000)]).map((one) => one.silent), [false])
  })

  test('nothing and one position are no journey', () => {
    assert.deepEqual(journeyOf([]), { stops: [], trips: [] })
    assert.deepEqual(journeyOf([point({ lon: 18, lat: 4 }, T0)]), { stops: [], trips: [] })
  })
})

describe('speed', () => {
  test('what was measured is taken, else it is computed; one wrong reading is not the top', () => {
    const here = { lon: 18, lat: 4 }
    const measured = Array.from({ length: 100 }, (_, i) => point(here, T0 + i * 1000, { speedMs: i === 10 ? 300 : 20 }))
    assert.equal(topSpeed(measured), 20)
    const driven = drive(here, [{ course: 90, ms: 10, seconds: 100 }], 10, 0, () => ({ angle: 0, part: 0 })).points
    assert.deepEqual(speedProfile(driven).map((one) => (one.speedMs === null ? null : Math.round(one.speedMs))), [null, ...Array.from({ length: 9 }, () => 10)])
    assert.equal(topSpeed([]), null)
  })
})

describe('time inside', () => {
  test('inside and outside make up the whole time that was not silent', () => {
    fc.assert(fc.property(anyPlace, fc.array(fc.record({ angle: fc.integer({ min: 0, max: 359 }), metres: fc.integer({ min: 0, max: 2000 }), seconds: fc.integer({ min: 1, max: 1800 }) }), { maxLength: 60 }), (centre, steps) => {
      let at = T0
      const points = steps.map((one) => point(destination(centre, one.angle, one.metres), (at += one.seconds * 1000)))
      const within = circle(centre, 1000)
      const known = points.reduce((sum, one, i) => sum + (i > 0 && one.at - points[i - 1]!.at <= 900_000 ? one.at - points[i - 1]!.at : 0), 0)
      assert.equal(timeInside(points, within).ms + timeInside(points, (place) => !within(place)).ms, known)
    }))
  })

  test('in, out and in again is entered twice', () => {
    const centre = { lon: 179.999, lat: 4 }
    const [inside, outside] = [destination(centre, 90, 500), destination(centre, 90, 1500)]
    assert.deepEqual(timeInside([inside, outside, outside, inside].map((one, i) => point(one, T0 + i * 60_000)), circle(centre, 1000)), { ms: 60_000, entered: 2 })
  })
})
