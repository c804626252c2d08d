import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { zipSync } from 'fflate'
import { zippedLayers } from '../formats/map-zip.ts'

// Shapefiles as GDAL writes them, read by us.

const missing = withoutGdal()

/** Why GDAL cannot be asked here, or false. On CI it must be there, so nothing is skipped and the tests fail. */
function withoutGdal(): string | false {
  try {
    execFileSync('ogr2ogr', ['--version'])
    return false
  } catch {
    return process.env['CI'] === 'true' ? false : 'SKIPPED: no ogr2ogr here; install gdal-bin to check shapefiles with GDAL'
  }
}

test('shapes, holes, words and encodings are what GDAL wrote', { skip: missing }, () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-shp-'))
  try {
    const square = (x: number, side: number): number[][] => [[x, 0], [x + side, 0], [x + side, side], [x, side], [x, 0]]
    const features = [
      { type: 'Feature', properties: { name: 'Bangassou', fr: 'Préfecture', n: 12, share: 0.25 }, geometry: { type: 'Polygon', coordinates: [square(0, 9), square(2, 2).map(([x, y]) => [x, (y ?? 0) + 1]).reverse()] } },
      { type: 'Feature', properties: { name: 'بانغاسو', fr: null, n: -3, share: null }, geometry: { type: 'MultiPolygon', coordinates: [[square(20, 4)], [square(30, 4)]] } },
    ]
    writeFileSync(path.join(folder, 'in.geojson'), JSON.stringify({ type: 'FeatureCollection', features }))
    const made = (...args: string[]) => {
      execFileSync('ogr2ogr', ['-overwrite', '-f', 'ESRI Shapefile', ...args, path.join(folder, 'out.shp'), path.join(folder, 'in.geojson')])
      return zipSync(Object.fromEntries(readdirSync(folder).filter((name) => name.startsWith('out.')).map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))])))
    }
    const [layer] = zippedLayers(made('-lco', 'ENCODING=UTF-8'))
    assert.deepEqual(layer?.features.map((one) => one.properties), features.map((one) => one.properties))
    const sorted = (geometry: unknown): string[] => [...JSON.stringify(geometry).matchAll(/\[-?[\d.]+,-?[\d.]+\]/g)].map(([corner]) => corner).sort()
    assert.deepEqual(layer?.features.map((one) => [one.geometry?.type, sorted(one.geometry)]), features.map((one) => [one.geometry.type, sorted(one.geometry)]))
    assert.deepEqual(zippedLayers(made('-lco', 'ENCODING=ISO-8859-1', '-where', 'n = 12'))[0]?.features[0]?.properties?.['fr'], 'Préfecture')
    assert.throws(() => zippedLayers(made('-t_srs', 'EPSG:32634')), /EPSG:4326/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
