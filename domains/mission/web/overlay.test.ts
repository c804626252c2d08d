import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import fc from 'fast-check'
import { distanceM } from '../../../core/place-geodesy.ts'
import { checkOverlay, placeOfOverlay } from '../shared/overlay.ts'
import type { OverlayFeature } from '../shared/overlay.ts'
import { utf8Bytes } from '../../../formats/text-encoding.ts'
import { fromFeatures, readOverlayFile } from './overlay-import.ts'
import { change, finish, place, redo, settle, startSketch, undo } from './sketch.ts'
import type { Pen, Sketch } from './sketch.ts'

const pen = (shape: Pen['shape'], text = ''): Pen => ({ shape, colour: 'blue', text, dash: false })
let n = 0
const id = (): string => `f${(n += 1)}`

test('shapes are made of the corners set, and only when there are enough', () => {
  let sketch = startSketch([])
  sketch = finish(place(place(sketch, pen('polygon'), { lon: 1, lat: 1 }, id()), pen('polygon'), { lon: 2, lat: 1 }, id()), pen('polygon'), id())
  assert.equal(sketch.features.length, 0)
  sketch = finish(place(sketch, pen('polygon'), { lon: 2, lat: 2 }, id()), pen('polygon'), id())
  assert.deepEqual(sketch.features.map((f) => [f.shape, f.at.length]), [['polygon', 3]])
  sketch = place(place(sketch, pen('circle'), { lon: 0, lat: 0 }, id()), pen('circle'), { lon: 0, lat: 0.01 }, id())
  assert.equal(sketch.features[1]?.radiusM, Math.round(distanceM({ lon: 0, lat: 0 }, { lon: 0, lat: 0.01 })))
  assert.equal(place(sketch, pen('text'), { lon: 0, lat: 0 }, id()), sketch, 'a text needs words')
  assert.deepEqual(checkOverlay({ name: 'x', features: [...sketch.features] }), [])
})

test('a double click, which sets its corner twice, makes it once', () => {
  let sketch = startSketch([])
  for (const lon of [0, 1, 2, 2]) {
    sketch = place(sketch, pen('line'), { lon, lat: 0 }, id())
  }
  assert.equal(finish(sketch, pen('line'), id()).features[0]?.at.length, 3)
  assert.equal(settle(sketch, pen('line'), id()).features.length, 1, 'choosing another shape keeps what can be ended')
  assert.deepEqual(settle(place(startSketch([]), pen('line'), { lon: 1, lat: 1 }, id()), pen('line'), id()).corners, [])
})

test('undo and redo lead back to exactly what stood', () => {
  fc.assert(fc.property(fc.array(fc.record({ lon: fc.double({ min: -179, max: 179, noNaN: true }), lat: fc.double({ min: -80, max: 80, noNaN: true }) }), { minLength: 1, maxLength: 20 }), (points) => {
    const start = startSketch([])
    const drawn = points.reduce<Sketch>((s, at) => place(s, pen('point'), at, id()), start)
    const back = points.reduce<Sketch>((s) => undo(s), drawn)
    assert.deepEqual(back.features, [])
    assert.deepEqual(points.reduce<Sketch>((s) => redo(s), back).features, drawn.features)
    assert.deepEqual(redo(change(back, [])).future, [], 'a new change ends what could be done again')
  }))
})

test('an overlay stands where it is drawn and reaches as far as it does', () => {
  const circle: OverlayFeature = { id: 'c', shape: 'circle', at: [[20, 5]], radiusM: 3000, colour: 'red' }
  assert.deepEqual(placeOfOverlay([circle]), { lon: 20, lat: 5, radiusM: 3000, precision: 4 })
  assert.equal(placeOfOverlay([]), null)
  const across = placeOfOverlay([{ id: 'l', shape: 'line', at: [[179, 0], [-179, 0]], colour: 'red' }])
  assert.ok(across && Math.abs(Math.abs(across.lon) - 180) < 1e-9 && across.radiusM < 120_000, 'the date line is no way round the world')
})

test('what a schema cannot say is refused in words', () => {
  const features = [{ id: 'a', shape: 'polygon', at: [[0, 0]], colour: 'red' }, { id: 'a', shape: 'circle', at: [[0, 0]], colour: 'red' }, { id: 'b', shape: 'text', at: [[0, 0]], colour: 'red' }] as OverlayFeature[]
  assert.deepEqual(checkOverlay({ name: 'x', features }).map((p) => p.path), ['/features/0/at', '/features/1/radiusM', '/features/1/id', '/features/2/text'])
})

test('GeoJSON, GPX and KML become drawings; what is left out is counted', async () => {
  const geojson = JSON.stringify({ type: 'FeatureCollection', features: [
    { type: 'Feature', properties: { name: 'Cordon' }, geometry: { type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]], [[0.2, 0.1], [0.3, 0.1], [0.3, 0.2], [0.2, 0.1]]] } },
    { type: 'Feature', properties: null, geometry: null }] })
  const read = await readOverlayFile('a.geojson', utf8Bytes(geojson), id)
  assert.deepEqual(read.features.map((f) => [f.shape, f.at.length, f.text]), [['polygon', 3, 'Cordon']])
  assert.equal(read.left, 2, 'a hole and an empty feature')
  const gpx = await readOverlayFile('a.gpx', utf8Bytes('<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="5" lon="20"><name>Well</name></wpt><rte><rtept lat="5" lon="20"/><rtept lat="6" lon="21"/></rte></gpx>'), id)
  assert.deepEqual(gpx.features.map((f) => f.shape).sort(), ['line', 'point'])
  const text = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Post</name><Point><coordinates>20,5</coordinates></Point></Placemark><Placemark><name>Line</name><LineString><coordinates>20,5 21,6</coordinates></LineString></Placemark></Document></kml>'
  const kml = await readOverlayFile('a.kml', utf8Bytes(text), id)
  assert.deepEqual((await readOverlayFile('a.kmz', zipSync({ 'files/look.png': utf8Bytes('no'), 'doc.kml': utf8Bytes(text) }), id)).features.map(({ shape, at, text: words }) => [shape, at, words]), kml.features.map(({ shape, at, text: words }) => [shape, at, words]))
  assert.deepEqual(kml.features.map((f) => [f.shape, f.text, f.at]), [['point', 'Post', [[20, 5]]], ['line', 'Line', [[20, 5], [21, 6]]]])
  await assert.rejects(readOverlayFile('a.kml', utf8Bytes('not a map at all'), id))
  const long = fromFeatures([{ type: 'Feature', properties: null, geometry: { type: 'LineString', coordinates: Array.from({ length: 5000 }, (_, i) => [i / 1000, 0]) } }], id)
  assert.equal(long.thinned, 1)
  assert.ok(long.features[0]!.at.length <= 2000)
})
