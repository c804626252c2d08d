import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { locationAt } from './nineline.ts'
import { checkRadio, formatRadio, parseRadio, type RadioMessage, type RadioPlace } from './radio-forms.ts'

const words = (max: number) => fc.stringMatching(new RegExp(`^[A-Za-zéà][A-Za-zéà0-9]{0,${max}}$`)).filter((one) => !/^unknown$/i.test(one))
const note = fc.array(words(8), { minLength: 1, maxLength: 5 }).map((all) => all.join(' ')).filter((one) => !/^unknown$/i.test(one))
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const told = <T extends object>(message: T): T => Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as T
const count = fc.integer({ min: 0, max: 60 })
const time = fc.integer({ min: 0, max: 1439 }).map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}${String(n % 60).padStart(2, '0')}Z`)
const place: fc.Arbitrary<RadioPlace> = fc.record({ lat: fc.double({ min: -79, max: 83, noNaN: true }), lon: fc.double({ min: -179.9, max: 179.9, noNaN: true }), as: fc.constantFrom('grid', 'degrees', 'name'), name: words(12) }).map(({ lat, lon, as, name }): RadioPlace => {
  const { grid } = locationAt({ lat, lon })
  return as === 'name' ? { name } : as === 'grid' && grid ? { grid, name } : { lat: Number(lat.toFixed(5)) + 0, lon: Number(lon.toFixed(5)) + 0 }
})
const signs = fc.record({ at: maybe(time), hr: maybe(fc.integer({ min: 20, max: 220 })), rr: maybe(fc.integer({ min: 4, max: 60 })), sbp: fc.integer({ min: 60, max: 220 }), dbp: maybe(fc.integer({ min: 20, max: 60 })), spo2: maybe(fc.integer({ min: 50, max: 100 })), avpu: maybe(fc.constantFrom('A' as const, 'V' as const, 'P' as const, 'U' as const)), gcs: maybe(fc.integer({ min: 3, max: 15 })), pain: maybe(fc.integer({ min: 0, max: 10 })) }).map(told)
const treatment = fc.array(fc.record({ at: maybe(time), what: note }).map(told), { minLength: 1, maxLength: 4 })
const mist = { label: maybe(words(5)), mechanism: maybe(note), injuries: maybe(fc.array(note, { minLength: 1, maxLength: 4 })), signs: maybe(signs), treatment: maybe(treatment) }
const message: fc.Arbitrary<RadioMessage> = fc.oneof(
  fc.record({ callsign: words(8).map((one) => `${one} 31`), frequency: maybe(fc.constantFrom('44.500', 'CH 3')), place, patients: fc.record({ A: count, B: count, C: count }, { noNullPrototype: true }), what: maybe(note), threat: fc.constantFrom('N' as const, 'P' as const, 'E' as const, 'X' as const) }).map((one): RadioMessage => ({ form: 'four-line', message: told(one) })),
  fc.record({ major: fc.boolean(), exact: maybe(place), type: maybe(note), hazards: maybe(note), access: maybe(note), number: maybe(note), emergency: maybe(note) }).map((one): RadioMessage => ({ form: 'methane', message: told(one) })),
  fc.record(mist).map((one): RadioMessage => ({ form: 'mist', message: told(one) })),
  fc.record({ ...mist, age: maybe(note), time: maybe(time), estimated: fc.boolean() }).map(({ estimated, ...one }): RadioMessage => ({ form: 'at-mist', message: told({ ...one, ...(estimated && one.time !== undefined ? { timeEstimated: true as const } : {}) }) })),
)
const LONG = 'x'.repeat(301)
/** What cannot stand in each line. */
const SPOILT: { [form in RadioMessage['form']]: readonly string[] } = {
  'four-line': ['/ 44.5', '77Z QQ 1', 'A2 Q1', 'Z'], 'methane': ['PERHAPS', 'somewhere', LONG, LONG, LONG, LONG, LONG],
  'mist': [LONG, 'burn;; cut', 'BP 1200/80', '2561Z cut'], 'at-mist': [LONG, '2500Z', LONG, 'burn;', 'HR fast', '1404Z'],
}

describe('four lines, METHANE, MIST and AT-MIST as text', () => {
  test('what is written is read back as it was', () => {
    fc.assert(fc.property(message, (one) => {
      assert.deepEqual(checkRadio(one), [])
      const text = formatRadio(one)
      const read = parseRadio(text)
      assert.ok(read.ok, `${text}\n${JSON.stringify(read)}`)
      assert.deepEqual({ form: read.form, message: read.message }, { form: one.form, message: one.message })
      assert.equal(formatRadio(read), text)
    }), { numRuns: 600 })
  })

  test('each single line that is spoilt or left out is refused, and its line and field named', () => {
    fc.assert(fc.property(message, fc.nat(), fc.boolean(), (one, n, gone) => {
      const [head = '', ...lines] = formatRadio(one).trimEnd().split('\n')
      const at = n % lines.length
      const label = lines[at]!.slice(0, lines[at]!.indexOf(':'))
      const read = parseRadio([head, ...(gone ? lines.filter((_, i) => i !== at) : lines.with(at, `${label}: ${SPOILT[one.form][at]!}`))].join('\n'))
      assert.ok(!read.ok && read.problems.length === 1, JSON.stringify(read))
      const [problem] = read.problems
      assert.deepEqual([problem!.line, problem!.fix !== ''], [at + 1, true], JSON.stringify(read))
    }), { numRuns: 600 })
  })

  test('patients are counted in either order, as the entry of four lines takes them; a priority said twice or unknown is refused', () => {
    const three = (words: string) => { const read = parseRadio(`4-LINE\n1: K31\n2: (Bambara)\n3: ${words}\n4: N`); return read.ok && read.form === 'four-line' ? [read.message.patients, read.message.what] : null }
    assert.deepEqual(three('1A'), [{ A: 1, B: 0, C: 0 }, undefined])
    assert.deepEqual(three('2A 1C gunshot, 1 civ'), [{ A: 2, B: 0, C: 1 }, 'gunshot, 1 civ'])
    assert.deepEqual(three('c3, a1; mine'), [{ A: 1, B: 0, C: 3 }, 'mine'])
    assert.deepEqual(three('A2 B1 C0, 3 B trucks'), [{ A: 2, B: 1, C: 0 }, '3 B trucks'])
    assert.deepEqual([three('1A 2A'), three('A2 Q1'), three('gunshot'), three('1')], [null, null, null, null])
  })

  test('letters alone are read in their order; a wrong-unit pressure and an unknown heading are refused', () => {
    const read = parseRadio('METHANE\nM: standby\nE: (the bridge)\nT: bus\nH: fuel\nA: from the north\nN: 12\nE: police')
    assert.ok(read.ok && read.form === 'methane')
    assert.deepEqual(read.message, { major: false, exact: { name: 'the bridge' }, type: 'bus', hazards: 'fuel', access: 'from the north', number: '12', emergency: 'police' })
    const bare = parseRadio('A: 30 male\nT: 1400Z\nM: gunshot\nI: thigh\nS: HR 120\nT: tourniquet', 'at-mist')
    assert.ok(bare.ok && bare.form === 'at-mist' && bare.message.time === '1400Z' && bare.message.treatment?.[0]?.what === 'tourniquet')
    const pressure = parseRadio('MIST\nM: gunshot\nI: thigh\nS: BP 1200\nT: UNKNOWN')
    assert.deepEqual(!pressure.ok && pressure.problems.map(({ field, problem }) => [field, problem]), [['signs', 'BP 1200 is none in mmHg']])
    assert.equal(parseRadio('hello').ok, false)
    assert.equal(parseRadio('4-LINE\n1 WHO: K31\n2 WHERE: (Bambara)\n3 PATIENTS: A1 B0 C0\n4 THREAT: N\n5 MORE: x').ok, false)
    assert.deepEqual(checkRadio({ form: 'mist', message: { mechanism: 'a\nb' } }).map(({ field }) => field), ['mechanism'])
    assert.deepEqual(checkRadio({ form: 'methane', message: { major: true, colour: 'red' } }).map(({ field }) => field), ['colour'])
  })
})
