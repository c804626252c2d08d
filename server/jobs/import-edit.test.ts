import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeFields, sameJson, type JsonObject } from '../../core/json.ts'
import type { Action } from '../../core/record.ts'
import { importEdits, sourceOf } from './import-edit.ts'

const action = (type: string, patch: JsonObject) => ({ type, patch }) as unknown as Action

test('what the source said is what its imports wrote, whatever people wrote in between', () => {
  const history = [
    action('create', { data: { a: 1, b: 1, external: { hash: 'x' } } }),
    action('edit', { fields: { a: 'by hand' } }),
    action('approve', {}),
    action('edit', { fields: { b: 2, external: { hash: 'y' } } }),
    action('resolve', { field: 'a', take: 'value', value: 'again by hand' }),
  ]
  assert.deepEqual(sourceOf(history), { a: 1, b: 2, external: { hash: 'y' } })
  assert.deepEqual(sourceOf([action('create', { data: { a: 1 } })]), {}, 'a record made by hand has no source')
})

test('a field the source took back is cleared; one that a person has corrected alike is left', () => {
  const before = { version: 4, touched: { a: 1, b: 3, c: 1, external: 1 }, data: { a: 1, b: 'right', c: 1, external: 'x' } }
  const edits = importEdits({ b: 'right', c: 1, external: 'y' }, { a: 1, b: 'wrong', c: 1, external: 'x' }, before)
  assert.deepEqual(edits, [{ fields: { a: null, b: 'right', external: 'y' }, basedOn: 4 }])
})

const data = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom(1, 2, 3))

test('property: nothing that a person changed is overwritten, all that the source changed is taken or waits', () => {
  fc.assert(fc.property(data, data, data, (old, hand, fresh) => {
    const said = { ...old, external: 'x' }
    const row = { ...fresh, external: 'y' }
    const standing = { ...said, ...hand }
    const touched = Object.fromEntries(Object.keys(standing).map((field) => [field, sameJson((standing as JsonObject)[field] ?? null, (said as JsonObject)[field] ?? null) ? 1 : 2]))
    const [clean, contested, ...more] = importEdits(row, said, { version: 2, touched, data: standing })
    assert.equal(more.length, 0)
    const after = mergeFields(standing as JsonObject, clean?.fields ?? {})
    for (const field of ['a', 'b', 'c', 'd']) {
      const [was, stood, comes] = [(said as JsonObject)[field] ?? null, (standing as JsonObject)[field] ?? null, (row as JsonObject)[field] ?? null]
      const waits = contested !== undefined && Object.hasOwn(contested.fields, field)
      if (sameJson(was, comes)) {
        assert.deepEqual([after[field] ?? null, waits], [stood, false])
      } else if (sameJson(stood, was) || sameJson(stood, comes)) {
        assert.deepEqual([after[field] ?? null, waits], [comes, false])
      } else {
        assert.deepEqual([after[field] ?? null, waits, contested?.fields[field]], [stood, true, comes])
        assert.ok((touched[field] ?? 0) > (contested?.basedOn ?? 2), 'older than the hand edit, so it waits')
      }
    }
  }))
})
