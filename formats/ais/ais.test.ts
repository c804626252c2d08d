import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../../core/feed.ts'
import { fuzz, hear } from '../../test/codec-fuzz.ts'
import { armoured, sentence, vdm } from '../../test/nmea-sentence.ts'
import { ais } from './codec.ts'

type Field = readonly [number | string, number]
const NOW = Date.UTC(2026, 2, 1, 12, 0, 30)
const of = (text: string): Heard[] => hear(ais, text, {}, NOW)
const LON = Math.round(18.555 * 600_000)
const LAT = Math.round(4.3612 * 600_000)

/** Message 1 of a vessel; the fields that tests change stand in `with`. */
function position(mmsi: number, { status = 0, sog = 123, lon = LON, lat = LAT, cog = 905, heading = 91, second = 25 } = {}): Field[] {
  return [[1, 6], [0, 2], [mmsi, 30], [status, 4], [-128, 8], [sog, 10], [1, 1], [lon, 28], [lat, 27], [cog, 12], [heading, 9], [second, 6], [0, 2], [0, 3], [0, 1], [0, 19]]
}
const static5 = (mmsi: number): Field[] => [[5, 6], [0, 2], [mmsi, 30], [0, 2], [9_074_729, 30], ['VX1234', 42], ['RIVER STAR', 120], [70, 8], [60, 9], [20, 9], [7, 6], [5, 6], [1, 4], [3, 4], [29, 5], [11, 5], [0, 6], [47, 8], ['BANGUI', 120], [0, 1], [0, 1]]

function round(heard: Heard | undefined): unknown {
  assert.ok(heard?.what === 'position')
  const { fix } = heard
  return { ...fix, lon: fix.lon.toFixed(4), lat: fix.lat.toFixed(4), speedMs: fix.speedMs?.toFixed(2) }
}

test('a vessel under way', () => {
  const [heard] = of(vdm(position(211_234_567)))
  assert.deepEqual(round(heard), { subject: 'mmsi:211234567', at: NOW - 5000, lon: '18.5550', lat: '4.3612', altM: null, speedMs: '6.33', courseDeg: 90.5, accuracyM: 10, source: 'ais' })
  assert.ok(heard?.what === 'position')
  assert.deepEqual(heard.facts, { sort: 'vessel', more: { headingDeg: 91, status: 'under way' } })
})

test('values that are not available are left out', () => {
  const [heard] = of(vdm(position(211_234_567, { status: 15, sog: 1023, cog: 3600, heading: 511, second: 60 })))
  assert.ok(heard?.what === 'position')
  assert.deepEqual([heard.fix.at, heard.fix.speedMs, heard.fix.courseDeg, heard.facts], [null, null, null, { sort: 'vessel' }])
  assert.deepEqual(of(vdm(position(211_234_567, { status: 15, lon: 181 * 600_000, lat: 91 * 600_000, heading: 511 }))), [{ what: 'facts', subject: 'mmsi:211234567', facts: { sort: 'vessel' } }])
})

test('what a vessel is, in two parts in any order, over other messages', () => {
  const { payload, fill } = armoured(static5(211_234_567))
  const part = (n: number, cut: string, id = '3', pad = 0): string => sentence(`AIVDM,2,${n},${id},B,${cut},${pad}`, '!')
  const [one, two] = [part(1, payload.slice(0, 59)), part(2, payload.slice(59), '3', fill)]
  const facts: Heard = { what: 'facts', subject: 'mmsi:211234567', facts: { callsign: 'RIVER STAR', sort: 'vessel', more: { imo: 9_074_729, shipType: 'cargo ship', lengthM: 80, beamM: 12, draughtM: 4.7, destination: 'BANGUI', arrives: '03-29 11:00Z', radioCallsign: 'VX1234' } } }
  assert.deepEqual(of(one + two), [facts])
  assert.deepEqual(of(two + vdm(position(211_234_568)) + one).map((heard) => heard.what), ['position', 'facts'])
  const [alone] = of(one)
  assert.ok(alone?.what === 'bad' && alone.reason.includes('1 of 2'))
})

test('a part that waits too long is given up, and too many are not held', () => {
  const decoder = ais.make({})
  const part = (id: number): Uint8Array => new TextEncoder().encode(sentence(`AIVDM,2,1,${id},B,55R3Vn82,0`, '!'))
  assert.deepEqual(decoder.push(part(1), NOW), [])
  const late = decoder.push(new TextEncoder().encode(vdm(position(211_234_567))), NOW + 31_000)
  assert.deepEqual(late.map((one) => one.what), ['bad', 'position'])
  for (let id = 0; id < 500; id += 1) {
    decoder.push(part(id), NOW)
  }
  assert.ok(decoder.end(NOW).length <= 65)
})

test('distress beacons call for help, tests of them do not', () => {
  const [place, alarm] = of(vdm(position(972_123_456, { status: 14 })))
  assert.ok(place?.what === 'position' && place.facts?.sort === 'person')
  assert.ok(alarm?.what === 'alarm' && alarm.alarm === 'sos' && alarm.text === 'A man overboard beacon is active' && alarm.fix?.lat.toFixed(3) === '4.361')
  assert.deepEqual(of(vdm(position(970_123_456, { status: 15 }))).map((one) => one.what), ['position'])
  const safety = (mmsi: number, words: string): Heard[] => of(vdm([[14, 6], [0, 2], [mmsi, 30], [0, 2], [words, words.length * 6]]))
  assert.deepEqual(safety(974_123_456, 'EPIRB ACTIVE'), [{ what: 'alarm', subject: 'mmsi:974123456', alarm: 'sos', at: null, text: 'An emergency beacon of a ship is active: EPIRB ACTIVE' }])
  assert.deepEqual(safety(974_123_456, 'EPIRB TEST'), [{ what: 'text', subject: 'mmsi:974123456', at: null, text: 'EPIRB TEST' }])
  assert.deepEqual(safety(2_573_000, 'DRIFTING CONTAINER'), [{ what: 'text', subject: 'mmsi:002573000', at: null, text: 'DRIFTING CONTAINER' }])
  assert.deepEqual(of(vdm([[12, 6], [0, 2], [211_234_567, 30], [0, 2], [211_234_568, 30], [0, 1], [0, 1], ['KEEP CLEAR', 60]])), [{ what: 'text', subject: 'mmsi:211234567', at: null, text: 'to 211234568: KEEP CLEAR' }])
})

test('base stations, aircraft, small craft, marks and far receivers', () => {
  const [base] = of(vdm([[4, 6], [0, 2], [2_573_000, 30], [2026, 14], [3, 4], [1, 5], [11, 5], [59, 6], [58, 6], [0, 1], [LON, 28], [LAT, 27], [1, 4], [0, 10], [0, 1], [0, 19]]))
  assert.ok(base?.what === 'position' && base.fix.at === Date.UTC(2026, 2, 1, 11, 59, 58) && base.facts?.sort === 'base' && base.fix.subject === 'mmsi:002573000')
  const [plane] = of(vdm([[9, 6], [0, 2], [111_232_511, 30], [303, 12], [140, 10], [0, 1], [LON, 28], [LAT, 27], [1545, 12], [15, 6], [0, 34]]))
  assert.ok(plane?.what === 'position' && plane.fix.altM === 303 && plane.fix.courseDeg === 154.5 && plane.facts?.sort === 'aircraft' && plane.fix.speedMs?.toFixed(1) === '72.0')
  const [small] = of(vdm([[18, 6], [0, 2], [244_014_164, 30], [0, 8], [52, 10], [0, 1], [LON, 28], [LAT, 27], [100, 12], [12, 9], [30, 6], [0, 29]]))
  assert.ok(small?.what === 'position' && small.fix.courseDeg === 10 && small.fix.at === NOW && small.fix.accuracyM === null)
  const [named] = of(vdm([[19, 6], [0, 2], [244_014_164, 30], [0, 8], [52, 10], [0, 1], [LON, 28], [LAT, 27], [100, 12], [12, 9], [30, 6], [0, 4], ['HERON', 120], [37, 8], [5, 9], [5, 9], [2, 6], [1, 6], [1, 4], [0, 11]]))
  assert.ok(named?.what === 'position')
  assert.deepEqual(named.facts, { callsign: 'HERON', sort: 'vessel', more: { headingDeg: 12, shipType: 'pleasure craft', lengthM: 10, beamM: 3 } })
  const [mark] = of(vdm([[21, 6], [0, 2], [992_351_000, 30], [31, 5], ['ROCK LIGHT', 120], [1, 1], [LON, 28], [LAT, 27], [0, 30], [7, 4], [61, 6], [0, 1], [0, 8], [0, 1], [1, 1], [0, 2]]))
  assert.ok(mark?.what === 'position')
  assert.deepEqual(mark.facts, { callsign: 'ROCK LIGHT', more: { kind: 'light vessel or platform', virtual: true } })
  const [a] = of(vdm([[24, 6], [0, 2], [244_014_164, 30], [0, 2], ['HERON', 120]]))
  assert.deepEqual(a, { what: 'facts', subject: 'mmsi:244014164', facts: { callsign: 'HERON', sort: 'vessel' } })
  const [b] = of(vdm([[24, 6], [0, 2], [244_014_164, 30], [1, 2], [36, 8], ['ABC', 42], ['PD1234', 42], [5, 9], [5, 9], [2, 6], [1, 6], [0, 6]]))
  assert.deepEqual(b, { what: 'facts', subject: 'mmsi:244014164', facts: { sort: 'vessel', more: { shipType: 'sailing boat', radioCallsign: 'PD1234', lengthM: 10, beamM: 3 } } })
  const [far] = of(vdm([[27, 6], [0, 2], [211_234_567, 30], [0, 1], [0, 1], [5, 4], [11_133, 18], [-2617, 17], [63, 6], [511, 9], [0, 2]]))
  assert.ok(far?.what === 'position' && far.fix.lon === 18.555 && far.fix.lat.toFixed(4) === '-4.3617' && far.fix.speedMs === null && far.fix.courseDeg === null)
})

test('the time of a TAG block or of a network is that of the message', () => {
  const body = 's:station,c:1772366400'
  let sum = 0
  for (const char of body) {
    sum ^= char.charCodeAt(0)
  }
  const line = vdm(position(211_234_567)).trim()
  const at = (text: string): number | null => {
    const [heard] = of(text)
    assert.ok(heard?.what === 'position')
    return heard.fix.at
  }
  // 12:00:00 was received; second 25 was of the minute before.
  assert.equal(at(`\\${body}*${sum.toString(16).padStart(2, '0')}\\${line}`), 1_772_366_365_000)
  assert.equal(at(`${line},d-109,S2105,1772366400`), 1_772_366_365_000)
})

test('what cannot be read is told with its reason, other sentences are passed over', () => {
  const reasons = (text: string): string[] => of(text).map((one) => (one.what === 'bad' ? one.reason : one.what))
  assert.deepEqual(reasons(sentence('AIVDM,1,1,,A,13u,0', '!')), ['message 1 has 18 bits, fewer than 137'])
  assert.deepEqual(reasons(vdm([[61, 6], [0, 162]])), ['no message of AIS has the number 61'])
  assert.deepEqual(reasons(sentence('AIVDM,1,1,,A,1 {}x,0', '!')), ['the payload has characters that stand for nothing'])
  assert.deepEqual(reasons(sentence('AIVDM,99,1,,A,13u,0', '!')), ['the parts of the message cannot be counted'])
  assert.deepEqual(reasons(sentence('GPGGA,100000,,,,,0,,,,,,,,') + vdm([[8, 6], [0, 162]])), [])
})

test('hostile input', () => {
  const { payload, fill } = armoured(static5(211_234_567))
  const two = sentence(`AIVDM,2,1,3,B,${payload.slice(0, 59)},0`, '!') + sentence(`AIVDM,2,2,3,B,${payload.slice(59)},${fill}`, '!')
  fuzz(ais, new TextEncoder().encode(vdm(position(972_123_456, { status: 14 })) + two + vdm(position(211_234_567))))
})
