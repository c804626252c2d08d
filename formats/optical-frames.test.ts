import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { JsonObject } from '../core/json.ts'
import { opticalBytes, OpticalCollector, opticalFrames } from './optical-frames.ts'

const WORDS = ['signs', 'events', 'at', ...Array.from({ length: 200 }, (_, i) => `word-${i}`)]
const USE = { mark: 'VM', words: WORDS }
const read = (frames: readonly string[]) => {
  const answer = new OpticalCollector(USE).take(frames.join('\n'))
  return answer.ok ? answer.value : null
}
const time = fc.date({ min: new Date('2000-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }).map((d) => d.toISOString())
const leaf = fc.oneof(time, fc.uuid(), fc.integer(), fc.integer({ min: -5, max: 200 }), fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (Object.is(n, -0) ? 0 : n)), fc.boolean(), fc.constant(null), fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed()), fc.constantFrom(...WORDS, 'قَصف', ''))
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 20 }), fc.dictionary(fc.string({ maxLength: 12 }), tie('value'), { maxKeys: 20, noNullPrototype: true })),
}))
const state = fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('signs', 'events', '__proto__')), value, { maxKeys: 12, noNullPrototype: true }) as fc.Arbitrary<JsonObject>

test('any state comes out of its frames as it went in, in any order, twice, and mixed with another one', () => {
  fc.assert(fc.property(state, state, fc.integer({ min: 8, max: 600 }), fc.integer(), (one, other, size, seed) => {
    const frames = opticalFrames(one, USE, size)
    assert.deepEqual(read(frames), one)
    const strangers = opticalFrames(other, USE, size)
    const mixed = [...strangers.slice(0, -1), ...shuffled([...frames, ...frames.slice(0, 3)], seed)]
    const collector = new OpticalCollector(USE)
    let got: JsonObject | null = null
    for (const frame of mixed) {
      const answer = collector.take(frame)
      got = answer.ok ? answer.value : got
    }
    assert.deepEqual(got, one)
  }), { numRuns: 200 })
})

test('a code with one character changed, one frame missing or anything else written in it gives nothing', () => {
  fc.assert(fc.property(state, fc.nat(), fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), (one, where, letter) => {
    const frames = opticalFrames(one, USE, 200)
    const [n, text] = [where % frames.length, frames[where % frames.length] ?? '']
    const body = text.lastIndexOf(':') + 1
    const at = body + (where % (text.length - body))
    const changed = text.slice(0, at) + letter + text.slice(at + 1)
    const got = read(frames.with(n, changed))
    // The last character may hold bits that no byte uses.
    assert.ok(changed === text || got === null || at === text.length - 1, `${text} ${changed}`)
    assert.ok(frames.length === 1 || read(frames.toSpliced(n, 1)) === null)
  }), { numRuns: 200 })
  fc.assert(fc.property(fc.string(), (text) => {
    assert.equal(new OpticalCollector(USE).take(text).ok, false)
  }))
  assert.deepEqual(new OpticalCollector(USE).take('VM3:ABCD:1/1:000'), { ok: false, have: 0, of: 0, fault: 'other-version' })
})

test('a seal comes out as it went in, with the bytes it stands over', () => {
  fc.assert(fc.property(state, fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.integer({ min: 20, max: 600 }), (one, seal, size) => {
    const answer = new OpticalCollector(USE).take(opticalFrames(one, USE, size, seal).join(' '))
    assert.ok(answer.ok)
    assert.deepEqual([answer.value, answer.seal, answer.bytes], [one, seal, opticalBytes(one, USE)])
  }), { numRuns: 60 })
})

test('small letters and line breaks of a paste are taken as meant', () => {
  const one: JsonObject = { note: 'left thigh, tourniquet 14:05', signs: [{ hr: 120, at: '2026-08-18T14:05:00.000Z' }] }
  const frames = opticalFrames(one, USE, 20)
  assert.ok(frames.length > 2)
  assert.deepEqual(read([`\n ${frames.join(' \r\n').toLowerCase()} `]), one)
})

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items.map((item, i) => ({ item, key: Math.sin(seed % 1000 + i * 7.31) })).sort((a, b) => a.key - b.key).map(({ item }) => item)
}
