import assert from 'node:assert/strict'
import { test } from 'node:test'
import ms from 'milsymbol'
import { TAXONOMY } from '../shared/taxonomy.ts'
import { symbolOf } from './symbols.ts'

test('every category has a sign of ours and a code the military standard has', () => {
  for (const { code } of TAXONOMY.entries) {
    const symbol = symbolOf(code)
    assert.ok(symbol, `${code} has no sign`)
    assert.ok(new ms.Symbol(symbol.sidc).isValid(), `${code}: ${symbol.sidc} is not in the standard`)
  }
})

test('a category nobody knows has no sign, so that it is drawn as unknown', () => {
  assert.equal(symbolOf('ZZ.99'), undefined)
  assert.equal(symbolOf(''), undefined)
})
