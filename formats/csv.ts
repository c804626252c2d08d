import { createTextPump, guessEncoding } from './text-encoding.ts'
import type { Encoding, TextPump } from './text-encoding.ts'
import { createHeadFinder } from './table-head.ts'
import { TABLE_LIMITS, nameColumns } from './table.ts'
import type { TableLimits, TableProblem } from './table.ts'

/**
 * Comma-separated text (RFC 4180 and what the world makes of it): quoted fields with line breaks and
 * doubled quotes, CRLF, LF or CR line ends, comma, semicolon, tab or bar.
 */

export type Delimiter = ',' | ';' | '\t' | '|'
const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']

/**
 * Choose the delimiter from the first text of a file: for each candidate the first twenty lines are cut
 * (quotes honoured); the one giving the most columns in the same number on most lines wins. Comma when
 * nothing separates.
 */
export function sniffDelimiter(sample: string): Delimiter {
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of DELIMITERS) {
    const widths: number[] = []
    const reader = createCsvReader({ delimiter, onRow: (cells) => { if (widths.length < 20) { widths.push(cells.length) } } })
    reader.push(sample.slice(0, 65_536))
    if (widths.length === 0 || sample.length < 65_536) {
      reader.end()
    }
    const width = widths[0] ?? 1
    if (width < 2) {
      continue
    }
    const same = widths.filter((w) => w === width).length / widths.length
    const score = same * same * Math.log2(width + 1)
    if (score > bestScore) {
      best = delimiter
      bestScore = score
    }
  }
  return best
}

export type CsvReaderOptions = {
  delimiter: Delimiter
  /** Called for every line that is not empty; `row` counts every line, empty ones included, from 1. */
  onRow: (cells: string[], row: number) => void
  onProblem?: (problem: TableProblem) => void
  limits?: Partial<TableLimits>
}

/** `push` text in chunks of any size, then `end`. Both return false once a limit has stopped the reading. */
export type CsvReader = { push(text: string): boolean; end(): boolean; rows(): number }

const QUOTE = 34
const LF = 10
const CR = 13
const SPACE = 32

/**
 * A push parser: text chunks in, rows out, memory bounded by the longest row. Limits stop the reading with
 * one fatal problem that names row and column; nothing is cut silently.
 */
export function createCsvReader(options: CsvReaderOptions): CsvReader {
  const limits = { ...TABLE_LIMITS, ...options.limits }
  const separator = options.delimiter.charCodeAt(0)
  const { onRow } = options
  let rest = ''
  let cells: string[] = []
  let row = 1
  let open = ''
  let inQuotes = false
  let quoted = false
  let stopped = false
  let skipLf = false

  const problem = (id: TableProblem['id'], text: string, fix: string, fatal: boolean, column: number | null): void => {
    options.onProblem?.({ id, row, column: column === null ? null : `column ${column}`, problem: text, fix, fatal })
    stopped ||= fatal
  }
  const tooLong = (length: number): boolean => {
    if (length <= limits.maxFieldChars) {
      return false
    }
    problem('field-too-long', `A field has more than ${limits.maxFieldChars} characters`, 'Shorten the field, or look for a quotation mark that is never closed', true, cells.length + 1)
    return true
  }
  const add = (cell: string): boolean => {
    if (tooLong(cell.length)) {
      return false
    }
    cells.push(cell)
    if (cells.length > limits.maxColumns) {
      problem('too-many-columns', `The row has more than ${limits.maxColumns} columns`, 'Remove columns, or check the delimiter', true, cells.length)
      return false
    }
    return true
  }
  const endRow = (): boolean => {
    if (cells.length > 1 || cells[0] !== '' || quoted) {
      onRow(cells, row)
    }
    cells = []
    quoted = false
    row += 1
    if (row > limits.maxRows + 1) {
      problem('too-many-rows', `The table has more than ${limits.maxRows} rows`, 'Split the file', true, null)
      return false
    }
    return true
  }

  /** Parse what is complete in `text`; keep the rest. At the end of input everything is complete. */
  const run = (text: string, last: boolean): void => {
    let at = 0
    const size = text.length
    if (skipLf && size > 0) {
      skipLf = false
      at = text.charCodeAt(0) === LF ? 1 : 0
    }
    while (at < size || (last && (inQuotes || cells.length > 0))) {
      if (!inQuotes && text.charCodeAt(at) === QUOTE) {
        inQuotes = true
        quoted = true
        open = ''
        at += 1
      }
      if (inQuotes) {
        const close = text.indexOf('"', at)
        if (close < 0) {
          open += text.slice(at)
          if (last) {
            problem('open-quote', 'A quotation mark is opened and never closed; everything after it was read as one field', 'Close the quotation mark in the source file', false, cells.length + 1)
            inQuotes = false
            if (add(open)) {
              endRow()
            }
            open = ''
          } else {
            tooLong(open.length)
          }
          rest = ''
          return
        }
        open = open === '' ? text.slice(at, close) : open + text.slice(at, close)
        at = close + 1
        const next = text.charCodeAt(at)
        if (next === QUOTE) {
          open += '"'
          at += 1
          if (tooLong(open.length)) {
            return
          }
          if (at >= size && !last) {
            rest = ''
            return
          }
          continue
        }
        let after = at
        while (after < size && text.charCodeAt(after) === SPACE) {
          after += 1
        }
        if (after >= size && !last) {
          // Not known yet whether this quotation mark closes the field: look again with the next chunk.
          rest = text.slice(close)
          return
        }
        const follows = text.charCodeAt(after)
        if (after >= size || follows === separator || follows === LF || follows === CR) {
          at = after
        } else {
          // `"He said "no" twice"`: the quote was meant as text. Keep it, say so, stay in the field.
          problem('stray-quote', 'A quotation mark stands inside a quoted field and was kept as text', 'Double it ("")', false, cells.length + 1)
          open += '"'
          continue
        }
        inQuotes = false
        const cell = open
        open = ''
        if (!add(cell)) {
          return
        }
        if (at >= size) {
          endRow()
          rest = ''
          return
        }
      } else {
        let to = at
        let code = -1
        while (to < size) {
          code = text.charCodeAt(to)
          if (code === separator || code === LF || code === CR) {
            break
          }
          to += 1
        }
        if (to >= size && !last) {
          rest = text.slice(at)
          tooLong(rest.length)
          return
        }
        if (!add(text.slice(at, to))) {
          return
        }
        at = to
        if (at >= size) {
          endRow()
          rest = ''
          return
        }
      }
      const end = text.charCodeAt(at)
      at += 1
      if (end === separator) {
        if (at >= size && !last) {
          rest = ''
          return
        }
        continue
      }
      if (!endRow()) {
        return
      }
      if (end === CR) {
        if (at < size) {
          at += text.charCodeAt(at) === LF ? 1 : 0
        } else {
          skipLf = true
        }
      }
    }
    rest = ''
  }

  return {
    push(text) {
      if (!stopped && text !== '') {
        run(rest === '' ? text : rest + text, false)
      }
      return !stopped
    },
    end() {
      if (!stopped) {
        const left = rest
        rest = ''
        run(left, true)
      }
      return !stopped
    },
    rows: () => row - 1,
  }
}

export type CsvTableOptions = {
  onHeader: (names: string[]) => void
  /** Cells are as many as there are headings, or more when a row is longer (then a problem was reported). */
  onRow: (cells: string[], row: number) => void
  onProblem: (problem: TableProblem) => void
  delimiter?: Delimiter
  encoding?: Encoding
  /** Row of the headings; found when absent. */
  headerRow?: number
  limits?: Partial<TableLimits>
}

export type CsvTableSummary = { headerRow: number; encoding: Encoding; delimiter: Delimiter; rows: number; notes: string[]; complete: boolean }

/**
 * Read a table from byte chunks: encoding and delimiter are found from the first 64 KiB, the first line
 * that is not empty and no title gives the headings, short rows are padded with empty cells and long ones kept whole;
 * both are reported with their row number.
 */
export function createCsvTableReader(options: CsvTableOptions): { push(bytes: Uint8Array): boolean; end(): CsvTableSummary } {
  const limits = { ...TABLE_LIMITS, ...options.limits }
  const notes: string[] = []
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let bytesSeen = 0
  let pump: TextPump | null = null
  let reader: CsvReader | null = null
  let header: string[] | null = null
  let encoding: Encoding = options.encoding ?? 'utf-8'
  let delimiter: Delimiter = options.delimiter ?? ','
  let rows = 0
  let complete = true

  const onProblem = (problem: TableProblem): void => {
    complete &&= !problem.fatal
    finder.end()
    const index = problem.column?.startsWith('column ') ? Number(problem.column.slice(7)) - 1 : -1
    options.onProblem({ ...problem, column: header?.[index] ?? problem.column })
  }
  let headerRow = 1
  const onHead = (cells: string[], row: number): void => {
    const named = nameColumns(cells)
    header = named.names
    headerRow = row
    notes.push(...named.notes)
    options.onHeader(header)
  }
  const onRow = (cells: string[], row: number): void => {
    if (header === null) {
      return
    }
    rows += 1
    if (cells.length !== header.length) {
      const short = cells.length < header.length
      onProblem({
        id: 'ragged-row', row, column: null, fatal: false,
        problem: `The row has ${cells.length} fields, the heading ${header.length}${short ? '; missing ones were read as empty' : '; the ones beyond were kept without a heading'}`,
        fix: 'Check for a missing delimiter or an unquoted one in the text',
      })
      while (cells.length < header.length) {
        cells.push('')
      }
    }
    options.onRow(cells, row)
  }
  const finder = createHeadFinder({ onHead, onRow, ...(options.headerRow === undefined ? {} : { headerRow: options.headerRow }) })
  const start = (): boolean => {
    const all = concat(waiting, waitingBytes)
    waiting = []
    const guess = guessEncoding(all)
    encoding = options.encoding ?? guess.encoding
    if (guess.note !== undefined && options.encoding === undefined) {
      notes.push(guess.note)
    }
    pump = createTextPump(encoding)
    const text = pump.push(all.subarray(guess.encoding === encoding ? guess.bomBytes : 0))
    delimiter = options.delimiter ?? sniffDelimiter(text)
    reader = createCsvReader({ delimiter, onRow: (cells, row) => finder.push(cells, row), onProblem, limits })
    return reader.push(text)
  }

  return {
    push(bytes) {
      if (!complete) {
        return false
      }
      bytesSeen += bytes.length
      if (bytesSeen > limits.maxBytes) {
        onProblem({ id: 'too-many-bytes', row: reader === null ? null : reader.rows() + 1, column: null, problem: `The file has more than ${limits.maxBytes} bytes`, fix: 'Split the file', fatal: true })
        return false
      }
      if (reader !== null && pump !== null) {
        return reader.push(pump.push(bytes))
      }
      waiting.push(bytes)
      waitingBytes += bytes.length
      return waitingBytes < 65_536 || start()
    },
    end() {
      if (reader === null && complete) {
        start()
      }
      if (complete && reader !== null && pump !== null) {
        reader.push(pump.end())
        reader.end()
        finder.end()
        if (pump.damaged() > 0) {
          notes.push(`${pump.damaged()} bytes were not valid ${encoding} and were read as Windows-1252. Check the accents.`)
        }
      }
      if (header === null && complete) {
        onProblem({ id: 'no-header', row: 1, column: null, problem: 'The file is empty', fix: 'The first line must hold the column names', fatal: true })
      }
      return { headerRow, encoding, delimiter, rows, notes, complete }
    },
  }
}

function concat(parts: Uint8Array[], size: number): Uint8Array {
  if (parts.length === 1) {
    return parts[0]!
  }
  const all = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
