import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Handling } from '../../core/handling.ts'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

const AREA = 'kind=incident&bbox=18,4,19,5'
let node: RunningNode
let chief: Person
let outside: Person
let secret = ''

before(async () => {
  node = await runningNode()
  chief = await node.person('chief', { clearance: 'SC', compartments: ['HR'], grants: [{ role: 'JOC-CH', area: null }] })
  outside = await node.person('duty', { clearance: 'U' })
  const make = async (data: Record<string, unknown>, handling: Partial<Handling> = {}): Promise<string> => {
    const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData(data), handling: { level: 'U', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [], ...handling } } })
    assert.equal(made.status, 201, made.body)
    return made.json.id
  }
  await make({ title: 'Plain', severity: 2 })
  await make({ title: 'Elsewhere', place: { lon: 30, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS' } })
  await make({ title: 'Confidential', severity: 3 }, { level: 'C', caveats: ['NO-HOST'] })
  secret = await make({ title: 'Named', severity: 4 }, { level: 'C', compartments: ['HR'] })
})
after(() => node.close())

const marks = async (): Promise<unknown[]> => (await node.call('GET', `/api/records/${secret}/history`, { as: chief })).json.items.filter((one: { type: string }) => one.type === 'export').map((one: { patch: unknown }) => one.patch)

describe('a printed map', () => {
  test('holds what lies inside its frame, the gravest first, and is marked as the highest of it', async () => {
    const sheet = await node.call('GET', `/api/maps/sheet?${AREA}`, { as: chief })
    assert.equal(sheet.status, 200, sheet.body)
    assert.deepEqual(sheet.json.items.map((one: { title: string }) => one.title), ['Named', 'Confidential', 'Plain'])
    assert.deepEqual([sheet.json.total, sheet.json.marking], [3, 'CONFIDENTIAL // HR // NO-HOST'])
    assert.deepEqual(await marks(), [], 'looking at it is no export')
  })

  test('issued, every sensitive record on it is marked as exported', async () => {
    const sheet = await node.call('POST', `/api/maps/sheet?${AREA}`, { as: chief })
    assert.deepEqual([sheet.status, sheet.json.items.length], [200, 3], sheet.body)
    assert.deepEqual(await marks(), [{ format: 'map-sheet' }])
  })

  test('shows a reader only what they may read, and marks only that', async () => {
    const sheet = await node.call('POST', `/api/maps/sheet?${AREA}`, { as: outside })
    assert.deepEqual([sheet.json.items.map((one: { title: string }) => one.title), sheet.json.total, sheet.json.marking], [['Plain'], 1, 'UNCLASSIFIED'])
    assert.equal((await marks()).length, 1)
    assert.equal((await node.call('POST', `/api/maps/sheet?${AREA}`)).status, 401)
  })

  test('what is strictly confidential leaves only with a purpose; a sheet has a frame', async () => {
    const place = { lon: 10.5, lat: 4.3, precision: 1, radiusM: 50, method: 'GPS' }
    await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData({ place }), handling: { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] } } })
    const area = 'kind=incident&bbox=10,4,11,5'
    const refused = await node.call('POST', `/api/maps/sheet?${area}`, { as: chief })
    assert.deepEqual([refused.status, refused.json.type], [403, '/problems/purpose-needed'])
    const sheet = await node.call('POST', `/api/maps/sheet?${area}&purpose=briefing`, { as: chief })
    assert.deepEqual([sheet.status, sheet.json.marking], [200, 'STRICTLY CONFIDENTIAL'], sheet.body)
    assert.equal((await node.call('GET', '/api/maps/sheet?kind=incident', { as: chief })).status, 400)
  })

  test('drawings that reach into the frame and figures counted beyond it bring their handling; who may not read them is not told', async () => {
    const draw = async (name: string, lon: number, compartments: string[]): Promise<string> => {
      const data = { name, features: [{ id: '1', shape: 'circle', at: [[lon, 40.5]], radiusM: 60_000, colour: 'red' }] }
      const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'overlay', data, handling: { level: compartments.length > 0 ? 'C' : 'U', compartments, owner: 'mission', releasableTo: ['*'], caveats: [] } } })
      assert.equal(made.status, 201, made.body)
      return made.json.id
    }
    const frame = 'kind=incident&bbox=50,40,51,41'
    const open = await draw('Open', 50.5, [])
    const reaching = await draw('Reaching', 51.5, ['HR'])
    await draw('Far', 60, ['HR'])
    const asked = (as: Person, more: string) => node.call('GET', `/api/maps/sheet?${frame}${more}`, { as })
    const plain = await asked(chief, '')
    assert.deepEqual([plain.json.also, plain.json.marking], [[], 'UNCLASSIFIED'], 'without drawings')
    const drawn = await asked(chief, '&with=overlay')
    assert.deepEqual([new Set(drawn.json.also), drawn.json.marking], [new Set([open, reaching]), 'CONFIDENTIAL // HR'])
    const theirs = await asked(outside, '&with=overlay')
    assert.deepEqual([theirs.json.also, theirs.json.marking], [[open], 'UNCLASSIFIED'])
    assert.equal((await asked(chief, '&with=nothing')).status, 400)
    const exported = async () => (await node.call('GET', `/api/records/${reaching}/history`, { as: chief })).json.items.filter((one: { type: string }) => one.type === 'export').length
    assert.equal(await exported(), 0)
    await node.call('POST', `/api/maps/sheet?${frame}&with=overlay`, { as: chief })
    assert.equal(await exported(), 1, 'a sensitive drawing is marked as exported')
    // Everything counted is inherited, wherever it lies: one record of this mission is strictly confidential.
    assert.equal((await asked(chief, '&counts=1')).json.type, '/problems/purpose-needed')
    assert.equal((await asked(chief, '&counts=1&purpose=briefing')).json.marking, 'STRICTLY CONFIDENTIAL // HR // NO-HOST')
    assert.equal((await asked(outside, '&counts=1')).json.marking, 'UNCLASSIFIED')
  })

  test('what moves has no place of its own: all that may be seen of it counts when it is drawn, and nobody else is told of it', async () => {
    const made = await node.call('POST', '/api/records', { as: chief, body: { kind: 'track', data: { name: 'Patrol', subjects: [], sort: 'vehicle', affiliation: 'friend' } } })
    assert.equal(made.status, 201, made.body)
    const asked = (as: Person, more: string) => node.call('GET', `/api/maps/sheet?kind=incident&bbox=70,40,71,41${more}`, { as })
    assert.deepEqual((await asked(chief, '&with=track')).json.also, [])
    const drawn = await asked(chief, '&with=track&moving=track')
    assert.deepEqual([drawn.json.also, drawn.json.marking], [[made.json.id], 'CONFIDENTIAL'])
    const theirs = await asked(outside, '&with=track&moving=track')
    assert.deepEqual([theirs.json.also, theirs.json.marking], [[], 'UNCLASSIFIED'])
  })
})
