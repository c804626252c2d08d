import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Alert } from '../alert.ts'
import { sayAlert } from './say.ts'
import { withLocal } from './times.ts'

const at = Date.UTC(2026, 7, 18, 13, 45)
const alert: Alert = {
  rule: 'movement-lost', subject: 's', episode: '1', severity: 4, at: new Date(at).toISOString(),
  title: { en: 'No contact with K31 since 1315Z', fr: 'Sans contact avec K31 depuis 1315Z', es: 'Sin contacto con K31 desde las 1315Z', ar: 'لا اتصال مع \u2068K31\u2069 منذ \u20681315Z\u2069' },
  text: { en: 'Check-in was due 1340Z.', fr: 'Compte rendu attendu à 1340Z.' },
}
const said = (locale: 'en' | 'fr' | 'es' | 'ar', zone = 'Africa/Bangui', plain = true) => sayAlert({ ref: 'ALT-1', alert, count: 1, drill: false, plain, url: null, mission: 'M', zone }, locale)

test('a letter gives the time of an alert mission-local and in Z, in the language of its reader', () => {
  assert.match(said('en').text, /^18 Aug 2026, 14:45 A \(181345Z AUG 26\)$/m)
  assert.match(said('fr').text, /^18 août 2026, 14:45 A \(181345Z AUG 26\)$/m)
  assert.match(said('es').text, /^18 ago 2026, 14:45 A \(181345Z AUG 26\)$/m)
  assert.match(said('ar').text, /14:45 \u2066A\u2069 \(\u2066181345Z AUG 26\u2069\)$/m)
  assert.match(said('en', 'UTC').text, /^18 Aug 2026, 13:45 Z \(181345Z AUG 26\)$/m)
  assert.doesNotMatch(said('en', 'Africa/Bangui', false).text, /AUG/, 'where the words may not go, the time does not either')
})

test('times in the words of an alert stand in a letter with the local one beside them; a text message stays short', () => {
  assert.match(said('en').text, /No contact with K31 since 1315Z \(14:15 A\)\nCheck-in was due 1340Z \(14:40 A\)\./)
  assert.match(said('ar').text, /\u20681315Z \(14:15 A\)\u2069|\u2068\u20661315Z \(14:15 A\)\u2069\u2069/)
  assert.match(said('en', 'UTC').text, /since 1315Z\n/)
  assert.equal(said('en').short, 'Alert, severity 4 ALT-1: No contact with K31 since 1315Z. 2026-08-18 13:45Z. Reply 1: seen')
})

test('a clock time is the one nearest to the alert, a written day is that day; half-hour zones and groups are left as they are read', () => {
  const midnight = Date.UTC(2026, 9, 25, 0, 10)
  assert.equal(withLocal('due 2355Z, now 0105Z', midnight, 'Europe/Paris', 'en'), 'due 2355Z (01:55 B), now 0105Z (02:05 A)', 'either side of the end of summer time')
  assert.equal(withLocal('since 2026-01-02 03:04Z', at, 'Europe/Paris', 'en'), 'since 2026-01-02 03:04Z (04:04 A)')
  assert.equal(withLocal('at 1345Z', at, 'Asia/Kabul', 'en'), 'at 1345Z (18:15 J)')
  for (const same of ['181345Z AUG 26', '1345Z (1445)', '1345Zulu', '2460Z', '12345Z']) {
    assert.equal(withLocal(same, at, 'Africa/Bangui', 'en'), same)
  }
})
