import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { PROBLEMS } from '../../core/problem.ts'
import { sentencesIn, sentencesOf } from '../../test/sentences.ts'
import type { Row } from '../i18n/rows.ts'
import { ENGLISH_ONLY, NOT_SAID, PUT_TOGETHER } from './english-only.ts'
import { refusalsOf } from './refusal.ts'
import { REASONS } from './rows-reasons.ts'
import { REFUSALS } from './rows.ts'

const root = path.join(import.meta.dirname, '..', '..')
const FOLDERS = ['core', 'formats', 'analysis', 'server', 'domains']
const LOCALES = ['fr', 'ar', 'es'] as const
const TITLES = new Set<string>([...Object.keys(PROBLEMS), ...Object.values(PROBLEMS).map(({ title }) => title)])

const english = ENGLISH_ONLY.flatMap(({ files }) => files)
const within = (file: string, place: string): boolean => (place.endsWith('/') ? file.startsWith(place) : file === place)
const everything = sentencesOf(root, FOLDERS, (file) => file.includes('/web/'))
const domains = await Promise.all(readdirSync(path.join(root, 'domains')).filter((name) => !name.includes('.')).map(async (name) => ((await import(path.join(root, 'domains', name, 'web', 'refusals.ts')).catch(() => ({ REFUSALS: [] }))) as { REFUSALS: readonly Row[] }).REFUSALS))
const say = refusalsOf([...REFUSALS, ...REASONS, ...domains.flat()])
const saidEverywhere = (text: string): boolean => LOCALES.every((locale) => say(text, locale) !== null)

/** A literal is known as it stands, as the end of another sentence, or with a sentence put in at its end left away. */
const isSaid = (text: string): boolean => [text, text.replace(/^[;,.: ]+/, ''), text.replace(/[.:;] X\d$/, ''), text.replace(/\. (?:It has )?X\d$/, '')].some(saidEverywhere)

describe('whatever the node can tell a person', () => {
  test('is said in French, Arabic and Spanish, wherever it is written', () => {
    const asked = everything.filter(({ file, text }) => !TITLES.has(text) && !english.some((place) => within(file, place)) && !(NOT_SAID[file] ?? []).includes(text) && !Object.hasOwn(PUT_TOGETHER, text))
    assert.ok(asked.length > 1000, `${asked.length} sentences looked at`)
    const missing = asked.filter(({ text }) => !isSaid(text)).map(({ file, line, text }) => `${file}:${line}  ${text}`)
    assert.deepEqual(missing, [], 'each needs a row in web/refusals/rows-*.ts or its domain\'s web/refusals.ts, or a reason in english-only.ts')
  })

  test('what is put together of parts is said whole', () => {
    assert.deepEqual(Object.values(PUT_TOGETHER).flat().filter((text) => !saidEverywhere(text)), [])
  })

  test('nothing is excepted that is not there any more', () => {
    const files = new Set(everything.map(({ file }) => file))
    assert.deepEqual(english.filter((place) => ![...files].some((file) => within(file, place))), [])
    const stands = (file: string, text: string) => everything.some((one) => one.file === file && one.text === text)
    assert.deepEqual(Object.entries(NOT_SAID).flatMap(([file, texts]) => texts.filter((text) => !stands(file, text)).map((text) => `${file}: ${text}`)), [])
    assert.deepEqual(Object.keys(PUT_TOGETHER).filter((text) => !everything.some((one) => one.text === text)), [])
  })
})

test('a sentence is found wherever it hides, and what nobody is told is not', () => {
  const found = (source: string) => sentencesIn(source).map(({ text }) => text)
  assert.deepEqual(found('throw new Problem("x", `${a} is gone` + ` since ${b}`)'), ['X1 is gone since X1'])
  assert.deepEqual(found('const why = ok ? null : `the ${a} of ${b} ends before ${a}`'), ['the X1 of X2 ends before X1'])
  assert.deepEqual(found('const f = () => list.map((one) => ({ problem: "is not here", sql: "select a from b" }))'), ['is not here'])
  assert.deepEqual(found('const t = { en: "not here", fr: "pas ici", ar: "ليس هنا", es: "no aquí" }; app.log.error({}, "it went wrong"); throw new Error("a fault of ours")'), [])
})
