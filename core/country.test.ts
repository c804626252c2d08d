import assert from 'node:assert/strict'
import { test } from 'node:test'
import { COUNTRY_CODES, countryName } from './country.ts'
import { LOCALES } from './i18n.ts'

test('every code of a country has a name of its own in every language', () => {
  assert.equal(COUNTRY_CODES.length, 249)
  for (const locale of LOCALES) {
    assert.equal(new Set(COUNTRY_CODES.map((code) => countryName(code, locale) ?? assert.fail(`${code} ${locale}`))).size, 249, locale)
  }
})

test('names are in the language of the reader; what is no code has none', () => {
  assert.deepEqual([countryName('NOR', 'en'), countryName('CHE', 'fr'), countryName('COD', 'es'), countryName('DZA', 'ar')], ['Norway', 'Suisse', 'República Democrática del Congo', 'الجزائر'])
  assert.deepEqual(['XYZ', 'NO', '', 'Norland'].map((code) => countryName(code, 'en')), [undefined, undefined, undefined, undefined])
})
