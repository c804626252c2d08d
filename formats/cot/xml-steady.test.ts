import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COT_LIMITS, type CotEvent, type CotFrame } from './event.ts'
import { fixOf } from './heard.ts'
import { createCotStream } from './stream.ts'
import { readCot } from './xml.ts'
import { fixOfSteady, learnSteady, SteadyEvent } from './xml-steady.ts'

const latin1 = (bytes: Uint8Array, from: number, to: number): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', from, to)
let made = 0

type Said = { lat: string; lon: string; hae: string; ce: string; le: string; at: number; course: string; speed: string; battery: number }
type Shape = { uid: string; declared: boolean; callsign: string; how: string; track: 'none' | 'short' | 'long' | 'deep' | 'said twice'; spaced: boolean }

function text({ uid, declared, callsign, how, track, spaced }: Shape, said: Said): string {
  const time = new Date(said.at).toISOString()
  const space = spaced ? '\n  ' : ''
  const moves = ` course="${said.course}" speed="${said.speed}"`
  const tracks = { none: '', short: `<track${moves}/>`, long: `<track version="1"${moves} slope="${said.speed}"></track>`, deep: `<group><track${moves}/></group>`, 'said twice': `<track${moves}/><!-- <track -->` }[track]
  return `${declared ? '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' : ''}<event version="2.0" uid="${uid}" type="a-f-G-U-C" time="${time}" start="${time}" stale="${new Date(said.at + 300_000).toISOString()}" how="${how}">${space}<point lat="${said.lat}" lon="${said.lon}" hae="${said.hae}" ce="${said.ce}" le="${said.le}"/>${space}<detail><contact endpoint="*:-1:stcp" callsign="${callsign}"/><status battery="${said.battery}"/>${tracks}<odd a='1'><deep>äöü ⚑</deep></odd></detail></event>`
}

const plain = ({ uid, type, how, time, start, stale, point, access, qos, opex, detail, extra }: CotEvent): CotEvent => ({ uid, type, how, time, start, stale, point, access, qos, opex, detail, extra })

/** What comes out of a stream whose positions are learnt from, with what was read of each. */
function through(pieces: Iterable<Uint8Array>): { steady: number; out: { bytes: Uint8Array; event: CotEvent | string }[] } {
  const stream = createCotStream(COT_LIMITS.bytes, latin1)
  let steady = 0
  const out: { bytes: Uint8Array; event: CotEvent | string }[] = []
  const take = (frame: CotFrame): void => {
    if (frame.what === 'xml' && frame.event instanceof SteadyEvent) {
      steady += 1
      assert.deepEqual(fixOfSteady(frame.event, `cot:${frame.event.uid}`), fixOf(plain(frame.event)))
      out.push({ bytes: frame.bytes, event: plain(frame.event) })
      return
    }
    const read = readCot(frame.bytes)
    if (read.ok) {
      learnSteady(frame, read.value)
    }
    out.push({ bytes: frame.bytes, event: read.ok ? read.value : read.reason })
  }
  for (const piece of pieces) {
    const chunk = piece.slice()
    stream.push(chunk).forEach(take)
    chunk.fill(0x3c)
  }
  stream.end().forEach(take)
  return { steady, out }
}

const DEGREES = fc.oneof(fc.double({ min: -80, max: 80, noNaN: true }).map((value) => value.toFixed(7)), fc.constantFrom('0', '-0.0', '4.', '.5', '+4.5', '1e-3', ' 4', '95', 'x', '', '4.5.5', '-', '9999999.0', '00012.50', '1234567890123456789.5'))
const SAID: fc.Arbitrary<Said> = fc.record({
  lat: DEGREES, lon: DEGREES, hae: DEGREES, ce: DEGREES, le: DEGREES, course: DEGREES, speed: DEGREES,
  at: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 31) }), battery: fc.constantFrom(80, 80, 80, 80, 79),
})
const SHAPE: fc.Arbitrary<Shape> = fc.record({
  uid: fc.constantFrom('DEV', 'DEV-ä', 'D&amp;V').map((uid) => `${uid}-${made++}`), declared: fc.boolean(), callsign: fc.constantFrom('ALFA 1', 'أحمد', 'ß&lt;'), how: fc.constantFrom('m-g', 'h-e', 'm-r'),
  track: fc.constantFrom('none', 'short', 'long', 'deep', 'said twice'), spaced: fc.boolean(),
})

test('a steady report says what it says when it is read whole, and comes out byte for byte, however the stream is cut', () => {
  fc.assert(fc.property(fc.array(SHAPE, { minLength: 1, maxLength: 3 }), fc.array(fc.tuple(fc.nat(2), SAID), { minLength: 6, maxLength: 30 }), fc.integer({ min: 1, max: 3000 }), (shapes, says, size) => {
    const texts = says.map(([who, said]) => text(shapes[who % shapes.length]!, said))
    const whole = new TextEncoder().encode(texts.join('\n'))
    const pieces: Uint8Array[] = []
    for (let at = 0; at < whole.length; at += size) {
      pieces.push(whole.subarray(at, at + size))
    }
    const { out } = through(pieces)
    assert.equal(out.length, texts.length)
    texts.forEach((one, i) => {
      const bare = new TextEncoder().encode(one.slice(one.indexOf('<event')))
      const read = readCot(bare)
      assert.deepEqual(Buffer.from(out[i]!.bytes).toString(), Buffer.from(bare).toString())
      assert.deepEqual(out[i]!.event, read.ok ? read.value : read.reason)
    })
  }), { numRuns: 300 })
})

const moves = (n: number): Said => ({ lat: (4 + n / 1e5).toFixed(7), lon: '18.5', hae: '380.2', ce: '4.5', le: '9999999.0', at: Date.UTC(2026, 2, 1) + n * 1000, course: String(n % 360), speed: '1.5', battery: 80 })
const shape = (): Shape => ({ uid: `STEADY-${made++}`, declared: true, callsign: 'ALFA', how: 'm-g', track: 'short', spaced: false })
const one = (texts: readonly string[]): Uint8Array[] => texts.map((each) => new TextEncoder().encode(each))

test('of a device that only moves nearly every report is steady', () => {
  const device = shape()
  const { steady, out } = through(one(Array.from({ length: 100 }, (_, n) => text(device, moves(n)))))
  assert.ok(steady >= 97 && out.length === 100, String(steady))
})

test('a report that says something else is read whole, and what was learnt before is not believed of it', () => {
  const device = shape()
  const texts = Array.from({ length: 10 }, (_, n) => text(device, moves(n)))
  texts[7] = texts[7]!.replace('callsign="ALFA"', 'callsign="BRAV"')
  texts[8] = texts[8]!.replace('<odd ', '<__emergency type="911"/><odd ')
  const { out } = through(one(texts))
  const said = out.map(({ event }) => (typeof event === 'string' ? event : event.detail.map(({ name, attrs }) => `${name} ${attrs.at(-1)}`).join(' ')))
  assert.ok(said[6]!.includes('ALFA') && said[7]!.includes('BRAV') && said[8]!.includes('__emergency 911') && said[9]!.includes('ALFA'))
})

test('nothing is believed on account of a uid: who uses that of another is read as written', () => {
  const device = shape()
  const texts = Array.from({ length: 6 }, (_, n) => text(device, moves(n)))
  const liar = text({ ...device, callsign: 'MALLORY', how: 'h-e' }, moves(9))
  const { out } = through(one([...texts, liar]))
  const last = out.at(-1)!.event as CotEvent
  assert.deepEqual([last.how, last.detail[0]!.attrs.at(-1)], ['h-e', 'MALLORY'])
})

test('a device whose reports are of very many elements is not remembered: it would be all memory', () => {
  const report = (n: number, elements: number) => Buffer.from(`<event version="2.0" uid="many-${elements}" type="a-f-G-U-C" time="2026-03-01T10:00:${10 + n}.000Z" start="2026-03-01T10:00:${10 + n}.000Z" stale="2026-03-01T10:05:00.000Z" how="m-g"><point lat="4.${n}" lon="18.5" hae="400.0" ce="5.0" le="5.0"/><detail>${'<a/>'.repeat(elements)}</detail></event>`)
  const steady = (elements: number): number => through(Array.from({ length: 20 }, (_, n) => report(n, elements))).steady
  assert.ok(steady(12) > 10)
  assert.equal(steady(300), 0)
})
