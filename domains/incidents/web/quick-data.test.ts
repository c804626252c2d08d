import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import { Incident } from '../shared/model.ts'
import { parseQuickLog } from '../shared/quicklog.ts'
import { TAXONOMY } from '../shared/taxonomy.ts'
import { asJson, candidates, dropHoles, incidentOf, shiftOverrides, sourceOf, titleOf } from './quick-data.ts'

const NOW = Date.parse('2026-08-18T14:00:00Z')
const parse = (text: string) => parseQuickLog(text, { now: NOW, zone: 'Africa/Bangui', locale: 'en', taxonomy: TAXONOMY.entries, findPlace: () => [], findActor: () => [] })
const check = Compile(Incident)

test('the line of the guide becomes a whole incident that the schema takes', () => {
  const data = incidentOf(parse('contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj'), 'src', NOW, 'en')
  assert.ok(data)
  assert.deepEqual([...check.Errors(asJson(data))], [])
  assert.equal(data.happened?.from, '2026-08-18T13:45:00.000Z')
  assert.ok(data.place?.lon !== undefined)
  assert.equal(data.narrative, 'contact 1345Z 30P VB 123456 amb 2 x PKM 1 inj')
  assert.deepEqual([data.sources?.[0]?.reliability, data.sources?.[0]?.credibility], ['F', '6'])
})

test('a line without a category is not guessed at; without a time it is this hour', () => {
  assert.equal(incidentOf(parse('zzz qqq'), 's', NOW, 'en'), null)
  const data = incidentOf(parse('ambush on the road'), 's', NOW, 'en')
  assert.equal(data?.happened?.precision, 'HOUR')
  assert.ok(titleOf(parse('zzz qqq'), 'en').startsWith('zzz'))
})

test('a grade that is said is kept', () => {
  const source = sourceOf({ ...parse('ambush'), grade: 'B2' }, 's', NOW)
  assert.deepEqual([source.reliability, source.credibility], ['B', '2'])
})

test('corrections move with their words and go with them', () => {
  const pin = { start: 8, end: 13, value: null }
  assert.deepEqual(shiftOverrides([pin], 'contact 1345Z x', 'big contact 1345Z x'), [{ start: 12, end: 17, value: null }])
  assert.deepEqual(shiftOverrides([pin], 'contact 1345Z x', 'contact 1345Z xy'), [pin])
  assert.deepEqual(shiftOverrides([pin], 'contact 1345Z x', 'contact 1355Z x'), [])
})

test('only words that could be names are looked up, each once', () => {
  assert.deepEqual(candidates('near Gambari village x 12km Gambari', (w) => w === 'village'), ['near', 'Gambari'])
})

test('holes nobody filled are not kept as told; corrections after them stay on their words', () => {
  const line = 'ambush ‹time› near Gambari ‹casualties›'
  const pin = { start: line.indexOf('Gambari'), end: line.indexOf('Gambari') + 7, value: null }
  const kept = dropHoles(line, [pin])
  assert.equal(kept.text, 'ambush near Gambari')
  assert.equal(kept.text.slice(kept.overrides[0]?.start, kept.overrides[0]?.end), 'Gambari')
  assert.deepEqual(dropHoles('two  blanks stay', []), { text: 'two  blanks stay', overrides: [] })
})
