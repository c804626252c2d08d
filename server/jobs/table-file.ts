import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Problem } from '../../core/problem.ts'
import { createCsvTableReader, type Delimiter } from '../../formats/csv.ts'
import { sniffFile } from '../../formats/sniff.ts'
import { readXlsx } from '../files/xlsx.ts'
import type { TableProblem } from '../../formats/table.ts'
import type { Encoding } from '../../formats/text-encoding.ts'
import { readPointFile } from './point-file.ts'

const HEAD_BYTES = 65_536
const CHUNK_BYTES = 256 * 1024
const WORKBOOK_ROWS = 1000

export type TableRow = { cells: string[]; row: number }
export type TableHandler = {
  /** Called once, before any row. */
  onHeader(names: string[]): void
  /** Called with some rows at a time; reading waits for it. Answer false to stop. */
  onRows(rows: TableRow[], bytesRead: number): Promise<boolean>
  onProblem(problem: TableProblem): void
}

/** What a person says of a file instead of what is found. */
export type TableChoice = { sheet?: string; headerRow?: number; delimiter?: Delimiter; encoding?: Encoding }
/** How a file was read. */
export type TableFound = { kind: string; headerRow: number; encoding?: Encoding; delimiter?: Delimiter; sheet?: string; sheets?: string[]; notes: string[] }

/**
 * Read a table file (CSV in any usual encoding and delimiter, XLSX, or the points of GPX, KML, KMZ, GeoJSON and zipped shapefiles) piece by
 * piece. Answers how it was read. Throws Problem when the file
 * is not a table.
 */
export async function readTableFile(path: string, handler: TableHandler, choice: TableChoice = {}): Promise<TableFound> {
  const kind = sniffFile(await headOf(path))
  if (kind === 'empty') {
    throw new Problem('invalid-input', 'file: it is empty. Choose the table itself')
  }
  if (kind === 'xlsx') {
    return readWorkbook(path, handler, choice)
  }
  if (kind === 'gpx' || kind === 'kml' || kind === 'geojson' || kind === 'zip') {
    const table = await readPointFile(path, kind)
    handler.onHeader(table.headers)
    await handRows(path, table.rows.map((cells, i) => ({ cells, row: i + 2 })), handler)
    return { kind, headerRow: 1, notes: table.notes }
  }
  if (kind !== 'csv' && kind !== 'tsv' && kind !== 'text') {
    throw new Problem('unsupported-type', `file: this is ${kind}, not a table. Save it as CSV or XLSX`)
  }
  let rows: TableRow[] = []
  let bytes = 0
  const reader = createCsvTableReader({
    ...choice,
    onHeader: (names) => handler.onHeader(names),
    onRow: (cells, row) => { rows.push({ cells, row }) },
    onProblem: (problem) => handler.onProblem(problem),
  })
  const found = (): TableFound => {
    const { headerRow, encoding, delimiter, notes } = reader.end()
    return { kind: 'csv', headerRow, encoding, delimiter, notes }
  }
  const hand = async (): Promise<boolean> => {
    const some = rows
    rows = []
    return some.length === 0 || handler.onRows(some, bytes)
  }
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    bytes += (chunk as Buffer).length
    const more = reader.push(chunk as Buffer)
    if (!(await hand())) {
      return found()
    }
    if (!more) {
      break
    }
  }
  const how = found()
  await hand()
  return how
}

/** A workbook is unpacked sheet by sheet within fixed bounds; its rows are handed on when the sheet is read. */
async function readWorkbook(path: string, handler: TableHandler, { sheet, headerRow }: TableChoice): Promise<TableFound> {
  const rows: TableRow[] = []
  const { sheets, sheet: read, headerRow: head, notes } = await readXlsx(path, {
    ...(sheet === undefined ? {} : { sheet }), ...(headerRow === undefined ? {} : { headerRow }),
    onHeader: (names) => handler.onHeader(names),
    onRow: (cells, row) => { rows.push({ cells, row }) },
    onProblem: (problem) => handler.onProblem(problem),
  })
  await handRows(path, rows, handler)
  return { kind: 'xlsx', headerRow: head, sheet: read, sheets, notes }
}

async function handRows(path: string, rows: readonly TableRow[], handler: TableHandler): Promise<void> {
  const { size } = await stat(path)
  for (let i = 0; i < rows.length; i += WORKBOOK_ROWS) {
    if (!(await handler.onRows(rows.slice(i, i + WORKBOOK_ROWS), Math.round((size * i) / rows.length)))) {
      return
    }
  }
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}
