import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { derivedId, sha256Hex } from './digest.ts'

test('agrees with another implementation at every length around the blocks', () => {
  for (let n = 0; n < 200; n++) {
    assert.equal(sha256Hex('é'.repeat(n)), createHash('sha256').update('é'.repeat(n)).digest('hex'))
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => assert.equal(sha256Hex(text), createHash('sha256').update(text).digest('hex'))), { numRuns: 100 })
})

test('a derived id is a UUID, follows from its parts alone, and parts do not run together', () => {
  assert.match(derivedId('a', 'b'), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(derivedId('a', 'b'), derivedId('a', 'b'))
  assert.notEqual(derivedId('ab', 'c'), derivedId('a', 'bc'))
})
