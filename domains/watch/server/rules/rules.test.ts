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
  let first: AlertRules | undefined
  const settled = async () => (first ??= alertRulesOf(run.node.app))!.settled()
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

  test('what comes in while a new rule is taken up is told by it, once', async () => {
    await settled()
    const made = await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-rule', data: rule({ name: 'At once', where: { category: ['CV.02'] } }) } })
    const at = new Date(run.clock.now).toISOString()
    const one = await run.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ category: 'CV.02', happened: { from: at, precision: 'EXACT' } }) } })
    assert.deepEqual([made.status, one.status], [201, 201], made.body + one.body)
    await settled()
    assert.deepEqual((await alerts(made.json.id)).map(({ record }) => record), [one.json.id])
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

  test('of what stands and changes: each time a figure comes to be so, now, over the past and after a restart', async () => {
    const medic = await run.person('medic', { clearance: 'SC', grants: [{ role: 'CMO', area: null }] })
    const made = await run.call('POST', '/api/records', { as: medic, body: { kind: 'facility', data: { name: 'North hospital', level: '2', place: { lon: 18, lat: 4 }, updatedAt: undefined } } })
    assert.equal(made.status, 201, made.body)
    let version = 1
    const report = async (free: number) => {
      const answer = await run.call('POST', `/api/records/${made.json.id}/actions`, { as: medic, body: { type: 'report', basedOn: version, patch: { beds: { ward: { total: 20, free } } } } })
      assert.equal(answer.status, 200, answer.body)
      version += 1
      await settled()
    }
    await report(1)
    const draft = rule({ name: 'Few beds', of: 'facility', where: {}, figure: { of: 'beds', most: 2 } })
    const { where: _where, ...few } = draft
    const id = await write(few)
    const told = async () => (await alerts(id)).length
    await report(2)
    assert.equal(await told(), 0, 'it was so when the rule was written')
    for (const [free, n] of [[9, 0], [2, 1], [1, 1], [8, 1], [0, 2]] as const) {
      await report(free)
      assert.equal(await told(), n, `${free} free`)
    }
    const again = await AlertRules.start(run.node.app)
    await again.settled()
    assert.equal(await told(), 2, 'a restart tells nothing twice')
    await again.close()
    const period = { from: new Date(run.clock.now - HOUR).toISOString(), to: new Date(run.clock.now + HOUR).toISOString() }
    const attempt = (more: object, as = chief) => run.call('POST', '/api/alerts/rules/test', { as, body: { rule: { ...few, ...more }, ...period } })
    const tried = await attempt({})
    assert.deepEqual([tried.json.fired, tried.json.told[0].records[0].ref], [3, made.json.ref])
    const half = await run.call('POST', '/api/alerts/rules/test', { as: chief, body: { rule: few, from: new Date(Date.parse(tried.json.told.at(-1).at) + 1).toISOString(), to: period.to } })
    assert.equal(half.json.fired, 2, 'what was so before the period did not come to be so in it')
    assert.deepEqual([(await attempt({ figure: { of: 'killed', least: 1 } })).json.fields[0].path, (await attempt({ figure: { of: 'beds' } })).status], ['/rule/figure/of', 422])
    const unknown = await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-rule', data: { ...few, figure: { of: 'killed', least: 1 } } } })
    assert.deepEqual([unknown.status, unknown.json.fields[0].path], [422, '/figure/of'], 'what would never tell is not kept')
    assert.equal((await attempt({}, await run.person('shq', { clearance: 'U', grants: [{ role: 'SHQ', area: 'nowhere' }] }))).json.fired, 0, 'nothing of what one may not read')
  })

  test('a mission’s own numbers are figures of rules too', async () => {
    const admin = await run.person('own', { clearance: 'SC', grants: [{ role: 'ADMIN', area: null }, { role: 'JOC-CH', area: null }] })
    const definition = { name: 'own-site', prefix: 'SIT', label: { en: 'Displacement site' }, approval: false, fields: [{ key: 'people', label: { en: 'Displaced persons' }, type: 'integer', min: 0 }, { key: 'counted', label: { en: 'Counted' }, type: 'date' }] }
    const made = await run.call('POST', '/api/records', { as: admin, body: { kind: 'own-kind', data: definition } })
    assert.equal(made.status, 201, made.body)
    const kinds = (await run.call('GET', '/api/kinds', { as: chief })).json as { name: string; figures: string[]; standing?: true; texts: Record<string, { en: string }> }[]
    const site = kinds.find(({ name }) => name === 'own-site')
    assert.deepEqual([site?.figures, site?.standing, site?.texts['figure.own-site.people']?.en, kinds.find(({ name }) => name === 'incident')?.figures.includes('killed')], [['people'], undefined, 'Displaced persons', true])
    const { where: _where, ...many } = rule({ name: 'Many displaced', of: 'own-site', figure: { of: 'people', least: 1000 } })
    const id = await write(many)
    for (const people of [200, 1400]) {
      const answer = await run.call('POST', '/api/records', { as: chief, body: { kind: 'own-site', data: { title: `Site ${people}`, people, counted: new Date(run.clock.now).toISOString().slice(0, 10) } } })
      assert.equal(answer.status, 201, answer.body)
      await settled()
    }
    assert.deepEqual((await alerts(id)).map(({ title }) => title.en.startsWith('Many displaced')), [true])
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
