import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../../test/running-node.ts'
import { SYSTEM, until } from '../../../test/store.ts'
import { currentWatch, lateItems, openActions, writeEntry } from '../contract.ts'

describe('the watch floor', () => {
  let node: RunningNode
  let out: Person
  let incoming: Person
  let auditor: Person
  const officers = [{ name: 'A. Duty' }]
  const create = async (kind: string, data: object, as = out, more: object = {}): Promise<Answered> => node.call('POST', '/api/records', { as, body: { kind, data, ...more } })
  const act = async (record: { id: string; version: number }, type: string, patch: object = {}, as = out, more: object = {}): Promise<Answered> => node.call('POST', `/api/records/${record.id}/actions`, { as, body: { type, basedOn: record.version, patch, ...more } })
  const iso = (minutes = 0) => new Date(node.clock.now + minutes * 60_000).toISOString()
  const read = async (id: string, as = out) => (await node.call('GET', `/api/records/${id}`, { as })).json

  before(async () => {
    node = await runningNode({ config: { requestsPerMinute: 1_000_000 } })
    out = await node.person('outgoing')
    incoming = await node.person('incoming')
    auditor = await node.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
  })
  after(() => node.close())

  test('a watch is handed over by two persons, not over red actions, and the next one begins', async () => {
    const opened = await node.call('POST', '/api/watches', { as: out, body: { desk: 'JOC', name: 'Night', officers } })
    assert.equal(opened.status, 201, opened.body)
    const log = opened.json.id as string
    assert.equal((await node.call('POST', '/api/watches', { as: incoming, body: { desk: 'JOC', name: 'Day', officers } })).status, 409)
    assert.equal((await node.call('POST', '/api/watches', { as: auditor, body: { desk: 'SOC', name: 'Day', officers } })).status, 403)
    const red = await create('log-entry', { log, at: iso(), way: 'IN', means: 'RADIO', callsign: 'K31', text: 'Asks for recovery', action: 'Send recovery', actionBy: 'JLOC', due: iso(10) })
    assert.equal(red.status, 201, red.body)
    assert.equal(red.json.data.n, 1)
    await create('log-entry', { log, at: iso(), way: 'IN', text: 'Weather report awaited', action: 'Call the airport', due: iso(600) })
    node.clock.now += 11 * 60_000
    const next = { name: 'Day', officers: [{ name: 'B. Duty' }] }
    const early = await node.call('POST', `/api/watches/${log}/sign-in`, { as: incoming, body: next })
    assert.equal(early.status, 409)
    assert.match(early.body, /not signed out/)
    assert.equal((await act({ id: log, version: 1 }, 'sign-in', {}, incoming)).status, 400, 'never by itself')
    assert.equal((await node.call('POST', `/api/watches/${log}/sign-out`, { as: auditor, body: {} })).status, 403)
    const signed = await node.call('POST', `/api/watches/${opened.json.ref}/sign-out`, { as: out, body: {} })
    assert.equal(signed.status, 200, signed.body)
    const { sheet } = signed.json.data
    assert.deepEqual([sheet.entries, sheet.parts.actions.total, sheet.parts.actions.items.map((one: { state: string }) => one.state)], [2, 2, ['open', 'red']])
    const blocked = await node.call('POST', `/api/watches/${log}/sign-in`, { as: incoming, body: next })
    assert.equal(blocked.status, 422, blocked.body)
    assert.match(blocked.body, new RegExp(red.json.ref))
    assert.equal((await lateItems(node.store, SYSTEM, node.clock.now)).items[0]?.ref, red.json.ref)
    assert.equal((await act(red.json, 'close-action', { how: 'Recovery on its way' })).status, 200)
    const self = await node.call('POST', `/api/watches/${log}/sign-in`, { as: out, body: next })
    assert.equal(self.status, 403, self.body)
    const both = await Promise.all([1, 2].map(() => node.call('POST', `/api/watches/${log}/sign-in`, { as: incoming, body: next })))
    assert.deepEqual(both.map((one) => one.status).sort(), [200, 409], 'whoever signs second finds it closed')
    const done = both.find((one) => one.status === 200)!.json
    assert.deepEqual([done.closed.data.signedOut.by, done.closed.data.signedIn.by, done.opened.data.previous, done.opened.data.name], [out.account.id, incoming.account.id, log, 'Day'])
    assert.equal((await currentWatch(node.store, SYSTEM, 'JOC'))?.id, done.opened.id)
    const late = await create('log-entry', { log, at: iso(-30), way: 'IN', text: 'Written without a link' })
    assert.equal(late.json.data.n, 3, 'a line sent late takes the next number of its own watch')
    const sheetNow = await node.call('GET', `/api/watches/${done.opened.id}/sheet`, { as: incoming })
    assert.equal(sheetNow.json.parts.actions.total, 1, 'what was left open is handed on')
    assert.equal((await openActions(node.store, SYSTEM, node.clock.now)).total, 1)
  })

  test('other parts of the node write into the log: once, with a number', async () => {
    const watch = await currentWatch(node.store, SYSTEM)
    const entry = { at: iso(), way: 'NOTE' as const, text: 'Convoy 12 overdue' }
    const [one] = await node.store.commit(SYSTEM, [writeEntry(watch!.id, entry, ['movement', 'x', 'overdue'])])
    const [again] = await node.store.commit(SYSTEM, [writeEntry(watch!.id, entry, ['movement', 'x', 'overdue'])])
    assert.deepEqual([one?.record.data['n'], again?.record.data['n'], again?.again], [1, 1, true])
  })

  test('a record that meets a requirement makes one call list; calls are logged; the clock runs', async () => {
    const condition = { kind: 'incident', severity: 4, where: [{ facet: 'category', values: ['AC.01'] }] }
    const made = await create('cir', { code: 'CIR-1', text: 'Attack on own troops', enabled: true, condition, wake: [{ who: 'Chief of staff', means: 'PHONE', contact: '4001' }, { who: 'Force commander', means: 'PHONE' }], within: 15 }, await node.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] }))
    assert.equal(made.status, 201, made.body)
    assert.equal((await create('cir', made.json.data, auditor)).status, 403)
    const fresh = { category: 'AC.01', severity: 5, happened: { from: iso(-5), precision: 'EXACT' } }
    await create('incident', incidentData({ ...fresh, severity: 2 }))
    await create('incident', incidentData({ ...fresh, happened: { from: iso(-3000), precision: 'EXACT' } }))
    const hit = await create('incident', incidentData(fresh))
    const lists = async () => (await node.call('GET', '/api/records?kind=call-list', { as: out })).json
    await until(async () => (await lists()).total === 1, 'the call list is there')
    const list = (await lists()).items[0]
    assert.deepEqual([list.data.record, list.data.wake.length, list.handling.level], [hit.json.id, 2, 'C'])
    await act(hit.json, 'verify', {}, await node.person('analyst', { grants: [{ role: 'JMAC-A', area: null }] }))
    const tried = await node.call('POST', '/api/cirs/try', { as: out, body: { condition, days: 30 } })
    assert.deepEqual([tried.status, tried.json.fired, tried.json.items[0].ref], [200, 1, hit.json.ref])
    const secret = await create('incident', incidentData({ ...fresh, title: 'Known to few' }), await node.person('pki', { compartments: ['PKI'] }), { handling: { level: 'C', compartments: ['PKI'], owner: 'mission', releasableTo: ['*'], caveats: [] } })
    assert.equal(secret.status, 201, secret.body)
    await until(async () => (await node.store.count(SYSTEM, { kind: 'call-list' })) === 2, 'the second is there')
    assert.equal((await lists()).total, 1, 'who may not see the record sees no call list')
    const once = await act(list, 'call', { wake: 0, result: 'NO-ANSWER' })
    assert.equal(once.status, 200, once.body)
    assert.equal((await act(once.json, 'complete')).status, 422)
    const reached = await act(once.json, 'call', { wake: 0, result: 'REACHED', note: 'Comes in' })
    const other = await act(reached.json, 'call', { wake: 1, result: 'REACHED' })
    assert.deepEqual(other.json.data.calls.map((one: { wake: number; result: string; by: string }) => [one.wake, one.result, one.by]), [[0, 'NO-ANSWER', out.account.id], [0, 'REACHED', out.account.id], [1, 'REACHED', out.account.id]])
    await node.node.app.clocks.settled()
    const running = async () => (await node.call('GET', `/api/clocks?record=${list.id}`, { as: out })).json.items[0].state
    assert.equal(await running(), 'running')
    assert.equal((await act(other.json, 'complete')).status, 200)
    await node.node.app.clocks.settled()
    assert.equal(await running(), 'met')
  })

  test('orders: across components one asks and the other accepts; each step stamped; no step left out that must be', async () => {
    const police = await node.person('police', { grants: [{ role: 'UNPOL', area: null }] })
    const base = { title: 'Escort to the clinic', from: 'JOC', fromComponent: 'MISSION', to: 'Police', toComponent: 'POLICE', ackMinutes: 15, due: iso(120) }
    assert.equal((await create('order', { ...base, type: 'TASK' })).status, 422, 'one component does not order another')
    const asked = await create('order', { ...base, type: 'REQUEST' })
    assert.equal(asked.status, 201, asked.body)
    assert.equal((await act(asked.json, 'accept')).status, 403)
    assert.equal((await act(asked.json, 'move', {}, police)).status, 409, 'not before it was accepted')
    const accepted = await act(asked.json, 'accept', {}, police)
    const moving = await act(accepted.json, 'move', {}, police)
    assert.equal((await act(moving.json, 'fail', {}, police)).status, 400, 'a failure has a reason')
    const done = await act(moving.json, 'finish', { effect: 'Convoy passed' }, police)
    assert.deepEqual([done.json.data.state, done.json.data.effect, done.json.data.steps.map((one: { state: string }) => one.state)], ['DONE', 'Convoy passed', ['ACK', 'MOVING', 'DONE']])
    const two = [{ name: 'By road', hours: 3, risk: 'LOW', chosen: true, why: 'Sure in rain' }, { name: 'By air', hours: 1, risk: 'MEDIUM' }]
    assert.equal((await create('order', { ...base, type: 'REQUEST', options: two })).status, 422, 'why not the others')
  })

  test('a crisis has a log, decisions and tasks of its own; after it the whole chronology, never more than the reader may see', async () => {
    const chief = await node.person('head', { clearance: 'SC', grants: [{ role: 'COS', area: null }] })
    // The store stamps by the true time, this node's clock was moved.
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()
    const crisis = await create('crisis', { name: 'Flood at Talmé', began: ago(10), level: 'ALERT' }, chief)
    assert.equal(crisis.status, 201, crisis.body)
    const first = await create('log-entry', { log: crisis.json.id, at: ago(9), way: 'IN', text: '=1+1 Bridge closed' })
    assert.equal(first.json.data.n, 1)
    await create('log-entry', { log: crisis.json.id, at: ago(8), way: 'NOTE', text: 'Known to few' }, await node.person('pki2', { compartments: ['PKI'] }), { handling: { level: 'C', compartments: ['PKI'], owner: 'mission', releasableTo: ['*'], caveats: [] } })
    await create('order', { type: 'TASK', title: 'Open the shelter', from: 'JOC', fromComponent: 'MISSION', to: 'JLOC', toComponent: 'MISSION', crisis: crisis.json.id })
    const raised = await act(crisis.json, 'change-level', { level: 'FULL' }, chief, { reason: 'Second bridge lost' })
    const decided = await act(raised.json, 'decide', { what: 'Move staff to the upper camp', why: 'Water rises', by: 'Head of mission' }, chief)
    assert.equal((await act(decided.json, 'stand-down', {}, out, { reason: 'x' })).status, 403)
    const over = await act(decided.json, 'stand-down', {}, chief, { reason: 'Water falls' })
    assert.equal(over.status, 200, over.body)
    assert.equal((await act(over.json, 'decide', { what: 'Too late' }, chief)).status, 409)
    const all = await node.call('GET', `/api/crises/${crisis.json.ref}/timeline`, { as: out })
    assert.equal(all.status, 200, all.body)
    assert.deepEqual(all.json.items.map((one: { what: string }) => one.what), ['begin', 'log', 'order', 'level', 'decision', 'stand-down'])
    const csv = await node.call('GET', `/api/crises/${crisis.json.ref}/timeline?format=csv`, { as: out })
    assert.match(csv.body, /'=1\+1 Bridge closed/)
    assert.doesNotMatch(csv.body, /Known to few/)
    assert.equal((await read(crisis.json.id)).data.level, 'FULL')
    assert.equal((await node.call('GET', `/api/crises/${first.json.id}/timeline`, { as: out })).status, 404)
    const partner = await node.person('partner', { org: 'ngo', side: 'partner', grants: [{ role: 'PARTNER', area: null }] })
    assert.equal((await node.call('GET', `/api/crises/${crisis.json.id}/timeline`, { as: partner })).status, 404)
  })
})
