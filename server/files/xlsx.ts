import { Problem } from '../../core/problem.ts'
import { createHeadFinder } from '../../formats/table-head.ts'
import { TABLE_LIMITS, nameColumns } from '../../formats/table.ts'
import type { TableLimits, TableProblem } from '../../formats/table.ts'
import { createTextPump, guessEncoding } from '../../formats/text-encoding.ts'
import { relationsScanner, sharedStringsScanner, sheetScanner, stylesScanner, workbookScanner } from '../../formats/xlsx-scan.ts'
import { columnLetters } from '../../formats/xlsx-write.ts'
import { ZIP_LIMITS, openSafeZip } from './zip.ts'
import type { SafeZip, ZipLimits } from './zip.ts'

/**
 * Reading XLSX workbooks as tables: bounded (see `zip.ts`), row by row, texts as text, dates as ISO by their
 * number format, formulas by the value last kept with them. Macros, links and embedded files are never opened.
 */
export type XlsxOptions = {
  onHeader: (names: string[]) => void
  /** Cells as text, as many as there are headings or more; `row` is the number the spreadsheet shows. */
  onRow: (cells: string[], row: number) => void
  onProblem: (problem: TableProblem) => void
  /** Name of the sheet; when absent the first visible one that holds a table. */
  sheet?: string
  /** Row of the headings; found when absent. */
  headerRow?: number
  limits?: Partial<TableLimits>
  zip?: Partial<ZipLimits>
}
export type XlsxSummary = { headerRow: number; sheets: string[]; sheet: string; rows: number; notes: string[]; complete: boolean }

type Part = { push(text: string): void; end(): void }

async function scan(zip: SafeZip, path: string, part: Part, required: boolean, stop: () => boolean = () => false): Promise<void> {
  const chunks = zip.read(path)
  if (chunks === undefined) {
    if (required) {
      throw new Problem('malformed-body', `This is not a workbook: it has no ${path}. Save it as XLSX`)
    }
    return
  }
  let pump: ReturnType<typeof createTextPump> | undefined
  for await (const chunk of chunks) {
    let bytes = chunk
    if (pump === undefined) {
      const guess = guessEncoding(chunk)
      pump = createTextPump(guess.encoding === 'windows-1252' ? 'utf-8' : guess.encoding)
      bytes = chunk.subarray(guess.bomBytes)
    }
    part.push(pump.push(bytes))
    if (stop()) {
      return
    }
  }
  part.push(pump?.end() ?? '')
  part.end()
}

/** A relation target as a part name: relative to `xl/`, or absolute from the root of the package. */
function partName(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//u, '')}`
}

/** Sheets looked into for a table when nobody said which one is meant, and how many rows of each. */
const SHEETS_LOOKED_INTO = 10
const ROWS_LOOKED_AT = 50

/** Do two rows of a sheet have values in two columns and more? */
async function holdsTable(zip: SafeZip, part: string, strings: readonly string[]): Promise<boolean> {
  let wide = 0
  let rows = 0
  const sheet = sheetScanner({
    strings, dateStyles: [], date1904: false, maxFieldChars: TABLE_LIMITS.maxFieldChars, maxColumns: TABLE_LIMITS.maxColumns, onCellError: () => undefined,
    onRow(cells) {
      rows += 1
      wide += cells.filter((cell) => (cell ?? '').trim() !== '').length > 1 ? 1 : 0
    },
  })
  await scan(zip, part, sheet, false, () => wide > 1 || rows > ROWS_LOOKED_AT)
  return wide > 1
}

/**
 * Read one sheet of a workbook (a path or its bytes). The first row with values that is no title gives the headings. Rows that
 * are shorter are padded; longer ones are kept whole and reported. Throws `Problem` for what is no sound
 * workbook; limits on rows and columns stop with a fatal problem.
 */
export async function readXlsx(source: string | Uint8Array, options: XlsxOptions): Promise<XlsxSummary> {
  const limits = { ...TABLE_LIMITS, ...options.limits }
  const zip = await openSafeZip(source, { ...options.zip, maxTotalBytes: Math.min(limits.maxBytes, options.zip?.maxTotalBytes ?? ZIP_LIMITS.maxTotalBytes) })
  try {
    const workbook = workbookScanner()
    await scan(zip, 'xl/workbook.xml', workbook, true)
    const relations = relationsScanner()
    await scan(zip, 'xl/_rels/workbook.xml.rels', relations, true)
    const names = workbook.sheets.map((sheet) => sheet.name)
    const styles = stylesScanner()
    await scan(zip, 'xl/styles.xml', styles, false)
    const strings = sharedStringsScanner(limits.maxFieldChars, limits.maxBytes)
    await scan(zip, 'xl/sharedStrings.xml', strings, false)
    const wanted = options.sheet === undefined ? await sheetOfTable() : workbook.sheets.find((sheet) => sheet.name === options.sheet)
    const target = wanted === undefined ? undefined : relations.targets.get(wanted.relation)
    if (wanted === undefined || target === undefined) {
      throw new Problem('invalid-input', `The workbook has no sheet ${options.sheet === undefined ? 'at all' : `named "${options.sheet}"`}. It has: ${names.join(', ') || 'none'}`)
    }

    const notes: string[] = []
    const hidden = workbook.sheets.filter((sheet) => sheet !== wanted)
    if (hidden.length > 0) {
      notes.push(`Read the sheet "${wanted.name}"; not read: ${hidden.map((sheet) => `"${sheet.name}"`).join(', ')}.`)
    }
    if (zip.names.some((name) => /vbaproject\.bin$/iu.test(name))) {
      notes.push('The workbook has macros; they were not opened.')
    }
    let header: string[] | null = null
    let rows = 0
    let headerRow = 1
    let complete = true
    const report = (problem: TableProblem): void => {
      complete &&= !problem.fatal
      options.onProblem(problem)
    }
    const sheet = sheetScanner({
      strings: strings.strings, dateStyles: styles.dateStyles, date1904: workbook.date1904(), maxFieldChars: limits.maxFieldChars, maxColumns: limits.maxColumns,
      onCellError(row, column, value) {
        finder.end()
        report({ id: 'unreadable', row, column: header?.[column] ?? columnLetters(column), problem: `The cell holds the error ${value} and was read as empty`, fix: 'Correct the formula in the spreadsheet', fatal: false })
      },
      onRow: (cells, row) => finder.push(cells, row),
    })
    const finder = createHeadFinder({
      ...(options.headerRow === undefined ? {} : { headerRow: options.headerRow }),
      onHead(cells, row) {
        const named = nameColumns(cells)
        header = named.names
        headerRow = row
        notes.push(...named.notes)
        options.onHeader(header)
      },
      onRow(cells, row) {
        if (!complete || header === null) {
          return
        }
        rows += 1
        if (rows > limits.maxRows) {
          rows -= 1
          report({ id: 'too-many-rows', row, column: null, problem: `The table has more than ${limits.maxRows} rows`, fix: 'Split the file', fatal: true })
          return
        }
        if (cells.length > header.length) {
          report({ id: 'ragged-row', row, column: columnLetters(cells.length - 1), problem: `The row has values beyond the headings, up to column ${columnLetters(cells.length - 1)}; they were kept without a heading`, fix: 'Give these columns headings', fatal: false })
        }
        while (cells.length < header.length) {
          cells.push('')
        }
        options.onRow(cells, row)
      },
    })
    await scan(zip, partName(target), sheet, true, () => !complete)
    finder.end()
    if (header === null) {
      report({ id: 'no-header', row: 1, column: null, problem: 'The sheet is empty', fix: 'The first row must hold the column names', fatal: true })
    }
    return { headerRow, sheets: names, sheet: wanted.name, rows, notes, complete }

    /** The first sheet to be seen that holds a table: many workbooks begin with a cover or a page of instructions. */
    async function sheetOfTable() {
      const seen = workbook.sheets.filter((sheet) => !sheet.hidden)
      for (const sheet of seen.length > 1 ? seen.slice(0, SHEETS_LOOKED_INTO) : []) {
        const part = relations.targets.get(sheet.relation)
        if (part !== undefined && await holdsTable(zip, partName(part), strings.strings)) {
          return sheet
        }
      }
      return seen[0] ?? workbook.sheets[0]
    }
  } finally {
    zip.close()
  }
}

