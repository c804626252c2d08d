import assert from 'node:assert/strict'
import { test } from 'node:test'
import { titleInWords } from './title-words.ts'

const words = (field: string, value: string) => ({ 'type.FATAL': 'Décès', 'iso3.NOR': 'Norvège' })[`${field}.${value}`]

test('the parts of a title that are codes of its fields are read as words; names stay as they were written', () => {
  assert.equal(titleInWords('FATAL · NOR · 1 BN', { type: 'FATAL', iso3: 'NOR', unit: '1 BN' }, words), 'Décès · Norvège · 1 BN')
  assert.equal(titleInWords('FATAL · NOR', { type: 'FATAL', unit: 'NOR' }, words), 'Décès · NOR', 'a unit is called as it is')
  assert.equal(titleInWords('FATAL', { type: 'FATAL' }, words), 'Décès')
  assert.equal(titleInWords('FATAL', { name: 'FATAL' }, words), 'FATAL')
  assert.equal(titleInWords('FATAL · NOR', {}, words), 'FATAL · NOR', 'of what is not shown nothing is said')
})
