import assert from 'node:assert/strict'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { KINDS } from '../../test/store.ts'
import { incidentData, runningNode, type Answered } from '../../test/running-node.ts'
import { restoreStore } from '../store/restore.ts'

test('after changes to many, imports, files, comments and batches, each taken back, every action folds to what stands; a backup brings it back', async () => {
  const node = await runningNode({ config: { requestsPerMinute: 100_000 } })
  const backup = path.join(node.ground.dataDir, '..', `backup-${crypto.randomUUID()}`)
  try {
    const chief = await node.person('chief', { clearance: 'SC', compartments: ['SOURCE'], grants: [{ role: 'JOC-CH', area: null }] })
    const post = (url: string, body: object): Promise<Answered> => node.call('POST', url, { as: chief, body })
    const job = async (answer: Answered): Promise<Answered['json']> => {
      assert.equal(answer.status, 202, answer.body)
      await node.node.app.jobs.ended(answer.json.job)
      const shown = (await node.call('GET', `/api/jobs/${answer.json.job}`, { as: chief })).json
      assert.equal(shown.state, 'done', JSON.stringify(shown))
      return shown
    }
    const upload = (url: string, name: string, file: string): Promise<Answered> => node.call('POST', url, { as: chief, raw: Buffer.from(`--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n${file}\r\n--edge--\r\n`), headers: { 'content-type': 'multipart/form-data; boundary=edge' } })

    const ids = Array.from({ length: 6 }, () => crypto.randomUUID())
    const batch = await post('/api/sync', { items: ids.map((id, i) => ({ key: id, path: '/api/records', body: { id, kind: 'incident', data: incidentData({ title: `Batch ${i}`, sources: [{ id: 's1', type: 'COMMUNITY', text: 'said', reliability: 'B', credibility: '3', protected: i % 2 === 0 }] }) } })) })
    assert.ok(batch.json.items.every((one: { status: number }) => one.status === 201), batch.body)
    for (const change of [{ action: 'edit', fields: { bluf: 'many', tags: ['a', 'b'] }, reason: null }, { action: 'handle', handling: { level: 'C' }, reason: 'closer' }, { action: 'retract', reason: 'all wrong' }]) {
      const seen = await post('/api/bulk/preview', { query: { kind: 'incident' }, ids, change })
      assert.equal((await job(await post('/api/bulk', { plan: seen.json.plan }))).result.done, 6, seen.body)
      assert.equal((await job(await post(`/api/bulk/${seen.json.plan}/undo`, { reason: 'was right' }))).result.done, 6)
    }
    const table = await upload('/api/import/preview', 'a.csv', 'Date,Category,Latitude,Longitude,Narrative,Ref\r\n2026-08-01,AC.01,4.1,18.2,One,R1\r\n2026-08-02,AC.02,4.2,18.3,Two,R2')
    const order = table.json.suggestions[0]
    for (let round = 0; round < 2; round += 1) {
      const imported = await job(await post(`/api/import/${table.json.upload}`, { format: order.format, mapping: order.mapping }))
      assert.equal(imported.result.added + imported.result.changed, 2, JSON.stringify(imported.result))
      assert.equal((await job(await post(`/api/imports/${imported.result.import}/rollback`, { reason: 'wrong table' }))).result.retracted, 2)
    }
    const sent = await upload(`/api/records/${ids[0]}/attachments`, 'note.txt', 'a note that stays')
    const [kept] = (await node.call('GET', `/api/records/${ids[0]}/thread`, { as: chief })).json.attachments
    await upload(`/api/records/${ids[0]}/attachments`, 'other.txt', 'a note that goes')
    const gone = (await node.call('GET', `/api/records/${ids[0]}/thread`, { as: chief })).json.attachments.at(-1)
    for (const [type, patch] of [['detach', { attachment: gone.id }], ['caption', { attachment: kept.id, caption: 'said' }], ['comment', { text: 'seen' }]] as const) {
      assert.equal((await post(`/api/records/${ids[0]}/actions`, { type, basedOn: sent.json.version, patch, reason: 'a test' })).status, 200)
    }
    assert.equal((await node.call('GET', `/api/attachments/${gone.id}`, { as: chief })).status, 404)

    const before = await node.store.verify({ replay: true })
    assert.equal(before.broken, null)
    if (node.ground.databaseUrl === null) {
      mkdirSync(path.dirname(backup), { recursive: true })
      await node.store.backup(backup)
      const { verification } = await restoreStore(backup, { dataDir: `${backup}-restored`, kinds: KINDS })
      assert.deepEqual([verification.broken, verification.records], [null, before.records])
    }
  } finally {
    await node.close()
    rmSync(backup, { recursive: true, force: true })
    rmSync(`${backup}-restored`, { recursive: true, force: true })
  }
})
