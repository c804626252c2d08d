import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { nearestNeighbour } from '../../test/fusion-baseline.ts'
import { randomOf, sceneOf } from '../../test/fusion-scene.ts'
import { fused, meanOf, scoreOf } from '../../test/fusion-score.ts'
import { assign } from './assignment.ts'
import { Fuser } from './fuser.ts'
import { begin, goOn, stateOf, take } from './kalman.ts'
import { ospa } from './ospa.ts'
import { isPlot, PlotFuser, type PlotReport } from './plots.ts'

test('the assignment is the cheapest of all there are', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }).chain((rows) => fc.integer({ min: rows, max: 6 }).chain((columns) => fc.tuple(fc.constant(rows), fc.constant(columns), fc.array(fc.integer({ min: -50, max: 50 }), { minLength: rows * columns, maxLength: rows * columns })))), ([rows, columns, costs]) => {
      const chosen = assign(Float64Array.from(costs), rows, columns)
      assert.equal(new Set(chosen).size, rows)
      const sum = chosen.reduce((total, column, row) => total + costs[row * columns + column]!, 0)
      const cheapest = (row: number, used: number): number => (row === rows ? 0 : Math.min(...Array.from({ length: columns }, (_, c) => (used & (1 << c) ? Infinity : costs[row * columns + c]! + cheapest(row + 1, used | (1 << c))))))
      assert.equal(sum, cheapest(0, 0))
    }),
    { numRuns: 200 },
  )
})

describe('the filter', () => {
  test('finds position and speed of what moves straight, and is as uncertain as it is wrong', () => {
    const random = randomOf(7)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const motion = { q: [0.01], stay: 1 }
    let errors = 0
    let claimed = 0
    for (let run = 0; run < 200; run++) {
      let belief = begin(normal() * 8, normal() * 8, 64, 40, motion)
      for (let i = 1; i <= 30; i++) {
        belief = take(goOn(belief, 2, motion), i * 20 + normal() * 8, i * -6 + normal() * 8, 64)
      }
      const { x, y } = stateOf(belief)
      assert.ok(Math.abs(x.v - 10) < 2 && Math.abs(y.v + 3) < 2)
      errors += (x.p - 600) ** 2
      claimed += x.pp
    }
    assert.ok(errors / claimed > 0.7 && errors / claimed < 1.4, `${errors / claimed}`)
  })

  test('models take turns: a turn moves the weight to the one that wanders', () => {
    const motion = { q: [0.01, 8], stay: 0.95 }
    let belief = begin(0, 0, 64, 40, motion)
    for (let i = 1; i <= 20; i++) {
      belief = take(goOn(belief, 2, motion), i * 20, 0, 64)
    }
    assert.ok((belief.weights[0] ?? 0) > 0.6)
    for (let i = 1; i <= 3; i++) {
      belief = take(goOn(belief, 2, motion), 400, i * 40, 64)
    }
    assert.ok((belief.weights[1] ?? 0) > 0.9)
  })
})

describe('tracks of reports without identity', () => {
  const plot = (x: number, y: number, source = 'radar') => ({ x, y, sigmaM: 8, source })

  test('one false report is no track; three that go together are; what is not seen any more ends', () => {
    const fuser = new Fuser()
    fuser.scan(0, [plot(0, 0), plot(3000, 3000)])
    assert.equal(fuser.tracks.filter((one) => one.confirmed).length, 0)
    for (let i = 1; i <= 4; i++) {
      fuser.scan(i * 2, [plot(i * 20, 0, i % 2 ? 'radar' : 'camera')])
    }
    const [track, ...others] = fuser.tracks.filter((one) => one.confirmed)
    assert.equal(others.length, 0)
    assert.deepEqual(Object.fromEntries(track?.sources ?? []), { radar: 3, camera: 2 }, 'what it is made of is kept')
    for (let i = 5; i <= 8; i++) {
      fuser.scan(i * 2, [])
    }
    assert.equal(fuser.tracks.length, 0)
    assert.deepEqual(fuser.scan(3, [plot(0, 0)]), [], 'an older scan is not taken')
  })

  test('two that cross keep their numbers', () => {
    const fuser = new Fuser()
    const ends = new Map<number, number>()
    for (let i = 0; i <= 40; i++) {
      for (const { track, plot: at } of fuser.scan(i * 2, [plot(i * 20, i * 20 + 3), plot(i * 20, 800 - i * 20)])) {
        if (i === 5 || i === 40) {
          ends.set(i * 2 + at, track.n)
        }
      }
    }
    assert.deepEqual([ends.get(80), ends.get(81)], [ends.get(10), ends.get(11)])
  })

  test('better than the nearest neighbour on scenes it was not tuned on', () => {
    const scenes = Array.from({ length: 4 }, (_, i) => sceneOf(100 + i))
    const [ours, simple] = [meanOf(scenes.map((scene) => scoreOf(scene, fused(scene)))), meanOf(scenes.map((scene) => scoreOf(scene, nearestNeighbour(scene))))]
    assert.ok(ours.ospa < 0.85 * simple.ospa && ours.cardinality < simple.cardinality, JSON.stringify({ ours, simple }))
  })
})

test('OSPA: 0 for the same, the cutoff for what is missing, between for what is off', () => {
  const a = [{ x: 0, y: 0 }, { x: 500, y: 0 }]
  assert.equal(ospa(a, [...a].reverse(), 100, 2), 0)
  assert.equal(ospa([], a, 100, 2), 100)
  assert.equal(ospa([], [], 100, 2), 0)
  assert.ok(Math.abs(ospa(a, [{ x: 3, y: 4 }], 100, 2) - Math.sqrt((25 + 10_000) / 2)) < 1e-9)
})

describe('plots of a feed', () => {
  const report = (i: number, lon: number, lat: number): PlotReport => ({ subject: 'plot:r1', at: i * 2000, lon, lat, accuracyM: 17, source: 'r1' })

  test('a number, speed and course each, over the 180° meridian as well', () => {
    for (const west of [10, 179.999]) {
      const fuser = new PlotFuser()
      const out = Array.from({ length: 20 }, (_, i) => {
        const lon = west + (i * 20) / 111_195
        return fuser.take([report(i, lon >= 180 ? lon - 360 : lon, 0)])
      })
      const last = out.at(-1)?.[0]
      assert.deepEqual([out[1]?.length, out.at(-1)?.length, last?.n], [0, 1, 1])
      assert.ok(last && Math.abs(last.speedMs - 10) < 0.7 && Math.abs(last.courseDeg - 90) < 4 && last.accuracyM < 25, JSON.stringify(last))
      const expected = west + 380 / 111_195
      assert.ok(Math.abs(last.lon - (expected >= 180 ? expected - 360 : expected)) < 0.0002)
    }
  })

  test('numbers are never given twice, also after it began anew elsewhere', () => {
    const fuser = new PlotFuser()
    const walk = (from: number, lon: number) => Array.from({ length: 6 }, (_, i) => fuser.take([report(from + i, lon + i * 1e-4, 5)])).flat()
    const numbers = [walk(0, 10), walk(100, 40), walk(200, 10)].map((list) => list.at(-1)?.n)
    assert.equal(new Set(numbers).size, 3)
  })

  test('only what says that it is a plot', () => {
    assert.deepEqual([isPlot('plot:r1:17'), isPlot('mmsi:211'), isPlot('cot:plot:1')], [true, false, false])
  })
})
