import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { distanceM } from '../../core/place-geodesy.ts'
import { formatMgrs, parseMgrs, toUtm } from '../../core/place-mgrs.ts'
import { areaKm2, areaShapes, classLimits, classOf, gather, middleOf } from './choropleth.ts'
import type { AreaShape } from './choropleth.ts'
import { circleRing, greatCircle, inverse, ringArea } from './geodesic.ts'
import { clip, gridShapes, gridStep, zoneStrips } from './grid.ts'
import type { Bounds } from './handle.ts'

const look = { line: 'l', zone: 'z', label: 't' }
const lines = (bounds: Bounds) => gridShapes(bounds, look).flatMap((s) => (s.geometry.type === 'LineString' && s.properties.stroke === 'l' ? [s.geometry.coordinates] : []))

test('distance and bearing agree with a published line on WGS 84', () => {
  // Flinders Peak to Buninyong, Geoscience Australia's example for the inverse problem (GDA94, GRS 80): 54,972.271 m, 306° 52′ 05.37″.
  const found = inverse({ lat: -(37 + 57 / 60 + 3.7203 / 3600), lon: 144 + 25 / 60 + 29.5244 / 3600 }, { lat: -(37 + 39 / 60 + 10.1561 / 3600), lon: 143 + 55 / 60 + 35.3839 / 3600 })
  assert.ok(found && Math.abs(found.metres - 54_972.271) < 0.01, String(found?.metres))
  assert.ok(found && Math.abs(found.bearing - (306 + 52 / 60 + 5.37 / 3600)) < 1e-5)
  assert.equal(inverse({ lat: 1, lon: 2 }, { lat: 1, lon: 2 })?.metres, 0)
  assert.equal(inverse({ lat: 0, lon: 0 }, { lat: 0.1, lon: 179.9 }), null, 'nearly opposite: said, not guessed')
})

test('area: the whole ellipsoid by octants, one square degree, and either way round', () => {
  const octant = ringArea([{ lon: 0, lat: 0 }, { lon: 90, lat: 0 }, { lon: 90, lat: 90 }, { lon: 0, lat: 90 }])
  assert.ok(Math.abs(octant * 8 - 5.100656217e14) / 5.1e14 < 1e-6, String(octant * 8))
  const square = [{ lon: 179.5, lat: 0 }, { lon: -179.5, lat: 0 }, { lon: -179.5, lat: 1 }, { lon: 179.5, lat: 1 }]
  assert.ok(Math.abs(ringArea(square) / 1e6 - 12_308.8) < 1, 'also across the date line')
  assert.equal(Math.round(ringArea(square)), Math.round(ringArea(square.toReversed())))
})

test('a circle is a true circle, a great circle ends where it should', () => {
  fc.assert(fc.property(fc.double({ min: -70, max: 70, noNaN: true }), fc.double({ min: 10, max: 200_000, noNaN: true }), (lat, metres) => {
    for (const [lon, y] of circleRing({ lon: 20, lat }, metres)) {
      assert.ok(Math.abs(distanceM({ lon: 20, lat }, { lon, lat: y }) - metres) < metres * 1e-6 + 0.01)
    }
  }))
  const path = greatCircle({ lon: 170, lat: 10 }, { lon: -170, lat: 10 })
  assert.ok(Math.abs(path.at(-1)![0] - 190) < 1e-9 && Math.abs(path.at(-1)![1] - 10) < 1e-9)
})

test('every grid line lies on a round easting or northing of its own zone, and ends at the edge of the zone', () => {
  const view: Bounds = [17.6, 4.2, 18.5, 4.9]
  const step = 10_000
  const drawn = lines(view)
  assert.ok(drawn.length > 10)
  for (const line of drawn) {
    const middle = line[Math.floor(line.length / 2)]!
    const zone = middle[0]! < 18 ? 33 : 34
    const on = (key: 'easting' | 'northing') => line.every(([lon = 0, lat = 0]) => {
      const value = toUtm({ lon, lat }, zone)[key] / step
      return Math.abs(value - Math.round(value)) < 1e-3
    })
    assert.ok(on('easting') || on('northing'), JSON.stringify(line))
    assert.ok(line.every(([lon = 0]) => (zone === 33 ? lon <= 18 + 1e-9 : lon >= 18 - 1e-9)), 'across the border of two zones')
  }
})

test('squares of both hemispheres meet at the equator, and letters are those of the place', () => {
  const shapes = gridShapes([20.2, -0.6, 21.4, 0.6], look)
  const letters = shapes.flatMap((s) => (s.properties.textSize === 13 && s.geometry.type === 'Point' ? [{ text: s.properties.text, at: s.geometry.coordinates }] : []))
  assert.ok(letters.length >= 2)
  for (const { text, at } of letters) {
    assert.equal(text, formatMgrs({ lon: at[0]!, lat: at[1]! }, 0))
    assert.ok(parseMgrs(text ?? '').ok)
  }
  const south = lines([20.2, -0.6, 21.4, 0.6]).filter((line) => line.every(([, lat = 0]) => lat <= 1e-9))
  const north = lines([20.2, -0.6, 21.4, 0.6]).filter((line) => line.every(([, lat = 0]) => lat >= -1e-9))
  assert.ok(south.length > 3 && north.length > 3)
})

test('zones: six degrees wide, wider in south-west Norway, odd ones alone around Svalbard; none beyond the grid', () => {
  assert.deepEqual(zoneStrips([0, 57, 13, 63]).map((s) => [s.zone, s.west, s.east]), [[31, 0, 3], [32, 3, 12], [33, 12, 13]])
  assert.deepEqual(zoneStrips([0, 73, 42, 80]).map((s) => s.zone), [31, 33, 35, 37])
  assert.deepEqual(zoneStrips([0, 85, 10, 89]), [])
  const across = zoneStrips([178, 0, 182, 1])
  assert.deepEqual(across.map((s) => s.zone), [60, 1])
})

test('finer squares as the view narrows; never more lines than can be read', () => {
  assert.deepEqual([5_000_000, 3_000_000, 300_000, 30_000, 3000].map(gridStep), [undefined, 100_000, 10_000, 1000, 100])
  assert.ok(gridShapes([-180, -85, 180, 85], look).length < 2000)
})

test('clipping keeps what is inside, cut at the edges', () => {
  const box = { west: 0, east: 10, south: 0, north: 10 }
  assert.deepEqual(clip([[-5, 5], [15, 5]], box), [[[0, 5], [10, 5]]])
  assert.deepEqual(clip([[-5, 5], [5, 5], [15, 5], [15, 6], [5, 6]], box), [[[0, 5], [5, 5], [10, 5]], [[10, 6], [5, 6]]])
  assert.deepEqual(clip([[20, 20], [30, 30]], box), [])
})

const square = (west: number, south: number): number[][][][] => [[[[west, south], [west + 1, south], [west + 1, south + 1], [west, south + 1], [west, south]]]]
const AREAS: AreaShape[] = [
  { id: 's', name: 'Sector', type: 'sector', parent: null, polygons: square(0, 0) },
  { id: 'a', name: 'A', type: 'admin1', parent: 's', polygons: square(0, 0) },
  { id: 'a1', name: 'A1', type: 'admin2', parent: 'a', polygons: null },
  { id: 'b', name: 'B', type: 'admin1', parent: 's', polygons: null },
]

test('records are taken up to the level asked for, each once; what lies in none is said', () => {
  const counts = [{ value: 'a1', count: 5 }, { value: 'a', count: 2 }, { value: 's', count: 4 }, { value: 'unknown', count: 1 }]
  const { values, elsewhere } = gather(AREAS, 'admin1', counts, false)
  assert.deepEqual(values.map((v) => [v.id, v.count]), [['a', 7], ['b', 0]])
  assert.equal(elsewhere, 5)
  const rate = gather(AREAS, 'admin1', counts, true).values
  assert.ok(Math.abs(rate[0]!.value! - (7 / areaKm2(square(0, 0))) * 1000) < 1e-9)
  assert.equal(rate[1]!.value, null, 'no outline: no rate, and not zero')
})

test('classes hold every value, none is empty, and they rise', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 60 }), (values) => {
    const limits = classLimits(values)
    const held = values.filter((v) => v > 0).map((v) => classOf(v, limits))
    assert.ok(held.every((c) => c >= 0))
    assert.equal(new Set(held).size, limits.length)
    assert.ok(limits.length <= 5)
    assert.deepEqual(limits, limits.toSorted((a, b) => a - b))
  }))
})

test('no data is hatched, nothing is plain, a value is coloured; its name stands inside', () => {
  const shapes = areaShapes([...AREAS.slice(1, 2), { ...AREAS[3]!, polygons: square(3, 3) }, { ...AREAS[3]!, id: 'c', polygons: square(6, 6) }], [{ id: 'a', name: 'A', count: 3, value: 3, km2: 1 }, { id: 'b', name: 'B', count: 0, value: null, km2: null }, { id: 'c', name: 'C', count: 0, value: 0, km2: 1 }], [3], ['#123456'], { line: 'l', label: 't', text: (v) => v.name })
  const looks = shapes.filter((s) => s.geometry.type === 'MultiPolygon').map((s) => [s.properties.fill, s.properties.hatch])
  assert.deepEqual(looks, [['#123456', undefined], [undefined, true], [undefined, undefined]])
  const [x, y] = middleOf(square(3, 3))
  assert.ok(x > 3 && x < 4 && y > 3 && y < 4)
})
