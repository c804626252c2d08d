import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { ROWS } from './texts.ts'
import type { Row } from './texts.ts'

const root = path.join(import.meta.dirname, '..', '..')
/** Texts of pages that are loaded when opened: `*.texts.ts` beside them, in the shell and in the domains. */
const pageFiles = ['web', 'domains'].flatMap((room) => readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.texts.ts')).map((f) => path.join(root, room, f)))
const pages = await Promise.all(pageFiles.map(async (file) => ({ file, rows: Object.entries(((await import(file)) as { ROWS: Record<string, Row> }).ROWS) })))
const rows = [...Object.entries(ROWS as Record<string, Row>), ...pages.flatMap((p) => p.rows)]
const holes = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((m) => m[1]).filter((h, i, all) => all.indexOf(h) === i).sort()

test('every text is there in English, French and Arabic', () => {
  for (const [key, row] of rows) {
    assert.ok(row.length >= 3, key)
    assert.ok(row.every((text) => text.trim() !== ''), key)
    assert.match(row[2], /[\u0600-\u06ff]|^\{what\}: \{ref\}$/, `${key} is not Arabic`)
  }
})

test('a Spanish text is never an empty one', () => {
  for (const [key, row] of rows) {
    assert.ok(row[3] === undefined || row[3].trim() !== '', key)
  }
})

test('the holes of a text are the same in every language, save a number only the plural needs', () => {
  for (const [key, [en, fr, ar, es]] of rows) {
    assert.deepEqual(holes(fr), holes(en), `${key} fr`)
    assert.deepEqual(holes(es ?? en), holes(en), `${key} es`)
    for (const hole of holes(ar)) {
      assert.ok(holes(en).includes(hole), `${key} ar: {${hole}}`)
    }
  }
})

test('every text is used', () => {
  const files = readdirSync(path.join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' }).filter((f) => /\.tsx?$/.test(f) && !f.includes('i18n'))
  const code = files.map((f) => readFileSync(path.join(import.meta.dirname, '..', f), 'utf8')).join('\n')
  const built = [...code.matchAll(/`([a-z.-]+)\$\{/g)].map((m) => m[1] ?? '')
  for (const key of Object.keys(ROWS)) {
    assert.ok(code.includes(`'${key}'`) || built.some((start) => start !== '' && key.startsWith(start)), `${key} is not used`)
  }
})

test('every text of a page loaded when opened is used beside it', () => {
  for (const { file, rows } of pages) {
    const folder = path.dirname(file)
    const beside = readdirSync(folder).filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.texts.ts')).map((f) => readFileSync(path.join(folder, f), 'utf8')).join('\n')
    const built = [...beside.matchAll(/`([a-z.-]+)\$\{/g)].map((m) => m[1] ?? '')
    for (const [key] of rows) {
      assert.ok(beside.includes(`'${key}'`) || built.some((start) => start !== '' && key.startsWith(start)), `${path.basename(file)}: ${key} is not used`)
    }
  }
})

test('texts of the domains’ screens are complete as well', async () => {
  for (const domain of ['incidents', 'oversight', 'mission']) {
    const { UI } = (await import(`../../domains/${domain}/web/texts.ts`)) as { UI: Record<string, { en?: string; fr?: string; es?: string; ar?: string }> }
    for (const [key, text] of Object.entries(UI)) {
      assert.ok(text.en && text.fr && text.es && text.ar, `${domain}: ${key}`)
    }
  }
})
