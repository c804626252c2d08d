import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'

let node: RunningNode
let chief: Person
let duty: Person
let auditor: Person

before(async () => {
  node = await runningNode()
  chief = await node.person('chief', { clearance: 'SC', compartments: ['HR'], grants: [{ role: 'JOC-CH', area: null }] })
  duty = await node.person('duty', { clearance: 'U' })
  auditor = await node.person('auditor', { clearance: 'U', grants: [{ role: 'AUDIT', area: null }] })
})
after(() => node.close())

const draw = (as: Person | undefined, handling: { level: string; compartments: string[] }) => node.call('POST', '/api/records', {
  ...(as ? { as } : {}),
  body: { kind: 'overlay', data: { name: 'Plan', features: [{ id: '1', shape: 'point', at: [[18, 4]], colour: 'red' }] }, handling: { owner: 'mission', releasableTo: ['*'], caveats: [], ...handling } },
})

test('who may not draw cannot, and a drawing is hidden from those who may not read it', async () => {
  assert.equal((await draw(undefined, { level: 'U', compartments: [] })).status, 401)
  assert.equal((await draw(auditor, { level: 'U', compartments: [] })).status, 403)
  const made = await draw(chief, { level: 'C', compartments: ['HR'] })
  assert.equal(made.status, 201, made.body)
  const { id, version } = made.json
  const edit = { type: 'edit', basedOn: version, patch: { fields: { name: 'Other' } } }
  assert.equal((await node.call('GET', `/api/records/${id}`, { as: duty })).status, 404)
  assert.equal((await node.call('POST', `/api/records/${id}/actions`, { as: duty, body: edit })).status, 404)
  assert.equal((await node.call('GET', '/api/records?kind=overlay', { as: duty })).json.total, 0)
  assert.equal((await node.call('POST', `/api/records/${id}/actions`, { as: chief, body: edit })).status, 200)
})
