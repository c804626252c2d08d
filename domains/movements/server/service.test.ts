import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { NewAction } from '../../../core/record.ts'
import { destination } from '../../../core/place.ts'
import { readerOf } from '../../../server/auth/reader.ts'
import { QUALITY } from '../../../server/face.ts'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { httpGateway } from '../../../test/gateways.ts'
import { SYSTEM, until } from '../../../test/store.ts'
import { roadsOf } from '../../tracks/contract.ts'
import { alertId, raiseAlert, type Alert } from '../../watch/contract.ts'
import type { Movement } from '../shared/movement.ts'
import { restrictionsOf } from './restrictions.ts'
import { watchOf } from './service.ts'

const A = { lon: 18, lat: 4 }
const B = destination(A, 90, 20_000)
const C = destination(B, 90, 20_000)
const MINUTE = 60_000

describe('movements on a node', () => {
  let run: RunningNode
  let duty: Person
  let reader: Person
  let admin: Person
  let made = 0
  before(async () => {
    run = await runningNode()
    duty = await run.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    reader = await run.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
    admin = await run.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
  })
  after(() => run.close())
  // The store stamps by the true time: what the node’s own clock runs ahead of lies behind it.
  beforeEach(() => { run.clock.now = Date.now() - 120 * MINUTE })

  const iso = (minutes: number): string => new Date(run.clock.now + minutes * MINUTE).toISOString()
  const key = () => ({ 'idempotency-key': crypto.randomUUID() })
  async function planned(callsign: string, departed: number, more: Partial<Movement> = {}): Promise<string> {
    const data = {
      name: 'Fuel', sort: 'convoy', callsign, speedKmh: 40, corridorM: 1000, checkIn: { everyMin: 30, windowMin: 5, tracker: true },
      waypoints: [{ id: 'a', name: 'Base', ...A, eta: iso(departed) }, { id: 'b', name: 'Bridge', ...B, eta: iso(departed + 30) }, { id: 'c', name: 'Boro', ...C, eta: iso(departed + 600) }], ...more,
    }
    const answer = await run.call('POST', '/api/records', { as: duty, body: { kind: 'movement', data }, headers: key() })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.id
  }
  const act = async (id: string, type: string, patch: object = {}, as = duty) => {
    const standing = await run.call('GET', `/api/records/${id}`, { as })
    return run.call('POST', `/api/records/${id}/actions`, { as, body: { type, patch, basedOn: standing.json?.version ?? 1, ...(type === 'call-off' || type === 'step-back' ? { reason: 'why' } : {}) }, headers: key() })
  }
  const under = async (callsign: string, departed: number, more: Partial<Movement> = {}): Promise<string> => {
    const id = await planned(callsign, departed, more)
    assert.equal((await act(id, 'clear', { route: 'green' })).status, 200)
    const left = await act(id, 'depart', { at: iso(departed) })
    assert.equal(left.status, 200, left.body)
    return id
  }
  const data = async (id: string): Promise<Movement> => (await run.call('GET', `/api/records/${id}`, { as: duty })).json.data
  /** What is told of a movement that left; these tests write down departures that lie back. */
  const alerts = async (id: string): Promise<(Alert & { state?: string })[]> => (await allAlerts(id)).filter(({ rule }) => rule !== 'movement-not-gone')
  const allAlerts = async (id: string): Promise<(Alert & { state?: string })[]> => (await run.call('GET', `/api/records?kind=alert&where.about=${id}&limit=50`, { as: duty })).json.items.map((one: { data: Alert }) => one.data)
  const look = async () => { await watchOf(run.node.app)?.look(); await watchOf(run.node.app)?.settled() }
  const heard = (subject: string, list: [minutes: number, metres: number][]) => run.node.app.positions.append(list.map(([minutes, metres]) => {
    const at = run.clock.now + minutes * MINUTE
    return { subject, ...destination(A, 90, metres), at, receivedAt: at, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' as const, quality: QUALITY.good }
  }), 'standard')
  const track = async (id: string, subject: string, more: object = {}): Promise<void> => {
    const action: NewAction = { id: `t-${(made += 1)}`, record: id, kind: 'track', type: 'create', at: iso(0), basedOn: null, patch: { data: { name: id, subjects: [subject], sort: 'convoy', affiliation: 'friend' }, handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [], ...more } } as NewAction['patch'] }
    await run.store.commit(SYSTEM, [action])
  }

  test('who may not: those who only read write nothing, and nobody types what the node says', async () => {
    const id = await planned('CVY 1', 10)
    assert.equal((await act(id, 'clear', { route: 'green' }, reader)).status, 403)
    assert.equal((await act(id, 'heard', { status: 'ok', how: 'sms' })).status, 403)
    assert.equal((await act(id, 'late', { what: 'overdue', afterMin: 15 })).status, 403)
    assert.equal((await run.call('POST', '/api/records', { as: reader, body: { kind: 'movement', data: await data(id) }, headers: key() })).status, 403)
  })

  test('who called for help is helped until somebody says otherwise: a tracker that reaches a waypoint does not', async () => {
    const id = await under('CVY 90', -60, { tracks: ['trk-90'] })
    await track('trk-90', 'cot:90')
    assert.equal((await act(id, 'check-in', { status: 'help', at: iso(-20), lon: A.lon, lat: A.lat })).status, 200)
    await heard('cot:90', [[-10, 10_000], [-8, 15_000], [-6, 20_000]])
    await look()
    const { checkIns, passed } = await data(id)
    assert.ok(passed?.some(({ waypoint }) => waypoint === 'b'), 'the waypoint is reached')
    assert.equal(checkIns?.at(-1)?.status, 'help')
    const calls = async () => (await alerts(id)).filter(({ rule }) => rule === 'movement-help').map(({ sos, state, endedAt }) => [sos, state ?? 'raised', endedAt])
    assert.deepEqual(await calls(), [[true, 'raised', undefined]])
    await heard('cot:90', [[-4, 30_000], [-2, 40_000]])
    await look()
    assert.deepEqual([(await data(id)).state, await calls()], ['departed', [[true, 'raised', undefined]]], 'nor does it arrive by itself')
    assert.equal((await act(id, 'check-in', { status: 'ok', at: iso(-1) })).status, 200)
    await look()
    assert.equal((await calls())[0]?.[2] === undefined, false, 'somebody says they are well')
  })

  test('an alert tells the unit whose way leads past within the hour, and no other', async () => {
    const handling = { level: 'C' as const, compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    const post = async (name: string, unit: string) => run.store.commit(SYSTEM, [{ id: `post-${name}`, record: `post-${name}`, kind: 'contact', type: 'create', at: iso(0), basedOn: null, patch: { data: { name, unit }, handling } } as NewAction])
    await post('Passing', 'unit-passing')
    await post('Elsewhere', 'unit-elsewhere')
    await under('CVY 8', -10, { unit: 'unit-passing' })
    await under('CVY 9', -10, { unit: 'unit-elsewhere', waypoints: [{ id: 'a', name: 'Base', ...destination(A, 0, 80_000), eta: iso(-10) }, { id: 'b', name: 'Far', ...destination(A, 0, 90_000), eta: iso(30) }] })
    const alert = { rule: 'mine', subject: 'bridge', episode: '1', severity: 4 as const, title: { en: 'Mine at the bridge', fr: 'Mine au pont' }, place: B, at: run.clock.now, handling, area: null, wake: [{ afterMinutes: 0, to: [{ movementsKm: 3 }] }] }
    await run.store.commit(SYSTEM, [raiseAlert(alert)])
    const { steps } = (await run.call('GET', `/api/alerts/${alertId(alert)}/reach`, { as: duty })).json
    assert.deepEqual(steps[0].to.map((one: { name: string }) => one.name), ['Passing'])
    assert.match(steps[0].to[0].because, /^CVY 8 comes by in 20 min, 0\.0 km off$/)
  })

  test('a hand-over names the deadlines of those who are out, the next one first', async () => {
    const id = await under('CVY 6', -10)
    await run.node.app.clocks.settled()
    const opened = await run.call('POST', '/api/watches', { as: duty, body: { desk: 'MOVCON', name: 'Night', officers: [{ name: 'A. Duty' }] } })
    assert.equal(opened.status, 201, opened.body)
    const { items } = (await run.call('GET', `/api/watches/${opened.json.id}/sheet`, { as: duty })).json.parts.clocks
    const mine = items.filter((one: { id: string }) => one.id === id)
    assert.deepEqual(mine.map((one: { label: { en: string; ar: string } }) => [one.label.en, one.label.ar]), [['Check-in', 'الاتصال الدوري'], ['Arrival', 'الوصول']])
    assert.deepEqual(items.map((one: { due: string }) => one.due), items.map((one: { due: string }) => one.due).toSorted())
  })

  test('cleared and not gone is told, and over when it leaves', async () => {
    const id = await planned('CVY 7', -20)
    await act(id, 'clear', { route: 'green' })
    await watchOf(run.node.app)?.settled()
    assert.deepEqual((await allAlerts(id)).map(({ rule, endedAt }) => [rule, endedAt]), [['movement-not-gone', undefined]])
    await act(id, 'depart')
    await watchOf(run.node.app)?.settled()
    assert.ok((await allAlerts(id))[0]?.endedAt)
  })

  test('silence is told at 15 and 30 minutes, once each, and ends with the next call', async () => {
    const id = await under('CVY 2', -50)
    await look()
    assert.deepEqual((await alerts(id)).map(({ rule, severity, title }) => [rule, severity, title.en]), [['movement-lost', 3, `No contact with CVY 2 since ${iso(-50).slice(11, 16).replace(':', '')}Z`]])
    run.clock.now += 12 * MINUTE
    await look()
    await look()
    const both = (await alerts(id)).sort((a, b) => a.severity - b.severity)
    assert.deepEqual(both.map(({ severity, state }) => [severity, state ?? 'raised']), [[3, 'closed'], [4, 'raised']])
    assert.deepEqual((await data(id)).late?.map(({ what, afterMin }) => [what, afterMin]), [['lost-contact', 15], ['lost-contact', 30]])
    await act(id, 'check-in', { status: 'ok', means: 'HF' })
    await look()
    assert.ok((await alerts(id)).every((one) => one.endedAt !== undefined))
  })

  test('a tracker checks in, reaches waypoints and arrives; leaving the way is told', async () => {
    await track('trk-cvy3', 'imei:3')
    const id = await under('CVY 3', -40, { tracks: ['trk-cvy3'] })
    await heard('imei:3', [[-39, 400], [-25, 9000], [-10, 19_900], [-5, 24_000]])
    await look()
    const first = await data(id)
    assert.deepEqual(first.passed?.map(({ waypoint, at }) => [waypoint, at]), [['a', iso(-40)], ['b', iso(-10)]])
    assert.deepEqual(first.checkIns?.map(({ how, waypoint }) => [how, waypoint]), [['waypoint', 'b']])
    assert.deepEqual(await alerts(id), [])
    run.clock.now += 20 * MINUTE
    await heard('imei:3', [[-2, 36_000]])
    await look()
    const calls = (await data(id)).checkIns ?? []
    // The node's own timer may have looked before the last position came.
    assert.deepEqual([calls[0]?.how, calls.at(-1)?.at, new Set(calls.slice(1).map(({ how }) => how))], ['waypoint', iso(-2), new Set(['tracker'])])
    await run.node.app.positions.append([[-1, 5000], [2, 5200]].map(([minutes, off]) => ({ subject: 'imei:3', ...destination(destination(A, 90, 37_000), 0, off!), at: run.clock.now + minutes! * MINUTE, receivedAt: run.clock.now, altM: null, speedMs: null, courseDeg: null, accuracyM: null, source: 'gps' as const, quality: QUALITY.good })), 'standard')
    run.clock.now += 3 * MINUTE
    await look()
    assert.deepEqual((await alerts(id)).map(({ rule, endedAt }) => [rule, endedAt]), [['movement-off-way', undefined]])
    await heard('imei:3', [[0, 39_900]])
    await look()
    assert.equal((await data(id)).state, 'arrived')
    assert.ok((await alerts(id)).every((one) => one.endedAt !== undefined))
  })

  test('a track only a narrower circle knows says nothing', async () => {
    await track('trk-sc', 'imei:4', { level: 'SC' })
    const id = await under('CVY 4', -25, { tracks: ['trk-sc'] })
    await heard('imei:4', [[-2, 19_900]])
    await look()
    assert.equal((await data(id)).checkIns, undefined)
  })

  test('one digit by SMS: taken once, from the team alone; others are held back; 9 calls for help', async () => {
    assert.equal((await run.call('POST', '/api/movements/sms-gateway', { as: duty, headers: key() })).status, 403)
    const before = await run.call('POST', '/api/movements/sms-gateway', { as: admin, headers: key() })
    const { json: { path } } = await run.call('POST', '/api/movements/sms-gateway', { as: admin, headers: key() })
    const id = await under('CVY 5', -20, { phones: [{ number: '+236 70 00 00 05' }] })
    await watchOf(run.node.app)?.settled()
    const send = async (body: object, to = path) => { const { status, json } = await run.call('POST', to, { body }); return json?.taken ?? status }
    assert.equal(await send({ from: '+23670000005', text: '1', id: 'm0' }, before.json.path), 404, 'the key before works no more')
    assert.deepEqual([await send({ from: '0023670000005', text: '1', id: 'm1' }), await send({ from: '+23670000005', text: '1', id: 'm1' })], ['check-in', 'again'])
    assert.deepEqual([await send({ From: '+23670000005', Body: '2 30', MessageSid: 'm2' }), await send({ from: '+23670009999', text: '1', id: 'm3' }), await send({ from: '+23670000005', text: 'all good', id: 'm4' }), await send({ from: '+23670000005', text: '9', id: 'm5' }), await send({ text: '1' })], ['check-in', 'held-back', 'held-back', 'check-in', 400])
    await look()
    const { checkIns, newEta } = await data(id)
    assert.deepEqual([checkIns?.map(({ how, status }) => [how, status]), newEta], [[['sms', 'ok'], ['sms', 'delayed'], ['sms', 'help']], iso(-20 + 600 + 30)])
    assert.deepEqual((await alerts(id)).map(({ rule, sos, severity }) => [rule, sos, severity]), [['movement-help', true, 5]])
    const held = await run.call('GET', '/api/records?kind=held-message', { as: duty })
    assert.deepEqual(held.json.items.map((one: { data: { why: string } }) => one.data.why).sort(), ['not-understood', 'unknown-number'])
    const form = (fields: Record<string, string>) => run.call('POST', path, { raw: new URLSearchParams(fields).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.deepEqual([(await form({ From: '+23670000005', Body: '1', MessageSid: 'm6' })).json.taken, (await run.call('GET', `${path}?msisdn=23670000005&message=1&messageId=m7`)).json.taken], ['check-in', 'check-in'])
  })

  test('one address for all that phones send: a check-in to its movement, a word about an alert to the alert, all else to a person, each once', async () => {
    const handling = { level: 'U' as const, compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
    const make = async (kind: string, of: object, more: object = {}): Promise<string> => {
      const answer = await run.call('POST', '/api/records', { as: admin, body: { kind, data: of, ...more }, headers: key() })
      assert.equal(answer.status, 201, answer.body)
      return answer.json.id
    }
    const gateway = await httpGateway()
    const channel = await make('alert-channel', { name: 'Gateway', type: 'sms', enabled: true, carries: 'U', sms: { dialect: 'json-bearer', url: gateway.url, from: 'VIGIE' } })
    const [team, other] = ['+23670000007', '+23670000008']
    const [teamId, otherId] = [await make('contact', { name: 'Team', addresses: { sms: team } }), await make('contact', { name: 'Other', addresses: { sms: other } })]
    const movement = await under('CVY 7', -20, { phones: [{ number: team }] })
    const waiting = await planned('CVY 7B', 60, { phones: [{ number: '+23670000006' }] })
    await watchOf(run.node.app)?.settled()
    const wake = async (episode: string) => {
      const alert = { rule: `sms-${episode}`, subject: 'gate', episode, severity: 4 as const, title: { en: 'Shots', fr: 'Tirs' }, place: null, at: run.clock.now, handling, area: null, wake: [{ afterMinutes: 0, to: [{ contact: teamId }, { contact: otherId }] }] }
      await run.store.commit(SYSTEM, [raiseAlert(alert)], { receivedAt: () => new Date(run.clock.now).toISOString() })
      await until(async () => (await run.store.count(SYSTEM, { kind: 'notice', where: { alert: [alertId(alert)], state: ['sent'] } })) === 2, 'both were told')
      return alertId(alert)
    }
    const stateOfAlert = async (id: string) => ((await run.store.get(SYSTEM, id))?.record.data as { state?: string } | undefined)?.state
    const [first, second] = [await wake('1'), await wake('2')]
    const { json } = await run.call('GET', '/api/alerts/channels', { as: admin })
    const address = new URL(json.items.find((one: { id: string }) => one.id === channel).inbound, 'http://node')
    const send = async (from: string, text: string, id: string) => (await run.call('POST', `${address.pathname}${address.search}`, { body: { from, text, id } })).json.taken
    assert.deepEqual([await send(team, '1', 'a1'), await send(team, '1', 'a1')], ['check-in', 'again'], 'the team of a movement under way checks in')
    assert.deepEqual([await stateOfAlert(first), await stateOfAlert(second)], ['delivered', 'delivered'])
    assert.deepEqual([await send(other, '1', 'a2'), await send(other, '1', 'a2')], ['acknowledged', 'again'])
    assert.deepEqual([await stateOfAlert(first), await stateOfAlert(second)], ['delivered', 'acknowledged'], 'the same message handed in twice says nothing of the alert before')
    assert.equal(await send(other, 'OK', 'a3'), 'acknowledged')
    assert.equal(await stateOfAlert(first), 'acknowledged')
    assert.deepEqual([await send(other, 'OK', 'a3'), await send(other, 'who is there', 'a4'), await send('+23670000006', '1', 'a5'), await send('+23670000099', '1', 'a6'), await send('+23670000099', '1', 'a6')], ['again', 'held-back', 'held-back', 'held-back', 'again'])
    const held = (await run.call('GET', '/api/records?kind=held-message&limit=50', { as: duty })).json.items.map((one: { data: { from: string; why: string; movement?: string; contact?: string } }) => one.data)
    const of = (from: string) => held.find((one: { from: string }) => one.from === from)
    assert.deepEqual([of(other).why, of(other).contact, of('+23670000006').why, of('+23670000006').movement, of('+23670000099').why], ['not-understood', otherId, 'not-under-way', waiting, 'unknown-number'])
    assert.equal((await data(movement)).checkIns?.length, 1)
    await gateway.close()
  })

  test('a road is closed: ways and plans meet it, a cleared convoy is told of it once, until it is lifted; who only reads closes none', async () => {
    const middle = destination(A, 90, 10_000)
    const data = { name: 'Bridge out', sort: 'closed', line: [[middle.lon, middle.lat]], radiusM: 200, from: iso(-60), why: 'Flood' }
    assert.equal((await run.call('POST', '/api/records', { as: reader, body: { kind: 'restriction', data }, headers: key() })).status, 403)
    assert.equal((await run.call('POST', '/api/records', { as: duty, body: { kind: 'restriction', data: { ...data, line: undefined } }, headers: key() })).status, 422)
    const id = await planned('CVY 10', 10)
    assert.equal((await act(id, 'clear', { route: 'green' })).status, 200)
    const made = await run.call('POST', '/api/records', { as: duty, body: { kind: 'restriction', data }, headers: key() })
    assert.equal(made.status, 201, made.body)
    await watchOf(run.node.app)?.settled()
    const told = async () => (await allAlerts(id)).filter(({ rule }) => rule === 'movement-hindered').map(({ title, endedAt }) => [title.en, endedAt !== undefined])
    assert.deepEqual(await told(), [['Road closed on the way of CVY 10: Bridge out', false]])
    for (const fields of ['way', 5, null, [], { waypoints: null }]) {
      const { status } = await act(id, 'edit', { fields })
      assert.ok(status >= 400 && status < 500, `${JSON.stringify(fields)}: ${status}`)
    }
    const { waypoints } = await watchOf(run.node.app)!.book.open.get(id)!.data
    const meets = async (as = duty) => (await run.call('POST', '/api/movements/hindrances', { as, body: { sort: 'convoy', waypoints } })).json
    assert.deepEqual([(await meets()).items.map((one: { name: string; why: string }) => [one.name, one.why]), (await meets()).checked], [[['Bridge out', 'Flood']], 1])
    const narrow = await run.person('narrow', { clearance: 'U', grants: [{ role: 'PARTNER', area: null }] })
    assert.deepEqual((await meets(narrow)).items, [], 'nobody learns of a closure he may not read')
    const closed = await roadsOf(run.node.app).waysTo(readerOf(duty.account, null), B, [{ ...A, sort: 'vehicle', kmh: null }], run.clock.now)
    assert.equal(closed[0]?.because, 'no-network', 'without roads the guess stands')
    // Whoever plans over it says why, by whichever way the plan comes in.
    const plan = { name: 'Fuel', sort: 'convoy', callsign: 'CVY 11', speedKmh: 40, corridorM: 1000, checkIn: { everyMin: 30, windowMin: 5, tracker: true }, waypoints }
    const send = (more: object) => run.call('POST', '/api/records', { as: duty, body: { kind: 'movement', data: { ...plan, ...more } }, headers: key() })
    const refused = await send({})
    assert.deepEqual([refused.status, refused.json.fields[0].path], [422, '/accepted'])
    assert.match(refused.json.detail, /Bridge out/)
    assert.equal((await send({ accepted: { reason: 'Ford beside it', of: [] } })).status, 422, 'a reason for something else')
    assert.equal((await send({ accepted: { reason: ' ', of: [{ id: made.json.id, name: 'Bridge out' }] } })).status, 422)
    const went = await send({ accepted: { reason: 'Ford beside it', of: [{ id: made.json.id, name: 'Bridge out' }] } })
    assert.equal(went.status, 201, went.body)
    assert.equal((await run.call('POST', `/api/records/${went.json.id}/actions`, { as: duty, body: { type: 'edit', basedOn: 1, patch: { fields: { accepted: null } } }, headers: key() })).status, 422)
    assert.equal((await run.call('POST', `/api/records/${went.json.id}/actions`, { as: duty, body: { type: 'edit', basedOn: 1, patch: { fields: { note: 'Two trucks' } } }, headers: key() })).status, 200, 'what is not of the way asks for no reason')
    // Weighed and accepted by whoever plans it: told no more; then lifted.
    const { version } = (await run.call('GET', `/api/records/${id}`, { as: duty })).json
    assert.equal((await run.call('POST', `/api/records/${id}/actions`, { as: duty, body: { type: 'edit', basedOn: version, patch: { fields: { accepted: { reason: 'Ford beside it', of: [{ id: made.json.id, name: 'Bridge out' }] } } } }, headers: key() })).status, 200)
    await watchOf(run.node.app)?.settled()
    assert.deepEqual(await told(), [['Road closed on the way of CVY 10: Bridge out', true]])
    // Planned before the closure came up: whoever lets it go says why, and says it of this closure.
    const { data: older } = (await run.call('GET', `/api/records/${id}`, { as: duty })).json as { data: Movement }
    const { accepted: _accepted, state: _state, clearance: _clearance, ...before } = older
    const second = { ...data, name: 'Second bridge' }
    const late = await run.call('POST', '/api/records', { as: duty, body: { kind: 'movement', data: { ...before, callsign: 'CVY 14', accepted: { reason: 'Ford beside it', of: [{ id: made.json.id, name: 'Bridge out' }] } } }, headers: key() })
    assert.equal(late.status, 201, late.body)
    const since = await run.call('POST', '/api/records', { as: duty, body: { kind: 'restriction', data: second }, headers: key() })
    const clear = (accepted?: object) => run.call('POST', `/api/records/${late.json.id}/actions`, { as: duty, body: { type: 'clear', basedOn: 1, patch: { route: 'green', ...(accepted ? { accepted } : {}) } }, headers: key() })
    const [first, blank] = [await clear(), await clear({ reason: ' ', of: [{ id: since.json.id, name: 'Second bridge' }] })]
    assert.deepEqual([first.status, first.json.fields[0].path, blank.status], [422, '/accepted', 422])
    const goes = await clear({ reason: 'Sappers lead', of: [{ id: since.json.id, name: 'Second bridge' }] })
    assert.equal(goes.status, 200, goes.body)
    assert.deepEqual([goes.json.data.accepted.reason, goes.json.data.accepted.of.length], ['Ford beside it · Sappers lead', 2], 'both reasons stand')
    await run.call('POST', `/api/records/${since.json.id}/actions`, { as: duty, body: { type: 'lift', patch: {}, basedOn: 1, reason: 'Mended' }, headers: key() })
    const lift = (reason?: string) => run.call('POST', `/api/records/${made.json.id}/actions`, { as: duty, body: { type: 'lift', patch: {}, basedOn: 1, ...(reason ? { reason } : {}) }, headers: key() })
    assert.deepEqual([(await lift()).status, (await lift('Bridge mended')).status], [400, 200])
    assert.equal((await meets()).checked, 0)
    const secret = { level: 'C', compartments: ['PKI'], owner: 'mission', releasableTo: ['*'], caveats: [] }
    await run.store.commit(SYSTEM, [{ id: 'rst-secret-c', record: 'rst-secret', kind: 'restriction', type: 'create', at: iso(0), basedOn: null, patch: { data, handling: secret } } as NewAction])
    assert.equal((await send({ callsign: 'CVY 12' })).status, 201, 'nobody learns of a closure by being refused')
  })

  test('deadlines are clocks of the node, and told by it in no words but these', async () => {
    const id = await under('CVY 6', -61, { checkIn: { everyMin: 60, windowMin: 5, tracker: false } })
    await run.node.app.clocks.settled()
    const clocks = await run.node.app.clocks.ofRecord(id)
    assert.deepEqual(clocks.map(({ clock }) => [clock.name, clock.state]).sort(), [['arrival', 'running'], ['check-in', 'overdue'], ['departure', 'met']])
    await run.node.app.clocks.look()
    await look()
    assert.deepEqual(await alerts(id), [], 'a minute late is no alert')
    run.clock.now += 15 * MINUTE
    await run.node.app.clocks.look()
    await watchOf(run.node.app)?.settled()
    assert.deepEqual((await alerts(id)).map(({ rule }) => rule), ['movement-lost'])
  })

  test('a road closed long ago is closed, however many have been closed and opened since', async () => {
    const close = (name: string, more: object): NewAction => ({ id: `close ${name}`, record: `rst ${name}`, kind: 'restriction', type: 'create', at: iso(0), basedOn: null, patch: { data: { name, sort: 'closed', line: [[50, 50]], from: iso(-9000), ...more }, handling: { level: 'C', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } } })
    await run.store.commit(SYSTEM, [close('until further notice', {})])
    await run.store.commit(SYSTEM, Array.from({ length: 1001 }, (_, i) => close(`over ${i}`, { to: iso(-8000) })))
    const names = (await restrictionsOf(run.node.app, SYSTEM, run.clock.now)).map(({ data: { name } }) => name)
    assert.deepEqual([names.includes('until further notice'), names.some((name) => name.startsWith('over'))], [true, false])
  })
})
