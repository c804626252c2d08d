import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../core/feed.ts'
import { fuzz, hear } from '../test/codec-fuzz.ts'
import { adsbJson } from './adsb-json.ts'
import { sbs1 } from './sbs1.ts'

const NOW = Date.UTC(2026, 2, 1, 12)
const STAMP = '2026/03/01,10:00:00.000,2026/03/01,10:00:00.000'
const line = (kind: number, rest: string): string => `MSG,${kind},1,1,3C6444,1,${STAMP},${rest}\r\n`
const CALL = line(1, 'UNO123  ,,,,,,,,,,,')
const PLACE = line(3, ',30000,,,4.3612,18.555,,,0,0,0,0')
const SPEED = line(4, ',,400,271.5,,,-640,,,,,')
const whats = (heard: readonly Heard[]): string[] => heard.map((one) => (one.what === 'alarm' ? `${one.alarm}: ${one.text}` : one.what === 'bad' ? one.reason : one.what))

test('SBS-1: a place has the speed heard of the same aircraft', () => {
  const heard = hear(sbs1, CALL + SPEED + PLACE, {}, NOW)
  assert.deepEqual(heard[0], { what: 'facts', subject: 'icao:3c6444', facts: { sort: 'aircraft', callsign: 'UNO123' } })
  const place = heard[2]
  assert.ok(place?.what === 'position')
  assert.deepEqual({ ...place.fix, speedMs: place.fix.speedMs?.toFixed(1) }, { subject: 'icao:3c6444', at: NOW, lon: 18.555, lat: 4.3612, altM: null, speedMs: '205.8', courseDeg: 271.5, accuracyM: null, source: 'adsb' })
  assert.deepEqual(place.facts, { sort: 'aircraft', more: { pressureAltitudeM: 9144 } })
  const [clock] = hear(sbs1, PLACE, { utcOffsetMin: 60 }, NOW)
  assert.ok(clock?.what === 'position' && clock.fix.at === Date.UTC(2026, 2, 1, 9) && clock.fix.speedMs === null)
})

test('SBS-1: speed that is old is not that of a place, and other aircraft have their own', () => {
  const decoder = sbs1.make({})
  const push = (text: string, now: number): Heard[] => decoder.push(new TextEncoder().encode(text), now)
  push(SPEED, NOW)
  const [other] = push(PLACE.replace('3C6444', '3C6445'), NOW)
  assert.ok(other?.what === 'position' && other.fix.speedMs === null && other.fix.subject === 'icao:3c6445')
  const [late] = push(PLACE, NOW + 11_000)
  assert.ok(late?.what === 'position' && late.fix.speedMs === null)
})

test('SBS-1: emergencies call once and are over once', () => {
  const squawk = (code: string): string => line(6, `,,,,,,,${code},0,0,0,0`)
  assert.deepEqual(whats(hear(sbs1, squawk('7700') + squawk('7700') + squawk('2000') + squawk('7600') + squawk('7500'), {}, NOW)).filter((one) => one !== 'facts'), [
    'sos: Emergency (squawk 7700)', 'cancel: No emergency any more', 'sos: Radio failed (squawk 7600)', 'sos: Unlawful interference (squawk 7500)',
  ])
  assert.deepEqual(whats(hear(sbs1, 'hello\nAIR,,1,1,3C6444\nMSG,9,1,1,zz,1\n')), ['not a line of SBS-1: it begins with no MSG', 'it does not say which message or which aircraft'])
})

const AIRCRAFT = { hex: '3c6444', flight: 'UNO123  ', alt_baro: 30_000, alt_geom: 31_000, gs: 400, track: 271.5, lat: 4.3612, lon: 18.555, seen_pos: 2.5, seen: 0.1, category: 'A7', squawk: '1000', nac_p: 9, baro_rate: -640, emergency: 'none' }
const json = (...aircraft: object[]): string => JSON.stringify({ now: NOW / 1000, messages: 5, aircraft })

test('aircraft.json: places with their age', () => {
  const [heard, ...rest] = hear(adsbJson, json(AIRCRAFT))
  assert.deepEqual(rest, [])
  assert.ok(heard?.what === 'position')
  assert.deepEqual({ ...heard.fix, speedMs: heard.fix.speedMs?.toFixed(1) }, { subject: 'icao:3c6444', at: NOW - 2500, lon: 18.555, lat: 4.3612, altM: 9449, speedMs: '205.8', courseDeg: 271.5, accuracyM: 30, source: 'adsb' })
  assert.deepEqual(heard.facts, { sort: 'helicopter', callsign: 'UNO123', more: { category: 'rotorcraft', pressureAltitudeM: 9144, climbMs: -3.3, squawk: '1000' } })
})

test('aircraft.json: what has no place, others addresses, old places, positions that were computed, on the ground', () => {
  assert.deepEqual(whats(hear(adsbJson, json({ hex: '3c6444' }, { ...AIRCRAFT, seen_pos: 900 }, { flight: 'X' }))), ['facts', 'facts', 'an aircraft without its address'])
  const [made] = hear(adsbJson, json({ ...AIRCRAFT, hex: '~abcdef', mlat: ['lat', 'lon'], alt_baro: 'ground', alt_geom: undefined, category: 'B6' }))
  assert.ok(made?.what === 'position' && made.fix.subject === 'adsb:~abcdef' && made.fix.source === 'computed' && made.fix.altM === null && made.facts?.sort === 'uas' && made.facts.more?.['onGround'] === true)
  const [service] = hear(adsbJson, JSON.stringify({ ac: [AIRCRAFT], now: NOW }))
  assert.ok(service?.what === 'position' && service.fix.at === NOW - 2500)
})

test('aircraft.json: an emergency calls once over many answers', () => {
  const decoder = adsbJson.make({})
  const push = (squawk: string): string[] => whats(decoder.push(new TextEncoder().encode(json({ ...AIRCRAFT, squawk })), NOW)).slice(1)
  assert.deepEqual([push('7700'), push('7700'), push('1000')], [['sos: Emergency (squawk 7700)'], [], ['cancel: No emergency any more']])
  assert.deepEqual(whats(hear(adsbJson, '{"a":1}')), ['no list of aircraft in it'])
  assert.deepEqual(whats(hear(adsbJson, 'x')), ['not JSON'])
})

test('hostile input', () => {
  fuzz(sbs1, new TextEncoder().encode(CALL + SPEED + PLACE))
  fuzz(adsbJson, new TextEncoder().encode(json(AIRCRAFT)))
})
