import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { Type } from 'typebox'
import type { Problem } from '../../core/problem.ts'
import { checkMapSource } from '../../core/map-source.ts'
import { validate } from '../../server/store/validate.ts'
import type { Row } from '../i18n/rows.ts'
import { PUT_TOGETHER } from './english-only.ts'
import { refusalsOf } from './refusal.ts'
import { REASONS } from './rows-reasons.ts'
import { REFUSALS } from './rows.ts'

const root = path.join(import.meta.dirname, '..', '..')
const files = readdirSync(path.join(root, 'domains'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(`web${path.sep}refusals.ts`))
const domains = await Promise.all(files.map(async (file) => ({ file, rows: ((await import(path.join(root, 'domains', file))) as { REFUSALS: readonly Row[] }).REFUSALS })))
const all = [...REFUSALS, ...REASONS, ...domains.flatMap((one) => one.rows)]
const say = refusalsOf(all)
const plain = (text: string | null) => text?.replace(/[\u2066-\u2069]/g, '') ?? null

test('a sentence is said with what changes in it; several and quoted ones part by part', () => {
  assert.equal(say('INC-2026-000001 exists already; edit it instead', 'fr'), 'INC-2026-000001 existe déjà ; modifiez-la plutôt')
  assert.equal(say('/data/title: is missing. Give it a value', 'es'), '/data/title: falta. Dé un valor')
  assert.equal(say('incident: /severity: must be integer', 'fr'), 'incident: /severity: doit être un nombre entier')
  assert.equal(say('incident cannot be created here: no role that may do this', 'es'), 'no se puede crear aquí (incident): ninguna de sus funciones lo permite')
  assert.equal(plain(say('is below the smallest zoom (7)', 'ar')), 'أصغر من أدنى تكبير (7)')
  assert.match(say('is below the smallest zoom (7)', 'ar') ?? '', /\u2068?7/, 'a figure keeps its own direction')
  assert.equal(say('Is missing.', 'fr'), 'manque', 'with or without capital and stop')
})

test('what nobody knows is not half said; English stays as it came', () => {
  assert.equal(say('is missing. Nobody wrote this down', 'fr'), null)
  assert.equal(say('anything at all', 'en'), 'anything at all')
})

test('the longest known sentence wins', () => {
  const own = refusalsOf([['{1} is missing', 'a {1}', 'ا {1}', 'e {1}'], ['{1} bytes are missing', 'b {1}', 'ب {1}', 'i {1}'], ['{1} of the bytes is missing', 'c {1}', 'ت {1}', 'o {1}']])
  assert.equal(own('5 of the bytes is missing', 'fr'), 'c 5')
})

test('a hole does not swallow a sentence of its own; what stands in brackets at the end stays there', () => {
  const own = refusalsOf([['it has {1} fields', 'il a {1} champs', 'فيه {1} حقول', 'tiene {1} campos'], ['the rest was kept', 'le reste a été gardé', 'حُفظ الباقي', 'el resto se guardó'], ['it has {1}', 'il a {1}', 'فيه {1}', 'tiene {1}'], ['no answer', 'pas de réponse', 'لا جواب', 'sin respuesta']])
  assert.equal(own('it has 3 fields; the rest was kept', 'fr'), 'il a 3 champs; le reste a été gardé')
  assert.equal(own('it has St. Mary', 'fr'), 'il a St. Mary', 'a name with a stop in it is a name')
  assert.equal(own('no answer (ETIMEDOUT)', 'es'), 'sin respuesta (ETIMEDOUT)')
  assert.equal(own('nobody knows this (ETIMEDOUT)', 'es'), null)
})

test('names of kinds, actions and states in a sentence are said as the screens say them', () => {
  const own = refusalsOf([['{1} stands at {2}', '{1} est {2}', '{1} في {2}', '{1} está {2}'], ['is missing', 'manque', 'ناقص', 'falta']])
  const named = (value: string, locale: string) => (value === 'approved' || value === '/data/title' ? `${value}-${locale}` : null)
  assert.equal(own('INC-1 stands at approved', 'fr', named), 'INC-1 est approved-fr')
  assert.equal(own('/data/title: is missing', 'es', named), '/data/title-es: falta')
})

test('what the schema of any form refuses is said in every language', () => {
  const schema = Type.Object({ a: Type.String({ minLength: 3, maxLength: 4 }), b: Type.Integer({ minimum: 1, maximum: 2 }), c: Type.Array(Type.String(), { maxItems: 1, uniqueItems: true }), d: Type.Enum(['x', 'y']), e: Type.String({ pattern: '^a$' }), f: Type.Boolean(), g: Type.Number() }, { additionalProperties: false })
  const wrong = [{}, { a: '', b: 0, c: ['p', 'p'], d: 'z', e: 'b', f: 1, g: 'x', h: 1 }, { a: 'abcde', b: 3, c: 'no', d: 1, e: 1, f: 'x', g: null }, { a: 1, b: 1.5, c: [1], d: null, e: null, f: null, g: {} }]
  for (const value of wrong) {
    assert.throws(() => validate(schema, value, 'incident', '/data'), (error: Problem) => {
      for (const { problem, fix } of error.fields) {
        for (const locale of ['fr', 'ar', 'es'] as const) {
          assert.notEqual(say(problem, locale), null, problem)
          assert.ok(fix === undefined || say(fix, locale) !== null, fix)
        }
      }
      assert.notEqual(say(error.message, 'fr'), null, error.message)
      return true
    })
  }
})

test('what a map source refuses is said in every language', () => {
  const base = { name: 'a', attribution: '', order: 1, enabled: true }
  const problems = [
    { ...base, type: 'xyz', url: 'ftp://x' }, { ...base, type: 'xyz', url: 'https://a:b@c/{z}/{x}/{y}' }, { ...base, type: 'xyz', url: 'https://{s}.x/{z}/{x}/{y}' }, { ...base, type: 'wms', url: 'https://x' },
    { ...base, type: 'pmtiles' }, { ...base, type: 'pmtiles', file: 'a.gpkg', minZoom: 9, maxZoom: 1, bounds: [0, 5, 1, 4] },
  ].flatMap((source) => checkMapSource(source as Parameters<typeof checkMapSource>[0]))
  assert.ok(problems.length >= 8)
  for (const { problem } of problems) {
    assert.notEqual(say(problem, 'ar'), null, problem)
  }
})

test('every row has its four languages, the same holes in each, and stands once', () => {
  for (const { file, rows } of [{ file: 'web/refusals/rows.ts', rows: REFUSALS }, { file: 'web/refusals/rows-reasons.ts', rows: REASONS }, ...domains]) {
    const seen = new Set<string>()
    for (const row of rows) {
      const [en, fr, ar, es] = row
      assert.ok(!seen.has(en), `${file}: "${en}" twice`)
      seen.add(en)
      const holes = (text: string) => new Set(text.match(/\{\d\}/g))
      for (const text of [fr, ar, es]) {
        assert.ok(text.trim() !== '', en)
        assert.ok([...holes(text)].every((hole) => holes(en).has(hole)), `${en}: ${text}`)
      }
      assert.match(ar, /[\u0600-\u06ff]/, en)
    }
  }
})

test('every row is a sentence somebody still writes', () => {
  const source = ['core', 'formats', 'analysis', 'server', 'domains'].flatMap((room) => readdirSync(path.join(root, room), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !/(?:^|[\\/])web[\\/]|texts\.ts$/.test(file)).map((file) => readFileSync(path.join(root, room, file), 'utf8'))).join('\n')
  // Sentences of the schema library are no text of ours.
  const library = /^must |^does not fit/
  const whole = refusalsOf(all)
  const made = new Set(Object.values(PUT_TOGETHER).flat().map((text) => whole(text, 'fr')))
  const shown = (text: string) => whole(text.replace(/\{(\d)\}/g, 'X$1'), 'fr')
  const written = (part: string) => part.trim().length < 4 || [part.replace(/\.$/, '').trim(), part.replace(/^[A-Z]/, (one) => one.toLowerCase()).trim(), part.replaceAll("'", "\\'").trim(), part.replaceAll('`', '\\`').trim()].some((one) => source.includes(one))
  const gone = all.filter(([en]) => !library.test(en) && !en.split(/\{\d\}|: |, |\. |; /).every(written) && !made.has(shown(en)))
  assert.deepEqual(gone.map(([en]) => en), [])
})
