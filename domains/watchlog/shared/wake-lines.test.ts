import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readWake, writeWake } from './wake-lines.ts'

test('those to be called are read as they are typed, and written back the same', () => {
  const wake = readWake('Chief of staff; phone; 4001\n\nForce commander; in person\nQRF؛ radio؛ K9\nDeputy; 4002')
  assert.deepEqual(wake, [{ who: 'Chief of staff', means: 'PHONE', contact: '4001' }, { who: 'Force commander', means: 'IN-PERSON' }, { who: 'QRF', means: 'RADIO', contact: 'K9' }, { who: 'Deputy', means: 'PHONE', contact: '4002' }])
  assert.deepEqual(readWake(writeWake(wake)), wake)
})
