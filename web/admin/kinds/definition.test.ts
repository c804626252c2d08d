import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choicesText, keyOf, readChoices, readDefinition } from './definition.ts'

test('choices and their words are lines and back', () => {
  const read = readChoices('works = Works | En service | Funciona | يعمل\ndry=Dry\n\nsalty\ndry = again')
  assert.deepEqual(read, { choices: ['works', 'dry', 'salty'], choiceLabels: { works: { en: 'Works', fr: 'En service', es: 'Funciona', ar: 'يعمل' }, dry: { en: 'Dry' } } })
  assert.deepEqual(readChoices(choicesText({ key: 'state', label: { en: 'State' }, type: 'choice', ...read })), read)
})

test('keys come from words and are never taken twice', () => {
  assert.equal(keyOf('Road condition', []), 'roadCondition')
  assert.equal(keyOf('Road condition', ['roadCondition']), 'roadCondition2')
  assert.equal(keyOf('4 wheels', []), 'f4Wheels')
})

test('only a definition is taken from a file', () => {
  const well = { name: 'own-well', prefix: 'WEL', label: { en: 'Well' }, approval: false, fields: [{ key: 'depth', label: { en: 'Depth' }, type: 'number', retired: true }] }
  assert.deepEqual(readDefinition(JSON.stringify(well)), well)
  assert.equal(readDefinition(JSON.stringify({ ...well, name: 'incident' })), null)
  assert.equal(readDefinition('no'), null)
})
