import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Product } from '../../../core/product.ts'
import { mailGateway, type MailGateway } from '../../../test/gateways.ts'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'
import { report, SYSTEM, until } from '../../../test/store.ts'
import { alertId, type Notice } from '../../watch/contract.ts'

const MINUTE = 60_000

describe('a released product goes out', () => {
  let node: RunningNode
  let mail: MailGateway
  const people: Record<string, Person> = {}
  const who = (name: string): Person => people[name] as Person
  const post = (as: Person, id: string, what: string, body: object = {}) => node.call('POST', `/api/products/${id}/${what}`, { as, body })
  const read = async (id: string) => (await node.call('GET', `/api/records/${id}`, { as: who('chief') })).json
  const data = (view: { data: unknown }): Product => view.data as Product
  const notices = async (id: string) => (await node.store.list(SYSTEM, { kind: 'notice', where: { alert: [id] } })).items.map(({ record }) => record.data as unknown as Notice)
  const states = async (id: string) => Object.fromEntries((await notices(id)).map((one) => [`${one.recipient.name.replace('Name of ', '')} ${one.rung}`, one.state]))
  const to = (name: string, more: object = {}) => ({ user: who(name).account.id, name: who(name).account.data.name, mandatory: true, ...more })

  async function make(kind: string, body: object): Promise<string> {
    const answer = await node.call('POST', '/api/records', { as: who('admin'), body: { kind, data: body } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.id as string
  }

  /** A FLASH about the record, drafted by one duty officer and released by another. */
  async function flash(distribution: object[]): Promise<string> {
    const begun = await node.call('POST', '/api/products', { as: who('duty'), body: { type: 'FLASH', about: 'ambush', distribution } })
    assert.equal(begun.status, 201, begun.body)
    const { id, version } = begun.json
    await node.call('POST', `/api/records/${id}/actions`, { as: who('duty'), body: { type: 'submit', basedOn: version, patch: {} } })
    const done = await post(who('lead'), id, 'release')
    assert.equal(done.status, 200, done.body)
    return id as string
  }

  before(async () => {
    node = await runningNode({ config: { publicUrl: 'https://vigie.example' } })
    mail = await mailGateway()
    await node.store.commit(SYSTEM, [{ id: 'm', record: 'mission', kind: 'mission', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'Mission of the test', zone: 'UTC', languages: ['en'], bounds: [0, 0, 1, 1], exercise: false, org: 'mission' } } }])
    const role = (code: string, more: object = {}) => ({ grants: [{ role: code as never, area: null }], ...more })
    for (const [name, more] of Object.entries({ admin: { grants: [{ role: 'ADMIN' as never, area: null }, { role: 'JOC-CH' as never, area: null }] }, duty: role('JOC-DO'), lead: role('JOC-DO'), chief: role('JOC-CH', { clearance: 'SC' }), deputy: role('COS'), third: role('FHQ'), low: role('TOC', { clearance: 'U' }), analyst: role('JMAC-A') })) {
      people[name] = await node.person(name, more)
    }
    await make('alert-channel', { name: 'Mail', type: 'email', enabled: true, carries: 'C', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'vigie@mission.example' } })
    for (const name of ['chief', 'deputy', 'third', 'low', 'analyst']) {
      await make('contact', { name: `Name of ${name}`, account: who(name).account.id, addresses: { email: `${name}@mission.example` } })
    }
    await node.store.commit(SYSTEM, [report({ title: 'Ambush on the road', category: 'AC.01', severity: 4, happened: { from: new Date(Date.now() - MINUTE).toISOString(), precision: 'EXACT' } } as never, { record: 'ambush', handling: { level: 'C' } })])
  })
  after(async () => {
    await node?.close()
    await mail?.close()
  })

  test('by letter with the file, a receipt for each; the reader’s own confirmation ends it', async () => {
    const id = await flash([to('chief'), to('analyst', { mandatory: false }), to('low')])
    await until(async () => Object.values(await states(id)).filter((state) => state === 'sent').length === 2, 'both letters are with the mail server')
    assert.deepEqual((await states(id)), { 'chief 0': 'sent', 'analyst 0': 'sent' }, 'nobody who may not read it')
    const letter = mail.got.find((one) => one.to[0] === 'chief@mission.example')?.text ?? ''
    assert.match(letter, /Subject: FLASH INC-/)
    assert.match(letter, /https:\/\/vigie\.example\/products\/PRD-/)
    assert.match(letter, /filename=PRD-[^]*JVBERi/, 'a PDF')
    assert.equal((await post(who('chief'), id, 'receipt')).status, 200)
    await until(async () => (await states(id))['chief 0'] === 'read', 'its notice is read')
    assert.equal((await states(id))['analyst 0'], 'sent', 'nobody else’s')
    assert.ok(data(await read(id)).readByAll, 'all who must have read it')
  })

  test('words above what a channel carries stay here: no file, no title', async () => {
    await make('alert-channel', { name: 'Open mail', type: 'email', enabled: true, carries: 'U', email: { host: '127.0.0.1', port: mail.port, security: 'none', from: 'open@mission.example' } })
    const [first] = (await node.store.list(SYSTEM, { kind: 'alert-channel', sort: { by: 'logged', dir: 'asc' } })).items
    await node.call('POST', `/api/records/${first?.record.id}/actions`, { as: who('admin'), body: { type: 'edit', basedOn: first?.record.version, patch: { fields: { enabled: false } } } })
    mail.got.length = 0
    const id = await flash([to('chief')])
    await until(() => mail.got.length === 1, 'the letter')
    const letter = mail.got[0]?.text ?? ''
    assert.doesNotMatch(letter, /JVBERi|Ambush/)
    assert.match(letter, /waits for[=\r\n ]*you/)
    assert.equal((await notices(id)).length, 1)
    await node.call('POST', `/api/records/${first?.record.id}/actions`, { as: who('admin'), body: { type: 'edit', basedOn: (first?.record.version ?? 0) + 1, patch: { fields: { enabled: true } } } })
  })

  test('unread after ten minutes: the next in the ladder gets it, then the one after; whoever reads it reads it for the first', async () => {
    const id = await flash([to('chief', { then: [{ user: who('deputy').account.id, name: 'Deputy' }, { user: who('third').account.id, name: 'Third' }] }), to('analyst', { then: [{ user: who('low').account.id, name: 'Low' }] })])
    await until(async () => Object.keys(await states(id)).length === 2, 'the first two are told')
    node.clock.now += 11 * MINUTE
    await node.node.app.clocks.look()
    await until(async () => (await states(id))['deputy 10'] === 'sent', 'the next is told')
    const after10 = data(await read(id))
    const alert = async () => (await node.store.get(SYSTEM, alertId({ rule: 'product-unread', subject: id, episode: 'read' })))?.record.data as { severity: number; raisedAs?: number; state?: string } | undefined
    assert.equal((await alert())?.raisedAs ?? (await alert())?.severity, 4)
    assert.deepEqual(after10.distribution.filter((one) => one.insteadOf).map((one) => one.name), ['Deputy'], 'not one who may not read it')
    node.clock.now += 10 * MINUTE
    await node.node.app.clocks.look()
    await until(async () => (await states(id))['third 10'] === 'sent', 'the one after')
    await post(who('analyst'), id, 'receipt')
    assert.equal(data(await read(id)).readByAll, undefined)
    assert.equal((await post(who('deputy'), id, 'receipt')).status, 200)
    assert.ok(data(await read(id)).readByAll, 'read in the chief’s stead')
    assert.equal((await node.store.list(SYSTEM, { kind: 'alert', where: { about: [id] } })).total, 1, 'one alert, however long it waited')
    const corrected = data((await post(who('duty'), id, 'correct')).json)
    assert.deepEqual(corrected.distribution.map((one) => one.name), ['Name of chief', 'Name of analyst'], 'a correction goes to those the first was meant for')
  })

  test('each reader sees what waits for them, until they have read it or it was replaced', async () => {
    const id = await flash([to('third')])
    const waits = async () => (await node.call('GET', `/api/records?kind=product&where.unread=${who('third').account.id}`, { as: who('third') })).json.items.map((one: { id: string }) => one.id)
    assert.ok((await waits()).includes(id))
    await post(who('third'), id, 'receipt')
    assert.ok(!(await waits()).includes(id))
  })
})
