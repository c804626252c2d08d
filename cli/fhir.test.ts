import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { checkFhir } from '../formats/fhir/check.ts'
import { ground, SYSTEM } from '../test/store.ts'
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

test('export --format fhir writes bundles that conform, one a line, as an account may see them, and names kept for personnel in no export', async (t) => {
  const home = await ground('sqlite')
  t.after(() => home.remove())
  const at = '2026-08-18T14:00:00Z'
  const store = await home.open()
  const make = (record: string, kind: string, data: object, handling?: object) => ({ id: `make-${record}`, record, kind, type: 'create', at, basedOn: null, patch: { data: data as never, ...(handling ? { handling: handling as never } : {}) } })
  await store.commit(SYSTEM, [
    make('hurt', 'casualty', { battleNo: 'K31-1', category: 'un-military', priority: 'A', sex: 'male', request: 'request', vitals: [{ id: 'v1', at, hr: 118, sbp: 84 }] }),
    make('request', 'casevac-request', { four: { callsign: 'KILO 31', place: { lon: 18.5, lat: 4.3, name: 'Bridge' }, patients: { A: 1 }, threat: 'P' }, note: 'Corporal Zqvesterholm speaks French', patients: [{ casualty: 'hurt', battleNo: 'K31-1', category: 'un-military', priority: 'A' }] }),
    make('person', 'notified-person', { notification: 'none', familyName: 'Zqvesterholm' }, { level: 'C', compartments: ['PERS'], owner: 'mission', releasableTo: ['*'], caveats: [] }),
  ])
  await store.close()
  const data = ['--data', home.dataDir]
  for (const [login, compartments] of [['doctor', 'MED'], ['duty', '']] as const) {
    assert.equal((await vigie(['user', 'add', login, '--role', login === 'doctor' ? 'CMO' : 'JOC-DO', '--clearance', 'C', ...(compartments ? ['--compartments', compartments] : []), '--org', 'mission', ...data])).code, 0)
  }
  const bundles = async (kind: string, ...more: string[]) => {
    const { code, out, err } = await vigie(['export', '--format', 'fhir', '--kind', kind, '-', ...more, ...data])
    assert.equal(code, 0, err)
    return out.trim().split('\n').map((line) => JSON.parse(line) as { resourceType: string; entry: { resource: { resourceType: string } }[] })
  }
  const sorts = (bundle: { entry: { resource: { resourceType: string } }[] }) => [...new Set(bundle.entry.map(({ resource }) => resource.resourceType))].sort()
  const [whole] = await bundles('casevac-request', '--user', 'doctor', '--purpose', 'hand-over')
  assert.deepEqual([checkFhir(whole), sorts(whole!)], [[], ['Encounter', 'Location', 'Observation', 'Patient', 'ServiceRequest', 'Task']])
  const [mine] = await bundles('casualty', '--user', 'duty', '--purpose', 'hand-over')
  assert.deepEqual([checkFhir(mine), sorts(mine!).includes('Observation')], [[], false], 'nothing clinical without its compartment')
  for (const format of ['csv', 'geojson', 'fhir']) {
    const told = await vigie(['export', '--format', format, '--kind', 'casevac-request', '--user', 'duty', '--purpose', 'report', '-', ...data])
    assert.deepEqual([told.code, told.out.includes('KILO 31') || format === 'fhir', told.out.includes('Zqvesterholm')], [0, true, false], `${format} ${told.err}`)
  }
})
