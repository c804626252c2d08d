import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import type { Gate } from './gates.ts'
import { Parcel } from './parcel.ts'
import { MOST_LATEST_BYTES, Router } from './router.ts'

const gate = { n: 0, sensitive: false, access: { kind: 'track', handling: { level: 'U' as const, compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }, area: null, workflow: 'approved' as const } }
const other: Gate = { ...gate, n: 1 }
// The same bytes each time: only their number counts here.
const [few, many] = [new Uint8Array(100), new Uint8Array(16_000)]
const position = (i: number, time: number, xml: Uint8Array): Parcel => new Parcel(makeEvent({ uid: `p${i}`, type: 'a-f-G' }, time, 60_000), gate, { feed: 'f', replaces: `p${i}`, xml })

test('positions that are kept for those who come later take no more memory than they may, however they grow', () => {
  const most = Math.floor(MOST_LATEST_BYTES / many.length)
  const router = new Router(() => 1000)
  for (let i = 0; i < most + 500; i += 1) {
    router.position(position(i, 1000, few), null)
  }
  assert.equal(router.latestCount, most + 500)
  for (let i = 0; i < most + 500; i += 1) {
    router.position(position(i, 1001, many), null)
  }
  assert.ok(router.latestCount <= most && router.latestCount > most - 10, `${router.latestCount} of ${most}`)
  assert.equal(router.latest('p0'), null, 'what was there longest made room')
  // What has gone gives its room back, whoever may see it by then.
  for (let i = 0; i < most + 500; i += 1) {
    router.regate(`p${i}`, other)
    router.gone(`p${i}`, other, null, 'f')
  }
  for (let i = 0; i < most; i += 1) {
    router.position(position(i, 1002, many), null)
  }
  assert.equal(router.latestCount, most)
  router.close()
})

test('a parcel is as large as it came, also when who may see it or its words have changed', () => {
  const came = new Parcel(makeEvent({ uid: 'p', type: 'a-f-G', opex: 'Haddad' }, 1000, 60_000), gate, { feed: 'f', replaces: null, proto: new Uint8Array(5000) })
  assert.ok(came.size >= 5000)
  assert.equal(came.through(other).size, came.size)
  assert.equal(came.reworded((text) => text.replace('Haddad', '█')).size, came.size)
})
