import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AreaTree } from './area.ts'
import { circularReporting, overallGrade, refuseCredibility, type GradedSource } from './grading.ts'
import { combineHandling, compartmentMask, marking, needsPurpose, type Handling } from './handling.ts'
import { arabic, chooseLocale, translate, type Texts } from './i18n.ts'
import { canonical, depthOf, sameJson } from './json.ts'

const source = (id: string, credibility: GradedSource['credibility'], originator?: string): GradedSource => ({ id, reliability: 'B', credibility, ...(originator ? { originator } : {}) })

test('credibility 1 with one source is refused and says why', () => {
  assert.match(refuseCredibility([source('a', '1')]) ?? '', /at least two independent sources/)
})
test('credibility 1 with two units repeating one chief is refused as circular', () => {
  assert.match(refuseCredibility([source('a', '1', 'Chief of Sabo'), source('b', '2', 'chief of  sabo')]) ?? '', /circular/)
})
test('credibility 1 with two originators stands', () => {
  assert.equal(refuseCredibility([source('a', '1', 'chief'), source('b', '2', 'teacher')]), null)
})
test('circular reporting names the originator and the sources', () => {
  assert.deepEqual(circularReporting([source('a', '2', 'Chief'), source('b', '3', 'chief'), source('c', '3')]), [{ originator: 'Chief', sources: ['a', 'b'] }])
})
test('no source is F6', () => {
  assert.deepEqual(overallGrade([]), { reliability: 'F', credibility: '6' })
})

const handling = (more: Partial<Handling>): Handling => ({ level: 'U', compartments: [], owner: 'A', releasableTo: ['*'], caveats: [], ...more })
test('a derived product has the highest level, all compartments, and only common readers', () => {
  const combined = combineHandling([handling({ level: 'C', releasableTo: ['B', 'C'] }), handling({ compartments: ['HR'], owner: 'B', releasableTo: ['A'] })], 'A')
  assert.deepEqual(combined, { level: 'C', compartments: ['HR'], owner: 'A', releasableTo: ['A', 'B'], caveats: [] })
  const outside = combineHandling([handling({}), handling({ releasableTo: ['*', 'HOST'] }), handling({ owner: 'HOST', releasableTo: ['*'] })], 'A')
  assert.deepEqual(outside.releasableTo, ['*'], 'one part open to the mission alone keeps the whole inside it')
  assert.equal(marking(combined), 'CONFIDENTIAL // HR')
})
test('compartment masks differ for differing sets; purpose is asked for persons and health', () => {
  assert.notEqual(compartmentMask(['HR']), compartmentMask(['CRSV']))
  assert.equal(compartmentMask(['HR', 'CRSV']), compartmentMask(['CRSV', 'HR']))
  assert.equal(needsPurpose(handling({ compartments: ['MED'] })), true)
  assert.equal(needsPurpose(handling({ compartments: ['HR'] })), false)
})

test('canonical JSON does not depend on member order and keeps the value', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
      const text = canonical(value)
      assert.ok(sameJson(JSON.parse(text), value))
      assert.equal(canonical(JSON.parse(text)), text)
    }),
  )
  assert.equal(canonical({ b: 1, a: [undefined, 2], c: undefined }), '{"a":[null,2],"b":1}')
  assert.throws(() => canonical(Number.NaN), /finite/)
})
test('depth stops counting at its limit', () => {
  let deep: unknown = 1
  for (let i = 0; i < 1000; i++) {
    deep = [deep]
  }
  assert.equal(depthOf(deep, 32), 32)
  assert.equal(depthOf({ a: [1] }), 2)
})

test('texts: plural, holes, fallback, language choice', () => {
  const texts = { n: { en: '{n} {n|record|records}', fr: '{n} {n|fiche|fiches}' } }
  assert.equal(translate(texts, 'en', 'n', { n: 1 }), '1 record')
  assert.equal(translate(texts, 'fr', 'n', { n: 0 }), '0 fiche')
  assert.equal(translate(texts, 'ar', 'n', { n: 5 }), '5 records')
  const counted: Texts = { n: { en: '{n} {n|record|records}', fr: '', ar: '{n|zero:لا سجلات|one:سجل واحد|two:سجلان|few:# سجلات|many:# سجلا|other:# سجل}' } }
  assert.deepEqual([0, 1, 2, 5, 11, 100].map((n) => translate(counted, 'ar', 'n', { n })), ['لا سجلات', 'سجل واحد', 'سجلان', '5 سجلات', '11 سجلا', '100 سجل'])
  assert.deepEqual(['1', '1,204', '\u20682\u2069'].map((n) => translate(counted, 'en', 'n', { n })), ['1 record', '1,204 records', '\u20682\u2069 records'])
  assert.equal(translate(texts, 'en', 'missing'), 'missing')
  assert.equal(chooseLocale('de-DE,ar;q=0.8,en;q=0.5'), 'ar')
})

const square = (w: number, s: number, e: number, n: number) => [[[[w, s], [e, s], [e, n], [w, n], [w, s]]]] as unknown as [number, number][][][]
test('areas: deepest jurisdiction and one leaf per other hierarchy; cycles are cut', () => {
  const tree = new AreaTree([
    { id: 'm', code: 'M', name: 'M', type: 'mission', parent: null, polygons: square(0, 0, 10, 10) },
    { id: 's', code: 'S', name: 'S', type: 'sector', parent: 'm', polygons: square(0, 0, 5, 10) },
    { id: 'd1', code: 'D1', name: 'D1', type: 'admin1', parent: null, polygons: square(0, 0, 10, 5) },
    { id: 'd2', code: 'D2', name: 'D2', type: 'admin2', parent: 'd1', polygons: square(0, 0, 3, 5) },
    { id: 'x', code: 'X', name: 'X', type: 'site', parent: 'y', polygons: null },
    { id: 'y', code: 'Y', name: 'Y', type: 'site', parent: 'x', polygons: null },
  ])
  assert.deepEqual(tree.locate(1, 1), { area: 's', places: ['d2'] })
  assert.deepEqual(tree.locate(7, 7), { area: 'm', places: [] })
  assert.deepEqual(tree.locate(20, 20), { area: null, places: [] })
  assert.equal(tree.within('s', 'm'), true)
  assert.equal(tree.within('m', 's'), false)
  assert.deepEqual(tree.lineage('x'), ['x', 'y'])
  assert.equal(tree.within('nowhere', 'm'), false)
})

test('names and times in an Arabic sentence keep their own direction, its beginning and end included', () => {
  assert.equal(arabic`${'K31'} متأخر، ${'06:52Z'}`, '\u2068K31\u2069 متأخر، \u206806:52Z\u2069')
  assert.equal(arabic`بعد ${15} دقيقة`, 'بعد \u206815\u2069 دقيقة')
})
