import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { canonical } from './json.ts'

test('canonical text does not depend on the order of keys and reads back as the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonical(value)
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)))
      assert.equal(canonical(shuffled(value)), text)
    }),
  )
})

test('keys are sorted by code unit, also those that look like numbers; undefined members are left out', () => {
  assert.equal(canonical({ b: 1, a: { z: [], '9': 1, '10': 2 }, u: undefined }), '{"a":{"10":2,"9":1,"z":[]},"b":1}')
  assert.equal(canonical({ é: 1, e: 2, Z: 3, '': 4 }), '{"":4,"Z":3,"e":2,"é":1}')
  assert.equal(canonical([undefined, { a: undefined }]), '[null,{}]')
})

test('what JSON cannot hold is refused', () => {
  for (const value of [Number.NaN, Infinity, undefined, () => 1, Symbol('x'), 1n]) {
    assert.throws(() => canonical(value), TypeError)
    assert.throws(() => canonical({ a: [value === undefined ? () => 1 : value] }), TypeError)
  }
})

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(shuffled)
  }
  if (typeof value !== 'object' || value === null) {
    return value
  }
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, shuffled(member)]))
}
