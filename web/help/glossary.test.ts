import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { GLOSSARY } from './glossary.ts'
import { found } from './find.ts'

test('docs/glossary.md and the glossary on screen say the same', () => {
  const text = readFileSync(path.join(import.meta.dirname, '..', '..', 'docs', 'glossary.md'), 'utf8')
  const rows = [...text.matchAll(/^\| (?!term |---)(.+?) \| (.+?) \|$/gm)].map(([, term, meaning]) => `${term}: ${(meaning ?? '').replace(/ _Avoid_:.*$/, '')}`)
  assert.ok(rows.length > 40)
  assert.deepEqual(rows.sort(), GLOSSARY.map(({ term, meaning }) => `${term[0]}: ${meaning[0]}`).sort())
})

test('every term has a word and a meaning in four languages, Arabic in its own script', () => {
  for (const { term, meaning } of GLOSSARY) {
    assert.ok([...term, ...meaning].every((words) => words.trim() !== ''), term[0])
    assert.match(meaning[2], /[\u0600-\u06ff]/, term[0])
  }
  assert.equal(new Set(GLOSSARY.map((one) => one.term[0])).size, GLOSSARY.length, 'no term stands twice')
})

test('a term is found by its word in any language, by its meaning in the reader’s, without accents', () => {
  const names = (wanted: string, locale: 'en' | 'fr' | 'ar') => found(GLOSSARY, wanted, locale).map((one) => one.term[0])
  assert.deepEqual(names('calque', 'en'), ['overlay'])
  assert.deepEqual(names('متنازع', 'en'), ['contested'])
  assert.ok(names('fiabilite', 'fr').includes('grade'))
  assert.ok(!names('fiabilite', 'en').includes('grade'))
  assert.equal(names('', 'ar').length, GLOSSARY.length)
})
