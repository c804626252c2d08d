import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReportDocument } from '../../formats/document.ts'
import { documentPdf } from './write-pdf.ts'

const report = (lines: number, dense: boolean): ReportDocument => ({
  language: 'en', ...(dense ? { dense } : {}), marking: 'UNCLASSIFIED', watermark: null, mission: 'M', title: 'Page', facts: [], footer: 'x', page: 'page {n} of {all}',
  sections: [{ id: 'words', title: 'Words', marking: null, blocks: Array.from({ length: lines }, (_, i) => ({ type: 'text' as const, runs: [{ text: `Line ${i}` }] })) }],
})
const pages = async (lines: number, dense: boolean): Promise<number> => Number(/\/Count (\d+)/.exec(Buffer.from(await documentPdf(report(lines, dense))).toString('latin1'))?.[1])

test('what is to stand on one sheet is set smaller until it does, and is two where it could not be read; other reports keep their size', async () => {
  assert.deepEqual([await pages(30, true), await pages(48, true), await pages(48, false)], [1, 1, 2])
  assert.ok((await pages(90, true)) > 1)
})
