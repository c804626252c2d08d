import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Casualty } from '../domains/casualties/shared/casualty.ts'
import { statusOf } from '../domains/casualties/shared/casualty.ts'
import { stepOf, type Notification } from '../domains/casualties/shared/notification/notification.ts'
import { loadSample } from '../server/jobs/load-sample.ts'
import type { OpenedStore } from '../server/store/open.ts'
import { ground, reader, SYSTEM, type Ground } from '../test/store.ts'
import { sampleGeography } from './load.ts'
import { casevac } from './make/casevac.ts'
import { tracked } from './make/tracked.ts'

const NOW = Date.now()
let home: Ground
let store: OpenedStore
before(async () => {
  home = await ground('sqlite')
  store = await home.open()
  await loadSample(store, { total: 1, actions: { async* [Symbol.asyncIterator]() { yield* casevac(sampleGeography(), NOW); yield* tracked(sampleGeography(), NOW) } } }, () => undefined)
})
after(() => home.remove())

test('casualties of this morning have a trend, a body map and a chain; two lie in hospital, one is back', async () => {
  const casualties = (await store.list(SYSTEM, { kind: 'casualty', limit: 20 })).items.map(({ record }) => record.data as unknown as Casualty).filter(({ battleNo }) => battleNo.startsWith('AM-'))
  assert.deepEqual(casualties.map((one) => [one.battleNo, statusOf(one)]).sort(), [['AM-01', 'MTF'], ['AM-02', 'MTF'], ['AM-03', 'RTD']])
  assert.ok(casualties.every((one) => (one.vitals?.length ?? 0) > 0 && (one.injuries?.length ?? 0) > 0 && (one.places?.length ?? 0) > 0))
  assert.equal(casualties.find(({ battleNo }) => battleNo === 'AM-03')?.places?.at(-1)?.out !== undefined, true, 'the chain is closed')
})

test('notifications stand at every step; three people signed; only the name whose next of kin know is open', async () => {
  const notices = (await store.list(SYSTEM, { kind: 'notification', limit: 20 })).items.map(({ record }) => record.data as unknown as Notification)
  assert.deepEqual(notices.map((one) => stepOf(one)).sort(), ['authorised', 'authorised', 'draft', 'prepared'])
  for (const { prepared, first, second } of notices.filter((one) => one.second)) {
    assert.equal(new Set([prepared?.by, first?.by, second?.by]).size, 3)
  }
  const inside = reader('duty', { compartments: ['MED'], grants: [{ role: 'JOC-CH', area: null }] })
  assert.deepEqual((await store.list(inside, { kind: 'notified-person', limit: 20 })).items.map(({ record }) => record.data['familyName']), ['Tessavar'])
  const [death] = (await store.list(SYSTEM, { kind: 'fatality', limit: 20 })).items.map(({ record }) => record.data)
  assert.deepEqual([death?.['type'], death?.['released'], (death?.['revisions'] as object[] | undefined)?.length], ['Malicious Act', true, 1])
})
