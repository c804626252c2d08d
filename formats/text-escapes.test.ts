import assert from 'node:assert/strict'
import { test } from 'node:test'
import { apartFromTags, withoutEscapes } from './text-escapes.ts'

test('references and escapes are the letters they stand for, also without their semicolon, of Windows-1252 and twice over', () => {
  for (const written of ['B&#233;ranger', 'B&#xe9;ranger', 'B&#XE9ranger', 'B&#0000233;ranger', 'B&eacute;ranger', 'B&eacuteranger', 'B&amp;eacute;ranger', 'B&amp;#233;ranger', 'B\\u00e9ranger', 'B\\\\u00E9ranger', 'B&#101;&#769;ranger']) {
    assert.equal(withoutEscapes(written).normalize('NFC'), 'Béranger', written)
  }
  assert.equal(withoutEscapes('&#x62d;&#x633;&#x627;&#x646; &#1581;&#1587 \\u062d\\u0633\\u0627\\u0646'), 'حسان حس حسان')
  assert.equal(withoutEscapes('&Scaron;imi&cacute; &#138;&#156; &Oslash;re &lstrok;a&shy;d'), 'Šimić Šœ Øre ład')
  assert.equal(withoutEscapes('\\ud83d\\ude91'), '🚑')
})

test('a word after a line end in JSON is one, and a path is what it was', () => {
  assert.match(withoutEscapes('{"t":"gate\\nKamara left"}'), /(?<!\w)Kamara left/)
  assert.match(withoutEscapes('{"t":"gate\\n\\u062d\\u0633"}'), /(?<!\w)حس/)
  assert.match(withoutEscapes('C:\\temp\\nadine'), /\\nadine/)
})

test('what is no reference stays, numbers beyond all letters part words', () => {
  for (const text of ['R&D and &unknown; 100 % & more', 'plain', 'a < b > c']) {
    assert.equal(withoutEscapes(text), text)
  }
  assert.equal(withoutEscapes('a&#99999999;b'), 'a b')
})

test('tags within a word do not part it, others do, and each is told once', () => {
  assert.deepEqual(apartFromTags('<p>The <b>B</b>éranger</p><p id="x">Ali</p><p>1 < 2</p>'), { text: ' The Béranger  Ali  1 < 2 ', tags: '<p>\n<b>\n</b>\n</p>\n<p id="x">' })
  assert.deepEqual(apartFromTags('no tag'), { text: 'no tag', tags: '' })
})

test('a text of escapes alone is read whatever its length', () => {
  for (const escape of ['\\u0041', '&#65;']) {
    assert.ok(withoutEscapes(escape.repeat(2_000_000)).length >= 2_000_000, escape)
  }
})

test('a million signs that begin something and never end it keep nobody waiting', () => {
  const from = performance.now()
  for (const sign of ['<a', '&#', '&', '\\', '\\u', '&eacut', '<!--']) {
    withoutEscapes(sign.repeat(1_000_000))
    apartFromTags(sign.repeat(1_000_000))
  }
  assert.ok(performance.now() - from < 20_000)
})
