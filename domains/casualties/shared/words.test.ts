import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LOCALES } from '../../../core/i18n.ts'
import { CAPABILITIES } from './vocabulary.ts'
import { CAPABILITY_WORDS } from './words.ts'

test('what a facility can do has words in every language, each its own and none a code', () => {
  for (const locale of LOCALES) {
    const words = CAPABILITIES.map((one) => CAPABILITY_WORDS[one][locale] ?? assert.fail(`${one} ${locale}`))
    assert.equal(new Set(words).size, CAPABILITIES.length, locale)
    assert.ok(words.every((word) => !(CAPABILITIES as readonly string[]).includes(word)), locale)
  }
})
