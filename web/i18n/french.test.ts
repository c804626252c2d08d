import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeset } from './french.ts'

test('in French no line begins with a sign that belongs to the word before it', () => {
  assert.equal(typeset('Gardé ; « sitrep » : prêt ? Oui !', 'fr'), 'Gardé\u202f; «\u00a0sitrep\u00a0»\u00a0: prêt\u202f? Oui\u202f!')
  assert.equal(typeset('Kept ; as is :', 'en'), 'Kept ; as is :')
  assert.equal(typeset('08:30, https://x.example/?a=1;b', 'fr'), '08:30, https://x.example/?a=1;b')
})
