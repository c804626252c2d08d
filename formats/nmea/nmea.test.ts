import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz, hear } from '../../test/codec-fuzz.ts'
import { sentence } from '../../test/nmea-sentence.ts'
import { nmea } from './codec.ts'
import { clockIn, degreesIn, readSentence } from './sentence.ts'

const EPOCH = (clock: string): string => sentence(`GNGGA,${clock},0421.6720,N,01833.3000,E,1,08,1.2,370.5,M,12.5,M,,`)
  + sentence('GNGSA,A,3,01,02,03,04,,,,,,,,,2.0,1.2,1.6,1')
  + sentence(`GNRMC,${clock},A,0421.6720,N,01833.3000,E,10.0,90.0,010326,,,A`)
  + sentence('GNVTG,90.0,T,,M,10.0,N,18.5,K,A')

test('sentences of one moment are one position', () => {
  const heard = hear(nmea, EPOCH('100000.00') + EPOCH('100001.00') + EPOCH('100002.00'), { subject: 'device:car-1' })
  assert.equal(heard.length, 3)
  const [first] = heard
  assert.ok(first?.what === 'position')
  const { fix } = first
  assert.deepEqual({ ...fix, lat: fix.lat.toFixed(6), lon: fix.lon.toFixed(6), speedMs: fix.speedMs?.toFixed(4) }, { subject: 'device:car-1', at: Date.UTC(2026, 2, 1, 10), lat: '4.361200', lon: '18.555000', altM: 383, speedMs: '5.1444', courseDeg: 90, accuracyM: 6, source: 'gps' })
  assert.deepEqual(first.facts, { more: { satellites: 8, satelliteFix: 'satellites' } })
})

test('the second moment is told with the sentence that ended the first, without waiting for the third', () => {
  const decoder = nmea.make({})
  const push = (text: string): number => decoder.push(new TextEncoder().encode(text), 0).length
  assert.equal(push(EPOCH('100000.00')), 0)
  assert.equal(push(EPOCH('100001.00')), 2)
  assert.equal(push(EPOCH('100002.00')), 1)
  assert.deepEqual(decoder.end(0), [])
})

test('an error the receiver states is taken before the dilution, the true heading is kept', () => {
  const [heard] = hear(nmea, sentence('GPGGA,100000,0421.6720,S,01833.3000,W,4,08,1.2,370.5,M,,M,,') + sentence('GPGST,100000,1,1,1,0,3.0,4.0,5') + sentence('HEHDT,271.5,T'))
  assert.ok(heard?.what === 'position')
  assert.deepEqual([heard.fix.accuracyM, heard.fix.altM, heard.fix.lat.toFixed(4), heard.fix.lon.toFixed(4), heard.facts?.more], [7.59, null, '-4.3612', '-18.5550', { headingDeg: 271.5, satellites: 8, satelliteFix: 'fixed carrier phase', altitudeAboveSeaM: 370.5 }])
})

test('the date: from RMC or ZDA, over midnight without either, from the clock of the node when there is none', () => {
  const at = (text: string, now?: number): string[] => hear(nmea, text, {}, now).flatMap((one) => (one.what === 'position' ? [new Date(one.fix.at!).toISOString()] : []))
  const gll = (clock: string): string => sentence(`GPGLL,0421.6720,N,01833.3000,E,${clock},A,A`)
  const now = Date.UTC(2030, 0, 1)
  assert.deepEqual(at(sentence('GPRMC,235958,A,0421.6720,N,01833.3000,E,,,280226,,,A') + gll('235959') + gll('000000'), now), ['2026-02-28T23:59:58.000Z', '2026-02-28T23:59:59.000Z', '2026-03-01T00:00:00.000Z'])
  assert.deepEqual(at(sentence('GPZDA,120000,02,03,2026,00,00') + gll('120000'), now), ['2026-03-02T12:00:00.000Z'])
  assert.deepEqual(at(gll('235950'), now + 5000), ['2029-12-31T23:59:50.000Z'])
})

test('without a fix nothing is placed, and that is said once', () => {
  const none = sentence('GPRMC,100000,V,,,,,,,010326,,,N') + sentence('GPRMC,100001,V,,,,,,,010326,,,N')
  assert.deepEqual(hear(nmea, none), [{ what: 'facts', subject: 'device:nmea', facts: { more: { satelliteFix: 'none' } } }])
})

test('what is no sentence is told with its reason', () => {
  const reasons = hear(nmea, '$GPRMC,1*00\r\n$GPRMC,1\r\nhello\r\n# comment\r\n\\c:1*00\\$GPRMC,1*00\r\n').map((one) => (one.what === 'bad' ? one.reason : one.what))
  assert.deepEqual(reasons, ['the checksum is wrong', 'no checksum', 'not a sentence of NMEA 0183: it begins with neither $ nor !', 'the checksum of the TAG block is wrong'])
  assert.equal(degreesIn('9100.00', 'N'), null)
  assert.equal(degreesIn('0460.00', 'N'), null)
  assert.equal(clockIn('240000'), null)
  assert.equal(clockIn('235960'), 86_399_999)
  const own = readSentence(sentence('PGRME,15.0,M,45.0,M,25.0,M').trim())
  assert.ok(typeof own === 'object' && own?.talker === 'P' && own.type === 'GRME')
})

test('hostile input', () => fuzz(nmea, new TextEncoder().encode(EPOCH('100000.00') + EPOCH('100001.00') + EPOCH('100002.00'))))
