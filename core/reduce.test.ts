import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Type } from 'typebox'
import { standardActions } from './actions.ts'
import { canonical } from './json.ts'
import { defineKind } from './kind.ts'
import { Problem } from './problem.ts'
import type { Action, VigieRecord } from './record.ts'
import { reduce, replay } from './reduce.ts'

const Club = Type.Object({ name: Type.String(), members: Type.Optional(Type.Integer()), court: Type.Optional(Type.String()) })
type Club = { name: string; members?: number; court?: string }
/** A fixture no domain owns, so that the spine is tested for what it is. */
const club = defineKind<Club>({
  name: 'club', version: 1, prefix: 'CLB', data: Club, fields: {}, approval: true, veracity: true, read: '*', create: '*',
  actions: standardActions<Club>({ edit: '*', submit: '*', approve: '*', verify: '*', retract: '*', handle: '*', erase: '*' }),
  facets: {}, project: (d) => ({ title: d.name, text: d.name, happened: null, reported: null, place: null, severity: 0, facets: {} }),
  handling: (owner) => ({ level: 'U', compartments: [], owner, releasableTo: ['*'], caveats: [] }), texts: {},
})

const base = { node: 'n', record: 'r1', kind: 'club', role: 'JOC-DO', at: '2026-01-01T00:00:00Z', reason: null, purpose: null }
let seq = 0
const action = (type: string, patch: Action['patch'], more: Partial<Action> = {}): Action => {
  seq += 1
  return { ...base, id: `a${seq}`, seq, type, actor: 'anna', receivedAt: `2026-01-01T00:00:${String(seq % 60).padStart(2, '0')}Z`, basedOn: null, patch, ...more }
}
const create = () => action('create', { ref: 'CLB-1', handling: { level: 'U', compartments: [], owner: 'X', releasableTo: [], caveats: [] }, data: { name: 'Ace', members: 3 } })
const run = (...actions: Action[]): VigieRecord => replay(club, actions) as VigieRecord

test('an edit changes its fields, counts a version and says who', () => {
  const record = run(create(), action('edit', { fields: { members: 5 } }, { basedOn: 1, actor: 'bo' }))
  assert.deepEqual(record.data, { name: 'Ace', members: 5 })
  assert.equal(record.version, 2)
  assert.equal(record.updatedBy, 'bo')
})

test('null clears a field', () => {
  assert.deepEqual(run(create(), action('edit', { fields: { members: null } }, { basedOn: 1 })).data, { name: 'Ace' })
})

test('two people edit different fields: both stand', () => {
  const record = run(create(), action('edit', { fields: { members: 5 } }, { basedOn: 1 }), action('edit', { fields: { court: 'grass' } }, { basedOn: 1, actor: 'bo' }))
  assert.deepEqual(record.data, { name: 'Ace', members: 5, court: 'grass' })
  assert.equal(record.contested.length, 0)
})

test('two people edit one field: the first stands, the second waits, neither is lost', () => {
  const second = action('edit', { fields: { members: 7 } }, { basedOn: 1, actor: 'bo' })
  const record = run(create(), action('edit', { fields: { members: 5 } }, { basedOn: 1 }), second)
  assert.equal(record.data['members'], 5)
  assert.deepEqual(record.contested.map((c) => [c.field, c.value, c.by]), [['members', 7, 'bo']])
  const theirs = reduce(club, record, action('resolve', { action: second.id, field: 'members', take: 'theirs' }, { basedOn: 3 }))
  assert.equal(theirs.data['members'], 7)
  assert.equal(theirs.contested.length, 0)
  const third = reduce(club, record, action('resolve', { action: second.id, field: 'members', take: 'value', value: 6 }, { basedOn: 3 }))
  assert.equal(third.data['members'], 6)
  assert.throws(() => reduce(club, theirs, action('resolve', { action: second.id, field: 'members', take: 'standing' })), (e: unknown) => e instanceof Problem && e.id === 'wrong-state')
})

test('the same value from two people is no conflict', () => {
  const record = run(create(), action('edit', { fields: { members: 5 } }, { basedOn: 1 }), action('edit', { fields: { members: 5 } }, { basedOn: 1, actor: 'bo' }))
  assert.equal(record.contested.length, 0)
})

test('approval and veracity never touch each other', () => {
  const record = run(create(), action('approve', {}), action('refute', {}, { reason: 'seen otherwise' }))
  assert.equal(record.workflow, 'approved')
  assert.equal(record.veracity, 'refuted')
})

test('audit actions change nothing', () => {
  const record = run(create())
  assert.equal(reduce(club, record, action('read', {})), record)
})

test('creating twice and acting on nothing are refused', () => {
  assert.throws(() => run(create(), create()), /exists already/)
  assert.throws(() => run(action('edit', { fields: {} })), /needs a record/)
})

test('property: replay is deterministic and bit for bit, whatever the edits', () => {
  const edit = fc.record({ field: fc.constantFrom('name', 'members', 'court'), value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)), basedOn: fc.integer({ min: 1, max: 6 }), who: fc.constantFrom('anna', 'bo') })
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 12 }), (edits) => {
      const actions = [create(), ...edits.map((e) => action('edit', { fields: { [e.field]: e.value } }, { basedOn: e.basedOn, actor: e.who }))]
      const frozen = JSON.parse(JSON.stringify(actions)) as Action[]
      assert.equal(canonical(replay(club, actions)), canonical(replay(club, frozen)))
      assert.deepEqual(actions, frozen)
      assert.equal(replay(club, actions)?.version, actions.length)
    }),
  )
})
