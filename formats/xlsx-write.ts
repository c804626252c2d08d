import { Zip, ZipDeflate } from 'fflate'
import { Problem } from '../core/problem.ts'
import type { Cell, Column, Table } from './table.ts'
import { utf8Bytes } from './text-encoding.ts'
import { xmlText } from './xml-text.ts'

/**
 * A table as an XLSX workbook with one sheet, streamed. Text cells are typed as text, so nothing in them can
 * become a formula; numbers and dates are real ones. Times are UTC, as the heading says.
 */

const MAX_ROWS = 1_048_575
const MAX_CELL = 32_767
const EPOCH = Date.UTC(1899, 11, 30)
const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const STYLE = { plain: 0, head: 1, date: 2, instant: 3 } as const

function fixedParts(sheetName: string, marking: string): [path: string, xml: string][] {
  return [
    ['[Content_Types].xml', `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPES}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPES}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`],
    ['_rels/.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`],
    ['docProps/core.xml', `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${xmlText(sheetName)}</dc:title><dc:subject>${xmlText(marking)}</dc:subject><dc:creator>Vigie</dc:creator></cp:coreProperties>`],
    ['xl/workbook.xml', `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${xmlText(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`],
    ['xl/styles.xml', `<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`],
  ]
}

/** A sheet name a spreadsheet takes: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends. */
export function sheetName(name: string): string {
  return name.replace(/[[\]:*?/\\\p{Cc}]/gu, ' ').trim().slice(0, 31).replace(/^'+|'+$/gu, '').trim() || 'Table'
}

/** Column letters of an index from 0: A, Z, AA. */
export function columnLetters(index: number): string {
  let letters = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  }
  return letters
}

/** Text kept literally: what would read as a `_xHHHH_` escape has its own underscore escaped. */
function cellText(text: string): string {
  return xmlText(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_'))
}

function serialOf(text: string): number | undefined {
  const ms = Date.parse(/^\d{4}-\d{2}-\d{2}$/u.test(text) ? `${text}T00:00:00Z` : text)
  const serial = (ms - EPOCH) / 86_400_000
  return Number.isFinite(ms) && serial >= 61 && serial < 2_958_466 ? serial : undefined
}

function cellXml(cell: Cell, column: Column, reference: string): string {
  if (cell === null || cell === undefined || cell === '') {
    return ''
  }
  if (typeof cell === 'boolean') {
    return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`
  }
  if (typeof cell === 'number' && Number.isFinite(cell)) {
    return `<c r="${reference}"><v>${cell}</v></c>`
  }
  const text = String(cell)
  const serial = column.type === 'date' || column.type === 'instant' ? serialOf(text) : undefined
  if (serial !== undefined) {
    return `<c r="${reference}" s="${column.type === 'date' ? STYLE.date : STYLE.instant}"><v>${serial}</v></c>`
  }
  return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${cellText(text)}</t></is></c>`
}

function tooLong(text: string): string {
  return `[${text.length} characters: more than a cell of a spreadsheet holds. Whole in CSV and GeoJSON]`
}

/** The marking in the middle of every printed page's head and foot, where `&` begins a code and is doubled. */
function pageMarking(marking: string): string {
  const text = xmlText(marking.replaceAll('&', '&&'))
  return marking === '' ? '' : `<headerFooter><oddHeader>&amp;C${text}</oddHeader><oddFooter>&amp;C${text}&amp;R&amp;P/&amp;N</oddFooter></headerFooter>`
}

/**
 * The workbook as chunks of bytes. Throws `Problem` `too-large` for more rows than a spreadsheet can hold (1,048,575); a text longer
 * than its cells hold (32,767 characters, such as the outline of a province) is never cut: its cell says where it is whole. `marking` is printed above and below
 * every page and kept as the subject of the file.
 */
export async function* xlsxChunks(table: Table, options: { marking?: string } = {}): AsyncGenerator<Uint8Array> {
  const marking = options.marking ?? ''
  const ready: Uint8Array[] = []
  let failed: Error | null = null
  const zip = new Zip((error, chunk) => {
    failed ??= error
    if (chunk) {
      ready.push(chunk)
    }
  })
  const add = (path: string): ZipDeflate => {
    const part = new ZipDeflate(path, { level: 6 })
    // A fixed date, so that equal tables give equal files.
    part.mtime = '1980-01-02T12:00:00'
    zip.add(part)
    return part
  }
  for (const [path, xml] of fixedParts(sheetName(table.name), marking)) {
    add(path).push(utf8Bytes(HEAD + xml), true)
  }
  const sheet = add('xl/worksheets/sheet1.xml')
  const letters = table.columns.map((_, i) => columnLetters(i))
  const widths = table.columns.map((column, i) => `<col min="${i + 1}" max="${i + 1}" width="${column.type === 'text' ? 28 : 18}" customWidth="1"/>`).join('')
  let buffer = `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>${widths === '' ? '' : `<cols>${widths}</cols>`}<sheetData><row r="1">`
  table.columns.forEach((column, i) => {
    const label = column.type === 'instant' ? `${column.label} (UTC)` : column.label
    buffer += `<c r="${letters[i]}1" s="${STYLE.head}" t="inlineStr"><is><t xml:space="preserve">${cellText(label)}</t></is></c>`
  })
  buffer += '</row>'
  let row = 1
  for await (const cells of table.rows) {
    row += 1
    if (row > MAX_ROWS + 1) {
      throw new Problem('too-large', `A spreadsheet holds ${MAX_ROWS} rows and there are more. Narrow the selection, or export CSV`)
    }
    buffer += `<row r="${row}">`
    for (let i = 0; i < table.columns.length; i += 1) {
      const cell = cells[i] ?? null
      buffer += cellXml(typeof cell === 'string' && cell.length > MAX_CELL ? tooLong(cell) : cell, table.columns[i]!, letters[i]! + row)
    }
    buffer += '</row>'
    if (buffer.length >= 131_072) {
      sheet.push(utf8Bytes(buffer))
      buffer = ''
      yield* ready.splice(0)
    }
  }
  sheet.push(utf8Bytes(`${buffer}</sheetData>${pageMarking(marking)}</worksheet>`), true)
  zip.end()
  if (failed) {
    throw failed
  }
  yield* ready.splice(0)
}
