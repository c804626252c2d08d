import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { crc32, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'

/** Small map files, made byte by byte. Rows count from the north. */
export type MadeTile = { z: number; x: number; y: number; data: Uint8Array }

/** A PNG of `side` × `side` pixels in one colour that depends on `seed`. */
export function png(seed: number, side = 8): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const named = Buffer.concat([Buffer.from(type), body])
    const out = Buffer.alloc(8 + body.length + 4)
    out.writeUInt32BE(body.length)
    named.copy(out, 4)
    out.writeUInt32BE(crc32(named), 8 + body.length)
    return out
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const row = Buffer.concat([Buffer.from([0]), ...Array.from({ length: side }, () => Buffer.from([(seed * 37) % 256, (seed * 91) % 256, (seed * 151) % 256]))])
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: side }, () => row)))), chunk('IEND', Buffer.alloc(0))])
}

/** A vector tile with one empty layer. */
export function vectorTile(layer: string): Buffer {
  const name = Buffer.from(layer)
  const body = Buffer.concat([Buffer.from([0x0a, name.length]), name, Buffer.from([0x28, 0x80, 0x20, 0x78, 0x02])])
  return Buffer.concat([Buffer.from([0x1a, body.length]), body])
}

/** PMTiles version 3. `type`: 1 vector, 2 PNG. `entries` lies about the count of the root directory. */
export function pmtiles(options: { tiles: readonly MadeTile[]; type: 1 | 2; compressed?: boolean | 'zstd'; meta?: object; entries?: number }): Buffer {
  const pack = (bytes: Buffer): Buffer => (options.compressed === 'zstd' ? zstdCompressSync(bytes) : options.compressed === true ? gzipSync(bytes) : bytes)
  const sorted = options.tiles.map((tile) => ({ id: hilbertId(tile.z, tile.x, tile.y), data: pack(Buffer.from(tile.data)), z: tile.z })).sort((a, b) => a.id - b.id)
  let offset = 0
  const offsets = sorted.map(({ data }) => {
    const at = offset
    offset += data.length
    return at
  })
  const directory = pack(Buffer.concat([
    varint(options.entries ?? sorted.length), ...sorted.map((tile, i) => varint(tile.id - (sorted[i - 1]?.id ?? 0))), ...sorted.map(() => varint(1)), ...sorted.map((tile) => varint(tile.data.length)), ...offsets.map((at) => varint(at + 1)),
  ]))
  const meta = pack(Buffer.from(JSON.stringify(options.meta ?? {})))
  const data = Buffer.concat(sorted.map((tile) => tile.data))
  const head = Buffer.alloc(127)
  head.write('PMTiles')
  head[7] = 3
  const spans = [127, directory.length, 127 + directory.length, meta.length, 127 + directory.length + meta.length, 0, 127 + directory.length + meta.length, data.length, sorted.length, sorted.length, sorted.length]
  spans.forEach((value, i) => head.writeBigUInt64LE(BigInt(value), 8 + i * 8))
  const compression = options.compressed === 'zstd' ? 4 : options.compressed === true ? 2 : 1
  head.set([1, compression, compression, options.type, Math.min(...sorted.map((t) => t.z)), Math.max(...sorted.map((t) => t.z))], 96)
  ;[-180, -85, 180, 85].forEach((degrees, i) => head.writeInt32LE(degrees * 1e7, 102 + i * 4))
  return Buffer.concat([head, directory, meta, data])
}

/** MBTiles; `view`: as a view over two tables, as common writers do; `evilView`: a view that computes. */
export function mbtiles(options: { tiles: readonly MadeTile[]; format: string; name?: string; view?: boolean; evilView?: boolean; index?: boolean }): Buffer {
  return database((db) => {
    db.exec("create table metadata (name text, value text); insert into metadata values ('bounds', '-10,-5,10,5')")
    db.prepare("insert into metadata values ('name', ?)").run(options.name ?? 'Made')
    db.prepare("insert into metadata values ('format', ?)").run(options.format)
    if (options.evilView === true) {
      db.exec('create view tiles as with recursive n(i) as (select 1 union all select i + 1 from n) select 0 as zoom_level, 0 as tile_column, 0 as tile_row, i as tile_data from n')
      return
    }
    if (options.view === true) {
      db.exec('create table map (zoom_level integer, tile_column integer, tile_row integer, tile_id text); create unique index at on map (zoom_level, tile_column, tile_row); create table images (tile_id text primary key, tile_data blob); create view tiles as select zoom_level, tile_column, tile_row, tile_data from map join images using (tile_id)')
    } else {
      db.exec('create table tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob)')
      if (options.index !== false) {
        db.exec('create unique index at on tiles (zoom_level, tile_column, tile_row)')
      }
    }
    for (const [i, { z, x, y, data }] of options.tiles.entries()) {
      const row = 2 ** z - 1 - y
      if (options.view === true) {
        db.prepare('insert into map values (?, ?, ?, ?)').run(z, x, row, String(i))
        db.prepare('insert into images values (?, ?)').run(String(i), data)
      } else {
        db.prepare('insert into tiles values (?, ?, ?, ?)').run(z, x, row, data)
      }
    }
  })
}

/** GeoPackage with one table of tiles in the grid of web maps, unless `srs` or `shift` (metres) say otherwise. */
export function gpkg(options: { tiles: readonly MadeTile[]; srs?: number; shift?: number; dataType?: string }): Buffer {
  const half = 20_037_508.342_789_244
  const srs = options.srs ?? 3857
  const shift = options.shift ?? 0
  return database((db) => {
    db.exec(`pragma application_id = 1196444487;
      create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text, description text);
      create table gpkg_contents (table_name text primary key, data_type text, identifier text, description text, last_change text, min_x double, min_y double, max_x double, max_y double, srs_id integer);
      create table gpkg_tile_matrix_set (table_name text primary key, srs_id integer, min_x double, min_y double, max_x double, max_y double);
      create table gpkg_tile_matrix (table_name text, zoom_level integer, matrix_width integer, matrix_height integer, tile_width integer, tile_height integer, pixel_x_size double, pixel_y_size double, primary key (table_name, zoom_level));
      create table "my map" (id integer primary key autoincrement, zoom_level integer, tile_column integer, tile_row integer, tile_data blob, unique (zoom_level, tile_column, tile_row));`)
    db.prepare('insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, ?)').run('crs', srs, 'EPSG', srs, 'undefined', null)
    db.prepare("insert into gpkg_contents values ('my map', ?, 'Made', '', '2026-01-01T00:00:00Z', ?, ?, ?, ?, ?)").run(options.dataType ?? 'tiles', -1_000_000, -500_000, 1_000_000, 500_000, srs)
    db.prepare("insert into gpkg_tile_matrix_set values ('my map', ?, ?, ?, ?, ?)").run(srs, -half + shift, -half, half + shift, half)
    for (const z of new Set(options.tiles.map((tile) => tile.z))) {
      const pixel = (2 * half) / 2 ** z / 256
      db.prepare("insert into gpkg_tile_matrix values ('my map', ?, ?, ?, 256, 256, ?, ?)").run(z, 2 ** z, 2 ** z, pixel, pixel)
    }
    for (const { z, x, y, data } of options.tiles) {
      db.prepare('insert into "my map" (zoom_level, tile_column, tile_row, tile_data) values (?, ?, ?, ?)').run(z, x, y, data)
    }
  })
}

function database(fill: (db: DatabaseSync) => void): Buffer {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vigie-maps-'))
  const file = path.join(folder, 'made.db')
  try {
    const db = new DatabaseSync(file)
    db.exec('begin')
    fill(db)
    db.exec('commit')
    db.close()
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function varint(value: number): Buffer {
  const out: number[] = []
  let left = value
  while (left >= 128) {
    out.push((left % 128) + 128)
    left = Math.floor(left / 128)
  }
  return Buffer.from([...out, left])
}

/** Place of a tile on the Hilbert curve, counted over all zooms (PMTiles 3, section 4). */
function hilbertId(z: number, x: number, y: number): number {
  let [tx, ty] = [x, y]
  let id = (4 ** z - 1) / 3
  for (let s = 2 ** (z - 1); s >= 1; s /= 2) {
    const rx = (tx & s) > 0 ? 1 : 0
    const ry = (ty & s) > 0 ? 1 : 0
    id += s * s * ((3 * rx) ^ ry)
    if (ry === 0) {
      if (rx === 1) {
        tx = s - 1 - tx
        ty = s - 1 - ty
      }
      ;[tx, ty] = [ty, tx]
    }
  }
  return id
}
