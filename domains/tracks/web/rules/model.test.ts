import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkRule, type TrackRule } from '../../shared/rules/rule.ts'
import { draftOf, editOf, emptyDraft, readCorners, ruleOf } from './model.ts'

test('corners are read as they are typed, and the first line that is none is named', () => {
  assert.deepEqual(readCorners('4.1, 18.2\n\n-4.5 18'), { corners: [[18.2, 4.1], [18, -4.5]], bad: null })
  assert.equal(readCorners('4, 18\nnorth').bad, 2)
  assert.equal(readCorners('95, 18').bad, 1)
})

test('a rule comes back as it was, and what it does not need is left out and cleared', () => {
  const rule: TrackRule = { name: 'R', enabled: true, condition: 'dwell', severity: 4, minutes: 10, shape: { is: 'polygon', corners: [[18, 4], [19, 4], [19, 5], [18, 4]] }, who: { sorts: ['uas'] } }
  assert.deepEqual(ruleOf(draftOf(rule)), rule)
  const turned = ruleOf({ ...draftOf(rule), rule: { ...rule, condition: 'enter', kmh: 5, capability: 'qrf', who: { sorts: [] } } })
  assert.deepEqual([turned.minutes, turned.kmh, turned.capability, turned.who], [undefined, undefined, undefined, undefined])
  assert.deepEqual(checkRule(turned), [])
  assert.equal(editOf(turned)['minutes'], null)
  assert.equal(checkRule(ruleOf(emptyDraft())).length, 1)
})
