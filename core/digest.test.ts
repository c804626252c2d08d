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

test('halves of pairs are what they are anywhere else, and a long text takes no time worth noticing', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd7f0, max: 0xe010 }), fc.integer({ min: 0x20, max: 0x7e })), { maxLength: 80 }), (codes) => {
    const text = String.fromCharCode(...codes)
    assert.equal(sha256Hex(text), createHash('sha256').update(text.toWellFormed()).digest('hex'))
  }), { numRuns: 500 })
  const long = 'a report of a megabyte '.repeat(45_000)
  const { user } = process.cpuUsage()
  assert.equal(sha256Hex(long), createHash('sha256').update(long).digest('hex'))
  assert.ok(process.cpuUsage({ user, system: 0 }).user < 400_000, `${Math.round(process.cpuUsage({ user, system: 0 }).user / 1000)} ms`)
})
