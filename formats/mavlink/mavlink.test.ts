import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Heard } from '../../core/feed.ts'
import { fuzz, hear } from '../../test/codec-fuzz.ts'
import { mavlinkFrame } from '../../test/mavlink-frame.ts'
import { mavlink } from './codec.ts'
import { MESSAGES } from './messages.ts'

const joined = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]))
const NOW = Date.UTC(2026, 2, 1, 12, 10)
const of = (...frames: Uint8Array[]): Heard[] => hear(mavlink, joined(...frames), {}, NOW)
const HEARTBEAT = mavlinkFrame(0, { type: 2, autopilot: 3, base_mode: 209, system_status: 4, mavlink_version: 3 })
const TIME = mavlinkFrame(2, { time_unix_usec: (NOW - 5000) * 1000, time_boot_ms: 60_000 })
const PLACE = mavlinkFrame(33, { time_boot_ms: 61_000, lat: 43_612_000, lon: 185_550_000, alt: 420_000, relative_alt: 50_000, vx: 300, vy: -400, hdg: 30_700 })

test('definitions give the checksum bytes and lengths that are published', () => {
  const published = { 0: [50, 9], 1: [124, 43], 2: [137, 12], 24: [24, 52], 30: [39, 28], 33: [104, 28], 147: [154, 54], 242: [104, 60], 246: [184, 38], 253: [83, 54], 271: [22, 53], 301: [243, 58], 12900: [114, 44], 12901: [254, 59], 12903: [249, 46], 12904: [77, 54], 12905: [49, 43], 12919: [7, 18] }
  assert.deepEqual(Object.fromEntries([...MESSAGES].map(([id, { extra, length }]) => [id, [extra, length]])), published)
})

test('a flight: what it is, where it is by its own clock, how it lies, its battery', () => {
  const heard = of(HEARTBEAT, TIME, mavlinkFrame(1, { voltage_battery: 15_200, battery_remaining: 77 }), mavlinkFrame(24, { fix_type: 3, lat: 43_612_000, lon: 185_550_000, alt_ellipsoid: 432_500, h_acc: 1200, satellites_visible: 12, vel: 0, cog: 0, time_usec: 61_000_000 }), mavlinkFrame(30, { roll: 0.1, pitch: -0.2 }), PLACE, HEARTBEAT)
  assert.deepEqual(heard[0], { what: 'facts', subject: 'mavlink:1', facts: { sort: 'uas', more: { vehicle: 'quadrotor', armed: true, state: 'active' } } })
  assert.deepEqual(heard[1], { what: 'facts', subject: 'mavlink:1', facts: { battery: 0.77 } })
  const place = heard[3]
  assert.ok(place?.what === 'position')
  assert.deepEqual(place.fix, { subject: 'mavlink:1', at: NOW - 4000, lat: 4.3612, lon: 18.555, speedMs: 5, courseDeg: 306.9, altM: 432.5, accuracyM: 1.2, source: 'gps' })
  assert.deepEqual(place.facts, { sort: 'uas', more: { rollDeg: 5.7, pitchDeg: -11.5, altitudeAboveSeaM: 420, heightM: 50, headingDeg: 307 } })
  assert.equal(heard.length, 4)
  const [named] = hear(mavlink, PLACE, { device: 'heron' }, NOW)
  assert.ok(named?.what === 'position' && named.fix.subject === 'device:heron/1' && named.fix.at === null)
})

test('version 1, signed frames, truncated payloads, logs with times, unknown messages', () => {
  const [one] = of(mavlinkFrame(33, { lat: 43_612_000, lon: 185_550_000 }, { version: 1 }))
  assert.ok(one?.what === 'position' && one.fix.lat === 4.3612)
  const cut = mavlinkFrame(33, { lat: 43_612_000, lon: 185_550_000 })
  assert.ok(cut.length < 40)
  const signed = mavlinkFrame(33, { lat: 43_612_000, lon: 185_550_000 }, { signed: true })
  const unknown = Uint8Array.of(0xfd, 2, 0, 0, 1, 1, 1, 0x34, 0x12, 0, 1, 2, 3, 4)
  assert.deepEqual(of(signed, unknown, cut, unknown).map((heard) => heard.what), ['position', 'position'])
  const stamp = new Uint8Array(8)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(NOW - 1000) * 1000n)
  const [logged] = of(stamp, cut)
  assert.ok(logged?.what === 'position' && logged.fix.at === NOW - 1000)
  const wrong = cut.slice()
  wrong[12]! ^= 1
  assert.deepEqual(of(wrong, cut).map((heard) => (heard.what === 'bad' ? heard.reason : heard.what)), ['the checksum of a frame is wrong', 'position'])
})

test('emergency, texts in pieces, ground stations, the camera, home', () => {
  const emergency = mavlinkFrame(0, { type: 2, autopilot: 3, system_status: 6 })
  assert.deepEqual(of(emergency, emergency, HEARTBEAT).flatMap((heard) => (heard.what === 'alarm' ? [`${heard.alarm}: ${heard.text}`] : [])), ['sos: The aircraft says: emergency', 'cancel: The aircraft no longer says emergency'])
  assert.deepEqual(of(mavlinkFrame(0, { type: 6, autopilot: 8, system_status: 4 })), [])
  const long = 'Battery failsafe: returning to the place of launch, now'
  const pieces = [mavlinkFrame(253, { severity: 2, text: long.slice(0, 50), id: 7, chunk_seq: 0 }), mavlinkFrame(253, { severity: 2, text: long.slice(50), id: 7, chunk_seq: 1 })]
  assert.deepEqual(of(...pieces), [{ what: 'text', subject: 'mavlink:1', at: null, text: `Critical: ${long}` }])
  assert.deepEqual(of(mavlinkFrame(271, { lat_image: 43_600_000, lon_image: 185_500_000, hfov: 60, vfov: 40 })), [{ what: 'facts', subject: 'mavlink:1', facts: { more: { looksAtLat: 4.36, looksAtLon: 18.55, viewWidthDeg: 60, viewHeightDeg: 40 } } }])
  assert.deepEqual(of(mavlinkFrame(242, { latitude: 43_600_000, longitude: 185_500_000 })), [{ what: 'facts', subject: 'mavlink:1', facts: { more: { homeLat: 4.36, homeLon: 18.55 } } }])
})

test('aircraft and vessels it hears itself', () => {
  const [plane, alarm] = of(mavlinkFrame(246, { ICAO_address: 0x3c6444, lat: 43_612_000, lon: 185_550_000, altitude: 3_000_000, altitude_type: 1, heading: 9000, hor_velocity: 10_000, callsign: 'UNO123', flags: 63, squawk: 7700, tslc: 2 }))
  assert.ok(plane?.what === 'position')
  assert.deepEqual(plane.fix, { subject: 'icao:3c6444', at: NOW - 2000, lat: 4.3612, lon: 18.555, altM: 3000, speedMs: 100, courseDeg: 90, accuracyM: null, source: 'adsb' })
  assert.ok(alarm?.what === 'alarm' && alarm.text === 'Emergency (squawk 7700)')
  const [ship] = of(mavlinkFrame(301, { MMSI: 211_234_567, lat: 43_612_000, lon: 185_550_000, COG: 9000, velocity: 500, type: 70, navigational_status: 0, name: 'RIVER STAR', flags: 7, tslc: 10 }))
  assert.ok(ship?.what === 'position')
  assert.deepEqual([ship.fix.subject, ship.fix.at, ship.fix.speedMs, ship.fix.accuracyM, ship.facts], ['mmsi:211234567', NOW - 10_000, 5, 10, { sort: 'vessel', callsign: 'RIVER STAR', more: { status: 'under way', shipType: 'cargo ship' } }])
})

test('remote identification: the drone and whoever flies it are subjects of their own', () => {
  const mac = { id_or_mac: [0xaa, 0xbb, 0xcc, 1, 2, 3] }
  const heard = of(
    mavlinkFrame(12_900, { ...mac, id_type: 1, ua_type: 2, uas_id: '1581F4XFC2' }),
    mavlinkFrame(12_901, { ...mac, status: 2, direction: 18_000, speed_horizontal: 750, speed_vertical: -100, latitude: 43_612_000, longitude: 185_550_000, altitude_geodetic: 450, height: 60, height_reference: 0, horizontal_accuracy: 10, timestamp: 598.5 }),
    mavlinkFrame(12_904, { ...mac, operator_location_type: 1, operator_latitude: 43_500_000, operator_longitude: 185_400_000, operator_altitude_geo: -1000, timestamp: 226_065_600 }),
    mavlinkFrame(12_903, { ...mac, description: 'Survey' }), mavlinkFrame(12_905, { ...mac, operator_id: 'OP-1' }), mavlinkFrame(12_901, { status: 3, latitude: 43_612_000, longitude: 185_550_000, direction: 36_100, speed_horizontal: 25_500, timestamp: 65_535 }),
  )
  assert.deepEqual(heard[0], { what: 'facts', subject: 'rid:aabbcc010203', facts: { sort: 'uas', callsign: '1581F4XFC2', more: { drone: 'helicopter or multirotor', droneId: '1581F4XFC2' } } })
  assert.deepEqual(heard[1], { what: 'position', fix: { subject: 'rid:aabbcc010203', at: NOW - 1500, lat: 4.3612, lon: 18.555, altM: 450, speedMs: 7.5, courseDeg: 180, accuracyM: 10, source: 'radio' }, facts: { sort: 'uas', more: { heightOverTakeoffM: 60, climbMs: -1, airborne: true } } })
  assert.ok(heard[2]?.what === 'position' && heard[2].fix.subject === 'rid:aabbcc010203/operator' && heard[2].fix.lat === 4.35 && heard[2].fix.altM === null && heard[2].facts?.sort === 'person')
  assert.deepEqual(heard.slice(3, 5).map((one) => one.what === 'facts' && one.facts.more), [{ purpose: 'Survey' }, { operatorId: 'OP-1' }])
  const own = heard[5]
  assert.ok(own?.what === 'position' && own.fix.subject === 'rid:mavlink-1-1' && own.fix.speedMs === null && own.fix.courseDeg === null && own.fix.at === null)
  assert.equal(heard[6]?.what, 'alarm')
})

test('hostile input', () => fuzz(mavlink, joined(HEARTBEAT, TIME, PLACE)))
