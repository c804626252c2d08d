import assert from 'node:assert/strict'
import { test } from 'node:test'
import { htmlOf, tsvOf, type CopyTable } from './copy.ts'

const table: CopyTable = { heads: ['Ref', 'Title'], rows: [['INC-1', 'Two\tlines\nof text'], ['INC-2', '=cmd() & <b>bold</b>']], marking: 'CONFIDENTIAL', note: '2 of 7', dir: 'ltr', lang: 'en' }

test('text for spreadsheets keeps rows and columns, carries its marking and runs nothing', () => {
  assert.equal(tsvOf(table), "CONFIDENTIAL\n2 of 7\nRef\tTitle\nINC-1\tTwo lines of text\nINC-2\t'=cmd() & <b>bold</b>\nCONFIDENTIAL")
})

test('the table for Word is marked above and below, and text stays text', () => {
  const html = htmlOf(table)
  assert.equal(html.split('CONFIDENTIAL').length, 3)
  assert.ok(html.includes('=cmd() &amp; &lt;b&gt;bold&lt;/b&gt;'))
  assert.equal(html.match(/<tr>/g)?.length, 3)
})
