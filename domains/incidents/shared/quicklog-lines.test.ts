import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LOCALES } from '../../../core/i18n.ts'
import { parseQuickLog } from './quicklog.ts'
import { againLine, blankHoles, nextHole, shippedTemplates } from './quicklog-lines.ts'
import { TAXONOMY, categoryLabel } from './taxonomy.ts'

const read = (text: string, locale: (typeof LOCALES)[number] = 'en') => parseQuickLog(text, { now: Date.parse('2026-08-18T14:00:00Z'), zone: 'Africa/Bangui', locale, taxonomy: TAXONOMY.entries, findPlace: () => [], findActor: () => [] })

test('every template is read as the category it is for, in every language, filled or not', () => {
  for (const locale of LOCALES) {
    for (const template of shippedTemplates(locale, (code) => categoryLabel(code, locale))) {
      assert.equal(read(blankHoles(template.line), locale).category, template.code, `${locale} ${template.line}`)
      const filled = template.line.replace(/‹[^›]*›/, '1345Z').replace(/‹[^›]*›/, '30P VB 123456')
      const log = read(blankHoles(filled), locale)
      assert.equal(log.category, template.code, `${locale} ${filled}`)
      assert.equal(log.place?.mgrs, '30P VB 123 456', `${locale} ${filled}`)
      assert.ok(template.name.length > 0 && template.name !== template.code)
    }
  }
})

test('holes are walked one after another, and read as blanks', () => {
  const line = 'ambush ‹time› at ‹grid› 2 inj'
  const first = nextHole(line, 0)
  assert.deepEqual(first && line.slice(first.start, first.end), '‹time›')
  const second = nextHole(line, first!.end)
  assert.deepEqual(second && line.slice(second.start, second.end), '‹grid›')
  assert.deepEqual(nextHole(line, line.length), first, 'after the last the first again')
  assert.equal(nextHole('ambush', 0), null)
  assert.equal(blankHoles(line).length, line.length)
})

test('a line said again leaves its time behind and nothing else', () => {
  const line = 'VIPER 21: contact 181345Z AUG 26 30P VB 123456 amb 2 x PKM'
  assert.equal(againLine(line, read(line).spans), 'VIPER 21: contact 30P VB 123456 amb 2 x PKM')
  const early = '1345Z ambush Sabo'
  assert.equal(againLine(early, read(early).spans), 'ambush Sabo')
})
