import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('saved searches over HTTP', () => {
  let node: RunningNode
  let author: Person
  let colleague: Person
  let manager: Person
  let cleared: Person

  before(async () => {
    node = await runningNode()
    author = await node.person('author')
    colleague = await node.person('colleague')
    manager = await node.person('manager', { grants: [{ role: 'JOC-IM', area: null }] })
    cleared = await node.person('cleared', { grants: [{ role: 'HRD', area: null }], clearance: 'SC', compartments: ['HR'] })
  })
  after(() => node.close())

  const save = (as: Person, data: object, handling?: object) => node.call('POST', '/api/records', { as, body: { kind: 'saved-search', data: { name: 'Shots', of: 'incident', query: { text: 'ambush' }, ...data }, ...(handling ? { handling } : {}) } })
  const follow = (as: Person, id: string, on = true) => node.call('POST', `/api/me/searches/${id}`, { as, body: { follow: on } })
  const mine = async (as: Person) => (await node.call('GET', '/api/me/searches', { as })).json.items
  const report = (as: Person, title: string, handling?: object) => node.call('POST', '/api/records', { as, body: { kind: 'incident', data: incidentData({ title }), ...(handling ? { handling } : {}) } })
  const later = () => { node.clock.now = Date.now() }

  test('its author and information managers change it; others use it', async () => {
    const made = await save(author, {})
    assert.equal(made.status, 201, made.body)
    const edit = (as: Person, name: string, basedOn: number) => node.call('POST', `/api/records/${made.json.id}/actions`, { as, body: { type: 'edit', basedOn, patch: { fields: { name } } } })
    assert.equal((await edit(colleague, 'Taken over', 1)).status, 403)
    assert.equal((await edit(author, 'Shots, mine', 1)).status, 200)
    assert.equal((await edit(manager, 'Shots, tidied', 2)).status, 200)
    assert.ok(!(await node.call('GET', `/api/records/${made.json.id}`, { as: colleague })).json.can.includes('edit'))
    assert.equal((await node.call('POST', `/api/records/${made.json.id}/actions`, { as: colleague, body: { type: 'retract', basedOn: 3, patch: {}, reason: 'mine now' } })).status, 403)
  })

  test('a personal one is nobody else’s to see or follow', async () => {
    const made = await save(author, { name: 'For me' }, { level: 'U', compartments: [], owner: 'mission', releasableTo: [], caveats: ['EYES-NAMED'], named: [author.account.id] })
    assert.equal(made.status, 201, made.body)
    assert.equal((await node.call('GET', `/api/records/${made.json.id}`, { as: colleague })).status, 404)
    assert.equal((await follow(colleague, made.json.id)).status, 404)
    assert.equal((await follow(author, made.json.id)).status, 204)
    assert.deepEqual((await mine(author)).map((one: { name: string }) => one.name), ['For me'])
    await follow(author, made.json.id, false)
    assert.deepEqual(await mine(author), [])
  })

  test('a follower is told how much is new to them, never of what they may not read', async () => {
    const { id } = (await save(author, { name: 'Ambushes' })).json
    later()
    await follow(colleague, id)
    await follow(cleared, id)
    assert.equal((await mine(colleague))[0].changed, 0)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await report(author, 'Ambush on the road')
    await report(cleared, 'Ambush, witness at risk', { level: 'SC', compartments: ['HR'], owner: 'mission', releasableTo: ['*'], caveats: [] })
    assert.deepEqual((await mine(colleague)).map((one: { changed: number; total: number }) => [one.changed, one.total]), [[1, 1]])
    assert.deepEqual((await mine(cleared)).map((one: { changed: number; total: number }) => [one.changed, one.total]), [[2, 2]])
    later()
    await follow(colleague, id)
    assert.equal((await mine(colleague))[0].changed, 0, 'looked at')
    assert.equal((await mine(cleared))[0].changed, 2, 'each looks for themselves')
    assert.equal((await follow(colleague, (await report(author, 'Not a search')).json.id)).status, 400)
  })

  test('a condition the kind has no longer is left out and named; a kind that is gone cannot be asked', async () => {
    const old = (await save(author, { name: 'Old', query: { where: { colour: ['red'], family: ['AC'] } } })).json
    const lost = (await save(author, { name: 'Lost', of: 'own-gone' })).json
    await follow(author, old.id)
    await follow(author, lost.id)
    const items = await mine(author)
    assert.deepEqual(items.find((one: { id: string }) => one.id === old.id).vanished, ['colour'])
    assert.equal(typeof items.find((one: { id: string }) => one.id === old.id).total, 'number')
    assert.equal(items.find((one: { id: string }) => one.id === lost.id).total, null)
  })

  test('nobody follows without signing in', async () => {
    assert.equal((await node.call('GET', '/api/me/searches')).status, 401)
    assert.equal((await node.call('POST', '/api/me/searches/x', { body: { follow: true } })).status, 401)
  })
})
