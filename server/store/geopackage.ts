import { rm } from 'node:fs/promises'
import { WGS84, gpkgPoint } from '../../formats/gpkg-geometry.ts'
import { columnOfType, coordinate, type Cell, type Column, type ColumnType, type Table } from '../../formats/table.ts'
import type { Value } from './db.ts'
import { connect, type Connection } from './sqlite.ts'

/** Rows written between two pauses, in which the node answers others. */
const GROUP = 500
/** "GPKG" and version 1.3 of the standard, where SQLite keeps what a file is for. */
const APPLICATION = 0x47504b47
const VERSION = 10_300
const TYPES: Record<ColumnType, string> = { text: 'TEXT', integer: 'INTEGER', number: 'DOUBLE', boolean: 'BOOLEAN', date: 'DATE', instant: 'DATETIME', longitude: 'DOUBLE', latitude: 'DOUBLE' }
const WGS84_WKT = 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'

const SCHEMA = [
  'create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer not null primary key, organization text not null, organization_coordsys_id integer not null, definition text not null, description text)',
  `insert into gpkg_spatial_ref_sys values ('WGS 84 geodetic', ${WGS84}, 'EPSG', ${WGS84}, '${WGS84_WKT}', 'longitude and latitude in degrees'), ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', null), ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', null)`,
  "create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique, description text default '', last_change datetime not null, min_x double, min_y double, max_x double, max_y double, srs_id integer, constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id))",
  'create table gpkg_geometry_columns (table_name text not null, column_name text not null, geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null, constraint pk_geom_cols primary key (table_name, column_name), constraint uk_gc_table_name unique (table_name), constraint fk_gc_tn foreign key (table_name) references gpkg_contents (table_name), constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id))',
  'create table gpkg_extensions (table_name text, column_name text, extension_name text not null, definition text not null, scope text not null, constraint ge_tce unique (table_name, column_name, extension_name))',
  "create table gpkg_metadata (id integer primary key not null, md_scope text not null default 'dataset', md_standard_uri text not null, mime_type text not null default 'text/xml', metadata text not null default '')",
  'create table gpkg_metadata_reference (reference_scope text not null, table_name text, column_name text, row_id_value integer, timestamp datetime not null, md_file_id integer not null, md_parent_id integer, constraint crmr_mfi_fk foreign key (md_file_id) references gpkg_metadata (id), constraint crmr_mpi_fk foreign key (md_parent_id) references gpkg_metadata (id))',
  "insert into gpkg_extensions values ('gpkg_metadata', null, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write'), ('gpkg_metadata_reference', null, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write')",
]

export type GeoPackageOptions = {
  /** Shown as the layer's description and kept as metadata of the file. */
  marking: string
  /** When the file is made, ISO 8601 UTC with milliseconds. */
  at: string
  signal?: AbortSignal
  progress?: (rows: number) => void
}

/**
 * Write a table as a GeoPackage with one layer of points (rows without a place have no geometry). Memory stays
 * constant; when it fails or is stopped nothing is left behind. Returns the number of rows.
 */
export async function writeGeoPackage(file: string, table: Table, options: GeoPackageOptions): Promise<number> {
  const db = connect(file, 'new')
  try {
    db.exec(`pragma application_id = ${APPLICATION}; pragma user_version = ${VERSION}`)
    SCHEMA.forEach((sql) => db.exec(sql))
    const rows = await writeLayer(db, table, options)
    db.close()
    return rows
  } catch (error) {
    db.close()
    await rm(file, { force: true })
    throw error
  }
}

async function writeLayer(db: Connection, table: Table, options: GeoPackageOptions): Promise<number> {
  const layer = table.name.replace(/[^A-Za-z0-9_]/gu, '_').replace(/^(?=\d|gpkg_|$)/iu, 'layer_')
  const lonAt = columnOfType(table.columns, 'longitude')
  const latAt = columnOfType(table.columns, 'latitude')
  const names = fieldNames(table.columns)
  const fields = table.columns.map((column, i) => `${quoted(names[i] ?? '')} ${TYPES[column.type]}`)
  db.exec(`create table ${quoted(layer)} (fid integer primary key autoincrement not null, geom POINT${fields.map((field) => `, ${field}`).join('')})`)
  db.run('insert into gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) values (?, ?, ?, ?, ?, ?)', [layer, 'features', table.name, options.marking, options.at, WGS84])
  db.run('insert into gpkg_geometry_columns values (?, ?, ?, ?, ?, ?)', [layer, 'geom', 'POINT', WGS84, 0, 0])
  db.run('insert into gpkg_metadata values (?, ?, ?, ?, ?)', [1, 'dataset', 'https://www.iso.org/standard/53798.html', 'text/plain', options.marking])
  db.run('insert into gpkg_metadata_reference values (?, ?, ?, ?, ?, ?, ?)', ['geopackage', null, null, null, options.at, 1, null])

  const insert = `insert into ${quoted(layer)} (geom${names.map((name) => `, ${quoted(name)}`).join('')}) values (?${', ?'.repeat(names.length)})`
  const bounds = [Infinity, Infinity, -Infinity, -Infinity]
  let count = 0
  db.exec('begin')
  for await (const row of table.rows) {
    const lon = lonAt < 0 ? null : coordinate(row[lonAt], 180)
    const lat = latAt < 0 ? null : coordinate(row[latAt], 90)
    if (lon !== null && lat !== null) {
      bounds[0] = Math.min(bounds[0]!, lon)
      bounds[1] = Math.min(bounds[1]!, lat)
      bounds[2] = Math.max(bounds[2]!, lon)
      bounds[3] = Math.max(bounds[3]!, lat)
    }
    db.run(insert, [lon === null || lat === null ? null : gpkgPoint(lon, lat), ...table.columns.map((_column, i) => valueOf(row[i] ?? null))])
    count += 1
    if (count % GROUP === 0) {
      db.exec('commit')
      options.progress?.(count)
      await new Promise((resolve) => { setImmediate(resolve) })
      options.signal?.throwIfAborted()
      db.exec('begin')
    }
  }
  if (Number.isFinite(bounds[0])) {
    db.run('update gpkg_contents set min_x = ?, min_y = ?, max_x = ?, max_y = ?', bounds)
  }
  db.exec('commit')
  return count
}

/** Names SQLite takes, which does not tell cases apart; `fid` and `geom` are the layer's own. */
function fieldNames(columns: readonly Column[]): string[] {
  const taken = new Set(['fid', 'geom'])
  return columns.map(({ key }) => {
    let name = key
    for (let n = 2; taken.has(name.toLowerCase()); n += 1) {
      name = `${key}_${n}`
    }
    taken.add(name.toLowerCase())
    return name
  })
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""').replaceAll('\u0000', '')}"`
}

function valueOf(cell: Cell): Value {
  return typeof cell === 'boolean' ? Number(cell) : cell
}
