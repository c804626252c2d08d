import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { marked, searchedWords, snippetOf } from './marks.ts'

const hits = (text: string, search: string) => marked(text, searchedWords(search)).filter((piece) => piece.hit).map((piece) => piece.text)

test('hits are found in the folded form of any script and shown as written', () => {
  assert.deepEqual(hits('Attaque à Ménaka, près de MENAKA', 'menaka'), ['Ménaka', 'MENAKA'])
  assert.deepEqual(hits('Menaka', 'Ménaka'), ['Menaka'])
  assert.deepEqual(hits('هجوم قرب المينكا', 'مينكا'), ['المينكا'])
  assert.deepEqual(hits('L’attaque de N’Djamena', 'attaque ndja'), ['L’attaque', 'N’Djamena'])
  assert.deepEqual(hits('Nothing here', 'menaka'), [])
  assert.deepEqual(hits('Old camp near the market', '"old camp" -market'), ['Old', 'camp'], 'what must not occur is no hit')
})

test('nothing of a text is lost by cutting it', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, search) => {
    assert.equal(marked(text, searchedWords(search)).map((piece) => piece.text).join(''), text)
  }))
})

test('a snippet begins with the hit', () => {
  const long = `${'Once upon a time on the long road. '.repeat(6)}Then at Ménaka shots were heard.`
  const snippet = snippetOf(['no', long], searchedWords('menaka')) ?? ''
  assert.match(snippet, /^…Ménaka/, 'the hit is seen in the narrowest column')
  assert.ok(snippet.length <= 121)
  assert.equal(snippetOf(['no', 'none'], searchedWords('menaka')), null)
})
