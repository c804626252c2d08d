import assert from 'node:assert/strict'
import { setTimeout } from 'node:timers/promises'
import { after, before, describe, test } from 'node:test'
import type { Handling } from '../../core/handling.ts'
import { ALL_MISSION } from '../../core/handling.ts'
import { alertId, closeAlert, raiseAlert, type Alert, type RaisedAlert } from '../../domains/watch/contract.ts'
import { createApp, type Node } from '../app.ts'
import { readConfig } from '../config.ts'
import type { Crossed } from '../face.ts'
import { runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { SYSTEM, until } from '../../test/store.ts'

const MINUTE = 60_000
const handling: Handling = { level: 'C', compartments: [], owner: 'mission', releasableTo: [ALL_MISSION], caveats: [] }

/** Clocks run by the true time of the store, so every test moves the clock of the node from there. */
describe('the clocks of a node', () => {
  let run: RunningNode
  let chief: Person
  let crossed: Crossed[] = []

  before(async () => {
    run = await runningNode()
    chief = await run.person('chief', { grants: [{ role: 'JOC-CH', area: null }, { role: 'DPO', area: null }] })
    run.node.app.clocks.onCrossed(async (one) => void crossed.push(one))
  })
  after(() => run.close())

  const raise = async (episode: string, more: Partial<RaisedAlert> = {}): Promise<string> => {
    const raised: RaisedAlert = { rule: 'r', subject: 's', episode, severity: 3, title: { en: 'Gate open', fr: 'Portail ouvert' }, place: null, at: Date.now(), handling, area: null, ...more }
    await run.store.commit(SYSTEM, [raiseAlert(raised)])
    await run.node.app.clocks.settled()
    return alertId(raised)
  }
  const clocks = async (query: string, as = chief) => (await run.call('GET', `/api/clocks?${query}`, { as })).json
  const ofRecord = async (id: string) => Object.fromEntries((await clocks(`record=${id}`)).items.map((one: { name: string }) => [one.name, one]))
  const severity = async (id: string) => ((await run.store.get(SYSTEM, id))!.record.data as unknown as Alert).severity
  const look = async (ms: number, id?: string, node: Node = run.node) => {
    run.clock.now = Date.now() + ms
    crossed = []
    await node.app.clocks.look()
    return crossed.filter(({ record }) => id === undefined || record.id === id).map(({ clock, rung }) => `${clock.name} ${rung.what}`)
  }
  const act = (id: string, type: string, patch = {}, reason?: string) => run.call('POST', `/api/records/${id}/actions`, { as: chief, body: { type, basedOn: 1, patch, ...(reason ? { reason } : {}) } })

  test('an alert: two minutes for a call for help, five when it is severe, else fifteen; seen in time nothing happens', async () => {
    run.clock.now = Date.now()
    const [sos, severe, other, small] = [await raise('sos', { sos: true }), await raise('5', { severity: 5 }), await raise('3'), await raise('1', { severity: 1 })]
    const minutes = async (id: string) => { const { acknowledge, act: acting } = await ofRecord(id); return [acknowledge, acting].map((one) => one && (Date.parse(one.dueAt) - Date.parse(one.startedAt)) / MINUTE) }
    assert.deepEqual([await minutes(sos), await minutes(severe), await minutes(other), await minutes(small)], [[2, 30], [5, 30], [15, 240], [15, undefined]])
    for (const id of [sos, severe, other, small]) {
      assert.equal((await act(id, 'acknowledge')).status, 200)
    }
    assert.equal((await ofRecord(sos)).acknowledge.state, 'met')
    assert.deepEqual(await look(16 * MINUTE), [])
    await act(severe, 'act', { what: 'Called' })
    assert.deepEqual(await look(41 * MINUTE), ['act warn', 'act due'], 'the call for help alone was not acted on')
    await act(sos, 'close', {}, 'Over')
    await act(other, 'close', {}, 'Over')
    assert.equal((await clocks('')).total, 0)
  })

  test('the machine’s clock set forward and back: what was crossed is not crossed again, what was not is crossed in its time', async () => {
    run.clock.now = Date.now()
    const [early, late] = [await raise('set early'), await raise('set late', { sos: true })]
    assert.deepEqual((await look(3 * MINUTE, late)).sort(), ['acknowledge due', 'acknowledge warn'])
    assert.deepEqual(await look(-180 * MINUTE), [], 'three hours back')
    assert.equal((await ofRecord(late)).acknowledge.state, 'running', 'by this clock it is not over')
    assert.deepEqual(await look(3 * MINUTE, late), [], 'there again')
    assert.equal(await severity(late), 4)
    assert.deepEqual((await look(16 * MINUTE, early)).sort(), ['acknowledge due', 'acknowledge warn'])
    assert.deepEqual(await look(16 * MINUTE, early), [])
    for (const id of [early, late]) {
      await act(id, 'close', {}, 'Over')
    }
  })

  test('as of a moment: what ran then, by the state of then; what was met since runs, what came since is not there', async () => {
    run.clock.now = Date.now()
    const id = await raise('of the past', { severity: 3 })
    await setTimeout(5)
    const then = new Date().toISOString()
    await setTimeout(5)
    assert.equal((await act(id, 'acknowledge')).status, 200)
    const later = await raise('after it', { severity: 3 })
    const asOf = encodeURIComponent(then)
    const past = (await clocks(`asOf=${asOf}&limit=500`)).items as { name: string; state: string; record: { id: string } }[]
    assert.deepEqual(past.filter((one) => one.record.id === id).map(({ name, state }) => [name, state]), [['acknowledge', 'running'], ['act', 'running']].filter(([name]) => past.some((one) => one.record.id === id && one.name === name)))
    assert.ok(past.some((one) => one.record.id === id && one.name === 'acknowledge'), 'nobody had seen it then')
    assert.ok(!past.some((one) => one.record.id === later))
    assert.ok(!(await clocks('limit=500')).items.some((one: { name: string; record: { id: string } }) => one.record.id === id && one.name === 'acknowledge'))
    const seen = await clocks(`record=${id}&asOf=${asOf}`)
    assert.equal(seen.items.find((one: { name: string }) => one.name === 'acknowledge').state, 'running')
    assert.equal(seen.now, then)
    const nobody = await run.person('clock-host', { side: 'host', org: 'STATE', grants: [{ role: 'HOST-LO', area: null }] })
    assert.deepEqual((await clocks(`asOf=${asOf}&limit=500`, nobody)).items, [])
    assert.equal((await run.call('GET', '/api/clocks?asOf=then', { as: chief })).status, 400)
    for (const one of [id, later]) {
      await act(one, 'acknowledge')
      await act(one, 'close', {}, 'Over')
    }
  })

  test('two nodes on one store: each crossing is done by one of them', async () => {
    const store = await run.ground.open()
    await store.warmed()
    const second = await createApp({ store, dataDir: run.ground.dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null), clock: () => run.clock.now })
    try {
      second.app.clocks.onCrossed(async (one) => void crossed.push(one))
      run.clock.now = Date.now()
      const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => raise(`both ${i}`)))
      await until(() => second.app.clocks.open(SYSTEM).length === 12, 'the second heard of all')
      run.clock.now = Date.now() + 16 * MINUTE
      crossed = []
      await Promise.all([run.node.app.clocks.look(), second.app.clocks.look()])
      assert.deepEqual(crossed.map(({ rung, record }) => `${record.id} ${rung.what}`).sort(), ids.flatMap((id) => [`${id} due`, `${id} warn`]).sort())
      assert.deepEqual(new Set(await Promise.all(ids.map(severity))), new Set([4]))
      for (const [i, id] of ids.entries()) {
        await run.store.commit(SYSTEM, [closeAlert({ rule: 'r', subject: 's', episode: `both ${i}` }, 1)])
        await act(id, 'close', {}, 'Over')
      }
    } finally {
      await second.close()
    }
  })

  test('what a process decided and did not tell is told by the next', async () => {
    const id = await raise('untold', { severity: 1 })
    const { facts } = run.store
    const [clock] = await facts.clocksOf(id)
    assert.ok(clock)
    assert.ok(await facts.cross({ clock: clock.id, run: clock.run, rung: 1, at: clock.dueAt!, crossedAt: clock.dueAt!, by: 'gone' }, clock, null))
    assert.deepEqual(await look(15.5 * MINUTE), [], 'it may still be telling')
    assert.deepEqual(await look(17 * MINUTE), ['acknowledge due'])
    assert.deepEqual(await look(18 * MINUTE), [])
    assert.equal(await severity(id), 2)
    await act(id, 'close', {}, 'Over')
  })

  test('consent that ends: warned thirty days before, overdue with the day, a later day is another run; it raises an alert', async () => {
    run.clock.now = Date.now()
    const day = (n: number) => new Date(Date.now() + n * 86_400_000).toISOString().slice(0, 10)
    const data = { name: 'Mast camera', code: 'mast', type: 'camera', purpose: 'Gate', consent: { status: 'granted', by: 'State', reference: 'NV 1', from: day(-10), until: day(40) }, diligence: { status: 'cleared', by: 'DPO', reference: 'D 1', on: day(-10), reviewBy: day(200) } }
    const made = (await run.call('POST', '/api/records', { as: chief, body: { kind: 'technology', data } })).json
    assert.equal((await ofRecord(made.id)).consent.dueAt, `${day(41)}T00:00:00.000Z`)
    assert.deepEqual([await look(5 * 86_400_000, made.id), await look(12 * 86_400_000, made.id), await look(42 * 86_400_000, made.id)], [[], ['consent warn'], ['consent due']])
    const alerts = await run.store.list(SYSTEM, { kind: 'alert', where: { rule: ['clock'] } })
    assert.deepEqual(alerts.items.map(({ record }) => (record.data as unknown as Alert).title.en), [`Overdue: Host-state consent ends (${made.ref})`])
    await run.call('POST', `/api/records/${made.id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { consent: { ...data.consent, until: day(400) } } } } })
    const later = (await ofRecord(made.id)).consent
    assert.deepEqual([later.state, later.dueAt], ['running', `${day(401)}T00:00:00.000Z`])
    assert.deepEqual((await look(372 * 86_400_000, made.id)).filter((one) => one.startsWith('consent')), ['consent warn'])
  })

  test('one deadline, one alert, that stands higher at each later step while nobody has seen it; once seen, a later step asks anew', async () => {
    run.clock.now = Date.now()
    const made = (await run.call('POST', '/api/records', { as: chief, body: { kind: 'casevac-request', data: { four: { callsign: 'K31', frequency: '44.5', place: { lon: -3, lat: 16.3 }, patients: { A: 1 }, threat: 'P' }, heardBy: 'voice' } } })).json
    await run.node.app.clocks.settled()
    const alerts = async () => (await run.store.list(SYSTEM, { kind: 'alert', where: { rule: ['clock'] }, sort: { by: 'logged', dir: 'asc' } })).items.filter(({ record }) => (record.data as unknown as Alert).record === made.id).map(({ record }) => ({ id: record.id, severity: (record.data as unknown as Alert).severity }))
    assert.deepEqual((await look(16 * MINUTE, made.id)).sort(), ['decision due', 'decision warn'])
    const [first] = await alerts()
    assert.ok(first)
    assert.deepEqual([await look(21 * MINUTE, made.id), await alerts()], [['decision late'], [{ id: first.id, severity: 4 }]])
    assert.equal((await act(first.id, 'acknowledge')).status, 200)
    assert.deepEqual(await look(31 * MINUTE, made.id), ['decision late'])
    assert.equal((await alerts()).length, 2, 'what was seen has had its answer')
  })

  test('an alert that is seen in the moment in which it is raised higher has had its answer: that step asks anew', async () => {
    run.clock.now = Date.now()
    const made = (await run.call('POST', '/api/records', { as: chief, body: { kind: 'casevac-request', data: { four: { callsign: 'K32', frequency: '44.5', place: { lon: -3, lat: 16.3 }, patients: { A: 1 }, threat: 'P' }, heardBy: 'voice' } } })).json
    await run.node.app.clocks.settled()
    const alerts = async () => (await run.store.list(SYSTEM, { kind: 'alert', where: { rule: ['clock'] } })).items.filter(({ record }) => (record.data as unknown as Alert).record === made.id).map(({ record }) => record.id)
    assert.deepEqual((await look(16 * MINUTE, made.id)).sort(), ['decision due', 'decision warn'])
    const [first] = await alerts()
    const { store } = run.node.app
    const commit = store.commit.bind(store)
    store.commit = async (...args) => {
      if (args[1].some(({ record, type, patch }) => record === first && type === 'escalate' && patch['severity'] === 4)) {
        await commit(SYSTEM, [{ id: 'seen-just-then', record: first!, kind: 'alert', type: 'acknowledge', at: new Date().toISOString(), basedOn: null, patch: {} }])
      }
      return commit(...args)
    }
    try {
      assert.deepEqual(await look(21 * MINUTE, made.id), ['decision late'])
    } finally {
      store.commit = commit
    }
    assert.equal((await alerts()).length, 2)
  })

  test('who may not see the record sees no clock and no count of it', async () => {
    run.clock.now = Date.now()
    const secret = await raise('secret', { handling: { ...handling, compartments: ['PKI'] } })
    const cleared = await run.person('cleared', { compartments: ['PKI'] })
    const outside = await run.person('outside', { grants: [{ role: 'PARTNER', area: null }] })
    const before = (await clocks('kind=alert')).total
    assert.equal((await clocks('kind=alert', cleared)).total, before + 2)
    assert.equal((await clocks('kind=alert', cleared)).counts.running, ((await clocks('kind=alert')).counts.running ?? 0) + 2)
    assert.equal((await run.call('GET', `/api/clocks?record=${secret}`, { as: chief })).status, 404)
    const nothing = await clocks('', outside)
    assert.deepEqual([nothing.total, nothing.counts, nothing.items, nothing.kinds.includes('alert'), nothing.kinds.includes('technology')], [0, {}, [], false, false])
    assert.equal((await run.call('GET', '/api/clocks')).status, 401)
    assert.equal((await run.call('GET', '/api/clocks?state=soon', { as: chief })).status, 400)
    assert.equal((await clocks(`kind=alert&due=${new Date().toISOString()}`, cleared)).total, 0)
  })

  test('not seen in time: warned, due, higher; ten minutes later highest; each once, and not again after a restart', async () => {
    const id = await raise('unseen', { severity: 2 })
    assert.deepEqual(await look(14.5 * MINUTE, id), ['acknowledge warn'])
    assert.deepEqual([await look(15.5 * MINUTE, id), await look(15.6 * MINUTE, id)], [['acknowledge due'], []])
    assert.equal(await severity(id), 3)
    assert.deepEqual([(await ofRecord(id)).acknowledge.state, (await clocks('state=overdue')).items[0]?.record.title], ['overdue', 'Gate open'])

    await run.node.close()
    const again = await createApp({ store: run.store, dataDir: run.ground.dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null), clock: () => run.clock.now })
    again.app.clocks.onCrossed(async (one) => void crossed.push(one))
    assert.deepEqual(await look(16 * MINUTE, id, again), [], 'kept')
    assert.deepEqual(await look(3 * 86_400_000, id, again), ['acknowledge late'], 'the time of the system jumped by days')
    assert.equal(await severity(id), 5)
    assert.deepEqual(await look(0, id, again), [], 'and back')
    const before = again.app.clocks.open(SYSTEM).length
    await run.store.commit(SYSTEM, [{ id: 'close-unseen', record: id, kind: 'alert', type: 'retract', at: '2026-01-01T00:00:00Z', basedOn: null, patch: {}, reason: 'Wrong' }])
    await again.app.clocks.settled()
    assert.equal(again.app.clocks.open(SYSTEM).length, before - 1, 'withdrawn: cancelled')
    await again.close()
  })
})
