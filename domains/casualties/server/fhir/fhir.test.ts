import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { checkFhir } from '../../../../formats/fhir/check.ts'
import { SYSTEM } from '../../../../test/store.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { fhirBundle, type Bundle } from '../../shared/fhir/bundle.ts'

const AT = '2026-08-18T14:00:00Z'
// What a test reads out of a resource; a wrong step gives undefined and the assertion fails.
// oxlint-disable-next-line typescript/no-explicit-any
type Json = any
const signed = { by: 'system', role: 'CMO', at: AT }
const hurt = {
  battleNo: 'K31-1', category: 'un-military', priority: 'A', triage: 'T1', sex: 'male', nationality: 'NOR', mechanism: 'gunshot', request: 'request', status: 'MTF',
  events: { T0: { t: '2026-08-18T13:45:00Z', source: 'radio', ...signed } },
  vitals: [{ id: 'v1', at: AT, hr: 118, sbp: 84, dbp: 50, spo2: 91, avpu: 'V', gcs: 13, temp: 36.2, pain: 7 }, { id: 'v2', at: AT, hr: 12, struck: { ...signed, why: 'mistyped' } }],
  places: [{ id: 'p1', sort: 'poi', name: 'Bridge', spot: { lon: 18.5, lat: 4.3 }, in: '2026-08-18T13:45:00Z', out: AT, ...signed }, { id: 'p2', sort: 'facility', name: 'Level 2 Talmé', of: 'facility-1', in: AT, ...signed }],
}
const request = {
  four: { callsign: 'KILO 31', place: { lon: 18.5, lat: 4.3, name: 'Bridge' }, patients: { A: 1 }, threat: 'P' }, state: 'LAUNCHED', heardAt: '2026-08-18T13:50:00Z',
  patients: [{ casualty: 'hurt', battleNo: 'K31-1', category: 'un-military', priority: 'A' }], task: { asset: 'asset-1', assetName: 'UNO 712', destination: 'facility-1', destinationName: 'Level 2 Talmé' }, wheelsUpAt: AT,
}

describe('casualties as FHIR R4', () => {
  let node: RunningNode
  let doctor: Person
  let duty: Person
  before(async () => {
    node = await runningNode()
    doctor = await node.person('doctor', { compartments: ['MED'], grants: [{ role: 'CMO', area: null }] })
    duty = await node.person('duty')
    const make = (record: string, kind: string, data: object) => ({ id: `make-${record}`, record, kind, type: 'create', at: AT, basedOn: null, patch: { data: data as never } })
    await node.store.commit(SYSTEM, [make('hurt', 'casualty', hurt), make('request', 'casevac-request', request)])
  })
  after(() => node?.close())
  const bundle = async (as: Person, id: string): Promise<Bundle> => {
    const answer = await node.call('GET', `/api/fhir/${id}`, { as, headers: { 'x-vigie-purpose': 'hand-over' } })
    assert.equal(answer.status, 200, answer.body)
    assert.deepEqual(checkFhir(answer.json), [])
    return answer.json as Bundle
  }
  const of = (whole: Bundle, type: string) => whole.entry.filter((one) => one.resource.resourceType === type).map((one) => one.resource as Record<string, Json>)

  test('a request with its patient: every resource conforms and every reference is in the bundle', async () => {
    const whole = await bundle(doctor, 'request')
    assert.deepEqual([...new Set(whole.entry.map((one) => one.resource.resourceType))].sort(), ['Encounter', 'Location', 'Observation', 'Patient', 'ServiceRequest', 'Task'])
    const urls = new Set(whole.entry.map((one) => one.fullUrl))
    const references = [...JSON.stringify(whole).matchAll(/"reference":"([^"]+)"/g)].map((found) => found[1]!)
    assert.ok(references.length > 10)
    assert.deepEqual(references.filter((one) => !urls.has(one)), [])
    assert.deepEqual([of(whole, 'ServiceRequest')[0]!['priority'], of(whole, 'Task')[0]!['status'], of(whole, 'Encounter')[0]!['status']], ['stat', 'in-progress', 'in-progress'])
    assert.deepEqual(of(whole, 'Location').map((one) => one['name']).sort(), ['Bridge', 'Bridge', 'Level 2 Talmé'])
    const heart = of(whole, 'Observation').filter((one) => one['code'].coding[0].code === '8867-4')
    assert.deepEqual(heart.map((one) => [one['status'], one['valueQuantity'].value]), [['final', 118], ['entered-in-error', 12]])
    assert.equal(of(whole, 'Patient')[0]!['name'], undefined)
    assert.equal(of(whole, 'Patient')[0]!['gender'], 'male')
  })

  test('without MED nothing clinical is in it, and it still conforms', async () => {
    const whole = await bundle(duty, 'request')
    assert.deepEqual([of(whole, 'Observation').length, of(whole, 'Patient')[0]!['gender'], of(whole, 'Encounter')[0]!['reasonCode']], [0, undefined, undefined])
    assert.equal(of(await bundle(doctor, 'hurt'), 'ServiceRequest').length, 1)
  })

  test('nobody else’s: not found where the record may not be seen, and for what is neither', async () => {
    const outside = await node.person('outside', { side: 'hq', org: 'UNHQ', grants: [{ role: 'HQ', area: null }] })
    assert.equal((await node.call('GET', '/api/fhir/hurt', { as: outside })).status, 404)
    assert.equal((await node.call('GET', `/api/fhir/${duty.account.id}`, { as: duty })).status, 404)
  })

  test('every status, state and the bare minimum conform', () => {
    const statuses = ['POI', 'EVAC', 'MTF', 'RTD', 'REPAT', 'DECEASED', 'MISSING'] as const
    const states = ['ALERT', 'VALIDATED', 'LAUNCHED', 'PICKED_UP', 'HANDED_OVER', 'CLOSED', 'CANCELLED'] as const
    for (const [i, status] of statuses.entries()) {
      const casualty = { id: 'c', ref: 'CAS-2026-000001', updatedAt: AT, data: { battleNo: '1', category: 'unknown', priority: 'NONE', status, drill: true } as const }
      const told = { id: 'r', ref: 'CVR-2026-000001', updatedAt: AT, data: { four: { callsign: 'X', place: {}, patients: {}, threat: 'N' }, state: states[i]! } as const }
      assert.deepEqual(checkFhir(fhirBundle([casualty], told, AT)), [], status)
    }
  })
})
