import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'
import { MOST_ITEMS } from './sync.ts'

let node: RunningNode
let officer: Person
let auditor: Person
before(async () => {
  node = await runningNode()
  officer = await node.person('officer')
  auditor = await node.person('auditor', { grants: [{ role: 'AUDIT', area: null }] })
})
after(() => node.close())

const uuid = () => crypto.randomUUID()
const made = (id: string, more: Record<string, unknown> = {}) => ({ key: id, path: '/api/records', body: { id, kind: 'incident', workflow: 'submitted', at: new Date(node.clock.now - 2 * 86_400_000).toISOString(), data: incidentData(more) } })
const edit = (id: string, patch: object, basedOn = 1) => {
  const key = uuid()
  return { key, path: `/api/records/${id}/actions`, body: { id: key, type: 'edit', basedOn, patch } }
}
const sync = (items: unknown, as: Person | null = officer) => node.call('POST', '/api/sync', { body: { items }, ...(as ? { as } : {}) })

test('twenty records of two days and an edit of one of them, in one request, each with its true times', async () => {
  const ids = Array.from({ length: 20 }, uuid)
  const items = ids.map((id, i) => made(id, { title: `offline ${i}`, happened: { from: new Date(node.clock.now - (48 - 2 * i) * 3_600_000).toISOString(), precision: 'EXACT' } }))
  const answer = await sync([...items, edit(ids[0]!, { fields: { title: 'offline, corrected' } })])
  assert.equal(answer.status, 200)
  assert.deepEqual(answer.json.items.map((item: { status: number }) => item.status), [...ids.map(() => 201), 200])
  const first = (await node.call('GET', `/api/records/${ids[0]}`, { as: officer })).json
  assert.equal(first.title, 'offline, corrected')
  assert.equal(first.happened.from, items[0]!.body.data['happened'] && (items[0]!.body.data['happened'] as { from: string }).from)
  assert.equal(first.deviceAt, items[0]!.body.at)
})

test('sent again, alone or in another batch, everything is there once', async () => {
  const id = uuid()
  const item = made(id)
  const [one, two] = [(await sync([item])).json.items[0], (await sync([item, edit(id, { fields: { title: 'later' } })])).json.items[0]]
  assert.deepEqual(two, one)
  const alone = await node.call('POST', '/api/records', { as: officer, body: item.body, headers: { 'idempotency-key': item.key } })
  assert.equal(alone.status, 201)
  assert.equal((await node.call('GET', `/api/records/${id}/history`, { as: officer })).json.items.length, 2)
})

test('one that is refused says why and stops only what depends on it', async () => {
  const [bad, good] = [uuid(), uuid()]
  const answer = await sync([made(bad, { category: 'no such' }), edit(bad, { fields: { title: 'x' } }), made(good), { key: uuid(), path: '/api/me', body: {} }, { key: uuid(), path: '/api/records', body: { kind: 1 } }])
  assert.deepEqual(answer.json.items.map((item: { status: number }) => item.status).map((s: number) => (s >= 400 && s !== 404 && s !== 424 ? 'refused' : s)), ['refused', 424, 201, 404, 'refused'])
  assert.ok(answer.json.items[0].problem.fields.length > 0)
  assert.ok(answer.json.items[4].problem.fields.length > 0)
})

test('a key that was used for another write is refused', async () => {
  const id = uuid()
  await sync([made(id)])
  assert.equal((await sync([{ ...made(id), body: { ...made(id).body, data: incidentData({ title: 'other' }) } }])).json.items[0].status, 409)
})

test('who may not write may not by this door; nobody unknown comes in; it is not a way round the limits', async () => {
  assert.equal((await sync([made(uuid())], null)).status, 401)
  const id = uuid()
  const answer = await sync([made(id)], auditor)
  assert.equal(answer.json.items[0].status, 403)
  assert.equal((await node.call('GET', `/api/records/${id}`, { as: officer })).status, 404)
  const held = uuid()
  await sync([{ ...made(held), body: { ...made(held).body, handling: { level: 'SC', owner: 'mission', compartments: ['MED'], caveats: [], releasableTo: [] } } }])
  const stranger = await node.person('stranger', { clearance: 'U' })
  assert.equal((await sync([edit(held, { fields: { title: 'seen' } })], stranger)).json.items[0].status, 404)
  assert.equal((await sync(Array.from({ length: MOST_ITEMS + 1 }, () => made(uuid())))).status, 400)
  const signed = await node.person('signed', { password: true })
  const session = await node.signIn(signed.account.data['login'] as string)
  assert.equal((await node.call('POST', '/api/sync', { as: { ...session, csrf: 'wrong' }, body: { items: [made(uuid())] } })).status, 403)
})

test('items count for the limit of requests one by one', async () => {
  const small = await runningNode({ config: { requestsPerMinute: 12 } })
  try {
    const hasty = await small.person('hasty')
    const answer = await small.call('POST', '/api/sync', { as: hasty, body: { items: Array.from({ length: 20 }, () => made(uuid())) } })
    const states = answer.json.items.map((item: { status: number }) => item.status)
    assert.ok(states.includes(201) && states.includes(429), String(states))
  } finally {
    await small.close()
  }
})
