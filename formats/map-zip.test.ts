import assert from 'node:assert/strict'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import { shapefileZip } from '../test/shapefile.ts'
import { zippedKml, zippedLayers } from './map-zip.ts'
import { utf8Bytes } from './text-encoding.ts'

const clockwise = (x: number, y: number, side: number): [number, number][] => [[x, y], [x, y + side], [x + side, y + side], [x + side, y], [x, y]]
const WGS84 = 'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]'

test('zipped shapefiles are layers: several polygons, each hole in the one around it, the words of their table', () => {
  const rings = [clockwise(0, 0, 10), clockwise(20, 0, 10), clockwise(22, 2, 1).reverse(), clockwise(1, 1, 2).reverse()]
  const zip = shapefileZip('adm2/boundaries', [{ rings, values: { ADM2_EN: 'Ménaka', ADM2_PCODE: 'XA01' } }, { rings: [clockwise(40, 0, 1)], values: { ADM2_EN: 'مينكا', ADM2_PCODE: '' } }], { prj: WGS84, cpg: 'UTF-8' })
  const [layer, ...none] = zippedLayers(zip)
  assert.deepEqual([layer?.name, none], ['boundaries', []])
  assert.deepEqual(layer?.features.map((one) => one.properties), [{ ADM2_EN: 'Ménaka', ADM2_PCODE: 'XA01' }, { ADM2_EN: 'مينكا', ADM2_PCODE: null }])
  assert.deepEqual(layer?.features[0]?.geometry, { type: 'MultiPolygon', coordinates: [[rings[0], rings[3]], [rings[1], rings[2]]] })
  assert.equal(layer?.features[1]?.geometry?.type, 'Polygon')
})

test('a ring turned the wrong way is an area all the same; without .prj degrees are taken for granted', () => {
  const [layer] = zippedLayers(shapefileZip('a', [{ rings: [clockwise(0, 0, 10).reverse()], values: { name: 'x' } }]))
  assert.deepEqual(layer?.features[0]?.geometry, { type: 'Polygon', coordinates: [clockwise(0, 0, 10).reverse()] })
})

test('what would be drawn in the wrong place, is damaged or is nothing of the kind is refused with what to do', () => {
  const one = [{ rings: [clockwise(0, 0, 10)], values: { name: 'x' } }]
  assert.throws(() => zippedLayers(shapefileZip('a', one, { prj: `PROJCS["UTM 33N",${WGS84}]` })), /EPSG:4326/)
  assert.throws(() => zippedLayers(shapefileZip('a', one, { prj: 'GEOGCS["Minna"]' })), /EPSG:4326/)
  assert.throws(() => zippedLayers(shapefileZip('a', [{ rings: [clockwise(500_000, 800_000, 10)], values: { name: 'x' } }])), /no degrees/)
  assert.throws(() => zippedLayers(zipSync({ 'a.shp': new Uint8Array(120) })), /does not begin as one/)
  assert.throws(() => zippedLayers(zipSync({ 'readme.txt': utf8Bytes('hello') })), /neither a KML nor a shapefile/)
  assert.throws(() => zippedLayers(utf8Bytes('PK\u0003\u0004 and no more')), /cannot be unpacked/)
  const bomb = zipSync({ 'a.kml': utf8Bytes('<kml/>') })
  // The size an entry says it has, in the directory at the end.
  new DataView(bomb.buffer).setUint32(bomb.findLastIndex((_, i) => bomb[i] === 0x50 && bomb[i + 1] === 0x4b && bomb[i + 2] === 1) + 24, 100_000_001, true)
  assert.throws(() => zippedKml(bomb), /grows to more than/)
})

test('a KMZ shows the KML of its outermost folder', () => {
  const kml = (name: string) => utf8Bytes(`<kml><Placemark><name>${name}</name><Point><coordinates>7,8</coordinates></Point></Placemark></kml>`)
  const zip = zipSync({ 'files/far.kml': kml('far'), 'doc.kml': kml('near'), 'files/a.png': utf8Bytes('no') })
  assert.deepEqual(zippedLayers(zip), [{ name: 'doc', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: [7, 8] }, properties: { name: 'near' } }] }])
  assert.match(zippedKml(zip)?.text ?? '', /near/)
})
