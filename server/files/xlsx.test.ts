import assert from 'node:assert/strict'
import { test } from 'node:test'
import ExcelJS from 'exceljs'
import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { Problem } from '../../core/problem.ts'
import type { Cell, Column, TableLimits, TableProblem } from '../../formats/table.ts'
import { serialToIso, isDateFormat, columnIndex } from '../../formats/xlsx-scan.ts'
import { columnLetters, sheetName, xlsxChunks } from '../../formats/xlsx-write.ts'
import { readXlsx } from './xlsx.ts'
import { openSafeZip } from './zip.ts'
import type { ZipLimits } from './zip.ts'

async function read(bytes: Uint8Array, options: { sheet?: string; limits?: Partial<TableLimits>; zip?: Partial<ZipLimits> } = {}) {
  let header: string[] = []
  const rows: string[][] = []
  const numbers: number[] = []
  const problems: TableProblem[] = []
  const summary = await readXlsx(bytes, { ...options, onHeader: (names) => { header = names }, onRow: (cells, row) => { rows.push(cells); numbers.push(row) }, onProblem: (problem) => problems.push(problem) })
  return { ...summary, header, cells: rows, numbers, problems }
}

async function write(columns: Column[], rows: Cell[][], name = 'Incidents'): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of xlsxChunks({ name, columns, rows })) {
    chunks.push(chunk)
  }
  return new Uint8Array(Buffer.concat(chunks))
}

const refusal = async (bytes: Uint8Array, options = {}): Promise<string> => {
  try {
    await read(bytes, options)
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    return `${error.id}: ${error.message}`
  }
  return 'taken'
}

const PARTS = {
  'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
}
const SHEET = '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>h</t></is></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData></worksheet>'
const pack = (parts: Record<string, string | Uint8Array>): Uint8Array => zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])))
const book = (sheet: string, more: Record<string, string | Uint8Array> = {}): Uint8Array => pack({ ...PARTS, 'xl/worksheets/sheet1.xml': sheet, ...more })

const COLUMNS: Column[] = [
  { key: 'text', label: 'Text', type: 'text' }, { key: 'n', label: 'Number', type: 'number' }, { key: 'd', label: 'Day', type: 'date' },
  { key: 't', label: 'Time', type: 'instant' }, { key: 'b', label: 'Yes', type: 'boolean' },
]

test('a text that no cell holds says where it is whole, and the rows after it are there', async () => {
  const [holds, longer] = ['x'.repeat(32_767), 'x'.repeat(32_768)]
  const { cells } = await read(await write([{ key: 'a', label: 'A', type: 'text' }], [[holds], [longer], ['after']]))
  assert.deepEqual(cells, [[holds], ['[32768 characters: more than a cell of a spreadsheet holds. Whole in CSV and GeoJSON]'], ['after']])
})

test('what is written is read back: text of any kind, numbers, days, times', async () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.replace(/[\ufffd\ufffe\uffff\p{Cc}\ud800-\udfff]/gu, '')).filter((s) => s !== '')
  const rows = fc.array(fc.tuple(fc.oneof(text, fc.constantFrom('=1+1', '_x000D_', ' a ', '<&>"', '@cmd', "'x")), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 36_000 }), fc.integer({ min: 0, max: 3_000_000_000 }), fc.boolean()), { maxLength: 8 })
  await fc.assert(fc.asyncProperty(rows, async (values) => {
    const table: Cell[][] = values.map(([s, n, day, second, yes]) => [s, n, new Date(day * 86_400_000).toISOString().slice(0, 10), `${new Date(second * 1000).toISOString().slice(0, 19)}Z`, yes])
    const back = await read(await write(COLUMNS, table))
    assert.deepEqual(back.header, ['Text', 'Number', 'Day', 'Time (UTC)', 'Yes'])
    assert.deepEqual(back.cells, table.map(([s, n, day, time, yes]) => [s, String(n), day, String(time).slice(0, 19).replace('T00:00:00', ''), String(yes)]))
    assert.deepEqual(back.problems, [])
  }), { numRuns: 60 })
})

test('another program reads what we write, and finds no formula in it', async () => {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await write(COLUMNS, [['=HYPERLINK("http://x")', 2.5, '2026-08-18', '2026-08-18T13:45:10Z', true]], 'A/B:[c]')).buffer as ArrayBuffer)
  const sheet = workbook.worksheets[0]!
  assert.equal(sheet.name, 'A B  c')
  const row = sheet.getRow(2)
  assert.equal(row.getCell(1).value, '=HYPERLINK("http://x")')
  assert.equal(row.getCell(1).formula, undefined)
  assert.equal(row.getCell(2).value, 2.5)
  assert.equal((row.getCell(4).value as Date).toISOString(), '2026-08-18T13:45:10.000Z')
})

test('we read what another program writes: shared and rich texts, formulas by value, dates, errors, gaps', async () => {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet('Hidden', { state: 'hidden' }).addRow(['no'])
  const sheet = workbook.addWorksheet('Été')
  sheet.addRow(['name', 'sum', 'day', 'clock', 'rich', 'bad'])
  sheet.addRow(['Koro', { formula: '1+2', result: 3 }, new Date('2024-02-29T00:00:00Z'), new Date('2024-02-29T13:45:00Z'), { richText: [{ text: 'a ' }, { text: 'b', font: { bold: true } }] }, { error: '#REF!' }])
  sheet.getCell('B5').value = 7
  sheet.getCell('H5').value = 'beyond'
  const back = await read(new Uint8Array(await workbook.xlsx.writeBuffer()))
  assert.deepEqual(back.cells, [['Koro', '3', '2024-02-29', '2024-02-29T13:45:00', 'a b', ''], ['', '7', '', '', '', '', '', 'beyond']])
  assert.deepEqual(back.numbers, [2, 5])
  assert.equal(back.sheet, 'Été')
  assert.match(back.notes.join(), /not read: "Hidden"/)
  assert.deepEqual(back.problems.map((p) => [p.id, p.row, p.column]), [['unreadable', 2, 'bad'], ['ragged-row', 5, 'H']])
  assert.equal((await read(new Uint8Array(await workbook.xlsx.writeBuffer()), { sheet: 'Hidden' })).header[0], 'no')
})

test('a real zip bomb is refused, by its claim and by what really comes out', async () => {
  const zeros = new Uint8Array(30_000_000).fill(0x20)
  const bomb = book(SHEET, { 'xl/sharedStrings.xml': zeros })
  assert.match(await refusal(bomb), /^too-large: .*more than 200 times/)
  // The same bomb with headers that lie: both copies of the size say 1000 bytes.
  const lying = new Uint8Array(bomb)
  const view = new DataView(lying.buffer)
  let patched = 0
  for (let i = 0; i + 4 <= lying.length; i += 1) {
    if (view.getUint32(i, true) === zeros.length) {
      view.setUint32(i, 1000, true)
      patched += 1
    }
  }
  assert.equal(patched >= 2, true)
  assert.match(await refusal(lying), /^(?:too-large|malformed-body): /)
  assert.match(await refusal(lying, { zip: { maxRatio: 1e9, maxEntryBytes: 2_000_000 } }), /^too-large: .*whatever its header says/)
  assert.match(await refusal(book(SHEET), { zip: { maxEntries: 2 } }), /3 entries, more than 2/)
  assert.match(await refusal(book(`<worksheet>${' '.repeat(5000)}</worksheet>`), { zip: { maxTotalBytes: 1000 } }), /^too-large: .*more than 1000 bytes/)
})

test('hostile names are refused, nested archives are never opened', async () => {
  for (const name of ['../../x', '/etc/x', 'a\\..\\b', 'C:/x', 'a/../../b']) {
    assert.match(await refusal(book(SHEET, { [name]: 'x' })), /^malformed-body: /, name)
  }
  const inner = pack({ 'deep.bin': new Uint8Array(5_000_000) })
  assert.deepEqual((await read(book(SHEET, { 'xl/embeddings/inner.zip': inner, 'xl/vbaProject.bin': 'x' }))).cells, [['1']])
  const twice = book(SHEET, { 'xl/x.xml': 'x', 'xl/X.xml': 'y' })
  assert.match(await refusal(twice), /two entries named/)
})

test('what is no sound workbook is refused: empty, cut short, garbage, encrypted, not a workbook', async () => {
  const good = book(SHEET)
  assert.match(await refusal(new Uint8Array(0)), /empty/)
  for (const size of [1, 30, 200, good.length - 30]) {
    assert.match(await refusal(good.slice(0, size)), /^malformed-body: /)
  }
  const flipped = new Uint8Array(good)
  flipped.fill(0xa5, 40, 120)
  assert.match(await refusal(flipped), /^malformed-body: /)
  assert.match(await refusal(pack({ 'a.txt': 'x' })), /not a workbook/)
  const encrypted = new Uint8Array(good)
  const view = new DataView(encrypted.buffer)
  for (let i = 0; i + 12 < encrypted.length; i += 1) {
    if (view.getUint32(i, true) === 0x02014b50) {
      encrypted[i + 8] = encrypted[i + 8]! | 1
    }
  }
  assert.match(await refusal(encrypted), /encrypted/)
  assert.match(await refusal(good, { sheet: 'Other' }), /no sheet named "Other"/)
})

test('a document type, unknown entities and broken XML are refused', async () => {
  const lol = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
  assert.match(await refusal(book(lol)), /document type/)
  assert.match(await refusal(book(SHEET.replace('>h<', '>&b;<'))), /entity &b;/)
  assert.match(await refusal(book(SHEET.slice(0, 90))), /ends too early/)
  assert.match(await refusal(book('<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData></worksheet>')), /points to a text/)
  assert.match(await refusal(book(`<worksheet>${'<a>'.repeat(400)}`)), /too deeply/)
  assert.match(await refusal(book(`<worksheet><sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>`)), /column 16384/)
})

test('limits on rows and cells', async () => {
  const many = await write([{ key: 'a', label: 'a', type: 'integer' }], Array.from({ length: 20 }, (_, i) => [i]))
  const back = await read(many, { limits: { maxRows: 5 } })
  assert.deepEqual([back.rows, back.complete, back.problems[0]?.id, back.problems[0]?.row], [5, false, 'too-many-rows', 7])
  assert.match(await refusal(await write([{ key: 'a', label: 'a', type: 'text' }], [['x'.repeat(300)]]), { limits: { maxFieldChars: 100 } }), /more than 100 characters/)
})

test('serials, formats, names, letters', () => {
  assert.deepEqual([1, 59, 61, 45_352, 45_352.5, 0.5].map((n) => serialToIso(n, false)), ['1900-01-01', '1900-02-28', '1900-03-01', '2024-03-01', '2024-03-01T12:00:00', '12:00:00'])
  assert.equal(serialToIso(43_890, true), '2024-03-01')
  assert.deepEqual(['yyyy-mm-dd', '[h]:mm', 'General', '0.00', '"day" 0', '[Red]0', 'd\\-mmm', '#,##0 "h"'].map(isDateFormat), [true, true, false, false, false, false, true, false])
  assert.equal(sheetName("'a[b]*?".padEnd(60, 'x')).length <= 31, true)
  fc.assert(fc.property(fc.nat(16_383), (i) => assert.equal(columnIndex(columnLetters(i)), i)))
})

test('a zip gives only what its directory names', async () => {
  const zip = await openSafeZip(book(SHEET))
  assert.equal(zip.read('nothing'), undefined)
  assert.equal(zip.names.includes('xl/workbook.xml'), true)
  zip.close()
})

test('a workbook that begins with a page of instructions is read at its table; a sheet that is named is taken as it is', async () => {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet('Read me').addRows([['Weekly return of the sector'], [], ['Fill in every column']])
  workbook.addWorksheet('Lists', { state: 'hidden' }).addRows([['a', 'b'], ['c', 'd']])
  workbook.addWorksheet('Incidents').addRows([['Date', 'Type', 'Place', 'Killed'], ['2026-11-12', 'Ambush', 'Trizane', 0]])
  const bytes = new Uint8Array(Buffer.from(await workbook.xlsx.writeBuffer()))
  const { sheet, header } = await read(bytes)
  assert.deepEqual([sheet, header], ['Incidents', ['Date', 'Type', 'Place', 'Killed']])
  assert.equal((await read(bytes, { sheet: 'Read me' })).sheet, 'Read me')
})
