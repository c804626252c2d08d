import assert from 'node:assert/strict'
import test from 'node:test'
import { dayName, dayTime, zoneName } from './format.ts'

test('a zone named by its offset is shown by its offset, the right way round', () => {
  const plain = (zone: string) => zoneName(zone).replace(/[\u2066\u2069]/g, '')
  assert.equal(plain('Etc/GMT+1'), 'UTC−1')
  assert.equal(plain('Etc/GMT-3'), 'UTC+3')
  assert.equal(plain('UTC'), 'UTC')
  assert.equal(plain('Africa/Bangui'), 'Africa/Bangui')
})

test('a day is said in the language of the reader; what is no day stays as it is', () => {
  assert.equal(dayName('2026-11-08', 'en'), '8 Nov 2026')
  assert.equal(dayName('2026-11-08', 'fr'), '8 nov. 2026')
  assert.match(dayName('2026-11-08', 'ar'), /8 نوفمبر 2026/)
  assert.equal(dayName('', 'en'), '')
})

test('a time has four figures and its month in letters in every language', () => {
  const at = Date.UTC(2026, 10, 8, 9, 5)
  const plain = (locale: string) => dayTime(at, 'UTC', locale).replace(/[\u2066\u2069]/g, '')
  assert.deepEqual(['en', 'fr', 'es', 'ar'].map(plain), ['8 Nov 2026, 09:05 Z', '8 nov. 2026, 09:05 Z', '8 nov 2026, 09:05 Z', '8 نوفمبر 2026، 09:05 Z'])
})
