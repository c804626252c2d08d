import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { SYSTEM, until } from '../../../test/store.ts'
import { startTelling } from './telling.ts'

describe('what is told of evacuation', () => {
  let node: RunningNode
  let duty: Person
  let doctor: Person
  const made = async (kind: string, data: object, as = duty) => {
    const answer = await node.call('POST', '/api/records', { as, body: { kind, data } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json
  }
  const act = async (id: string, type: string, patch: object, as = doctor) => {
    const { version } = (await node.call('GET', `/api/records/${id}`, { as })).json
    const answer = await node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: version, patch } })
    assert.equal(answer.status, 200, answer.body)
  }
  const told = async (rule: string, subject: string) => (await node.store.list(SYSTEM, { kind: 'alert', where: { rule: [rule] }, limit: 100 })).items.map(({ record }) => record.data as { subject: string; state?: string; title: { en: string }; drill?: boolean; endedAt?: string }).filter((one) => one.subject === subject)
  const four = { callsign: 'K31', place: { lon: -3, lat: 16.3, name: 'Bambara' }, patients: { A: 2, B: 1 }, threat: 'N' }

  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
    node.clock.now -= 3 * 3_600_000
    duty = await node.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    doctor = await node.person('doctor', { grants: [{ role: 'CMO', area: null }], compartments: ['MED'] })
  })
  after(() => node.close())

  test('four lines raise an alert; launched, it is over and the receiving facility hears who comes, and hears anew when that moves', async () => {
    const request = await made('casevac-request', { four })
    await until(async () => (await told('casevac-alert', request.id)).length === 1, 'the alert')
    assert.match((await told('casevac-alert', request.id))[0]!.title.en, /CASEVAC K31: 2 A, 1 B, Bambara/)
    const facility = await made('facility', { name: 'Level 2 Gao', level: '2', place: { lon: 0, lat: 16.2 }, tell: [doctor.account.id] }, doctor)
    const asset = await made('evac-asset', { name: 'H1', kind: 'helo', base: { lon: -3, lat: 16.7 }, speedKmh: 220, rangeKm: 500, night: true, litters: 4, seats: 4 }, doctor)
    await act(asset.id, 'set-status', { status: 'ready' })
    const eta = (minutes: number) => `${new Date(node.clock.now + minutes * 60_000).toISOString().slice(0, 19)}Z`
    const launched = await node.call('POST', `/api/casevac/${request.id}/launch`, { as: duty, body: { asset: asset.id, destination: facility.id, authority: 'Chief', reason: 'Urgent', etaHandover: eta(60) } })
    assert.equal(launched.status, 200, launched.body)
    await until(async () => (await told('casevac-inbound', request.id)).length === 1, 'the facility is told')
    assert.match((await told('casevac-inbound', request.id))[0]!.title.en, /To Level 2 Gao: 2 A, 1 B with H1, ETA \d{4}Z/)
    await until(async () => (await told('casevac-alert', request.id))[0]?.endedAt !== undefined, 'the alert is over')
    await act(request.id, 'update-eta', { etaHandover: eta(61) }, duty)
    await act(request.id, 'update-eta', { etaHandover: eta(90) }, duty)
    await until(async () => (await told('casevac-inbound', request.id)).some((one) => one.title.en.includes(eta(90).slice(11, 16).replace(':', ''))), 'the later arrival is told')
    assert.ok((await told('casevac-inbound', request.id)).length <= 3)
  })

  test('too little O− asks for more once, on the board of orders; enough ends it; a theatre that is down is told', async () => {
    const facility = await made('facility', { name: 'Level 2 Mopti', level: '2', place: { name: 'Mopti' }, bloodFloor: 4 }, doctor)
    const orders = async () => (await node.store.list(SYSTEM, { kind: 'order', limit: 50 })).items.filter(({ record }) => (record.data['records'] as string[] | undefined)?.includes(facility.id))
    await act(facility.id, 'report', { blood: { 'O-': 6 }, theatre: { state: 'READY' } })
    await act(facility.id, 'report', { blood: { 'O-': 3 } })
    await act(facility.id, 'report', { blood: { 'O-': 2 }, theatre: { state: 'DOWN' } })
    await until(async () => (await orders()).length === 1 && (await told('facility-theatre', facility.id)).length === 1, 'order and alerts')
    assert.match(String((await orders())[0]?.record.data['what']), /Level 2 Mopti: 3 units left, at least 4/)
    assert.equal((await told('facility-blood', facility.id)).length, 1)
    await act(facility.id, 'report', { blood: { 'O-': 9 }, theatre: { state: 'READY' } })
    await until(async () => [...(await told('facility-blood', facility.id)), ...(await told('facility-theatre', facility.id))].every((one) => one.endedAt !== undefined), 'both are over')
    await act(facility.id, 'report', { blood: { 'O-': 1 } })
    await until(async () => (await orders()).length === 2, 'a second shortage is another order')
    const before = (await told('facility-blood', facility.id)).length
    const again = await startTelling(node.node.app)
    await again.close()
    assert.deepEqual([(await orders()).length, (await told('facility-blood', facility.id)).length], [2, before], 'a restart tells nothing anew')
  })

  test('an exercise is told to those in exercises alone and orders nothing', async () => {
    const drill = await made('facility', { name: 'Exercise hospital', level: '2', place: { name: 'Camp' }, drill: true }, doctor)
    await act(drill.id, 'report', { blood: { 'O-': 0 } })
    const request = await made('casevac-request', { four, drill: true })
    await until(async () => (await told('casevac-alert', request.id)).length === 1 && (await told('facility-blood', drill.id)).length === 1, 'told')
    assert.deepEqual([(await told('casevac-alert', request.id))[0]?.drill, (await told('facility-blood', drill.id))[0]?.drill], [true, true])
    assert.equal((await node.store.list(SYSTEM, { kind: 'order', limit: 50 })).items.some(({ record }) => (record.data['records'] as string[] | undefined)?.includes(drill.id)), false)
  })

  test('compliance: what is counted, what is not known, exercises apart; not for everybody', async () => {
    const iso = (minutes: number) => `${new Date(node.clock.now + minutes * 60_000).toISOString().slice(0, 19)}Z`
    const hurt = async (times: { [type: string]: number }, more: object = {}) => {
      const one = await made('casualty', { battleNo: 'B', category: 'un-military', priority: 'A', needs: ['R1'], ...more })
      for (const [type, minutes] of Object.entries(times)) {
        await act(one.id, type, { t: iso(minutes), source: 'radio' }, duty)
      }
    }
    await hurt({ 'injured': -90, 'first-aid': -84, 'at-facility': -40 })
    await hurt({ 'injured': -90, 'first-aid': -78, 'at-facility': -20 })
    await hurt({ 'alerted': -80, 'first-aid': -79 })
    await hurt({ 'injured': -90, 'first-aid': -60 }, { drill: true })
    const answer = await node.call('GET', '/api/casevac/compliance', { as: duty })
    assert.equal(answer.status, 200, answer.body)
    const { c10, c60 } = answer.json.rings
    assert.deepEqual([answer.json.casualties, c10.counted, c10.met, c10.medianMin, c10.unknownStart, c60.share], [3, 2, 1, 9, 1, 0.5])
    assert.equal((await node.call('GET', '/api/casevac/compliance?drill=true', { as: duty })).json.casualties, 1)
    assert.equal((await node.call('GET', '/api/casevac/compliance', { as: await node.person('engineer', { grants: [{ role: 'ENG', area: null }] }) })).json?.casualties ?? 0, 0)
    assert.equal((await node.call('GET', '/api/casevac/compliance?from=soon', { as: duty })).status, 400)
  })
})
