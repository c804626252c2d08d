import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { JsonBytes } from './json-bytes.ts'

test('bytes: numbers are written as JSON reads them, rounded to their places, none as null', () => {
  const number = fc.oneof(fc.double(), fc.double({ min: -180, max: 180 }), fc.integer({ min: -20_000_000, max: 20_000_000 }).map((n) => n / 1e7), fc.constantFrom(0, -0, 180, -180, NaN, Infinity, 99.95, 0.05, -1e-9, 214.7483648, 1e21))
  fc.assert(fc.property(number, fc.integer({ min: 0, max: 7 }), (value, places) => {
    const out = new JsonBytes()
    out.decimal(value, places)
    const text = out.taken().toString()
    const wanted = Number.isFinite(value) ? Math.round(value * 10 ** places) / 10 ** places : null
    assert.equal(JSON.parse(text), Number.isFinite(wanted) ? wanted! + 0 : null, text)
    assert.ok(!/\.\d*0$/.test(text), `no zeros at the end: ${text}`)
  }), { numRuns: 2_000 })
  fc.assert(fc.property(fc.maxSafeNat(), (value) => {
    const out = new JsonBytes()
    out.whole(value)
    assert.equal(out.taken().toString(), String(value))
  }))
})

test('bytes: texts, numbers and copied stretches stand one behind the other, however long', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 3_000 }), fc.nat()), { maxLength: 12 }), (parts) => {
    const [one, two] = [new JsonBytes(), new JsonBytes()]
    const places = parts.map((part) => {
      const begin = one.length
      if (typeof part === 'string') {
        one.text(part)
      } else {
        one.whole(part)
      }
      return [begin, one.length] as const
    })
    places.toReversed().forEach(([begin, end]) => two.copy(one, begin, end))
    assert.equal(one.taken().toString(), parts.join(''))
    assert.equal(two.taken().toString(), parts.toReversed().join(''))
    const kept = one.taken()
    one.clear()
    one.text('x')
    assert.deepEqual([one.taken().toString(), kept.toString()], ['x', parts.join('')])
  }))
})
