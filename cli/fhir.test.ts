import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { tempDir } from '../test/tmp.ts'
import { vigie } from '../test/vigie.ts'

const cases = path.join(import.meta.dirname, '../formats/fhir/fixtures/r4-cases.json')
const lines = (out: string) => out.trim().split('\n').map((line) => JSON.parse(line) as { name: string; conformant: boolean; problems: object[] })

test('fhir check judges resources, and cases against what they say of themselves', async (t) => {
  const folder = tempDir(t)
  const good = path.join(folder, 'good.ndjson')
  writeFileSync(good, '{"resourceType":"Patient","id":"a"}\n{"resourceType":"Patient","gender":["x"]}\n')
  const judged = await vigie(['fhir', 'check', good])
  assert.equal(judged.code, 1)
  assert.deepEqual(lines(judged.out).map(({ name, conformant }) => [name, conformant]), [['Patient/a', true], ['Patient', false]])
  const known = path.join(folder, 'cases.json')
  writeFileSync(known, JSON.stringify({ cases: JSON.parse(readFileSync(cases, 'utf8')) as unknown }))
  const all = await vigie(['fhir', 'check', known])
  assert.deepEqual([all.code, lines(all.out).length], [0, 14], all.out)
  assert.equal((await vigie(['fhir', 'check', path.join(folder, 'none')])).code, 1)
  assert.equal((await vigie(['export', '--format', 'fhir', '--kind', 'incident', '-', '--data', folder])).code, 2)
})
