import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRadio } from '../../../formats/radio-forms.ts'
import type { Casualty } from './casualty.ts'
import { atMistText, fourLineText, methaneText } from './sheet.ts'

const by = { by: 'u', role: 'TOC', at: '2026-03-01T14:20:00Z' }

test('four lines and METHANE, with what nobody has said named as unknown', () => {
  const four = { callsign: 'K31', frequency: '44.5', place: { lon: -3, lat: 15, name: 'Bambara' }, patients: { A: 2, C: 1 }, mechanism: 'ied' as const, threat: 'P' as const }
  assert.equal(fourLineText({ four }), '4-LINE\n1 WHO: K31 / 44.5\n2 WHERE: 30P WB 0000 5832 (Bambara)\n3 PATIENTS: A2 B0 C1, ied\n4 THREAT: P\n')
  assert.equal(methaneText({}), '')
  assert.equal(methaneText({ methane: { major: true, exact: { grid: '30P VB 1234 5678' }, type: 'Bus and lorry\nmany trapped', number: '20, 6 of them A' } }), 'METHANE\nM MAJOR INCIDENT: DECLARED\nE EXACT LOCATION: 30P VB 1234 5678\nT TYPE: Bus and lorry many trapped\nH HAZARDS: UNKNOWN\nA ACCESS: UNKNOWN\nN NUMBER: 20, 6 of them A\nE EMERGENCY SERVICES: UNKNOWN\n')
})

test('AT-MIST as last taken, without what was struck out', () => {
  const one: Casualty = {
    battleNo: 'B7', category: 'un-military', priority: 'A', sex: 'male', ageBand: '18-29', mechanism: 'gunshot', events: { T0: { t: '2026-03-01T14:00:00Z', source: 'radio', estimated: true, ...by } },
    injuries: [{ id: 'i1', region: 'thigh', side: 'left', kind: 'gunshot' }, { id: 'i2', region: 'hand', side: 'right', kind: 'burn', struck: { ...by, why: 'another patient' } }],
    vitals: [{ id: 'v1', at: '2026-03-01T14:10:00Z', hr: 130 }, { id: 'v2', at: '2026-03-01T14:18:00Z', hr: 118, sbp: 95, dbp: 60, avpu: 'V' }],
    treatments: [{ id: 't1', at: '2026-03-01T14:04:00Z', what: 'tourniquet', limb: 'left-leg' }],
  }
  assert.equal(atMistText(one), 'AT-MIST B7\nA AGE: 18-29 male\nT TIME: 1400Z ESTIMATED\nM MECHANISM: gunshot\nI INJURIES: gunshot left thigh\nS SIGNS: 1418Z HR 118 BP 95/60 AVPU V\nT TREATMENT: 1404Z tourniquet left-leg\n')
  const read = parseRadio(atMistText(one))
  assert.ok(read.ok && read.form === 'at-mist')
  assert.deepEqual([read.message.signs, read.message.treatment], [{ at: '1418Z', hr: 118, sbp: 95, dbp: 60, avpu: 'V' }, [{ at: '1404Z', what: 'tourniquet left-leg' }]])
  assert.match(atMistText({ battleNo: 'B8', category: 'unknown', priority: 'B' }), /T TIME: UNKNOWN\n.*\nI INJURIES: UNKNOWN/)
})
