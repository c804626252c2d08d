import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeEvent } from '../../../../formats/cot/build.ts'
import { createCotStream } from '../../../../formats/cot/stream.ts'
import { readFrame } from '../../../../formats/cot/codec.ts'
import { writeCotText } from '../../../../formats/cot/xml.ts'
import { Parcel } from './parcel.ts'
import { Wave } from './wave.ts'

const gate = { n: 0, sensitive: false, access: { kind: 'track', handling: { level: 'U' as const, compartments: [], owner: 'm', releasableTo: ['*'], caveats: [] }, area: null, workflow: 'approved' as const } }
const parcel = (uid: string, as: 'event' | 'xml' | 'latin1' = 'event'): Parcel => {
  const event = makeEvent({ uid, type: 'a-f-G' }, 1000, 1000)
  const text = writeCotText(event, false)
  return new Parcel(event, gate, { feed: null, replaces: uid, ...(as === 'xml' ? { xml: Buffer.from(text) } : as === 'latin1' ? { latin1: Buffer.from(text).toString('latin1') } : {}) })
}
const uids = (bytes: Uint8Array): string[] => createCotStream().push(bytes).map((frame) => {
  const read = readFrame(frame)
  return 'event' in read && read.event ? read.event.uid : 'bad'
})

test('who is sent the same shares the bytes; who is not sent something goes another way and gets none of it', () => {
  const start = new Wave()
  const [a, b, c] = [parcel('a', 'latin1'), parcel('ä', 'xml'), parcel('c')]
  const [all, alike] = [start.with(a).with(b).with(c), start.with(a).with(b).with(c)]
  const less = start.with(a).with(c)
  assert.equal(all.bytes('xml'), alike.bytes('xml'))
  assert.deepEqual(uids(all.bytes('xml')), ['a', 'ä', 'c'])
  assert.deepEqual(uids(less.bytes('xml')), ['a', 'c'])
  assert.deepEqual(uids(all.bytes('protobuf-1')), ['a', 'ä', 'c'])
  assert.deepEqual([all.count, less.count, start.count, start.bytes('xml').length], [3, 2, 0, 0])
  assert.deepEqual(less.parcels(), [a, c])
})

test('many of them in turns of two kinds of receivers: each gets its own, in order', () => {
  let [everything, some] = [new Wave(), new Wave()]
  const same = everything
  some = same
  const sent: [string[], string[]] = [[], []]
  for (let n = 0; n < 200; n += 1) {
    const one = parcel(`p${n}`, n % 2 === 0 ? 'latin1' : 'event')
    everything = everything.with(one)
    sent[0].push(`p${n}`)
    if (n % 3 !== 0) {
      some = some.with(one)
      sent[1].push(`p${n}`)
    }
  }
  assert.deepEqual([uids(everything.bytes('xml')), uids(some.bytes('xml'))], sent)
})
