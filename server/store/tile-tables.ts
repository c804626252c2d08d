import type { Connection } from './sqlite.ts'

/** Why a file is refused; a stable word the screen explains, with the English sentence beside it. */
export class FileRefused extends Error {
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.name = 'FileRefused'
    this.reason = reason
  }
}

/** What the tables say of themselves. `bounds`: west, south, east, north in degrees, null when they do not say. */
export type TableFacts = {
  title: string
  attribution: string
  minZoom: number
  maxZoom: number
  bounds: [number, number, number, number] | null
  /** Pixels of a side. */
  tileSize: number
  /** Layers of vector tiles. */
  layers: string[]
  /** One tile, to see what they are made of. */
  sample: Uint8Array
}
/** Tiles in a database, addressed as web maps do (row 0 in the north). */
export type TileTables = { facts: TableFacts; tile(z: number, x: number, y: number): Uint8Array | null }

/** Largest tile handed out, bytes. */
export const MAX_TILE_BYTES = 4_000_000
/** Half the side of the web-Mercator square, metres. */
const HALF = 20_037_508.342_789_244
/** Without an index a look-up reads the whole table: more rows than this are refused. */
const MAX_UNINDEXED = 5_000
/** Files up to this size are read through for damage, bytes; larger ones are sampled. */
const CHECK_WHOLE = 300_000_000

/**
 * Read the tiles of an MBTiles or GeoPackage file: only from real tables of the expected form.
 * @throws FileRefused with the reason
 */
export function openTileTables(db: Connection, type: 'mbtiles' | 'gpkg', bytes: number): TileTables {
  if (bytes <= CHECK_WHOLE && Object.values(db.get<Record<string, string>>('pragma quick_check(1)') ?? {})[0] !== 'ok') {
    throw new FileRefused('damaged', 'the file is damaged: SQLite finds broken pages. Copy it again from where it was made')
  }
  return type === 'mbtiles' ? openMbtiles(db) : openGeoPackage(db)
}

/** Look-ups of MBTiles, the plain one first; the others are what is behind the views common writers make. */
const MBTILES: { tables: { [table: string]: readonly string[] }; join: string; data: string; at: string }[] = [
  { tables: { tiles: ['zoom_level', 'tile_column', 'tile_row', 'tile_data'] }, join: 'tiles t', data: 't.tile_data', at: 'tiles' },
  { tables: { map: ['zoom_level', 'tile_column', 'tile_row', 'tile_id'], images: ['tile_id', 'tile_data'] }, join: 'map t join images i on i.tile_id = t.tile_id', data: 'i.tile_data', at: 'map' },
  { tables: { tiles_shallow: ['zoom_level', 'tile_column', 'tile_row', 'tile_data_id'], tiles_data: ['tile_data_id', 'tile_data'] }, join: 'tiles_shallow t join tiles_data i on i.tile_data_id = t.tile_data_id', data: 'i.tile_data', at: 'tiles_shallow' },
]

function openMbtiles(db: Connection): TileTables {
  const shape = MBTILES.find((one) => Object.entries(one.tables).every(([table, columns]) => isPlain(db, table, columns)))
  if (!shape) {
    throw new FileRefused('not-this-format', 'the file has no table of tiles as MBTiles has (zoom_level, tile_column, tile_row, tile_data)')
  }
  const meta = isPlain(db, 'metadata', ['name', 'value']) ? new Map(db.all<{ name: unknown; value: unknown }>('select name, substr(value, 1, 100000) as value from metadata limit 200').map(({ name, value }) => [String(name), String(value)])) : new Map<string, string>()
  const range = zooms(db, shape.at)
  const find = `select ${limited(shape.data)} as d, length(${shape.data}) as n from ${shape.join} where t.zoom_level = ? and t.tile_column = ? and t.tile_row = ? limit 1`
  refuseSlow(db, find, shape.at)
  const sample = db.get<Found>(`select ${limited(shape.data)} as d, length(${shape.data}) as n from ${shape.join} limit 1`)
  return {
    facts: {
      title: (meta.get('name') ?? '').slice(0, 120), attribution: plainText(meta.get('attribution') ?? ''), ...range, bounds: boundsOf((meta.get('bounds') ?? '').split(',').map(Number)), tileSize: 256,
      layers: vectorLayers(meta.get('json')), sample: sampleOf(sample),
    },
    // Rows of MBTiles count from the south.
    tile: (z, x, y) => bytesOf(db.get<Found>(find, [z, x, 2 ** z - 1 - y])),
  }
}

type Found = { d: unknown; n: number }
type Matrix = { zoom_level: number; matrix_width: number; matrix_height: number; tile_width: number; tile_height: number; pixel_x_size: number; pixel_y_size: number }

function openGeoPackage(db: Connection): TileTables {
  if (!isPlain(db, 'gpkg_contents', ['table_name', 'data_type']) || !isPlain(db, 'gpkg_tile_matrix_set', ['table_name', 'srs_id', 'min_x', 'max_y']) || !isPlain(db, 'gpkg_tile_matrix', ['table_name', 'zoom_level', 'tile_width', 'pixel_x_size'])) {
    throw new FileRefused('not-this-format', 'the file has not the tables of a GeoPackage with tiles')
  }
  const set = db.get<{ table_name: string; identifier: string | null; organization: number; min_x: number; min_y: number; max_x: number; max_y: number }>(
    "select s.table_name, c.identifier, coalesce(r.organization_coordsys_id, s.srs_id) as organization, s.min_x, s.min_y, s.max_x, s.max_y from gpkg_tile_matrix_set s join gpkg_contents c on c.table_name = s.table_name left join gpkg_spatial_ref_sys r on r.srs_id = s.srs_id where c.data_type = 'tiles' order by s.table_name limit 1")
  if (!set) {
    throw new FileRefused('no-tiles', 'the GeoPackage holds no table of tiles; features are imported as records, not shown as a map')
  }
  if (![3857, 900_913].includes(set.organization)) {
    throw new FileRefused('grid', `the tiles are in EPSG:${set.organization}; make them anew in the grid of web maps: gdal_translate -of GPKG -co TILING_SCHEME=GoogleMapsCompatible`)
  }
  if (!/^[A-Za-z0-9_ .-]{1,100}$/.test(set.table_name) || !isPlain(db, set.table_name, ['zoom_level', 'tile_column', 'tile_row', 'tile_data'])) {
    throw new FileRefused('not-this-format', 'the table of tiles is not a plain table with a plain name')
  }
  const table = `"${set.table_name}"`
  const levels = new Map(db.all<Matrix>('select zoom_level, matrix_width, matrix_height, tile_width, tile_height, pixel_x_size, pixel_y_size from gpkg_tile_matrix where table_name = ? limit 60', [set.table_name]).map((m) => {
    const level = levelOf(m, set)
    return [level.z, level]
  }))
  const find = `select ${limited('t.tile_data')} as d, length(t.tile_data) as n from ${table} t where t.zoom_level = ? and t.tile_column = ? and t.tile_row = ? limit 1`
  refuseSlow(db, find, table)
  const own = zooms(db, table)
  const used = [...levels.values()].filter((l) => l.own >= own.minZoom && l.own <= own.maxZoom)
  if (used.length === 0) {
    throw new FileRefused('grid', 'the zoom levels of the tiles are not described in gpkg_tile_matrix')
  }
  const box = db.get<{ w: number; s: number; e: number; n: number }>('select min_x as w, min_y as s, max_x as e, max_y as n from gpkg_contents where table_name = ?', [set.table_name])
  return {
    facts: {
      title: String(set.identifier ?? set.table_name).slice(0, 120), attribution: '', minZoom: Math.min(...used.map((l) => l.z)), maxZoom: Math.max(...used.map((l) => l.z)),
      bounds: box && [box.w, box.s, box.e, box.n].every((v) => typeof v === 'number') ? boundsOf([lonOf(box.w), latOf(box.s), lonOf(box.e), latOf(box.n)]) : null,
      tileSize: used[0]?.size ?? 256, layers: [], sample: sampleOf(db.get<Found>(`select ${limited('t.tile_data')} as d, length(t.tile_data) as n from ${table} t limit 1`)),
    },
    tile(z, x, y) {
      const level = levels.get(z)
      return level === undefined ? null : bytesOf(db.get<Found>(find, [level.own, x - level.west, y - level.north]))
    },
  }
}

/** Where a matrix lies in the grid of web maps; refuses one that does not fit it. */
function levelOf(m: Matrix, set: { min_x: number; max_y: number }): { own: number; z: number; west: number; north: number; size: number } {
  const side = m.pixel_x_size * m.tile_width
  const z = Math.log2((2 * HALF) / side)
  const west = (set.min_x + HALF) / side
  const north = (HALF - set.max_y) / side
  const whole = (v: number): boolean => Number.isFinite(v) && Math.abs(v - Math.round(v)) < 0.01
  if (m.tile_width !== m.tile_height || ![256, 512].includes(m.tile_width) || !whole(z) || z < -0.1 || z > 25 || !whole(west) || !whole(north)) {
    throw new FileRefused('grid', 'the tiles do not lie in the grid of web maps; make them anew: gdal_translate -of GPKG -co TILING_SCHEME=GoogleMapsCompatible')
  }
  return { own: m.zoom_level, z: Math.round(z), west: Math.round(west), north: Math.round(north), size: m.tile_width }
}

/** A real table with these columns: no view, no virtual table, nothing generated. */
function isPlain(db: Connection, table: string, columns: readonly string[]): boolean {
  const row = db.get<{ type: string; sql: string | null }>('select type, sql from sqlite_schema where name = ? limit 1', [table])
  if (row?.type !== 'table' || !/^\s*create\s+table\b/i.test(String(row.sql))) {
    return false
  }
  const own = new Map(db.all<{ name: string; hidden: number }>('select name, hidden from pragma_table_xinfo(?)', [table]).map((c) => [c.name.toLowerCase(), c.hidden]))
  return columns.every((name) => own.get(name) === 0)
}

function zooms(db: Connection, table: string): { minZoom: number; maxZoom: number } {
  const range = { low: db.get<{ z: unknown }>(`select min(zoom_level) as z from ${table}`)?.z, high: db.get<{ z: unknown }>(`select max(zoom_level) as z from ${table}`)?.z }
  if (typeof range.low !== 'number' || typeof range.high !== 'number') {
    throw new FileRefused('no-tiles', 'there is not one tile in it')
  }
  return { minZoom: range.low, maxZoom: range.high }
}

function refuseSlow(db: Connection, find: string, table: string): void {
  const plan = db.all<{ detail: string }>(`explain query plan ${find}`, [0, 0, 0])
  if (plan.some((step) => step.detail.startsWith('SCAN')) && (db.get<{ n: number }>(`select count(*) as n from (select 1 from ${table} limit ${MAX_UNINDEXED + 1})`)?.n ?? 0) > MAX_UNINDEXED) {
    throw new FileRefused('no-index', 'the table of tiles has no index, so every tile would mean reading the whole file; make one: create unique index tile_index on tiles (zoom_level, tile_column, tile_row)')
  }
}

const limited = (column: string): string => `case when typeof(${column}) = 'blob' and length(${column}) <= ${MAX_TILE_BYTES} then ${column} end`

function sampleOf(found: Found | undefined): Uint8Array {
  const bytes = bytesOf(found)
  if (bytes === null) {
    throw new FileRefused('no-tiles', 'there is not one tile in it')
  }
  return bytes
}

function bytesOf(found: Found | undefined): Uint8Array | null {
  if (found && found.n > MAX_TILE_BYTES) {
    throw new FileRefused('too-large', `a tile has ${found.n} bytes; no more than ${MAX_TILE_BYTES} are handed out`)
  }
  return found?.d instanceof Uint8Array && found.d.length > 0 ? found.d : null
}

function boundsOf(values: readonly number[]): TableFacts['bounds'] {
  const [west, south, east, north] = values
  const sound = values.length === 4 && values.every(Number.isFinite) && west !== undefined && east !== undefined && south !== undefined && north !== undefined && west < east && south < north && west >= -180.1 && east <= 180.1 && south >= -90 && north <= 90
  return sound ? [Math.max(-180, west), south, Math.min(180, east), north] : null
}

const lonOf = (x: number): number => (x / HALF) * 180
const latOf = (y: number): number => (Math.atan(Math.sinh((y / HALF) * Math.PI)) * 180) / Math.PI

function vectorLayers(json: string | undefined): string[] {
  try {
    const read = JSON.parse(json ?? '{}') as { vector_layers?: { id?: unknown }[] }
    return (read.vector_layers ?? []).flatMap((layer) => (typeof layer.id === 'string' ? [layer.id.slice(0, 100)] : [])).slice(0, 100)
  } catch {
    return []
  }
}

/** Attributions come as HTML; shown is text. */
export function plainText(html: string): string {
  return html.replaceAll(/<[^>]*>/g, ' ').replaceAll('&copy;', '©').replaceAll('&amp;', '&').replaceAll(/\s+/g, ' ').trim().slice(0, 300)
}
