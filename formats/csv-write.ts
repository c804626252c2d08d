import type { Delimiter } from './csv.ts'
import type { Cell, Table } from './table.ts'

/** Tables as comma-separated text that a spreadsheet can open without running anything in it. */

const PLAIN_NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?$/u
const FORMULA_START = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u
const GUARDED = /^'+(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/u

/**
 * Put an apostrophe before text that a spreadsheet would run as a formula: text that begins, after any
 * space, with `=` `+` `-` `@` (or their full-width forms), or with tab or line end. Plain numbers such as
 * `-12.5` stay. Text that already has apostrophes before such a sign gets one more, so that
 * `unguardFormula` gives back exactly what went in.
 */
export function guardFormula(text: string): string {
  return FORMULA_START.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text
}

/** The inverse of `guardFormula`: for tables that this program wrote. */
export function unguardFormula(text: string): string {
  return GUARDED.test(text) ? text.slice(1) : text
}

export type CsvWriteOptions = { delimiter?: Delimiter; bom?: boolean; labels?: boolean }

/** One line without its line end. Numbers and booleans are written as they are, text is guarded and quoted where needed. */
export function csvLine(cells: readonly Cell[], delimiter: Delimiter = ','): string {
  let line = ''
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i]!
    if (i > 0) {
      line += delimiter
    }
    if (cell === null || cell === undefined) {
      continue
    }
    if (typeof cell !== 'string') {
      line += String(cell)
      continue
    }
    const text = guardFormula(cell)
    const quote = text.includes('"') || text.includes(delimiter) || text.includes('\n') || text.includes('\r') || (text !== '' && (text.charCodeAt(0) <= 32 || text.charCodeAt(text.length - 1) <= 32))
    line += quote ? `"${text.replaceAll('"', '""')}"` : text
  }
  // A single empty cell would be an empty line, which readers skip.
  return line === '' ? '""' : line
}

/**
 * A table as CSV text in chunks of about 64 Ki characters, CRLF line ends. `bom` puts the mark Excel needs
 * to read UTF-8; `labels` heads the columns with their labels in place of their keys.
 */
export async function* csvChunks(table: Table, options: CsvWriteOptions = {}): AsyncGenerator<string> {
  const delimiter = options.delimiter ?? ','
  const heads = table.columns.map((column) => (options.labels === true ? column.label : column.key))
  let buffer = `${options.bom === true ? '\ufeff' : ''}${csvLine(heads, delimiter)}\r\n`
  for await (const row of table.rows) {
    buffer += `${csvLine(row, delimiter)}\r\n`
    if (buffer.length >= 65_536) {
      yield buffer
      buffer = ''
    }
  }
  if (buffer !== '') {
    yield buffer
  }
}
