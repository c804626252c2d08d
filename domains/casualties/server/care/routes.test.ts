import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { uuidV7 } from '../../../../server/face.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import type { CareState } from '../../shared/care-state.ts'
import type { Casualty } from '../../shared/casualty.ts'
import { forUse, PASS_USE, readPass } from '../../shared/handover-pass.ts'

describe('casualties devices know of', () => {
  let run: RunningNode
  let medic: Person
  let crew: Person
  let observer: Person
  let auditor: Person
  before(async () => {
    run = await runningNode()
    medic = await run.person('medic', { compartments: ['MED'], grants: [{ role: 'CMO', area: null }] })
    crew = await run.person('crew', { compartments: ['MED'], grants: [{ role: 'MOVCON', area: null }] })
    observer = await run.person('observer', { grants: [{ role: 'TOC', area: null }] })
    auditor = await run.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
  })
  after(() => run.close())

  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
  const send = (state: CareState, as: Person, more: { key?: string; id?: string } = {}) => run.call('POST', `/api/casualties/${more.id ?? state.id}/care`, { as, body: { state, at: at(-1) }, headers: { 'idempotency-key': more.key ?? crypto.randomUUID() } })
  const read = async (id: string, as: Person): Promise<Casualty> => (await run.call('GET', `/api/records/${id}`, { as })).json.data
  const state = (more: Partial<CareState> = {}): CareState => ({ id: uuidV7(Date.now()), base: { battleNo: 'K31-04', category: 'un-military' }, sorted: { triage: 'T1', priority: 'A', t: at(-30) }, ...more })
  const reading = (minutes: number, hr: number) => ({ id: uuidV7(Date.now()), at: at(minutes), hr })

  test('the phone and the tablet it was handed to send the same casualty: one record, every entry once, in the order of time', async () => {
    const first = state({ vitals: [reading(-20, 120), reading(-10, 110)], events: { T0: { t: at(-40), source: 'radio' } }, places: [{ id: 'p1', sort: 'asset', name: 'MEDEVAC 1', in: at(-9) }] })
    const handed: CareState = { ...first, vitals: [...first.vitals!, reading(-5, 105)], places: [...first.places!, { id: 'p2', sort: 'facility', name: 'Level 2', in: at(-3) }] }
    const answers = await Promise.all([send(handed, crew), send(first, medic), send({ id: first.id, base: first.base, vitals: [reading(-25, 130)] }, medic), send(handed, crew)])
    assert.deepEqual(answers.map(({ status }) => status), [200, 200, 200, 200], answers.map(({ body }) => body).join('\n'))
    const casualty = await read(first.id, medic)
    assert.deepEqual(casualty.vitals?.map(({ hr }) => hr), [130, 120, 110, 105])
    assert.deepEqual(casualty.places?.map(({ name }) => name), ['MEDEVAC 1', 'Level 2'])
    assert.equal(casualty.status, 'MTF')
    assert.equal(casualty.events?.T0?.t, first.events?.T0?.t)
    const before = (await run.call('GET', `/api/records/${first.id}`, { as: medic })).json.version
    assert.equal((await send(handed, medic)).json.version, before, 'what is there already changes nothing')
    const list = await run.call('GET', '/api/records?kind=casualty&limit=50', { as: medic })
    assert.equal(list.json.items.filter((one: { id: string }) => one.id === first.id).length, 1)
  })

  test('what came late and was told otherwise is kept beside what stands', async () => {
    const first = state({ events: { T1: { t: at(-20), source: 'manual' } } })
    await send(first, medic)
    const other: CareState = { id: first.id, base: first.base, sorted: { triage: 'T3', priority: 'C', t: at(-50) }, events: { T1: { t: at(-15), source: 'radio' } } }
    assert.equal((await send(other, crew)).status, 200)
    const answer = await send(other, crew)
    assert.equal(answer.json.data.events.T1.t, first.events?.T1?.t)
    assert.equal(answer.json.data.triage, 'T1', 'an older look does not undo a later one')
    assert.equal(answer.json.commented, 1, 'said once')
  })

  test('a pressure of 1200 is refused with the range and what was meant, and nothing of it is kept', async () => {
    const one = state({ vitals: [{ id: uuidV7(Date.now()), at: at(-5), sbp: 1200 }] })
    const answer = await send(one, medic)
    assert.equal(answer.status, 422, answer.body)
    assert.match(answer.body, /1200 mmHg is no systolic pressure \(0 to 300 mmHg\)/)
    assert.match(answer.body, /Write 120 mmHg, with a nought less/)
    assert.equal((await run.call('GET', `/api/records/${one.id}`, { as: medic })).status, 404)
  })

  test('who does not hold MED may send what they see at the roadside, and reads number, triage and course alone', async () => {
    const one = state({ vitals: [reading(-4, 99)], injuries: [{ id: 'i1', region: 'thigh', side: 'left', kind: 'gunshot' }] })
    assert.equal((await send(one, observer)).status, 200)
    const seen = (await run.call('GET', `/api/records/${one.id}`, { as: observer })).json
    assert.equal(seen.data.vitals, undefined)
    assert.equal(seen.data.injuries, undefined)
    assert.equal(seen.data.triage, 'T1')
    assert.ok(seen.withheld.vitals > 0)
    assert.equal((await read(one.id, medic)).vitals?.[0]?.hr, 99)
  })

  test('one number given twice in one event: the later casualty keeps everything and gets another, whoever sends and however often', async () => {
    const incident = uuidV7(Date.now())
    const twins = Array.from({ length: 4 }, (_, i) => state({ base: { battleNo: 'K31-09', category: 'un-military', incident }, vitals: [reading(-5, 100 + i)] }))
    const answers = await Promise.all([...twins, ...twins].map((one, i) => send(one, i % 2 === 0 ? medic : crew)))
    assert.deepEqual(answers.map(({ status }) => status), Array(8).fill(200), answers.map(({ body }) => body).join('\n'))
    const kept = await Promise.all(twins.map(({ id }) => read(id, medic)))
    assert.deepEqual(kept.map(({ battleNo }) => battleNo).sort(), ['K31-09', 'K31-09-2', 'K31-09-3', 'K31-09-4'])
    assert.deepEqual(kept.map(({ formerNo }) => formerNo).sort(), ['K31-09', 'K31-09', 'K31-09', undefined])
    assert.deepEqual(kept.map(({ vitals }) => vitals?.map(({ hr }) => hr)), [[100], [101], [102], [103]])
    const elsewhere = state({ base: { battleNo: 'K31-09', category: 'un-military', incident: uuidV7(Date.now()) } })
    assert.equal((await send(elsewhere, medic)).json.data.battleNo, 'K31-09', 'of another event it is another')
    const alone = state({ base: { battleNo: 'k31 - 09', category: 'un-military' } })
    assert.equal((await send(alone, medic)).json.data.formerNo, undefined, 'of no event yet')
    const joined = await send({ ...alone, base: { ...alone.base, incident } }, medic)
    assert.deepEqual([joined.json.data.battleNo, joined.json.data.formerNo], ['k31 - 09-5', 'k31 - 09'])
  })

  test('by the record API a number that is taken is refused, before and after it is freed', async () => {
    const incident = uuidV7(Date.now())
    const make = (battleNo: string) => run.call('POST', '/api/records', { as: medic, headers: { 'idempotency-key': crypto.randomUUID() }, body: { kind: 'casualty', data: { battleNo, category: 'un-military', priority: 'A', incident } } })
    const first = await make('A-1')
    assert.equal(first.status, 201, first.body)
    const second = await make('a-1')
    assert.equal(second.status, 409, second.body)
    assert.match(second.body, /duplicate/)
    assert.deepEqual(second.json.fields.map((one: { path: string }) => one.path), ['/data/battleNo'])
    const third = await make('A-2')
    const edit = (id: string, version: number, battleNo: string) => run.call('POST', `/api/records/${id}/actions`, { as: medic, headers: { 'idempotency-key': crypto.randomUUID() }, body: { type: 'edit', basedOn: version, patch: { fields: { battleNo } } } })
    assert.equal((await edit(third.json.id, 1, 'A-1')).status, 409)
    assert.equal((await edit(first.json.id, 1, 'A-7')).status, 200)
    assert.equal((await edit(third.json.id, 1, 'A-1')).status, 200)
  })

  test('a device that may report gets a pass for its key, which the node’s own signature bears out; nobody else does', async () => {
    const key = randomBytes(32).toString('base64')
    const ask = (as: Person | null, body: object = { key }) => run.call('POST', '/api/casualties/passes', { ...(as ? { as } : {}), body })
    const given = await ask(medic)
    assert.equal(given.status, 200, given.body)
    const pass = Buffer.from(given.json.pass, 'base64')
    assert.deepEqual([readPass(pass)?.name, Buffer.from(readPass(pass)!.key).toString('base64')], ['Name of medic', key])
    assert.ok(readPass(pass)!.until >= run.clock.now + 14 * 86_400_000 && readPass(pass)!.until < run.clock.now + 16 * 86_400_000)
    const node = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(given.json.node, 'base64')]), format: 'der', type: 'spki' })
    const signature = Buffer.from(given.json.signature, 'base64')
    assert.ok(verify(null, forUse(PASS_USE, pass), node, signature))
    assert.ok(!verify(null, forUse('another use', pass), node, signature))
    assert.ok(!verify(null, pass, node, signature))
    assert.deepEqual([(await ask(auditor)).status, (await ask(null)).status, (await ask(medic, { key: 'AAAA' })).status], [403, 401, 400])
  })

  test('nobody writes who may not report, and nothing is taken that is no casualty', async () => {
    assert.equal((await send(state(), auditor)).status, 403)
    const one = state()
    assert.equal((await send(one, medic, { id: state().id })).status, 400)
    assert.equal((await run.call('POST', `/api/casualties/${one.id}/care`, { body: { state: one }, headers: { 'idempotency-key': 'x' } })).status, 401)
    const named = { ...one, base: { ...one.base, name: 'Somebody' } } as unknown as CareState
    assert.equal((await send(named, medic)).status, 400)
    const incident = await run.call('POST', '/api/records', { as: observer, body: { kind: 'movement', data: { name: 'Fuel', sort: 'convoy', callsign: 'C1', speedKmh: 40, corridorM: 1000, checkIn: { everyMin: 30, windowMin: 5, tracker: true }, waypoints: [{ id: 'a', name: 'A', lon: 1, lat: 1, eta: at(5) }, { id: 'b', name: 'B', lon: 1.1, lat: 1, eta: at(60) }] } }, headers: { 'idempotency-key': crypto.randomUUID() } })
    assert.equal((await send({ ...one, id: incident.json.id }, medic)).status, 404)
  })
})
