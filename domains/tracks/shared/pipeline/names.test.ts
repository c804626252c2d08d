import { test } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Pages } from './columns.ts'
import { LONGEST_NAME, NameTable } from './names.ts'

test('names: found by their text, given back by their number, forgotten and numbered anew, as by a map', () => {
  const name = fc.oneof(fc.constantFrom('a', 'b', 'imei:350000000000001', 'قافلة', 'ÿ', ''), fc.string({ unit: 'binary', maxLength: 12 }))
  fc.assert(fc.property(fc.array(fc.tuple(fc.boolean(), name), { maxLength: 200 }), (steps) => {
    const table = new NameTable()
    const model = new Map<string, number>()
    for (const [add, one] of steps) {
      if (add) {
        const number = table.add(one)
        assert.equal(model.get(one) ?? number, number)
        model.set(one, number)
      } else {
        assert.equal(table.drop(model.get(one) ?? -1), model.delete(one))
      }
      assert.equal(table.size, model.size)
    }
    assert.equal(new Set(model.values()).size, model.size, 'no number twice')
    for (const [text, number] of model) {
      assert.deepEqual([table.find(text), table.of(number)], [number, text])
    }
    steps.forEach(([, one]) => assert.equal(table.find(one), model.get(one) ?? -1))
  }))
})

test('names: very many, most of them forgotten again; the others stay where they are', () => {
  const table = new NameTable()
  const count = 150_000
  for (let i = 0; i < count; i += 1) {
    assert.equal(table.add(`imei:${350_000_000_000_000 + i}`), i)
  }
  for (let i = 0; i < count; i += 1) {
    if (i % 10 !== 0) {
      table.drop(i)
    }
  }
  assert.equal(table.size, count / 10)
  for (let i = 0; i < count; i += 1) {
    const name = `imei:${350_000_000_000_000 + i}`
    assert.equal(table.find(name), i % 10 === 0 ? i : -1)
    assert.equal(table.of(i), i % 10 === 0 ? name : undefined)
  }
  assert.ok(table.add('one more') < count, 'numbers are given again')
  assert.equal(table.numbers, count)
})

test('names: as long as any may be, and not longer', () => {
  const table = new NameTable()
  const long = 'ق'.repeat(LONGEST_NAME)
  const numbers = Array.from({ length: 100 }, (_, i) => table.add(`${i}${long}`.slice(0, LONGEST_NAME)))
  numbers.forEach((number, i) => assert.equal(table.of(number), `${i}${long}`.slice(0, LONGEST_NAME)))
  assert.throws(() => table.add(`${long}x`), RangeError)
  assert.equal(table.find(`${long}x`), -1)
})

test('columns of objects in pages: nothing where nothing was put', () => {
  const pages = new Pages<string>()
  pages.set(3, undefined)
  assert.equal(pages.get(3), undefined)
  pages.set(10_000, 'x')
  pages.set(1, 'y')
  pages.set(9_000, undefined)
  assert.deepEqual([pages.get(10_000), pages.get(1), pages.get(0), pages.get(9_000), pages.get(-1), pages.get(1e6)], ['x', 'y', undefined, undefined, undefined, undefined])
})
