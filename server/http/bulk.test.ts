import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { incidentData, runningNode, type Person, type RunningNode } from '../../test/running-node.ts'

describe('bulk changes over HTTP', () => {
  let node: RunningNode
  let officer: Person
  let chief: Person
  let observer: Person

  before(async () => {
    node = await runningNode()
    officer = await node.person('officer')
    chief = await node.person('chief', { grants: [{ role: 'JOC-CH', area: null }], clearance: 'SC' })
    observer = await node.person('observer', { grants: [{ role: 'AUDIT', area: null }] })
  })
  after(() => node.close())

  const make = async (more: Record<string, unknown> = {}, handling?: object) => (await node.call('POST', '/api/records', { as: chief, body: { kind: 'incident', data: incidentData(more), at: '2026-08-18T14:00:00Z', ...(handling ? { handling } : {}) } })).json
  const several = (n: number, title: string) => Promise.all(Array.from({ length: n }, (_, i) => make({ title: `${title} ${i}` })))
  const preview = (as: Person, change: object, more: object = {}) => node.call('POST', '/api/bulk/preview', { as, body: { query: { kind: 'incident' }, change: { reason: null, ...change }, ...more } })
  const run = async (as: Person, url: string, body: object) => {
    const started = await node.call('POST', url, { as, body })
    assert.equal(started.status, 202, started.body)
    await node.node.app.jobs.ended(started.json.job)
    return { job: started.json.job as string, ...(await node.call('GET', `/api/jobs/${started.json.job}`, { as })).json }
  }
  const read = async (id: string, as = chief) => (await node.call('GET', `/api/records/${id}`, { as })).json

  test('a preview says what changes and what does not and why, and writes nothing', async () => {
    const [plain, same, gone] = await several(3, 'Preview')
    await node.call('POST', `/api/records/${same.id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { category: 'AC.02' } } } })
    await node.call('POST', `/api/records/${gone.id}/actions`, { as: chief, body: { type: 'retract', basedOn: 1, patch: {}, reason: 'a test' } })
    const disputed = await make({ title: 'Preview disputed' })
    for (const category of ['AC.03', 'AC.04']) {
      await node.call('POST', `/api/records/${disputed.id}/actions`, { as: chief, body: { type: 'edit', basedOn: 1, patch: { fields: { category } } } })
    }
    const answer = await preview(chief, { action: 'edit', fields: { category: 'AC.02' } }, { ids: [plain.id, same.id, gone.id, disputed.id, 'not-there'] })
    assert.equal(answer.status, 200, answer.body)
    const { change, same: unchanged, missing, refused, samples } = answer.json
    assert.deepEqual({ change, unchanged, missing, refused }, { change: 1, unchanged: 1, missing: 1, refused: { state: 1, contested: 1 } })
    assert.deepEqual([samples[0].before, samples[0].after], [{ category: 'AC.01' }, { category: 'AC.02' }])
    assert.equal((await read(plain.id)).version, 1)
  })

  test('it is carried out record by record with history, and taken back where nobody changed it since', async () => {
    const made = await several(4, 'Carried')
    const plan = (await preview(chief, { action: 'edit', fields: { category: 'AC.05', narrative: 'Said anew.' } }, { query: { kind: 'incident', text: 'carried' } })).json
    assert.equal(plan.change, 4)
    const kept = async () => (JSON.parse((await node.store.side.setting(`bulk-plans:${chief.account.id}`)) ?? '[]') as { id: string }[]).some((one) => one.id === plan.plan)
    assert.equal(await kept(), true, 'beside the records, so that a node started anew carries it out')
    const { state, result } = await run(chief, '/api/bulk', { plan: plan.plan })
    assert.deepEqual([state, result.done, result.refused.length, result.undo], ['done', 4, 0, plan.plan])
    const standing = await read(made[0].id)
    assert.deepEqual([standing.data.category, standing.version], ['AC.05', 2])
    const history = (await node.call('GET', `/api/records/${made[0].id}/history`, { as: chief })).json.items
    assert.deepEqual(history.map((a: { type: string; actor: string }) => [a.type, a.actor]), [['create', chief.account.id], ['edit', chief.account.id]])
    assert.equal((await node.call('POST', '/api/bulk', { as: chief, body: { plan: plan.plan } })).status, 404, 'a plan is carried out once')
    assert.equal(await kept(), false)

    await node.call('POST', `/api/records/${made[1].id}/actions`, { as: chief, body: { type: 'edit', basedOn: 2, patch: { fields: { category: 'AC.06' } } } })
    assert.equal((await node.call('POST', `/api/bulk/${plan.plan}/undo`, { as: officer, body: { reason: 'not mine' } })).status, 404, 'another person takes nothing back')
    const back = await run(chief, `/api/bulk/${plan.plan}/undo`, { reason: 'wrong category' })
    assert.deepEqual([back.result.done, back.result.refused.map((row: { id: string; why: string }) => [row.id, row.why])], [3, [[made[1].id, 'changed']]])
    assert.equal((await read(made[0].id)).data.category, 'AC.01')
    assert.equal((await read(made[0].id)).data.narrative, incidentData()['narrative'])
    assert.equal((await read(made[1].id)).data.category, 'AC.06')
    const file = await node.call('GET', `/api/jobs/${back.job}/refused.csv`, { as: chief })
    assert.match(file.body, new RegExp(`${made[1].id},changed`))
  })

  test('what somebody changed between preview and carrying out is contested, not overwritten', async () => {
    const [one] = await several(1, 'Overtaken')
    const { plan } = (await preview(chief, { action: 'edit', fields: { category: 'AC.05' } }, { ids: [one.id] })).json
    await node.call('POST', `/api/records/${one.id}/actions`, { as: officer, body: { type: 'edit', basedOn: 1, patch: { fields: { category: 'AC.06' } } } })
    const { result } = await run(chief, '/api/bulk', { plan })
    assert.deepEqual([result.done, result.contested], [0, 1])
    assert.equal((await read(one.id)).data.category, 'AC.06')
  })

  test('veracity and handling move, and come back as far as there is a way', async () => {
    const made = await several(2, 'Axes')
    const ids = made.map((one) => one.id as string)
    const verify = (await preview(chief, { action: 'corroborate' }, { ids })).json
    // From "reported" no action leads back: that is said before, and going back is not offered after.
    assert.deepEqual([verify.change, verify.back, (await run(chief, '/api/bulk', { plan: verify.plan })).result.undo], [2, 0, null])
    const further = (await preview(chief, { action: 'verify' }, { ids: [ids[0]] })).json
    assert.deepEqual([further.change, further.back], [1, 1])
    const handled = (await preview(chief, { action: 'handle', handling: { level: 'C' }, reason: 'names a source' }, { ids })).json
    assert.deepEqual([handled.change, handled.back, (await run(chief, '/api/bulk', { plan: handled.plan })).result.undo], [2, 2, handled.plan])
    assert.equal((await read(ids[0] as string)).handling.level, 'C')
    assert.equal((await run(chief, `/api/bulk/${handled.plan}/undo`, { reason: 'no need' })).result.done, 2)
    assert.equal((await read(ids[0] as string)).handling.level, 'U')
    const back = await run(chief, `/api/bulk/${verify.plan}/undo`, { reason: 'too soon' })
    assert.deepEqual([back.result.done, back.result.refused[0].why], [0, 'changed'])
  })

  test('who may not is told so and changes nothing', async () => {
    const [one] = await several(1, 'Closed')
    const secret = await make({ title: 'Closed and secret' }, { level: 'SC', compartments: [], owner: 'mission', releasableTo: ['*'], caveats: [] })
    const ids = [one.id, secret.id]
    const seen = (await preview(observer, { action: 'edit', fields: { category: 'AC.05' } }, { ids })).json
    assert.deepEqual([seen.change, seen.missing, seen.refused], [0, 1, { policy: 1 }], 'what is hidden is missing, not refused')
    assert.ok(!JSON.stringify(seen).includes('secret'))
    const { result } = await run(observer, '/api/bulk', { plan: seen.plan })
    assert.equal(result.done, 0)
    const mine = (await preview(chief, { action: 'edit', fields: { category: 'AC.05' } }, { ids })).json
    assert.equal((await node.call('POST', '/api/bulk', { as: officer, body: { plan: mine.plan } })).status, 404)
    assert.equal((await node.call('POST', '/api/bulk/preview', { body: {} })).status, 401)
    assert.equal((await read(one.id)).version, 1)
  })

  test('what cannot be done to many is refused by field', async () => {
    const refused = async (change: object, path: RegExp) => {
      const answer = await preview(chief, change)
      assert.equal(answer.status, 400, answer.body)
      assert.match(answer.json.fields[0].path, path)
    }
    await refused({ action: 'edit', fields: {} }, /fields/)
    await refused({ action: 'edit', fields: { sources: [] } }, /sources/)
    await refused({ action: 'edit', fields: { colour: 'red' } }, /colour/)
    await refused({ action: 'erase' }, /action/)
    await refused({ action: 'retract' }, /reason/)
    await refused({ action: 'handle', handling: {}, reason: 'x' }, /handling/)
    const [one] = await several(1, 'Shape')
    const invalid = (await preview(chief, { action: 'edit', fields: { category: 'nonsense' } }, { ids: [one.id] })).json
    assert.deepEqual(invalid.refused, { invalid: 1 })
  })
})
