import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNineLine } from '../../../formats/nineline.ts'
import { parseRadio, type AtMistMessage } from '../../../formats/radio-forms.ts'
import type { Casualty } from '../shared/casualty.ts'
import { methaneOf } from '../shared/radio-place.ts'
import { atMistText } from '../shared/sheet.ts'
import { readTwo } from './four.ts'
import { nineText } from './papers.ts'
import { addsCare, careOfMist, nineOf } from './pasted.ts'

const NOW = Date.parse('2026-03-01T14:30:00Z')
const bare: Casualty = { battleNo: 'K31-1', category: 'un-military', priority: 'A' }
const mist = (text: string): AtMistMessage => {
  const read = parseRadio(text)
  assert.ok(read.ok && (read.form === 'mist' || read.form === 'at-mist'), JSON.stringify(read))
  return read.message
}

test('an AT-MIST in plain words becomes age, time, mechanism, injuries, a reading and treatments', () => {
  const { care, left } = careOfMist('c1', bare, mist('AT-MIST K31-1\nA: 24 male\nT: 1402Z ESTIMATED\nM: gsw from a technical\nI: gsw left thigh; something odd\nS: 1418Z HR 118 RR 24 BP 95/60 SPO2 93 AVPU V\nT: 1404Z tourniquet left leg; TXA 1 g; prayer'), NOW)
  assert.deepEqual([care.base.ageBand, care.base.sex, care.base.mechanism, care.base.mechanismNote], ['18-29', 'male', 'gunshot', 'gsw from a technical'])
  assert.deepEqual(care.events?.T0, { t: '2026-03-01T14:02:00.000Z', source: 'radio', estimated: true })
  assert.deepEqual(care.injuries?.map(({ kind, region, side }) => [kind, region, side]), [['gunshot', 'thigh', 'left']])
  assert.deepEqual(care.vitals?.map(({ id: _id, ...one }) => one), [{ at: '2026-03-01T14:18:00.000Z', hr: 118, rr: 24, sbp: 95, dbp: 60, spo2: 93, avpu: 'V' }])
  assert.deepEqual(care.treatments?.map(({ what, limb, at }) => [what, limb, at.slice(11, 16)]), [['tourniquet', 'left-leg', '14:04'], ['txa', undefined, '14:30'], ['other', undefined, '14:30']])
  assert.deepEqual(left, ['something odd'])
})

test('a message pasted twice has the same ids; one that Vigie wrote adds nothing to what it was written from', () => {
  const text = 'MIST\nM: UNKNOWN\nI: burns both hands\nS: HR 90\nT: 1404Z morphine'
  const ids = () => JSON.stringify([careOfMist('c1', bare, mist(text), NOW).care.injuries, careOfMist('c1', bare, mist(text), NOW).care.treatments])
  assert.equal(ids(), ids())
  const known: Casualty = {
    ...bare, ageBand: '18-29', sex: 'male', mechanism: 'ied', mechanismNote: 'culvert', injuries: [{ id: 'i', kind: 'burn', region: 'hand', side: 'both', note: 'second degree' }],
    vitals: [{ id: 'v', at: '2026-03-01T14:18:20Z', hr: 118, sbp: 95 }], treatments: [{ id: 't', at: '2026-03-01T14:04:30Z', what: 'tourniquet', limb: 'left-leg' }], events: { T0: { t: '2026-03-01T14:02:00Z', source: 'radio', by: 'a', role: 'TOC', at: '2026-03-01T14:03:00Z' } },
  }
  const back = careOfMist('c1', known, mist(atMistText(known)), NOW)
  assert.deepEqual([addsCare(back.care), back.left], [false, []])
  assert.equal(addsCare(careOfMist('c1', bare, mist(atMistText(known)), NOW).care), true)
})

test('a pressure of another unit is named and not taken', () => {
  const { care, left } = careOfMist('c1', bare, { signs: { sbp: 25 } }, NOW)
  assert.equal(care.vitals, undefined)
  assert.match(left[0] ?? '', /25 mmHg is no systolic pressure/)
})

test('nine lines and METHANE as they were sent become lines of the request', () => {
  const nine = { equipment: ['hoist' as const], litter: 2, ambulatory: 1, escort: 0, marking: 'smoke' as const, markingNote: 'GREEN', status: { 'un-military': 2, 'non-un-civilian': 1 }, terrain: 'wires east' }
  const sent = parseNineLine(nineText({ four: { callsign: 'K31', frequency: '45.500', place: { lon: -3.9, lat: 15.2, name: 'Sabo' }, patients: { A: 2, C: 1 }, threat: 'P' }, nine }, '?').text)
  const { place, frequency, callsign, patients, security, ...rest } = nineOf(sent.message, readTwo)
  assert.deepEqual(rest, nine)
  assert.deepEqual([frequency, callsign, patients, security, place?.name, place?.lat?.toFixed(2)], ['45.500', 'K31', { A: 2, B: 0, C: 1 }, 'P', 'Sabo', '15.20'])
  const read = parseRadio('METHANE\nM: DECLARED\nE: 30P VB 12345 67890 (Bambara)\nT: bus and truck\nH: fuel\nA: from the north\nN: about 20\nE: UNKNOWN')
  assert.ok(read.ok && read.form === 'methane')
  const { exact, ...words } = methaneOf(read.message, readTwo)
  assert.deepEqual([words, exact?.name, exact?.grid], [{ major: true, type: 'bus and truck', hazards: 'fuel', access: 'from the north', number: 'about 20' }, 'Bambara', '30P VB 12345 67890'])
})
