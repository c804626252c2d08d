import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DUPLICATE_THRESHOLD, likelyDuplicates, scoreDuplicate } from './duplicates.ts'
import type { Incident } from './model.ts'

const ambush: Incident = {
  type: 'INCIDENT', title: 'Ambush on patrol near Menaka', narrative: 'Patrol K31 came under fire from unidentified armed men near Menaka. One soldier injured.', category: 'AC.03',
  happened: { from: '2026-08-18T13:45:00Z', precision: 'EXACT' }, place: { lon: -22.1, lat: 5.1, precision: 2, radiusM: 500, method: 'GRID', name: 'Menaka' },
  actors: [{ name: 'UNK-ARMED', type: 'UNK', role: 'PERP_ALLEGED' }], impact: [{ group: 'UNMIL', injured: { est: 1 }, status: 'REPORTED' }],
}
const police: Incident = { ...ambush, title: 'Attaque d’une patrouille', narrative: 'La patrouille a été attaquée près de Ménaka par des hommes armés. Deux blessés.', category: 'UN.03', happened: { from: '2026-08-18T14:20:00Z', precision: 'HOUR' }, place: { lon: -22.085, lat: 5.108, precision: 3, radiusM: 2000, method: 'GAZETTEER', name: 'Ménaka' }, impact: [{ group: 'UNMIL', injured: { est: 2 }, status: 'REPORTED' }] }
const liaison: Incident = { ...ambush, title: 'Shooting heard', narrative: 'Village chief of Menakka reports shooting at a patrol in the afternoon.', category: 'AC.08', happened: { from: '2026-08-18T13:30:00Z', to: '2026-08-18T14:30:00Z', precision: 'HOUR' }, place: { lon: -22.11, lat: 5.09, precision: 3, radiusM: 2000, method: 'GAZETTEER', name: 'Menakka' }, impact: [] }
const fire: Incident = { type: 'INCIDENT', title: 'Market fire', narrative: 'Fire at the market, stalls burnt.', category: 'HZ.02', happened: { from: '2026-08-18T13:55:00Z', precision: 'EXACT' }, place: { lon: -22.1027, lat: 5.1, precision: 1, radiusM: 100, method: 'GPS', name: 'Menaka market' } }

test('three components report one ambush: each pair is suggested, with reasons', () => {
  for (const [a, b] of [[ambush, police], [ambush, liaison], [police, liaison]] as const) {
    const { score, reasons } = scoreDuplicate(a, b)
    assert.ok(score >= DUPLICATE_THRESHOLD, `${a.title} ~ ${b.title}: ${score}`)
    assert.ok(reasons.some((r) => r.code === 'time') && reasons.some((r) => r.code === 'distance'))
  }
})

test('a market fire 300 m and 10 min from a clash is not suggested', () => {
  assert.ok(scoreDuplicate(ambush, fire).score < DUPLICATE_THRESHOLD)
})

test('reports across midnight are still near each other', () => {
  const late: Incident = { ...ambush, happened: { from: '2026-08-18T23:50:00Z', precision: 'EXACT' } }
  const early: Incident = { ...ambush, happened: { from: '2026-08-19T00:10:00Z', precision: 'EXACT' } }
  assert.ok(scoreDuplicate(late, early).score >= DUPLICATE_THRESHOLD)
})

test('the score is symmetric and one with itself is the highest', () => {
  assert.equal(scoreDuplicate(ambush, police).score.toFixed(9), scoreDuplicate(police, ambush).score.toFixed(9))
  const found = likelyDuplicates(ambush, [{ data: fire }, { data: police }, { data: ambush }])
  assert.equal(found[0]?.record.data, ambush)
  assert.equal(found.length, 2)
})

test('a day apart and 50 km apart is nothing', () => {
  const far: Incident = { ...ambush, happened: { from: '2026-08-20T13:45:00Z', precision: 'EXACT' }, place: { lon: -21.6, lat: 5.1, precision: 2, radiusM: 500, method: 'GRID', name: 'Toura' } }
  assert.ok(scoreDuplicate(ambush, far).score < DUPLICATE_THRESHOLD)
})
