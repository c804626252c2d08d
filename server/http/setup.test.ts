import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SampleSource } from '../jobs/load-sample.ts'
import { SYSTEM } from '../auth/reader.ts'
import { readConfig, type Config } from '../config.ts'
import { beginSample } from '../jobs/sample-job.ts'
import { incidentData, PASSWORD, runningNode, type RunningNode } from '../../test/running-node.ts'
import { reachedByOthers } from './security.ts'

const MISSION = { name: 'Test mission', zone: 'Africa/Bangui', languages: ['en', 'fr'], bounds: [14, 2, 28, 12], exercise: false, org: 'TM' }
const ADMIN = { login: 'chief', name: 'The chief', password: PASSWORD }

async function withNode(work: (node: RunningNode) => Promise<void>, options: Parameters<typeof runningNode>[0] = {}): Promise<void> {
  const node = await runningNode(options)
  try {
    await work(node)
  } finally {
    await node.close()
  }
}

test('a mission is set up once, by whoever is first, with a password of their own', () => withNode(async (node) => {
  assert.equal((await node.call('GET', '/api/setup')).json.state, 'empty')
  const set = (more: Record<string, unknown>, headers: Record<string, string> = {}) => node.call('POST', '/api/setup/mission', { body: { mission: MISSION, admin: ADMIN, ...more }, headers })
  assert.equal((await set({ admin: { ...ADMIN, password: 'short' } })).json.fields[0].path, '/admin/password')
  assert.equal((await set({ admin: { ...ADMIN, login: 'The Chief!' } })).json.fields[0].path, '/admin/login')
  assert.equal((await set({ mission: { ...MISSION, zone: 'Mars/Base' } })).json.fields[0].path, '/mission/zone')
  assert.equal((await set({ areas: [{ name: 'A', code: 'A', type: 'sector', parent: 'B' }] })).json.fields[0].path, '/areas/0/parent')
  assert.equal((await set({}, { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.equal((await node.call('GET', '/api/setup')).json.state, 'empty', 'nothing of what was refused is there')
  const areas = [{ name: 'All', code: 'M', type: 'mission' }, { name: 'West', code: 'W', type: 'sector', parent: 'M' }]
  const both = await Promise.all([set({ areas, units: [{ name: 'First battalion', code: 'B1', component: 'MIL', area: 'W' }] }), set({ admin: { ...ADMIN, login: 'second' } })])
  assert.deepEqual(both.map((one) => one.status).sort(), [201, 409])
  const done = both.find((one) => one.status === 201)!
  assert.deepEqual(done.json.me.grants.map((grant: { role: string }) => grant.role), ['ADMIN', 'JOC-CH'])
  assert.match(String(done.headers['set-cookie']), /HttpOnly/)
  assert.equal((await node.call('GET', '/api/setup')).json.state, 'ready')
  assert.equal((await node.call('POST', '/api/setup/sample')).status, 409)
}))

test('where others can reach the node, the first visitor needs the code it printed', () => withNode(async (node) => {
  let shown = ''
  await node.node.listen({ port: 0, host: '127.0.0.1', onSetupCode: (code) => { shown = code } })
  assert.match(shown, /^(?:[a-z2-9]{4}-){4}[a-z2-9]{4}$/)
  assert.equal((await node.call('GET', '/api/setup')).json.codeNeeded, true)
  const set = (setupCode?: string) => node.call('POST', '/api/setup/mission', { body: { mission: MISSION, admin: ADMIN, ...(setupCode === undefined ? {} : { setupCode }) } })
  const without = await set()
  assert.equal(without.status, 401)
  assert.equal(without.json.type, '/problems/wrong-credentials')
  assert.equal(without.json.fields[0].path, '/setupCode')
  assert.equal((await node.call('POST', '/api/setup/sample')).status, 401)
  assert.equal((await node.call('POST', '/api/setup/sample', { body: {} })).status, 401)
  for (let i = 0; i < 5; i += 1) {
    assert.equal((await set('aaaa-bbbb-cccc-dddd-eeee')).status, 401)
  }
  const slowed = await set(shown)
  assert.equal(slowed.status, 429, 'after several wrong ones even the right one waits')
  assert.ok(Number(slowed.headers['retry-after']) >= 1)
  assert.equal(await node.store.count(SYSTEM, { kind: 'user' }), 0)
  node.clock.now += 3_000
  const done = await set(` ${shown.toUpperCase()} `)
  assert.equal(done.status, 201, done.body)
  assert.equal((await node.call('GET', '/api/setup')).json.codeNeeded, false)
  assert.equal((await set(shown)).status, 409)
}, { config: { publicUrl: 'https://vigie.example.org' } }))

test('a code is needed behind a proxy or on the network, not on this machine alone, and not once there are accounts', async () => {
  const config = (more: object) => ({ ...readConfig({}, null), ...more })
  assert.equal(reachedByOthers(config({}), true), false)
  assert.equal(reachedByOthers(config({}), false), true)
  assert.equal(reachedByOthers(config({ trustProxy: true }), true), true)
  assert.equal(reachedByOthers(config({ publicUrl: 'https://vigie.example.org' }), true), true)
  assert.equal(reachedByOthers(config({ publicUrl: 'http://localhost:9000' }), true), false)
  const codeOf = (config: Partial<Config>, accounts: boolean) => new Promise<string | null>((resolve, reject) => {
    void withNode(async (node) => {
      if (accounts) {
        await node.person('chief')
      }
      let shown: string | null = null
      await node.node.listen({ port: 0, host: '127.0.0.1', onSetupCode: (code) => { shown = code } })
      assert.equal((await node.call('GET', '/api/setup')).json.codeNeeded, shown !== null)
      resolve(shown)
    }, { config }).catch(reject)
  })
  assert.equal(await codeOf({}, false), null)
  assert.equal(await codeOf({ trustProxy: true }, true), null)
  const [one, other] = [await codeOf({ trustProxy: true }, false), await codeOf({ trustProxy: true }, false)]
  assert.ok(one !== null && other !== null && one !== other)
})

test('a node that listens to this machine alone does not answer to a foreign name', () => withNode(async (node) => {
  await node.node.listen({ port: 0, host: '127.0.0.1' })
  const answer = await node.call('POST', '/api/setup/mission', { body: { mission: MISSION, admin: ADMIN }, headers: { host: 'evil.example:80' } })
  assert.equal(answer.status, 403)
  assert.equal((await node.call('GET', '/api/health', { headers: { host: 'localhost' } })).status, 200)
}))

const at = (minute: number): string => new Date(Date.UTC(2025, 0, 1, 0, minute)).toISOString()

function smallSample(broken: { at: number | null }): SampleSource {
  async function* actions(): AsyncGenerator<{ action: Parameters<RunningNode['store']['commit']>[1][number]; receivedAt: string }> {
    yield { action: { id: 'm', record: 'mission', kind: 'mission', type: 'create', at: at(0), basedOn: null, patch: { data: { ...MISSION, exercise: true } } }, receivedAt: at(0) }
    for (let i = 1; i <= 5000; i += 1) {
      if (broken.at === i) {
        throw new Error('the power went')
      }
      yield { action: { id: `c${i}`, record: `r${i}`, kind: 'incident', type: 'create', at: at(i), basedOn: null, patch: { data: incidentData({ title: `Report ${i}` }) as never } }, receivedAt: at(i) }
    }
  }
  return {
    total: 5001,
    actions: { [Symbol.asyncIterator]: actions },
    visitor: { login: 'demo', name: 'Visitor', org: 'TM', side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'JOC-CH', area: null }] },
    layers: () => ({ places: { type: 'FeatureCollection', features: [] } }),
    places: () => [{ id: 'p1', name: 'Port-Sélivé', alt: ['بورت سيليفي'], type: 'town', lon: 18, lat: 4, pcode: 'X1', population: 1000 }],
  }
}

test('the sample mission: signed in at once, loaded behind it, at the times it happened', () => withNode(async (node) => {
  const made = await node.call('POST', '/api/setup/sample')
  assert.equal(made.status, 202, made.body)
  assert.equal(made.json.user, 'demo')
  assert.equal((await node.call('GET', '/api/setup')).json.state, 'loading')
  const signed = { cookie: String(made.headers['set-cookie']).split(';')[0] as string, csrf: made.json.session.csrf }
  while (node.node.app.loading) {
    await new Promise(setImmediate)
  }
  assert.equal((await node.call('GET', '/api/setup')).json.state, 'ready')
  const list = await node.call('GET', '/api/records?kind=incident&limit=1&sort=logged', { as: signed })
  assert.equal(list.json.total, 5000)
  assert.equal(list.json.items[0].createdAt, at(1))
  assert.equal((await node.call('GET', '/api/gazetteer?q=port%20selive', { as: signed })).json.items[0].id, 'p1')
  assert.ok((await node.call('GET', '/api/basemap', { as: signed })).json.layers.includes('places'))
  assert.equal((await node.call('GET', '/api/session', { as: signed })).json.mission.exercise, true)
  assert.equal((await node.signIn('demo', { password: made.json.password })).csrf.length > 0, true)
}, { sample: async () => smallSample({ at: null }) }))

test('an interrupted load goes on from where it stopped, nothing twice', () => {
  const broken: { at: number | null } = { at: 4500 }
  return withNode(async (node) => {
    const { loaded } = await beginSample(node.node.app, PASSWORD)
    await assert.rejects(loaded)
    const before = await node.store.count(SYSTEM, { kind: 'incident' })
    assert.ok(before > 0 && before < 5000, String(before))
    broken.at = null
    const { resumeSample } = await import('../jobs/sample-job.ts')
    assert.equal(await resumeSample(node.node.app), true)
    while (node.node.app.loading) {
      await new Promise(setImmediate)
    }
    assert.equal(await node.store.count(SYSTEM, { kind: 'incident' }), 5000)
    assert.equal(await resumeSample(node.node.app), false)
  }, { sample: async () => smallSample(broken) })
})
