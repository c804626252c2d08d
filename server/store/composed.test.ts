import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { canonical } from '../../core/json.ts'
import { composed, type Known } from './composed.ts'

test('a text put together from known parts is the canonical text', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.option(fc.jsonValue(), { nil: undefined })), (value) => {
      const known: Known = new Map()
      for (const member of Object.values(value)) {
        if (typeof member === 'object' && member !== null) {
          known.set(member, canonical(member))
        }
      }
      assert.equal(composed(value, known), canonical(value))
      assert.equal(composed(value, new Map()), canonical(value))
    }),
  )
})
