import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { PASSWORD, runningNode, type Answered, type Person, type RunningNode, type Signed } from '../../test/running-node.ts'

const ADMIN = { role: 'ADMIN' as const, area: null }
const DAY_MS = 86_400_000
const OWN = 'a fresh sentence of mine'

describe('accounts', () => {
  let node: RunningNode
  let admin: Person
  let desk: Person
  before(async () => {
    node = await runningNode()
    admin = await node.person('admin', { grants: [ADMIN], password: true })
    desk = await node.person('desk')
  })
  after(() => node.close())

  const data = (login: string, more: object = {}) => ({ login, name: `Name of ${login}`, org: 'mission', side: 'mission', clearance: 'C', compartments: [], grants: [{ role: 'JOC-DO', area: null }], ...more })
  const make = (login: string, more: object = {}, as = admin): Promise<Answered> => node.call('POST', '/api/admin/users', { as, body: { data: data(login, more) } })
  async function edit(id: string, fields: object, as: Person | Signed = admin): Promise<Answered> {
    const { version } = (await node.call('GET', `/api/records/${id}`, { as: admin })).json
    return node.call('POST', `/api/records/${id}/actions`, { as, body: { type: 'edit', basedOn: version, patch: { fields } } })
  }
  const enter = (login: string, password: string, code?: string): Promise<Answered> => node.call('POST', '/api/session', { body: { login, password, ...(code === undefined ? {} : { code }) } })
  const signedOf = (answer: Answered): Signed => ({ cookie: String(answer.headers['set-cookie']).split(';')[0] as string, csrf: answer.json.csrf })
  const did = async (id: string): Promise<string[]> => (await node.call('GET', `/api/records/${id}/history`, { as: admin })).json.items.filter((one: { type: string }) => one.type === 'credentials').map((one: { patch: { did: string } }) => one.patch.did)

  test('only administrators of the whole node look after them', async () => {
    const local = await node.person('local', { grants: [{ role: 'ADMIN', area: 'somewhere' }] })
    for (const as of [desk, local]) {
      for (const [method, url, body] of [
        ['GET', '/api/admin/users'], ['POST', '/api/admin/users', { data: data('x') }], ['POST', `/api/users/${desk.account.id}/password`, {}], ['GET', `/api/admin/users/${desk.account.id}/sessions`],
        ['DELETE', `/api/admin/users/${desk.account.id}/sessions`], ['POST', '/api/admin/strong-roles', { roles: [] }],
      ] as const) {
        assert.equal((await node.call(method, url, { as, ...(body ? { body } : {}) })).status, 403, `${method} ${url}`)
      }
    }
    assert.equal((await node.call('GET', '/api/admin/users')).status, 401)
  })

  test('a password given is good for choosing one’s own and for nothing else', async () => {
    const made = await make('newcomer')
    assert.equal(made.status, 201, made.body)
    const signed = signedOf(await enter('newcomer', made.json.password))
    assert.deepEqual((await node.call('GET', '/api/session', { as: signed })).json.must, ['password'])
    for (const url of ['/api/kinds', '/api/records?kind=incident', '/api/tokens', '/ogc/collections']) {
      assert.equal((await node.call('GET', url, { as: signed })).status, 403, url)
    }
    const choose = (fresh: string) => node.call('PATCH', '/api/me', { as: signed, body: { password: { old: made.json.password, new: fresh } } })
    assert.equal((await choose(made.json.password)).status, 400, 'the same again')
    assert.equal((await choose(OWN)).status, 200)
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 200)
    assert.deepEqual((await node.call('GET', '/api/session', { as: signedOf(await enter('newcomer', OWN)) })).json.must, [])
    assert.deepEqual(await did(made.json.id), ['password-reset', 'password-set'])
  })

  test('roles that ask for more than a password let in by password only to add it', async () => {
    assert.equal((await node.call('POST', '/api/admin/strong-roles', { as: admin, body: { roles: ['ADMIN'] } })).status, 422, 'nobody shuts themselves out')
    assert.equal((await node.call('POST', '/api/admin/strong-roles', { as: admin, body: { roles: ['JMAC-A'] } })).status, 200)
    await node.person('analyst', { grants: [{ role: 'JMAC-A', area: null }], password: true })
    const signed = signedOf(await enter('analyst', PASSWORD))
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 403)
    const { secret } = (await node.call('POST', '/api/me/totp', { as: signed })).json
    const code = () => new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: node.clock.now })
    assert.equal((await node.call('POST', '/api/me/totp/confirm', { as: signed, body: { code: code() } })).status, 204)
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 200)
    node.clock.now += 60_000
    assert.deepEqual((await enter('analyst', PASSWORD, code())).json.must, [])
    const row = (await node.call('GET', '/api/admin/users', { as: admin })).json.items.find((one: { data: { login: string } }) => one.data.login === 'analyst')
    assert.deepEqual([row.totp, row.passkeys, row.sessions > 0, row.signedInAt !== null], [true, 0, true, true])
    assert.ok(!JSON.stringify(row).includes(secret))
  })

  test('a disabled account’s sessions end for good; an administrator ends sessions, and the account remembers', async () => {
    const leaver = await node.person('leaver', { password: true })
    const signed = await node.signIn('leaver')
    assert.equal((await edit(leaver.account.id, { disabled: true })).status, 200)
    assert.equal((await edit(leaver.account.id, { disabled: false })).status, 200)
    assert.equal((await node.call('GET', '/api/kinds', { as: signed })).status, 401)
    const [one, two] = [await node.signIn('leaver'), await node.signIn('leaver')]
    assert.equal((await node.call('DELETE', '/api/sessions', { as: one })).json.ended, 1)
    assert.equal((await node.call('GET', '/api/kinds', { as: two })).status, 401)
    assert.equal((await node.call('GET', '/api/kinds', { as: one })).status, 200)
    assert.equal((await node.call('DELETE', `/api/admin/users/${leaver.account.id}/sessions`, { as: admin })).json.ended, 1)
    assert.equal((await node.call('GET', '/api/kinds', { as: one })).status, 401)
    assert.deepEqual(await did(leaver.account.id), ['sessions-ended'])
  })

  test('a role holds on its days and on no other', async () => {
    const day = (days: number) => new Date(node.clock.now + days * DAY_MS).toISOString().slice(0, 10)
    const rotated = await node.person('rotated', { grants: [] })
    const reads = async () => (await node.call('GET', '/api/records?kind=incident', { as: rotated })).json.total !== undefined && (await node.call('GET', '/api/kinds', { as: rotated })).json.some((kind: { name: string }) => kind.name === 'incident')
    assert.equal((await edit(rotated.account.id, { grants: [{ role: 'JOC-DO', area: null, from: day(-1), until: day(0) }] })).status, 200)
    assert.equal(await reads(), true)
    assert.equal((await edit(rotated.account.id, { grants: [{ role: 'JOC-DO', area: null, until: day(-1) }] })).status, 200)
    assert.equal(await reads(), false)
    assert.equal((await edit(rotated.account.id, { grants: [{ role: 'JOC-DO', area: null, from: day(1) }] })).status, 200)
    assert.equal(await reads(), false)
  })

  test('the last administrator stays one; nobody widens their own rights beside another', async () => {
    assert.equal((await edit(admin.account.id, { disabled: true })).status, 422)
    assert.equal((await edit(admin.account.id, { grants: [] })).status, 422)
    assert.equal((await edit(admin.account.id, { grants: [{ ...ADMIN, until: '2020-01-01' }] })).status, 422)
    assert.equal((await node.call('POST', `/api/records/${admin.account.id}/actions`, { as: admin, body: { type: 'retract', basedOn: 99, patch: {}, reason: 'leaving' } })).status, 422)
    const second = await node.person('second', { grants: [ADMIN] })
    assert.equal((await edit(admin.account.id, { clearance: 'SC' })).status, 403)
    assert.equal((await edit(admin.account.id, { compartments: ['HR'] })).status, 403)
    assert.equal((await edit(admin.account.id, { grants: [ADMIN, { role: 'JOC-CH', area: null }] })).status, 403)
    assert.equal((await edit(admin.account.id, { clearance: 'SC' }, second)).status, 200)
    const both = await Promise.all([edit(admin.account.id, { disabled: true }, second), edit(second.account.id, { disabled: true }, admin)])
    assert.equal(both.filter((answer) => answer.status === 200).length, 1, 'of two who shut each other out one stays')
  })
})
