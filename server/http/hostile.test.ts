import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Handling } from '../../core/handling.ts'
import { SYSTEM } from '../auth/reader.ts'
import { uuidOf } from '../auth/secret-values.ts'
import { viewOf } from './present.ts'
import { incidentData, runningNode, type Answered, type Person, type RunningNode } from '../../test/running-node.ts'

const open: Handling = { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] }
const source = (id: string, more: object = {}) => ({ id, type: 'COMMUNITY', text: `says ${id}`, reliability: 'B', credibility: '3', ...more })
const secretSource = source('s-secret', { text: 'zqsource of the well', originator: 'zqelder', protected: true })

describe('people who try what they may not', () => {
  let node: RunningNode
  let desk: Person
  let holder: Person
  let outsider: Person
  let made = 0

  before(async () => {
    node = await runningNode()
    desk = await node.person('desk', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
    holder = await node.person('holder', { clearance: 'SC', compartments: ['SOURCE'], grants: [{ role: 'JMAC-A', area: null }] })
    outsider = await node.person('outsider', { org: 'LAND', side: 'member-state', clearance: 'U', grants: [{ role: 'MS-RO', area: null }] })
  })
  after(() => node?.close())

  async function create(data: Record<string, unknown>, more: { handling?: Partial<Handling>; as?: Person } = {}): Promise<{ id: string; ref: string; version: number }> {
    made += 1
    const answer = await node.call('POST', '/api/records', { as: more.as ?? holder, body: { kind: 'incident', data: incidentData({ title: `Event ${made}`, ...data }), handling: { ...open, ...more.handling } } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json
  }
  const act = (as: Person, id: string, type: string, basedOn: number, patch: object, reason: string | null = null): Promise<Answered> => node.call('POST', `/api/records/${id}/actions`, { as, body: { type, basedOn, patch, reason } })
  const whole = async (id: string): Promise<Record<string, unknown>> => (await node.store.get(SYSTEM, id))?.record.data as Record<string, unknown>

  test('withheld sources survive the edit of someone who does not see them', async () => {
    const record = await create({ sources: [source('s1'), secretSource] })
    const seen = (await node.call('GET', `/api/records/${record.id}`, { as: desk })).json
    assert.equal(seen.data.sources.length, 1)
    const answer = await act(desk, record.id, 'edit', 1, { fields: { sources: [source('s1', { text: 'corrected' }), source('s3')] } })
    assert.equal(answer.status, 200, answer.body)
    assert.deepEqual((await whole(record.id))['sources'], [source('s1', { text: 'corrected' }), secretSource, source('s3')])
    assert.equal((await act(desk, record.id, 'edit', 2, { fields: { sources: null } })).status, 200)
    assert.deepEqual((await whole(record.id))['sources'], [secretSource])
    assert.ok(!answer.body.includes('zqsource'))
    assert.ok(!(await node.call('GET', `/api/records/${record.id}/history`, { as: desk })).body.includes('zqsource'))
    assert.equal((await act(holder, record.id, 'edit', 3, { fields: { sources: [source('s1')] } })).status, 200)
    assert.deepEqual((await whole(record.id))['sources'], [source('s1')], 'who sees them may take them out')
  })

  test('a sealed field cannot be overwritten by someone who does not see it', async () => {
    const record = await create({ contacts: [{ source: 's1', name: 'Zqawa' }] })
    for (const contacts of [[{ source: 's1', name: 'Other' }], null]) {
      const answer = await act(desk, record.id, 'edit', 1, { fields: { contacts } })
      assert.equal(answer.json.type, '/problems/not-allowed', answer.body)
      assert.match(answer.body, /contacts/)
    }
    assert.ok((await node.call('GET', `/api/records/${record.id}`, { as: holder })).body.includes('Zqawa'))
  })

  test('a contested list with withheld items is decided only by who sees all of it', async () => {
    const record = await create({ sources: [source('s1')] })
    assert.equal((await act(desk, record.id, 'edit', 1, { fields: { sources: [source('s2')] } })).status, 200)
    const contest = await act(holder, record.id, 'edit', 1, { fields: { sources: [source('s1'), secretSource] } })
    assert.equal(contest.json.contested.length, 1, contest.body)
    const shown = await node.call('GET', `/api/records/${record.id}`, { as: desk })
    assert.ok(!shown.body.includes('zqsource'))
    const { action, field } = contest.json.contested[0]
    const answer = await act(desk, record.id, 'resolve', 3, { action, field, take: 'standing' })
    assert.equal(answer.json.type, '/problems/not-allowed', answer.body)
    assert.equal((await act(desk, record.id, 'resolve', 3, { action, field, take: 'value', value: [] })).json.type, '/problems/not-allowed')
    assert.equal((await act(holder, record.id, 'resolve', 3, { action, field, take: 'standing' })).status, 200)
  })

  test('the halves of a merge are not taken alone, and what was merged in is not edited', async () => {
    const [a, b] = [await create({}), await create({})]
    const absorbed = { record: b.id, ref: b.ref, sources: [], impact: [], title: 'forged', narrative: 'forged' }
    for (const [type, patch] of [['absorb', { absorbed }], ['merge-into', { into: 'nowhere' }], ['split', { record: b.id }], ['unmerge', {}]] as const) {
      const answer = await act(holder, a.id, type, 1, patch)
      assert.equal(answer.status, 400, `${type}: ${answer.body}`)
    }
    const edited = await act(holder, a.id, 'edit', 1, { fields: { absorbed: [absorbed] } })
    assert.equal(edited.status, 400, edited.body)
    const born = await node.call('POST', '/api/records', { as: holder, body: { kind: 'incident', data: incidentData({ absorbed: [absorbed] }) } })
    assert.equal(born.status, 400, born.body)
  })

  test('area and places are the node’s to say', async () => {
    const record = await create({})
    for (const stamp of [{ area: 'anywhere' }, { area: null }, { places: ['x'] }]) {
      const answer = await act(desk, record.id, 'edit', 1, { fields: { bluf: 'moved' }, ...stamp })
      assert.equal(answer.status, 400, answer.body)
    }
  })

  test('names of JavaScript’s own objects are no actions, kinds, fields or facets', async () => {
    const record = await create({})
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
      assert.equal((await act(desk, record.id, name, 1, {})).status, 400, name)
      assert.equal((await act(desk, record.id, 'edit', 1, { fields: { [name]: 'x' } })).status, 400, name)
      assert.ok((await node.call('GET', `/api/facets?kind=incident&facets=${name}`, { as: desk })).status < 500, name)
      assert.equal((await node.call('GET', `/api/records?kind=${name}`, { as: desk })).status, 400, name)
    }
    const raw = await node.call('POST', `/api/records/${record.id}/actions`, { as: desk, raw: '{"type":"edit","basedOn":1,"patch":{"fields":{"__proto__":{"title":"x"}}}}', headers: { 'content-type': 'application/json' } })
    assert.equal(raw.status, 400)
    assert.ok((await node.call('GET', '/api/facets?kind=incident&facets=a%22%5D', { as: desk })).status < 500)
  })

  test('what a record said while it was closed stays closed after it is opened', async () => {
    const record = await create({ narrative: 'zqclosed village named here' }, { handling: { compartments: ['SOURCE'] } })
    assert.equal((await act(holder, record.id, 'edit', 1, { fields: { narrative: 'a village' } })).status, 200)
    assert.equal((await act(holder, record.id, 'handle', 2, { handling: open }, 'cleaned for everyone')).status, 200)
    const history = await node.call('GET', `/api/records/${record.id}/history`, { as: desk })
    assert.ok(!history.body.includes('zqclosed'), history.body)
    assert.deepEqual(history.json.items.filter((one: { type: string }) => one.type !== 'read').map((one: { type: string; withheld?: boolean }) => [one.type, one.withheld ?? false]), [['create', true], ['edit', true], ['handle', false]])
    assert.ok((await node.call('GET', `/api/records/${record.id}/history`, { as: holder })).body.includes('zqclosed'))
  })

  test('outside readers see neither drafts nor who in the mission read what', async () => {
    const record = await create({ narrative: 'zqdraft before approval' }, { handling: { level: 'U', releasableTo: ['*', 'LAND'] } })
    assert.equal((await act(holder, record.id, 'edit', 1, { fields: { narrative: 'cleaned' } })).status, 200)
    assert.equal((await act(desk, record.id, 'approve', 2, {})).status, 200)
    await node.store.audit({ user: 'zqreader', name: 'z', org: 'mission', side: 'mission', clearance: 'SC', compartments: [], grants: [{ role: 'JOC-CH', area: null }], purpose: 'zqpurpose' }, [record.id], 'read', {})
    assert.equal((await node.call('GET', `/api/records/${record.id}`, { as: outsider })).status, 200)
    const { body } = await node.call('GET', `/api/records/${record.id}/history`, { as: outsider })
    for (const word of ['zqdraft', 'zqreader', 'zqpurpose']) {
      assert.ok(!body.includes(word), `${word}: ${body}`)
    }
  })

  test('a merge opens nothing to readers of the survivor', async () => {
    const merge = (survivor: { id: string }, other: { id: string }) => node.call('POST', `/api/incidents/${survivor.id}/merge`, { as: holder, body: { other: other.id } })
    const released = await create({}, { handling: { releasableTo: ['*', 'LAND'] } })
    const kept = await create({ narrative: 'zqinside' })
    assert.equal((await merge(released, kept)).status, 422, 'released to another organisation')
    const [me, you] = [holder.account.id, desk.account.id]
    const wide = await create({}, { handling: { caveats: ['EYES-NAMED'], named: [me, you] } })
    const narrow = await create({}, { handling: { caveats: ['EYES-NAMED'], named: [me] } })
    assert.equal((await merge(wide, narrow)).status, 422, 'named eyes')
    assert.equal((await merge(narrow, wide)).status, 200)
    const approved = await create({}, { handling: { releasableTo: ['*', 'LAND'] } })
    const unapproved = await create({}, { handling: { releasableTo: ['*', 'LAND'] } })
    assert.equal((await act(desk, approved.id, 'approve', 1, {})).status, 200)
    assert.equal((await merge(approved, unapproved)).status, 422, 'approved for outside readers')
    assert.equal((await merge(unapproved, approved)).status, 200)
  })

  test('values no store can hold are refused in words, wherever they stand', async () => {
    const record = await create({})
    const failed: string[] = []
    const deep = `${'['.repeat(28)}1${']'.repeat(28)}`
    const values = ['1e999', '-1e999', '"\\ud800"', '"\\u0000"', '{"\\ud800":1}', '{"\\u0000":1}', deep, `[${'1,'.repeat(9_999)}1]`, `"${'x'.repeat(100_000)}"`, '{"constructor":{"a":1}}', '[null]', '1e308', '-0']
    const data = JSON.stringify(incidentData({ own: 'HERE', tags: ['TAG'] }))
    for (const value of values) {
      const bodies: [string, string][] = [
        ['/api/records', `{"kind":"incident","data":${data.replace('"HERE"', `{"a":${value}}`)}}`],
        ['/api/records', `{"kind":"incident","data":${data.replace('"HERE"', value)}}`],
        ['/api/records', `{"kind":"incident","data":${data.replace('"TAG"', value).replace('"HERE"', '{}')}}`],
        ['/api/records', `{"kind":${value},"data":${data}}`],
        ['/api/records', `{"kind":"incident","id":${value},"data":${data.replace('"HERE"', '{}')}}`],
        [`/api/records/${record.id}/actions`, `{"type":"edit","basedOn":1,"patch":{"fields":{"own":{"a":${value}}}}}`],
        [`/api/records/${record.id}/actions`, `{"type":"edit","basedOn":1,"patch":{"fields":{"sources":${value}}}}`],
        [`/api/records/${record.id}/actions`, `{"type":"edit","basedOn":1,"patch":{"fields":{"contacts":${value}}}}`],
        [`/api/records/${record.id}/actions`, `{"type":"edit","basedOn":1,"patch":{"fields":${value}}}`],
        [`/api/records/${record.id}/actions`, `{"type":"retract","basedOn":${value},"patch":{},"reason":"x"}`],
        [`/api/records/${record.id}/actions`, `{"type":"return","basedOn":1,"patch":{},"reason":${value}}`],
        [`/api/records/${record.id}/actions`, `{"type":"resolve","basedOn":1,"patch":{"action":"a","field":"contacts","take":"value","value":${value}}}`],
        [`/api/records/${record.id}/actions`, `{"type":"edit","id":${value},"basedOn":1,"patch":{"fields":{"bluf":"x"}}}`],
        ['/api/incidents/duplicates', `{"data":${data.replace('"HERE"', value)}}`],
        ['/api/incidents/duplicates', `{"data":{"happened":${value},"place":${value},"actors":${value},"title":${value}}}`],
      ]
      for (const [url, raw] of bodies) {
        const { status, body } = await node.call('POST', url, { as: holder, raw, headers: { 'content-type': 'application/json' } })
        if (status >= 500) {
          failed.push(`${status} ${url} ${value.slice(0, 20)} ${raw.slice(-200)}: ${body.slice(0, 200)}`)
        }
      }
    }
    const paths = ['/api/records?kind=incident&ids=%00', '/api/records?kind=incident&q=%00', '/api/records?kind=incident&where.tag=%00', '/api/records?kind=incident&where.__proto__=a', '/api/records?kind=incident&where.constructor=a', '/api/records?kind=incident&area=%00', '/api/records?kind=incident&cursor=%00', '/api/records/%00', '/api/records/constructor/history', '/api/facets?kind=incident&facets=%00', '/api/facets?kind=incident&facets=%22', '/api/points?kind=__proto__', '/ogc/collections/__proto__/items', '/ogc/collections/incident/items?__proto__=1', '/api/incidents/%00/duplicates', '/api/jobs/%00', '/api/jobs/x/constructor', '/api/gazetteer?q=%00']
    for (const url of paths) {
      const { status, body } = await node.call('GET', url, { as: holder })
      if (status >= 500) {
        failed.push(`${status} ${url}: ${body.slice(0, 200)}`)
      }
    }
    assert.deepEqual(failed, [])
    const silent = await node.call('GET', `/api/records/${record.id}`, { as: holder, headers: { 'x-vigie-purpose': 'a%00b' } })
    assert.equal(silent.status, 400, 'a purpose that cannot be written down would leave no mark of the reading')
    assert.equal((await node.store.verify({ replay: true })).broken, null, 'what was taken is held as it was written')
  })

  test('a time no calendar has is refused, and could not take a list with it', async () => {
    const from = '2026-02-30T25:61Z'
    for (const data of [{ happened: { from, precision: 'EXACT' } }, { reported: from }, { sources: [source('s', { obtainedAt: from })] }]) {
      const answer = await node.call('POST', '/api/records', { as: desk, body: { kind: 'incident', data: incidentData(data) } })
      assert.equal(answer.status, 400, answer.body)
      assert.match(answer.body, /is not a time\. Write ISO 8601 in UTC/)
    }
    const typed = await node.call('POST', '/api/incidents/duplicates', { as: desk, body: { data: incidentData({ happened: { from, precision: 'EXACT' } }) } })
    assert.equal(typed.status, 200, typed.body)
    const { record } = (await node.store.get(SYSTEM, (await create({})).id))!
    const view = viewOf(node.node.app, { record: { ...record, data: { ...record.data, reported: from, happened: { from, precision: 'EXACT' } } }, withheld: {}, can: [] })
    assert.deepEqual([view.reported, view.happened], [null, null])
  })

  test('ORCON: another organisation neither opens the record nor takes it into its own', async () => {
    const record = await create({}, { handling: { owner: 'POLICE', caveats: ['ORCON'] } })
    const own = await create({}, { handling: { caveats: ['ORCON'] } })
    const police = await node.person('police', { org: 'POLICE', grants: [{ role: 'JOC-DO', area: null }] })
    const refused = await act(desk, record.id, 'handle', 1, { handling: { ...open, releasableTo: ['*', 'LAND'] } }, 'widen')
    assert.equal(refused.status, 403, refused.body)
    assert.match(refused.body, /ORCON: only POLICE/)
    assert.ok(!(await node.call('GET', `/api/records/${record.id}`, { as: desk })).json.can.includes('handle'))
    assert.equal((await node.call('POST', `/api/incidents/${own.id}/merge`, { as: holder, body: { other: record.id } })).status, 422)
    assert.equal((await act(police, record.id, 'handle', 1, { handling: { ...open, owner: 'POLICE' } }, 'may be shared')).status, 200)
  })

  test('ids that the node derives itself are not for clients to take', async () => {
    const id = uuidOf('import\0incident\0EXT-1')
    const answer = await node.call('POST', '/api/records', { as: desk, body: { id, kind: 'incident', data: incidentData() } })
    assert.equal(answer.status, 400, answer.body)
  })
})
