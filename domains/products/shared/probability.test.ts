import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgementsIn, PROBABILITY } from './probability.ts'

test('a judgement counts when it says how likely in a word of the scale', () => {
  assert.deepEqual(judgementsIn('- The ford stays closed: likely.\n- It may rain.\n\nAn attack on Boro is very unlikely this week', 'en'), { all: 3, graded: 2 })
  assert.deepEqual(judgementsIn('La route restera fermée, c’est très probable.', 'fr'), { all: 1, graded: 1 })
  assert.deepEqual(judgementsIn('الهجوم غير مرجّح هذا الأسبوع', 'ar'), { all: 1, graded: 1 })
  assert.deepEqual(judgementsIn('The likelihood is high', 'en'), { all: 1, graded: 0 })
  assert.deepEqual(judgementsIn('', 'es'), { all: 0, graded: 0 })
})

test('the scale has no gap and no overlap', () => {
  PROBABILITY.slice(1).forEach((step, i) => assert.equal(step.from, PROBABILITY[i]?.to))
})
