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

test('who is told by place – units near with what they can do, movements that come by – is typed, and comes back as it was', () => {
  const wake: AlertRule['wake'] = [{ afterMinutes: 0, to: [{ role: 'COS' }, { nearKm: 15, capabilities: ['qrf', 'medical'] }, { movementsKm: 3 }] }, { afterMinutes: 5, to: [{ role: 'HOM' }] }]
  const draft = draftOf({ ...rule, figure: { of: 'killed', least: 3 }, wake })
  assert.deepEqual([draft.nearKm, draft.capabilities, draft.movementsKm, draft.later, draft.others], [15, ['qrf', 'medical'], 3, ['HOM'], []])
  assert.deepEqual(ruleOf(draft), { ...rule, figure: { of: 'killed', least: 3 }, wake })
  assert.deepEqual(ruleOf({ ...draft, now: [], nearKm: null, later: [] }).wake, [{ afterMinutes: 0, to: [{ movementsKm: 3 }] }])
  const odd: AlertRule['wake'] = [{ afterMinutes: 0, to: [{ nearKm: 5 }, { nearKm: 15, capabilities: ['eod'] }] }]
  assert.deepEqual(ruleOf(draftOf({ ...rule, wake: odd })).wake, odd, 'what the form cannot say is kept')
})

test('conditions without values, and what one alone does not need, are left out; an edit clears them', () => {
  const draft = { ...draftOf({ ...rule, count: 1 }), conditions: [{ facet: 'category', values: [] }, { facet: '', values: ['x'] }] }
  const { where, hours, nearKm } = ruleOf(draft)
  assert.deepEqual([where, hours, nearKm], [undefined, undefined, undefined])
  assert.deepEqual([editOf(ruleOf(draft))['where'], editOf(ruleOf(draft))['hours']], [null, null])
  assert.deepEqual(Object.keys(ruleOf(emptyDraft())).sort(), ['count', 'enabled', 'name', 'of', 'severity'])
})
