import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DOMAINS } from '../../domains/index.ts'
import type { Schema } from '../api/types.ts'
import { changedFields, fieldsOf, isEmpty, missing, problemsAt, problemsByField, withMember } from './model.ts'
import type { FieldModel } from './model.ts'

const kinds = DOMAINS.flatMap((d) => d.kinds)
const field = (kind: string, key: string): FieldModel => {
  const found = kinds.find((k) => k.name === kind)!
  return fieldsOf(JSON.parse(JSON.stringify(found.data)) as Schema, found.fields).find((f) => f.key === key)!
}

test('every shipped kind gives a form, and no field falls back to raw JSON unless its kind says so', () => {
  for (const kind of kinds) {
    const fields = fieldsOf(JSON.parse(JSON.stringify(kind.data)) as Schema, kind.fields)
    assert.ok(fields.length > 0, kind.name)
    for (const f of fields) {
      const tuple = ['bounds', 'point', 'own'].includes(f.key)
      assert.ok(f.widget !== 'json' || tuple || kind.fields[f.key]?.widget === 'json', `${kind.name}.${f.key}`)
    }
  }
})

test('fields take the form their schema and rules ask for', () => {
  assert.equal(field('incident', 'category').widget, 'category')
  assert.equal(field('incident', 'happened').widget, 'interval')
  assert.equal(field('incident', 'reported').widget, 'time')
  assert.equal(field('incident', 'place').widget, 'place')
  assert.equal(field('incident', 'narrative').widget, 'multiline')
  assert.deepEqual([field('incident', 'type').widget, field('incident', 'type').options, field('incident', 'type').required], ['choice', ['INCIDENT', 'EVENT', 'ACTIVITY'], true])
  assert.equal(field('incident', 'tags').widget, 'words')
  assert.equal(field('incident', 'flags').widget, 'choices')
  assert.deepEqual(field('incident', 'impact').fields.map((f) => f.widget).slice(0, 2), ['choice', 'group'])
  assert.deepEqual([field('incident', 'severity').widget, field('incident', 'severity').min, field('incident', 'severity').max], ['integer', 1, 5])
  const consent = field('technology', 'consent')
  assert.equal(consent.widget, 'group')
  assert.equal(consent.fields.find((f) => f.key === 'from')?.widget, 'date')
  assert.equal(fieldsOf({ type: 'object', properties: { external: { type: 'string' } } }, { external: { widget: 'hidden' } }).length, 0)
})

test('a save sends what changed, and null for what was cleared', () => {
  assert.deepEqual(changedFields({ a: 1, b: 'x', c: [1], d: '' }, { a: 1, b: 'y', c: [], e: { f: 2 } }), { b: 'y', c: null, e: { f: 2 } })
  assert.deepEqual(changedFields({ a: { b: 1 } }, { a: { b: 1 } }), {})
})

test('an emptied member goes away', () => {
  assert.deepEqual(withMember({ a: 1, b: 2 }, 'a', ''), { b: 2 })
  assert.ok(isEmpty({ a: undefined }) && isEmpty([]) && !isEmpty(0) && !isEmpty(false))
})

test('problems find their field whatever they point into', () => {
  const map = problemsByField([{ path: '/data/title', problem: 'a' }, { path: '/patch/fields/title', problem: 'b' }, { path: 'title', problem: 'c' }, { path: '/sources/0/reliability', problem: 'd' }])
  assert.deepEqual(problemsAt(map, '/title', false).map((p) => p.problem), ['a', 'b', 'c'])
  assert.deepEqual(problemsAt(map, '/sources', true).map((p) => p.problem), ['d'])
  assert.deepEqual(problemsAt(map, '/sources', false), [])
})

test('required fields that are empty are named before anything is sent', () => {
  const fields = fieldsOf({ type: 'object', required: ['title', 'kind'], properties: { title: { type: 'string' }, kind: { type: 'string' }, note: { type: 'string' } } })
  assert.deepEqual(missing(fields, { kind: 'x' }, 'needed'), [{ path: '/title', problem: 'needed' }])
  assert.deepEqual(missing(fields, { kind: 'x', title: '' }, 'needed', { kind: 'x', title: '' }), [], 'taken in empty, still empty')
  assert.deepEqual(missing(fields, { kind: 'x' }, 'needed', { kind: 'x', title: 'a' }), [{ path: '/title', problem: 'needed' }], 'emptied here')
})
