import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../../core/feed.ts'
import { fuzz, hear } from '../../test/codec-fuzz.ts'
import { crcIbm } from './crc.ts'
import { gt06, gt06Frame, sealed } from './gt06.ts'
import { h02 } from './h02.ts'
import { teltonika } from './teltonika.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (two) => Number.parseInt(two, 16))
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const whats = (heard: readonly Heard[]): string[] => heard.map((one) => (one.what === 'bad' ? one.reason : one.what === 'alarm' ? `${one.alarm}: ${one.text}` : one.what === 'text' ? `text ${one.text}` : one.what === 'position' ? `${one.fix.lat.toFixed(4)} ${one.fix.lon.toFixed(4)} ${one.fix.at === null ? 'now' : new Date(one.fix.at).toISOString().slice(0, 16)}` : one.what))
const facts = (heard: readonly Heard[]): unknown => heard.map((one) => (one.what === 'facts' || one.what === 'position' ? one.facts : null)).find((one) => one !== null)
const HERE = '4.3612 18.5550 2026-03-01T10:00'

const GT_LOGIN = hex('78 78 0d 01 01 23 45 67 89 01 23 45 00 01 8c dd 0d 0a')
const WHEN = '1a0301 0a0000'
const LATLON = '0077C63B 01FD87C0'.replace('0077C63B', Math.round(4.3612 * 1_800_000).toString(16).padStart(8, '0')).replace('01FD87C0', Math.round(18.555 * 1_800_000).toString(16).padStart(8, '0'))
/** Nine satellites, 36 km/h, 270°. */
const PLACE = `c9 ${LATLON} 24 150e`
const short = (protocol: number, content: string): Uint8Array => gt06Frame(protocol, [...hex(content)], [0, 2])
const long = (protocol: number, content: string): Uint8Array => {
  const body = hex(content)
  return sealed([0x79, 0x79, (body.length + 5) >> 8, (body.length + 5) & 255, protocol, ...body, 0, 2])
}
const gt = (frame: Uint8Array, login = GT_LOGIN, options = {}): Heard[] => hear(gt06, joined(login, frame), options).slice(1)

test('GT06: places in frames of single makers', () => {
  // Four bytes before the place; modules; a vehicle’s diagnosis; a dash camera; an address that is asked for; a fence.
  assert.deepEqual(whats(gt(short(0x34, `00000000 ${WHEN} ${PLACE} 0000 00009e7d 014e 0f c000 00004e99 00000000 04c3 01a4 42210000 00 20`))), [HERE])
  const unix = (Date.UTC(2026, 2, 1, 10) / 1000).toString(16)
  const modules = gt(long(0x70, `0033 0012 ${unix} 09 0172 ${LATLON} 24 150e 0018 0002 0172 002b 0001 14 0011 000a 012e02620000000000000001`))
  assert.deepEqual(whats(modules), [HERE, 'tamper: Taken apart', 'reply'])
  assert.deepEqual(facts(modules), { more: { batteryV: 3.7, altitudeAboveSeaM: 370, satellites: 9 } })
  for (const diagnosis of [0x65, 0x66, 0x8c]) {
    assert.deepEqual(whats(gt(long(diagnosis, `${WHEN} 01 2c 323130333d30303033 ${PLACE}`))), [HERE, 'reply'])
  }
  assert.deepEqual(whats(gt(short(0x95, `${WHEN} ${LATLON} 150e 93 00 00 4556454e54`))), [HERE, 'fall: Crash detected', 'reply'])
  assert.deepEqual(whats(gt(short(0x95, `${WHEN} ${LATLON} 150e 01 00 00`))), [HERE, 'sos: SOS button', 'reply'])
  const asked = gt(short(0x2a, `${WHEN} ${PLACE} ${'30'.repeat(21)} 0001`))
  assert.deepEqual(whats(asked), [HERE, 'reply'])
  assert.ok(asked[1]?.what === 'reply' && shown(asked[1].bytes).startsWith('7979') && Buffer.from(asked[1].bytes).includes('NA&&NA&&0##'))
  for (const other of [0x11, 0x1a, 0x1e]) {
    assert.deepEqual(whats(gt(short(other, `${WHEN} ${PLACE} 012e02 d075df 008489`))), [HERE, 'reply'], other.toString(16))
  }
  assert.deepEqual(whats(gt(short(0xa3, `${WHEN} ${PLACE} 39 01cc00 00009191 0000000009061703 04 05 04 01 01`))), [HERE, 'sos: SOS button', 'reply'])
  assert.deepEqual(whats(gt(long(0x21, `00000000 01 ${shown(ascii('Current position!Lat:N4.361200,Lon:E18.555000,Course:126.53,Speed:36.0000,DateTime:2026-03-01  10:00:00'))}`))), [HERE])
})

test('GT06: an answer with a place at a time that does not exist is none', () => {
  for (const when of ['2026-13-01  10:00:00', '2026-02-30  10:00:00', '2026-03-01  25:00:00', '0026-03-01  10:00:00']) {
    assert.deepEqual(whats(gt(long(0x21, `00000000 01 ${shown(ascii(`Current position!Lat:N4.361200,Lon:E18.555000,Course:126.53,Speed:36.0000,DateTime:${when}`))}`))), ['a place at a time that does not exist'])
  }
})

test('frames within frames of wrong checksums cost little more than any noise, and what comes after them is read', () => {
  const attacks = [
    { codec: teltonika, noise: hex('00000000 00001f00 08'), frame: joined(ascii('\0\u000f356307042441013')), after: ['reply'] },
    { codec: gt06, noise: hex('7979 0404 0d0a'), frame: GT_LOGIN, after: ['reply'] },
    { codec: h02, noise: ascii('*ab,'), frame: ascii('*HQ,123456789012345,V0,50#'), after: ['facts', 'reply'] },
  ]
  for (const { codec, noise, frame, after } of attacks) {
    const flood = Buffer.concat(Array<Uint8Array>(Math.floor(600_000 / noise.length)).fill(noise))
    const decoder = codec.make({})
    const { user } = process.cpuUsage()
    for (let at = 0; at < flood.length; at += 16_384) {
      decoder.push(flood.subarray(at, at + 16_384), 1000)
    }
    const took = (process.cpuUsage().user - user) / 1000
    assert.ok(took < 250, `${codec.name}: ${Math.round(took)} ms`)
    const heard = [...decoder.push(Buffer.alloc(20_000, 0x78), 1000), ...decoder.push(joined(...Array<Uint8Array>(3).fill(frame)), 1000), ...decoder.end(1000)]
    assert.deepEqual(whats(heard).filter((what) => after.includes(what)).slice(-after.length), after, codec.name)
  }
})

test('GT06: a long frame without a place is not read as one', () => {
  // Behind a length of nothing stand cells, whose bytes would be a place on Earth.
  const cells = '09 01fe0a 007c0009 1124 24 007c000911223000'
  assert.deepEqual(whats(gt(long(0x31, `${WHEN} 00 ${cells}`))), ['facts', 'reply'])
  assert.deepEqual(whats(gt(long(0x33, `${WHEN} 00 00 00 00 a3`))), ['facts', 'low-battery: Battery is low', 'reply'])
  assert.deepEqual(whats(gt(long(0x32, `${WHEN} 0c ${PLACE} 09 01fe0a 060f 006a1e 3f 00 00 01`))), [HERE, 'reply'])
})

test('GT06: cells of no length are passed over up to the status', () => {
  const zeros = gt(short(0x16, `${WHEN} ${PLACE} 00 ${'00'.repeat(45)} 7e 06 04 09 02`))
  assert.deepEqual(facts(zeros), { battery: 1, more: { ignition: true, charging: true, gsmSignal0to4: 4, satellites: 9 } })
})

test('GT06: states, cards and answers without a place', () => {
  const of = (frame: Uint8Array): unknown => facts(gt(frame))
  assert.deepEqual(of(short(0x94, '04eb')), { more: { externalV: 12.59 } })
  assert.deepEqual(of(long(0x94, '00 04eb')), { more: { externalV: 12.59 } })
  assert.deepEqual(of(long(0x94, '05 01')), { more: { door: true } })
  assert.deepEqual(of(long(0x94, '1b 02 08 4277efef 35 03')), { more: { driverCard: '4277efef' } })
  assert.deepEqual(of(long(0x9b, `03 02 ${shown(ascii('5900B48CEB8A'))} 03`)), { more: { driverCard: '5900B48CEB' } })
  assert.deepEqual(of(long(0x9b, '03 32382e33 a1e6 0d0a')), { more: { temperatureC: 28.3 } })
  assert.deepEqual(of(short(0x40, `${'00'.repeat(8)} 6903f2a0 55`)), { battery: 0.85 })
  // An SOS without satellites still calls.
  assert.deepEqual(whats(gt(short(0x19, '028f0a29e10036f1 20 03 04 01 02'))), ['facts', 'sos: SOS button', 'reply'])
  assert.deepEqual(whats(gt(short(0xa5, '01cc00 00009191 0000000009061703 04 05 04 01 01'))), ['facts', 'sos: SOS button', 'reply'])
  assert.deepEqual(whats(gt(short(0x15, `0c 00000000 ${shown(ascii('DYD=OK!!'))} 0001`))), ['text DYD=OK!!'])
  assert.deepEqual(whats(gt(long(0x21, '00000000 02 004f006b'))), ['text Ok'])
})

test('GT06: what holds nothing is answered and counted; what nobody knows is answered and kept', () => {
  for (const kind of [0x17, 0x28, 0x2c, 0x33, 0x36, 0x69, 0xa1, 0xa2, 0xf3]) {
    assert.deepEqual(whats(gt(short(kind, `${WHEN} 01cc00 287d 001f71`))), ['nothing', 'reply'], kind.toString(16))
  }
  assert.deepEqual(whats(gt(short(0x12, ''))), ['nothing', 'reply'])
  assert.deepEqual(whats(gt(short(0x80, '00'))), ['nothing'])
  assert.deepEqual(whats(gt(short(0xc5, '00'))), ['a frame of the kind 0xc5, which is not known here', 'reply'])
  // Networks without length and checksum; cut anywhere they are the same, and the next frame is found.
  const networks = (count: number): Uint8Array => joined(hex(`7878 ${count.toString(16).padStart(2, '0')} 69`), hex('260301100000'), hex('ac9e17b3080851'.repeat(count)), hex('02 00cc08 0c4e2fa564 0c4e2fa66e 0d0a'))
  for (const count of [0, 2, 8]) {
    const both = joined(GT_LOGIN, networks(count), short(0x13, '06 03 04 00 01'))
    for (const at of [GT_LOGIN.length + 3, GT_LOGIN.length + 9, GT_LOGIN.length + 20]) {
      const decoder = gt06.make({})
      const heard = [...decoder.push(both.subarray(0, at), 0), ...decoder.push(both.subarray(at), 0)]
      assert.deepEqual(whats(heard), ['reply', 'nothing', 'reply', 'facts', 'reply'], `${count} networks, cut at ${at}`)
    }
  }
})

test('GT06: the zone a tracker names at its login is that of its times', () => {
  // Content: IMEI, type, zone – east 8 h is 0x3200, west 4 h 30 min 0x2b28 | 8.
  const login = (zone: number): Uint8Array => gt06Frame(1, [...hex('0123456789012345 a001'), zone >> 8, zone & 255], [0, 1])
  assert.deepEqual(whats(gt(short(0x12, `${WHEN} ${PLACE}`), login(800 << 4))), ['4.3612 18.5550 2026-03-01T02:00'])
  assert.deepEqual(whats(gt(short(0x12, `${WHEN} ${PLACE}`), login((430 << 4) | 8))), ['4.3612 18.5550 2026-03-01T14:30'])
  assert.deepEqual(whats(gt(short(0x12, `${WHEN} ${PLACE}`), login(0))), [HERE])
  assert.deepEqual(whats(gt(short(0x12, `${WHEN} ${PLACE}`), login(800 << 4), { utcOffsetMin: 0 })), [HERE])
})

test('GT06: hostile input of the rarer frames', () => fuzz(gt06, joined(GT_LOGIN, long(0x70, `0033 0012 69000000 09 0172 ${LATLON} 24 150e`), short(0x95, `${WHEN} ${LATLON} 150e 93`), long(0x32, `${WHEN} 00 09 01fe0a`), short(0x15, '0c 00000000 414243'))))

test('H02: a place with its day alone, other kinds of places, signs of life, cells', () => {
  const now = Date.UTC(2026, 2, 1, 12)
  const of = (text: string): string[] => whats(h02.make({}).push(ascii(text), now))
  assert.deepEqual(of('*hq,356327080425330,VP1,A,0421.6720,N,01833.3000,E,0.48,0.0000,010326#'), ['4.3612 18.5550 now'])
  assert.deepEqual(of('*hq,356327080425330,VP1,A,0421.6720,N,01833.3000,E,0.48,0.0000,010226#'), ['a place of another day without a time of day'])
  assert.deepEqual(of('*hq,356327080425330,VP1,A,9921.6720,N,01833.3000,E,0.48,0.0000,010326#'), ['a place or its day cannot be read'])
  assert.deepEqual(of('*hq,356327080425330,VP1,V,470,002,92,3565,0Y92,19433,30#'), ['nothing'])
  assert.deepEqual(of('*HQ,4106012736,V6,100000,A,0421.6720,N,01833.3000,E,0.1,158,010326,FFFFFFFF,310,26#'), [HERE])
  assert.deepEqual(of('*HQ,4106012736,V1,100000,A,04-21.6720,N,018-33.3000,E,0.1,158,010326,FFFFFFFF#'), [HERE, 'reply'])
  assert.deepEqual(of('*HQ,4106012736,V1,100000,A,-04-1.6720,S,-018-33.3000,W,0.1,158,010326,FFFFFFFF#'), ['-4.0279 -18.5550 2026-03-01T10:00', 'reply'])
  assert.deepEqual(of('*HQ,4106012736,V0,55#'), ['facts', 'reply'])
  assert.deepEqual(of('*HQ,123456789012345,XT,1,100#'), ['nothing'])
  assert.deepEqual(of('*HQ,4106012736,V3,100000,46000,1,4106,12736,26,10F4,1,X,010326,FFFFFFFF#'), ['nothing'])
})

const TELTONIKA_LOGIN = joined(hex('000f'), ascii('356307042441013'))
function packet(data: Uint8Array): Uint8Array {
  const [head, tail] = [new Uint8Array(8), new Uint8Array(4)]
  new DataView(head.buffer).setUint32(4, data.length)
  new DataView(tail.buffer).setUint32(0, crcIbm(data, 0, data.length))
  return joined(head, data, tail)
}

test('Teltonika: codec 7 of the first trackers, answers to commands, signs of life', () => {
  const of = (data: Uint8Array): Heard[] => hear(teltonika, joined(TELTONIKA_LOGIN, packet(data))).slice(1)
  const place = new DataView(new ArrayBuffer(8))
  place.setFloat32(0, 4.3612)
  place.setFloat32(4, 18.555)
  const seconds = (Date.UTC(2026, 2, 1, 10) - Date.UTC(2007, 0, 1)) / 1000
  // Place, height, course, speed and satellites; elements of one byte: battery 85 %, button pressed.
  const record = joined(hex(seconds.toString(16).padStart(8, '0')), hex('03 1f'), new Uint8Array(place.buffer), hex('0172 c0 24 09 02 01 55 de 01'))
  const old = of(joined(hex('07 01'), record, hex('01')))
  assert.deepEqual(whats(old), [HERE, 'sos: Alarm button', 'reply'])
  assert.ok(old[0]?.what === 'position')
  assert.deepEqual([old[0].fix.courseDeg, old[0].fix.speedMs, old[0].facts], [270, 10, { battery: 0.85, more: { satellites: 9, altitudeAboveSeaM: 370 } }])
  assert.deepEqual(whats(of(joined(hex('07 02'), record, hex('02')))), ['the records are longer than their packet'])
  const text = ascii('GPS:1 Sat:9')
  const said = (codec: number, before: string): Heard[] => of(joined(Uint8Array.of(codec, 1, 6, 0, 0, 0, text.length + hex(before).length), hex(before), text, Uint8Array.of(1)))
  assert.deepEqual(whats(said(12, '')), ['text GPS:1 Sat:9'])
  assert.deepEqual(said(13, '69a40e20')[0], { what: 'text', subject: 'imei:356307042441013', at: 0x69a40e20 * 1000, text: 'GPS:1 Sat:9' })
  assert.deepEqual(whats(said(14, '0356307042441013')), ['text GPS:1 Sat:9'])
  assert.deepEqual(whats(said(15, '69a40e20 0356307042441013')), ['text GPS:1 Sat:9'])
  // A picture of its camera is no text.
  assert.deepEqual(whats(of(hex('0c 01 0d 00000005 0100000001 01'))), ['nothing'])
  const decoder = teltonika.make({})
  assert.deepEqual(whats([...decoder.push(TELTONIKA_LOGIN, 0), ...decoder.push(Uint8Array.of(0xff), 0), ...decoder.push(packet(joined(hex('07 01'), record, hex('01'))), 0)]), ['reply', 'nothing', HERE, 'sos: Alarm button', 'reply'])
})
