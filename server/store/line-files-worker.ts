import { parentPort, workerData } from 'node:worker_threads'
import type { Feature } from '../../formats/geojson.ts'
import { gpkgLines } from '../../formats/gpkg-geometry.ts'
import type { LineFile } from './line-files.ts'
import { connectForeign, type Connection } from './sqlite.ts'

const MOST_FEATURES = 500_000
const MOST_TABLES = 50
/** Longest text of a column that is looked at. */
const MOST_TEXT = 200
const PLAIN = /^[A-Za-z0-9_ .-]{1,100}$/

/** Every table of lines in WGS 84; others are left out, and where no other is there that is said. */
function linesOf(db: Connection): LineFile {
  if (Object.values(db.get<Record<string, string>>('pragma quick_check(1)') ?? {})[0] !== 'ok') {
    return { features: [], refused: 'the file is damaged: SQLite finds broken pages' }
  }
  const tables = db.get("select 1 from sqlite_schema where type = 'table' and name = 'gpkg_geometry_columns'") === undefined ? [] : db.all<{ table_name: string; column_name: string; srs: number | null }>(
    `select g.table_name, g.column_name, coalesce(r.organization_coordsys_id, g.srs_id) as srs from gpkg_geometry_columns g left join gpkg_spatial_ref_sys r on r.srs_id = g.srs_id where upper(g.geometry_type_name) in ('LINESTRING', 'MULTILINESTRING', 'GEOMETRY', 'GEOMETRYCOLLECTION', 'CURVE', 'MULTICURVE') limit ${MOST_TABLES}`)
  const [wanted, others] = [tables.filter((one) => one.srs === 4326 || one.srs === 0), tables.filter((one) => one.srs !== 4326 && one.srs !== 0)]
  if (wanted.length === 0) {
    return { features: [], refused: others[0] ? `its lines are in EPSG:${others[0].srs}, not in WGS 84` : 'it has no table of lines as a GeoPackage has' }
  }
  const features: Feature[] = []
  for (const { table_name: table, column_name: column } of wanted) {
    const real = db.get<{ type: string }>('select type from sqlite_schema where name = ? limit 1', [table])
    if (real?.type !== 'table' || !PLAIN.test(table) || !PLAIN.test(column)) {
      return { features: [], refused: 'a table of lines is not a plain table with a plain name' }
    }
    const columns = db.all<{ name: string }>('select name from pragma_table_info(?) limit 100', [table]).map((one) => one.name).filter((name) => name !== column && PLAIN.test(name))
    const rest = columns.map((name) => `, case typeof("${name}") when 'text' then substr("${name}", 1, ${MOST_TEXT}) when 'blob' then null else "${name}" end as "${name}"`).join('')
    for (const { vigie_line: blob, ...properties } of db.all<{ vigie_line: unknown; [column: string]: unknown }>(`select "${column}" as vigie_line${rest} from "${table}" limit ${MOST_FEATURES - features.length + 1}`)) {
      const lines = blob instanceof Uint8Array ? gpkgLines(blob) : []
      features.push({ type: 'Feature', geometry: { type: 'MultiLineString', coordinates: lines }, properties })
    }
    if (features.length > MOST_FEATURES) {
      return { features: [], refused: `it has more than ${MOST_FEATURES} lines; leave out what is not needed` }
    }
  }
  return { features, refused: null }
}

let db: Connection | null = null
try {
  db = connectForeign(String(workerData))
  parentPort?.postMessage(linesOf(db))
} catch (error) {
  parentPort?.postMessage({ features: [], refused: `the file cannot be read (${error instanceof Error ? error.message : String(error)})` } satisfies LineFile)
} finally {
  db?.close()
}
