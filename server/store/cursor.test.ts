import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Problem } from '../../core/problem.ts'
import { readCursor, writeCursor } from './cursor.ts'

test('a cursor comes back as the place it was written for', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.string({ maxLength: 60 }), (key, id) => {
    const sort = { by: 'happened', dir: 'desc' } as const
    assert.deepEqual(readCursor({ sort, cursor: writeCursor(sort, { key, id }) }), { key: key + 0, id })
  }))
  const sort = { by: 'ref', dir: 'asc' } as const
  assert.deepEqual(readCursor({ sort, cursor: writeCursor(sort, { key: 'INC-2026-000001', id: 'x' }) }), { key: 'INC-2026-000001', id: 'x' })
  assert.equal(readCursor({}), null)
})

test('a cursor of another order, of wrong types or made up is refused, never an exception of another kind', () => {
  const refused = (query: Parameters<typeof readCursor>[0]): void => {
    assert.throws(() => readCursor(query), (error: unknown) => error instanceof Problem && error.id === 'invalid-query')
  }
  const word = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  refused({ cursor: writeCursor({ by: 'ref', dir: 'asc' }, { key: 'a', id: 'b' }) })
  refused({ cursor: writeCursor({ by: 'happened', dir: 'asc' }, { key: 1, id: 'b' }) })
  refused({ cursor: word([1, 'happened', 'desc', 'text', 'id']) })
  refused({ cursor: word([1, 'happened', 'desc', null, 'id']) })
  refused({ cursor: word([1, 'happened', 'desc', 5, { id: 1 }]) })
  refused({ cursor: word([2, 'happened', 'desc', 5, 'id']) })
  refused({ cursor: '' })
  fc.assert(fc.property(fc.string({ maxLength: 600 }), (cursor) => refused({ cursor })))
})
