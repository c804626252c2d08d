import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM } from '../../../../test/store.ts'
import type { Alert } from '../../contract.ts'
import { overThePast, type Hit } from '../../shared/rules/engine.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { AlertRules, alertRulesOf } from './rules.ts'

const HOUR = 3_600_000
const rule = (more: Partial<AlertRule> = {}): AlertRule => ({ name: 'Shots', enabled: true, of: 'incident', where: { category: ['AC.01'] }, count: 1, severity: 4, ...more })
const hit = (record: string, hour: number, lon = 0): Hit => ({ record, at: hour * HOUR, place: { lon, lat: 0 } })

test('several near each other within a window tell once an episode; far ones and late ones do not count', () => {
  const three = rule({ count: 3, hours: 24, nearKm: 15 })
  const fired = (...hits: Hit[]) => overThePast('r', three, hits).map((one) => [one.episode, one.hits.length])
  assert.deepEqual(fired(hit('a', 0), hit('b', 5), hit('c', 10)), [['a', 3]])
  assert.deepEqual(fired(hit('a', 0), hit('b', 5), hit('c', 10), hit('d', 20), hit('e', 30)), [['a', 3]], 'the episode goes on')
  assert.deepEqual(fired(hit('a', 0), hit('b', 5), hit('c', 30)), [])
  assert.deepEqual(fired(hit('a', 0), hit('b', 5), hit('c', 10, 0.2)), [])
  assert.deepEqual(fired(hit('a', 0), hit('b', 1), hit('c', 2), hit('x', 100), hit('y', 101), hit('z', 102)), [['a', 3], ['x', 3]])
})

describe('rules over records', () => {
  let run: RunningNode
  let chief: Person
  before(async () => {
    run = await runningNode()
    chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
  })
  after(() => run.close())
  const settled = async () => alertRulesOf(run.node.app)!.settled()
  const write = async (data: AlertRule) => { const answer = await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-rule', data } }); assert.equal(answer.status, 201, answer.body); await settled(); return answer.json.id as string }
  const incident = async (ago: number, more: object = {}, handling?: object) => {
    const at = new Date(run.clock.now - ago).toISOString()
    const answer = await run.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ happened: { from: at, precision: 'EXACT' }, ...more }), ...(handling ? { handling } : {}) } })
    assert.equal(answer.status, 201, answer.body)
    await settled()
    return answer.json
  }
  const alerts = async (of: string) => (await run.store.list(SYSTEM, { kind: 'alert', where: { 'track-rule': [of] } })).items.map(({ record }) => ({ handling: record.handling, ...(record.data as unknown as Alert) }))

  test('one record that fits is one alert, however often it is changed, and as strict as the record', async () => {
    const id = await write(rule({ says: { en: '{title} ({ref})' } }))
    const one = await incident(HOUR, { title: 'Shots at the ford' }, { level: 'C', compartments: ['PKI'], owner: 'mission', releasableTo: ['*'], caveats: [] }).catch(() => null)
    const plain = one ?? (await incident(HOUR, { title: 'Shots at the ford' }))
    await run.call('POST', `/api/records/${plain.id}/actions`, { as: chief, body: { type: 'edit', basedOn: plain.version, patch: { fields: { title: 'Shots at the bridge' } } } })
    await settled()
    await incident(HOUR, { category: 'AC.02' })
    await incident(90 * 24 * HOUR)
    const [alert, ...others] = await alerts(id)
    assert.deepEqual([alert?.title.en, alert?.record, others.length], [`Shots at the ford (${plain.ref})`, plain.id, 0])
    assert.deepEqual(alert?.handling.compartments, plain.handling.compartments)
  })

  test('a rule that counts; tried on the past it names each time with its records; switched off it is silent', async () => {
    const draft = rule({ name: 'Cluster', count: 3, hours: 24, nearKm: 15, where: { category: ['AC.03'] } })
    const id = await write(draft)
    const made = [await incident(5 * HOUR, { category: 'AC.03' }), await incident(3 * HOUR, { category: 'AC.03' }), await incident(HOUR, { category: 'AC.03' }), await incident(0, { category: 'AC.03' })]
    const [alert, ...others] = await alerts(id)
    assert.deepEqual([alert?.title.fr, others.length], ['Cluster : 3 en 24 h', 0])
    const period = { from: new Date(run.clock.now - 30 * 24 * HOUR).toISOString(), to: new Date(run.clock.now + HOUR).toISOString() }
    const tried = await run.call('POST', '/api/alerts/rules/test', { as: chief, body: { rule: draft, ...period } })
    assert.deepEqual([tried.json.fired, tried.json.records, tried.json.told[0].records.map((one: { ref: string }) => one.ref)], [1, 4, made.slice(0, 3).map((one) => one.ref).reverse()])
    assert.equal((await run.call('POST', '/api/alerts/rules/test', { as: await run.person('reader', { grants: [{ role: 'AUDIT', area: null }] }), body: { rule: draft, ...period } })).status, 403)
    const hidden = await run.person('low', { clearance: 'U', grants: [{ role: 'SHQ', area: 'nowhere' }] })
    assert.equal((await run.call('POST', '/api/alerts/rules/test', { as: hidden, body: { rule: draft, ...period } })).json.fired, 0, 'nothing of what one may not read')
    await run.call('POST', `/api/records/${id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { enabled: false } } } })
    await settled()
    assert.equal((await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-rule', data: rule({ count: 2 }) } })).status, 422)
  })

  test('a figure of the record, so many or more: told as it comes, and over the past', async () => {
    const draft = rule({ name: 'Many killed', where: { category: ['AC.08'] }, figure: { of: 'killed', least: 3 } })
    const id = await write(draft)
    const killed = (n: object) => incident(HOUR, { category: 'AC.08', impact: [{ group: 'CIV', killed: n, status: 'REPORTED' }] })
    await killed({ est: 2 })
    assert.equal((await alerts(id)).length, 0)
    const many = await killed({ min: 1, max: 3 })
    assert.deepEqual((await alerts(id)).map((one) => one.record), [many.id])
    const tried = await run.call('POST', '/api/alerts/rules/test', { as: chief, body: { rule: draft, from: new Date(run.clock.now - 24 * HOUR).toISOString(), to: new Date(run.clock.now + HOUR).toISOString() } })
    assert.deepEqual([tried.json.fired, tried.json.told[0].records[0].ref], [1, many.ref])
  })

  test('after a restart nothing is told twice and nothing is forgotten', async () => {
    await incident(-2 * HOUR, { category: 'AC.05' })
    await write(rule({ name: 'Late', where: { category: ['AC.05'] } }))
    const id = await write(rule({ name: 'Again', count: 2, hours: 24, where: { category: ['AC.04'] } }))
    await incident(2 * HOUR, { category: 'AC.04' })
    const again = await AlertRules.start(run.node.app)
    await incident(HOUR, { category: 'AC.04' })
    await again.settled()
    assert.equal((await alerts(id)).length, 1, 'two that look raise one')
    const before = await run.store.count(SYSTEM, { kind: 'alert' })
    const third = await AlertRules.start(run.node.app)
    await third.settled()
    assert.equal((await alerts(id)).length, 1)
    assert.equal((await run.store.count(SYSTEM, { kind: 'alert' })), before, 'what came in before a rule was written is not told by a restart, nor what lies ahead')
    await again.close()
    await third.close()
  })
})
