import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Problem } from '../../core/problem.ts'
import type { NewAction } from '../../core/record.ts'
import { action, ENGINES, freshId, ground, reader, report, SYSTEM } from '../../test/store.ts'

const chief = reader('chief')

function define(record: string, data: NewAction['patch']): NewAction {
  return { id: freshId('act'), record, kind: 'own-kind', type: 'create', at: '2026-08-18T13:45:00Z', basedOn: null, patch: { data } }
}

const well = { name: 'own-well', prefix: 'WEL', label: { en: 'Well', fr: 'Puits' }, approval: false, fields: [{ key: 'state', label: { en: 'State' }, type: 'choice', choices: ['works', 'dry'], facet: true }, { key: 'note', label: { en: 'Note' }, type: 'text' }] }
const added = { name: 'own-incident-more', prefix: 'XIN', label: { en: 'More' }, approval: false, extends: 'incident', fields: [{ key: 'road', label: { en: 'Road' }, type: 'text', facet: true }] }

for (const engine of ENGINES) {
  describe(`kinds and fields a mission defines, on ${engine.name}`, { skip: engine.skip }, () => {
    test('they work at once, change, survive a restart, and everything still verifies', async (t) => {
      const place = await ground(engine.name)
      t.after(() => place.remove())
      let store = await place.open()
      await store.warmed()
      await store.commit(SYSTEM, [define('def-well', well)])
      const [made] = await store.commit(chief, [{ ...report(), kind: 'own-well', patch: { data: { title: 'Well of Oulou', state: 'dry', note: 'pumpe broken' } } }])
      assert.ok(made)
      assert.match(made.record.ref, /^WEL-/)
      await assert.rejects(store.commit(chief, [{ ...report(), kind: 'own-well', patch: { data: { title: 'x', state: 'wet' } } }]), (error: Problem) => error.id === 'invalid-input')
      assert.equal((await store.list(chief, { kind: 'own-well', where: { state: ['dry'] }, text: 'pump' })).total, 1)
      await store.warmed()
      assert.equal((await store.list(chief, { kind: 'own-well', where: { state: ['dry'] }, text: 'pump' })).total, 1)

      const [incident] = await store.commit(chief, [report({ own: { road: 'RN4' } })])
      assert.ok(incident)
      await store.commit(SYSTEM, [define('def-more', added)])
      await store.warmed()
      assert.equal(await store.count(chief, { kind: 'incident', where: { 'own.road': ['RN4'] }, text: 'rn4' }), 1)

      const definition = (await store.get(SYSTEM, 'def-well'))?.record
      assert.ok(definition)
      await store.commit(SYSTEM, [action(definition, 'edit', { fields: { fields: [{ key: 'state', label: { en: 'State' }, type: 'choice', choices: ['works', 'dry', 'salty'] }] } })])
      await assert.rejects(store.list(chief, { kind: 'own-well', where: { state: ['dry'] } }), (error: Problem) => error.id === 'invalid-query')
      await assert.rejects(store.commit(SYSTEM, [action(definition, 'edit', { fields: { prefix: 'XXX' } }, { basedOn: null })]), (error: Problem) => error.id === 'rule-broken')
      await assert.rejects(store.commit(SYSTEM, [define('def-twin', { ...well, name: 'own-other', prefix: 'INC' })]), (error: Problem) => error.id === 'duplicate')
      await store.close()

      store = await place.open()
      assert.equal((await store.get(chief, made.record.id))?.record.ref, made.record.ref)
      assert.equal(await store.count(chief, { kind: 'incident', where: { 'own.road': ['RN4'] } }), 1)
      const outcome = await store.verify({ replay: true })
      assert.equal(outcome.broken, null)
    })
  })
}
