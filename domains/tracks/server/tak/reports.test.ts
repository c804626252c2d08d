import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Handling } from '../../../../core/handling.ts'
import type { NewAction } from '../../../../core/record.ts'
import { makeEvent } from '../../../../formats/cot/build.ts'
import { element } from '../../../../formats/cot/detail.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import type { App, FeedView } from '../../../../server/face.ts'
import { until } from '../../../../test/store.ts'
import { Access } from './access.ts'
import { TakClient, type ClientWork, type Identity } from './client.ts'
import { Gates } from './gates.ts'
import { Keeper, NOBODY } from './keeper.ts'
import { fieldReportOf, reportUid } from './records.ts'
import { Reports } from './reports.ts'
import { Router } from './router.ts'

const HANDLING: Handling = { level: 'C', compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }
const feed = { id: 'f', ref: 'F', config: { name: 'F' }, handling: HANDLING, area: null } as unknown as FeedView

/** A store that takes its time over each write. */
function slowStore(delayMs: number) {
  const records = new Map<string, unknown>()
  const store = {
    sight: () => () => true,
    get: async (_reader: unknown, id: string) => (records.has(id) ? { record: records.get(id) } : null),
    commit: async (_reader: unknown, [action]: NewAction[]) => {
      await new Promise((resolve) => setTimeout(resolve, delayMs))
      const { data, fields } = action!.patch as { data?: object; fields?: object }
      const record = { id: action!.record, kind: action!.kind, version: 1, workflow: 'approved', handling: HANDLING, area: null, data: { ...data, ...fields } }
      records.set(record.id, record)
      return [{ record }]
    },
  }
  return { store, clock: () => 1000, log: { error: () => undefined } } as unknown as App
}

function ground(app: App) {
  const gates = new Gates(app.store)
  const router = new Router(app.clock)
  const reports = new Reports(router, new Access(gates), new Keeper(app))
  const somebody: Identity = { account: null, login: null, by: 'certificate', author: NOBODY, reader: null, sees: () => true, saw: () => false }
  const work = { feed: () => feed, now: app.clock, perSecond: 1e6, left: () => undefined, wake: () => undefined, isPosition: () => false } as unknown as ClientWork
  const join = () => {
    const written: Uint8Array[] = []
    const client = new TakClient(work, { transport: 'tcp', address: '', fingerprint256: null, write: (bytes) => void written.push(bytes), waiting: () => 0, pause: () => true, resume: () => undefined, end: () => undefined, destroy: () => undefined }, somebody)
    router.admit(client)
    return { client, told: () => {
      client.flush()
      return Buffer.concat(written).toString()
    } }
  }
  const take = (client: TakClient, uid: string, remarks: string) => {
    const event = makeEvent({ uid, type: 'b-m-p-s-m', how: 'h-g', detail: [element('remarks', {}, [remarks])] }, 1000, 60_000)
    reports.take(client, event, { what: 'xml', bytes: Buffer.from(writeCotText(event, false)) })
  }
  return { join, take, reports }
}

test('a report that comes by two connections at once holds up nothing that comes after it by either', async () => {
  const { join, take } = ground(slowStore(20))
  const [a, b, c] = [join(), join(), join()]
  take(b.client, 'shared', 'by B')
  take(a.client, 'shared', 'by A')
  take(a.client, 'after', 'by A')
  take(b.client, 'shared', 'by B anew')
  await until(() => c.told().includes('uid="after"'), 'what came after it goes out')
  assert.ok(c.told().includes('by B'))
})

test('a report under a very long uid follows its record like any other', async () => {
  const { join, take, reports } = ground(slowStore(0))
  const [a, b] = [join(), join()]
  const uid = `long-${'x'.repeat(400)}`
  take(a.client, uid, 'by A')
  await until(() => b.told().includes(`uid="${uid}"`), 'it goes out')
  reports.follow(reportUid(uid), { kind: 'field-report', handling: HANDLING, area: null, workflow: 'approved' }, true)
  assert.ok(b.told().includes('t-x-d-d') && b.told().includes(`uid="vigie-gone-${uid}"`))
})

test('what was written is not held on to', async () => {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  const app = slowStore(0)
  app.store.commit = (async () => [{ record: null }]) as never
  const keeper = new Keeper(app)
  const held: WeakRef<() => void>[] = []
  let written = 0
  for (let i = 0; i < 100; i += 1) {
    const event = makeEvent({ uid: `r${i}`, type: 'b-m-p-s-m', how: 'h-g' }, 1000, 60_000)
    const done = (): void => { written += 1 }
    held.push(new WeakRef(done))
    keeper.report(fieldReportOf(event, { uid: null, callsign: null, account: null }, 'f', writeCotText(event, false)), HANDLING, null, NOBODY, done, () => undefined)
    await new Promise((resolve) => setImmediate(resolve))
  }
  await until(() => written === 100, 'all are written')
  await new Promise((resolve) => setTimeout(resolve, 20))
  gc()
  const alive = held.filter((one) => one.deref() !== undefined).length
  assert.ok(alive < 20, `${alive} of 100`)
  await keeper.close()
})
