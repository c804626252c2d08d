import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Compile } from 'typebox/compile'
import { Instant, SentInstant } from './instant.ts'

const [stored, sent] = [Compile(Instant), Compile(SentInstant)]

test('what fits is a time', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
  fc.assert(fc.property(fc.integer({ min: 0, max: 9999 }), two(13), two(32), two(25), two(61), two(61), fc.constantFrom('Z', '+05:30', '-14:00'), (year, month, day, hour, minute, second, zone) => {
    const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}${zone}`
    for (const check of [stored, sent]) {
      assert.ok(!check.Check(text) || Number.isFinite(Date.parse(text)), text)
    }
  }), { numRuns: 20_000 })
  for (const day of ['2026-02-31', '2026-04-31', '0000-01-01', '9999-12-31']) {
    assert.ok(Number.isFinite(Date.parse(`${day}T23:59:59Z`)) && stored.Check(`${day}T23:59:59Z`))
  }
})

test('every moment a computer writes fits, and what is none does not', () => {
  fc.assert(fc.property(fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
    assert.ok(stored.Check(date.toISOString()) && sent.Check(date.toISOString()))
  }))
  for (const wrong of ['', 'now', '2026-13-01T00:00:00Z', '2026-01-32T00:00:00Z', '2026-01-01T24:00:00Z', '2026-01-01T00:60:00Z', '2026-01-01T00:00:61Z', '2026-01-01', '2026-01-01T00:00:00', 'x'.repeat(24)]) {
    assert.ok(!stored.Check(wrong) && !sent.Check(wrong), wrong)
  }
  assert.ok(stored.Check('2026-08-18T13:45Z') && sent.Check('2026-08-18T13:45:00.123456Z') && sent.Check('2026-08-18T13:45:00+02:00'))
})
