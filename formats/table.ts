/**
 * A table on its way in or out: what the CSV, XLSX, GeoJSON and KML writers share, and what the readers
 * report. Rows are arrays aligned with the columns; they stream, so a table may be larger than memory.
 */

/**
 * What a column holds. `instant` cells are ISO 8601 UTC text, `date` cells `YYYY-MM-DD`; `longitude` and
 * `latitude` are degrees (WGS 84) and make a table mappable; `id`, `title` and `begin`/`end` tell the map
 * formats which column names a feature and when it was.
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'instant' | 'longitude' | 'latitude'
export type ColumnRole = 'id' | 'title' | 'description' | 'begin' | 'end'
export type Column = { key: string; label: string; type: ColumnType; role?: ColumnRole }
export type Cell = string | number | boolean | null
export type Row = readonly Cell[]
export type Rows = AsyncIterable<Row> | Iterable<Row>
export type Table = { name: string; columns: readonly Column[]; rows: Rows }

/** Something wrong in a table that was read. `row` counts from 1 with the header as row 1, as a spreadsheet shows it. */
export type TableProblem = {
  id: 'too-many-bytes' | 'too-many-rows' | 'too-many-columns' | 'field-too-long' | 'ragged-row' | 'open-quote' | 'stray-quote' | 'no-header' | 'damaged-text' | 'unreadable'
  row: number | null
  column: string | null
  problem: string
  fix: string
  /** True when reading stopped here: rows after this one were not read. */
  fatal: boolean
}

export type TableLimits = { maxBytes: number; maxRows: number; maxColumns: number; maxFieldChars: number }

/** Generous for field tables, small enough that one upload cannot take the node down. */
export const TABLE_LIMITS: TableLimits = { maxBytes: 200_000_000, maxRows: 2_000_000, maxColumns: 1_000, maxFieldChars: 200_000 }

/**
 * Give every header a distinct non-empty name: blanks become `column 3`, repeats `Name (2)`. Surrounding
 * space is cut. Returns the names and a note for each that was changed.
 */
export function nameColumns(headers: readonly string[]): { names: string[]; notes: string[] } {
  const names: string[] = []
  const notes: string[] = []
  const used = new Set<string>()
  headers.forEach((header, i) => {
    const wanted = header.trim() || `column ${i + 1}`
    let name = wanted
    for (let n = 2; used.has(name); n += 1) {
      name = `${wanted} (${n})`
    }
    used.add(name)
    names.push(name)
    if (header.trim() === '') {
      notes.push(`Column ${i + 1} has no heading; it is called "${name}".`)
    } else if (name !== wanted) {
      notes.push(`The heading "${wanted}" appears again in column ${i + 1}; there it is called "${name}".`)
    }
  })
  return { names, notes }
}

/** Index of the first column with this type, or -1. */
export function columnOfType(columns: readonly Column[], type: ColumnType): number {
  return columns.findIndex((column) => column.type === type)
}

/** Index of the first column with this role, or -1. */
export function columnOfRole(columns: readonly Column[], role: ColumnRole): number {
  return columns.findIndex((column) => column.role === role)
}

/** A coordinate cell as a number, or null when absent, not finite or outside its range. */
export function coordinate(cell: Cell | undefined, limit: 90 | 180): number | null {
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= limit ? value : null
}
