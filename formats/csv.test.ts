import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createCsvReader, createCsvTableReader, sniffDelimiter } from './csv.ts'
import type { Delimiter } from './csv.ts'
import { csvChunks, csvLine, guardFormula, unguardFormula } from './csv-write.ts'
import type { Cell, TableLimits, TableProblem } from './table.ts'
import { guessEncoding, repairMojibake, utf8Bytes } from './text-encoding.ts'

function read(chunks: string[], delimiter: Delimiter = ',', limits: Partial<TableLimits> = {}) {
  const rows: string[][] = []
  const numbers: number[] = []
  const problems: TableProblem[] = []
  const reader = createCsvReader({ delimiter, limits, onRow: (cells, row) => { rows.push(cells); numbers.push(row) }, onProblem: (problem) => problems.push(problem) })
  for (const chunk of chunks) {
    reader.push(chunk)
  }
  reader.end()
  return { rows, numbers, problems }
}

function readTable(bytes: Uint8Array, chunk = 7, limits: Partial<TableLimits> = {}) {
  const rows: string[][] = []
  const numbers: number[] = []
  const problems: TableProblem[] = []
  let header: string[] = []
  const reader = createCsvTableReader({ limits, onHeader: (names) => { header = names }, onRow: (cells, row) => { rows.push(cells); numbers.push(row) }, onProblem: (problem) => problems.push(problem) })
  for (let at = 0; at < bytes.length; at += chunk) {
    reader.push(bytes.slice(at, at + chunk))
  }
  return { ...reader.end(), header, cells: rows, numbers, problems }
}

test('quotes, line ends and empty fields', () => {
  const { rows, numbers } = read(['a,"b ""x""\r\nc",\r\n\r\n,,\n"",d\re'])
  assert.deepEqual(rows, [['a', 'b "x"\r\nc', ''], ['', '', ''], ['', 'd'], ['e']])
  assert.deepEqual(numbers, [1, 3, 4, 5])
})

test('a quotation mark inside a quoted field is kept and reported', () => {
  const { rows, problems } = read(['"he said "no" twice",1\n"x" ,2\n'])
  assert.deepEqual(rows, [['he said "no" twice', '1'], ['x', '2']])
  assert.deepEqual(problems.map((p) => [p.id, p.row]), [['stray-quote', 1], ['stray-quote', 1]])
})

test('a quotation mark never closed is reported with its row', () => {
  const { rows, problems } = read(['a,b\n1,"two\n3,4'])
  assert.deepEqual(rows, [['a', 'b'], ['1', 'two\n3,4']])
  assert.equal(problems[0]?.id, 'open-quote')
  assert.equal(problems[0]?.row, 2)
})

test('what is written is read back, however the text is cut into chunks', () => {
  const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[",;\r\n='+@ \ta-]{0,12}$/u))
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 4 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 })),
    fc.constantFrom<Delimiter>(',', ';', '\t', '|'), fc.integer({ min: 1, max: 9 }),
    (rows, delimiter, size) => {
      const text = rows.map((cells) => `${csvLine(cells, delimiter)}\r\n`).join('')
      const chunks: string[] = []
      for (let at = 0; at < text.length; at += size) {
        chunks.push(text.slice(at, at + size))
      }
      const back = read(chunks, delimiter)
      assert.deepEqual(back.rows.map((cells) => cells.map(unguardFormula)), rows)
      assert.deepEqual(back.problems, [])
    },
  ), { numRuns: 500 })
})

test('any text gives the same rows whole or in single characters, and never throws', () => {
  fc.assert(fc.property(fc.stringMatching(/^[",\r\n ab]{0,40}$/u), (text) => {
    assert.deepEqual(read([...text]), read([text]))
  }), { numRuns: 1000 })
})

test('formulas are neutralised, numbers are not', () => {
  assert.deepEqual(['=1+1', '+cmd', '-2+3', '@x', '\tx', '\rx', ' =1', '＝1', '-12.5', '+41', "'=1", 'plain', '-'].map(guardFormula),
    ["'=1+1", "'+cmd", "'-2+3", "'@x", "'\tx", "'\rx", "' =1", "'＝1", '-12.5', '+41', "''=1", 'plain', "'-"])
  fc.assert(fc.property(fc.stringMatching(/^['=+\-@ a1]{0,8}$/u), (text) => {
    assert.equal(unguardFormula(guardFormula(text)), text)
  }))
})

test('the delimiter is found from the text', () => {
  assert.equal(sniffDelimiter('a;b;c\n"1,2,3";4,5;6\n7;8;9'), ';')
  assert.equal(sniffDelimiter('a\tb\n1,5\t2\n'), '\t')
  assert.equal(sniffDelimiter('a|b|c\n1|2|3'), '|')
  assert.equal(sniffDelimiter('one column\nvalue'), ',')
})

test('ragged rows are reported by number and never dropped', () => {
  const result = readTable(utf8Bytes('a,b,c\n1,2,3\n4,5\n6,7,8,9\n'))
  assert.deepEqual(result.cells, [['1', '2', '3'], ['4', '5', ''], ['6', '7', '8', '9']])
  assert.deepEqual(result.problems.map((p) => [p.id, p.row, p.fatal]), [['ragged-row', 3, false], ['ragged-row', 4, false]])
  assert.equal(result.rows, 3)
})

test('headings are made distinct, and that is said', () => {
  const result = readTable(utf8Bytes('a,,a\n1,2,3\n'))
  assert.deepEqual(result.header, ['a', 'column 2', 'a (2)'])
  assert.equal(result.notes.length, 2)
})

test('limits stop the reading and name row and column', () => {
  const long = readTable(utf8Bytes(`id,text\n1,ok\n2,${'x'.repeat(50)}\n3,later\n`), 1000, { maxFieldChars: 20 })
  assert.deepEqual(long.problems.map((p) => [p.id, p.row, p.column, p.fatal]), [['field-too-long', 3, 'text', true]])
  assert.equal(long.complete, false)
  assert.equal(readTable(utf8Bytes('a,b,c\n'), 1000, { maxColumns: 2 }).problems[0]?.id, 'too-many-columns')
  assert.equal(readTable(utf8Bytes('a\n1\n2\n3\n'), 1000, { maxRows: 2 }).problems[0]?.id, 'too-many-rows')
  assert.equal(readTable(utf8Bytes('a\n1\n2\n3\n'), 3, { maxBytes: 5 }).problems[0]?.id, 'too-many-bytes')
  const unclosed = readTable(utf8Bytes(`id,text\n1,"${'x'.repeat(80)}`), 5, { maxFieldChars: 20 })
  assert.equal(unclosed.problems[0]?.id, 'field-too-long')
  assert.equal(readTable(new Uint8Array(0)).problems[0]?.id, 'no-header')
})

test('encodings: UTF-8 with and without mark, UTF-16, Windows-1252', () => {
  const text = 'név;café\nÉlan;“żółć” 😀\n'
  const utf16 = (little: boolean, bom: boolean) => {
    const bytes: number[] = bom ? (little ? [0xff, 0xfe] : [0xfe, 0xff]) : []
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i)
      bytes.push(...(little ? [code & 255, code >> 8] : [code >> 8, code & 255]))
    }
    return new Uint8Array(bytes)
  }
  for (const bytes of [utf8Bytes(text), utf8Bytes(`\ufeff${text}`), utf16(true, true), utf16(false, true), utf16(true, false), utf16(false, false)]) {
    for (const chunk of [1, 3, 1000]) {
      const result = readTable(bytes, chunk)
      assert.deepEqual([result.header, ...result.cells], [['név', 'café'], ['Élan', '“żółć” 😀']])
      assert.equal(result.delimiter, ';')
    }
  }
  const latin = readTable(new Uint8Array([0x61, 0x3b, 0x62, 10, 0xe9, 0x3b, 0x93, 0x80, 0x94, 10]))
  assert.deepEqual(latin.cells, [['é', '“€”']])
  assert.match(latin.notes.join(), /Windows-1252/)
})

test('a foreign line in a UTF-8 file stays readable and is counted', () => {
  const head = utf8Bytes(`a,b\n${'é,1\n'.repeat(20_000)}`)
  const all = new Uint8Array(head.length + 5)
  all.set(head)
  all.set([0xe9, 0x2c, 0x32, 0xe8, 10], head.length)
  const result = readTable(all, 10_000)
  assert.equal(result.encoding, 'utf-8')
  assert.deepEqual(result.cells.at(-1), ['é', '2è'])
  assert.match(result.notes.join(), /^2 bytes/)
  assert.equal(guessEncoding(head).encoding, 'utf-8')
})

test('text read once with the wrong table is repaired, honest text is left alone', () => {
  assert.equal(repairMojibake('at a cafÃ© in NiamÃ©'), 'at a café in Niamé')
  assert.equal(repairMojibake('donâ€™t â€“ â€œyesâ€\u009d'), 'don’t – “yes”')
  assert.equal(repairMojibake('ÃƒÂ©lan'), 'élan')
  assert.equal(repairMojibake('ÐœÐ¾ÑÐºÐ²Ð°'.replace('ÑÐ', 'Ñ\u0081Ð')), 'Москва')
  for (const honest of ['café', '«CAFÉ»', 'ESPAÑ» ', 'Ménaka – منكا', 'naïve’s', 'SÃO PAULO']) {
    assert.equal(repairMojibake(honest), honest)
  }
  fc.assert(fc.property(fc.stringMatching(/^[a-zéèàçùôïüößñáíóú '’–«»]{0,30}$/u), (text) => {
    const bytes = utf8Bytes(text)
    const wrong = Array.from(bytes, (byte) => (byte >= 0x80 && byte < 0xa0 ? new TextDecoder('windows-1252').decode(new Uint8Array([byte])) : String.fromCharCode(byte))).join('')
    assert.equal(repairMojibake(wrong), repairMojibake(text))
  }))
})

test('a table is written with CRLF, an optional mark and guarded text', async () => {
  const rows: Cell[][] = [['=HYPERLINK("x")', -3, true], [null, 1.5, false]]
  let out = ''
  for await (const chunk of csvChunks({ name: 't', columns: [{ key: 'a', label: 'Étiquette', type: 'text' }, { key: 'b', label: 'B', type: 'number' }, { key: 'c', label: 'C', type: 'boolean' }], rows }, { bom: true, labels: true })) {
    out += chunk
  }
  assert.equal(out, '\ufeffÉtiquette,B,C\r\n"\'=HYPERLINK(""x"")",-3,true\r\n,1.5,false\r\n')
})
