import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Grid } from './grid.ts'
import { Postings } from './postings.ts'
import { TextIndex } from './text-index.ts'
import { Vocabulary } from './vocabulary.ts'

function read(postings: Postings, list: number): number[] {
  const out = new Uint32Array(postings.count(list))
  assert.equal(postings.copy(list, out, 0), out.length)
  return [...out]
}

test('lists of any length come back as they were added, also after slots moved', () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(600), fc.integer({ min: 1, max: 2600 })), { minLength: 1, maxLength: 12 }), (lists) => {
    const postings = new Postings()
    const wanted = new Map<number, number[]>()
    // Round-robin, so that blocks of different lists lie between each other.
    const longest = Math.max(...lists.map(([, length]) => length))
    for (let slot = 0; slot < longest; slot += 1) {
      for (const [list, length] of lists) {
        const own = wanted.get(list) ?? []
        if (slot < length && own.at(-1) !== slot) {
          own.push(slot)
          wanted.set(list, own)
        }
        if (slot < length) {
          postings.add(list, slot)
        }
      }
    }
    wanted.forEach((slots, list) => assert.deepEqual(read(postings, list), slots))
    let next = 0
    const moved = Uint32Array.from({ length: longest }, (_, slot) => (slot % 3 === 0 ? 0xffffffff : next++))
    const after = postings.remapped(moved)
    wanted.forEach((slots, list) => assert.deepEqual(read(after, list), slots.filter((slot) => slot % 3 !== 0).map((slot) => moved[slot])))
    assert.deepEqual(read(postings, 5000), [])
  }), { numRuns: 40 })
})

test('words that begin alike are found among thousands, whether merged or waiting', () => {
  const vocabulary = new Vocabulary()
  const words: string[] = []
  fc.sample(fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', 'م', 'ك', '1'), minLength: 1, maxLength: 6 }), { seed: 1, numRuns: 6000 }).forEach((word, i) => {
    const number = vocabulary.intern(word)
    if (number === words.length) {
      words.push(word)
    }
    assert.equal(words[number], word)
    if (i % 97 === 0) {
      const prefix = word.slice(0, 2)
      assert.deepEqual(vocabulary.startingWith(prefix).sort((a, b) => a - b), words.flatMap((one, n) => (one.startsWith(prefix) ? [n] : [])))
    }
  })
  assert.equal(vocabulary.size, words.length)
  assert.ok(words.length > 1500)
  assert.equal(vocabulary.startingWith('').length, words.length)
})

test('a text search finds the slots that have every word, each once, again and again', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 3 })
  fc.assert(fc.property(fc.array(fc.uniqueArray(word, { maxLength: 6 }), { minLength: 1, maxLength: 80 }), fc.array(fc.uniqueArray(word, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 10 }), (texts, searches) => {
    const index = new TextIndex()
    texts.forEach((words, slot) => index.add(slot, words))
    for (const search of searches) {
      const wanted = texts.flatMap((words, slot) => (search.every((begin) => words.some((one) => one.startsWith(begin))) ? [slot] : []))
      assert.deepEqual([...index.find(search, texts.length)].sort((a, b) => a - b), wanted)
    }
  }))
})

test('the grid never misses a point of a box', () => {
  const lon = fc.integer({ min: -1_800_000_000, max: 1_800_000_000 })
  const lat = fc.integer({ min: -900_000_000, max: 900_000_000 })
  fc.assert(fc.property(fc.array(fc.tuple(lon, lat), { maxLength: 200 }), lon, lat, lon, lat, (points, west, a, east, b) => {
    const grid = new Grid()
    points.forEach(([x, y], slot) => grid.add(slot, x, y))
    const [south, north] = [Math.min(a, b), Math.max(a, b)]
    const near = [...grid.slots(grid.within({ west, south, east, north }))]
    assert.equal(new Set(near).size, near.length)
    points.forEach(([x, y], slot) => {
      if (y >= south && y <= north && (west > east ? x >= west || x <= east : x >= west && x <= east)) {
        assert.ok(near.includes(slot))
      }
    })
  }))
})
