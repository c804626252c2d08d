import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pressuresSwapped, readVital, trendOf, unusual, VITAL_LIMITS, vitalProblem, VITALS } from './vitals.ts'

test('a systolic pressure of 1200 is refused with the range and what was meant', () => {
  assert.deepEqual(vitalProblem('sbp', 1200), { vital: 'sbp', value: 1200, min: 0, max: 300, unit: 'mmHg', fix: { value: 120, slip: 'zero' } })
  assert.deepEqual(vitalProblem('sbp', 16)?.fix, { value: 120, slip: 'kpa' })
  assert.deepEqual(vitalProblem('temp', 98.6)?.fix, { value: 37, slip: 'fahrenheit' })
  assert.deepEqual(vitalProblem('temp', 375)?.fix, { value: 37.5, slip: 'zero' })
  assert.deepEqual(vitalProblem('spo2', 0.97)?.fix, { value: 97, slip: 'fraction' })
  assert.deepEqual(vitalProblem('hr', 88.4)?.fix, { value: 88, slip: 'whole' })
  assert.equal(vitalProblem('gcs', 2)?.fix, null)
  assert.equal(vitalProblem('hr', Number.NaN)?.fix, null)
})

test('what a person can have stands: none of the limits refuses its own ends, a pulse of nothing, or a deep cold', () => {
  for (const vital of VITALS) {
    const { min, max } = VITAL_LIMITS[vital]
    assert.equal(vitalProblem(vital, min), null)
    assert.equal(vitalProblem(vital, max), null)
    assert.notEqual(vitalProblem(vital, max + 1), null)
    assert.notEqual(vitalProblem(vital, min - 1), null)
  }
  assert.equal(vitalProblem('sbp', 60), null)
  assert.equal(vitalProblem('temp', 24.5), null)
  assert.equal(vitalProblem('hr', 0), null)
})

test('every proposed fix could itself be entered', () => {
  for (const vital of VITALS) {
    for (let n = -10; n < 4000; n += 1) {
      const fix = vitalProblem(vital, n)?.fix
      assert.ok(!fix || vitalProblem(vital, fix.value) === null, `${vital} ${n} → ${fix?.value}`)
    }
  }
})

test('marks, trends, order of pressures and digits of other scripts', () => {
  assert.equal(unusual('sbp', 80), 'low')
  assert.equal(unusual('hr', 130), 'high')
  assert.equal(unusual('spo2', 97), null)
  assert.equal(trendOf('sbp', [110, 90]), 'down')
  assert.equal(trendOf('hr', [100, 104]), 'level')
  assert.equal(trendOf('hr', [100]), null)
  assert.equal(pressuresSwapped(70, 110), true)
  assert.equal(pressuresSwapped(110, 70), false)
  assert.equal(readVital(' ١٢٠ '), 120)
  assert.equal(readVital('36,8'), 36.8)
  assert.equal(readVital('120/80'), null)
})
