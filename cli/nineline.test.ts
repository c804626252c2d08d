import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../test/tmp.ts'
import { vigie } from '../test/vigie.ts'

const LINES = 'LINE 1: 30P VB 1234 5678 (Bambara)\nLINE 2: 44.500 MHZ / KILO 31\nLINE 3: A2 B0 C1\nLINE 4: NONE\nLINE 5: L2 A1 E0\nLINE 6: N\nLINE 7: SMOKE GREEN\nLINE 8: UN-MIL 3\nLINE 9: wires to the north\n'

test('nineline: text to JSON, JSON to text and to the words that are read out, and back to the same', async (t) => {
  const file = (name: string, text: string): string => {
    const at = path.join(folder, name)
    writeFileSync(at, text)
    return at
  }
  const folder = tempDir(t)
  const read = await vigie(['nineline', 'parse', file('a.txt', LINES)])
  assert.equal(read.code, 0, read.err)
  assert.deepEqual((await vigie(['nineline', 'format', file('a.json', read.out)])).out, LINES)
  const said = (await vigie(['nineline', 'format', '--voice', file('b.json', JSON.stringify(JSON.parse(read.out).message))])).out
  assert.match(said, /LINE ONE: THREE ZERO PAPA, VICTOR BRAVO/)
  assert.deepEqual(JSON.parse((await vigie(['nineline', 'parse', file('b.txt', said)])).out), JSON.parse(read.out))
  const wrong = await vigie(['nineline', 'parse', file('c.txt', LINES.replace('LINE 6: N', 'LINE 6: Q'))])
  assert.equal(wrong.code, 1)
  assert.deepEqual(JSON.parse(wrong.out).problems.map((one: { line: number; field: string }) => [one.line, one.field]), [[6, 'security']])
  const refused = await vigie(['nineline', 'format', file('d.json', JSON.stringify({ ...JSON.parse(read.out).message, litter: -1 }))])
  assert.deepEqual([refused.code, /line 5, litter/.test(refused.err)], [1, true])
  assert.equal((await vigie(['nineline', 'format', file('e.json', '{')])).code, 1)
})

test('nineline: four lines, METHANE and AT-MIST too, by their heading or as said', async (t) => {
  const folder = tempDir(t)
  const file = (name: string, text: string): string => {
    const at = path.join(folder, name)
    writeFileSync(at, text)
    return at
  }
  for (const text of [
    '4-LINE\n1 WHO: K31 / 44.500\n2 WHERE: 30P WB 0000 5832 (Bambara)\n3 PATIENTS: A2 B0 C1, ied\n4 THREAT: P\n',
    'METHANE\nM MAJOR INCIDENT: DECLARED\nE EXACT LOCATION: 30P VB 1234 5678\nT TYPE: bus and lorry\nH HAZARDS: UNKNOWN\nA ACCESS: UNKNOWN\nN NUMBER: 20\nE EMERGENCY SERVICES: UNKNOWN\n',
    'AT-MIST B7\nA AGE: 18-29 male\nT TIME: 1400Z ESTIMATED\nM MECHANISM: gunshot\nI INJURIES: gunshot left thigh\nS SIGNS: 1418Z HR 118 BP 95/60 AVPU V\nT TREATMENT: 1404Z tourniquet left-leg\n',
  ]) {
    const read = await vigie(['nineline', 'parse', file('a.txt', text)])
    assert.equal(read.code, 0, read.out + read.err)
    assert.equal((await vigie(['nineline', 'format', file('a.json', read.out)])).out, text)
  }
  const wrong = await vigie(['nineline', 'parse', '--form', 'mist', file('b.txt', 'M: gunshot\nI: thigh\nS: BP 1200\nT: none')])
  assert.deepEqual([wrong.code, JSON.parse(wrong.out).problems.map((one: { line: number; field: string }) => [one.line, one.field])], [1, [[3, 'signs']]])
  const refused = await vigie(['nineline', 'format', file('c.json', JSON.stringify({ form: 'methane', message: { major: true, colour: 'red' } }))])
  assert.deepEqual([refused.code, /colour/.test(refused.err)], [1, true])
  assert.equal((await vigie(['nineline', 'parse', '--form', 'seven', file('d.txt', '')])).code, 1)
})
