import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCsvTableReader } from './csv.ts'
import { headingRow } from './table-head.ts'
import { utf8Bytes } from './text-encoding.ts'

const read = (text: string, headerRow?: number): { heads: string[]; rows: [number, string][]; headerRow: number } => {
  let heads: string[] = []
  const rows: [number, string][] = []
  const reader = createCsvTableReader({ onHeader: (names) => { heads = names }, onRow: (cells, row) => { rows.push([row, cells.join()]) }, onProblem: () => {}, ...(headerRow === undefined ? {} : { headerRow }) })
  reader.push(utf8Bytes(text))
  const { headerRow: found } = reader.end()
  return { heads, rows, headerRow: found }
}

test('titles above a table are not its headings; row numbers stay those of the file', () => {
  const found = read('Weekly report,,,\n,,,\nId,Date,Place,What\n1,2026-01-01,Town,Shots\n2,2026-01-02,Town,Fire\n')
  assert.deepEqual([found.heads, found.rows, found.headerRow], [['Id', 'Date', 'Place', 'What'], [[4, '1,2026-01-01,Town,Shots'], [5, '2,2026-01-02,Town,Fire']], 3])
})

test('a narrow table, and one whose rows are longer than its headings, begin with their first row', () => {
  assert.equal(headingRow([['a', 'b'], ['1', '2']]), 0)
  assert.equal(headingRow([['a', 'b'], ['1', '2', '3'], ['1', '2', '3']]), 0)
  assert.equal(headingRow([]), 0)
  assert.equal(headingRow([['a', '', '', ''], ['1', '', '', '']]), 0)
})

test('a row said to hold the headings does', () => {
  const found = read('a,b,c,d\nx,y,z,w\n1,2,3,4\n', 2)
  assert.deepEqual([found.heads, found.rows], [['x', 'y', 'z', 'w'], [[3, '1,2,3,4']]])
})
