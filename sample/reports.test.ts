import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Product } from '../core/product.ts'
import { pastProducts } from '../domains/products/server/past.ts'
import { hold } from '../domains/products/server/stale.ts'
import { loadSample } from '../server/jobs/load-sample.ts'
import { runningNode, type RunningNode } from '../test/running-node.ts'
import { report, SYSTEM } from '../test/store.ts'
import { pastReports } from './make/reports.ts'
import { watchFloor } from './make/watch-floor.ts'

const ZONE = 'Atlantic/Azores'
const HOUR = 3_600_000
let node: RunningNode
const products = async () => (await node.store.list(SYSTEM, { kind: 'product', sort: { by: 'logged', dir: 'asc' }, limit: 100 })).items.map(({ record }) => ({ id: record.id, workflow: record.workflow, createdAt: record.createdAt, data: record.data as unknown as Product }))

before(async () => {
  node = await runningNode()
  const { now } = node.clock
  await node.store.commit(SYSTEM, [{ id: 'm', record: 'mission', kind: 'mission', type: 'create', at: '2026-01-01T00:00:00Z', basedOn: null, patch: { data: { name: 'Sample', zone: ZONE, languages: ['en'], bounds: [-30, 30, -20, 40], exercise: true, org: 'MISSION' } } }])
  await node.person('demo', { clearance: 'SC', grants: [{ role: 'JOC-CH', area: null }] })
  await loadSample(node.store, { total: 1, actions: { async* [Symbol.asyncIterator]() { yield* watchFloor(now, null) } } }, () => undefined)
  for (const days of [1.2, 2.2, 3.2, 9]) {
    const at = new Date(now - days * 24 * HOUR).toISOString()
    await node.store.commit(SYSTEM, [report({ title: `Event of ${days} days ago`, severity: 4, category: 'AC.01', happened: { from: at, precision: 'EXACT' } } as never, { record: `e-${days}`, workflow: 'submitted' })], { receivedAt: () => at })
  }
  const reports = pastReports(now, ZONE)
  await pastProducts(node.node.app, reports)
  await pastProducts(node.node.app, reports)
})
after(() => node?.close())

test('the sample has reports of its last days: released by somebody else at their own times, read, and as their records are', async () => {
  const all = await products()
  assert.deepEqual(Object.entries(Object.groupBy(all, (one) => one.data.type)).map(([type, some]) => [type, some?.length]).toSorted(), [['DSR', 3], ['FLASH', 1], ['HANDOVER', 1], ['HOM', 1], ['WSR', 1]])
  for (const { id, workflow, createdAt, data } of all) {
    assert.equal(workflow, 'approved', id)
    assert.ok(Date.parse(createdAt) < Date.parse(data.released?.at ?? '') && Date.parse(data.released?.at ?? '') < node.clock.now, id)
    assert.ok(data.readByAll, id)
    assert.ok(data.sections.every((section) => section.mode !== 'text' || section.blocks.length > 0), id)
    await hold(node.node.app, id)
  }
  assert.deepEqual((await products()).filter((one) => one.data.stale).map((one) => one.id), [])
})

test('the hand-over sheet of the sample holds the open actions of its watch, and no deadline of a report is open', async () => {
  const sheet = (await products()).find((one) => one.data.type === 'HANDOVER')
  assert.ok((sheet?.data.sections.find((section) => section.id === 'watchlog.actions')?.facts.length ?? 0) > 0)
  await node.node.app.clocks.settled()
  assert.deepEqual(node.node.app.clocks.open(SYSTEM, { kinds: ['product'] }).map(({ clock }) => `${clock.record} ${clock.name} ${clock.state}`), [])
})
