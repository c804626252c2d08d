import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { LOCALES } from '../../core/i18n.ts'
import type { Texts } from '../../core/i18n.ts'
import { ROLES } from '../../core/roles.ts'
import { coreTexts } from '../../core/texts.ts'
import { DOMAINS } from '../../domains/index.ts'
import { ROWS } from './shell-rows.ts'
import type { Row } from './texts.ts'

const root = path.join(import.meta.dirname, '..', '..')
/** Texts of pages that are loaded when opened: `*.texts.ts` beside them, in the shell and in the domains. */
const pageFiles = ['web', 'domains'].flatMap((room) => readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.texts.ts')).map((f) => path.join(root, room, f)))
const pages = await Promise.all(pageFiles.map(async (file) => ({ file, rows: Object.entries(((await import(file)) as { ROWS: Record<string, Row> }).ROWS) })))
const rows = [...Object.entries(ROWS as Record<string, Row>), ...pages.flatMap((p) => p.rows)]
const holes = (text: string) => [...text.matchAll(/\{(\w+)/g)].map((m) => m[1]).filter((h, i, all) => all.indexOf(h) === i).sort()

test('every text is there in English, French, Arabic and Spanish', () => {
  for (const [key, row] of rows) {
    assert.equal(row.length, 4, key)
    assert.ok(row.every((text) => text.trim() !== ''), key)
    // A row of holes and signs alone has no words to be in a script.
    if (/\p{L}/u.test(row[0].replace(/\{[^}]*\}/g, ''))) {
      assert.match(row[2], /[\u0600-\u06ff]/, `${key} is not Arabic`)
    }
  }
})

test('the holes of a text are the same in every language, save a number only the plural needs', () => {
  for (const [key, [en, fr, ar, es]] of rows) {
    assert.deepEqual(holes(fr), holes(en), `${key} fr`)
    assert.deepEqual(holes(es), holes(en), `${key} es`)
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

test('the forms of a number are those the language has', () => {
  const wanted: Record<string, readonly string[]> = { en: ['one', 'other'], fr: ['one', 'other'], es: ['one', 'other'], ar: ['one', 'two', 'few', 'many', 'other'] }
  for (const [key, [en, fr, ar, es]] of rows) {
    for (const [locale, text] of Object.entries({ en, fr, ar, es })) {
      for (const [, forms = ''] of text.matchAll(/\{\w+\|([^}]*)\}/g)) {
        const names = forms.split('|').map((form) => /^(zero|one|two|few|many|other):/.exec(form)?.[1])
        if (names.every((name) => name === undefined)) {
          assert.ok(locale !== 'ar' && names.length === 2, `${key} ${locale}: two forms, or named ones`)
        } else {
          assert.deepEqual(names.filter((name) => name !== 'zero'), wanted[locale], `${key} ${locale}`)
        }
      }
    }
  }
})

test('the words of every domain, on screens and in the model, are there in all four languages', async () => {
  const screens = await Promise.all(readdirSync(path.join(root, 'domains'), { withFileTypes: true }).filter((f) => f.isDirectory()).map(async ({ name }) => (await import(`../../domains/${name}/web/texts.ts`)) as { UI: Texts }))
  const all = [coreTexts, ...DOMAINS.flatMap((d) => [d.texts, ...d.kinds.map((kind) => kind.texts)]), ...screens.map((s) => s.UI)].flatMap((texts) => Object.entries(texts))
  assert.ok(all.length > 400, String(all.length))
  for (const [key, text] of [...all, ...Object.entries(ROLES).map(([role, { text }]) => [role, text] as const)]) {
    assert.deepEqual(LOCALES.filter((locale) => !text[locale]?.trim()), [], key)
  }
})

test('no words stand in the screens themselves: between tags, in names, titles and placeholders', () => {
  // The name of the product, of formats and of keys is the same in every language.
  const same = /^(Vigie|Ctrl K|Esc|N|MGRS|WGS ?84|CSV|XLSX|GeoJSON|KML|KMZ|GPX|PNG|PDF|JSON|UTC|MB|MiB|kB|km|min|Z|P-code|URL|OGC API|QGIS|ArcGIS|SHA-256|Ed25519|Alt D|\d+ dpi|\d{6}Z [A-Z]{3} \d\d|[A-Z]\d?)$/
  const found: string[] = []
  for (const room of ['web', 'domains']) {
    for (const file of readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.tsx'))) {
      const code = readFileSync(path.join(root, room, file), 'utf8')
      const words = [...code.matchAll(/(?<![=<>-] ?)>([^<>{}()=;&|]*[A-Za-z]{2}[^<>{}()=;&|]*)<\/(?!code|kbd)[a-z]/gi), ...code.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2}[^"]*)"/g)]
      found.push(...words.map(([, text = '']) => text.trim()).filter((text) => text !== '' && !same.test(text)).map((text) => `${room}/${file}: ${text}`))
    }
  }
  assert.deepEqual(found, [])
})
