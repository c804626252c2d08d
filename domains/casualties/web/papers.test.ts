import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseNineLine } from '../../../formats/nineline.ts'
import type { CasevacRequest } from '../shared/request.ts'
import { missingOfNine, nineText, withoutEmpty } from './papers.ts'

const four: CasevacRequest['four'] = { callsign: 'K31', frequency: '45.500', place: { lon: -3.9, lat: 15.2, name: 'Sabo' }, patients: { A: 2, C: 1 }, threat: 'P' }

test('four lines answer four of the nine; what nobody told says so and is no figure', () => {
  assert.deepEqual(missingOfNine({ four }), [4, 5, 7, 8, 9])
  const { text, voice } = nineText({ four }, 'NOT TOLD')
  assert.match(text, /^LINE 1: 30P VB .*\(Sabo\)\nLINE 2: 45\.500 \/ K31\nLINE 3: A2 B0 C1\nLINE 4: NOT TOLD\nLINE 5: NOT TOLD\nLINE 6: P\nLINE 7: NOT TOLD\nLINE 8: NOT TOLD\nLINE 9: NOT TOLD$/)
  assert.match(voice, /LINE FIVE: NOT TOLD/)
})

test('nine whole lines are read back as they were written', () => {
  const nine: CasevacRequest['nine'] = { equipment: ['none'], litter: 2, ambulatory: 1, marking: 'smoke', markingNote: 'GREEN', status: { 'un-military': 2, 'non-un-civilian': 1 }, terrain: 'wires east' }
  assert.deepEqual(missingOfNine({ four, nine }), [])
  for (const said of Object.values(nineText({ four, nine }, '?'))) {
    const read = parseNineLine(said)
    assert.ok(read.ok, JSON.stringify(read))
    assert.deepEqual([read.message.patients, read.message.litter, read.message.status], [{ A: 2, B: 0, C: 1 }, 2, { 'UN-MIL': 2, 'NON-UN-CIV': 1 }])
  }
})

test('a place known by name alone is said by its name', () => {
  assert.match(nineText({ four: { ...four, place: { name: 'Sabo bridge' } } }, 'NOT TOLD').text, /^LINE 1: Sabo bridge\n/)
})

test('empty lines are not kept', () => {
  assert.equal(withoutEmpty({ equipment: [], terrain: '' }), null)
  assert.deepEqual(withoutEmpty({ litter: 0, status: {} }), { litter: 0 })
})
