import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('what was known at a moment, over HTTP', () => {
  let node: RunningNode
  let chief: Person
  let between: string
  let id: string
  before(async () => {
    node = await runningNode()
    chief = await node.person('chief', { grants: [{ role: 'JOC-CH', area: null }] })
    const place = { lon: 20, lat: 8, precision: 1, radiusM: 50, method: 'GPS' }
    const made = (await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ title: 'First said', severity: 4, place }) } })).json
    id = made.id
    between = made.createdAt
    await new Promise((resolve) => setTimeout(resolve, 5))
    await node.call('POST', `/api/records/${id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { title: 'Put right', severity: 2 } } } })
    await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ title: 'Came later', place }) } })
  })
  after(() => node.close())

  test('lists, counts and points answer the moment asked for', async () => {
    const list = (await node.call('GET', `/api/records?kind=incident&asOf=${between}`, { as: chief })).json
    assert.deepEqual(list.items.map((i: { title: string; version: number; can: string[] }) => [i.title, i.version, i.can]), [['First said', 1, []]])
    assert.equal(list.total, 1)
    const now = (await node.call('GET', '/api/records?kind=incident', { as: chief })).json
    assert.deepEqual(now.items.map((i: { title: string }) => i.title).sort(), ['Came later', 'Put right'])
    assert.deepEqual((await node.call('GET', `/api/facets?kind=incident&facets=severity&asOf=${between}`, { as: chief })).json, { severity: [{ value: '4', count: 1 }] })
    const rows = (await node.call('GET', `/api/window?kind=incident&offset=0&asOf=${between}`, { as: chief })).json
    assert.deepEqual([rows.total, rows.items.map((i: { title: string; can: string[] }) => [i.title, i.can])], [1, [['First said', []]]])
    assert.deepEqual((await node.call('GET', `/api/window?kind=incident&offset=1&asOf=${between}`, { as: chief })).json.items, [])
    const points = (await node.call('GET', `/api/points?kind=incident&asOf=${between}`, { as: chief })).json
    assert.deepEqual([points.total, points.columns.id, points.columns.severity], [1, [id], [4]])
  })

  test('a moment nobody can read is refused with the way to write it', async () => {
    for (const url of ['/api/records?kind=incident&asOf=yesterday', '/api/window?kind=incident&asOf=yesterday', '/api/facets?kind=incident&asOf=2026-08-18', '/api/points?kind=incident&asOf=2026-08-18T10:00']) {
      const answer = await node.call('GET', url, { as: chief })
      assert.equal(answer.status, 400, url)
      assert.match(answer.json.detail, /asOf.*2026-08-18T13:45:00Z/)
    }
  })

  test('a day is counted in the mission\'s own time', async () => {
    const facets = (await node.call('GET', '/api/facets?kind=incident&facets=day', { as: chief })).json
    assert.equal(facets.day.reduce((n: number, d: { count: number }) => n + d.count, 0), 2)
    const answer = await node.call('GET', '/api/facets?kind=incident&facets=hour', { as: chief })
    assert.equal(answer.status, 400)
    assert.match(answer.json.detail, /62 days/)
  })
})
