import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clocksOf } from '../core/clocks.ts'
import type { Casualty } from '../domains/casualties/shared/casualty.ts'
import { complianceOf } from '../domains/casualties/shared/compliance.ts'
import { readinessOf, type EvacAsset } from '../domains/casualties/shared/evac-asset.ts'
import { loadSample } from '../server/jobs/load-sample.ts'
import type { OpenedStore } from '../server/store/open.ts'
import { ground, SYSTEM, type Ground } from '../test/store.ts'
import { sampleGeography } from './load.ts'
import { casevac } from './make/casevac.ts'

const NOW = Date.now()
let home: Ground
let store: OpenedStore
before(async () => {
  home = await ground('sqlite')
  store = await home.open()
  await loadSample(store, { total: 1, actions: { async* [Symbol.asyncIterator]() { yield* casevac(sampleGeography(), NOW) } } }, () => undefined)
})
after(() => home.remove())

test('facilities, assets and landing sites stand; two evacuations are over and nothing of them is overdue', async () => {
  assert.deepEqual(await Promise.all(['facility', 'evac-asset', 'landing-site', 'casevac-request', 'casualty'].map((kind) => store.count(SYSTEM, { kind }))), [4, 4, 5, 2, 3])
  for (const kind of ['casevac-request', 'casualty']) {
    for (const { record } of (await store.list(SYSTEM, { kind, limit: 20 })).items) {
      const open = clocksOf(store.kinds().need(kind).clocks ?? [], record, await store.history(SYSTEM, record.id), { zone: 'UTC', weekend: [6, 7], holidays: [] }, NOW).filter(({ state }) => state === 'overdue' || state === 'running')
      assert.deepEqual(open.map(({ name }) => `${record.ref} ${name}`), [])
    }
  }
  const casualties = (await store.list(SYSTEM, { kind: 'casualty', limit: 20 })).items.map(({ record }) => record.data as unknown as Casualty)
  const { c10, c60 } = complianceOf(casualties, NOW).rings
  assert.deepEqual([c10.counted, c10.met, c10.unknownStart, c60.counted, c60.breached], [2, 1, 1, 2, 2])
  assert.ok((await store.list(SYSTEM, { kind: 'evac-asset', limit: 20 })).items.every(({ record }) => record.data['task'] === undefined && readinessOf(record.data as unknown as EvacAsset, NOW) === 'ready'))
})
