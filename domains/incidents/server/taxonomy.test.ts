import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../../test/running-node.ts'

describe('taxonomy editions over HTTP', () => {
  let node: RunningNode
  let im: Person
  let patrol: Person
  let old = ''
  let edition = ''
  before(async () => {
    node = await runningNode()
    im = await node.person('im', { grants: [{ role: 'JOC-IM', area: null }] })
    patrol = await node.person('patrol', { grants: [{ role: 'MILOB', area: null }] })
  })
  after(() => node.close())
  const create = (as: Person, kind: string, data: Record<string, unknown>) => node.call('POST', '/api/records', { as, body: { kind, data } })
  const act = (as: Person, id: string, body: Record<string, unknown>) => node.call('POST', `/api/records/${id}/actions`, { as, body })

  it('begins with the shipped edition', async () => {
    const { json } = await node.call('GET', '/api/taxonomy', { as: patrol })
    assert.deepEqual(json, { inForce: 1, editions: [] })
    const made = await create(im, 'incident', incidentData({ category: 'AC.07', taxonomy: 1 }))
    assert.equal(made.status, 201, made.body)
    old = made.json.id
    assert.equal((await create(im, 'incident', incidentData({ category: 'AC.12' }))).status, 422)
  })

  it('takes a draft from its keepers alone and refuses a code used again', async () => {
    const data = { edition: 2, base: 1, entries: [{ code: 'AC.07', hidden: true }, { code: 'AC.12', added: true, label: { en: 'Drone attack on a market' } }] }
    assert.equal((await create(patrol, 'taxonomy', data)).status, 403)
    const wrong = await create(im, 'taxonomy', { ...data, entries: [{ code: 'AC.03', added: true, label: { en: 'Parade' } }] })
    assert.equal(wrong.status, 422)
    assert.match(wrong.json.detail, /never used again/)
    const made = await create(im, 'taxonomy', data)
    assert.equal(made.status, 201, made.body)
    edition = made.json.id
    assert.equal((await create(im, 'taxonomy', data)).status, 422, 'the number is taken')
    assert.equal((await create(im, 'incident', incidentData({ category: 'AC.12' }))).status, 422, 'a draft is not in force')
    const use = await node.call('GET', '/api/taxonomy/use', { as: im })
    assert.equal(use.json.records['AC.07'], 1)
  })

  it('is put in force with a reason, and stays as it is from then on', async () => {
    const { json } = await node.call('GET', `/api/records/${edition}`, { as: im })
    assert.notEqual((await act(im, edition, { type: 'activate', basedOn: json.version, patch: {} })).status, 200, 'no reason')
    assert.equal((await act(patrol, edition, { type: 'activate', basedOn: json.version, patch: {}, reason: 'x' })).status, 403)
    const done = await act(im, edition, { type: 'activate', basedOn: json.version, patch: {}, reason: 'agreed at the working group' })
    assert.equal(done.status, 200, done.body)
    assert.equal((await node.call('GET', '/api/taxonomy', { as: patrol })).json.inForce, 2)
    const edit = await act(im, edition, { type: 'edit', basedOn: json.version + 1, patch: { fields: { entries: [] } } })
    assert.equal(edit.status, 422)
    assert.equal((await act(im, edition, { type: 'retract', basedOn: json.version + 1, patch: {}, reason: 'x' })).status, 422)
  })

  it('leaves old records readable and editable, takes new codes, and hidden ones of its own edition no more', async () => {
    const { json } = await node.call('GET', `/api/records/${old}`, { as: im })
    assert.equal(json.data.category, 'AC.07')
    assert.equal((await act(im, old, { type: 'edit', basedOn: json.version, patch: { fields: { title: 'Shots, again' } } })).status, 200)
    assert.equal((await create(im, 'incident', incidentData({ category: 'AC.12', taxonomy: 2 }))).status, 201)
    assert.equal((await create(im, 'incident', incidentData({ category: 'AC.07', taxonomy: 2 }))).status, 422)
    assert.equal((await create(im, 'incident', incidentData({ category: 'AC.07', taxonomy: 1 }))).status, 201, 'logged offline by the edition the device had')
  })

  it('re-maps old records with preview, history and a way back', async () => {
    const asked = { query: { kind: 'incident', where: { category: ['AC.07'] } }, change: { action: 'edit', fields: { category: 'AC.08', taxonomy: 2 }, reason: 'edition 2' } }
    const preview = await node.call('POST', '/api/bulk/preview', { as: im, body: asked })
    assert.equal(preview.status, 200, preview.body)
    assert.equal(preview.json.change, 2)
    const run = await node.call('POST', '/api/bulk', { as: im, body: { plan: preview.json.plan } })
    assert.equal(run.status, 202)
    await settled(run.json.job)
    assert.equal((await node.call('GET', `/api/records/${old}`, { as: im })).json.data.category, 'AC.08')
    const undo = await node.call('POST', `/api/bulk/${preview.json.plan}/undo`, { as: im, body: { reason: 'too early' } })
    assert.equal(undo.status, 202, undo.body)
    await settled(undo.json.job)
    assert.equal((await node.call('GET', `/api/records/${old}`, { as: im })).json.data.category, 'AC.07')
  })

  it('stands after the store is opened again', async () => {
    const again = await node.ground.open()
    const kind = again.kinds().need('incident')
    assert.deepEqual(kind.check?.({ ...incidentData({ category: 'AC.12', taxonomy: 2 }) } as never, {} as never), [])
    await again.close()
  })

  async function settled(job: string): Promise<void> {
    for (;;) {
      const { json } = await node.call('GET', `/api/jobs/${job}`, { as: im })
      if (json.state !== 'running') {
        assert.equal(json.state, 'done', JSON.stringify(json))
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
})
