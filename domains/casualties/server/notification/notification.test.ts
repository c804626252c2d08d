import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { httpGateway } from '../../../../test/gateways.ts'
import { FAMILY, notice, notifying, type Json } from '../../../../test/notifications.ts'
import type { RunningNode } from '../../../../test/running-node.ts'
import { SYSTEM, until } from '../../../../test/store.ts'

describe('notification of a casualty', () => {
  let node: RunningNode
  const { people, who, call, act, version, post, prepared, authorised, data, start } = notifying()
  before(async () => { node = await start() })
  after(() => node?.close())

  test('three people: whoever prepared or authorised first is refused, with the reason', async () => {
    const id = await prepared()
    const own = await act('preparer', id, 'authorise-first')
    assert.equal(own.status, 422)
    assert.match(own.json.detail, /whoever prepared a notification does not authorise it/)
    const early = await post('second', id, 'authorise')
    assert.equal(early.status, 409)
    assert.match(early.json.detail, /no first authorisation/)
    // The chief of staff may be either: not both.
    assert.equal((await act('second', id, 'authorise-first')).status, 200)
    const twice = await post('second', id, 'authorise')
    assert.equal(twice.status, 422)
    assert.match(twice.json.detail, /two people/)
    assert.equal((await call('second', 'POST', `/api/records/${id}/actions`, { type: 'authorise-second', basedOn: await version(id), patch: {} })).status, 400, 'not by the general way')
    assert.equal((await act('duty', id, 'authorise-first')).status, 403)
  })

  test('whoever edited a returned notification is one of its preparers', async () => {
    const id = await prepared()
    assert.equal((await act('second', id, 'return', {}, 'unit is missing')).status, 200)
    assert.equal((await act('first', id, 'edit', { fields: { unit: 'Engineer company' } })).status, 200)
    assert.equal((await act('preparer', id, 'submit')).status, 200)
    assert.equal((await act('first', id, 'authorise-first')).status, 422)
  })

  test('outside readers see it once it is authorised, and medical details never without MED', async () => {
    const id = await prepared({ deliverTo: ['UNHQ', 'NORLAND'] })
    assert.equal((await call('unocc', 'GET', `/api/records/${id}`)).status, 404)
    const inside = await call('duty', 'GET', `/api/records/${id}`)
    assert.equal(inside.status, 200)
    assert.equal(inside.json.data.medical, undefined)
    assert.equal((await call('doctor', 'GET', `/api/records/${id}`)).json.data.medical, 'Wound of the left thigh.')
    await act('first', id, 'authorise-first')
    await post('second', id, 'authorise')
    for (const reader of ['unocc', 'state']) {
      const seen = await call(reader, 'GET', `/api/records/${id}`)
      assert.equal(seen.status, 200)
      assert.equal(seen.json.data.medical, undefined)
    }
  })

  test('the second authorisation is told to its readers by the channels there are, without the name, with a receipt that says when it was read', async () => {
    const hook = await httpGateway()
    hook.answer = () => ({ status: 200, body: 'ok' })
    const make = async (kind: string, body: object): Promise<Json> => {
      const made = await call('chief', 'POST', '/api/records', { kind, data: body })
      assert.equal(made.status, 201, made.body)
      return made.json
    }
    const channel = await make('alert-channel', { type: 'webhook', name: 'Hook', enabled: true, carries: 'C' })
    assert.ok((await call('chief', 'POST', `/api/alerts/channels/${channel.id}/secret`, { secret: 'a key of sixteen signs' })).status === 204)
    for (const name of ['duty', 'unocc', 'state']) {
      await make('contact', { name, account: who(name).account.id, addresses: { webhook: `${hook.url}/${name}` } })
    }
    const receipts = async (id: string) => Object.fromEntries((await node.store.list(SYSTEM, { kind: 'notice', where: { alert: [id] }, limit: 100 })).items.map(({ record }) => [record.data['recipient'] as Json, record.data['state']]).map(([to, state]) => [String(to.name).replace('Name of ', ''), state]))
    const id = await authorised({ type: 'FATAL', deliverTo: ['UNHQ'] })
    await until(async () => Object.values(await receipts(id)).filter((state) => state === 'sent').length === 2, 'two were told')
    const before = await receipts(id)
    assert.deepEqual([before['duty'], before['unocc'], before['state']], ['sent', 'sent', undefined], 'a Member State it is not delivered to is not told')
    const heard = hook.got.map(({ body }) => body)
    const message = heard.find((one) => one.includes('1 UN military: death')) ?? ''
    assert.match(message, /1 militaire des Nations Unies : décès/)
    assert.ok(heard.every((one) => !one.includes(FAMILY) && !one.includes('convoy')), 'neither name nor circumstances')
    await call('duty', 'GET', `/api/notifications/${id}/name`)
    await until(async () => (await receipts(id))['duty'] === 'read', 'the receipt says it was read')
    assert.equal((await receipts(id))['unocc'], 'sent')
    const secret = await authorised({ type: 'SUICIDE_ATTEMPT' })
    const after = await authorised({ type: 'FATAL' })
    await until(async () => (await receipts(after))['duty'] === 'sent', 'the next one was told')
    assert.deepEqual(await receipts(secret), {}, 'what stays with personnel is told nobody')
    await hook.close()
  })

  test('the chief of personnel prepares and reads the name with PERS, and sees nothing clinical by it', async () => {
    const made = await call('hr', 'POST', '/api/notifications', { data: notice(), person: { familyName: FAMILY } })
    assert.equal(made.status, 201, made.body)
    assert.equal((await act('hr', made.json.id, 'submit')).status, 200)
    assert.equal((await act('hr', made.json.id, 'authorise-first')).status, 422, 'not what they prepared')
    assert.equal((await call('hr', 'GET', `/api/records/${made.json.id}`)).json.data.medical, undefined)
    assert.equal((await call('hr', 'GET', `/api/notifications/${made.json.id}/name`)).json.person.data.familyName, FAMILY)
    const other = await prepared()
    assert.equal((await act('hr', other, 'authorise-first')).status, 200, 'first authoriser of what another prepared')
    assert.equal((await post('hr', other, 'authorise')).status, 403, 'never the second')
    const hurt = await call('doctor', 'POST', '/api/records', { kind: 'casualty', data: { battleNo: 'HR-01', category: 'un-military', priority: 'A', injuries: [{ id: 'i', region: 'thigh', side: 'left', kind: 'gunshot' }], nationality: 'NOR' } })
    const seen = await call('hr', 'GET', `/api/records/${hurt.json.id}`)
    assert.deepEqual([seen.status, seen.json.data.injuries, seen.json.data.nationality, seen.json.data.battleNo], [200, undefined, undefined, 'HR-01'])
    assert.equal((await call('hr', 'GET', '/api/records?kind=incident&limit=1')).status === 200 && (await call('hr', 'GET', '/api/records?kind=incident&limit=1')).json.total > 0, false, 'no more than personnel needs')
  })

  test('a death from an injury is an amendment that supersedes, and counts once, with its revision', async () => {
    const before = (await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total
    const first = await authorised()
    assert.equal((await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total, before)
    const second = await authorised({ type: 'FATAL' }, null, first)
    assert.equal((await data(first))['supersededBy'], second)
    assert.deepEqual([(await data(second))['amends'], (await data(second))['amendment'], (await data(second))['person']], [first, 1, (await data(first))['person']])
    assert.equal((await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total, before + 1)
    assert.equal((await call('preparer', 'POST', '/api/notifications', { data: notice(), amends: first })).status, 409, 'what is superseded is not amended again')
    const changed = await post('second', second, 'reclassify', { type: 'MALICIOUS', note: 'Board of inquiry 12/2026: fire by an armed group' })
    assert.equal(changed.status, 200, changed.body)
    assert.equal((await data(second))['incident'].type, 'MALICIOUS')
    const log = (await call('duty', 'GET', '/api/statistics/fatalities/revisions')).json
    assert.deepEqual(log.items.map((one: Record<string, unknown>) => [one['from'], one['to'], one['note']]), [['To Be Determined', 'Malicious Act', 'Board of inquiry 12/2026: fire by an armed group']])
    assert.equal((await post('duty', second, 'reclassify', { type: 'OTHER', note: 'x' })).status, 403)
    // Wrongly notified as a death: the statistic is taken out again, and says why.
    await authorised({ type: 'VSI' }, null, second)
    assert.equal((await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total, before)
    assert.equal((await call('duty', 'GET', '/api/statistics/fatalities/revisions')).json.total, 2)
  })

  test('who dies after an injury was notified: it is said to those who prepare, until the death is notified as an amendment', async () => {
    const casualty = (await call('doctor', 'POST', '/api/records', { kind: 'casualty', data: { battleNo: 'FL-01', category: 'un-military', priority: 'A' } })).json.id as string
    const injured = await authorised({ casualty })
    const alerts = async () => (await node.store.list(SYSTEM, { kind: 'alert', where: { subject: [casualty] }, limit: 10 })).items.map(({ record }) => record.data as Json)
    assert.equal((await act('doctor', casualty, 'set-status', { status: 'EVAC' })).status, 200)
    assert.equal((await act('doctor', casualty, 'set-status', { status: 'DECEASED', t: new Date(node.clock.now - 60_000).toISOString(), note: 'In flight' })).status, 200)
    await until(async () => (await alerts()).length === 1, 'it was told')
    const [told] = await alerts()
    assert.match(told.title.en, /^FL-01 died: notify the death/)
    assert.match(told.text.en, /^NCS-\d+-\d+ still says otherwise: amend it/)
    assert.deepEqual(told.wake[0].to.map((one: { role: string }) => one.role), ['CHRO', 'FHQ', 'CMO', 'JOC-CH'])
    const death = await authorised({ type: 'FATAL', casualty }, null, injured)
    await until(async () => (await alerts())[0].state === 'closed', 'it is over')
    // Opened again, it ends like any other with the next that is done about the death.
    const alert = (await node.store.list(SYSTEM, { kind: 'alert', where: { subject: [casualty] }, limit: 1 })).items[0]?.record.id ?? assert.fail()
    assert.equal((await act('preparer', alert, 'reopen', {}, 'Not everybody knew')).status, 200)
    assert.equal((await alerts())[0].state, 'raised')
    assert.equal((await post('preparer', death, 'next-of-kin', { informedAt: new Date(node.clock.now - 60_000).toISOString(), informedBy: 'Contingent' })).status, 200)
    await until(async () => (await alerts())[0].state === 'closed', 'it is over again')
    assert.equal((await node.store.history(SYSTEM, alert)).filter(({ type }) => type === 'end').length, 2)
    assert.deepEqual([(await data(injured))['supersededBy'], (await data(injured))['type'], (await data(death))['amends']], [death, 'INJURY', injured])
    const course = (await data(casualty))['course'] as Json[]
    assert.deepEqual([course.at(-1).status, course.at(-1).note, (await data(casualty))['events'].T11.t === course.at(-1).t], ['DECEASED', 'In flight', true])
  })

  test('that a death is to be notified is seen by those who must act, who may not read the card, by nobody else, and names nobody', async () => {
    const handling = { level: 'C', compartments: ['MED'], owner: 'mission', releasableTo: ['*'], caveats: [] }
    const made = await call('doctor', 'POST', '/api/records', { kind: 'casualty', data: { battleNo: 'FL-02', category: 'un-military', priority: 'A' }, handling })
    assert.equal(made.status, 201, made.body)
    assert.equal((await call('hr', 'GET', `/api/records/${made.json.id}`)).status, 404)
    assert.equal((await act('doctor', made.json.id, 'set-status', { status: 'DECEASED', t: new Date(node.clock.now - 60_000).toISOString() })).status, 200)
    const seen = async (as: string) => (await call(as, 'GET', `/api/records?kind=alert&where.subject=${made.json.id}`)).json.items as Json[]
    await until(async () => (await seen('hr')).length === 1, 'personnel is told')
    assert.deepEqual(await Promise.all(['preparer', 'doctor', 'chief', 'duty', 'auditor', 'unocc'].map(async (one) => (await seen(one)).length)), [1, 1, 1, 0, 0, 0])
    const [alert] = await seen('hr')
    assert.match(alert.data.title.en, /^FL-02 died: notify the death$/)
    assert.equal((await act('hr', alert.id, 'acknowledge')).status, 200)
    assert.equal((await act('duty', alert.id, 'acknowledge')).status, 404)

    // Offices change hands while it stands.
    people['newcomer'] = await node.person('newcomer', { clearance: 'C', grants: [{ role: 'CHRO', area: null }] })
    await until(async () => (await seen('newcomer')).length === 1, 'whoever comes into the office sees it')
    const [leaver] = [people['newcomer'].account.id]
    await node.store.commit(SYSTEM, [{ id: crypto.randomUUID(), record: leaver, kind: 'user', type: 'edit', at: new Date(node.clock.now).toISOString(), basedOn: null, patch: { fields: { grants: [{ role: 'JOC-DO', area: null }] } } }])
    await until(async () => (await seen('newcomer')).length === 0, 'whoever leaves it does not')
    assert.equal((await seen('hr')).length, 1)
  })

  test('a drill counts nowhere; an attempted suicide stays with personnel for good', async () => {
    const before = (await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total
    await authorised({ type: 'FATAL', drill: true })
    assert.equal((await call('duty', 'GET', '/api/statistics/fatalities?by=mission&origin=mission')).json.total, before)
    const id = await authorised({ type: 'SUICIDE_ATTEMPT' })
    assert.equal((await call('duty', 'GET', `/api/records/${id}`)).status, 404)
    assert.equal((await post('preparer', id, 'next-of-kin', { informedAt: new Date(node.clock.now - 60_000).toISOString(), informedBy: 'Contingent' })).status, 200)
    assert.equal((await call('duty', 'GET', `/api/records/${id}`)).status, 404)
    assert.equal((await call('duty', 'GET', `/api/records/${(await data(id))['person']}`)).status, 404)
    const open = await call('preparer', 'POST', '/api/records', { kind: 'notification', data: notice({ type: 'SUICIDE_ATTEMPT' }) })
    assert.equal(open.status, 422, 'not outside the compartment')
  })

  test('the clocks of two and twenty-four hours run from when the mission learned of it', async () => {
    const learnedAt = new Date(node.clock.now - 3 * 3_600_000).toISOString()
    const made = await call('preparer', 'POST', '/api/notifications', { data: notice({ occurredAt: learnedAt, learnedAt }), person: { familyName: FAMILY } })
    const clocks = (await call('preparer', 'GET', `/api/clocks?record=${made.json.id}`)).json.items as { name: string; state: string; dueAt: string }[]
    assert.deepEqual(clocks.map(({ name, state, dueAt }) => [name, state, Date.parse(dueAt) - Date.parse(learnedAt)]).sort(), [['authorised', 'running', 24 * 3_600_000], ['initial', 'overdue', 2 * 3_600_000]])
    await act('preparer', made.json.id, 'submit')
    await act('first', made.json.id, 'authorise-first')
    await post('second', made.json.id, 'authorise')
    assert.deepEqual(((await call('preparer', 'GET', `/api/clocks?record=${made.json.id}&state=met`)).json.items as { state: string }[]).map((one) => one.state), ['met', 'met'])
  })
})
