import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseKmlShapes } from './kml-shapes.ts'

const kml = (inside: string) => `<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`
const ring = (n: number) => `<LinearRing><coordinates>${n},0,0 ${n + 1},0,0 ${n + 1},1,0 ${n},0,0</coordinates></LinearRing>`

test('polygons with holes, several of them, lines, points and extended data', () => {
  const features = parseKmlShapes(kml(`
    <Placemark><name>North &amp; east</name><ExtendedData><Data name="pcode"><value>XA01</value></Data><SchemaData><SimpleData name="ADM1">1</SimpleData></SchemaData></ExtendedData>
      <Polygon><innerBoundaryIs>${ring(5)}</innerBoundaryIs><outerBoundaryIs>${ring(1)}</outerBoundaryIs></Polygon></Placemark>
    <Placemark><MultiGeometry><Polygon><outerBoundaryIs>${ring(1)}</outerBoundaryIs></Polygon><Polygon><outerBoundaryIs>${ring(3)}</outerBoundaryIs></Polygon></MultiGeometry></Placemark>
    <Placemark><LineString><coordinates>0,0 1,1</coordinates></LineString></Placemark>
    <Placemark><Point><coordinates>7,8</coordinates></Point></Placemark><Placemark/>`))
  assert.deepEqual(features[0]?.properties, { name: 'North & east', pcode: 'XA01', ADM1: '1' })
  assert.deepEqual(features[0]?.geometry, { type: 'Polygon', coordinates: [[[1, 0], [2, 0], [2, 1], [1, 0]], [[5, 0], [6, 0], [6, 1], [5, 0]]] })
  assert.deepEqual(features.map((f) => f.geometry?.type), ['Polygon', 'MultiPolygon', 'LineString', 'Point', undefined])
})

test('what is no KML is refused', () => {
  assert.throws(() => parseKmlShapes('<gpx></gpx>'), /not KML/)
  assert.throws(() => parseKmlShapes(kml('<Placemark/><Placemark/>'), { maxPlacemarks: 1 }), /Split/)
})
