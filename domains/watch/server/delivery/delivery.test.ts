import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import { ALL_MISSION, type Handling } from '../../../../core/handling.ts'
import { Problem } from '../../../../core/problem.ts'
import type { NewAction } from '../../../../core/record.ts'
import { httpGateway, mailGateway, type HttpGateway, type MailGateway } from '../../../../test/gateways.ts'
import { runningNode, type Person, type RunningNode } from '../../../../test/running-node.ts'
import { reader, SYSTEM, until } from '../../../../test/store.ts'
import { alertId, offerRecipients, raiseAlert, repeatAlert, type Notice, type RaisedAlert, type Rung } from '../../contract.ts'
import { Directory } from './directory.ts'
import { deliveryOf } from './engine.ts'
import { GROUP_MS } from './groups.ts'

const MINUTE = 60_000
const handling: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: [ALL_MISSION], caveats: [] }

describe('alerts reach people', () => {
  let run: RunningNode
  let chief: Person
  let duty: Person
  let sms: HttpGateway
  let hook: HttpGateway
  let mail: MailGateway
  const ids: Record<string, string> = {}
  let made = 0

  before(async () => {
    run = await runningNode({ config: { publicUrl: 'https://vigie.example' } })
    ;[sms, hook, mail] = [await httpGateway(), await httpGateway(), await mailGateway()]
    chief = await run.person('chief', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }, { role: 'ADMIN', area: null }] })
    duty = await run.person('duty', { grants: [{ role: 'JOC-DO', area: null }] })
    ids['mail'] = await make('alert-channel', { name: 'Mail', type: 'email', enabled: true, carries: 'C', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'vigie@mission.example' } })
    ids['sms'] = await make('alert-channel', { name: 'Gateway', type: 'sms', enabled: true, carries: 'U', sms: { dialect: 'form-basic', url: `${sms.url}/Messages.json`, from: 'VIGIE', user: 'AC1' } })
    ids['hook'] = await make('alert-channel', { name: 'Hook', type: 'webhook', enabled: true, carries: 'U' })
    assert.equal((await run.call('POST', `/api/alerts/channels/${ids['sms']}/secret`, { as: chief, body: { secret: 'token-of-gateway' } })).status, 204)
    assert.equal((await run.call('POST', `/api/alerts/channels/${ids['hook']}/secret`, { as: chief, body: { secret: 'a key of sixteen signs' } })).status, 204)
    ids['duty'] = await make('contact', { name: 'Duty officer', account: duty.account.id, addresses: { email: 'duty@mission.example', sms: '+22370000001' } })
    ids['qrf'] = await make('contact', { name: 'QRF', addresses: { sms: '+22370000002', webhook: `${hook.url}/qrf` }, locale: 'fr' })
    ids['head'] = await make('contact', { name: 'Head of mission', role: 'HOM', addresses: { email: 'head@mission.example', sms: '+22370000003' } })
    ids['trainee'] = await make('contact', { name: 'Trainee', drill: true, addresses: { email: 'trainee@mission.example', sms: '+22370000004' } })
  })
  after(async () => {
    await run.close()
    await Promise.all([sms.close(), hook.close(), mail.close()])
  })
  beforeEach(() => {
    run.clock.now = Math.max(run.clock.now, Date.now()) + 24 * 60 * MINUTE
    sms.got.length = hook.got.length = mail.got.length = 0
    sms.answer = hook.answer = () => ({ status: 200, body: '{"sid":"SM1"}' })
    mail.refuse = () => null
  })

  async function make(kind: string, data: object): Promise<string> {
    const answer = await run.call('POST', '/api/records', { as: chief, body: { kind, data } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.id as string
  }
  async function raise(wake: Rung[], more: Partial<RaisedAlert> = {}): Promise<string> {
    made += 1
    const raised: RaisedAlert = { rule: `r${made}`, subject: 's', episode: String(made), severity: 4, title: { en: 'Shots at the gate', fr: 'Tirs au portail' }, place: null, at: run.clock.now, handling, area: null, wake, ...more }
    await run.store.commit(SYSTEM, [raiseAlert(raised)], { receivedAt: () => new Date(run.clock.now).toISOString() })
    await deliveryOf(run.node.app).settled()
    return alertId(raised)
  }
  const go = async (ms = 0): Promise<void> => {
    run.clock.now += ms
    await deliveryOf(run.node.app).look()
  }
  const notices = async (alert: string, as = SYSTEM) => (await run.store.list(as, { kind: 'notice', where: { alert: [alert] }, limit: 1000 })).items.map(({ record }) => ({ id: record.id, version: record.version, ...(record.data as unknown as Notice) }))
  const stateOf = async (alert: string) => Object.fromEntries((await notices(alert)).map((one) => [`${one.recipient.name} ${one.channel}`, one.state]))
  const to = (...names: string[]): Rung[] => [{ afterMinutes: 0, to: names.map((name) => ({ contact: ids[name]! })) }]

  test('a receipt for each recipient and channel, by e-mail, SMS and signed webhook; in the language of each', async () => {
    const alert = await raise(to('duty', 'qrf'))
    assert.deepEqual(await stateOf(alert), { 'Duty officer email': 'sent', 'Duty officer sms': 'sent', 'QRF sms': 'sent', 'QRF webhook': 'sent' })
    assert.equal(((await run.store.get(SYSTEM, alert))!.record.data as { state?: string }).state, 'delivered')
    const [letter] = mail.got
    assert.deepEqual(letter?.to, ['duty@mission.example'])
    assert.match(letter?.text ?? '', /Subject: Alert, severity 4: Shots at the gate[^]*https:\/\/vigie\.example\/records\/ALT-/)
    assert.match(letter?.text ?? '', / \d\d:\d\d Z[ =\r\n]*\(\d{6}Z [A-Z]{3} \d\d\)/)
    const form = sms.got.map(({ body }) => new URLSearchParams(body)).find((one) => one.get('To') === '+22370000002')
    assert.match(form?.get('Body') ?? '', /^Alerte, gravité 4 ALT-[^:]+: Tirs au portail/)
    assert.match(form?.get('StatusCallback') ?? '', /^https:\/\/vigie\.example\/api\/alerts\/reports\//)
    assert.equal(sms.got[0]?.headers.authorization, `Basic ${Buffer.from('AC1:token-of-gateway').toString('base64')}`)
    const [signed] = hook.got
    const [, at, hex] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(signed?.headers['x-vigie-signature'])) ?? []
    assert.equal(hex, createHmac('sha256', 'a key of sixteen signs').update(`${at}.${signed?.body}`).digest('hex'))
    assert.equal(JSON.parse(signed?.body ?? '{}').title.en, 'Shots at the gate')
    assert.ok(!JSON.stringify(await notices(alert)).includes('+2237'), 'no address in a receipt')
  })

  test('a gateway reports, a number answers: delivered, then acknowledged, and nobody else is woken', async () => {
    const alert = await raise([...to('duty'), { afterMinutes: 10, to: [{ contact: ids['head']! }] }])
    const report = new URL(new URLSearchParams(sms.got[0]?.body).get('StatusCallback') ?? '')
    const send = (search: string, body: string) => run.call('POST', `${report.pathname}${search}`, { raw: body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.equal((await send(report.search, 'MessageSid=SM1&MessageStatus=delivered')).status, 204)
    assert.equal((await send(report.search, 'MessageSid=SM1&MessageStatus=delivered')).status, 204, 'the same once more')
    assert.equal((await send(report.search.replace(/key=..../, 'key=0000'), 'MessageStatus=failed')).status, 404)
    assert.equal((await stateOf(alert))['Duty officer sms'], 'delivered')
    const { json } = await run.call('GET', '/api/alerts/channels', { as: chief })
    const inbound = new URL(json.items.find((one: { id: string }) => one.id === ids['sms']).inbound)
    const answer = (from: string, text: string) => run.call('POST', `${inbound.pathname}${inbound.search}`, { raw: new URLSearchParams({ From: from, Body: text }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    assert.deepEqual([(await answer('+22399999999', '1')).body, (await answer('', '1')).status], ['', 400], 'nothing goes back to the phone')
    assert.equal((await run.call('GET', `${inbound.pathname}?key=${'0'.repeat(32)}&From=%2B22370000001&Body=1`)).status, 404)
    assert.equal((await answer('0022370000001', '1')).status, 200)
    await deliveryOf(run.node.app).settled()
    const data = (await run.store.get(SYSTEM, alert))!.record.data as { state: string; acknowledged: { by: string } }
    assert.deepEqual([data.state, data.acknowledged.by], ['acknowledged', duty.account.id])
    await go(11 * MINUTE)
    assert.deepEqual(await stateOf(alert), { 'Duty officer email': 'read', 'Duty officer sms': 'read' })
  })

  test('what is more than a word in answer is kept for a person: a number of people is no acknowledgement', async () => {
    const alert = await raise(to('duty'))
    const { json } = await run.call('GET', '/api/alerts/channels', { as: chief })
    const inbound = new URL(json.items.find((one: { id: string }) => one.id === ids['sms']).inbound)
    const answer = (text: string, id?: string) => run.call('POST', `${inbound.pathname}${inbound.search}`, { raw: new URLSearchParams({ From: '+22370000001', Body: text, ...(id ? { MessageSid: id } : {}) }).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } })
    const state = async () => ((await run.store.get(SYSTEM, alert))!.record.data as { state: string }).state
    const kept = async () => (await run.store.list(SYSTEM, { kind: 'held-message', limit: 100 })).items.map(({ record }) => record.data['text'])
    const numbers = ['12 wounded', '١٢ جريحا', '1 blessé au pont', '1.5 km']
    for (const text of numbers) {
      await answer(text)
      assert.equal(await state(), 'delivered', text)
    }
    await answer('Vu, 3 blessés ici', 'counter-1')
    assert.equal(await state(), 'acknowledged')
    const [all, mine] = [await kept(), [...numbers, 'Vu, 3 blessés ici']]
    assert.deepEqual(all.filter((one) => mine.includes(String(one))).sort(), mine.sort())
    // A gateway that begins to count anew gives another message a number that was there.
    await answer('Road cut at km 7', 'counter-1')
    assert.ok((await kept()).includes('Road cut at km 7'))
  })

  test('what was closed and is told of again tells everybody anew, step by step, also in a node that begins meanwhile', async () => {
    const wake = [{ ...to('duty')[0]!, channels: ['sms' as const] }, { afterMinutes: 10, to: [{ contact: ids['head']! }], channels: ['sms' as const] }]
    const alert = await raise(wake, { community: true })
    const receivedAt = () => new Date(run.clock.now).toISOString()
    const act = async (action: NewAction) => { await run.store.commit(SYSTEM, [action], { receivedAt }); await deliveryOf(run.node.app).settled() }
    const did = (type: string): NewAction => ({ id: crypto.randomUUID(), record: alert, kind: 'alert', type, at: receivedAt(), basedOn: null, patch: {}, reason: 'Over' })
    await act(did('acknowledge'))
    await act(did('close'))
    assert.equal(sms.got.length, 1)
    await go(8 * 60 * MINUTE)
    await act(repeatAlert({ id: alert, closed: true }, 'second-report', run.clock.now))
    assert.equal(sms.got.length, 2, 'told again')
    assert.equal(((await run.store.get(SYSTEM, alert))!.record.data as { state: string }).state, 'delivered')
    await act(repeatAlert({ id: alert, closed: false }, 'third-report', run.clock.now))
    assert.equal(sms.got.length, 2, 'one source more of what stands tells nobody')
    const { createApp } = await import('../../../../server/app.ts')
    const { readConfig } = await import('../../../../server/config.ts')
    const store = await run.ground.open()
    await store.warmed()
    const second = await createApp({ store, dataDir: run.ground.dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null), clock: () => run.clock.now })
    try {
      await deliveryOf(second.app).settled()
      assert.equal(sms.got.length, 2, 'nobody twice')
      run.clock.now += 11 * MINUTE
      await deliveryOf(second.app).look()
      // Whichever of the two nodes took the step: it is made once. This one reads of it in its time.
      const told = async () => (await notices(alert)).map(({ recipient, rung, state }) => `${recipient.name} ${rung} ${state}`).sort()
      await until(async () => (await told()).includes('Head of mission 10 sent'), 'the next step is told')
      await deliveryOf(run.node.app).settled()
      assert.deepEqual(await told(), ['Duty officer 0 sent', 'Duty officer 0 sent', 'Head of mission 10 sent'])
    } finally {
      await second.close()
    }
  })

  test('seen while an attempt fails: it is not tried again', async () => {
    let alert = ''
    sms.answer = async () => {
      const answer = await run.call('POST', `/api/records/${alert}/actions`, { as: chief, body: { type: 'acknowledge', basedOn: 1, patch: {} } })
      assert.equal(answer.status, 200, answer.body)
      return { status: 503, body: 'busy' }
    }
    made += 1
    alert = alertId({ rule: `r${made}`, subject: 's', episode: String(made) })
    made -= 1
    assert.equal(await raise([{ ...to('duty')[0]!, channels: ['sms'] }]), alert)
    await go(6_000)
    assert.deepEqual([(await stateOf(alert))['Duty officer sms'], sms.got.length], ['dropped', 1])
  })

  test('nobody acknowledges: the next step of the ladder is told in its time, once', async () => {
    const alert = await raise([...to('duty'), { afterMinutes: 10, to: [{ role: 'HOM' }], channels: ['sms'] }])
    await go(9 * MINUTE)
    assert.equal((await notices(alert)).length, 2)
    await go(2 * MINUTE)
    assert.equal((await stateOf(alert))['Head of mission sms'], 'sent')
    await go(5 * MINUTE)
    assert.equal((await notices(alert)).length, 3)
  })

  test('a plan tells by severity, rule and area, and never an account that may not read the alert', async () => {
    const plan = await make('alert-plan', { name: 'Night', enabled: true, severity: 4, rules: ['planned'], ladder: [{ afterMinutes: 0, to: [{ role: 'JOC-DO' }] }] })
    assert.equal((await notices(await raise([], { rule: 'planned', severity: 3 }))).length, 0)
    assert.equal((await notices(await raise([], { rule: 'other' }))).length, 0)
    assert.deepEqual((await notices(await raise([], { rule: 'planned' }))).map((one) => one.recipient.because), ['role JOC-DO', 'role JOC-DO'])
    assert.equal((await notices(await raise([], { rule: 'planned', handling: { ...handling, compartments: ['PKI'] } }))).length, 0)
    await run.call('POST', `/api/records/${plan}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { enabled: false } } } })
  })

  test('a word that is kept from others by now goes out in no message, also of an alert that was raised before', async () => {
    const alert = await raise([{ afterMinutes: 10, to: [{ contact: ids['qrf']! }] }], { title: { en: 'Hjalmarquist asks for help', fr: 'Hjalmarquist demande de l’aide' }, text: { en: 'Hjalmarquist, at the gate', fr: 'Hjalmarquist, au portail' } })
    const veil = run.store.veil({ of: () => (text) => text.replaceAll('Hjalmarquist', '█████'), names: () => false, holds: () => false })
    await go(11 * MINUTE)
    veil.stop()
    assert.deepEqual(await stateOf(alert), { 'QRF sms': 'sent', 'QRF webhook': 'sent' })
    const said = [...sms.got, ...hook.got].map(({ body }) => decodeURIComponent(body))
    assert.ok(said.length === 2 && said.every((one) => one.includes('█████') && !one.includes('Hjalmarquist')), said.join('\n'))
  })

  test('words above what a channel carries are not sent by it', async () => {
    await raise(to('duty'), { handling: { ...handling, level: 'C' } })
    assert.match(mail.got[0]?.text ?? '', /Shots at the gate/)
    const said = new URLSearchParams(sms.got[0]?.body).get('Body') ?? ''
    assert.ok(!said.includes('Shots') && said.includes('Sign in'), said)
  })

  test('a drill reaches only those who take part, also when a notice to leadership was written by mistake: proven where sending happens', async () => {
    const alert = await raise(to('duty', 'head', 'trainee'), { drill: true })
    assert.deepEqual(await stateOf(alert), { 'Trainee email': 'sent', 'Trainee sms': 'sent' })
    assert.match(mail.got[0]?.text ?? '', /EXERCISE/)
    const [one] = await notices(alert)
    const before = [mail.got.length, sms.got.length]
    for (const channel of ['email', 'sms'] as const) {
      const { outcome } = await deliveryOf(run.node.app).sender.send('forced', { ...one!, channel, recipient: { ...one!.recipient, contact: ids['head']!, name: 'Head of mission' } })
      assert.ok(!outcome.ok && outcome.final && /drill/.test(outcome.because), JSON.stringify(outcome))
    }
    assert.deepEqual([mail.got.length, sms.got.length], before)
    // A mission that is an exercise has no real alerts.
    await run.store.commit(SYSTEM, [{ id: 'mission-1', record: 'mission', kind: 'mission', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'Exercise', zone: 'UTC', languages: ['en'], bounds: [0, 0, 1, 1], exercise: true, org: 'mission' } } }])
    assert.deepEqual(await stateOf(await raise(to('duty', 'head', 'trainee'))), { 'Trainee email': 'sent', 'Trainee sms': 'sent' })
    await run.store.commit(SYSTEM, [{ id: 'mission-2', record: 'mission', kind: 'mission', type: 'edit', at: new Date().toISOString(), basedOn: 1, patch: { fields: { exercise: false } } }])
  })

  test('what was raised while the mission was an exercise pages nobody once the exercise is over, and takes no real alert in', async () => {
    const exercise = async (is: boolean, id: string): Promise<void> => {
      const basedOn = (await run.store.get(SYSTEM, 'mission'))!.record.version
      await run.store.commit(SYSTEM, [{ id, record: 'mission', kind: 'mission', type: 'edit', at: new Date().toISOString(), basedOn, patch: { fields: { exercise: is } } }], { receivedAt: () => new Date(run.clock.now).toISOString() })
    }
    await exercise(true, 'mission-3')
    const ladder: Rung[] = [...to('trainee'), { afterMinutes: 20, to: [{ contact: ids['head']! }, { contact: ids['trainee']! }] }]
    const played = await raise(ladder, { rule: 'played' })
    const again = await raise(to('trainee'), { rule: 'played', severity: 3 })
    assert.equal((await notices(again))[0]?.held, 'group')
    run.clock.now += MINUTE
    await exercise(false, 'mission-4')
    const real = await raise(to('trainee', 'duty'), { rule: 'played' })
    assert.deepEqual(await stateOf(real), { 'Trainee email': 'sent', 'Trainee sms': 'sent', 'Duty officer email': 'sent', 'Duty officer sms': 'sent' })
    assert.doesNotMatch(mail.got.at(-1)?.text ?? '', /EXERCISE/)
    await go(20 * MINUTE)
    assert.ok((await notices(played)).every((one) => one.recipient.name === 'Trainee'))
    assert.ok(!mail.got.some((one) => one.to.includes('head@mission.example')) && !sms.got.some(({ body }) => body.includes('22370000003')))
  })

  test('quiet hours hold what is not severe enough until they end', async () => {
    const start = new Date(run.clock.now)
    const hhmm = (ms: number) => new Date(start.getTime() + ms).toISOString().slice(11, 16)
    const night = await make('contact', { name: 'Sleeper', addresses: { sms: '+22370000009' }, quiet: { from: hhmm(-60 * MINUTE), to: hhmm(60 * MINUTE), breaks: 5 } })
    const rung: Rung[] = [{ afterMinutes: 0, to: [{ contact: night }] }]
    const [low, high, help] = [await raise(rung), await raise(rung, { severity: 5 }), await raise(rung, { severity: 2, sos: true })]
    assert.deepEqual([await stateOf(low), await stateOf(high), await stateOf(help)].map((one) => one['Sleeper sms']), ['queued', 'sent', 'sent'])
    assert.equal((await notices(low))[0]?.held, 'quiet')
    await go(61 * MINUTE)
    assert.equal((await stateOf(low))['Sleeper sms'], 'sent')
  })

  test('a storm makes one notice with a count', async () => {
    const rung = to('qrf')
    await raise(rung, { rule: 'storm' })
    const more: string[] = []
    for (let i = 0; i < 7; i += 1) {
      more.push(await raise(rung, { rule: 'storm' }))
    }
    assert.deepEqual([sms.got.length, hook.got.length], [1, 1])
    await go(GROUP_MS + 1000)
    assert.deepEqual([sms.got.length, hook.got.length], [2, 2])
    assert.match(new URLSearchParams(sms.got[1]?.body).get('Body') ?? '', /et 6 autres/)
    const held = await notices(more[3]!)
    assert.deepEqual(held.map(({ count, state, alerts }) => [count, state, alerts.length]), [[7, 'sent', 7], [7, 'sent', 7]])
  })

  test('what fails is tried again, with the reason; what would never succeed is not', async () => {
    sms.answer = (_got, n) => (n === 1 ? { status: 503, body: 'busy, +22370000001' } : { status: 200, body: '{"sid":"SM9"}' })
    mail.refuse = () => ({ code: 550, text: 'no such mailbox <duty@mission.example>' })
    const alert = await raise(to('duty'))
    const by = async (channel: string) => (await notices(alert)).find((one) => one.channel === channel)!
    assert.deepEqual([(await by('sms')).state, (await by('email')).state], ['queued', 'failed'])
    assert.match((await by('sms')).failure ?? '', /503/)
    assert.match((await by('email')).failure ?? '', /550/)
    assert.ok(!/2237|duty@/.test(JSON.stringify([(await by('sms')).failure, (await by('email')).failure])))
    await go(6_000)
    assert.deepEqual([(await by('sms')).state, (await by('sms')).attempts, (await by('sms')).gateway], ['sent', 2, 'SM9'])
  })

  test('Kannel is asked in its own way, and a channel stops with the consent of its technology', async () => {
    await run.call('POST', `/api/records/${ids['sms']}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { sms: { dialect: 'kannel', url: `${sms.url}/cgi-bin/sendsms`, from: 'VIGIE', user: 'tester' } } } } })
    sms.answer = () => ({ status: 202, body: '0: Accepted for delivery' })
    const alert = await raise([{ ...to('duty')[0]!, channels: ['sms'] }])
    const asked = sms.got[0]!
    assert.deepEqual([asked.method, asked.url.pathname, asked.url.searchParams.get('username'), asked.url.searchParams.get('password'), asked.url.searchParams.get('to')], ['GET', '/cgi-bin/sendsms', 'tester', 'token-of-gateway', '+22370000001'])
    const report = new URL(asked.url.searchParams.get('dlr-url')!.replace('%d', '2'))
    assert.equal((await run.call('GET', `${report.pathname}${report.search}`)).status, 204)
    assert.equal((await stateOf(alert))['Duty officer sms'], 'failed')
    await run.call('POST', `/api/records/${ids['sms']}/actions`, { as: chief, body: { type: 'edit', basedOn: 2, patch: { fields: { technology: 'not-there' } } } })
    const second = await raise([{ ...to('duty')[0]!, channels: ['sms'] }])
    assert.match((await notices(second))[0]?.failure ?? '', /not-there may not run/)
    assert.equal(sms.got.length, 1)
    await run.call('POST', `/api/records/${ids['sms']}/actions`, { as: chief, body: { type: 'edit', basedOn: 3, patch: { fields: { technology: null } } } })
  })

  test('who is near is asked of the domain that knows', async () => {
    offerRecipients(run.node.app, 'nearKm', async (target, near) => (target.nearKm === 15 && near.lon === 1 ? [{ contact: ids['qrf']!, because: 'QRF, 7 km' }] : []))
    const alert = await raise([{ afterMinutes: 0, to: [{ nearKm: 15 }] }], { place: { lon: 1, lat: 2 } })
    assert.deepEqual([...new Set((await notices(alert)).map((one) => one.recipient.because))], ['QRF, 7 km'])
    const { json } = await run.call('GET', `/api/alerts/${alert}/reach`, { as: duty })
    assert.deepEqual(json.steps[0].to[0].name, 'QRF')
    // Whom no channel reaches is called; a contact the caller may not read is counted, not named.
    const phone = await make('contact', { name: 'Village chief', addresses: { phone: '70 11' } })
    const closed = (await run.call('POST', '/api/records', { as: chief, body: { kind: 'contact', data: { name: 'Closed' }, handling: { ...handling, level: 'SC' } } })).json.id
    const called = await raise([{ afterMinutes: 0, to: [{ contact: phone }, { contact: closed }] }])
    assert.equal((await notices(called)).length, 0)
    const tree = (await run.call('GET', `/api/alerts/${called}/reach`, { as: duty })).json.steps[0]
    assert.deepEqual([tree.to.map((one: { name: string }) => one.name), tree.total], [['Village chief'], 2])
    const note = await run.call('POST', `/api/records/${called}/actions`, { as: duty, body: { type: 'call', basedOn: 1, patch: { name: 'Village chief', contact: phone, result: 'no-answer' } } })
    assert.deepEqual([note.status, note.json.data.calls[0].result, note.json.data.calls[0].by], [200, 'no-answer', duty.account.id])
  })

  test('who may not: addresses need the compartment, channels and tests an administrator, receipts of what one may not read', async () => {
    assert.equal((await run.call('GET', `/api/records/${ids['qrf']}`, { as: duty })).json.data.addresses, undefined)
    for (const [method, url, body] of [['GET', '/api/alerts/channels', undefined], ['POST', `/api/alerts/channels/${ids['sms']}/secret`, { secret: 'x' }], ['POST', `/api/alerts/channels/${ids['sms']}/test`, { to: '+22370000001' }]] as const) {
      assert.equal((await run.call(method, url, { as: duty, ...(body ? { body } : {}) })).status, 403, url)
    }
    const secret = await raise(to('qrf'), { handling: { ...handling, compartments: ['PKI'] } })
    assert.equal((await notices(secret, reader('plain'))).length, 0)
    assert.ok((await notices(secret)).length > 0)
    assert.equal((await run.call('POST', `/api/alerts/channels/${ids['mail']}/test`, { as: chief, body: { to: 'me@mission.example' } })).json.sent, true)
    assert.match(mail.got.at(-1)?.text ?? '', /Test of an alert channel/)
  })

  test('who asks for the directory while it is being read gets it whole, not empty', async () => {
    const directory = new Directory(run.node.app)
    const first = directory.fresh()
    const { accounts, channels } = await directory.fresh()
    assert.ok(accounts.has(duty.account.id) && channels.length > 0)
    await first
    directory.close()
  })

  test('what was sent is never an attempt again, whatever a process that heard nothing of it writes', async () => {
    const alert = await raise([{ ...to('duty')[0]!, channels: ['email'] }])
    const [one] = await notices(alert)
    for (const n of [1, 2]) {
      await run.store.commit(SYSTEM, [{ id: `late-attempt-${n}`, record: one!.id, kind: 'notice', type: 'attempt', at: new Date(run.clock.now).toISOString(), basedOn: null, patch: { n } }])
    }
    assert.deepEqual([(await notices(alert))[0]?.state, (await notices(alert))[0]?.attempts], ['sent', 1])
  })

  test('a store that is busy when the answer of a gateway comes is asked again, and the message goes out once', async () => {
    const { store } = run.node.app
    const commit = store.commit.bind(store)
    let busy = 3
    store.commit = (...args) => (args[1].some(({ type }) => type === 'sent') && busy-- > 0 ? Promise.reject(new Problem('unavailable', 'another process kept the store busy')) : commit(...args))
    try {
      const alert = await raise([{ ...to('duty')[0]!, channels: ['email'] }])
      assert.deepEqual([(await notices(alert))[0]?.state, (await notices(alert))[0]?.attempts, mail.got.length, busy], ['sent', 1, 1, -1])
    } finally {
      store.commit = commit
    }
  })

  test('an attempt whose process ended is made again by the next, a notice that waits is sent after a restart', async () => {
    sms.answer = () => ({ status: 503, body: '' })
    const alert = await raise([{ ...to('duty')[0]!, channels: ['sms'] }])
    const { createApp } = await import('../../../../server/app.ts')
    const { readConfig } = await import('../../../../server/config.ts')
    sms.answer = () => ({ status: 202, body: '0: Accepted for delivery' })
    const { ref } = (await run.store.get(SYSTEM, alert))!.record
    const store = await run.ground.open()
    await store.warmed()
    run.clock.now += 6_000
    const second = await createApp({ store, dataDir: run.ground.dataDir, config: readConfig({ VIGIE_LOG: 'silent' }, null), clock: () => run.clock.now })
    try {
      await until(async () => { run.clock.now += 50; await Promise.all([deliveryOf(second.app).look(), deliveryOf(run.node.app).look()]); return (await stateOf(alert))['Duty officer sms'] === 'sent' }, 'sent by one of the two')
      assert.equal((await notices(alert))[0]?.attempts, 2)
      assert.equal(sms.got.filter(({ url }) => url.searchParams.get('text')?.includes(ref)).length, 2, 'each attempt was made by one process')
    } finally {
      await second.close()
    }
  })
})
