import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'
import type { Cause } from '../../core/policy.ts'

const DAY_MS = 86_400_000
const whole = (...roles: ('ADMIN' | 'AUDIT' | 'JOC-CH' | 'JOC-DO' | 'TOC' | 'MS-RO')[]) => roles.map((role) => ({ role, area: null }))

describe('what others may', () => {
  let node: RunningNode
  let admin: Person
  let chief: Person
  let auditor: Person
  let desk: Person
  const ids: Record<string, string> = {}
  const make = async (handling: object): Promise<string> => (await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData(), handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [], ...handling } } })).json.id
  before(async () => {
    node = await runningNode()
    admin = await node.person('admin', { grants: whole('ADMIN') })
    chief = await node.person('chief', { grants: whole('ADMIN', 'JOC-CH'), clearance: 'SC', compartments: ['HR', 'PERS'] })
    auditor = await node.person('auditor', { grants: whole('AUDIT'), clearance: 'C' })
    desk = await node.person('desk')
    ids['plain'] = await make({})
    ids['secret'] = await make({ level: 'SC', compartments: ['HR'] })
  })
  after(() => node.close())

  const why = (user: string, record: string, as: Person = chief): Promise<Answered> => node.call('GET', `/api/admin/why?user=${user}&record=${record}`, { as })

  test('only administrators and auditors of the whole node ask', async () => {
    const local = await node.person('local', { grants: [{ role: 'ADMIN', area: 'somewhere' }, { role: 'AUDIT', area: 'somewhere' }] })
    for (const as of [desk, local]) {
      assert.equal((await why('desk', ids['plain']!, as)).status, 403)
      assert.equal((await node.call('GET', '/api/admin/permissions', { as })).status, 403)
    }
    assert.equal((await node.call('GET', `/api/admin/why?user=desk&record=${ids['plain']}`)).status, 401)
    assert.equal((await node.call('GET', '/api/admin/permissions', { as: auditor })).status, 200)
    assert.equal((await why('desk', ids['plain']!, auditor)).status, 200)
  })

  test('whoever may not read the record learns nothing of it nor of the person, not even that it is there', async () => {
    const ref = (await node.call('GET', `/api/records/${ids['secret']}`, { as: chief })).json.ref
    for (const [as, record] of [[admin, ids['plain']], [admin, ids['secret']], [auditor, ids['secret']], [auditor, ref]] as const) {
      const [hidden, absent] = [await why('desk', record!, as), await why('desk', 'INC-2026-999999', as)]
      assert.deepEqual([hidden.status, absent.status], [404, 404])
      assert.equal(hidden.body.replaceAll(record!, 'X').replace(/"instance":"[^"]*"/, ''), absent.body.replaceAll('INC-2026-999999', 'X').replace(/"instance":"[^"]*"/, ''))
    }
    assert.equal((await why('nobody-of-this-name', ids['secret']!, auditor)).body.includes('account'), false)
    assert.equal((await why('nobody-of-this-name', ids['plain']!)).status, 404)
  })

  test('what is refused is refused for the reason the policy gives', async () => {
    const expect = async (login: string, more: Parameters<RunningNode['person']>[1], record: string, cause: Cause | null): Promise<void> => {
      await node.person(login, more)
      const { read } = (await why(login, record)).json
      assert.deepEqual([read.allow, read.cause], [cause === null, cause], `${login}: ${read.because}`)
    }
    await expect('w-role', { grants: whole('ADMIN') }, ids['plain']!, 'role')
    await expect('w-level', {}, ids['secret']!, 'clearance')
    await expect('w-compartment', { clearance: 'SC' }, ids['secret']!, 'compartment')
    await expect('w-held', { clearance: 'SC', compartments: ['HR'] }, ids['secret']!, null)
    await expect('w-org', { org: 'other' }, await make({ releasableTo: ['mission'] }), 'organisation')
    await expect('w-outside', { org: 'state', side: 'member-state', grants: whole('MS-RO') }, await make({ releasableTo: ['state'] }), 'unapproved')
    await expect('w-tcc', { side: 'tcc', grants: whole('TOC') }, await make({ caveats: ['NO-TCC'] }), 'no-tcc')
    await expect('w-area', { grants: [{ role: 'TOC', area: 'far' }] }, ids['plain']!, 'area')
    const { read, actions } = (await why('desk', ids['plain']!)).json
    const of = (type: string) => actions.find((one: { type: string }) => one.type === type)
    assert.deepEqual([read.allow, of('edit').allow, of('approve').allow, of('reinstate').cause, of('erase').cause, of('erase').roles], [true, true, true, 'state', 'role', ['DPO']])
  })

  test('a purpose that is wanted first is said, and a disabled account may nothing', async () => {
    const made = await node.call('POST', '/api/records', { as: chief, headers: { 'x-vigie-purpose': 'a test' }, body: { kind: 'incident', data: incidentData(), handling: { level: 'U', compartments: ['PERS'], owner: 'mission', releasableTo: ['*'], caveats: [] } } })
    assert.equal(made.status, 201, made.body)
    await node.person('p-holder', { compartments: ['PERS'] })
    assert.equal((await why('p-holder', made.json.id)).status, 404, 'without a purpose of the asker’s own')
    const told = (await node.call('GET', `/api/admin/why?user=p-holder&record=${made.json.id}`, { as: chief, headers: { 'x-vigie-purpose': 'a test' } })).json
    assert.deepEqual([told.purpose, told.read.allow], [true, true])
    const gone = await node.person('gone')
    const { version } = (await node.call('GET', `/api/records/${gone.account.id}`, { as: admin })).json
    assert.equal((await node.call('POST', `/api/records/${gone.account.id}/actions`, { as: admin, body: { type: 'edit', basedOn: version, patch: { fields: { disabled: true } } } })).status, 200)
    const nothing = (await why('gone', ids['plain']!)).json
    assert.deepEqual([nothing.read.cause, nothing.actions.some((one: { allow: boolean }) => one.allow)], ['disabled', false])
  })

  test('the matrix counts who holds each role today, and until when', async () => {
    const day = (days: number) => new Date(node.clock.now + days * DAY_MS).toISOString().slice(0, 10)
    const held = async () => (await node.call('GET', '/api/admin/permissions', { as: admin })).json.roles.find((one: { role: string }) => one.role === 'UNMAS')
    assert.deepEqual(await held(), { role: 'UNMAS', holders: 0, coming: 0, ending: 0, until: null })
    for (const [login, from, until] of [['m1', -3, 9], ['m2', -3, 5], ['m3', -9, -1], ['m4', 2, 20]] as const) {
      await node.person(login, { grants: [{ role: 'UNMAS', area: null, from: day(from), until: day(until) } as never] })
    }
    await node.person('m5', { grants: [{ role: 'UNMAS', area: null }] })
    assert.deepEqual(await held(), { role: 'UNMAS', holders: 3, coming: 1, ending: 2, until: day(5) })
  })

  test('a kind of the mission’s own has its rows', async () => {
    const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'own-kind', data: { name: 'own-bridge', prefix: 'OWB', label: { en: 'Bridge' }, fields: [{ key: 'load', label: { en: 'Load' }, type: 'number' }], approval: true } } })
    assert.equal(made.status, 201, made.body)
    const { kinds, rows } = (await node.call('GET', '/api/admin/permissions', { as: auditor })).json
    assert.equal(kinds.find((one: { name: string }) => one.name === 'own-bridge').texts['kind.own-bridge'].en, 'Bridge')
    assert.ok(rows.some((row: { kind: string; action: string; cells: { role: string }[] }) => row.kind === 'own-bridge' && row.action === 'approve' && row.cells.some((cell) => cell.role === 'JOC-DO')))
  })
})
