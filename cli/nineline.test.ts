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
