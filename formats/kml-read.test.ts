import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Problem } from '../core/problem.ts'
import { kmlChunks, networkLinkKml } from './kml.ts'
import { parseKmlFeatures, parseKmlPoints } from './kml-read.ts'

test('points written are read back with time and data; other shapes are counted', async () => {
  let text = ''
  for await (const chunk of kmlChunks('A', [{ name: 'One <1>', description: 'Shots', when: { begin: '2026-08-18T13:45:00.000Z', end: '2026-08-18T14:45:00.000Z' }, point: { lon: 1.5, lat: -2 }, data: [{ name: 'n', value: 3 }], style: 'severity-3' }, { name: 'No place', point: null }], 'CONFIDENTIAL', [{ name: 'severity-3', icon: 'http://node/3.png?a=1&b=2', scale: 1 }])) {
    text += chunk
  }
  assert.match(text, /<Style id="p-severity-3">[\s\S]*a=1&amp;b=2[\s\S]*<styleUrl>#p-severity-3<\/styleUrl><ExtendedData>/)
  const { placemarks, others } = parseKmlPoints(text)
  assert.deepEqual([placemarks, others], [[{ name: 'One <1>', description: 'Shots', point: { lon: 1.5, lat: -2 }, data: [{ name: 'n', value: '3' }], when: { begin: '2026-08-18T13:45:00.000Z', end: '2026-08-18T14:45:00.000Z' } }], 1])
})

test('lines and polygons are read with their holes, several of a placemark together', () => {
  const ring = (at: number): string => `<LinearRing><coordinates>${at},${at},9 ${at + 1},${at} ${at + 1},${at + 1}
    ${at},${at}</coordinates></LinearRing>`
  const text = `<kml><Document><Placemark><name>Road</name><LineString><coordinates>1,2 3,4,100 999,0</coordinates></LineString></Placemark>
    <Placemark><name>Both</name><MultiGeometry><Point><coordinates>5,6</coordinates></Point><Polygon><innerBoundaryIs>${ring(2)}</innerBoundaryIs><outerBoundaryIs>${ring(0)}</outerBoundaryIs></Polygon></MultiGeometry></Placemark>
    <Placemark><name>Nowhere</name><LineString><coordinates>1,2</coordinates></LineString></Placemark></Document></kml>`
  const [road, both, nowhere, ...more] = parseKmlFeatures(text)
  assert.deepEqual([road?.geometry, road?.properties], [{ type: 'LineString', coordinates: [[1, 2], [3, 4]] }, { name: 'Road' }])
  const square = (at: number): number[][] => [[at, at], [at + 1, at], [at + 1, at + 1], [at, at]]
  assert.deepEqual(both?.geometry, { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: [5, 6] }, { type: 'Polygon', coordinates: [square(0), square(2)] }] })
  assert.deepEqual([nowhere?.geometry, more], [null, []])
  assert.throws(() => parseKmlFeatures(text, { maxCorners: 5 }), Problem)
})

test('a link document escapes its address', () => {
  assert.match(networkLinkKml({ name: 'A&B', description: '<i>', href: 'http://x/?a=1&key=k', seconds: 60 }), /<name>A&amp;B<\/name>[\s\S]*<href>http:\/\/x\/\?a=1&amp;key=k<\/href>/)
})

test('hostile documents are refused', () => {
  const refused = (text: string, limits = {}): string => {
    try {
      parseKmlPoints(text, limits)
      return 'taken'
    } catch (error) {
      assert.ok(error instanceof Problem)
      return error.id
    }
  }
  const mark = '<Placemark><name>x</name><Point><coordinates>1,2</coordinates></Point></Placemark>'
  assert.equal(refused('<!DOCTYPE kml><kml/>'), 'malformed-body')
  assert.equal(refused('<gpx/>'), 'malformed-body')
  assert.equal(refused('<kml><a></kml></a>'), 'malformed-body')
  assert.equal(refused(`<kml>${mark}${mark}</kml>`, { maxPlacemarks: 1 }), 'too-large')
  assert.equal(refused(`<kml><Placemark><name>${'x'.repeat(50)}</name></Placemark></kml>`, { maxText: 10 }), 'too-large')
  assert.deepEqual(parseKmlPoints('<kml><Placemark><Point><coordinates>999,x</coordinates></Point></Placemark></kml>'), { placemarks: [], others: 1 })
})
