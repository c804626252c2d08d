import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { gpkgLines } from '../../formats/gpkg-geometry.ts'
import { readLineFile } from './line-files.ts'
import { connect } from './sqlite.ts'

let folder: string
before(async () => { folder = await mkdtemp(path.join(tmpdir(), 'lines-')) })
after(() => rm(folder, { recursive: true }))

/** A line as a GeoPackage cell: with an envelope of two axes where asked, little endian, with heights where a place has three numbers. */
function cell(places: readonly number[][], envelope = false): Uint8Array {
  const wide = places[0]?.length ?? 2
  const begin = envelope ? 40 : 8
  const bytes = new Uint8Array(begin + 9 + places.length * wide * 8)
  const view = new DataView(bytes.buffer)
  bytes.set([0x47, 0x50, 0, envelope ? 3 : 1])
  view.setInt32(4, 4326, true)
  view.setUint8(begin, 1)
  view.setUint32(begin + 1, wide === 3 ? 1002 : 2, true)
  view.setUint32(begin + 5, places.length, true)
  places.flat().forEach((value, i) => view.setFloat64(begin + 9 + 8 * i, value, true))
  return bytes
}

function write(name: string, srs: number): string {
  const file = path.join(folder, name)
  const db = connect(file, 'new')
  db.exec("create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer); create table gpkg_spatial_ref_sys (srs_id integer, organization_coordsys_id integer); create table roads (fid integer primary key, geom blob, highway text, maxspeed integer, photo blob)")
  db.run('insert into gpkg_geometry_columns values (?, ?, ?, ?)', ['roads', 'geom', 'LINESTRING', srs])
  db.run('insert into gpkg_spatial_ref_sys values (?, ?)', [srs, srs])
  for (const [highway, places, envelope] of [['primary', [[20, 5], [20.1, 5.1]], false], ['track', [[20.1, 5.1, 300], [20.2, 5, 310]], true]] as const) {
    db.run('insert into roads (geom, highway, maxspeed, photo) values (?, ?, 40, ?)', [cell(places as unknown as number[][], envelope), highway, new Uint8Array(4)])
  }
  db.close()
  return file
}

test('lines of a GeoPackage with their columns; other grids and what is no GeoPackage are refused with the reason', async () => {
  const { features, refused } = await readLineFile(write('good.gpkg', 4326))
  assert.equal(refused, null)
  assert.deepEqual(features.map((one) => [one.geometry?.type === 'MultiLineString' && one.geometry.coordinates, one.properties?.['highway'], one.properties?.['maxspeed'], one.properties?.['photo']]), [
    [[[[20, 5], [20.1, 5.1]]], 'primary', 40, null], [[[[20.1, 5.1], [20.2, 5]]], 'track', 40, null],
  ])
  assert.match((await readLineFile(write('metres.gpkg', 32_634))).refused ?? '', /EPSG:32634/)
  await writeFile(path.join(folder, 'none.gpkg'), 'SQLite format 3\0 and rubbish')
  assert.match((await readLineFile(path.join(folder, 'none.gpkg'))).refused ?? '', /cannot be read|damaged/)
})

test('a cell cut anywhere, or with counts beyond its bytes, gives no line and no error', () => {
  const whole = cell([[20, 5], [20.1, 5.1], [20.2, 5]], true)
  for (let n = 0; n < whole.length; n += 1) {
    assert.deepEqual(gpkgLines(whole.subarray(0, n)), [])
  }
  assert.equal(gpkgLines(whole)[0]?.length, 3)
  const much = whole.slice()
  new DataView(much.buffer).setUint32(45, 0xffff_ffff, true)
  assert.deepEqual(gpkgLines(much), [])
})
