import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import type { Handling } from '../../../../core/handling.ts'
import type { Reader } from '../../../../core/policy.ts'
import type { App, FeedView } from '../../../../server/face.ts'
import { createCotStream } from '../../../../formats/cot/stream.ts'
import { readFrame } from '../../../../formats/cot/codec.ts'
import { TakClient, type ClientWork } from './client.ts'
import { Connections } from './connections.ts'
import { personIdentity } from './eyes.ts'
import { Gates } from './gates.ts'
import { Parcel } from './parcel.ts'
import { Rights } from './rights.ts'
import { Router } from './router.ts'

const HANDLING: Handling = { level: 'C', compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }
const READER: Reader = { user: 'u1', name: 'U', org: 'm', side: 'mission', clearance: 'C', compartments: [], grants: [], purpose: null }
const feed = { id: 'f', ref: 'F', config: { name: 'F' }, handling: HANDLING, area: null } as unknown as FeedView

/** A person's connection and what it was sent; `areas` are those they may see. */
function ground() {
  const areas = new Set(['n', 's'])
  const account = { workflow: 'approved', id: 'u1', kind: 'user', data: { login: 'u', name: 'U', org: 'm', side: 'mission', clearance: 'C', compartments: [], grants: [], status: 'active' } }
  let asked: (() => void)[] = []
  const store = {
    sight: (reader: Reader) => ({ area }: { area: string | null }) => reader.clearance === 'C' && areas.has(area ?? ''),
    get: () => new Promise((resolve) => asked.push(() => resolve({ record: structuredClone(account) }))),
    side: { tokensOf: async () => [], sessionsOf: async () => [] },
  }
  const app = { store, clock: () => 1000 } as unknown as App
  const gates = new Gates(app.store)
  const router = new Router(() => 1000)
  const connections = new Connections(() => undefined)
  const written: Uint8Array[] = []
  const work = { feed: () => feed, now: () => 1000, perSecond: 100, left: () => undefined, wake: (one: TakClient) => router.wake(one), isPosition: () => true } as unknown as ClientWork
  const client = new TakClient(work, { transport: 'tcp', address: '', fingerprint256: null, write: (bytes) => void written.push(bytes), waiting: () => 0, pause: () => true, resume: () => undefined, end: () => undefined, destroy: () => undefined }, personIdentity(gates, 'u1', 'u', READER, 'certificate'))
  connections.add(client, { feed })
  router.admit(client)
  const put = (uid: string, area: string) => router.position(new Parcel(makeEvent({ uid, type: 'a-f-G' }, 1000, 60_000), gates.of({ kind: 'track', handling: HANDLING, area, workflow: 'approved' }), { feed: 'f', replaces: uid }), null)
  /** Uids told, those taken off the map with a minus. */
  const told = (): string[] => {
    client.flush()
    return createCotStream().push(Buffer.concat(written.splice(0))).map((frame) => {
      const read = readFrame(frame)
      const event = 'event' in read && read.event ? read.event : null
      return event?.type === 't-x-d-d' ? `-${event.uid.replace('vigie-gone-', '')}` : (event?.uid ?? 'bad')
    }).sort()
  }
  const answer = async (): Promise<void> => {
    const waiting = asked
    asked = []
    waiting.forEach((one) => one())
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return { areas, account, client, router, put, told, answer, gates, rights: new Rights(app, gates, router, connections) }
}

test('areas change: everything that may not be seen any more is taken off the map, what may be now is told, the rest is left', () => {
  const { areas, put, told, rights, router } = ground()
  for (let i = 0; i < 3; i += 1) {
    put(`n${i}`, 'n')
    put(`s${i}`, 's')
    put(`x${i}`, 'x')
  }
  assert.deepEqual(told(), ['n0', 'n1', 'n2', 's0', 's1', 's2'])
  areas.delete('s')
  areas.add('x')
  rights.forget()
  assert.deepEqual(told(), ['-s0', '-s1', '-s2', 'x0', 'x1', 'x2'])
  areas.clear()
  rights.forget()
  assert.deepEqual(told(), ['-n0', '-n1', '-n2', '-x0', '-x1', '-x2'])
  router.close()
})

test('while it is looked at what somebody may see, they are told nothing they may have lost', async () => {
  const { account, client, put, told, answer, rights, router } = ground()
  put('before', 'n')
  assert.deepEqual(told(), ['before'])
  account.data.clearance = 'U'
  const looked = rights.recheck(new Set(['u1']))
  put('meanwhile', 'n')
  put('before', 'n')
  assert.deepEqual(told(), [])
  await answer()
  await looked
  put('after', 'n')
  const left = told()
  assert.ok(left.includes('-before') && left.every((uid) => uid.startsWith('-')), left.join())
  account.data.clearance = 'C'
  const again = rights.recheck(new Set(['u1']))
  put('meanwhile', 'n')
  await answer()
  await again
  await new Promise((resolve) => setTimeout(resolve, 10))
  assert.deepEqual([...new Set(told())], ['after', 'before', 'meanwhile'])
  assert.equal(client.closed, false)
  router.close()
})

test('what was read before an account changed is not believed after it', async () => {
  const { account, client, put, told, answer, rights, router } = ground()
  const all = rights.recheckAll()
  account.data.clearance = 'U'
  const changed = rights.recheck(new Set(['u1']))
  await answer()
  await Promise.all([all, changed])
  put('one', 'n')
  assert.deepEqual([told(), client.closed], [[], false])
  router.close()
})
