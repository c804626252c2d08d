import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Codec, Heard } from '../../core/feed.ts'
import { fuzz, hear } from '../../test/codec-fuzz.ts'
import { crcIbm, crcX25 } from './crc.ts'
import { gt06, gt06Frame } from './gt06.ts'
import { h02 } from './h02.ts'
import { teltonika } from './teltonika.ts'

const hex = (text: string): Uint8Array => Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (two) => Number.parseInt(two, 16))
const shown = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)
const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const whats = (heard: readonly Heard[]): string[] => heard.map((one) => (one.what === 'bad' ? one.reason : one.what === 'reply' ? `reply ${shown(one.bytes)}` : one.what === 'alarm' ? `${one.alarm}: ${one.text}` : one.what))

const LOGIN = joined(hex('000f'), ascii('356307042441013'))
const AT = Date.UTC(2026, 2, 1, 10)

/** One packet of a codec with one record; `io` is everything from the event to the end of the elements. */
function packet(codec: number, io: string, { priority = 0, satellites = 9, lon = 185_550_000, lat = 43_612_000, count = 1 } = {}): Uint8Array {
  const record = new Uint8Array(24)
  const view = new DataView(record.buffer)
  view.setBigUint64(0, BigInt(AT))
  view.setUint8(8, priority)
  view.setInt32(9, lon)
  view.setInt32(13, lat)
  view.setInt16(17, 370)
  view.setUint16(19, 270)
  view.setUint8(21, satellites)
  view.setUint16(22, 36)
  const data = joined(Uint8Array.of(codec, count), record, hex(io), Uint8Array.of(count))
  const head = new Uint8Array(8)
  new DataView(head.buffer).setUint32(4, data.length)
  const tail = new Uint8Array(4)
  new DataView(tail.buffer).setUint32(0, crcIbm(data, 0, data.length))
  return joined(head, data, tail)
}
const IO8 = 'ef 04 02 ef 01 71 55 01 42 30 39 01 10 00 01 86 a0 00'

test('Teltonika: login, record and acknowledgement', () => {
  const heard = hear(teltonika, joined(LOGIN, packet(8, IO8)))
  assert.deepEqual(whats(heard), ['reply 01', 'position', 'reply 00000001'])
  const [, place] = heard
  assert.deepEqual(place, {
    what: 'position',
    fix: { subject: 'imei:356307042441013', at: AT, lon: 18.555, lat: 4.3612, altM: null, speedMs: 10, courseDeg: 270, accuracyM: null, source: 'gps' },
    facts: { battery: 0.85, more: { ignition: true, externalV: 12.345, odometerKm: 100, satellites: 9, altitudeAboveSeaM: 370 } },
  })
})

test('Teltonika: the packets of the published description', () => {
  const described = ['000000000000003608010000016B40D8EA30010000000000000000000000000000000105021503010101425E0F01F10000601A014E0000000000000000010000C7CF', '000000000000004A8E010000016B412CEE000100000000000000000000000000000000010005000100010100010011001D00010010015E2C880002000B000000003544C87A000E000000001DD7E06A00000100002994', '000000000000005F10020000016BDBC7833000000000000000000000000000000000000B05040200010000030002000B00270042563A00000000016BDBC7871800000000000000000000000000000000000B05040200010000030002000B00260042563A00000200005FB3']
  const [eight, extended, sixteen] = described.map((text) => hear(teltonika, joined(LOGIN, hex(text))).slice(1))
  assert.deepEqual(eight, [{ what: 'facts', subject: 'imei:356307042441013', facts: { more: { gsmSignal0to5: 3, input1: true, externalV: 24.079, operatorCode: 24602, io78: 0, satellites: 0 } } }, { what: 'reply', bytes: Uint8Array.of(0, 0, 0, 1) }])
  assert.deepEqual(whats(extended!), ['facts', 'reply 00000001'])
  assert.deepEqual(whats(sixteen!), ['facts', 'facts', 'reply 00000002'])
})

test('Teltonika: panic, crash and unplugging call for help; without satellites there is no place', () => {
  const of = (bytes: Uint8Array): string[] => whats(hear(teltonika, joined(LOGIN, bytes))).slice(1, -1)
  assert.deepEqual(of(packet(8, '00 00 00 00 00 00', { priority: 2 })), ['position', 'sos: Panic button'])
  assert.deepEqual(of(packet(8, 'f7 01 01 f7 01 00 00 00')), ['position', 'fall: Crash detected'])
  assert.deepEqual(of(packet(8, 'fc 01 01 fc 00 00 00 00')), ['position'])
  assert.deepEqual(of(packet(0x8e, '00fc 0001 0001 00fc 01 0000 0000 0000 0001 0101 0002 abcd')), ['position', 'power-cut: Unplugged'])
  assert.deepEqual(of(packet(8, IO8, { satellites: 0 })), ['facts'])
})

test('Teltonika: the key of a driver is told to its last digit', () => {
  const [, heard] = hear(teltonika, joined(LOGIN, packet(8, '4e 01 00 00 00 01 4e 01000b00791c1793')))
  assert.ok(heard?.what === 'position')
  assert.equal(heard.facts?.more?.['io78'], '01000b00791c1793')
})

test('Teltonika: strangers, packets before login, wrong sums and counts', () => {
  const of = (bytes: Uint8Array, options = {}): string[] => whats(hear(teltonika, bytes, options))
  assert.deepEqual(of(packet(8, IO8)), ['a packet before the tracker said who it is'])
  assert.deepEqual(of(packet(8, IO8), { device: '356307042441013' }), ['position', 'reply 00000001'])
  assert.deepEqual(of(joined(LOGIN, packet(8, IO8)), { imeis: '111111111111111, 222222222222222' }), ['reply 00', 'the tracker 356307042441013 is not among those of this feed', 'a packet before the tracker said who it is'])
  assert.deepEqual(of(joined(LOGIN, packet(8, IO8, { count: 2 }))), ['reply 01', 'the records are longer than their packet'])
  const wrong = packet(8, IO8)
  wrong[20]! ^= 1
  assert.deepEqual(of(joined(LOGIN, wrong, packet(8, IO8))), ['reply 01', 'the checksum of a packet is wrong', 'position', 'reply 00000001'])
})

test('Teltonika: a datagram names its tracker and is acknowledged by number', () => {
  const inner = packet(8, IO8).slice(8, -4)
  const rest = joined(hex('cafe 01 05 000f'), ascii('356307042441013'), inner)
  const heard = hear(teltonika, joined(Uint8Array.of(0, rest.length), rest, Uint8Array.of(10)))
  assert.deepEqual(whats(heard), ['position', 'reply 0005cafe010501'])
})

test('Teltonika: hostile input', () => fuzz(teltonika, joined(LOGIN, packet(8, IO8), packet(0x8e, '00fc 0001 0001 00fc 01 0000 0000 0000 0000'))))

const GT_LOGIN = hex('78 78 0d 01 01 23 45 67 89 01 23 45 00 01 8c dd 0d 0a')
const gt = (protocol: number, content: string): Uint8Array => gt06Frame(protocol, [...hex(content)], [0, 2])
/** 1 March 2026 10:00:00, nine satellites, 4.3612 N 18.555 E, 36 km/h, 270°. */
const GT_PLACE = `1a0301 0a0000 c9 ${(4.3612 * 1_800_000).toString(16).split('.')[0]!.padStart(8, '0')} ${(18.555 * 1_800_000).toString(16).split('.')[0]!.padStart(8, '0')} 24 150e`
const CELL = '09 01cc00 2878 001fb8 00'

test('GT06: the login and place of the published description', () => {
  const heard = hear(gt06, joined(GT_LOGIN, hex('78 78 1f 12 0b 08 1d 11 2e 10 cf 02 7a c7 eb 0c 46 58 49 00 14 8f 01 cc 00 28 7d 00 1f b8 00 03 80 81 0d 0a')))
  assert.deepEqual(whats(heard), ['reply 787805010001d9dc0d0a', 'position'])
  const [, place] = heard
  assert.ok(place?.what === 'position')
  assert.deepEqual([place.fix.subject, new Date(place.fix.at!).toISOString(), place.fix.lat.toFixed(5), place.fix.lon.toFixed(5), place.fix.speedMs, place.fix.courseDeg], ['imei:123456789012345', '2011-08-29T17:46:16.000Z', '23.11167', '114.40928', 0, 143])
})

test('GT06: alarms, heartbeats, long frames, time', () => {
  const of = (bytes: Uint8Array, options = {}): Heard[] => hear(gt06, joined(GT_LOGIN, bytes), options).slice(1)
  const alarm = of(gt(0x26, `${GT_PLACE} ${CELL.replace(/ 00$/, '')} 46 04 03 01 01`))
  assert.deepEqual(whats(alarm).map((one) => one.slice(0, 16)), ['position', 'sos: SOS button', 'reply 7878052600'])
  assert.ok(alarm[0]?.what === 'position')
  assert.deepEqual(alarm[0].facts, { battery: 0.67, more: { ignition: true, charging: true, gsmSignal0to4: 3, satellites: 9 } })
  assert.deepEqual([alarm[0].fix.lon.toFixed(4), alarm[0].fix.lat.toFixed(4), alarm[0].fix.speedMs, alarm[0].fix.courseDeg], ['18.5550', '4.3612', 10, 270])
  assert.deepEqual(of(gt(0x13, '06 03 04 00 01'))[0], { what: 'facts', subject: 'imei:123456789012345', facts: { battery: 0.5, more: { ignition: true, charging: true, gsmSignal0to4: 4 } } })
  assert.deepEqual(whats(of(gt(0x13, '20 03 04 00 01'))).slice(0, 2), ['facts', 'sos: SOS button'])
  const [ahead] = of(gt(0x22, `${GT_PLACE} 01cc00 2878 001fb8 01 00 00`), { utcOffsetMin: 60 })
  assert.ok(ahead?.what === 'position' && ahead.fix.at === AT - 3_600_000 && ahead.facts?.more?.['ignition'] === true)
  assert.deepEqual(whats(of(gt(0x12, GT_PLACE.replace('150e', '050e')))), ['facts'])
  assert.deepEqual(whats(of(gt(0x8a, ''))).map((one) => one.slice(0, 26)), [`reply 78780b8a1a03010c0000`])
  assert.deepEqual(whats(of(gt(0x12, GT_PLACE.replace('1a0301', '1a0d01')))), ['a place at a time that does not exist'])
  const { length } = GT_LOGIN
  assert.deepEqual(whats(hear(gt06, GT_LOGIN, { imeis: '1' })).slice(0, 1), ['the tracker 123456789012345 is not among those of this feed'])
  assert.equal(whats(hear(gt06, GT_LOGIN.subarray(0, length - 3)))[0], 'the input ended inside a frame')
})

test('GT06: batteries in volts, strengths out of range, trackers that were taken off, long frames', () => {
  const of = (bytes: Uint8Array): Heard[] => hear(gt06, joined(GT_LOGIN, bytes)).slice(1)
  assert.deepEqual(of(gt(0x23, 'c0 0122 04 0001'))[0], { what: 'facts', subject: 'imei:123456789012345', facts: { more: { ignition: false, charging: false, batteryV: 2.9, gsmSignal0to4: 4 } } })
  assert.deepEqual(of(gt(0x13, '30 80 2b 0001'))[0], { what: 'facts', subject: 'imei:123456789012345', facts: { more: { ignition: false, charging: false } } })
  assert.deepEqual(whats(of(gt(0x16, `${GT_PLACE} ${CELL.replace(/ 00$/, '')} 7c 55 03 00 02`))).slice(0, 2), ['position', 'tamper: Taken apart'])
  // The length of the place stands twice in a long frame.
  const body = hex(`32 ${GT_PLACE.slice(0, 14)} 0c ${GT_PLACE.slice(14)} 0002`)
  const frame = joined(hex('7979'), Uint8Array.of(0, body.length + 2), body)
  const sum = crcX25(frame, 2, frame.length) ^ 0xffff
  const [place] = of(joined(frame, Uint8Array.of(sum >> 8, sum & 255, 13, 10)))
  assert.ok(place?.what === 'position')
  assert.deepEqual([place.fix.lat.toFixed(4), place.fix.lon.toFixed(4), place.fix.at], ['4.3612', '18.5550', AT])
})

test('GT06: hostile input', () => fuzz(gt06, joined(GT_LOGIN, gt(0x22, GT_PLACE), gt(0x13, '06 03 04 00 01'))))

const V1 = '*HQ,4106012736,V1,100000,A,0421.6720,N,01833.3000,E,010.0,270,010326,FFFFFBFF#'

test('H02: texts', () => {
  const of = (text: string): Heard[] => hear(h02, text)
  const heard = of(V1)
  assert.deepEqual(whats(heard), ['position', `reply ${shown(ascii('*HQ,4106012736,V4,V1,20260301120000#'))}`])
  assert.ok(heard[0]?.what === 'position')
  assert.deepEqual({ ...heard[0].fix, lon: heard[0].fix.lon.toFixed(4), lat: heard[0].fix.lat.toFixed(4) }, { subject: 'device:4106012736', at: AT, lon: '18.5550', lat: '4.3612', altM: null, speedMs: 5.14444, courseDeg: 270, accuracyM: null, source: 'gps' })
  assert.deepEqual(heard[0].facts, { more: { ignition: false } })
  assert.deepEqual(whats(of(V1.replace('FFFFFBFF', 'FFFFFFFD')))[1], 'sos: SOS button')
  assert.deepEqual(whats(of(V1.replace('FFFFFBFF', 'FFF7FFFF')))[1], 'power-cut: Power was cut')
  assert.deepEqual(whats(of(V1.replace(',A,', ',V,')))[0], 'facts')
  assert.deepEqual(whats(of('*HQ,4106012736,V4,S17,100000,100002,A,0421.6720,N,01833.3000,E,010.0,270,010326,FFFFFBFF#')), ['position'])
  assert.deepEqual(whats(of('*HQ,4106012736,NBR,100000,310,26,0,1,4106,12736,26,010326,FFFFFFFD#')).slice(0, 2), ['facts', 'sos: SOS button'])
  assert.equal(whats(of('*HQ,4106012736,NBR,100000,310,26,0,1,4106,12736,26,010326,FFFFFFFF#'))[1], `reply ${shown(ascii('*HQ,4106012736,V4,NBR,20260301120000#'))}`)
  assert.deepEqual(whats(of('*HQ,4106012736,V3,100000,46000,1,4106,12736,26,10F4,1,X,010326,FFFBFFFF#')), ['sos: SOS button'])
  assert.deepEqual(whats(of('*HQ,4106012736,V3,100000,46000,1,4106,12736,26,10F4,1,X,010326,FFFFFFFF#')), ['nothing'])
  assert.deepEqual(of('*HQ,4106012736,HTBT,55#')[0], { what: 'facts', subject: 'device:4106012736', facts: { battery: 0.55 } })
  assert.deepEqual(of('*HQ,355488020533263,LINK,100000,22,7,80,0,0,010326,FFFFFBFF#')[0], { what: 'facts', subject: 'imei:355488020533263', facts: { battery: 0.8, more: { ignition: false, gsmSignal: 22 } } })
  assert.deepEqual(whats(of('*HQ,4106012736,V1,100000,A,9921.6720,N,01833.3000,E,010.0,270,010326,FFFFFBFF#')), ['a place or its time cannot be read'])
})

test('H02: the binary form, short and long', () => {
  const tail = '100000 010326 04216720 06 018333000e 010270 fffffbff'
  const [short] = hear(h02, hex(`24 4106012736 ${tail} 000000`))
  assert.ok(short?.what === 'position')
  assert.deepEqual([short.fix.subject, short.fix.at, short.fix.lat.toFixed(4), short.fix.lon.toFixed(4), short.fix.speedMs?.toFixed(3), short.fix.courseDeg, short.facts?.battery], ['device:4106012736', AT, '4.3612', '18.5550', '5.144', 270, 1])
  const [long] = hear(h02, hex(`24 3554880205332630 ${tail} 00000000000000000000000000`))
  assert.ok(long?.what === 'position' && long.fix.subject === 'imei:355488020533263')
  const [lost] = hear(h02, hex(`24 4106012736 ${tail.replace('000e', '000c')} 000000`))
  assert.equal(lost?.what, 'facts')
})

test('H02: other ways the makers write the same', () => {
  const place = (text: string): string[] => hear(h02, text).map((one) => (one.what === 'position' ? `${one.fix.lat.toFixed(4)} ${one.fix.lon.toFixed(4)} ${new Date(one.fix.at!).toISOString()} ${String(one.facts?.more?.['ignition'])}` : one.what === 'bad' ? one.reason : one.what))
  const here = '4.3612 18.5550 2026-03-01T10:00:00.000Z'
  // Satellites counted before the day; more behind it and before the state; a part of a minute; degrees of fewer digits.
  assert.deepEqual(place('*HQ,4106012736,V1,100000,A,0421.6720,N,01833.3000,E,000.5,047,4,010326,FFFFFBFF,4261193,0#'), [`${here} false`, 'reply'])
  assert.deepEqual(place('*HQ,4106012736,V19,100000,A,0421.6720,N,01833.3000,E,000.00,000,010326,,192.0.2.13,89000000000000000001,BFFFFBFF#'), [`${here} false`])
  assert.deepEqual(place('*HQ,123456789012345,VI1,100000,1,421.67200,N,1833.30000,E,0.54,0,010326,FFFFFFFF,cc,28,  db,d75b#'), [`${here} true`])
  assert.deepEqual(place('*TH,2020916012,V4,S23,192.0.2.250:8800,130305,100000,A,0421.6720,N,01833.3000,E,14.28,028,010326,FFFFFBFF#'), [`${here} false`])
  // What is not valid is no place, however it is said.
  for (const not of ['V', '0', '']) {
    assert.deepEqual(place(`*HQ,4106012736,V2,100000,${not},0421.6720,N,01833.3000,E,0.25,0,010326,FFFFFFFF,cc,28,  db,d75b#`), ['facts'])
  }
  // Written wrongly it is refused and seen, not guessed.
  assert.deepEqual(place('*HQ,4106012736,V1,100000,A,-04-21.6720,N,01833.3000,E,0.1,158,010326,FFFFFFFF#'), ['a place or its time cannot be read'])
  assert.deepEqual(place('*HQ,4106012736,#'), ['it does not say what it tells'])
  assert.deepEqual(place('*HQ,,V1,100000,A,0421.6720,N,01833.3000,E,0.00,0,010326,FFFFFBFF#'), ['it does not say which tracker'])
  assert.deepEqual(place('*HQ,123456789012345,XT,1,100#'), ['nothing'])
})

test('H02: binary messages that also know cells are one message, however long the identity', () => {
  const tail = '100000 010326 04216720 06 018333000e 010270 fffffbff'
  const many = ['4106012736', '3554880205332630'].flatMap((id) => [13, 10, 3].filter((more) => id.length > 10 ? more !== 3 : more !== 10).map((more) => hex(`24 ${id} ${tail} ${'15'.repeat(more === 3 ? 3 : id.length > 10 ? more : more + 3)}`)))
  assert.deepEqual(many.map((one) => one.length), [45, 32, 45, 42])
  for (const one of many) {
    assert.deepEqual(whats(hear(h02, joined(one, one, ascii(V1)))).slice(0, 3), ['position', 'position', 'position'], `${one.length} bytes`)
    assert.deepEqual(whats(hear(h02, one)), ['position'])
  }
})

test('H02: hostile input', () => fuzz(h02, joined(ascii(V1), hex('24 4106012736 100000 010326 04216720 06 018333000e 010270 fffffbff 000000'))))

test('trackers say nothing of others: each connection has its own login', () => {
  for (const codec of [teltonika, gt06] satisfies Codec[]) {
    const [one, two] = [codec.make({}), codec.make({})]
    one.push(codec === teltonika ? LOGIN : GT_LOGIN, 0)
    assert.deepEqual(whats(two.push(codec === teltonika ? packet(8, IO8) : gt(0x12, GT_PLACE), 0)).map((text) => text.includes('before the tracker said')), [true])
  }
})
