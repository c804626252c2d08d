import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { inMultiPolygon } from '../core/place.ts'
import { metresBetween } from './fence-shapes.ts'
import { Fences, type FenceEvent, type FenceHold, type FencePoint, type FenceShape } from './fences.ts'

const square = (lon: number, lat: number, half: number): FencePoint[] => [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]]
const field: FenceShape = { polygons: [[square(10, 20, 0.1)]] }

/** A star around a middle: simple, as its corners go round. */
const star = fc.tuple(fc.double({ min: -179.9, max: 180, noNaN: true }), fc.double({ min: -60, max: 60, noNaN: true }), fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 40 }), fc.constantFrom(0.002, 0.05, 1, 12)).map(([lon, lat, reach, size]) => {
  const ring = reach.map((r, i): FencePoint => [wrap(lon + r * size * Math.cos((i / reach.length) * 2 * Math.PI)), lat + r * size * Math.sin((i / reach.length) * 2 * Math.PI)])
  return { ring: [...ring, ring[0] as FencePoint], lon, lat, size }
})
const wrap = (lon: number) => (lon >= 180 ? lon - 360 : lon < -180 ? lon + 360 : lon)

describe('which fences hold a place', () => {
  test('as each polygon asked by itself, with holes, over the 180° meridian, after adding and taking away', () => {
    fc.assert(
      fc.property(fc.array(star, { minLength: 1, maxLength: 12 }), fc.array(fc.tuple(fc.nat(), fc.double({ min: -1.1, max: 1.1, noNaN: true }), fc.double({ min: -1.1, max: 1.1, noNaN: true })), { minLength: 30, maxLength: 30 }), fc.array(fc.nat(), { maxLength: 6 }), (stars, spots, gone) => {
        const fences = new Fences()
        const shapes = stars.map((s, i) => {
          const hole = i % 3 === 0 ? [s.ring.map(([x, y]): FencePoint => [wrap(s.lon + nearest(x - s.lon) * 0.1), s.lat + (y - s.lat) * 0.1])] : []
          return [[s.ring, ...hole]]
        })
        const ids = shapes.map((polygons) => fences.add({ polygons }))
        const left = new Set(ids)
        for (const g of gone) {
          fences.remove(ids[g % ids.length]!)
          left.delete(ids[g % ids.length]!)
        }
        for (const [which, dx, dy] of spots) {
          const s = stars[which % stars.length]!
          const [lon, lat] = [wrap(s.lon + dx * s.size), s.lat + dy * s.size]
          assert.deepEqual(fences.inside(lon, lat).sort((a, b) => a - b), [...left].filter((id) => inMultiPolygon({ lon, lat }, shapes[ids.indexOf(id)]!)).sort((a, b) => a - b))
        }
      }),
      { numRuns: 200 },
    )
  })

  test('circles and corridors as their distance says, at any latitude', () => {
    fc.assert(
      fc.property(fc.double({ min: -180, max: 179.99, noNaN: true }), fc.double({ min: -84, max: 84, noNaN: true }), fc.constantFrom(50, 2000, 80_000), fc.array(fc.tuple(fc.double({ min: -1.5, max: 1.5, noNaN: true }), fc.double({ min: -1.5, max: 1.5, noNaN: true })), { minLength: 20, maxLength: 20 }), (lon, lat, radiusM, spots) => {
        const fences = new Fences()
        const circle = fences.add({ circle: [lon, lat], radiusM })
        const spread = radiusM / 111_195
        const line: FencePoint[] = [[wrap(lon - spread), lat], [wrap(lon + spread), lat]]
        const corridor = fences.add({ line, widthM: radiusM / 4 })
        for (const [dx, dy] of spots) {
          const [x, y] = [wrap(lon + dx * spread), lat + dy * spread]
          const away = metresBetween(lon, lat, x, y)
          if (Math.abs(away - radiusM) > radiusM * 1e-6) {
            assert.equal(fences.inside(x, y).includes(circle), away <= radiusM)
          }
          // The line lies on a parallel: beside it the distance is that of latitude alone.
          if (Math.abs(dx) < 0.9 && Math.abs(Math.abs(dy) - 0.25) > 0.001) {
            assert.equal(fences.inside(x, y).includes(corridor), Math.abs(dy) < 0.25)
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  test('a circle around a pole holds what is near it on every side', () => {
    const fences = new Fences()
    const pole = fences.add({ circle: [0, 89.9], radiusM: 50_000 })
    assert.deepEqual([fences.inside(179, 89.95), fences.inside(0, 89.6), fences.inside(0, 89.3)], [[pole], [pole], []])
  })
})

/** Positions a minute apart; words of what happened, with the minute. */
function walk(shape: FenceShape, hold: FenceHold, way: readonly FencePoint[], fences = new Fences()): string[] {
  fences.add(shape, hold)
  const out: FenceEvent[] = []
  way.forEach(([lon, lat], minute) => fences.update(0, lon, lat, minute * 60_000, out))
  return out.map((e) => `${e.what} ${e.at / 60_000}${e.first ? ' first' : ''}${e.way === 0 ? '' : ` ${e.way}`}`)
}

const IN: FencePoint = [10, 20]
const OUT: FencePoint = [10.5, 20]
const FAR: FencePoint = [9.5, 20]

describe('what happens at a fence', () => {
  test('inside and outside alone are nothing; the way in and out is told once', () => {
    assert.deepEqual(walk(field, {}, [OUT, OUT, IN, IN, IN, OUT, OUT]), ['enter 2', 'exit 5'])
    assert.deepEqual(walk(field, {}, [OUT, FAR, OUT]), [])
  })

  test('first seen inside is an entry that says so', () => {
    assert.deepEqual(walk(field, {}, [IN, IN]), ['enter 0 first'])
  })

  test('through it between two positions is a crossing, neither entry nor exit; not claimed over a long silence', () => {
    assert.deepEqual(walk(field, { cross: true }, [FAR, OUT]), ['cross 1'])
    assert.deepEqual(walk(field, {}, [FAR, OUT]), [])
    assert.deepEqual(walk(field, { cross: true }, [[9.5, 20.5], [10.5, 20.5]]), [])
    const fences = new Fences()
    fences.add(field, { cross: true })
    const out: FenceEvent[] = []
    fences.update(0, ...FAR, 0, out)
    fences.update(0, ...OUT, 3_600_000, out)
    assert.deepEqual(out, [])
  })

  test('through the hole of a fence nothing is touched', () => {
    const ring: FenceShape = { polygons: [[square(10, 20, 1), square(10, 20, 0.9)]] }
    assert.deepEqual(walk(ring, { cross: true }, [[9.5, 20], [10.5, 20]]), [])
    assert.deepEqual(walk(ring, {}, [[10, 20], [10.95, 20], [11.5, 20]]), ['enter 1', 'exit 2'])
  })

  test('a line says to which side it was crossed, also over the 180° meridian', () => {
    const north: FenceShape = { line: [[10, 19], [10, 21]], widthM: 0 }
    assert.deepEqual(walk(north, {}, [FAR, OUT, FAR]), ['cross 1 1', 'cross 2 -1'])
    assert.deepEqual(walk(north, {}, [[9.5, 22], [10.5, 22]]), [], 'past its end')
    assert.deepEqual(walk({ line: [[180, -1], [180, 1]], widthM: 0 }, {}, [[179.9, 0], [-179.9, 0], [179.9, 0]]), ['cross 1 1', 'cross 2 -1'])
  })

  test('a line that was crossed is not crossed again until clear of it', () => {
    const line: FenceShape = { line: [[10, 19], [10, 21]], widthM: 0 }
    const jitter: FencePoint[] = [[9.999, 20], [10.001, 20], [9.999, 20], [10.001, 20], [10.1, 20], [9.9, 20]]
    assert.deepEqual(walk(line, { leaveM: 1000 }, jitter), ['cross 1 1', 'cross 5 -1'])
  })

  test('held in time: it enters when it stayed, and a jump back and forth is nothing', () => {
    assert.deepEqual(walk(field, { enterS: 120, leaveS: 120 }, [OUT, IN, OUT, IN, OUT]), [])
    assert.deepEqual(walk(field, { enterS: 120, leaveS: 120 }, [OUT, IN, IN, IN, OUT, IN, OUT, OUT, OUT]), ['enter 3', 'exit 8'])
  })

  test('held in metres: deep enough to enter, far enough to leave', () => {
    const edge: FencePoint = [10.099, 20]
    const beside: FencePoint = [10.101, 20]
    assert.deepEqual(walk(field, { enterM: 1000, leaveM: 1000 }, [OUT, edge, beside, edge, IN, beside, edge, beside, OUT]), ['enter 4', 'exit 8'])
    assert.deepEqual(walk({ circle: IN, radiusM: 10_000 }, { enterM: 1000 }, [OUT, [10.09, 20], IN]), ['enter 2'])
    assert.deepEqual(walk({ line: [[9, 20], [11, 20]], widthM: 5000 }, { enterM: 4000 }, [[10, 21], [10, 20.04], [10, 20]]), ['enter 2'])
  })

  test('dwell: once a visit, by the clock too, but not on the word of a subject that fell silent', () => {
    assert.deepEqual(walk(field, { dwellS: 180 }, [IN, IN, IN, IN, IN, IN]), ['enter 0 first', 'dwell 3'])
    const fences = new Fences()
    fences.add(field, { dwellS: 600 })
    const out: FenceEvent[] = []
    fences.update(0, ...IN, 0, out)
    fences.tick(599_000, 900, out)
    fences.tick(600_000, 300, out)
    assert.equal(out.length, 1)
    fences.tick(600_000, 900, out)
    fences.tick(700_000, 900, out)
    assert.deepEqual(out.map((e) => `${e.what} ${e.at}`), ['enter 0', 'dwell 600000'])
  })

  test('late and repeated fixes change nothing', () => {
    const fences = new Fences()
    fences.add(field)
    const out: FenceEvent[] = []
    fences.update(0, ...OUT, 10, out)
    fences.update(0, ...IN, 5, out)
    fences.update(0, ...IN, 10, out)
    assert.deepEqual([out.length, fences.late], [0, 2])
    fences.update(0, Number.NaN, 20, 30, out)
    assert.deepEqual([out.length, fences.lastAt(0)], [0, 10])
  })

  test('what is kept over a restart fires nothing again and goes on where it was', () => {
    const first = new Fences()
    const fence = first.add(field, { leaveS: 60 })
    const out: FenceEvent[] = []
    first.update(7, ...IN, 0, out)
    first.update(7, ...OUT, 60_000, out)
    const kept = JSON.parse(JSON.stringify([...first.pairs()]))
    const again = new Fences()
    assert.equal(again.add(field, { leaveS: 60 }), fence)
    again.restore(7, { lon: OUT[0], lat: OUT[1], at: 60_000 }, kept)
    out.length = 0
    again.update(7, ...OUT, 90_000, out)
    again.update(7, ...OUT, 120_000, out)
    assert.deepEqual(out.map((e) => `${e.what} ${e.at}`), ['exit 120000'])
  })

  test('any walk gives the same entries and exits as asking the polygon at each step', () => {
    fc.assert(
      fc.property(star, fc.array(fc.tuple(fc.double({ min: -1.2, max: 1.2, noNaN: true }), fc.double({ min: -1.2, max: 1.2, noNaN: true })), { maxLength: 60 }), (s, steps) => {
        const expected: string[] = []
        let inside = false
        const way = steps.map(([dx, dy]): FencePoint => [wrap(s.lon + dx * s.size), s.lat + dy * s.size])
        way.forEach(([lon, lat], minute) => {
          const now = inMultiPolygon({ lon, lat }, [[s.ring]])
          if (now !== inside) {
            expected.push(`${now ? 'enter' : 'exit'} ${minute}${minute === 0 ? ' first' : ''}`)
          }
          inside = now
        })
        assert.deepEqual(walk({ polygons: [[s.ring]] }, {}, way), expected)
      }),
      { numRuns: 100 },
    )
  })

  test('pairs of those that left are used again: memory does not grow', () => {
    const fences = new Fences()
    const id = fences.add(field)
    const out: FenceEvent[] = []
    for (let i = 0; i < 5000; i++) {
      fences.update(i % 50, ...(Math.floor(i / 50) % 2 === 0 ? IN : OUT), i + 1, out)
    }
    assert.equal([...fences.pairs()].length, 0)
    fences.update(3, ...IN, 9000, out)
    assert.deepEqual(fences.members(id), [3])
    fences.forget(3)
    assert.deepEqual(fences.members(id), [])
  })
})

function nearest(d: number): number {
  return d > 180 ? d - 360 : d < -180 ? d + 360 : d
}
