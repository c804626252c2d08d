import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expression } from '@maplibre/maplibre-gl-style-spec'
import fc from 'fast-check'
import { ICONS, PLATES } from './icons.ts'
import { cellOf, SIDE } from './moving-atlas.ts'
import { cornerIndices, LINE_STRIDE, mercator, nearestMoving, packAhead, placesOf } from './moving-columns.ts'
import { frameOnly, movingName, readMovingName, UNKNOWN_SIDC } from './moving-name.ts'
import { scaledOpacity } from './opacity.ts'
import { readSymbolName, symbolExpression, symbolName } from './symbol-name.ts'

test('a symbol name says everything and is read back the same', () => {
  fc.assert(fc.property(fc.constantFrom('humanitarian' as const, 'military' as const), fc.stringMatching(/^[A-Z]{2}\.\d\d$/), fc.integer({ min: 0, max: 5 }), fc.uniqueArray(fc.constantFrom('u' as const, 's' as const, 'e' as const, 'd' as const)), (set, category, severity, marks) => {
    assert.deepEqual(readSymbolName(symbolName({ set, category, severity, marks })), { set, category, severity, marks: [...marks].sort() })
  }))
  for (const other of ['hatch', 'sym|x|AC|1|', 'sym|h|AC|9|', '']) {
    assert.equal(readSymbolName(other), null)
  }
})

test('the style names the same symbol as the code does, unverified or not', () => {
  const believed = ['in', ['coalesce', ['get', 'veracity'], 'verified'], ['literal', ['verified', 'corroborated', '']]]
  const made = expression.createExpression(symbolExpression('humanitarian', believed) as never, { type: 'string' } as never)
  assert.equal(made.result, 'success')
  if (made.result === 'success') {
    const name = (properties: Record<string, unknown>) => String(made.value.evaluate({ zoom: 9 }, { type: 1, properties } as never))
    assert.equal(name({ category: 'AC.03', severity: 4, veracity: 'unverified' }), symbolName({ set: 'humanitarian', category: 'AC.03', severity: 4, marks: ['u'] }))
    assert.equal(name({ category: 'AC.03', severity: 4, veracity: 'verified' }), symbolName({ set: 'humanitarian', category: 'AC.03', severity: 4, marks: [] }))
    assert.deepEqual(readSymbolName(name({})), { set: 'humanitarian', category: '', severity: 0, marks: [] })
  }
})

test('every sign is a path of its own, and every severity has a plate', () => {
  assert.equal(PLATES.length, 6)
  assert.equal(new Set(Object.values(ICONS)).size, Object.keys(ICONS).length)
  for (const [name, path] of Object.entries(ICONS)) {
    assert.match(path, /^M[\d. ]/, name)
    assert.doesNotMatch(path, /NaN|\d{4}/, name)
  }
})

test('a strength multiplies what the style says, also where that is an expression', () => {
  assert.deepEqual(scaledOpacity({ id: 'a', type: 'fill', source: 's', paint: { 'fill-opacity': 0.5 } }, 0.5), [['fill-opacity', 0.25]])
  assert.deepEqual(scaledOpacity({ id: 'a', type: 'line', source: 's' }, 0.4), [['line-opacity', 0.4]])
  assert.deepEqual(scaledOpacity({ id: 'a', type: 'symbol', source: 's', paint: { 'icon-opacity': ['get', 'x'] } } as never, 0.4), [['icon-opacity', ['*', 0.4, ['get', 'x']]], ['text-opacity', 0.4]])
})

test('moving columns: places within half a metre however far the world, and what is under the pointer', () => {
  fc.assert(fc.property(fc.double({ min: -179, max: 179, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }), (lon, lat) => {
    const moving = { lon: Float64Array.of(lon, lon + 0.5), lat: Float64Array.of(lat, lat + 0.5), symbol: Uint16Array.of(0, 1), flags: Uint8Array.of(0, 1), symbols: ['a', 'b'] }
    const anchor = mercator(lon + 0.1, lat)
    const places = placesOf(moving, anchor, new Float32Array(0))
    const { x, y } = mercator(lon, lat)
    const world = 40_075_016
    assert.ok(Math.abs(places[0]! + anchor.x - x) * world < 0.5 && Math.abs(places[1]! + anchor.y - y) * world < 0.5)
    assert.equal(nearestMoving(places, 2, x - anchor.x, y - anchor.y, 1e-6), 0)
    assert.equal(nearestMoving(places, 2, x - anchor.x + 0.1, y - anchor.y, 1e-6), -1)
  }))
})

test('the line ahead ends where a thing would be in a minute, and what says no course has none', () => {
  const moving = { lon: Float64Array.of(20, 21, 22), lat: Float64Array.of(60, 0, 0), symbol: new Uint16Array(3), course: Float32Array.of(90, NaN, 0), speed: Float32Array.of(10, 10, NaN), symbols: ['a'] }
  const anchor = { x: 0, y: 0 }
  const { data, lines } = packAhead(moving, placesOf(moving, anchor, new Float32Array(0)), 20)
  assert.equal(lines, 3, 'a tick and a line, nothing, a tick')
  const end = 6 * LINE_STRIDE
  // 600 m east at 60° north, where a degree is half as wide.
  assert.ok(Math.abs((data[end]! - mercator(20, 60).x) * 40_075_016.7 * Math.cos(Math.PI / 3) - 600) < 3)
  assert.ok(Math.abs(data[end + 1]! - mercator(20, 60).y) < 1e-7)
  assert.ok(Math.abs(data[2 * LINE_STRIDE + 2]! - 20) < 0.01, 'the tick is so many pixels')
})

test('corners of one symbol make two triangles', () => {
  assert.deepEqual([...cornerIndices(2)], [0, 1, 2, 2, 1, 3, 4, 5, 6, 6, 5, 7])
})

test('a moving name says its code and marks; a code nobody knows becomes its frame, never another symbol', () => {
  fc.assert(fc.property(fc.stringMatching(/^[0-9A-Z-]{10,20}$/), fc.subarray(['o', 'l', 'm', 's', 'c'] as const), (sidc, marks) => {
    assert.deepEqual(readMovingName(movingName(sidc, marks)), { sidc, marks: [...marks].sort() })
  }))
  assert.equal(readMovingName('sym|h|AC.03|4|u'), null)
  assert.equal(frameOnly('10061500009999990000'), '10061500000000000000', 'hostile at sea stays so')
  for (const code of ['', 'X', '10071500009999990000', 'SFGP-----------']) {
    assert.equal(frameOnly(code), UNKNOWN_SIDC)
  }
})

test('cells of the atlas do not overlap', () => {
  const seen = new Set(Array.from({ length: SIDE * SIDE }, (_, i) => JSON.stringify(cellOf(i))))
  assert.equal(seen.size, SIDE * SIDE)
})
