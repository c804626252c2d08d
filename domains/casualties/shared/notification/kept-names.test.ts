import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewAction } from '../../../../core/record.ts'
import { keptNames } from './kept-names.ts'

const duty = { compartments: [], purpose: null }

test('a search asks for a name however it is written, however little of it is, and as it sounds', () => {
  const { searched } = keptNames([{ familyName: 'الحسن', givenNames: 'Marie-Ange', number: '4711-08/B' }, { familyName: "N'Diaye" }, { familyName: 'Kamara' }])
  for (const text of ['الحسن', 'حسن', 'الح', 'marie', 'ange', 'm', '4711', '471108', '47', 'ndiaye', "N'D", 'kamara', 'KAM', 'كمارا', '"kamara gate"', 'gate kam']) {
    assert.ok(searched(duty, text), text)
  }
  for (const text of ['gate', 'okamara', '11', 'bridge zz', '']) {
    assert.equal(searched(duty, text), false, text)
  }
  assert.equal(searched({ compartments: ['PERS'], purpose: 'notify' }, 'kamara'), false)
})

test('a name is found whatever the field is called that it stands in', () => {
  const { check } = keptNames([{ familyName: 'Kamara' }])
  const edit = (fields: object) => ({ id: 'a', record: 'r', kind: 'own-translation', type: 'edit', at: '2026-08-18T14:00:00Z', basedOn: 1, patch: { fields } }) as unknown as NewAction
  for (const field of ['original', 'copy', 'key', 'thumb', 'handling', 'note']) {
    assert.throws(() => check(edit({ [field]: 'Corporal Kamara' }), null, {}), /next of kin/, field)
    assert.doesNotMatch(JSON.stringify(check(edit({ [field]: 'Corporal Kamara' }), null, { system: true })), /Kamara/, field)
  }
})

test('a name in Arabic is cut with what is written onto it', () => {
  const cut = keptNames([{ familyName: 'الحسن' }]).cutFor(duty, { kind: 'incident', handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: [], caveats: [] } })
  for (const text of ['الرقيب والحسن', 'رسالة للحسن', 'الحسن']) {
    assert.doesNotMatch(cut?.(text) ?? text, /حسن/, text)
  }
})
