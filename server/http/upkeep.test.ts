import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createAccount } from '../auth/accounts.ts'
import { SYSTEM } from '../auth/reader.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'

const HOUR_MS = 3_600_000

describe('trail, backups and health', () => {
  let node: RunningNode
  let admin: Person
  let auditor: Person
  let dpo: Person
  let desk: Person
  before(async () => {
    node = await runningNode()
    await node.store.commit(SYSTEM, [{ id: 'mission-made', record: 'mission', kind: 'mission', type: 'create', at: new Date().toISOString(), basedOn: null, patch: { data: { name: 'M', zone: 'Africa/Bangui', languages: ['en'], bounds: [14, 2, 28, 11], exercise: false, org: 'mission' } } }])
    admin = await node.person('admin', { grants: [{ role: 'ADMIN', area: null }] })
    auditor = await node.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
    dpo = await node.person('dpo', { grants: [{ role: 'DPO', area: null }] })
    desk = await node.person('desk', { clearance: 'SC', compartments: ['HR'], grants: [{ role: 'HRD', area: null }, { role: 'JOC-CH', area: null }] })
  })
  after(() => node.close())

  const found = async (query: string, as = auditor): Promise<{ items: { type: string; kind: string; actorName: string; record: string | null; ref: string | null; reason: string | null; withheld: boolean; fields: string[]; pos: number; detail: object }[]; next: number | null }> => {
    const answer = await node.call('GET', `/api/audit/actions?${query}`, { as })
    assert.equal(answer.status, 200, answer.body)
    return answer.json
  }
  async function done(answer: Answered, as: Person): Promise<{ state: string; result: Record<string, unknown> }> {
    assert.equal(answer.status, 202, answer.body)
    await node.node.app.jobs.ended(answer.json.job)
    return (await node.call('GET', `/api/jobs/${answer.json.job}`, { as })).json
  }

  test('who may not: each door for its own roles', async () => {
    const local = await node.person('local-auditor', { grants: [{ role: 'AUDIT', area: 'somewhere' }] })
    for (const as of [desk, admin, local]) {
      assert.equal((await node.call('GET', '/api/audit/actions', { as })).status, 403)
      assert.equal((await node.call('GET', '/api/audit/export', { as })).status, 403)
    }
    assert.equal((await node.call('POST', '/api/audit/verify', { as: desk, body: {} })).status, 403)
    assert.equal((await node.call('GET', '/api/audit/heads', { as: desk })).status, 403)
    for (const as of [desk, auditor, dpo]) {
      for (const [method, url, body] of [['GET', '/api/admin/backups'], ['POST', '/api/admin/backups'], ['POST', '/api/admin/backups/vigie-20260101T000000Z/trial'], ['POST', '/api/admin/backup-plan', { daily: true, hour: 1, keep: 1, maps: true }], ['GET', '/api/admin/health']] as const) {
        assert.equal((await node.call(method, url, { as, ...(body ? { body } : {}) })).status, 403, `${method} ${url}`)
      }
    }
  })

  test('the trail shows that something was done, and of what an auditor may not read nothing else', async () => {
    const open = (await node.call('POST', '/api/records', { as: desk, body: { kind: 'incident', data: incidentData({ title: 'Plain enough' }) } })).json
    const closed = (await node.call('POST', '/api/records', { as: desk, body: { kind: 'incident', data: incidentData({ title: 'Closed one' }), handling: { level: 'SC', compartments: ['HR'], owner: 'mission', releasableTo: ['*'], caveats: [] } } })).json
    const edited = await node.call('POST', `/api/records/${closed.id}/actions`, { as: desk, body: { type: 'retract', basedOn: closed.version, patch: {}, reason: 'the zebra was mistaken' } })
    assert.equal(edited.status, 200, edited.body)
    const mine = await found(`person=${desk.account.data.login}`)
    const shown = mine.items.find((one) => one.record === open.id)
    assert.deepEqual([shown?.type, shown?.ref, shown?.withheld], ['create', open.ref, false])
    const hidden = mine.items.filter((one) => one.withheld)
    assert.ok(hidden.some((one) => one.type === 'retract') && hidden.some((one) => one.type === 'create'), 'the facts are there')
    for (const secret of [closed.id, closed.ref, 'zebra', 'Closed one', 'Plain enough']) {
      assert.ok(!JSON.stringify(mine).includes(secret), `${secret} is not`)
    }
    assert.deepEqual((await found('words=zebra')).items, [], 'nor can it be found by words')
    assert.deepEqual((await found(`record=${closed.ref}`)).items, [], 'nor by its reference')
    assert.deepEqual((await found(`record=${closed.id}`)).items, [])
    assert.deepEqual((await found(`record=${open.ref}`)).items.map((one) => one.type), ['create'])
  })

  test('searches by type, kind, time and position; pages go back to the beginning', async () => {
    assert.deepEqual((await found('type=create&kind=mission')).items.map((one) => one.kind), ['mission'])
    assert.deepEqual((await found('from=2090-01-01T00:00:00Z')).items, [])
    const all = await found('')
    const [newest] = all.items
    assert.ok(newest)
    const older = await found(`before=${newest.pos}`, dpo)
    assert.deepEqual(older.items.map((one) => one.pos), all.items.slice(1).map((one) => one.pos))
    assert.equal((await found(`before=2`)).next, null)
    assert.equal((await node.call('GET', '/api/audit/actions?before=x', { as: auditor })).status, 400)
  })

  test('an export of the trail is itself in the trail', async () => {
    const answer = await node.call('GET', '/api/audit/export?type=create', { as: auditor })
    assert.equal(answer.status, 200, answer.body)
    const lines = answer.body.trim().split('\r\n')
    assert.match(lines[0] ?? '', /^\ufeff?position,node/)
    const [last] = (await found('type=export')).items
    assert.deepEqual([last?.kind, last?.actorName, last?.detail], ['mission', 'Name of auditor', { format: 'csv', of: 'audit', count: lines.length - 1 }])
  })

  test('the chain is proven on demand, the outcome is kept, heads can be printed', async () => {
    await node.store.signHead()
    const { state, result } = await done(await node.call('POST', '/api/audit/verify', { as: dpo, body: { replay: true } }), dpo)
    assert.equal(state, 'done')
    assert.equal(result['ok'], true, JSON.stringify(result))
    const { items, verified } = (await node.call('GET', '/api/audit/heads', { as: auditor })).json
    assert.equal(verified.by, 'Name of dpo')
    assert.ok(items[0].signature.length > 40 && items[0].seq > 0)
  })

  test('a backup is made, tried aside, thinned out and made daily at its hour', async () => {
    const empty = (await node.call('GET', '/api/admin/backups', { as: admin })).json
    assert.deepEqual([empty.items, empty.plan.daily], [[], false])
    mkdirSync(path.join(node.ground.dataDir, 'maps'), { recursive: true })
    writeFileSync(path.join(node.ground.dataDir, 'maps', 'relief.pmtiles'), 'as it lies')
    const made = await done(await node.call('POST', '/api/admin/backups', { as: admin }), admin)
    assert.equal(made.state, 'done', JSON.stringify(made))
    const { items: [one], folder } = (await node.call('GET', '/api/admin/backups', { as: admin })).json
    assert.deepEqual(one.maps, { files: 1, leftOut: [] }, 'maps the mission added go along')
    assert.ok(existsSync(path.join(folder, one.name, 'manifest.json')) && one.bytes > 0 && one.trial === null)
    const trial = await done(await node.call('POST', `/api/admin/backups/${one.name}/trial`, { as: admin }), admin)
    assert.equal(trial.result['ok'], true, JSON.stringify(trial))
    assert.equal(trial.result['restored'], node.store.dialect === 'sqlite')
    appendFileSync(path.join(folder, one.name, readdirSync(path.join(folder, one.name)).includes('vigie.db') ? 'vigie.db' : 'tables/actions.ndjson'), 'x')
    const damaged = await done(await node.call('POST', `/api/admin/backups/${one.name}/trial`, { as: admin }), admin)
    assert.equal(damaged.result['ok'], false)
    assert.match(String(damaged.result['detail']), /not as it was written/)

    const { backups } = node.node.app
    assert.equal((await node.call('POST', '/api/admin/backup-plan', { as: admin, body: { daily: true, hour: 3, keep: 1, maps: true } })).status, 200)
    await backups.look()
    assert.equal((await backups.list()).total, 1, 'today there is one already')
    // Bangui is an hour ahead of UTC: 02:30 there, then 03:30.
    const tomorrow = Date.parse(`${new Date(node.clock.now + 24 * HOUR_MS).toISOString().slice(0, 10)}T01:30:00Z`) + 24 * HOUR_MS
    const standing = node.clock.now
    node.clock.now = tomorrow
    await backups.look()
    assert.deepEqual((await backups.list()).items.map((view) => view.name), [one.name], 'not before its hour')
    node.clock.now = tomorrow + HOUR_MS
    await backups.look()
    const after_ = (await backups.list()).items
    assert.equal(after_.length, 1, 'one is kept')
    assert.notEqual(after_[0]?.name, one.name)
    node.clock.now = standing
  })

  test('health names what is wrong and holds no secret', async () => {
    await createAccount(node.store, SYSTEM, { login: 'bare', name: 'Bare', org: 'mission', side: 'mission', clearance: 'U', compartments: [], grants: [{ role: 'ADMIN', area: null }] }, 'a secret of four words')
    const { checks, facts } = (await node.call('GET', '/api/admin/health', { as: admin })).json
    const state = (id: string) => checks.find((one: { id: string }) => one.id === id)?.state
    assert.equal(state('factor'), 'warning')
    assert.equal(state('https'), 'critical', 'others can reach this node without https')
    assert.equal(state('chain'), 'ok')
    assert.equal(facts.dialect, node.store.dialect)
    assert.ok(facts.storeBytes > 0)
    assert.equal(checks[0].state, 'critical', 'the worst stands first')
    assert.ok(!JSON.stringify({ checks, facts }).includes('argon2'))
  })
})
