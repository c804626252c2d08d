import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { draftOf, editOf, emptyDraft, ruleOf } from './model.ts'

const rule: AlertRule = {
  name: 'Attacks', enabled: true, of: 'incident', where: { category: ['AC.01', 'AC.03'], actor: ['a-1'] }, areas: ['area-1'], from: 3, text: 'bridge', veracity: ['verified'], workflow: ['approved'], count: 3, hours: 6, nearKm: 5, severity: 4, wake: [{ afterMinutes: 0, to: [{ role: 'COS' }] }],
}

test('a rule with several conditions is the same after the form was opened and saved', () => {
  assert.deepEqual(ruleOf(draftOf(rule)), rule)
  assert.deepEqual(draftOf(rule).conditions, [{ facet: 'category', values: ['AC.01', 'AC.03'] }, { facet: 'actor', values: ['a-1'] }])
})

test('conditions without values, and what one alone does not need, are left out; an edit clears them', () => {
  const draft = { ...draftOf({ ...rule, count: 1 }), conditions: [{ facet: 'category', values: [] }, { facet: '', values: ['x'] }] }
  const { where, hours, nearKm } = ruleOf(draft)
  assert.deepEqual([where, hours, nearKm], [undefined, undefined, undefined])
  assert.deepEqual([editOf(ruleOf(draft))['where'], editOf(ruleOf(draft))['hours']], [null, null])
  assert.deepEqual(Object.keys(ruleOf(emptyDraft())).sort(), ['count', 'enabled', 'name', 'of', 'severity'])
})
