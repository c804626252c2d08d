import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { CBRN_CODES, checkNineLine, EQUIPMENT_CODES, formatNineLine, locationAt, MARKING_CODES, parseNineLine, SECURITY_CODES, STATUS_CODES, voiceNineLine, type NineLineMessage } from './nineline.ts'

const words = (max: number) => fc.stringMatching(new RegExp(`^[A-Za-zéà][A-Za-zéà0-9]{0,${max}}$`)).filter((one) => !/^(?:none|nbc)/i.test(one))
const count = fc.integer({ min: 0, max: 40 })
const message: fc.Arbitrary<NineLineMessage> = fc
  .record({
    point: fc.record({ lat: fc.double({ min: -79, max: 83, noNaN: true }), lon: fc.double({ min: -179.9, max: 179.9, noNaN: true }) }), byGrid: fc.boolean(), name: fc.option(words(12), { nil: undefined }),
    frequency: fc.constantFrom('44.500', '44.500 MHZ', '5310 KHZ', 'CH 3', 'TEL +223 7000 0001', '121.5'), callsign: words(10).map((one) => `${one} 31`),
    patients: fc.record({ A: count, B: count, C: count }, { noNullPrototype: true }).filter(({ A, B, C }) => A + B + C > 0), lying: fc.double({ min: 0, max: 1, noNaN: true }), escort: count,
    equipment: fc.oneof(fc.constant(['NONE'] as NineLineMessage['equipment']), fc.subarray(EQUIPMENT_CODES.slice(1), { minLength: 1 })),
    security: fc.constantFrom(...SECURITY_CODES), marking: fc.constantFrom(...MARKING_CODES), markingNote: fc.option(words(12), { nil: undefined }),
    status: fc.constantFrom(...STATUS_CODES), second: fc.constantFrom(...STATUS_CODES), nationality: fc.option(fc.constantFrom('Ghana', 'Sri Lanka'), { nil: undefined }),
    terrain: fc.option(words(30), { nil: undefined }), cbrn: fc.option(fc.constantFrom(...CBRN_CODES), { nil: undefined }),
  }, { noNullPrototype: true })
  .map(({ point, byGrid, name, lying, status, second, patients, markingNote, nationality, terrain, cbrn, ...rest }) => {
    const total = patients.A + patients.B + patients.C
    const litter = Math.round(total * lying)
    const place = byGrid ? locationAt(point, name) : { lat: Number(point.lat.toFixed(5)) + 0, lon: Number(point.lon.toFixed(5)) + 0, ...(name ? { name } : {}) }
    const more = { ...(markingNote ? { markingNote } : {}), ...(nationality ? { nationality } : {}), ...(terrain ? { terrain } : {}), ...(cbrn ? { cbrn } : {}) }
    return { ...rest, ...more, location: place, patients, litter, ambulatory: total - litter, status: status === second ? { [status]: total } : { [status]: litter, [second]: total - litter } }
  })

describe('nine lines', () => {
  test('what is written is read back as it was, typed and said', () => {
    fc.assert(
      fc.property(message, (one) => {
        assert.deepEqual(checkNineLine(one), [])
        for (const text of [formatNineLine(one), voiceNineLine(one)]) {
          const read = parseNineLine(text)
          assert.ok(read.ok, `${text}\n${JSON.stringify(read)}`)
          assert.deepEqual(read.message, one)
        }
        assert.equal(formatNineLine((parseNineLine(voiceNineLine(one)) as { message: NineLineMessage }).message), formatNineLine(one))
      }),
      { numRuns: 400 },
    )
  })

  test('each single line that is spoilt is refused, and its line named', () => {
    const spoil: readonly ((value: string) => string)[] = [
      () => '77Z QQ 1', () => 'ninety / ', (value) => value.replace('A', 'Q'), () => 'ROPE', () => 'L? A1', () => 'Q', () => 'LAMP', () => 'MARTIANS 2', () => 'NBC: Z',
    ]
    fc.assert(
      fc.property(message, fc.integer({ min: 1, max: 9 }), fc.boolean(), (one, line, gone) => {
        const lines = formatNineLine(one).trimEnd().split('\n')
        const value = lines[line - 1]!.slice('LINE 1: '.length)
        const text = gone ? lines.filter((_, i) => i !== line - 1) : lines.with(line - 1, `LINE ${line}: ${spoil[line - 1]!(value)}`)
        const read = parseNineLine(text.join('\n'))
        assert.equal(read.ok, false)
        assert.ok(!read.ok && read.problems.length > 0 && read.problems.every((found) => found.line === line && found.problem.includes(`line ${line}`) && found.fix !== ''), JSON.stringify(read))
      }),
      { numRuns: 400 },
    )
  })

  test('counts that do not agree name both lines', () => {
    const read = parseNineLine('1: 30P VB 1234 5678\n2: 44.5 / K31\n3: 2A 1C\n4: A\n5: 2L 2A\n6: N\n7: C\n8: UN-MIL 3\n9: none')
    assert.ok(!read.ok)
    assert.deepEqual(read.problems.map((one) => one.line), [3, 5])
  })

  test('as people write it: numbered otherwise, letters for words, counts first, a line that runs on', () => {
    const read = parseNineLine('9-LINE\n1. 30pvb12345678\n2) 44.5 K31\n3: 2A, 1 C\nLine 4 - B D\n5: 2L 1A\n6: papa\n7: c green\n8: UN-MIL 2,\n UN-CIV 1\n9: wires to the north')
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual([read.message.location.grid, read.message.callsign, read.message.patients, read.message.equipment, read.message.marking, read.message.markingNote, read.message.status], ['30P VB 1234 5678', 'K31', { A: 2, B: 0, C: 1 }, ['HOIST', 'VENTILATOR'], 'SMOKE', 'green', { 'UN-MIL': 2, 'UN-CIV': 1 }])
    const all = parseNineLine('1: 30P VB 1234 5678\n2: 44.5 / K31\n3: 3A\n4: A\n5: 3L\n6: N\n7: C\n8: D\n9: none')
    assert.deepEqual(all.message.status, { 'NON-UN-CIV': 3 })
    const five = 'LINE 1: 30P VB 1234 5678\nLINE 2: 44.5 / K31\nLINE 3: A1\nLINE 4: NONE\nLINE 5: L1'
    assert.equal(parseNineLine(five).ok, false)
    assert.equal(parseNineLine(five, { launch: true }).ok, true)
  })

  test('an object that could not be read back is refused by its field', () => {
    const good = (parseNineLine('1: 30P VB 1234 5678\n2: 44.5 / K31\n3: A1\n4: NONE\n5: L1\n6: N\n7: SMOKE\n8: UN-MIL 1\n9: NONE') as { message: NineLineMessage }).message
    const bad: [string, unknown][] = [['location', { grid: '99Z' }], ['frequency', 'loud'], ['callsign', ''], ['patients', { A: 1.5, B: 0, C: 0 }], ['equipment', []], ['litter', -1], ['ambulatory', 'two'], ['escort', 1000], ['security', 'Z'], ['marking', 'LAMP'], ['markingNote', 'a,b'], ['status', { ELF: 1 }], ['nationality', '1'], ['terrain', ''], ['cbrn', 'Z'], ['surprise', 1]]
    for (const [field, value] of bad) {
      const found = checkNineLine({ ...good, [field]: value })
      assert.deepEqual([...new Set(found.map((one) => one.field))], [field], field)
    }
    for (const field of Object.keys(good)) {
      const { [field as 'location']: _gone, ...rest } = good
      assert.ok(checkNineLine(rest).some((one) => one.field === field), field)
    }
  })
})
