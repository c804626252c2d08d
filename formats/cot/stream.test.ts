import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COT_EVENT } from '../../test/cot-arbitrary.ts'
import { readFrame } from './codec.ts'
import type { CotEvent, CotFrame } from './event.ts'
import { writeTakMessage } from './proto-write.ts'
import { createCotStream, frameMesh, frameStream, readDatagram } from './stream.ts'
import { writeCot, writeCotText } from './xml.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const NOW = Date.UTC(2026, 2, 1)
const simple = (uid: string): CotEvent => ({ uid, type: 'a-f-G', how: 'm-g', time: NOW, start: NOW, stale: NOW, point: { lat: 1, lon: 2, hae: null, ce: null, le: null }, access: '', qos: '', opex: '', detail: [], extra: null })
const uids = (frames: readonly CotFrame[]): string[] => frames.map((frame) => {
  const read = readFrame(frame)
  return 'bad' in read ? `bad: ${read.bad}` : (read.event?.uid ?? frame.what)
})

function run(pieces: Iterable<Uint8Array>, maxBytes?: number): CotFrame[] {
  const stream = createCotStream(maxBytes)
  const out: CotFrame[] = []
  for (const piece of pieces) {
    // The memory of a socket is used again.
    const chunk = piece.slice()
    out.push(...stream.push(chunk))
    chunk.fill(0x3c)
  }
  return [...out, ...stream.end()]
}

function* cut(whole: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < whole.length; at += size) {
    yield whole.subarray(at, at + size)
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

test('cut anywhere: login, declarations, white space, both protocols in one stream', () => {
  const tricky = `<event uid="T" type="a-f-G" time="2026-03-01T00:00:00Z"><point lat="1" lon="2"/><detail><!-- </event> <event --><x a="1>2">]]&gt;</x><![CDATA[</event>]]><eventful/></detail></event >`
  const whole = join([
    bytes('<auth><cot username="a" password="b" uid="c"/></auth>\n'), writeCot(simple('1')), bytes('\r\n\r\n'), bytes(writeCotText(simple('2'), false)), bytes(tricky),
    bytes('<?xml version="1.0"?><!-- between -->\n<event uid="lone" type="t-x-c-t" time="2026-03-01T00:00:00Z"/>'), frameStream(writeTakMessage({ control: null, event: simple('3') })), frameStream(writeTakMessage({ control: { minProtoVersion: 1, maxProtoVersion: 1, contactUid: 'x' }, event: simple('4') })), frameStream(new Uint8Array(0)), writeCot(simple('5')),
  ])
  for (let size = 1; size <= 80; size += 1) {
    assert.deepEqual(uids(run(cut(whole, size))), ['auth', '1', '2', 'T', 'lone', '3', '4', 'proto', '5'], `pieces of ${size}`)
  }
  for (let at = 0; at <= whole.length; at += 1) {
    assert.equal(run([whole.subarray(0, at), whole.subarray(at)]).length, 9, `cut at ${at}`)
  }
})

test('any events in any pieces come out as they went in', () => {
  fc.assert(fc.property(fc.array(fc.tuple(COT_EVENT, fc.boolean()), { minLength: 1, maxLength: 5 }), fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), (events, sizes) => {
    const whole = join(events.map(([event, binary]) => (binary ? frameStream(writeTakMessage({ control: null, event })) : writeCot(event))))
    const pieces: Uint8Array[] = []
    for (let at = 0, i = 0; at < whole.length; i += 1) {
      const size = sizes[i % sizes.length]!
      pieces.push(whole.subarray(at, at + size))
      at += size
    }
    assert.deepEqual(uids(run(pieces)), events.map(([event]) => event.uid))
  }), { numRuns: 100 })
})

test('after rubbish, a broken message or one cut off it finds the next', () => {
  const next = writeCot(simple('next'))
  const rubbish: [string, Uint8Array][] = [
    ['text', bytes('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['other XML', bytes('<html><body>no</body></html>')],
    ['an event cut off in a tag', writeCot(simple('lost')).subarray(0, 90)],
    ['an event cut off before its end', bytes(`${writeCotText(simple('lost')).slice(0, -8)}`)],
    ['a quote that never closes', bytes('<event uid="lost type=x>')],
    ['noise with the mark of the other protocol', Uint8Array.of(0, 0xbf, 0x20, 0x07, 0xff, 0xbf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['a length beyond all bounds', Uint8Array.of(0xbf, 0xff, 0xff, 0xff, 0xff, 0x0f)],
  ]
  for (const [what, junk] of rubbish) {
    const whole = join([writeCot(simple('first')), junk, next, next])
    for (const size of [1, 3, 17, 10_000]) {
      const frames = run(cut(whole, size))
      const got = uids(frames)
      assert.deepEqual([got[0], ...got.slice(-2)], ['first', 'next', 'next'], `${what} in pieces of ${size}: ${got.join(' | ')}`)
      assert.ok(frames.some((frame) => frame.what === 'bad' && frame.bytes.length <= 1024), what)
    }
  }
})

test('what never ends is given up, and memory stays within bounds', () => {
  for (const head of ['<event uid="x', '<event uid="x"><detail>', '<event uid="x"><!-- ', '<event><![CDATA[', '<?xml ', 'noise', '<event>'.repeat(50), '\xbf']) {
    const stream = createCotStream(50_000)
    let bad = 0
    let most = 0
    for (const piece of [bytes(head), ...cut(new Uint8Array(1_000_000).fill(0x61), 977)]) {
      bad += stream.push(piece).filter(({ what }) => what === 'bad').length
      most = Math.max(most, stream.held)
    }
    bad += stream.push(writeCot(simple('after'))).length
    assert.ok(bad > 0 && most < 200_000, `${head}: held ${most}, ${bad} told`)
    assert.deepEqual(uids(stream.push(writeCot(simple('z')))).at(-1), 'z', head)
  }
})

test('noise never throws and is told', () => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 8 }), (pieces) => {
    for (const frame of run(pieces)) {
      readFrame(frame)
    }
  }), { numRuns: 300 })
  assert.deepEqual(run([Uint8Array.of(1, 2, 3)]).map(({ what }) => what), ['bad'])
  assert.deepEqual(run([writeCot(simple('half')).subarray(0, 100)]).map(({ what }) => what), ['bad'])
})

test('datagrams of a mesh', () => {
  const message = writeTakMessage({ control: null, event: simple('m') })
  assert.deepEqual(uids([readDatagram(frameMesh(message)), readDatagram(writeCot(simple('x'))), readDatagram(join([Uint8Array.of(0xbf, 0, 0xbf), writeCot(simple('0'))]))]), ['m', 'x', '0'])
  assert.match(uids([readDatagram(Uint8Array.of(0xbf, 9, 0xbf, 1))])[0]!, /version 9/)
  assert.match(uids([readDatagram(Uint8Array.of(0xbf, 1))])[0]!, /not finished/)
  assert.match(uids([readDatagram(new Uint8Array(0))])[0]!, /no element/)
})

test('an end tag that never ends costs each byte once', () => {
  const stream = createCotStream()
  const { user } = process.cpuUsage()
  assert.deepEqual(stream.push(bytes(`<event uid="slow" type="a-f-G" time="2026-03-01T00:00:00Z"><point lat="1" lon="2"/></event${' '.repeat(900_000)}`)), [])
  for (let i = 0; i < 3000; i += 1) {
    stream.push(bytes(' '))
  }
  assert.ok(process.cpuUsage().user - user < 400_000, `${Math.round((process.cpuUsage().user - user) / 1000)} ms`)
  assert.deepEqual(uids(stream.push(bytes('>'))), ['slow'])
  const other = createCotStream()
  assert.deepEqual(uids([...other.push(bytes('<event uid="a" type="a-f-G" time="2026-03-01T00:00:00Z"><point lat="1" lon="2"/><detail><x></event ')), ...other.push(bytes(' x></x></detail></event  ')), ...other.push(bytes('  >'))]).length, 1)
})
