import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Workflow } from '../../core/record.ts'
import { WORKFLOWS } from '../../core/record.ts'
import { inverse } from './undo.ts'
import type { Stood } from './undo.ts'

const stood = (more: Partial<Stood> = {}): Stood => ({
  workflow: 'submitted', veracity: 'reported', data: { title: 'First', severity: 3 }, handling: { level: 'U', compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }, ...more,
})
const types = (before: Partial<Stood> | null, after: Partial<Stood>, type: string, patch = {}): string[] | null => inverse({ type, patch, before: before === null ? null : stood(before), after: stood(after) })?.map((s) => s.type) ?? null

test('an edit is taken back field by field, a field that was new is cleared', () => {
  const after = stood({ data: { title: 'Second', severity: 3, bluf: 'New' } })
  assert.deepEqual(inverse({ type: 'edit', patch: { fields: { title: 'Second', bluf: 'New' } }, before: stood(), after }), [{ type: 'edit', patch: { fields: { title: 'First', bluf: null } }, reason: false }])
})

test('a field that lost to somebody else is not touched; an edit that lost wholly has nothing to undo', () => {
  const after = stood({ data: { title: 'First', severity: 5 } })
  assert.deepEqual(inverse({ type: 'edit', patch: { fields: { title: 'Second', severity: 5 } }, before: stood(), after })?.[0]?.patch, { fields: { severity: 3 } })
  assert.equal(inverse({ type: 'edit', patch: { fields: { title: 'Second' } }, before: stood(), after: stood() }), null)
})

test('a decision on a contested value is taken back as the value that stood', () => {
  assert.deepEqual(inverse({ type: 'resolve', patch: { field: 'title', action: 'x', take: 'theirs' }, before: stood(), after: stood({ data: { title: 'Theirs', severity: 3 } }) })?.[0]?.patch, { fields: { title: 'First' } })
})

test('states go back by the shortest way there is, and never through a withdrawal', () => {
  assert.deepEqual(types({ workflow: 'submitted' }, { workflow: 'approved' }, 'approve'), ['return', 'submit'])
  assert.deepEqual(types({ workflow: 'approved' }, { workflow: 'returned' }, 'return'), ['submit', 'approve'])
  assert.deepEqual(types({ workflow: 'approved' }, { workflow: 'retracted' }, 'retract'), ['reinstate', 'approve'])
  assert.deepEqual(types({ workflow: 'retracted' }, { workflow: 'submitted' }, 'reinstate'), ['retract'])
  assert.equal(types({ workflow: 'draft' }, { workflow: 'submitted' }, 'submit'), null)
  for (const from of WORKFLOWS) {
    for (const to of WORKFLOWS.filter((w): w is Exclude<Workflow, 'retracted'> => w !== 'retracted' && w !== from)) {
      assert.ok(!types({ workflow: to }, { workflow: from }, 'x')?.includes('retract'))
    }
  }
})

test('belief goes back to what it was; to "reported" no action leads', () => {
  assert.deepEqual(types({ veracity: 'corroborated' }, { veracity: 'verified' }, 'verify'), ['corroborate'])
  assert.deepEqual(types({ veracity: 'refuted' }, { veracity: 'verified' }, 'verify'), ['refute'])
  assert.equal(types({ veracity: 'reported' }, { veracity: 'under-verification' }, 'start-verification'), null)
})

test('what was made is withdrawn with a reason, handling is set back, what changed nothing has no inverse', () => {
  assert.deepEqual(inverse({ type: 'create', patch: {}, before: null, after: stood() }), [{ type: 'retract', patch: {}, reason: true }])
  const before = stood()
  assert.deepEqual(inverse({ type: 'handle', patch: {}, before, after: stood({ handling: { ...before.handling, level: 'C' } }) }), [{ type: 'handle', patch: { handling: before.handling }, reason: true }])
  assert.equal(types({}, {}, 'approve'), null)
})
