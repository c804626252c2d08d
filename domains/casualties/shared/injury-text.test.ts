import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInjuries } from './injury-text.ts'

test('what is typed of injuries in four languages is read', () => {
  const thigh = { region: 'thigh', side: 'left', kind: 'gunshot' }
  assert.deepEqual(readInjuries('GSW L thigh'), [thigh])
  assert.deepEqual(readInjuries('balle cuisse gauche'), [thigh])
  assert.deepEqual(readInjuries('disparo muslo izquierdo'), [thigh])
  assert.deepEqual(readInjuries('طلق في الفخذ الأيسر'), [thigh])
  assert.deepEqual(readInjuries('frag chest, burns both hands and fracture R arm'), [
    { region: 'chest', side: 'middle', kind: 'fragment' }, { region: 'hand', side: 'both', kind: 'burn' }, { region: 'upper-arm', side: 'right', kind: 'fracture' },
  ])
  assert.deepEqual(readInjuries('unconscious, pale'), [])
  assert.deepEqual(readInjuries('abdomen'), [{ region: 'abdomen', side: 'middle', kind: 'other' }])
})
