import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { VigieRecord } from '../../../../core/record.ts'
import { incidentData, runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM } from '../../../../test/store.ts'
import { stateOf, type Alert } from '../../contract.ts'
import type { AlertRule } from '../../shared/rules/rule.ts'
import { alertRulesOf } from './rules.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('what a community tells of', () => {
  let run: RunningNode
  let chief: Person
  let rule: string
  before(async () => {
    run = await runningNode()
    chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    const data: AlertRule = { name: 'Village alert', enabled: true, of: 'incident', text: 'boro', count: 1, severity: 4, community: true }
    const made = await run.call('POST', '/api/records', { as: chief, body: { kind: 'alert-rule', data } })
    assert.equal(made.status, 201, made.body)
    rule = made.json.id as string
    await settled()
  })
  after(() => run.close())

  const settled = async () => { await alertRulesOf(run.node.app)!.settled(); await run.node.app.clocks.settled() }
  const report = async (title: string, lon = 20, more: object = {}) => {
    const at = new Date(run.clock.now).toISOString()
    const answer = await run.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ title, happened: { from: at, precision: 'EXACT' }, place: { lon, lat: 5, precision: 1, radiusM: 50, method: 'GPS' }, ...more }) } })
    assert.equal(answer.status, 201, answer.body)
    await settled()
    return answer.json.id as string
  }
  const alerts = async (): Promise<(VigieRecord & { alert: Alert })[]> => (await run.store.list(SYSTEM, { kind: 'alert', where: { 'track-rule': [rule] }, sort: { by: 'logged', dir: 'asc' } })).items.map(({ record }) => ({ ...record, alert: record.data as unknown as Alert }))
  const act = async (record: VigieRecord, type: string, patch: object, reason?: string) => {
    const answer = await run.call('POST', `/api/records/${record.id}/actions`, { as: chief, body: { type, basedOn: record.version, patch, ...(reason ? { reason } : {}) } })
    await settled()
    return answer
  }
  const clocks = async (record: string) => Object.fromEntries((await run.node.app.clocks.ofRecord(record)).map(({ clock }) => [clock.name, clock.state]))

  test('ten reports of one raid are one alert with ten sources, one from elsewhere is another', async () => {
    const first = await report('Boro: armed men')
    for (let i = 0; i < 9; i += 1) {
      run.clock.now += 1000
      await report(`Boro: armed men ${i}`, 20 + i * 0.002)
    }
    await report('Boro road: houses burn', 20.5)
    const all = await alerts()
    assert.deepEqual(all.map(({ alert }) => [alert.community, alert.record === first, alert.repeats?.length ?? 0]), [[true, true, 9], [true, false, 0]])
  })

  test('the call back, the decision, the first movement and the feedback have their clocks, and feedback is owed after it was closed', async () => {
    let [one] = await alerts()
    assert.deepEqual(await clocks(one!.id), { 'acknowledge': 'running', 'act': 'running', 'call-back': 'running', 'move': 'running', 'feedback': 'running' })
    const due = Object.fromEntries((await run.node.app.clocks.ofRecord(one!.id)).map(({ clock }) => [clock.name, (Date.parse(clock.dueAt!) - Date.parse(clock.startedAt!)) / MINUTE]))
    assert.deepEqual(due, { acknowledge: 5, act: 30, 'call-back': 15, move: 60, feedback: 1440 })
    assert.equal((await act(one!, 'call-back', { as: 'confirmed', note: 'Chief of Boro by telephone' })).status, 200)
    ;[one] = await alerts()
    assert.equal((await act(one!, 'move', { what: 'Patrol K31' })).status, 200)
    ;[one] = await alerts()
    assert.equal((await act(one!, 'close', {}, 'Attackers left')).status, 200)
    assert.deepEqual(await clocks(one!.id), { 'acknowledge': 'met', 'act': 'met', 'call-back': 'met', 'move': 'met', 'feedback': 'running' })
    ;[one] = await alerts()
    assert.equal((await act(one!, 'feedback', { what: 'Chief told by radio' })).status, 200)
    assert.equal((await clocks(one!.id))['feedback'], 'met')
    ;[one] = await alerts()
    assert.deepEqual([one!.alert.verified?.as, one!.alert.moved?.what, one!.alert.feedback?.what, one!.alert.closed?.how], ['confirmed', 'Patrol K31', 'Chief told by radio', 'person'])
  })

  test('told again from the same place within a day it is opened again, with all its clocks anew', async () => {
    await report('Boro: they are back')
    const [one, ...others] = await alerts()
    assert.deepEqual([stateOf(one!.alert), one!.alert.verified, one!.alert.repeats?.length, others.length], ['raised', undefined, 10, 1])
    assert.deepEqual(await clocks(one!.id), { 'acknowledge': 'running', 'act': 'running', 'call-back': 'running', 'move': 'running', 'feedback': 'running' })
  })

  test('a call that confirms nothing lets nobody set out; a step that is late is told', async () => {
    let [, far] = await alerts()
    assert.equal((await act(far!, 'call-back', { as: 'not-confirmed' })).status, 200)
    assert.equal((await clocks(far!.id))['move'], 'cancelled')
    const [one] = await alerts()
    // The store goes by the time of the machine.
    run.clock.now = Date.now() + 16 * MINUTE
    await run.node.app.clocks.look()
    await settled()
    const late = (await run.store.list(SYSTEM, { kind: 'alert', where: { rule: ['clock'], about: [one!.id] } })).items.map(({ record }) => (record.data as unknown as Alert).title.en)
    assert.deepEqual(late, [`Overdue: Verification call (${one!.ref})`])
    ;[, far] = await alerts()
    assert.equal((await act(far!, 'move', { what: '' })).status, 400)
  })

  test('those who only read do not call back, and an alert that is of no community has no such step', async () => {
    const [one] = await alerts()
    const reader = await run.person('reader', { clearance: 'SC', grants: [{ role: 'HQ', area: null }] })
    const refused = await run.call('POST', `/api/records/${one!.id}/actions`, { as: reader, body: { type: 'call-back', basedOn: one!.version, patch: { as: 'confirmed' } } })
    assert.ok([403, 404].includes(refused.status), refused.body)
    const [clock] = (await run.store.list(SYSTEM, { kind: 'alert', where: { rule: ['clock'] } })).items
    assert.equal((await act(clock!.record, 'feedback', { what: 'x' })).status, 409)
  })

  test('the page of the head of mission says how many were answered, and every number opens its alerts', async () => {
    // The day whose edition covers this hour: it is cut off at six in the morning.
    const day = new Date(Date.now() + 18 * HOUR).toISOString().slice(0, 10)
    const other = await run.person('drafter', { clearance: 'SC', grants: [{ role: 'JOC-DO', area: null }] })
    const made = await run.call('POST', '/api/products', { as: other, body: { type: 'HOM', day } })
    assert.equal(made.status, 201, made.body)
    const section = (made.json.data as { sections: { id: string; blocks: { pieces?: (string | { text: string })[] }[]; facts: { id: string; value: string; total: number }[] }[] }).sections.find(({ id }) => id === 'watch.community')
    const text = section?.blocks.flatMap(({ pieces }) => pieces ?? []).map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('')
    assert.match(text ?? '', /^2 alerts of communities: 1 checked by a call back, 0 answered by a movement \(0 %\), 0 told what came of it\./)
    assert.deepEqual(section?.facts.filter(({ id }) => id === 'community' || id === 'community.verified').map(({ value, total }) => [value, total]), [['2', 2], ['1', 1]])
  })
})
