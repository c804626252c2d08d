import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { derivedId } from '../../../core/digest.ts'
import type { JsonObject } from '../../../core/json.ts'
import { medevacOf } from '../../../formats/cot/medevac.ts'
import { readCot, writeCotText } from '../../../formats/cot/xml.ts'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { SYSTEM, until } from '../../../test/store.ts'
import { deviceShows } from '../../tracks/contract.ts'

const XML = '<event version="2.0" uid="MED-7" type="b-r-f-h-c" how="h-e" time="2026-03-01T10:00:00Z" start="2026-03-01T10:00:00Z" stale="2026-03-02T10:00:00Z"><point lat="16.3" lon="-3" hae="9999999" ce="12" le="9999999"/><detail><contact callsign="MED.7"/><_medevac_ title="MED.7" casevac="true" freq="44.5" urgent="1" urgent_surgical="1" routine="1" litter="2" ambulatory="1" security="1" hlz_marking="2" hlz_other="green" us_military="2" nonus_civilian="1" terrain_wires="true" hlz_remarks="north of the road" brand_new="é" medline_remarks="IED on a patrol"><zMistsMap><zMist title="ZMIST1" z="AB12" m="IED" i="left leg" s="awake" t="tourniquet" blood_type="O-"/></zMistsMap><__later a="1"/></_medevac_><__strange b="2"/></detail></event>'
const parsed = (xml: string) => {
  const read = readCot(new TextEncoder().encode(xml))
  assert.ok(read.ok)
  return read.value
}

describe('requests by TAK', () => {
  let node: RunningNode
  let duty: Person
  let doctor: Person
  const read = async (id: string, as = duty) => (await node.call('GET', `/api/records/${id}`, { as })).json
  const act = async (id: string, type: string, patch: object, as = duty) => {
    const { version } = await read(id, as)
    const answer = await node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: version, patch } })
    assert.equal(answer.status, 200, answer.body)
  }
  const post = (xml: string, as = duty) => node.call('POST', '/api/casevac/cot', { as, raw: xml, headers: { 'content-type': 'application/xml' } })

  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
    node.clock.now -= 3 * 3_600_000
    duty = await node.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    doctor = await node.person('doctor', { grants: [{ role: 'CMO', area: null }], compartments: ['MED'] })
  })
  after(() => node.close())

  test('in and out without loss, also what Vigie does not know; what is clinical for those alone who may read it', async () => {
    const made = await post(XML)
    assert.equal(made.status, 201, made.body)
    const { four, nine, patients, heardBy } = made.json.data
    assert.deepEqual([four.callsign, four.frequency, four.patients, four.threat, heardBy, patients.length], ['MED.7', '44.5', { A: 2, B: 0, C: 1 }, 'P', 'tak', 3])
    assert.deepEqual([nine.litter, nine.marking, nine.status, nine.terrain], [2, 'smoke', { 'un-military': 2, 'non-un-civilian': 1 }, 'wires; north of the road'])
    assert.equal((await post(XML)).json.id, made.json.id, 'the same event again is the same request')
    const surgical = await read(patients[0].casualty, doctor)
    assert.deepEqual([surgical.data.needs, surgical.data.mechanismNote, surgical.data.request], [['R1', 'DCS'], 'IED', made.json.id])
    const out = await node.call('GET', `/api/casevac/${made.json.ref}/cot`, { as: doctor })
    assert.deepEqual(JSON.parse(JSON.stringify(medevacOf(parsed(out.body)))), JSON.parse(JSON.stringify(medevacOf(parsed(XML)))))
    assert.equal(writeCotText({ ...parsed(out.body), detail: [] }), writeCotText({ ...parsed(XML), detail: [] }))
    assert.match(out.body, /__strange b="2"/)
    const plain = await node.call('GET', `/api/casevac/${made.json.id}/cot`, { as: duty })
    assert.doesNotMatch(plain.body, /tourniquet|AB12|__later/)
    assert.doesNotMatch(JSON.stringify(await read(made.json.id)), /tourniquet|AB12/)
    const [open, said] = await Promise.all([duty, doctor].map((as) => node.call('GET', `/api/casevac/${made.json.id}/sheet`, { as })))
    assert.match(open!.body, /4-LINE\n1 WHO: MED\.7 \/ 44\.5\n/)
    assert.doesNotMatch(open!.body, /AT-MIST|left leg/)
    assert.match(said!.body, /AT-MIST MED\.7-1\n/)
    // What is changed here goes out changed; the rest as it was written.
    await act(made.json.id, 'edit', { fields: { nine: { ...nine, security: 'X' } } })
    const changed = medevacOf(parsed((await node.call('GET', `/api/casevac/${made.json.id}/cot`, { as: doctor })).body))!
    assert.deepEqual([changed.fields.security, changed.fields.urgent_surgical, changed.other['brand_new'], changed.fields.hlz_remarks], ['3', 1, 'é', 'north of the road'])
  })

  test('a request of our own goes out with what is known of each patient, and comes back the same', async () => {
    const request = (await node.call('POST', '/api/records', { as: duty, body: { kind: 'casevac-request', data: { four: { callsign: 'K31', frequency: '44.5', place: { lon: -3, lat: 16.3 }, patients: { A: 1, B: 1 }, threat: 'E' }, nine: { equipment: ['hoist'], litter: 1, ambulatory: 1, marking: 'panels', status: { 'un-military': 2 }, terrain: 'flat' } } } })).json
    const out = await node.call('GET', `/api/casevac/${request.id}/cot`, { as: doctor })
    const back = await post(out.body, doctor)
    const { place, ...four } = back.json.data.four
    assert.deepEqual([four, place.lon, place.lat, back.json.data.nine], [{ callsign: 'K31', frequency: '44.5', patients: { A: 1, B: 1, C: 0 }, threat: 'E' }, -3, 16.3, { ...request.data.nine, security: 'E' }])
  })

  test('what a device reports becomes a request at once, follows its sender until it is launched, and then goes out to devices', async () => {
    const report = derivedId('report', 'x')
    const data = (xml: string, lat = 16.3) => ({ uid: 'MED-8', type: 'b-r-f-h-c', sort: 'casevac', name: 'MED.8', place: { lon: -3, lat, radiusM: 12 }, time: '2026-03-01T10:00:00Z', stale: '2026-03-02T10:00:00Z', from: { callsign: 'MED.8' }, cot: xml })
    const at = new Date(node.clock.now).toISOString()
    await node.store.commit(SYSTEM, [{ id: derivedId(report, 'create'), record: report, kind: 'field-report', type: 'create', at, basedOn: null, patch: { data: data(XML) as unknown as JsonObject, handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } } }])
    const id = derivedId('casevac-tak', report)
    await until(async () => (await read(id)).data?.patients?.length === 3, 'the request is there')
    assert.equal((await read(id)).handling.level, 'C')
    const moved = XML.replace('urgent="1"', 'urgent="3"')
    await node.store.commit(SYSTEM, [{ id: derivedId(report, 'edit'), record: report, kind: 'field-report', type: 'edit', at, basedOn: 1, patch: { fields: data(moved) as unknown as JsonObject } }])
    await until(async () => (await read(id)).data.four.patients.A === 4, 'what the sender changes follows')
    const show = deviceShows(node.node.app).get('casevac-request')!
    const shown = async () => show((await node.store.get(SYSTEM, id))!.record)
    assert.equal(await shown(), null, 'devices learn of it when it is launched')
    const asset = (await node.call('POST', '/api/records', { as: doctor, body: { kind: 'evac-asset', data: { name: 'H1', kind: 'helo', base: { lon: -3, lat: 16.7 }, speedKmh: 220, rangeKm: 500, night: true, litters: 4, seats: 4 } } })).json
    await act(asset.id, 'set-status', { status: 'ready' }, doctor)
    const launched = await node.call('POST', `/api/casevac/${id}/launch`, { as: duty, body: { asset: asset.id, authority: 'Chief', reason: 'Urgent' } })
    assert.equal(launched.status, 200, launched.body)
    const { event } = (await shown())!
    assert.deepEqual([event.type, event.uid, event.point.lat], ['b-r-f-h-c', `vigie.${id}`, 16.3])
    assert.match(writeCotText(event), /CASEVAC MED.7 LAUNCHED/)
    assert.doesNotMatch(writeCotText(event), /tourniquet|AB12|__later/, 'nothing clinical goes to devices')
  })

  test('who may not', async () => {
    const outsider = await node.person('engineer', { grants: [{ role: 'ENG', area: null }] })
    assert.equal((await post(XML.replace('MED-7', 'MED-9'), outsider)).status, 403)
    assert.equal((await post('<event', duty)).status, 400)
    assert.equal((await post(XML.replaceAll('_medevac_', '_other_'), duty)).status, 400)
    const { id } = (await post(XML)).json
    assert.equal((await node.call('GET', `/api/casevac/${id}/cot`, { as: outsider })).status, 404)
    assert.equal((await node.call('GET', `/api/casevac/${id}/sheet`, { as: outsider })).status, 404)
  })
})
