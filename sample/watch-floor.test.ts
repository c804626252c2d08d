import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { clocksOf } from '../core/clocks.ts'
import type { LogEntry } from '../domains/watchlog/shared/entry.ts'
import { loadSample } from '../server/jobs/load-sample.ts'
import type { OpenedStore } from '../server/store/open.ts'
import { ground, reader, SYSTEM, type Ground } from '../test/store.ts'
import { watching } from './make/watching.ts'
import { watchFloor } from './make/watch-floor.ts'

const NOW = Date.now()
let home: Ground
let store: OpenedStore
before(async () => {
  home = await ground('sqlite')
  store = await home.open()
  const severe = { id: 'inc-1', ref: 'INC-2026-000001', createdAt: new Date(NOW - 30 * 3_600_000).toISOString(), handling: { level: 'U' as const, compartments: [], owner: 'MISSION', releasableTo: ['*'], caveats: [] }, area: null }
  await loadSample(store, { total: 1, actions: { async* [Symbol.asyncIterator]() { yield* watchFloor(NOW, severe); yield* watching(NOW) } } }, () => undefined)
})
after(() => home.remove())

test('the watches of the sample fit their kinds; lines are numbered, one is void, what is open is not overdue', async () => {
  const { items } = await store.list(SYSTEM, { kind: 'log-entry', where: { log: ['watch-night'] }, sort: { by: 'logged', dir: 'asc' }, limit: 100 })
  assert.deepEqual(items.map(({ record }) => record.data['n']), items.map((_one, i) => i + 1))
  assert.equal(items.filter(({ record }) => (record.data as unknown as LogEntry).voided).length, 1)
  const open = await store.list(SYSTEM, { kind: 'log-entry', where: { state: ['open'] }, limit: 100 })
  assert.ok(open.total > 0 && open.items.every(({ record }) => Date.parse(String(record.data['due'])) > NOW))
  const sheet = (await store.get(SYSTEM, 'watch-night'))?.record.data['sheet'] as { parts: { actions: { items: { id: string; ref: string }[] } } }
  const [handed] = sheet.parts.actions.items
  assert.equal((await store.get(SYSTEM, handed?.id ?? ''))?.record.ref, handed?.ref)
})

test('requirements, orders and the crisis are there, in every state, and nothing of them is overdue for a visitor', async () => {
  const visitor = reader('visitor')
  assert.deepEqual(await Promise.all(['cir', 'call-list', 'order', 'crisis', 'watch-shift'].map((kind) => store.count(visitor, { kind }))), [3, 1, 6, 1, 2])
  for (const { record } of (await store.list(SYSTEM, { kind: 'order', limit: 20 })).items) {
    const kind = store.kinds().need('order')
    const actions = await store.history(SYSTEM, record.id)
    const late = clocksOf(kind.clocks ?? [], record, actions, { zone: 'UTC', weekend: [6, 7], holidays: [] }, NOW).filter((clock) => clock.state === 'overdue')
    assert.deepEqual(late.map((clock) => `${record.ref} ${clock.name}`), [])
  }
})

test('rules of both kinds and shared searches are there for everybody, some switched on and some not', async () => {
  const visitor = reader('visitor')
  for (const [kind, on, off] of [['alert-rule', 3, 1], ['track-rule', 1, 1]] as const) {
    assert.deepEqual(await Promise.all(['true', 'false'].map((enabled) => store.count(visitor, { kind, where: { enabled: [enabled] } }))), [on, off], kind)
  }
  assert.equal(await store.count(visitor, { kind: 'saved-search' }), 3)
})
