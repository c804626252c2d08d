import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typeset } from './french.ts'

test('in French no line begins with a sign that belongs to the word before it', () => {
  assert.equal(typeset('Gardé ; « sitrep » : prêt ? Oui !', 'fr'), 'Gardé\u202f; «\u00a0sitrep\u00a0»\u00a0: prêt\u202f? Oui\u202f!')
  assert.equal(typeset('convoi arrêté !envoyer dépannage', 'fr'), 'convoi arrêté !envoyer dépannage', 'a sign that is typed before a word stays beside it')
  assert.equal(typeset('Kept ; as is :', 'en'), 'Kept ; as is :')
  assert.equal(typeset('08:30, https://x.example/?a=1;b', 'fr'), '08:30, https://x.example/?a=1;b')
})

test('in French a number keeps its unit on its line', () => {
  assert.equal(typeset('après 15 min, à 40 km/h sur 3 km ou 80 % de 12 t', 'fr'), 'après 15\u00a0min, à 40\u00a0km/h sur 3\u00a0km ou 80\u00a0% de 12\u00a0t')
  assert.equal(typeset('3 mois, 2 sur 5, 4 heures, le 8 juin', 'fr'), '3 mois, 2 sur 5, 4 heures, le 8 juin')
  assert.equal(typeset('after 15 min', 'en'), 'after 15 min')
})
