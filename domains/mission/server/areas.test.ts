import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'

const box = (w: number, s: number, e: number, n: number) => [[[[w, s], [e, s], [e, n], [w, n], [w, s]]]]

describe('boundaries that change', () => {
  let node: RunningNode
  let im: Person
  let desk: Person
  let north = ''
  let south = ''
  let event = ''
  before(async () => {
    node = await runningNode()
    im = await node.person('im', { grants: [{ role: 'JOC-IM', area: null }] })
    desk = await node.person('desk')
    north = await made({ code: 'N', name: 'North', type: 'sector', polygons: box(18, 4, 19, 5) })
    south = await made({ code: 'S', name: 'South', type: 'sector', polygons: box(18, 3, 19, 4) })
    event = (await node.call('POST', '/api/records', { as: desk, body: { kind: 'incident', data: incidentData() } })).json.id
  })
  after(() => node.close())
  const made = async (data: Record<string, unknown>): Promise<string> => {
    const answer = await node.call('POST', '/api/records', { as: im, body: { kind: 'area', data } })
    assert.equal(answer.status, 201, answer.body)
    return answer.json.id
  }
  const read = async () => (await node.call('GET', `/api/records/${event}`, { as: desk })).json
  const edit = async (id: string, polygons: unknown) => {
    const { json } = await node.call('GET', `/api/records/${id}`, { as: im })
    return node.call('POST', `/api/records/${id}/actions`, { as: im, body: { type: 'edit', basedOn: json.version, patch: { fields: { polygons } } } })
  }
  const run = async (as: Person, body: Record<string, unknown>) => {
    const answer = await node.call('POST', '/api/areas/restamp', { as, body })
    if (answer.status !== 202) {
      return answer.json
    }
    for (;;) {
      const { json } = await node.call('GET', `/api/jobs/${answer.json.job}`, { as })
      if (json.state !== 'running') {
        return json.result
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  it('refuses an outline that crosses itself, and says where', async () => {
    const answer = await edit(north, [[[[18, 4], [19, 5], [19, 4], [18, 5], [18, 4]]]])
    assert.equal(answer.status, 422)
    assert.match(answer.json.detail, /crosses itself near 4\.50000, 18\.50000/)
    assert.equal((await edit(north, [[[[18, 4], [19, 4], [19, 5], [18, 5]]]])).status, 422, 'not closed')
  })

  it('tells how many records change jurisdiction before anything is saved', async () => {
    assert.equal((await read()).area, north)
    const result = await run(im, { dryRun: true, changes: [{ id: south, code: 'S', name: 'South', type: 'sector', parent: null, polygons: box(18, 3, 19, 4.4) }, { id: north, code: 'N', name: 'North', type: 'sector', parent: null, polygons: box(18, 4.4, 19, 5) }] })
    assert.equal(result.moved, 1)
    assert.deepEqual(result.between, [{ from: north, to: south, n: 1 }])
    assert.equal((await read()).area, north)
  })

  it('places records anew with a reason, in their history, once', async () => {
    assert.equal((await edit(north, box(18, 4.4, 19, 5))).status, 200)
    assert.equal((await edit(south, box(18, 3, 19, 4.4))).status, 200)
    assert.equal((await read()).area, north, 'not by itself')
    assert.equal((await run(desk, { dryRun: true })).status, 403)
    assert.equal((await run(im, { dryRun: false })).status, 400, 'no reason')
    const result = await run(im, { dryRun: false, reason: 'sector boundary moved' })
    assert.deepEqual([result.moved, result.done, result.refused], [1, 1, 0])
    assert.equal((await read()).area, south)
    const history = (await node.call('GET', `/api/records/${event}/history`, { as: desk })).json.items
    assert.deepEqual([history.at(-1).type, history.at(-1).reason], ['restamp', 'sector boundary moved'])
    assert.equal((await run(im, { dryRun: true })).moved, 0)
    assert.equal((await node.store.verify({ replay: true })).ok, true)
  })

  it('is nobody’s to do by hand', async () => {
    const { version } = await read()
    for (const as of [im, desk]) {
      assert.notEqual((await node.call('POST', `/api/records/${event}/actions`, { as, body: { type: 'restamp', basedOn: version, patch: { area: north, places: [] }, reason: 'x' } })).status, 200)
    }
  })
})
