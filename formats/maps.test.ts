import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../core/problem.ts'
import { geoJsonChunks, jsonDepth, parseGeoJson, tableFeatures, wind } from './geojson.ts'
import type { Geometry } from './geojson.ts'
import { kmlChunks, placemarkXml, tablePlacemarks } from './kml.ts'
import { sniffFile } from './sniff.ts'
import type { Table } from './table.ts'
import { utf8Bytes } from './text-encoding.ts'
import { xmlText } from './xml-text.ts'

async function all(chunks: AsyncIterable<string>): Promise<string> {
  let out = ''
  for await (const chunk of chunks) {
    out += chunk
  }
  return out
}

const table = (): Table => ({
  name: 'Incidents',
  columns: [
    { key: 'ref', label: 'Reference', type: 'text', role: 'id' }, { key: 'title', label: 'Title', type: 'text', role: 'title' }, { key: 'text', label: 'Text', type: 'text', role: 'description' },
    { key: 'from', label: 'From', type: 'instant', role: 'begin' }, { key: 'lon', label: 'Longitude', type: 'longitude' }, { key: 'lat', label: 'Latitude', type: 'latitude' }, { key: 'dead', label: 'Killed', type: 'integer' },
  ],
  rows: [['INC-1', 'Clash <b>', 'one\n<script>alert(1)</script>', '2026-08-18T13:45:00Z', -1.5, 12.25, 3], ['INC-2', 'No place', '', '', null, null, null]],
})

test('a table becomes GeoJSON that reads back, places missing included', async () => {
  const text = await all(geoJsonChunks(tableFeatures(table()), { handling: 'EXERCISE' }))
  const back = parseGeoJson(text)
  assert.equal(JSON.parse(text).handling, 'EXERCISE')
  assert.equal('crs' in JSON.parse(text), false)
  assert.deepEqual(back.features.map((f) => [f.id, f.geometry, f.properties?.['dead']]), [['INC-1', { type: 'Point', coordinates: [-1.5, 12.25] }, 3], ['INC-2', null, null]])
  assert.deepEqual(parseGeoJson(await all(geoJsonChunks([]))).features, [])
})

test('rings are turned: outer counter-clockwise, holes clockwise', () => {
  const clockwise = [[0, 0], [0, 10], [10, 10], [10, 0], [0, 0]]
  const hole = [[2, 2], [4, 2], [4, 4], [2, 4], [2, 2]]
  const turned = wind({ type: 'Polygon', coordinates: [clockwise, hole] })
  assert.deepEqual(turned, { type: 'Polygon', coordinates: [[...clockwise].reverse(), [...hole].reverse()] })
  assert.deepEqual(wind(turned), turned)
  assert.deepEqual(parseGeoJson(JSON.stringify({ type: 'MultiPolygon', coordinates: [[clockwise]] })).features[0]?.geometry, { type: 'MultiPolygon', coordinates: [[[...clockwise].reverse()]] })
})

test('any sound geometry is read back as itself', () => {
  const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })).map(([x, y]) => [x === 0 ? 0 : x, y === 0 ? 0 : y])
  const geometry: fc.Arbitrary<Geometry> = fc.oneof(
    position.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
    fc.array(position, { minLength: 2, maxLength: 5 }).map((coordinates): Geometry => ({ type: 'LineString', coordinates })),
    fc.array(position, { minLength: 3, maxLength: 6 }).map((ring): Geometry => wind({ type: 'Polygon', coordinates: [[...ring, ring[0]!]] })),
  )
  fc.assert(fc.asyncProperty(fc.array(geometry, { maxLength: 5 }), async (geometries) => {
    const text = await all(geoJsonChunks(geometries.map((one, id) => ({ type: 'Feature', id, geometry: one, properties: { a: '"\\}' } }))))
    assert.deepEqual(parseGeoJson(text).features.map((f) => f.geometry), geometries)
  }))
})

test('bad GeoJSON is refused with the path and the fix', () => {
  const path = (value: unknown, limits = {}): string => {
    try {
      parseGeoJson(typeof value === 'string' ? value : JSON.stringify(value), limits)
    } catch (error) {
      assert.ok(error instanceof Problem)
      return error.fields[0]?.path ?? error.id
    }
    return 'taken'
  }
  const point = (coordinates: unknown) => ({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: null }] })
  assert.equal(path('{'), 'malformed-body')
  assert.equal(path([]), '')
  assert.equal(path(point([200, 1])), '/features/0/geometry/coordinates')
  assert.equal(path(point(['1', 2])), '/features/0/geometry/coordinates')
  assert.equal(path({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 1]]] }), '/coordinates/0')
  assert.equal(path({ type: 'LineString', coordinates: [[0, 0]] }), '/coordinates')
  assert.equal(path({ type: 'Nothing' }), '/type')
  assert.equal(path({ type: 'Feature', geometry: null, properties: {}, crs: { type: 'name', properties: { name: 'EPSG:3857' } } }), '/crs')
  assert.equal(path('['.repeat(100_000)), 'malformed-body')
  assert.equal(path(point([1, 2]), { maxFeatures: 0 }), 'too-large')
  assert.equal(path({ type: 'MultiPoint', coordinates: [[0, 0], [1, 1]] }, { maxPositions: 1 }), 'too-large')
  assert.equal(jsonDepth('{"a":"[[[\\"[[","b":[{}]}', 99), 3)
})

test('KML: everything is text, nothing runs', async () => {
  const kml = await all(kmlChunks('A & B', tablePlacemarks(table())))
  assert.match(kml, /<name>A &amp; B<\/name>/)
  assert.match(kml, /<Placemark id="p-INC-1"><name>Clash &lt;b&gt;<\/name>/)
  // Once for XML, once more for the HTML that viewers make of it.
  assert.match(kml, /<description>one&lt;br\/&gt;&amp;#60;script&amp;#62;alert\(1\)/)
  assert.match(kml, /<TimeStamp><when>2026-08-18T13:45:00Z<\/when>/)
  assert.match(kml, /<Data name="dead"><displayName>Killed<\/displayName><value>3<\/value><\/Data>/)
  assert.match(kml, /<coordinates>-1.5,12.25<\/coordinates>/)
  assert.equal((kml.match(/<Point>/g) ?? []).length, 1)
  assert.equal(placemarkXml({ name: 'x', point: null, when: { begin: '2026-01-01', end: '2026-01-02' } }), '<Placemark><name>x</name><TimeSpan><begin>2026-01-01</begin><end>2026-01-02</end></TimeSpan></Placemark>')
})

test('characters that XML forbids never reach it', () => {
  assert.equal(xmlText('a\u0000\u000b\ud800b\ufffe&<>"\'\r\n😀'), 'a\ufffd\ufffd\ufffdb\ufffd&amp;&lt;&gt;&quot;&apos;&#13;\n😀')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    assert.doesNotMatch(xmlText(text), /[<>\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/u)
  }))
})

test('files are known by their content', () => {
  const kinds: [string | number[], string][] = [
    ['', 'empty'], ['\ufeff  \n', 'empty'], ['a,b\n1,2\n', 'csv'], ['a;b\n1;2\n', 'csv'], ['a\tb\n1\t2\n', 'tsv'], ['just words\nmore words\n', 'text'],
    ['{"type":"FeatureCollection","features":[]}', 'geojson'], ['[{"type":"Feature"}]', 'json'], ['{"a":1}', 'json'],
    ['<?xml version="1.0"?><kml xmlns="x"/>', 'kml'], ['<a/>', 'xml'], [[0x1f, 0x8b, 8], 'gzip'], [[0x50, 0x4b, 3, 4, 20, 0, 0, 0], 'zip'],
    ['PK\u0003\u0004................[Content_Types].xml', 'xlsx'], [[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], 'xls'], ['%PDF-1.7', 'pdf'], [[1, 2, 3, 250, 7], 'binary'],
  ]
  for (const [content, kind] of kinds) {
    assert.equal(sniffFile(typeof content === 'string' ? utf8Bytes(content) : new Uint8Array(content)), kind, JSON.stringify(content))
  }
})
