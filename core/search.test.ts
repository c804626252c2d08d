import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { incident } from '../domains/incidents/domain.ts'
import { normalizeQuery } from './match.ts'
import { formatSearch, holdsPhrase, parseSearch } from './search.ts'

test('a search: beginnings, words together in quotes of any kind, and what must not occur', () => {
  assert.deepEqual(parseSearch('Ménaka  “point de contrôle” -marché −"vieux camp" T-55'), {
    words: ['55', 'menaka', 't'], phrases: [['point', 'de', 'controle']], without: ['marche'], withoutPhrases: [['vieux', 'camp']],
  })
  assert.deepEqual(parseSearch('«النقطة القديمة» -سوق'), { words: [], phrases: [['نقطه', 'قديمه']], without: ['سوق'], withoutPhrases: [] })
  assert.deepEqual(parseSearch('-INC-2026-004217').withoutPhrases, [['inc', '2026', '004217']], 'a reference is excluded as a whole')
})

test('what is half typed or no operator is plain words', () => {
  assert.deepEqual(parseSearch('"point de').words, ['de', 'point'])
  assert.deepEqual(parseSearch('Sabo - marché').words, ['marche', 'sabo'])
  assert.deepEqual(parseSearch('well-known').words, ['known', 'well'])
  for (const nothing of ['', ' – ', '""', '-', '- -', '-""', '"."']) {
    assert.equal(formatSearch(parseSearch(nothing)), '', nothing)
  }
})

test('a search written down again is the same search, and asking twice is asking once', () => {
  const part = fc.oneof(fc.constantFrom('"', '-', ' ', '«', '»', '“', '”', "l'", 'ال', '−'), fc.string({ unit: 'grapheme', maxLength: 6 }))
  fc.assert(fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
    const once = parseSearch(parts.join(''))
    const settled = parseSearch(formatSearch(once))
    assert.deepEqual(parseSearch(formatSearch(settled)), settled)
    const query = normalizeQuery({ kind: 'incident', text: parts.join('') }, incident)
    assert.deepEqual(normalizeQuery(normalizeQuery(query, incident), incident), normalizeQuery(query, incident))
  }))
})

test('a phrase stands when its words follow one another', () => {
  assert.equal(holdsPhrase(['old', 'old', 'camp', 'gate'], ['old', 'camp']), true)
  assert.equal(holdsPhrase(['old', 'big', 'camp'], ['old', 'camp']), false)
  assert.equal(holdsPhrase(['camp', 'old'], ['old', 'camp']), false)
  assert.equal(holdsPhrase(['old', 'camps'], ['old', 'camp']), false, 'whole words')
})
