import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRtf, rtfTexts } from './rtf-text.ts'

test('letters of RTF are read in every way they are written', () => {
  for (const written of ['B\\u233?ranger', "B\\u233\\'e9ranger", 'B\\u233eranger', 'B\\uc0\\u233 ranger', "B\\'e9ranger", "{\\b B}\\'e9ran\r\nger", "{\\rtlch\\fcs1 B}{\\rtlch\\fcs1 \\'e9ranger}", "B\\uc2\\u233\\'c3\\'a9ranger", "B\\'e9ran\\-ger", 'B\\u-65303?ranger']) {
    assert.match(rtfTexts(`{\\rtf1\\ansi Corporal ${written} left}`)[0] ?? '', /Corporal Béranger left/, written)
  }
})

test('letters of eight bits are read by the Arabic table as well, lines and what stands beside the text are apart', () => {
  assert.deepEqual(rtfTexts("{\\rtf1\\ansi\\'cd\\'d3\\'c7\\'e4}"), ['ÍÓÇä', 'حسان'])
  assert.equal(rtfTexts('{\\rtf1{\\info{\\author Kamara}{\\operator Ali}}\\pard gate\\par \\u1581?\\u1587?\\~x}')[0]?.replace(/\s+/g, ' '), ' Kamara Ali gate حس x')
})

test('what RTF is, and what is cut off, is no trouble', () => {
  assert.deepEqual([isRtf('{\\rtf1 x}'), isRtf('{"a":1}')], [true, false])
  for (const end of ['\\', "\\'", "\\'e", '\\u', '\\u-', '\\u23', '{', '}}']) {
    assert.match(rtfTexts(`{\\rtf1 gate${end}`)[0] ?? '', /gate/)
  }
})
