import assert from 'node:assert/strict'
import test from 'node:test'
import { ageLong, ageText, dayName, dayTime, zoneName } from './format.ts'

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

test('an age has its unit set off as its language does, and never at the end of a line', () => {
  const ages = [5_000, 5 * 60_000, 3 * 3_600_000, 5 * 86_400_000]
  assert.deepEqual(ages.map((ms) => ageText(ms, 'fr')), ['5\u00a0s', '5\u00a0min', '3\u00a0h', '5\u00a0j'])
  assert.deepEqual(ages.map((ms) => ageText(ms, 'es')), ['5\u00a0s', '5\u00a0min', '3\u00a0h', '5\u00a0d'])
  assert.deepEqual(ages.map((ms) => ageText(ms, 'en')), ['5s', '5m', '3h', '5d'])
  assert.equal(ageLong(2 * 3_600_000 + 10 * 60_000, 'fr'), '2\u00a0h 10\u00a0min')
})
