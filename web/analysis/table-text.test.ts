import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asCsv, asText } from './table-text.ts'

const table = { head: ['Week', 'Records'], rows: [['2026-W34', 12], ['a, "b"', null], ['=HYPERLINK("x")', -3]] }

test('text pastes as a table', () => {
  assert.equal(asText({ head: ['a\tb', 'c'], rows: [['x\ny', 1]] }), 'a b\tc\nx y\t1')
})

test('CSV quotes what must be quoted and starts no formula', () => {
  assert.equal(asCsv(table as never, ['As of today, all']), '\ufeffWeek,Records\r\n2026-W34,12\r\n"a, ""b""",\r\n"\'=HYPERLINK(""x"")",-3\r\n"As of today, all"\r\n')
})
