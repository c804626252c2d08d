import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LOCALES } from '../../../core/i18n.ts'
import { parseQuickLog } from './quicklog.ts'
import { bookOf, checkEdition, labelIn, layEdition, refuseCode, type Edition, type EditionEntry } from './taxonomy-editions.ts'
import { TAXONOMY } from './taxonomy.ts'

const draft = (edition: number, base: number, entries: EditionEntry[]): Edition => ({ edition, base, entries })
const inForce = (e: Edition): Edition => ({ ...e, activated: `2026-01-${String(e.edition).padStart(2, '0')}T00:00:00Z` })
const TWO = inForce(draft(2, 1, [
  { code: 'AC.07', hidden: true },
  { code: 'UN.09', label: { en: 'Drone over a UN position', fr: 'Drone au-dessus d’une position de l’ONU' } },
  { code: 'AC.12', added: true, label: { en: 'Drone attack on a market', fr: 'Attaque de marché par drone', es: 'Ataque con dron a un mercado', ar: 'هجوم بطائرة مسيّرة على سوق' }, synonyms: { fr: ['kamikaze volant'] }, acled: 'Air/drone strike' },
]))

test('an edition hides, renames and adds; old records keep the words of their own', () => {
  const book = bookOf([TWO])
  assert.equal(book.inForce.version, 2)
  assert.equal(book.inForce.entries.some((e) => e.code === 'AC.07'), false)
  assert.equal(labelIn(book, 'AC.07', 'en'), 'Ceasefire violation')
  assert.equal(labelIn(book, 'UN.09', 'en', 1), 'Hostile drone overflight')
  assert.equal(labelIn(book, 'UN.09', 'en', 2), 'Drone over a UN position')
  assert.equal(labelIn(book, 'UN.09', 'es', 2), 'Drone over a UN position (en)', 'what is not translated is told, never the old words')
  const at = book.inForce.entries.findIndex((e) => e.code === 'AC.12')
  assert.equal(book.inForce.entries[at - 1]?.code, 'AC.11')
  assert.equal(book.inForce.byCode.get('AC.12')?.acled, 'Air/drone strike')
})

test('records are taken by their own edition or the one in force', () => {
  const book = bookOf([TWO])
  assert.equal(refuseCode(book, 'AC.07', 1), null)
  assert.match(refuseCode(book, 'AC.07', 2)?.problem ?? '', /not used any more/)
  assert.equal(refuseCode(book, 'AC.12', 2), null)
  assert.equal(refuseCode(book, 'AC.12', 1), null)
  assert.match(refuseCode(bookOf([]), 'AC.12', 1)?.problem ?? '', /not a category/)
})

test('a code is never used again, nor two codes for one thing', () => {
  const paths = (entries: EditionEntry[], others: Edition[] = [TWO], edition = 3, base = 2) => checkEdition(draft(edition, base, entries), others).map((p) => p.path)
  assert.deepEqual(paths([{ code: 'AC.13', added: true, label: { en: 'Parade' } }]), [])
  assert.deepEqual(paths([{ code: 'AC.07', added: true, label: { en: 'Parade' } }]), ['/entries/0/code'])
  assert.deepEqual(paths([{ code: 'AC.07', hidden: false, label: { en: 'Parade' } }]), ['/entries/0/label/en'])
  assert.deepEqual(paths([{ code: 'AC.07', hidden: false }]), [])
  assert.deepEqual(paths([{ code: 'AC.01', label: { en: 'Ambush' } }]), ['/entries/0/label/en'])
  assert.deepEqual(paths([{ code: 'AC.13', added: true, label: { en: 'Parade' } }, { code: 'AC.14', added: true, label: { en: 'parade' } }]), ['/entries/1/label/en'])
  assert.deepEqual(paths([{ code: 'ZZ.01', added: true, label: { en: 'Parade' } }]), ['/entries/0/code'])
  assert.deepEqual(paths([{ code: 'ZZ', added: true, label: { en: 'Parades' } }, { code: 'ZZ.01', added: true, label: { en: 'Parade' } }]), [])
  assert.deepEqual(paths([], [TWO], 2, 1), ['/edition'])
  assert.deepEqual(checkEdition(inForce(draft(3, 1, [])), [TWO]).map((p) => p.path), ['/base'])
})

test('quick-log lines are read by the edition in force', () => {
  const { inForce: now } = bookOf([TWO])
  const read = (text: string) => parseQuickLog(text, { now: 0, zone: 'UTC', locale: 'fr', taxonomy: now.entries, findPlace: () => [], findActor: () => [] }).category
  assert.equal(read('kamikaze volant près du pont'), 'AC.12')
  assert.notEqual(read('ceasefire violation'), 'AC.07')
})

const entry = fc.record({ code: fc.constantFrom(...TAXONOMY.byCode.keys(), 'AC.40', 'XX', 'XX.01'), hidden: fc.boolean(), added: fc.constantFrom(true as const, undefined), en: fc.string({ minLength: 1, maxLength: 20 }), fr: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }) })

test('every code of every edition has words in four languages, and none is ever lost', () => {
  fc.assert(fc.property(fc.array(fc.array(entry, { maxLength: 8 }), { maxLength: 4 }), (many) => {
    let base = TAXONOMY
    many.forEach((changes, i) => {
      const entries = changes.map(({ code, hidden, added, en, fr }): EditionEntry => ({ code, hidden, label: { en, ...(fr === undefined ? {} : { fr }) }, ...(added ? { added } : {}) }))
      const next = layEdition(base, inForce(draft(i + 2, i + 1, entries)))
      for (const code of base.byCode.keys()) {
        assert.ok(next.byCode.has(code))
      }
      for (const { label } of next.byCode.values()) {
        LOCALES.forEach((locale) => assert.ok(label[locale].length > 0))
      }
      next.entries.forEach((e) => assert.ok(next.byCode.has(e.code)))
      base = next
    })
  }), { numRuns: 100 })
})
