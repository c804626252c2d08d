import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fourOf, missingLines, NOTHING, pastedFour, pastedMethane, readFour, readOne, readThree, readTwo, withCivilians, withPatients, withThreat } from './four.ts'

test('the first line: a callsign with or without the frequency it is called back on', () => {
  assert.deepEqual(readOne('k31 45.500'), { callsign: 'K31', frequency: '45.500' })
  assert.deepEqual(readOne('Kilo 31 on VHF 3'), { callsign: 'KILO 31', frequency: 'VHF 3' })
  assert.deepEqual(readOne('K31/45,5 MHz'), { callsign: 'K31', frequency: '45,5 MHZ' })
  assert.deepEqual(readOne('k31'), { callsign: 'K31', frequency: null })
  assert.deepEqual(readOne('  '), { callsign: '', frequency: null })
})

test('the second line: a grid, coordinates, or a name for the gazetteer', () => {
  const grid = readTwo('30P VB 123456')
  assert.ok(grid?.lon !== undefined && grid.lat !== undefined && grid.grid !== undefined)
  assert.deepEqual([readTwo('15.2, -3.9')?.lat, readTwo('15.2, -3.9')?.lon], [15.2, -3.9])
  assert.equal(readTwo('Sabo bridge'), null)
})

test('the third line: counts by letter, triage or word; who is not of the United Nations; what happened', () => {
  assert.deepEqual(readThree('2A 1C gunshot'), { patients: { A: 2, B: 0, C: 1 }, civilians: 0, mechanism: 'gunshot', what: 'gunshot' })
  assert.deepEqual(readThree('1 T1, 1xT3 IED on the road'), { patients: { A: 1, B: 0, C: 1 }, civilians: 0, mechanism: 'ied', what: 'IED on the road' })
  assert.deepEqual(readThree('2 urgents 1 prioritaire balles').patients, { A: 2, B: 1, C: 0 })
  assert.equal(readThree('1A 1 civ burn').civilians, 1)
  assert.equal(readThree('1A civilian').civilians, 1)
  assert.equal(readThree('1A brûlé').mechanism, 'burn')
  assert.equal(readThree('1A مرض').mechanism, 'illness')
  assert.equal(readThree('1A hill fight').mechanism, null)
  assert.deepEqual(readThree('three badly hurt').patients, { A: 0, B: 0, C: 0 }, 'what is not understood is not counted')
  assert.equal(readThree('1A civil').what, '')
  assert.equal(readThree('10 km road accident').patients.A, 0)
})

test('keys and buttons write the same line a voice would', () => {
  assert.equal(withPatients('', 'A', 1), '1A')
  assert.equal(withPatients('1A gunshot', 'C', 1), '1A 1C gunshot')
  assert.equal(withPatients('1A gunshot', 'A', -1), 'gunshot')
  assert.equal(withPatients('gunshot', 'A', -1), 'gunshot')
  assert.equal(withCivilians('1A gunshot', 1), '1A 1 civ gunshot')
  assert.equal(withThreat('e technicals', 'X'), 'X technicals')
})

test('the fourth line begins with the threat', () => {
  assert.deepEqual(readFour('n'), { threat: 'N', note: '' })
  assert.deepEqual(readFour('p technicals to the north'), { threat: 'P', note: 'technicals to the north' })
  assert.deepEqual(readFour('Enemy, small arms'), { threat: 'E', note: 'small arms' })
  assert.deepEqual(readFour('escort needed'), { threat: 'X', note: 'needed' })
  assert.equal(readFour('north of the village').threat, null)
})

test('a four-line message that was sent is pasted as a whole', () => {
  const pasted = pastedFour('4-LINE\n1 WHO: K31 / 45.500\n2 WHERE: 30P WB 0000 5832 (Bambara)\n3 PATIENTS: A2 B0 C1, ied\n4 THREAT: P\n')
  assert.deepEqual(pasted, { one: 'K31 45.500', two: '30P WB 0000 5832', three: '2A 1C ied', four: 'P' })
  const read = fourOf({ ...NOTHING, ...pasted })
  assert.deepEqual([read?.four.callsign, read?.four.frequency, read?.four.patients, read?.four.mechanism, read?.four.threat], ['K31', '45.500', { A: 2, C: 1 }, 'ied', 'P'])
  assert.equal(pastedFour('4-LINE\n1 WHO: K31\n2 WHERE: (Bambara)\n3 PATIENTS: 1A 1 civ burn\n4 THREAT: N')?.three, '1A 1 civ burn')
  assert.deepEqual([pastedFour('K31 45.500'), pastedFour('4-LINE\n1 WHO: K31')], [null, null])
})

test('a METHANE that was sent is kept whole, and fills the lines that are still empty', () => {
  const text = 'METHANE\nM: DECLARED\nE: 30P WB 0000 5832 (Bambara)\nT: bus and truck\nH: fuel\nA: UNKNOWN\nN: 12 A 8 C\nE: two ambulances'
  const read = pastedMethane(text, { ...NOTHING, three: '2A' })
  assert.deepEqual([read?.methane.major, read?.methane.hazards, read?.methane.emergency, read?.two, read?.spot?.name, read?.three], [true, 'fuel', 'two ambulances', '30P WB 0000 5832', 'Bambara', undefined])
  assert.deepEqual(readThree(pastedMethane(text, NOTHING)?.three ?? '').patients, { A: 12, B: 0, C: 8 })
  assert.equal(pastedMethane('MIST\nM: gsw', NOTHING), null)
})

test('four lines make a request, and say which is missing', () => {
  assert.deepEqual(missingLines(NOTHING), [1, 2, 3, 4])
  assert.equal(fourOf({ ...NOTHING, one: 'K31', two: 'Sabo', three: '1A' }), null)
  const read = fourOf({ ...NOTHING, one: 'k31 45.5', two: '15.2, -3.9', three: '1A 1B 1 civ mine', four: 'p two men' })
  assert.deepEqual([read?.four.callsign, read?.four.frequency, read?.four.patients, read?.four.mechanism, read?.four.threat, read?.civilians, read?.note], ['K31', '45.5', { A: 1, B: 1 }, 'mine', 'P', 1, 'two men'])
  assert.deepEqual(fourOf({ ...NOTHING, one: 'K31', two: 'Sabo bridge', three: '1A', four: 'n' })?.four.place, { name: 'Sabo bridge' })
})
