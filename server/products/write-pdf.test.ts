import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReportDocument } from '../../formats/document.ts'
import { documentPdf } from './write-pdf.ts'

const report = (lines: number, dense: boolean): ReportDocument => ({
  language: 'en', ...(dense ? { dense } : {}), marking: 'UNCLASSIFIED', watermark: null, mission: 'M', title: 'Page', latin: [], facts: [], footer: 'x', page: 'page {n} of {all}',
  sections: [{ id: 'words', title: 'Words', marking: null, blocks: Array.from({ length: lines }, (_, i) => ({ type: 'text' as const, runs: [{ text: `Line ${i}` }] })) }],
})
const pages = async (lines: number, dense: boolean): Promise<number> => Number(/\/Count (\d+)/.exec(Buffer.from(await documentPdf(report(lines, dense))).toString('latin1'))?.[1])

test('what is to stand on one sheet is set smaller until it does, and is two where it could not be read; other reports keep their size', async () => {
  assert.deepEqual([await pages(30, true), await pages(48, true), await pages(48, false)], [1, 1, 2])
  assert.ok((await pages(90, true)) > 1)
})

test('a page for leadership with every part filled stands on one sheet', async () => {
  const runs = (text: string) => [{ text }]
  const rows = (n: number, cells: number) => ({ type: 'table' as const, head: Array.from({ length: cells }, (_, i) => `Column ${i}`), rows: Array.from({ length: n }, (_, k) => ({ cells: Array.from({ length: cells }, (_cell, i) => runs(`Value ${k} ${i}`)) })) })
  const words = (n: number, long = 1) => Array.from({ length: n }, () => ({ type: 'text' as const, runs: runs('It is likely that attacks on the northern road go on for the coming two weeks. '.repeat(long)) }))
  const blocks = [[rows(4, 4), ...words(1)], [...words(3), ...words(1)], words(3, 2), [rows(3, 4), ...words(1)], words(2), words(1), [rows(2, 3), ...words(1)], words(1), [...words(1), rows(2, 5), ...words(1)], words(3)]
  const page: ReportDocument = {
    ...report(0, true), watermark: 'EXERCISE', facts: [['Period', '160700Z NOV 26 (0600) – 220700Z NOV 26 (0600)'], ['Data as of', '222000Z NOV 26 (1900)'], ['Released', 'by the chief of the operations centre']],
    sections: blocks.map((some, i) => ({ id: `s${i}`, title: `Section ${i}`, marking: i % 2 === 0 ? 'CONFIDENTIAL' : null, blocks: some })),
  }
  assert.equal(Number(/\/Count (\d+)/.exec(Buffer.from(await documentPdf(page)).toString('latin1'))?.[1]), 1)
})
