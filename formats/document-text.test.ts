import assert from 'node:assert/strict'
import test from 'node:test'
import { documentText } from './document-text.ts'
import type { DocumentBlock, ReportDocument } from './document.ts'

const report = (blocks: DocumentBlock[], more: Partial<ReportDocument> = {}): ReportDocument => ({
  language: 'fr', marking: 'CONFIDENTIEL', watermark: null, mission: 'Mission', title: 'Statistiques', latin: ['NOTE : lettres latines.'], facts: [['Période', 'octobre']],
  sections: [{ id: 'one', title: 'Chiffres', marking: null, blocks }], footer: 'PRD-1', page: 'page {n}', ...more,
})
const linesOf = (document: ReportDocument): string[] => documentText(document).split('\r\n')
const cell = (text: string) => [{ text }]

test('a table stands in columns as wide as what is in them; no heading and no cell is cut', () => {
  const table: DocumentBlock = { type: 'table', head: ['Famille', 'Cette période', 'Avant', 'Évolution'], rows: [{ cells: ['Activité', '1 147', '967', '+180'].map(cell) }, { cells: ['Secteur', 'NON REÇU', '', ''].map(cell), mark: 'tardif' }] }
  const lines = linesOf(report([table]))
  assert.ok(lines.includes('Famille                      Cette periode Avant        Evolution'), lines.join('\n'))
  assert.ok(lines.includes('Activite                     1 147         967          +180'))
  assert.ok(lines.includes('Secteur                      NON RECU (tardif)'))
})

test('where one row has no room every row says its headings, the first as well as the last', () => {
  const table: DocumentBlock = { type: 'table', head: ['What', 'Where'], rows: [{ cells: ['x'.repeat(60), 'Boro'].map(cell) }, { cells: ['short', 'Ndu'].map(cell) }] }
  const lines = linesOf(report([table]))
  assert.ok(lines.every((line) => line.length <= 69))
  assert.deepEqual(lines.filter((line) => line.startsWith('What: ')).length, 2)
  assert.ok(lines.includes('Where: Ndu'))
})

test('Arabic is written in Latin letters, and the text says so before anything else; without Arabic it does not', () => {
  const arabic = linesOf(report([{ type: 'text', runs: [{ text: 'كمين قرب بورو' }] }]))
  assert.ok(arabic.includes('NOTE : lettres latines.'))
  assert.ok(arabic.indexOf('NOTE : lettres latines.') < arabic.indexOf('Periode: octobre'))
  assert.ok(!linesOf(report([{ type: 'text', runs: [{ text: 'Embuscade près de Boro' }] }])).includes('NOTE : lettres latines.'))
})
