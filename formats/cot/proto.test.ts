import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COT_EVENT } from '../../test/cot-arbitrary.ts'
import type { CotElement, CotEvent, TakMessage } from './event.ts'
import { readTakMessage, readTakMessageAnew } from './proto-read.ts'
import { writeTakMessage } from './proto-write.ts'

const event = (detail: CotElement[]): CotEvent => ({ uid: 'A', type: 'a-f-G', how: 'm-g', time: 1, start: 2, stale: 3, point: { lat: 1, lon: 2, hae: null, ce: 5, le: null }, access: '', qos: '', opex: '', detail, extra: null })
const contains = (bytes: Uint8Array, text: string): boolean => new TextDecoder('latin1').decode(bytes).includes(text)

/** Typed elements come first after a round trip; the order of the others and of equal names stays. */
function sorted(value: CotEvent): CotEvent {
  return { ...value, detail: value.detail.map((element) => (element.name === 'track' ? { ...element, attrs: element.attrs.map((text) => (/^-?\d/u.test(text) ? String(Number(text)) : text)) } : element)).map((element) => ({ ...element, attrs: byName(element) })).toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) }
}

function byName(element: CotElement): string[] {
  return element.attrs.flatMap((name, i) => (i % 2 === 0 ? [[name, element.attrs[i + 1]!]] : [])).toSorted(([a], [b]) => (a! < b! ? -1 : 1)).flat()
}

test('every event comes through the protocol with all it had', () => {
  fc.assert(fc.property(COT_EVENT, (value) => {
    const read = readTakMessage(writeTakMessage({ control: null, event: value }))
    assert.ok(read.ok, read.ok ? '' : read.reason)
    assert.deepEqual(sorted(read.value.event!), sorted(value))
    // A second time it stays byte for byte.
    const once = writeTakMessage({ control: null, event: read.value.event })
    const twice = readTakMessage(once)
    assert.ok(twice.ok)
    assert.deepEqual(writeTakMessage({ control: null, event: twice.value.event }), once)
  }), { numRuns: 300 })
})

test('an element goes typed as a whole or stays XML as a whole', () => {
  const whole: [CotElement, boolean][] = [
    [{ name: 'contact', attrs: ['callsign', 'ALFA'], nodes: [] }, true],
    [{ name: 'contact', attrs: ['callsign', 'ALFA', 'phone', '1'], nodes: [] }, false],
    [{ name: 'contact', attrs: ['endpoint', '*:-1:stcp'], nodes: [] }, false],
    [{ name: 'contact', attrs: ['callsign', 'ALFA', 'endpoint', ''], nodes: [] }, false],
    [{ name: 'contact', attrs: ['callsign', 'ALFA'], nodes: ['x'] }, false],
    [{ name: 'status', attrs: ['battery', '87'], nodes: [] }, true],
    [{ name: 'status', attrs: ['battery', '87.5'], nodes: [] }, false],
    [{ name: 'status', attrs: ['battery', '87', 'readiness', 'true'], nodes: [] }, false],
    [{ name: 'track', attrs: ['course', '1.50', 'speed', '0'], nodes: [] }, true],
    [{ name: 'track', attrs: ['course', '1', 'speed', '0', 'slope', '3'], nodes: [] }, false],
    [{ name: 'track', attrs: ['course', 'NaN', 'speed', '0'], nodes: [] }, false],
    [{ name: 'precisionlocation', attrs: ['altsrc', '???'], nodes: [] }, false],
    [{ name: 'toString', attrs: [], nodes: [] }, false],
  ]
  for (const [element, typed] of whole) {
    assert.equal(contains(writeTakMessage({ control: null, event: event([element]) }), `<${element.name}`), !typed, JSON.stringify(element))
  }
  const twice = event([{ name: 'contact', attrs: ['callsign', 'A'], nodes: [] }, { name: 'contact', attrs: ['callsign', 'B'], nodes: [] }])
  const read = readTakMessage(writeTakMessage({ control: null, event: twice }))
  assert.ok(read.ok)
  assert.deepEqual(read.value.event!.detail, twice.detail)
})

test('control alone, caveat and release travel in their fields', () => {
  const message: TakMessage = { control: { minProtoVersion: 1, maxProtoVersion: 300, contactUid: 'ANDROID-1' }, event: null }
  assert.deepEqual(readTakMessage(writeTakMessage(message)), { ok: true, value: message })
  const marked: CotEvent = { ...event([]), extra: { eventAttrs: ['caveat', 'FOUO', 'releaseableTo', 'UN'], pointAttrs: [], children: [], detailAttrs: [], detailText: '' } }
  assert.deepEqual(readTakMessage(writeTakMessage({ control: null, event: marked })), { ok: true, value: { control: null, event: marked } })
})

test('long texts and many of them: lengths of one to four bytes', () => {
  for (const length of [0, 1, 127, 128, 16_383, 16_384, 200_000]) {
    const value = event([{ name: 'remarks', attrs: [], nodes: length === 0 ? [] : ['é'.repeat(length)] }])
    const read = readTakMessage(writeTakMessage({ control: null, event: value }))
    assert.ok(read.ok)
    assert.deepEqual(read.value.event, value)
  }
})

test('what is not known is passed over', () => {
  const plain = writeTakMessage({ control: null, event: event([]) })
  // Fields 3 (bytes), 4 (varint), 5 (64 bits), 6 (32 bits).
  const more = Uint8Array.of(0x1a, 2, 9, 9, 0x20, 0x96, 0x01, 0x29, 1, 2, 3, 4, 5, 6, 7, 8, 0x35, 1, 2, 3, 4)
  assert.deepEqual(readTakMessage(Uint8Array.of(...more, ...plain, ...more)), readTakMessage(plain))
})

test('cut off at each byte, spoiled or noise: a reason, never an error', () => {
  const whole = writeTakMessage({ control: { minProtoVersion: 1, maxProtoVersion: 1, contactUid: 'x' }, event: event([{ name: 'contact', attrs: ['callsign', 'ALFA'], nodes: [] }, { name: 'x', attrs: ['y', 'é'], nodes: [] }, { name: 'track', attrs: ['speed', '1', 'course', '2'], nodes: [] }]) })
  let refused = 0
  for (let length = 1; length < whole.length; length += 1) {
    const read = readTakMessage(whole.subarray(0, length))
    refused += read.ok ? 0 : 1
    assert.ok(!read.ok || read.value.event === null, `cut at ${length}`)
  }
  assert.ok(refused > whole.length / 2)
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 }), (noise, at, byte) => {
    readTakMessage(noise)
    const spoiled = whole.slice()
    spoiled[at] = byte
    const read = readTakMessage(spoiled)
    assert.ok(read.ok || read.reason.length > 0)
  }), { numRuns: 1000 })
})

test('xmlDetail is read under the same rules as XML', () => {
  const hostile = writeTakMessage({ control: null, event: event([{ name: 'aaaaaaaaaaaa', attrs: [], nodes: [] }]) })
  const text = '<!DOCTYPE x>  '
  const at = new TextDecoder('latin1').decode(hostile).indexOf('<aaaaaaaaaaaa')
  const bytes = hostile.slice()
  bytes.set(new TextEncoder().encode(text.slice(0, '<aaaaaaaaaaaa/>'.length)), at)
  const read = readTakMessage(bytes)
  assert.match(read.ok ? '' : read.reason, /xmlDetail.*DOCTYPE/)
})

/** A message whose fields stand in the order of their numbers, as programs with a library write them, or in ours. */
function moving(uid: string, i: number, battery: number, numbered: boolean): Uint8Array {
  const value: CotEvent = { ...event([
    { name: 'takv', attrs: ['device', 'D é', 'platform', 'P', 'os', '33', 'version', '4'], nodes: [] }, { name: 'contact', attrs: ['endpoint', '*:-1:stcp', 'callsign', `${uid} 1`], nodes: [] },
    { name: 'status', attrs: ['battery', String(battery)], nodes: [] }, { name: 'track', attrs: ['speed', '1.5', 'course', String(i % 360)], nodes: [] }, { name: 'uid', attrs: ['Droid', uid], nodes: [] }, { name: 'link', attrs: [], nodes: [{ name: 'b', attrs: [], nodes: [] }, 't'] },
  ]), uid, time: 1_700_000_000_000 + i, point: { lat: (i % 600) / 7, lon: -(i % 180), hae: null, ce: 5, le: null } }
  const ours = writeTakMessage({ control: null, event: value })
  const at = ours.lastIndexOf(58, ours.lastIndexOf(0x0a) - 1)
  if (!numbered || ours[at + 1] !== 18 || ours[at + 20] !== 0x0a) {
    return ours
  }
  // `xmlDetail`, which comes last with us, before the course and speed.
  return Uint8Array.of(...ours.subarray(0, at), ...ours.subarray(at + 20), ...ours.subarray(at, at + 20))
}

test('what a sender wrote before is given again only where it is written again: messages in a row are read as each alone', () => {
  assert.notDeepEqual(moving('A', 1, 90, true), moving('A', 1, 90, false))
  const spoil = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 3 }), fc.uint8Array({ maxLength: 4 }))
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('A', 'B', 'A-B'), fc.boolean(), fc.boolean(), spoil), { minLength: 20, maxLength: 60 }), (messages) => {
    messages.forEach(([uid, numbered, spoiled, [where, length, change]], i) => {
      let bytes = moving(uid, i, 90 - Math.floor(i / 12), numbered)
      const at = Math.floor(where * bytes.length)
      bytes = spoiled && i % 3 === 0 ? Uint8Array.of(...bytes.subarray(0, at), ...change, ...bytes.subarray(at + length)) : bytes
      assert.deepEqual(readTakMessage(bytes), readTakMessageAnew(bytes))
    })
  }), { numRuns: 100 })
})

test('courses and speeds twice, none, or in XML besides; text between the elements: remembered or not, the same is read', () => {
  const track = (course: number): Uint8Array => writeTakMessage({ control: null, event: event([{ name: 'track', attrs: ['speed', '1', 'course', String(course)], nodes: [] }]) }).slice(-20)
  const contact = (callsign: string): Uint8Array => Uint8Array.of(18, 2 + callsign.length, 18, callsign.length, ...new TextEncoder().encode(callsign))
  const xml = (text: string): Uint8Array => Uint8Array.of(10, text.length, ...new TextEncoder().encode(text))
  const whole = (...parts: Uint8Array[]): Uint8Array => {
    const detail = parts.flatMap((one) => [...one])
    const inner = [10, 1, 97, 42, 1, 85, 48, 1, 122, detail.length, ...detail]
    return Uint8Array.of(18, inner.length, ...inner)
  }
  const shapes = [[contact('A'), track(1)], [contact('A'), track(2), track(3)], [contact('A')], [contact('A'), track(4), xml('<b/>')], [contact('A'), track(5), xml('<b/>')], [contact('A'), track(6), xml('<track x="1"/>')], [contact('A'), track(7), xml('t<b/>')], [xml('<track x="1"/>'), track(8)], [track(9), contact('A')], [contact('A'), xml('')], [contact('A'), contact('B'), track(1)]]
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(shapes.length - 1), fc.integer({ min: 1, max: 12 })), { maxLength: 30 }), (runs) => {
    for (const [which, times] of runs) {
      for (let i = 0; i < times; i += 1) {
        const bytes = whole(...shapes[which]!)
        assert.deepEqual(readTakMessage(bytes), readTakMessageAnew(bytes))
      }
    }
  }))
})

test('what is remembered of senders is forgotten when too many come', () => {
  for (let i = 0; i < 8_000; i += 1) {
    const read = readTakMessage(moving(`device-${i % 2_600}`, i, 50, false))
    assert.ok(read.ok)
    assert.deepEqual([read.value.event!.uid, read.value.event!.detail.find(({ name }) => name === 'uid')?.attrs[1]], [`device-${i % 2_600}`, `device-${i % 2_600}`])
  }
})
