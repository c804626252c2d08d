import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { TakClient, type ClientWork, type Identity } from './client.ts'

const somebody: Identity = { account: null, login: null, by: 'certificate', author: { user: 'u', name: 'U', org: 'm' }, reader: null, sees: () => true, saw: () => false }

test('what a connection sent faster than it may is taken at its end, the newest of each', () => {
  const taken: string[] = []
  const work = {
    now: () => 1000, perSecond: 2, left: () => undefined, wake: () => undefined, bad: () => undefined,
    isPosition: () => true, event: (_client: TakClient, { uid, time }: { uid: string; time: number }) => void taken.push(`${uid}@${time}`),
  } as unknown as ClientWork
  const client = new TakClient(work, { transport: 'tcp', address: '', fingerprint256: null, write: () => undefined, waiting: () => 0, pause: () => true, resume: () => undefined, end: () => undefined, destroy: () => undefined }, somebody)
  const sent = ['a', 'b', 'c', 'd', 'e', 'c'].map((uid, i) => writeCotText(makeEvent({ uid, type: 'a-f-G', how: 'm-g' }, 5000 + i, 60_000), false))
  client.push(Buffer.from(sent.join('')))
  assert.deepEqual(taken, ['a@5000', 'b@5001'])
  client.ended()
  assert.deepEqual(taken, ['a@5000', 'b@5001', 'c@5005', 'd@5003', 'e@5004'])
  assert.deepEqual([client.closed, client.refused], [true, 1])
})
