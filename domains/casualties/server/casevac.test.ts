import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Compartment } from '../../../core/handling.ts'
import type { RoleCode } from '../../../core/roles.ts'
import { runningNode, type Answered, type Person, type RunningNode } from '../../../test/running-node.ts'

describe('evacuation, from four lines to the hand-over', () => {
  let node: RunningNode
  let duty: Person
  let doctor: Person
  let air: Person
  let chief: Person
  let control: Person
  let analyst: Person

  const iso = (minutes = 0) => new Date(Math.floor((node.clock.now + minutes * 60_000) / 1000) * 1000).toISOString()
  const person = (login: string, role: RoleCode, compartments: Compartment[] = []) => node.person(login, { grants: [{ role, area: null }], compartments })
  const create = async (kind: string, data: object, as = duty): Promise<Answered> => node.call('POST', '/api/records', { as, body: { kind, data } })
  const made = async (kind: string, data: object, as = duty) => {
    const answer = await create(kind, data, as)
    assert.equal(answer.status, 201, answer.body)
    return answer.json
  }
  const act = async (id: string, type: string, patch: object = {}, as = duty, reason?: string): Promise<Answered> => {
    const { version } = (await node.call('GET', `/api/records/${id}`, { as })).json
    return node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn: version, patch, ...(reason ? { reason } : {}) } })
  }
  const post = (id: string, what: string, body: object, as = duty) => node.call('POST', `/api/casevac/${id}/${what}`, { as, body })
  const read = async (id: string, as = duty) => (await node.call('GET', `/api/records/${id}`, { as })).json
  const four = { callsign: 'K31', frequency: '44.5', place: { lon: -3, lat: 16.3, name: 'Bambara' }, patients: { A: 1 }, threat: 'P' }
  const helicopter = async (more: object = {}, ready = true) => {
    const asset = await made('evac-asset', { name: `H${(serial += 1)}`, kind: 'helo', base: { lon: -3, lat: 16.7 }, speedKmh: 220, rangeKm: 500, night: true, litters: 4, seats: 4, ...more }, control)
    if (ready) {
      assert.equal((await act(asset.id, 'set-status', { status: 'ready' }, control)).status, 200)
    }
    return asset
  }
  const casualty = (more: object = {}, as = duty) => made('casualty', { battleNo: `B${(serial += 1)}`, category: 'un-military', priority: 'A', needs: ['DCS'], ...more }, as)
  let serial = 0

  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
    // The store stamps by the true time, and nothing may lie ahead of it.
    node.clock.now -= 3 * 3_600_000
    duty = await person('duty', 'JOC-DO')
    doctor = await person('doctor', 'CMO', ['MED'])
    air = await person('air', 'MOVCON')
    chief = await person('chief', 'JOC-CH')
    control = await person('control', 'CASEVAC-CC')
    analyst = await person('analyst', 'JMAC-A')
  })
  after(() => node.close())

  test('launched on four lines, nine lines while it flies; every step stamps the patients and frees the asset', async () => {
    const request = await made('casevac-request', { four, heardBy: 'voice' })
    const [asset, level2, patient] = [await helicopter(), await made('facility', { name: 'Level 2 Gao', level: '2', place: { lon: 0, lat: 16.2 } }, doctor), await casualty()]
    assert.equal((await act(patient.id, 'injured', { t: iso(-20), source: 'radio' })).status, 200)
    assert.equal((await post(request.id, 'patients', { casualties: [patient.id] })).status, 200)
    // Three asked in parallel; each answers its own card and no other.
    assert.equal((await act(request.id, 'answer-medical', { answer: 'go' }, doctor)).status, 200)
    assert.equal((await act(request.id, 'answer-air', { answer: 'go' }, doctor)).status, 403)
    assert.equal((await act(request.id, 'answer-air', { answer: 'no-go' }, air)).status, 422, 'a no needs its reason')
    assert.equal((await act(request.id, 'answer-air', { answer: 'no-go', reason: 'Dust storm' }, air)).status, 200)
    const refused = await post(request.id, 'launch', { asset: asset.id, destination: level2.id, authority: 'Force commander', reason: 'Bleeding' })
    assert.equal(refused.status, 422, refused.body)
    assert.match(refused.body, /air said no-go/)
    assert.equal((await act(request.id, 'answer-air', { answer: 'go', saidBy: 'Captain of H1' }, control)).status, 200)
    const hasty = await post(request.id, 'launch', { asset: asset.id, destination: level2.id, authority: 'Force commander' })
    assert.equal(hasty.status, 422)
    assert.match(hasty.body, /no go yet from operations/)
    assert.equal((await read(asset.id)).data.task, undefined, 'what is refused tasks nothing')
    assert.equal((await act(request.id, 'answer-operations', { answer: 'go' })).status, 200)
    const launched = await post(request.id, 'launch', { asset: asset.id, destination: level2.id, authority: 'Force commander', delegated: true })
    assert.equal(launched.status, 200, launched.body)
    assert.deepEqual([launched.json.request.data.state, launched.json.request.data.decision.delegated, (await read(asset.id)).data.task.ref], ['LAUNCHED', true, request.ref])
    // The nine lines come while it flies.
    const nine = { nine: { equipment: ['none'], litter: 1, ambulatory: 0, security: 'P', marking: 'smoke', status: { 'un-military': 1 }, terrain: 'flat' } }
    assert.equal((await act(request.id, 'edit', { fields: nine })).status, 200)
    node.clock.now += 9 * 60_000
    for (const [step, minutes] of [['take-off', 0], ['reach-scene', 12], ['pick-up', 18], ['hand-over', 35]] as const) {
      node.clock.now += minutes * 60_000
      const done = await post(request.id, 'steps', { step, ...(step === 'hand-over' ? { receivedBy: 'Dr B.' } : {}) })
      assert.equal(done.status, 200, done.body)
    }
    const after = await read(patient.id)
    assert.deepEqual(Object.keys(after.data.events), ['T0', 'T2', 'T4', 'T5', 'T6', 'T7', 'T8'])
    assert.deepEqual([after.data.status, after.data.places.map((one: { name: string }) => one.name), after.data.places[0].out, after.data.places[1].receivedBy], ['MTF', [asset.data.name, 'Level 2 Gao'], after.data.places[1].in, 'Dr B.'])
    const freed = await read(asset.id)
    assert.deepEqual([freed.data.task, freed.data.past.length], [undefined, 1])
    assert.equal((await act(request.id, 'name-delay', { reason: 'weather', card: 'air', minutes: 9 })).status, 200)
    assert.equal((await act(request.id, 'close')).status, 200)
    assert.equal((await post(request.id, 'cancel', { reason: 'late' })).status, 409)
  })

  test('two dispatchers at once: one wins, the other is told, nothing is tasked twice', async () => {
    const asset = await helicopter()
    const [one, two] = [await made('casevac-request', { four }), await made('casevac-request', { four: { ...four, callsign: 'K32' } })]
    const go = { asset: asset.id, authority: 'Chief', reason: 'Urgent' }
    const both = await Promise.all([post(one.id, 'launch', go, duty), post(two.id, 'launch', go, chief)])
    assert.deepEqual(both.map((answer) => answer.status).sort(), [200, 409])
    const lost = both.find((answer) => answer.status === 409)!
    assert.match(lost.body, new RegExp(`${asset.data.name} was tasked to CVR-`))
    const winner = both.indexOf(lost) === 0 ? chief : duty
    assert.deepEqual([lost.json.rival.name, lost.json.rival.asset], [winner.account.data.name, asset.data.name], 'the loser is told who and what')
    const states = (await Promise.all([read(one.id), read(two.id)])).map((record) => record.data.state ?? 'ALERT')
    assert.deepEqual(states.sort(), ['ALERT', 'LAUNCHED'])
    // The same request by two, with different helicopters.
    const [first, second] = [await helicopter(), await helicopter()]
    const third = await made('casevac-request', { four: { ...four, callsign: 'K33' } })
    const race = await Promise.all([first, second].map((asset_, i) => post(third.id, 'launch', { ...go, asset: asset_.id, basedOn: 1 }, [duty, chief][i])))
    assert.deepEqual(race.map((answer) => answer.status).sort(), [200, 409])
    const late = race.find((answer) => answer.status === 409)!
    assert.match(late.body, /was launched at/)
    const won = race.findIndex((answer) => answer.status === 200)
    assert.deepEqual([late.json.rival.name, late.json.rival.asset], [[duty, chief][won]!.account.data.name, [first, second][won]!.data.name])
    const tasked = (await Promise.all([read(first.id), read(second.id)])).filter((record) => record.data.task !== undefined)
    assert.equal(tasked.length, 1)
  })

  test('an asset under way is taken only on authority, with the reason; the other request waits for a decision again', async () => {
    const asset = await helicopter()
    const [one, two] = [await made('casevac-request', { four }), await made('casevac-request', { four: { ...four, callsign: 'K40' } })]
    assert.equal((await post(one.id, 'launch', { asset: asset.id, authority: 'Chief', reason: 'Urgent' })).status, 200)
    const way = { asset: asset.id, authority: 'Director of mission support', reason: 'Two A at K40' }
    assert.equal((await post(two.id, 'retask', way, control)).status, 403)
    assert.equal((await post(two.id, 'retask', { ...way, reason: '' }, chief)).status, 400)
    assert.equal((await post(two.id, 'retask', way, chief)).status, 200)
    assert.deepEqual([(await read(one.id)).data.state, (await read(one.id)).data.task, (await read(asset.id)).data.task.request], ['VALIDATED', undefined, two.id])
  })

  test('for civilians who are not of the United Nations nobody launches on delegated authority', async () => {
    const [asset, patient] = [await helicopter(), await casualty({ category: 'non-un-civilian' })]
    const request = await made('casevac-request', { four })
    await post(request.id, 'patients', { casualties: [patient.id] })
    const go = { asset: asset.id, authority: 'Chief of staff', reason: 'Child' }
    const delegated = await post(request.id, 'launch', { ...go, delegated: true })
    assert.equal(delegated.status, 422, delegated.body)
    assert.match(delegated.body, /not of the United Nations/)
    const told = await made('casevac-request', { four, nine: { status: { 'non-un-civilian': 1 } } })
    assert.equal((await post(told.id, 'launch', { ...go, delegated: true })).status, 422, 'also where only the lines say so')
    assert.equal((await post(request.id, 'launch', { ...go, authority: '' })).status, 400)
    assert.equal((await post(request.id, 'launch', go)).status, 200)
  })

  test('what is not known is not available; a drill takes no real asset', async () => {
    const request = await made('casevac-request', { four })
    const go = (asset: { id: string }) => post(request.id, 'launch', { asset: asset.id, authority: 'Chief', reason: 'Urgent' })
    const silent = await go(await helicopter({}, false))
    assert.equal(silent.status, 422)
    assert.match(silent.body, /nobody has said whether/)
    assert.equal((await go(await helicopter({ drill: true }))).status, 400)
    const drill = await made('casevac-request', { four, drill: true })
    const real = await helicopter()
    assert.equal((await post(drill.id, 'launch', { asset: real.id, authority: 'Chief', reason: 'Exercise' })).status, 200)
    assert.equal((await read(real.id)).data.task, undefined)
    assert.equal((await post(request.id, 'patients', { casualties: [(await casualty({ drill: true })).id] })).status, 422)
  })

  test('what is clinical is for those who hold MED, in the record and in its history', async () => {
    const patient = await casualty({ mechanism: 'gunshot', nationality: 'GHA' }, doctor)
    const reading = (id: string, more: object) => ({ fields: { vitals: [{ id, at: iso(-1), hr: 120, ...more }] } })
    assert.equal((await act(patient.id, 'add-vitals', reading('v1', { sbp: 85 }))).status, 200, 'the radio operator writes down what is said')
    const wrong = await act(patient.id, 'add-vitals', reading('v2', { sbp: 1200 }), doctor)
    assert.equal(wrong.status, 422)
    assert.deepEqual([wrong.json.fields[0].path, /\b120\b/.test(wrong.json.fields[0].fix)], ['/vitals/1/sbp', true])
    assert.equal((await act(patient.id, 'add-vitals', reading('v1', { sbp: 85 }), doctor)).status, 200, 'what comes twice is there once')
    const [seen, open] = [await read(patient.id), await read(patient.id, doctor)]
    assert.deepEqual([seen.data.vitals, seen.data.mechanism, seen.data.nationality, seen.data.priority], [undefined, undefined, undefined, 'A'])
    assert.deepEqual([open.data.vitals.length, open.data.mechanism], [1, 'gunshot'])
    for (const path of [`/api/records/${patient.id}/history`, `/api/records/${patient.id}`, '/api/records?kind=casualty', '/api/export/casualty?format=csv']) {
      const answer = await node.call('GET', path, { as: duty })
      assert.doesNotMatch(answer.body, /gunshot|"sbp":85|GHA/, path)
    }
    assert.match((await node.call('GET', `/api/records/${patient.id}/history`, { as: doctor })).body, /"sbp":85/)
  })

  test('who may not', async () => {
    const request = await made('casevac-request', { four })
    const [asset, patient] = [await helicopter(), await casualty()]
    const outsider = await person('engineer', 'ENG')
    for (const [what, body] of [['launch', { asset: asset.id, authority: 'x', reason: 'y' }], ['retask', { asset: asset.id, authority: 'x', reason: 'y' }], ['steps', { step: 'take-off' }], ['cancel', { reason: 'x' }], ['patients', { casualties: [patient.id] }], ['patients/remove', { casualty: patient.id, reason: 'x' }]] as const) {
      assert.equal((await post(request.id, what, body, analyst)).status, 403, what)
      assert.equal((await post(request.id, what, body, outsider)).status, 404, what)
    }
    for (const type of ['launch', 're-task', 'take-off', 'pick-up', 'hand-over', 'cancel', 'carry']) {
      assert.equal((await act(request.id, type, {}, duty, 'x')).status, 400, `${type} is never done by itself`)
    }
    assert.equal((await create('casualty', { battleNo: 'B', category: 'un-military', priority: 'A', events: { T0: { t: iso(-1), source: 'radio', by: 'somebody', role: 'TOC', at: iso(-1) } } })).status, 422)
    assert.equal((await act(patient.id, 'edit', { fields: { status: 'RTD' } })).status, 400)
    assert.equal((await create('facility', { name: 'L2', level: '2', place: { name: 'Gao' } }, analyst)).status, 403)
  })
})
